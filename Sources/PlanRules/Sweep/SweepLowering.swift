/// A sweep as nodes of the graph: its amendments form a scenario on top of the one in which it runs.
struct SweepLowering {
  private let evaluation: PlanEvaluation
  private let scenario: ScenarioID
  let terms: [Term]
  private let length: Int
  private let shown: [Sweep.Shown]

  init(_ sweep: Sweep, _ asked: PlanEvaluation, _ scenario: ScenarioID) throws(Problem) {
    shown = sweep.shown
    var plan = asked.plan
    let number = plan.append(
      Scenario(
        name: "sweep", label: nil, documentation: nil, parents: scenario.isBase ? [] : [scenario],
        amendments: sweep.amendments, origin: sweep.origin))
    length = sweep.unknowns.first?.series.steps.count ?? 1
    evaluation = PlanEvaluation(
      plan: plan, graph: Graph(over: asked.graph), asOf: asked.asOf, cancellation: asked.cancellation,
      sweepLength: length)
    self.scenario = number
    if let problem = evaluation.problems(inScenario: number).first { throw problem }
    var terms: [Term] = []
    for shown in sweep.shown {
      evaluation.workspace.steps = 0
      terms.append(
        try FormulaLowering(workspace: evaluation.workspace).lower(
          shown.formula, in: Context(scenario: number)))
    }
    self.terms = terms
  }

  var isByStep: [Bool] { terms.map { evaluation.graph.shape(of: $0.node).has(.step) } }

  /// A step in which a move cannot be made has no answer.
  private func answer(_ term: Term) -> NodeID {
    guard evaluation.graph.shape(of: term.node).has(.step), let refused else { return term.node }
    return evaluation.graph.node(.withhold(term.node, when: refused))
  }

  /// Whether there is a step in which a move cannot be made.
  private var refusedAnywhere: NodeID? {
    refused.map { evaluation.graph.node(.reduce(.any, $0, along: .step, from: 0, through: length - 1)) }
  }

  private var refused: NodeID? { evaluation.knownState(scenario)?.refused }

  /// Whether a formula, with lets expanded, combines all steps anywhere.
  func goesOverSteps(_ formula: Formula) -> Bool {
    guard let index = terms.indices.first(where: { shown[$0].formula == formula }) else { return true }
    return functions(below: [terms[index].node]).contains {
      if case .reduce(_, along: .step, _, _) = $0 { true } else { false }
    }
  }

  /// The number of nodes below the shown formulas.
  var weight: Int { functions(below: terms.map(\.node)).count }

  private func functions(below nodes: [NodeID]) -> [NodeFunction] {
    var waiting = nodes
    var seen = Set(nodes)
    var functions: [NodeFunction] = []
    while let next = waiting.popLast() {
      functions.append(evaluation.graph.function(of: next))
      for input in evaluation.graph.inputs(of: next) where seen.insert(input).inserted {
        waiting.append(input)
      }
    }
    return functions
  }

  /// A figure for each step, or one for all of them.
  func figures() throws(Problem) -> [[Rational?]] {
    let nodes = terms.map(answer)
    evaluation.graph.prepare(nodes + [refusedAnywhere].compactMap { $0 })
    var figures: [[Rational?]] = []
    for (node, shown) in zip(nodes, shown) {
      let column = try evaluation.graph.column(node, at: shown.formula.origin)
      figures.append((0..<column.count).map { column[$0] })
    }
    return figures
  }

  /// The steps in which a move cannot be made.
  func refusedSteps() throws(Problem) -> [Range<Int>] {
    guard let refused, let refusedAnywhere,
      try evaluation.graph.column(refusedAnywhere, at: .none).truth(0) == true
    else { return [] }
    var ranges: [Range<Int>] = []
    let steps = try evaluation.graph.column(refused, at: .none).trueValues
    for (step, isRefused) in steps.enumerated() where isRefused {
      if let last = ranges.last, last.upperBound == step {
        ranges[ranges.count - 1] = last.lowerBound..<(step + 1)
      } else {
        ranges.append(step..<(step + 1))
      }
    }
    return ranges
  }

  /// Why a move cannot be made in a sweep of one step.
  func refusal() throws(Problem) -> Problem? {
    for refusal in try evaluation.state(scenario).refusals
    where try evaluation.graph.column(refusal.when, at: .none).truth(0) == true {
      return refusal.problem
    }
    return nil
  }
}
