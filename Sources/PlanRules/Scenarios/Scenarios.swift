/// The scenarios of a plan, each built on demand.
final class Scenarios: ScenarioSource {
  // Set immediately by the code that creates both.
  unowned var workspace: Workspace!
  private var plan: Plan { workspace.plan }
  /// The scenarios that are currently being built, each needed by the one before it.
  private var building: [ScenarioID] = []

  func build(_ scenario: ScenarioID) throws(Problem) -> ScenarioState {
    try buildThose(before: scenario)
    let state = ScenarioState(workspace: workspace, scenario: scenario)
    return try build(state) { (builder) throws(Problem) in try builder.applyAmendments() }
  }

  /// Builds the scenarios that a scenario extends, the earliest first. They could not read the scenario once
  /// it is being built itself.
  private func buildThose(before scenario: ScenarioID) throws(Problem) {
    guard workspace.sweepLength == 1 else { return }
    var waiting: [ScenarioID] = []
    var next = plan.reusableParent(scenario)
    while let before = next, workspace.states[before] == nil, waiting.count <= plan.scenarios.count {
      waiting.append(before)
      next = plan.reusableParent(before)
    }
    for before in waiting.reversed() {
      _ = try unlessStopped { () throws(Problem) in try workspace.state(before) }
    }
  }

  /// Amends a state and stores it.
  @discardableResult
  func build(
    _ state: ScenarioState, amend: (ScenarioBuilder) throws(Problem) -> Void
  ) throws(Problem) -> ScenarioState {
    // Stored although incomplete, since its own amendments may read it.
    workspace.states[state.scenario] = .success(state)
    building.append(state.scenario)
    defer { building.removeLast() }
    do throws(Problem) {
      let store = workspace.store
      let amended = try store.apart { () throws(Problem) in
        try store.answer { () throws(Problem) in try amend(ScenarioBuilder(state)) }
      }
      state.reads.formUnion(amended.reads)
    } catch {
      // A cancelled build leaves no state: the scenario is built when it is next needed.
      workspace.states[state.scenario] = nil
      throw error
    }
    workspace.states[state.scenario] = state.result
    return try workspace.state(state.scenario)
  }

  func requireNoCircle(through scenario: ScenarioID, at origin: Origin) throws(Problem) {
    guard let last = building.last, last != scenario, building.contains(scenario) else { return }
    let names = [scenario, last].map { plan.name(of: $0) }
    throw .scenariosInACircle(names[0], names[1], at: origin)
  }

  func declaredFigures(
    _ programme: ProgrammeID, _ measure: MeasureID, in state: ScenarioState
  ) throws(Problem) -> MeasureFigures? {
    try ScenarioBuilder(state).declaredFigures(programme, measure)
  }
}

extension Problem {
  fileprivate static func scenariosInACircle(_ one: String, _ other: String, at origin: Origin) -> Problem {
    Problem(
      .circularDefinition, "`\(one)` and `\(other)` read each other's figures", at: origin,
      help: "write one of the figures as a number")
  }
}
