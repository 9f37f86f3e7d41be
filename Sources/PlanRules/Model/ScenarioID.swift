/// Identifies a scenario of a plan, or its base.
public struct ScenarioID: Hashable, Comparable, Sendable {
  /// The place along the axis of scenarios: 0 is the base, then come the scenarios in the order of the plan.
  public let member: Int

  /// The scenario at a place along the axis of scenarios; 0 is the base.
  public init(member: Int) { self.member = member }

  /// The scenario at an index of `Plan.scenarios`.
  public init(declaredAt index: Int) { member = index + 1 }

  /// The plan as it is written.
  public static let base = ScenarioID(member: 0)

  /// Whether it is the plan as it is written.
  public var isBase: Bool { member == 0 }

  /// Index into `Plan.scenarios`; `nil` for the base.
  public var index: Int? { isBase ? nil : member - 1 }

  /// Whether `a` stands before `b` in the plan; the base stands before all.
  public static func < (a: ScenarioID, b: ScenarioID) -> Bool { a.member < b.member }
}

extension Plan {
  /// The base, then the scenarios in their order.
  public var scenarioIDs: [ScenarioID] { (0...scenarios.count).map(ScenarioID.init(member:)) }

  /// The scenario as it is declared; `nil` for the base.
  public subscript(id: ScenarioID) -> Scenario? { id.index.map { scenarios[$0] } }

  /// Adds a scenario after the others.
  mutating func append(_ scenario: Scenario) -> ScenarioID {
    scenarios.append(scenario)
    return ScenarioID(member: scenarios.count)
  }

  /// The scenario with a name, including the base; `nil` if there is none.
  public func scenario(named name: String) -> ScenarioID? {
    if name == Plan.nameOfBase { return .base }
    return scenarios.firstIndex { $0.name == name }.map(ScenarioID.init(declaredAt:))
  }

  /// The name as plans write it; `base` for the base.
  public func name(of id: ScenarioID) -> String { self[id]?.name ?? Plan.nameOfBase }

  /// What plans call the base, where they name scenarios.
  public static let nameOfBase = "base"
}
