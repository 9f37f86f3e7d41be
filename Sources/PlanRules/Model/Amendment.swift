/// Households, baht or any other figure going from one place to another: nothing is created or lost.
public struct Move: Sendable {
  public struct Amount: Sendable {
    public let formula: Formula
    public let measure: MeasureID
    public let measureOrigin: Origin

    public init(formula: Formula, measure: MeasureID, measureOrigin: Origin) {
      self.formula = formula
      self.measure = measure
      self.measureOrigin = measureOrigin
    }
  }

  public let name: String?
  public let label: String?
  public let amounts: [Amount]
  public let giver: ProgrammeID
  public let receiver: ProgrammeID
  /// One member an axis; where it leaves.
  public let from: [Narrowing]
  /// Where it arrives: the same place, or another quarter of the same programme.
  public let to: [Narrowing]
  public let reason: String?
  public let approved: PlanDate?
  public let origin: Origin
  public let giverOrigin: Origin
  public let receiverOrigin: Origin
  /// The move as it is written, on one line.
  public let text: String

  public init(
    name: String?, label: String?, amounts: [Amount], giver: ProgrammeID, receiver: ProgrammeID,
    from: [Narrowing], to: [Narrowing], reason: String?, approved: PlanDate?, origin: Origin,
    giverOrigin: Origin, receiverOrigin: Origin, text: String
  ) {
    self.name = name
    self.label = label
    self.amounts = amounts
    self.giver = giver
    self.receiver = receiver
    self.from = from
    self.to = to
    self.reason = reason
    self.approved = approved
    self.origin = origin
    self.giverOrigin = giverOrigin
    self.receiverOrigin = receiverOrigin
    self.text = text
  }

  /// The moment from which the move is in force: the end of the earlier of the two periods it names; where it names a year
  /// alone, of the first of that year.
  func date(in calendar: Calendar) -> Moment? {
    [from, to].compactMap { place in
      let year = place.first { $0.axis == .year }?.from
      guard let period = place.period else {
        return year.map { Period(calendar.period, year: $0, index: 0).end }
      }
      return Period(period.axis, year: year ?? 0, index: period.from).end
    }.min()
  }

  /// Whether it is made where the plan is seen as of a day. Of the base's moves those of later days were not
  /// known yet; a move of a scenario is a proposal, and always is.
  func isInForce(asOf: AsOf?, in calendar: Calendar) -> Bool {
    guard let asOf, let date = date(in: calendar) else { return true }
    return date <= asOf.lastMonth
  }
}

/// A change to the figures or the rules of a plan, in a scenario or at the prompt.
public struct Amendment: Sendable {
  public indirect enum Form: Sendable {
    case move(Move)
    case set(MeasureID, of: ProgrammeID, place: [Narrowing], to: Formula?)
    case scale(MeasureID, of: ProgrammeID, place: [Narrowing], by: Formula)
    /// Takes back a move of the base or of a parent, by its name.
    case without(String)
    case define(LetID, Formula)
    case judge(KPIID, rule: Formula, weight: Rational, text: String)
    case lights(LightBands, of: ProgrammeID?)
    case carry(CarryRule, of: ProgrammeID?)
    case asOf(AsOf)
  }

  public let form: Form
  public let origin: Origin
  /// The amendment as it is written, on one line.
  public let text: String

  /// The formulas in it.
  public var formulas: [Formula] {
    switch form {
    case .move(let move): move.amounts.map(\.formula)
    case .set(_, _, _, let value): value.map { [$0] } ?? []
    case .scale(_, _, _, let factor): [factor]
    case .define(_, let formula), .judge(_, let formula, _, _): [formula]
    case .without, .lights, .carry, .asOf: []
    }
  }

  /// Since when it is known what a changed figure says, where it reports what happened: a period's actual at its end, a
  /// year's with its last.
  public func hiddenMoment(in calendar: Calendar) -> Moment? {
    switch form {
    case .set(let measure, _, let place, _), .scale(let measure, _, let place, _):
      guard measure.isHiddenLater else { return nil }
      let year = place.first { $0.axis == .year }?.from ?? 0
      return place.period.map { Period($0.axis, year: year, index: $0.through).end }
        ?? calendar.end(ofYear: year)
    case .move, .without, .define, .judge, .lights, .carry, .asOf: return nil
    }
  }

  public init(_ form: Form, at origin: Origin, text: String) {
    self.form = form
    self.origin = origin
    self.text = text
  }
}

/// Amendments with a name. The base is never changed by one.
public struct Scenario: Sendable {
  public let name: String
  public let label: String?
  public let documentation: String?
  /// Indices into `Plan.scenarios`.
  public let parents: [Int]
  public let amendments: [Amendment]
  public let origin: Origin

  public init(
    name: String, label: String?, documentation: String?, parents: [Int], amendments: [Amendment],
    origin: Origin
  ) {
    self.name = name
    self.label = label
    self.documentation = documentation
    self.parents = parents
    self.amendments = amendments
    self.origin = origin
  }
}
