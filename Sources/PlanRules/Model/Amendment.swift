/// Households, baht or any other figure going from one place to another: nothing is created or lost.
public struct Move: Sendable {
  /// How much of one measure a move transfers.
  public struct Amount: Sendable {
    /// The amount: a figure with its unit, or a percentage of what the giver has in the place.
    public let formula: Formula
    /// The measure that moves; if it cannot be moved, the scenario has an error (E0503).
    public let measure: MeasureID
    /// Where the measure is written.
    public let measureOrigin: Origin

    /// Creates an amount of a measure.
    public init(formula: Formula, measure: MeasureID, measureOrigin: Origin) {
      self.formula = formula
      self.measure = measure
      self.measureOrigin = measureOrigin
    }
  }

  /// The name after `as`, by which `without` takes the move back; `nil` if none is written.
  public let name: String?
  /// The label shown to readers, after the name; `nil` if none is written.
  public let label: String?
  /// The amounts, each of its own measure, in the order in which they are written.
  public let amounts: [Amount]
  /// The programme that the amounts leave.
  public let giver: ProgrammeID
  /// The programme at which the amounts arrive; the giver itself where they go from period to period.
  public let receiver: ProgrammeID
  /// The place that the amounts leave, one member for each axis named; empty where no place is written.
  public let from: [Narrowing]
  /// The place at which they arrive: the same one, or another period of the same programme.
  public let to: [Narrowing]
  /// The text after `because`; `nil` if none is written.
  public let reason: String?
  /// The day of approval, which is shown and does not date the move; `nil` where none is written.
  public let approved: PlanDate?
  /// Where the move is written.
  public let origin: Origin
  /// Where the giver is written.
  public let giverOrigin: Origin
  /// Where the receiver is written.
  public let receiverOrigin: Origin
  /// The move as it is written, on one line.
  public let text: String

  /// Creates a move as it is written; whether there is enough to move shows only in a scenario.
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

  /// The moment from which the move is in force: the end of the earlier of the two periods that it names; if
  /// it names only a year, the end of that year's first period.
  func date(in calendar: Calendar) -> Moment? {
    [from, to].compactMap { place in
      let year = place.first { $0.axis == .year }?.from
      guard let period = place.period else {
        return year.map { Period(calendar.period, year: $0, index: 0).end }
      }
      return Period(period.axis, year: year ?? 0, index: period.from).end
    }.min()
  }

  /// Whether the move is made when the plan is seen as of a day. The base's moves of later days were not
  /// known yet; a scenario's move is a proposal and is always made.
  func isInForce(asOf: AsOf?, in calendar: Calendar) -> Bool {
    guard let asOf, let date = date(in: calendar) else { return true }
    return date <= asOf.lastMonth
  }
}

/// A change to the figures or the rules of a plan, in a scenario or at the prompt.
public struct Amendment: Sendable {
  /// What an amendment changes, one case for each statement that a scenario takes.
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

  /// What is changed, and how.
  public let form: Form
  /// Where the amendment is written.
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

  /// The moment from which a changed report is known: for the `actual` or `spent` of a period, its end; for
  /// that of a year, the end of its last period; `nil` if the amendment changes no report.
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

  /// Creates an amendment.
  ///
  /// - Parameter text: the amendment as it is written, on one line.
  public init(_ form: Form, at origin: Origin, text: String) {
    self.form = form
    self.origin = origin
    self.text = text
  }
}

/// Amendments with a name. The base is never changed by one.
public struct Scenario: Sendable {
  /// The scenario as plans write it: `slow`, in `x[slow]`.
  public let name: String
  /// The label shown to readers, `ล่าช้า`; `nil` if the plan gives none.
  public let label: String?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?
  /// The parents in the order in which they are named; empty for a scenario on the base.
  public let parents: [ScenarioID]
  /// The scenario's own amendments in order; those of its parents are made before them.
  public let amendments: [Amendment]
  /// Where the name is written.
  public let origin: Origin

  /// Creates a scenario on the base or on its parents.
  public init(
    name: String, label: String?, documentation: String?, parents: [ScenarioID], amendments: [Amendment],
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
