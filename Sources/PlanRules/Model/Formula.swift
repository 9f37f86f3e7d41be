/// A checked expression: every name is resolved, nothing is computed yet. Its value depends on the context in
/// which it is evaluated: quarter, region, scenario, programme.
public struct Formula: Hashable, Sendable {
  /// The operation and its operands.
  public let form: Form
  /// Where the expression is written; `Origin.none` where the engine made it.
  public let origin: Origin

  /// Creates a formula.
  public init(_ form: Form, at origin: Origin) {
    self.form = form
    self.origin = origin
  }

  /// The kinds of formulas: values as written, figures, places, operations and functions.
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
    /// A figure that is being solved for.
    case unknown(Unknown)
    /// A figure that varies over the steps of a sweep.
    case series(Series)
  }

  /// Whether it is written as its own value, so that there is nothing to explain.
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

/// A figure that replaces one in the plan, so that its effect on everything that depends on it can be traced.
public struct Unknown: Hashable, Sendable {
  /// The current value, in base units.
  public let value: Rational
  /// The unit in which the figure is written.
  public let unit: FigureUnit

  /// Creates an unknown with a current value in base units.
  public init(value: Rational, unit: FigureUnit) {
    self.value = value
    self.unit = unit
  }
}

/// A number as written, with its unit.
public struct Literal: Hashable, Sendable {
  /// In base units.
  public let value: Rational
  /// The unit as written; `.number` for a number without one, `.ratio` for a percentage.
  public let unit: FigureUnit
  /// Decimal places as written; a reported figure is compared at these.
  public let places: Int
  /// Whether the number stands alone, so that it takes the unit of its place.
  public let isBare: Bool
  /// Whether it is written with a scale word but no unit, `200 million`: it takes a unit, but no second
  /// scale.
  public let isScaled: Bool

  /// Creates a number as it is written.
  ///
  /// - Parameter value: in base units; of a bare number the number itself.
  public init(value: Rational, unit: FigureUnit, places: Int, isBare: Bool, isScaled: Bool = false) {
    self.value = value
    self.unit = unit
    self.places = places
    self.isBare = isBare
    self.isScaled = isScaled
  }
}

/// One member or a range of members of an axis, both ends included.
public struct Narrowing: Hashable, Sendable {
  /// The axis whose members are meant.
  public let axis: AxisID
  /// The first member, counted from zero.
  public let from: Int
  /// The last member, itself included; the same as `from` for a single one.
  public let through: Int
  /// Where the place is written; `Origin.none` where the engine made it.
  public let origin: Origin

  /// Creates a place along one axis from its first and last member, counted from zero.
  public init(axis: AxisID, from: Int, through: Int, origin: Origin) {
    self.axis = axis
    self.from = from
    self.through = through
    self.origin = origin
  }
}

extension Array where Element == Narrowing {
  /// The members of an axis in a place; `nil` if the place says nothing about the axis. A period stands for
  /// the shorter periods in it: `[H1]` contains the first two quarters.
  func members(of axis: AxisID) -> ClosedRange<Int>? {
    if let own = first(where: { $0.axis == axis }) { return own.from...own.through }
    guard axis.isPeriod, let other = first(where: \.axis.isPeriod) else { return nil }
    return axis.range(of: other.from...other.through, along: other.axis)
  }

  /// The members of an axis that contain the whole of a place: those that it names, or the longer period
  /// around the one that it names. `nil` if the place does not determine them.
  func cells(of axis: AxisID) -> ClosedRange<Int>? {
    if let own = first(where: { $0.axis == axis }) { return own.from...own.through }
    guard axis.isPeriod, let other = first(where: \.axis.isPeriod) else { return nil }
    let first = other.from * other.axis.monthsInPeriod / axis.monthsInPeriod
    let last = ((other.through + 1) * other.axis.monthsInPeriod - 1) / axis.monthsInPeriod
    return first == last ? first...last : nil
  }

  /// The periods in a place, as the place names them.
  public var period: Narrowing? { first(where: \.axis.isPeriod) }
}

/// Identifies a programme or group of a plan.
public struct ProgrammeID: Hashable, Comparable, Sendable {
  /// Index into `Plan.programmes`.
  public let index: Int
  /// Creates the identity of the programme at an index of `Plan.programmes`.
  public init(_ index: Int) { self.index = index }
  /// Whether `a` stands before `b` in the plan.
  public static func < (a: ProgrammeID, b: ProgrammeID) -> Bool { a.index < b.index }
}

/// Identifies a named formula (`let`) of a plan.
public struct LetID: Hashable, Sendable {
  /// Index into `Plan.lets`.
  public let index: Int
  /// Creates the identity of the formula at an index of `Plan.lets`.
  public init(_ index: Int) { self.index = index }
}

/// Identifies a KPI of a plan.
public struct KPIID: Hashable, Sendable {
  /// Index into `Plan.kpis`.
  public let index: Int
  /// Creates the identity of the KPI at an index of `Plan.kpis`.
  public init(_ index: Int) { self.index = index }
}

/// Identifies a milestone of a plan.
public struct MilestoneID: Hashable, Sendable {
  /// Index into `Plan.milestones`.
  public let index: Int
  /// Creates the identity of the milestone at an index of `Plan.milestones`.
  public init(_ index: Int) { self.index = index }
}

/// A measure with figures of its own.
public struct MeasureID: Hashable, Comparable, Sendable {
  /// Index into `Plan.measures`, where the measures of every plan come first.
  public let index: Int
  /// Creates the identity of the measure at an index of `Plan.measures`.
  public init(_ index: Int) { self.index = index }

  /// What is to be reached.
  public static let target = MeasureID(0)
  /// What was reached, as reported.
  public static let actual = MeasureID(1)
  /// What is expected of a period that has no actual yet.
  public static let forecast = MeasureID(2)
  /// Money that is planned.
  public static let budget = MeasureID(3)
  /// Money that is paid.
  public static let spent = MeasureID(4)

  /// Whether `a` stands before `b` in the plan.
  public static func < (a: MeasureID, b: MeasureID) -> Bool { a.index < b.index }

  /// Whether figures become known only when their period is over, and are therefore hidden after the `as of`.
  public var isHiddenLater: Bool { self == .actual || self == .spent }

  /// Whether `missing counts as zero` may follow it: a missing target, budget or forecast is never zero.
  public var canCountMissingAsZero: Bool { self == .actual || self == .spent }

  /// Whether it can be moved: reports of what happened, and forecasts, cannot.
  public var moves: Bool { self != .actual && self != .forecast && self != .spent }
}

/// The figures that a programme has.
public enum Figure: Hashable, Sendable {
  case measure(MeasureID)
  /// A measure as declared, before any move.
  case original(MeasureID)
  case result, adjusted, carried, rate, gap, light, spending
  /// What was to be reached by the end of the last closed period, and how much of it was.
  case due, pace
}

/// What a formula reads of one KPI: whether its rule holds, or by how much.
public enum KPIPart: Hashable, Sendable {
  case passes
  case margin
}

/// What a formula reads of all KPIs, with the words after `kpis.`: three counts, and the weighted share that
/// passes.
public enum KPISummary: String, Hashable, Sendable, CaseIterable {
  case passed, failed, pending, score
}

extension Formula {
  /// The formulas that it is composed of.
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

  /// All places that parts of the formula are narrowed to.
  var narrowings: [Narrowing] {
    let inside = parts.flatMap(\.narrowings)
    if case .narrow(_, let place) = form { return place + inside }
    return inside
  }

  /// Whether it contains a swept figure.
  public func contains(_ series: Series) -> Bool {
    form == .series(series) || parts.contains { $0.contains(series) }
  }
}
