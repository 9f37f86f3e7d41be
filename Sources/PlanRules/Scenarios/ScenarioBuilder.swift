/// Builds a scenario: lowers what is declared, and applies the amendments.
struct ScenarioBuilder {
  let state: ScenarioState

  init(_ state: ScenarioState) { self.state = state }

  var plan: Plan { _read { yield state.plan } }
  var graph: Graph { state.graph }
  var workspace: Workspace { state.workspace }
  var scenario: ScenarioID { state.scenario }

  /// Lowers what is declared, then changes it by each amendment in order.
  func applyAmendments() throws(Problem) {
    if let own = amendmentsGoingOn() { return try make(own) }
    let sequence = AmendmentSequence(plan: plan, scenario: scenario)
    state.problems += sequence.problems
    // Rules first: they hold for the whole scenario, wherever they are written in it.
    for amendment in sequence.amendments { state.rules.overrule(by: amendment) }
    state.rules.overrule(asOf: workspace.asOf)
    state.hasRulesOfBase = sequence.amendments.allSatisfy(\.isOfFigures)
    // Unless a formula is redefined, the declared figures are those of the base.
    let redefines = sequence.amendments.contains { if case .define = $0.form { true } else { false } }
    if scenario > .base, !redefines,
      let base = try unlessStopped({ () throws(Problem) in try workspace.state(.base) })
    {
      state.declared = base.declared
    }
    for programme in plan.programmes.indices.lazy.map(ProgrammeID.init) {
      for measure in measures(declaredIn: programme) {
        do {
          _ = try declaredFigures(programme, measure)
        } catch {
          if error.isCancelled { throw error }
          state.problems.append(error)
        }
      }
    }
    state.figures = Layered(state.declared, isShared: scenario > .base)
    state.found = Layered(workspace.emptyTerms, isShared: scenario > .base)
    guard state.problems.isEmpty else { return }
    try make(sequence.amendments(seenAsOf: state.asOf)[...])
  }

  /// If the scenario only changes figures, and has only one parent or the base, it extends that state: only
  /// its own amendments remain to be made. `nil` if it has to start from the declared figures.
  private func amendmentsGoingOn() -> ArraySlice<Amendment>? {
    guard let number = plan.reusableParent(scenario), workspace.sweepLength == 1,
      case .success(let before)? = workspace.states[number], before.isComplete,
      // An amendment that names a scenario reads that scenario as it is at that moment.
      !before.reads.nameScenarios
    else { return nil }
    state.rules = before.rules
    state.declared = before.declared
    state.figures = before.figures.share()
    state.found = before.found.share()
    state.earlierMoves = before.earlierMoves + (before.ownMoves.isEmpty ? [] : [before.ownMoves])
    state.hasRulesOfBase = before.scenario.isBase || before.hasRulesOfBase
    state.extendsBase = before.scenario.isBase || before.extendsBase
    state.amended = before.scenario.isBase ? [] : before.amended
    return plan[scenario]?.amendments[...]
  }

  /// Makes amendments that change only figures, or any amendments once all settings are known.
  func make(_ amendments: ArraySlice<Amendment>) throws(Problem) {
    state.isComplete = false
    for amendment in amendments {
      do {
        try apply(amendment)
      } catch {
        if error.isCancelled { throw error }
        state.problems.append(error)
      }
    }
    state.isComplete = true
  }

  private func measures(declaredIn programme: ProgrammeID) -> [MeasureID] {
    var measures: [MeasureID] = []
    for figures in plan[programme].figures where !measures.contains(figures.measure) {
      measures.append(figures.measure)
    }
    return measures.sorted()
  }

  private func apply(_ amendment: Amendment) throws(Problem) {
    switch amendment.form {
    case .move(let move): state.ownMoves.append(try apply(move))
    case .set(let measure, let programme, let place, let value):
      try set(measure, of: programme, place: place, to: value, amendment)
    case .scale(let measure, let programme, let place, let factor):
      try scale(measure, of: programme, place: place, by: factor, amendment)
    case .without, .define, .judge, .lights, .carry, .asOf: break
    }
  }

  /// The figures of a measure as declared; `nil` if the programme has none of its own.
  func declaredFigures(_ programme: ProgrammeID, _ measure: MeasureID) throws(Problem) -> MeasureFigures? {
    if let known = state.declared[programme.index][measure] { return known }
    let lines = plan[programme].figures.filter { $0.measure == measure }
    guard !lines.isEmpty else { return nil }
    let key = ReadFigure(programme: programme, measure: measure)
    guard state.lowering.insert(key).inserted else {
      throw .figureInACircle(plan[programme].name, plan[measure].name, at: lines[0].origin)
    }
    defer { state.lowering.remove(key) }
    let lowered = try DeclaredLowering(state: state, programme: programme, measure: measure).lower(lines)
    state.declared[programme.index][measure] = lowered
    return lowered
  }
}

extension Problem {
  static func figureInACircle(_ programme: String, _ measure: String, at origin: Origin) -> Problem {
    Problem(
      .circularDefinition, "`\(programme).\(measure)` is declared in terms of itself", at: origin,
      help: "give one of the figures in the circle as a number")
  }
}
