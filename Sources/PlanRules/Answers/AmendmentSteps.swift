/// A scenario as it grows: the figures after each of its amendments, in order.
///
/// Each step is a scenario of its own in a plan that is only made for this; it shares the graph, so what a step does
/// not change is not computed again.
struct AmendmentSteps {
  let amendments: [Amendment]
  /// Asked in `scenario(after: k)` it answers as after the first k amendments.
  let evaluation: PlanEvaluation
  /// Index of the first step among the plan's scenarios.
  private let first: Int

  /// - Parameter amendments: what the steps are; the base's own moves stand before them.
  init(_ amendments: [Amendment], of evaluation: PlanEvaluation) {
    self.amendments = amendments
    var plan = evaluation.plan
    first = plan.scenarios.count
    for count in 0...amendments.count {
      plan.scenarios.append(
        Scenario(
          name: "step \(count)", label: nil, documentation: nil, parents: [],
          amendments: Array(amendments.prefix(count)), origin: .none))
    }
    self.evaluation = evaluation.asking(plan)
  }

  /// The scenario after the first amendments.
  func scenario(after count: Int) -> ScenarioID { ScenarioID(declaredAt: first + count) }
}

extension PlanEvaluation {
  /// The same graph and `as of`, for a plan that differs.
  func asking(_ plan: Plan) -> PlanEvaluation {
    PlanEvaluation(plan: plan, graph: graph, asOf: asOf, cancellation: cancellation)
  }

  /// The same plan for something that is only tried: what it finds out is not kept.
  public func attempting(_ cancellation: Cancellation) -> PlanEvaluation {
    let other = PlanEvaluation(plan: plan, graph: Graph(over: graph), asOf: asOf, cancellation: cancellation)
    other.inherit(from: self)
    return other
  }

  /// The amendments that make a scenario of the base, in order, `without` among them.
  func amendments(of scenario: ScenarioID) -> [Amendment] {
    plan.lineage(of: scenario).flatMap { plan[$0]?.amendments ?? [] }
  }
}
