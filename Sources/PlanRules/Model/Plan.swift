/// What a plan says: figures, changes to them, and what is expected of them. Nothing in it is computed.
public struct Plan: Sendable {
  public var title: String?
  public let calendar: Calendar
  public var asOf: AsOf?
  public var carry: CarryRule
  public var lights: LightsByDirection
  public var units: UnitTable
  /// Years, their periods and the axes that the plan declares; scenarios and programmes are added as they are known.
  public var axes: [Axis]
  public var measures: [Measure]
  /// Groups among them, in the order of the plan.
  public var programmes: [Programme]
  public var lets: [Let]
  public var kpis: [KPI]
  public var milestones: [Milestone]
  /// Moves of the base, in the order in which they are written.
  public var moves: [Move]
  /// The scenarios besides the base.
  public var scenarios: [Scenario]
  /// Programmes of which figures could not be understood: their totals say nothing.
  public var withLostFigures: Set<ProgrammeID> = []
  public var expectations: [Claim]
  public var reported: [Claim]
  /// How far its figures may go.
  public var limits = Limits()

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

  /// Fiscal years, Buddhist Era.
  public var years: ClosedRange<Int> { calendar.years }

  /// The periods by which the plan or one of its programmes goes, or figures are declared; the longest first.
  public var periodsInUse: [AxisID] {
    var used: Set<AxisID> = [calendar.period]
    for programme in programmes {
      if let period = programme.period { used.insert(period) }
      for figures in programme.figures { used.formUnion(figures.axes.filter(\.isPeriod)) }
    }
    return AxisID.periods.filter(used.contains)
  }

  /// Programmes that are no groups.
  public var leaves: [ProgrammeID] {
    programmes.indices.filter { !programmes[$0].isGroup }.map(ProgrammeID.init)
  }
  public var groups: [ProgrammeID] {
    programmes.indices.filter { programmes[$0].isGroup }.map(ProgrammeID.init)
  }

  public subscript(id: ProgrammeID) -> Programme { _read { yield programmes[id.index] } }
  public subscript(id: MeasureID) -> Measure { _read { yield measures[id.index] } }

  /// The axis, with the members that it has in this plan.
  public func axis(_ id: AxisID) -> Axis {
    switch id {
    case .scenario:
      Axis(
        id: id, name: "scenario",
        members: [AxisMember(name: "base")] + scenarios.map { AxisMember(name: $0.name, label: $0.label) })
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

  /// What a group is made of, as it is written: `a + b`, `mean of a weight 2, b`; `nil` for a programme.
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

  /// How many figures stand along axes; where they are more than can be counted, the greatest number that there is.
  public func count(along axes: [AxisID]) -> Int {
    Shape(axes.map { ($0, axis($0).members.count) }).count
  }
}

/// A planner's own measure, or one of those with a meaning of their own.
public struct Measure: Hashable, Sendable {
  public let name: String
  public let label: String?
  /// What its figures are written in; `nil` where that is the programme's unit.
  public let unit: FigureUnit?
  public let isMoney: Bool
  public let documentation: String?

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
  public enum Kind: String, Hashable, Sendable {
    /// Adds up over quarters.
    case flow
    /// Stands at a level: over a span of time, the last known one.
    case level
  }

  /// How a group puts its members together.
  public enum Combination: Hashable, Sendable {
    case sum
    /// The weighted mean of percentages; one weight for each member, each above zero.
    case mean(weights: [Rational])
  }

  public let name: String
  public let label: String?
  public let documentation: String?
  public var unit: FigureUnit
  public var kind: Kind
  public var direction = Direction.moreIsBetter
  /// The last period of a programme that stops: later ones are closed, and count as nothing.
  public var until: Moment?
  /// `nil` follows the plan's default.
  public var carry: CarryRule?
  /// The periods in which it closes and carries over, where it names them: `.month`, `.quarter` or `.half`.
  public var period: AxisID?
  public var lights: LightBands?
  /// The programmes that a group puts together.
  public var members: [ProgrammeID]?
  public var combination: Combination
  public var figures: [DeclaredFigures]
  public let origin: Origin

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

  public var isGroup: Bool { members != nil }

  /// A group of percentages: it has a target and a result, and nothing else.
  public var isMean: Bool { combination != .sum }
}

/// A named formula; it follows its inputs and the context in which it is asked.
public struct Let: Sendable {
  public let name: String
  public let parameters: [String]
  /// `nil` where only a scenario defines it.
  public var body: Formula?
  public let documentation: String?
  public let origin: Origin

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
  public let name: String
  public let label: String?
  public let documentation: String?
  public let weight: Rational
  /// `nil` where only a scenario sets it.
  public var rule: Formula?
  /// The rule as it is written.
  public let text: String
  public let origin: Origin

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

/// A stage of work that is reached on a day, or not.
public struct Milestone: Sendable {
  public let name: String
  public let label: String?
  public let programme: ProgrammeID?
  public let due: PlanDate
  public let done: PlanDate?
  public let documentation: String?
  public let origin: Origin

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

/// An expectation, or a figure that a published document prints. Every finding holds its claim.
public final class Claim: Sendable {
  public enum Stated: Sendable {
    /// A literal, compared at the places with which it is written.
    case literal(Literal)
    case formula(Formula)
    case missing
    /// `-` in a list of reported figures: printed without a figure, not compared.
    case notCompared
  }

  public let subject: Formula
  public let axes: [AxisID]
  /// One value for each member along the axes, or one alone; empty for an expectation that is a truth itself.
  public let stated: [Stated]
  public let statedOrigins: [Origin]
  /// Where the document prints it.
  public let source: String?
  /// The claim as it is written.
  public let text: String
  public let origin: Origin

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
