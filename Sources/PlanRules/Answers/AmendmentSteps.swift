/// A scenario as it grows: the figures after each of its amendments, in order.
///
/// Each step is a scenario of its own in a temporary plan. The steps share the graph, so what a step does not
/// change is not computed again.
struct AmendmentSteps {
  let amendments: [Amendment]
  /// Evaluates figures in `scenario(after: k)` as they are after the first k amendments.
  let evaluation: PlanEvaluation
  /// Index of the first step among the plan's scenarios.
  private let first: Int

  /// - Parameter amendments: the steps; the base's own moves come before them.
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
  /// An evaluation of a modified plan, with the same graph and `as of`.
  func asking(_ plan: Plan) -> PlanEvaluation {
    PlanEvaluation(plan: plan, graph: graph, asOf: asOf, cancellation: cancellation)
  }

  /// An evaluation of the same plan for a trial: its results are not kept.
  public func attempting(_ cancellation: Cancellation) -> PlanEvaluation {
    let other = PlanEvaluation(plan: plan, graph: Graph(over: graph), asOf: asOf, cancellation: cancellation)
    other.inherit(from: self)
    return other
  }

  /// The amendments that turn the base into a scenario, in order, including `without`.
  func amendments(of scenario: ScenarioID) -> [Amendment] {
    plan.lineage(of: scenario).flatMap { plan[$0]?.amendments ?? [] }
  }
}
