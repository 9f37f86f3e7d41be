/// A checked expression: every name is resolved, nothing is computed yet. What it is worth depends on the context
/// in which it is asked: quarter, region, scenario, programme.
public struct Formula: Hashable, Sendable {
  public let form: Form
  public let origin: Origin

  public init(_ form: Form, at origin: Origin) {
    self.form = form
    self.origin = origin
  }

  public indirect enum Form: Hashable, Sendable {
    case literal(Literal)
    case missing
    case truth(Bool)
    case light(Light)
    case date(PlanDate)
    /// A measure or a figure derived from measures; without a programme, that of the context.
    case figure(Figure, of: ProgrammeID?)
    case formula(named: LetID, arguments: [Formula])
    case parameter(Int)
    case kpi(KPIID, KPIPart)
    case kpis(KPISummary)
    case milestone(MilestoneID)
    case approved(move: Int)
    case negate(Formula)
    case arithmetic(Arithmetic, Formula, Formula)
    case otherwise(Formula, Formula)
    case compare(Comparison, Formula, Formula)
    case connect(Connective, Formula, Formula)
    case not(Formula)
    case choose(Formula, then: Formula, else: Formula)
    case narrow(Formula, to: [Narrowing])
    case reduce(Reduction, Formula, over: AxisID)
    case call(String, [Formula])
    case convert(Formula, to: FigureUnit)
    /// A figure that is sought, or goes through several.
    case unknown(Unknown)
    /// A figure that goes through the steps of a sweep.
    case series(Series)
  }

  /// Written as what it comes to: there is nothing to tell of it.
  var isItsOwnValue: Bool {
    switch form {
    case .literal, .missing, .truth, .light, .date: true
    case .figure, .formula, .parameter, .kpi, .kpis, .milestone, .approved, .negate, .arithmetic, .otherwise,
      .compare,
      .connect, .not, .choose, .narrow, .reduce, .call, .convert, .unknown, .series:
      false
    }
  }
}

/// A figure in place of one that stands in the plan, to be followed through what depends on it.
public struct Unknown: Hashable, Sendable {
  /// What stands there now, in base units.
  public let value: Rational
  public let unit: FigureUnit

  public init(value: Rational, unit: FigureUnit) {
    self.value = value
    self.unit = unit
  }
}

/// A number as written, with its unit.
public struct Literal: Hashable, Sendable {
  /// In base units.
  public let value: Rational
  public let unit: FigureUnit
  /// Decimal places as written; a reported figure is compared at these.
  public let places: Int
  /// The number stands alone: it takes the unit that its place demands.
  public let isBare: Bool
  /// Written with a scale word and no unit, `200 million`: it takes a unit, but no scale on top of its own.
  public let isScaled: Bool

  public init(value: Rational, unit: FigureUnit, places: Int, isBare: Bool, isScaled: Bool = false) {
    self.value = value
    self.unit = unit
    self.places = places
    self.isBare = isBare
    self.isScaled = isScaled
  }
}

/// One member or a stretch of members of an axis, both ends included.
public struct Narrowing: Hashable, Sendable {
  public let axis: AxisID
  public let from: Int
  public let through: Int
  public let origin: Origin

  public init(axis: AxisID, from: Int, through: Int, origin: Origin) {
    self.axis = axis
    self.from = from
    self.through = through
    self.origin = origin
  }
}

extension Array where Element == Narrowing {
  /// The members of an axis in a place; `nil` where it says nothing of the axis. Periods that make up others stand for these:
  /// in `[H1]` lie the first two quarters.
  func members(of axis: AxisID) -> ClosedRange<Int>? {
    if let own = first(where: { $0.axis == axis }) { return own.from...own.through }
    guard axis.isPeriod, let other = first(where: \.axis.isPeriod) else { return nil }
    return axis.range(of: other.from...other.through, along: other.axis)
  }

  /// The members of an axis in which all of a place lies: those that it names, or the longer period around the one that it
  /// names. `nil` where it does not settle them.
  func cells(of axis: AxisID) -> ClosedRange<Int>? {
    if let own = first(where: { $0.axis == axis }) { return own.from...own.through }
    guard axis.isPeriod, let other = first(where: \.axis.isPeriod) else { return nil }
    let first = other.from * other.axis.monthsInPeriod / axis.monthsInPeriod
    let last = ((other.through + 1) * other.axis.monthsInPeriod - 1) / axis.monthsInPeriod
    return first == last ? first...last : nil
  }

  /// The periods in a place, as it names them.
  public var period: Narrowing? { first(where: \.axis.isPeriod) }
}

public struct ProgrammeID: Hashable, Comparable, Sendable {
  /// Index into `Plan.programmes`.
  public let index: Int
  public init(_ index: Int) { self.index = index }
  public static func < (a: ProgrammeID, b: ProgrammeID) -> Bool { a.index < b.index }
}

public struct LetID: Hashable, Sendable {
  public let index: Int
  public init(_ index: Int) { self.index = index }
}

public struct KPIID: Hashable, Sendable {
  public let index: Int
  public init(_ index: Int) { self.index = index }
}

public struct MilestoneID: Hashable, Sendable {
  public let index: Int
  public init(_ index: Int) { self.index = index }
}

/// A measure with figures of its own.
public struct MeasureID: Hashable, Comparable, Sendable {
  public let index: Int
  public init(_ index: Int) { self.index = index }

  public static let target = MeasureID(0)
  public static let actual = MeasureID(1)
  public static let forecast = MeasureID(2)
  public static let budget = MeasureID(3)
  public static let spent = MeasureID(4)

  public static func < (a: MeasureID, b: MeasureID) -> Bool { a.index < b.index }

  /// Only known when the quarter is over, so hidden after the `as of`.
  public var isHiddenLater: Bool { self == .actual || self == .spent }

  /// What is missing of a plan or a forecast is never zero.
  public var canCountMissingAsZero: Bool { self != .target && self != .forecast && self != .budget }

  /// Reports of what happened do not move.
  public var moves: Bool { self != .actual && self != .forecast && self != .spent }
}

/// What can be asked of a programme.
public enum Figure: Hashable, Sendable {
  case measure(MeasureID)
  /// A measure as declared, before any move.
  case original(MeasureID)
  case result, adjusted, carried, rate, gap, light, spending
  /// What was to be reached by the end of the last closed period, and how much of it was.
  case due, pace
}

public enum KPIPart: Hashable, Sendable {
  case passes
  case margin
}

public enum KPISummary: String, Hashable, Sendable, CaseIterable {
  case passed, failed, pending, score
}

extension Formula {
  /// The formulas that it is put together from.
  var parts: [Formula] {
    switch form {
    case .negate(let a), .not(let a), .convert(let a, _), .reduce(_, let a, _), .narrow(let a, _): [a]
    case .arithmetic(_, let a, let b), .otherwise(let a, let b), .compare(_, let a, let b),
      .connect(_, let a, let b):
      [a, b]
    case .choose(let a, let b, let c): [a, b, c]
    case .formula(_, let arguments), .call(_, let arguments): arguments
    case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
      .unknown, .series:
      []
    }
  }

  /// All places to which parts of the formula are narrowed.
  var narrowings: [Narrowing] {
    let inside = parts.flatMap(\.narrowings)
    if case .narrow(_, let place) = form { return place + inside }
    return inside
  }

  /// Whether a figure that is swept stands in it.
  public func contains(_ series: Series) -> Bool {
    form == .series(series) || parts.contains { $0.contains(series) }
  }
}
