/// The value of a question at one place.
public struct Value: Hashable, Sendable {
  /// The kinds of values: a figure, a truth, a light or a day, or that it is missing or pending.
  public enum Content: Hashable, Sendable {
    /// In base units, with the unit it is printed in.
    case quantity(Rational, FigureUnit)
    case truth(Bool)
    case light(Light)
    case date(PlanDate)
    /// Not known: `none`.
    case missing(FigureUnit?)
    /// A condition that cannot be judged yet.
    case pending
  }

  /// The two figures of a ratio, in one unit.
  public struct Quotient: Hashable, Sendable {
    /// The numerator, in base units: for a rate, the result.
    public let numerator: Rational
    /// The denominator, in base units: for a rate, the adjusted target.
    public let denominator: Rational
    /// The unit in which both figures are printed.
    public let unit: FigureUnit
  }

  /// The value itself, or that it is missing or pending.
  public let content: Content
  /// The two figures that were divided; `nil` if the value is not a ratio.
  public let quotient: Quotient?
  /// The unit that a plain number takes when it is compared with the value.
  let demanded: FigureUnit?
  /// How final a light is.
  public private(set) var standing = LightStanding.closed
  /// Whether it is a difference of percentages, printed in points.
  public private(set) var isPoints = false

  /// Creates a final value that is not in percentage points.
  public init(_ content: Content, quotient: Quotient? = nil) {
    self.init(content, quotient: quotient, demanded: nil)
  }

  init(_ content: Content, quotient: Quotient?, demanded: FigureUnit?) {
    self.content = content
    self.quotient = quotient
    self.demanded = demanded
  }

  /// The figure in base units; `nil` if the value is missing or not a quantity.
  public var figure: Rational? {
    if case .quantity(let figure, _) = content { return figure }
    return nil
  }

  /// The colour; `nil` if the value is missing or not a light.
  public var light: Light? {
    if case .light(let light) = content { return light }
    return nil
  }

  /// Whether the value is `none`; a pending condition is not.
  public var isMissing: Bool {
    if case .missing = content { return true }
    return false
  }

  init(_ figure: Rational?, _ term: Term, quotient: Quotient?, standing: Rational? = nil) {
    self.init(Value.content(figure, term.kind), quotient: quotient, demanded: term.demanded)
    isPoints = term.isPoints
    if figure != nil { self.standing = standing?.whole.flatMap(LightStanding.init(rawValue:)) ?? .closed }
  }

  private static func content(_ figure: Rational?, _ kind: Term.Kind) -> Content {
    switch kind {
    case .quantity(_, let unit): return figure.map { .quantity($0, unit) } ?? .missing(unit)
    case .truth: return figure.map { .truth(!$0.isZero) } ?? .pending
    case .light: return figure?.whole.flatMap(Light.init(rawValue:)).map { .light($0) } ?? .missing(nil)
    case .date:
      let day = figure?.whole.flatMap {
        PlanDate(year: $0 / 10_000, month: $0 / 100 % 100, day: $0 % 100)
      }
      return day.map { .date($0) } ?? .missing(nil)
    }
  }

  /// The value exactly, for scripts and tests: base units, ratios as plain numbers.
  public var exactText: String {
    switch content {
    case .quantity(let figure, _): figure.exactText
    case .truth(let truth): truth ? "true" : "false"
    case .light(let light): light.name
    case .date(let date): date.isoText
    case .missing: "none"
    case .pending: "pending"
    }
  }
}

extension FigureFormat {
  /// A value as a person reads it, with its unit.
  public func text(_ value: Value) -> String {
    switch value.content {
    case .quantity(let figure, let unit): value.isPoints ? points(figure) : text(figure, in: unit)
    case .truth, .light, .pending: value.exactText
    case .date(let date): date.text(in: era)
    case .missing: "–"
    }
  }

  /// The number alone.
  public func number(_ value: Value) -> String {
    if case .quantity(let figure, let unit) = value.content { return number(figure, in: unit) }
    return text(value)
  }
}

/// The answer to a question: one value, a row, a table. The values are laid out along the axes in the order
/// of the question, the last axis fastest.
public struct Answer: Sendable {
  /// The axes of the question, in the order in which it names them; empty for a single value.
  public let axes: [Axis]
  /// One value for each combination of members; a single one if there are no axes.
  public let values: [Value]
  /// Why some members have no answer: no such breakdown, or a scenario with an error.
  public let problems: [Problem]

  /// The member of each axis at a position.
  public func members(at index: Int) -> [AxisMember] {
    var rest = index
    var members: [AxisMember] = []
    for axis in axes.reversed() {
      members.append(axis.members[rest % axis.members.count])
      rest /= axis.members.count
    }
    return members.reversed()
  }
}
