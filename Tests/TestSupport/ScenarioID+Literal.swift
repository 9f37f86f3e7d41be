public import PlanRules

/// Tests name scenarios by their number: 1 is the first that the plan declares.
extension ScenarioID: ExpressibleByIntegerLiteral {
  public init(integerLiteral member: Int) { self.init(member: member) }
}
