/// What a plan says: figures, changes to them, and what is expected of them. Nothing in it is computed.
public struct Plan: Sendable {
  /// The text after `plan`; `nil` if the plan has no title.
  public var title: String?
  /// The fiscal years of the plan and their periods.
  public let calendar: Calendar
  /// The day as of which the files see the plan; `nil` hides nothing.
  public var asOf: AsOf?
  /// The carry-over of programmes that set none of their own.
  public var carry: CarryRule
  /// The lights of programmes that have no bands of their own.
  public var lights: LightsByDirection
  /// The units that the plan declares, and `percent`.
  public var units: UnitTable
  /// Years, their periods and the axes that the plan declares; scenarios and programmes are added as they are known.
  public var axes: [Axis]
  /// The measures: those of every plan first, then the planner's own.
  public var measures: [Measure]
  /// Groups among them, in the order of the plan.
  public var programmes: [Programme]
  /// Formulas with a name, in the order of the plan.
  public var lets: [Let]
  /// KPIs in the order of the plan, those that only a scenario judges among them.
  public var kpis: [KPI]
  /// Milestones in the order of the plan.
  public var milestones: [Milestone]
  /// Moves of the base, in the order in which they are written.
  public var moves: [Move]
  /// The scenarios besides the base.
  public var scenarios: [Scenario]
  /// Programmes with figures that could not be understood: their totals are not checked.
  public var withLostFigures: Set<ProgrammeID> = []
  /// The `expect` statements, which `check` judges in the base.
  public var expectations: [Claim]
  /// The `reported` statements, which `audit` compares with the plan.
  public var reported: [Claim]
  /// How much the plan may ask of the machine.
  public var limits = Limits()

  /// Creates an empty plan: no carry-over, the institute's lights, `percent` alone, and no measures yet.
  public init(_ calendar: Calendar) {
    self.calendar = calendar
    carry = .none
    lights = .standard
    units = UnitTable()
    axes = calendar.axes
    measures = []
    programmes = []
    lets = []
    kpis = []
    milestones = []
    moves = []
    scenarios = []
    expectations = []
    reported = []
  }

  /// The fiscal years, Buddhist Era.
  public var years: ClosedRange<Int> { calendar.years }

  /// The periods that the plan, one of its programmes or declared figures use; the longest first.
  public var periodsInUse: [AxisID] {
    var used: Set<AxisID> = [calendar.period]
    for programme in programmes {
      if let period = programme.period { used.insert(period) }
      for figures in programme.figures { used.formUnion(figures.axes.filter(\.isPeriod)) }
    }
    return AxisID.periods.filter(used.contains)
  }

  /// Programmes that are not groups.
  public var leaves: [ProgrammeID] {
    programmes.indices.filter { !programmes[$0].isGroup }.map(ProgrammeID.init)
  }
  /// Programmes that are groups.
  public var groups: [ProgrammeID] {
    programmes.indices.filter { programmes[$0].isGroup }.map(ProgrammeID.init)
  }

  /// The programme or group with an identity.
  public subscript(id: ProgrammeID) -> Programme { _read { yield programmes[id.index] } }
  /// The measure with an identity.
  public subscript(id: MeasureID) -> Measure { _read { yield measures[id.index] } }

  /// The axis, with the members that it has in this plan.
  public func axis(_ id: AxisID) -> Axis {
    switch id {
    case .scenario:
      Axis(
        id: id, name: "scenario",
        members: [AxisMember(name: Plan.nameOfBase)]
          + scenarios.map { AxisMember(name: $0.name, label: $0.label) })
    case .programme:
      Axis(
        id: id, name: "programme",
        members: leaves.map { AxisMember(name: self[$0].name, label: self[$0].label) })
    case .group:
      Axis(
        id: id, name: "group", members: groups.map { AxisMember(name: self[$0].name, label: self[$0].label) })
    default: axes.first { $0.id == id } ?? Axis(id: id, name: "?", members: [])
    }
  }

  /// The members of a group as they are written: `a + b`, `mean of a weight 2, b`; `nil` for a programme.
  public func composition(of programme: Programme) -> String? {
    guard let names = programme.members?.map({ self[$0].name }) else { return nil }
    switch programme.combination {
    case .sum: return names.joined(separator: " + ")
    case .mean(let weights):
      let parts = zip(names, weights).map { name, weight in
        weight == .one ? name : name + " weight " + weight.trimmed(places: 12, grouped: true)
      }
      return "mean of " + parts.joined(separator: ", ")
    }
  }

  /// How many figures there are along axes; the largest `Int` if there are too many to count.
  public func count(along axes: [AxisID]) -> Int {
    Shape(axes.map { ($0, axis($0).members.count) }).count
  }
}

/// A planner's own measure, or one of those with a meaning of their own.
public struct Measure: Hashable, Sendable {
  /// The measure as plans write it: `target`, `completed`.
  public let name: String
  /// The label shown to readers, `สร้างเสร็จ`; `nil` if the plan gives none.
  public let label: String?
  /// The unit in which its figures are written; `nil` where that is the programme's unit.
  public let unit: FigureUnit?
  /// Whether its figures are money: those of `budget` and `spent` are, those of the planner's own measures are not.
  public let isMoney: Bool
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?

  /// Creates a measure.
  ///
  /// - Parameter unit: `nil` where its figures are in the unit of each programme.
  public init(
    name: String, label: String?, unit: FigureUnit?, isMoney: Bool = false, documentation: String? = nil
  ) {
    self.documentation = documentation
    self.name = name
    self.label = label
    self.unit = unit
    self.isMoney = isMoney
  }

  /// The measures that every plan has; their places are those of `MeasureID`.
  public static let builtIn = [
    Measure(name: "target", label: nil, unit: nil),
    Measure(name: "actual", label: nil, unit: nil),
    Measure(name: "forecast", label: nil, unit: nil),
    Measure(name: "budget", label: nil, unit: nil, isMoney: true),
    Measure(name: "spent", label: nil, unit: nil, isMoney: true),
  ]
}

/// A programme of work with a target, or the sum of several.
public struct Programme: Sendable {
  /// How figures of several periods are combined, in the words of a plan.
  public enum Kind: String, Hashable, Sendable {
    /// Adds up over quarters.
    case flow
    /// Stays at a level: over a range of time, the last known figure.
    case level
  }

  /// How a group combines its members.
  public enum Combination: Hashable, Sendable {
    case sum
    /// The weighted mean of percentages; one weight for each member, each above zero.
    case mean(weights: [Rational])
  }

  /// The programme as plans write it: `mankong`.
  public let name: String
  /// The label shown to readers, `บ้านมั่นคง`; `nil` if the plan gives none.
  public let label: String?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?
  /// The unit in which targets, actuals and forecasts are written and printed.
  public var unit: FigureUnit
  /// Whether figures add up over time, or stay at a level.
  public var kind: Kind
  /// Whether the target is to be reached, or not to be exceeded; a group has the direction of its members.
  public var direction = Direction.moreIsBetter
  /// The end of a programme that stops: later periods are closed and count as nothing; `nil` if it does not
  /// stop.
  public var until: Moment?
  /// Its own carry-over; `nil` follows the plan's.
  public var carry: CarryRule?
  /// The periods in which it closes and carries over, if it sets them: `.month`, `.quarter` or `.half`.
  public var period: AxisID?
  /// The bands of its own lights; `nil` follows the plan's for its direction.
  public var lights: LightBands?
  /// The programmes that a group combines; `nil` for a programme that is not a group.
  public var members: [ProgrammeID]?
  /// How a group combines its members; `.sum` for programmes, where it has no meaning.
  public var combination: Combination
  /// The declared figures, one entry for each breakdown of a measure.
  public var figures: [DeclaredFigures]
  /// Where the name is written.
  public let origin: Origin

  /// Creates a programme, or a group where it has members, without figures.
  public init(
    name: String, label: String?, documentation: String?, unit: FigureUnit, kind: Kind,
    members: [ProgrammeID]?, combination: Combination = .sum, origin: Origin
  ) {
    self.name = name
    self.label = label
    self.documentation = documentation
    self.unit = unit
    self.kind = kind
    self.members = members
    self.combination = combination
    self.origin = origin
    figures = []
  }

  /// Whether it is a combination of members.
  public var isGroup: Bool { members != nil }

  /// A group of percentages: it has a target and a result, and nothing else.
  public var isMean: Bool { combination != .sum }
}

/// A named formula; its value depends on its inputs and on the context in which it is evaluated.
public struct Let: Sendable {
  /// The formula as plans write it: `per_home`.
  public let name: String
  /// The names of its parameters in order; empty if it takes no arguments.
  public let parameters: [String]
  /// The formula itself; `nil` where only a scenario defines it.
  public var body: Formula?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?
  /// Where the name is written.
  public let origin: Origin

  /// Creates a formula with a name.
  public init(name: String, parameters: [String], body: Formula?, documentation: String?, origin: Origin) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.documentation = documentation
    self.origin = origin
  }
}

/// A rule that says when a goal is reached.
public struct KPI: Sendable {
  /// The KPI as plans write it; KPIs and milestones share a separate namespace.
  public let name: String
  /// The label shown to readers, `สภาองค์กรชุมชน`; `nil` if the plan gives none.
  public let label: String?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?
  /// How much it counts in `kpis.score`; 1 where none is written.
  public let weight: Rational
  /// The condition that must hold; `nil` where only a scenario sets it.
  public var rule: Formula?
  /// The rule as it is written.
  public let text: String
  /// Where the name is written.
  public let origin: Origin

  /// Creates a KPI.
  public init(
    name: String, label: String?, documentation: String?, weight: Rational, rule: Formula?, text: String,
    origin: Origin
  ) {
    self.name = name
    self.label = label
    self.documentation = documentation
    self.weight = weight
    self.rule = rule
    self.text = text
    self.origin = origin
  }
}

/// A stage of work that is or is not reached on some day.
public struct Milestone: Sendable {
  /// The milestone as plans write it; KPIs and milestones share a separate namespace.
  public let name: String
  /// The label shown to readers, `ซื้อที่ดิน`; `nil` if the plan gives none.
  public let label: String?
  /// The programme after `of`; `nil` if none is written.
  public let programme: ProgrammeID?
  /// The last day on which it is in time.
  public let due: PlanDate
  /// The day on which it was reached; `nil` where none is written.
  public let done: PlanDate?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?
  /// Where the name is written.
  public let origin: Origin

  /// Creates a milestone.
  public init(
    name: String, label: String?, programme: ProgrammeID?, due: PlanDate, done: PlanDate?,
    documentation: String? = nil, origin: Origin
  ) {
    self.documentation = documentation
    self.name = name
    self.label = label
    self.programme = programme
    self.due = due
    self.done = done
    self.origin = origin
  }
}

/// An expectation, or a figure printed in a published document. Every finding refers to its claim.
public final class Claim: Sendable {
  /// The value that a claim states for one place.
  public enum Stated: Sendable {
    /// A literal, compared at the decimal places with which it is written.
    case literal(Literal)
    case formula(Formula)
    case missing
    /// `-` in a list of reported figures: printed without a figure, not compared.
    case notCompared
  }

  /// The figure or condition that the claim is about.
  public let subject: Formula
  /// The axes after `by`, in the order in which they are written; empty for one value.
  public let axes: [AxisID]
  /// One value for each member along the axes, or one alone; empty for an expectation that is a truth itself.
  public let stated: [Stated]
  /// Where each of `stated` is written.
  public let statedOrigins: [Origin]
  /// The table or page of the document, `table 4.1.1`; `nil` where none is written.
  public let source: String?
  /// The subject as it is written.
  public let text: String
  /// Where the statement is written.
  public let origin: Origin

  /// Creates a claim.
  ///
  /// - Parameter stated: one value for each member along the axes; empty where the subject is a condition.
  public init(
    subject: Formula, axes: [AxisID], stated: [Stated], statedOrigins: [Origin], source: String?,
    text: String,
    origin: Origin
  ) {
    self.subject = subject
    self.axes = axes
    self.stated = stated
    self.statedOrigins = statedOrigins
    self.source = source
    self.text = text
    self.origin = origin
  }
}
