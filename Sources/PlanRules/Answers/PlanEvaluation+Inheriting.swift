/// Reuses the results of an earlier version of a plan wherever nothing has changed.
extension PlanEvaluation {
  /// Takes over the scenarios that are unchanged or have only gained amendments, and all cached results. A
  /// result still holds if nothing that it read has changed.
  public func inherit(from earlier: PlanEvaluation) {
    guard graph.knows(earlier.graph), asOf == earlier.asOf, sweepLength == 1, earlier.sweepLength == 1,
      plan.declaresTheSame(as: earlier.plan)
    else { return }
    takeOver(from: earlier)
    let store = workspace.store
    if plan.scenarios.count != earlier.plan.scenarios.count { store.note { $0.countedScenariosAnew() } }
    let going = scenarios(goingOnFrom: earlier)
    for scenario in (0...max(plan.scenarios.count, earlier.plan.scenarios.count)).map(
      ScenarioID.init(member:))
    where !going.contains(where: { $0.state.scenario == scenario }) {
      store.note { $0.remade(scenario) }
    }
    for (state, added) in going {
      if added.isEmpty {
        workspace.states[state.scenario] = .success(state)
      } else {
        // If this is cancelled, the scenario is built when it is next needed.
        _ = try? scenarios.build(state) { (builder) throws(Problem) in try builder.make(added) }
      }
      if case .success? = workspace.states[state.scenario] {
        store.note { $0.changed(state.touched, in: state.scenario) }
      } else {
        store.note { $0.remade(state.scenario) }
      }
    }
  }

  /// The scenarios that can be reused, in order, each with the amendments added to it.
  private func scenarios(goingOnFrom earlier: PlanEvaluation) -> [(
    state: ScenarioState, added: ArraySlice<Amendment>
  )] {
    let count = min(plan.scenarios.count, earlier.plan.scenarios.count) + 1
    var going: [(state: ScenarioState, added: ArraySlice<Amendment>)?] = (0..<count).map { member in
      let scenario = ScenarioID(member: member)
      guard case .success(let theirs)? = earlier.workspace.states[scenario], theirs.isComplete,
        let added = plan.amendments(addedTo: earlier.plan, inScenario: scenario),
        added.allSatisfy({ $0.isOfFigures })
      else { return nil }
      return (ScenarioState(theirs, in: workspace), added)
    }
    // If its amendments read another scenario in which something changed, a scenario has changed too.
    let isAsItWas = { (scenario: ScenarioID) in
      scenario.member < count && going[scenario.member]?.added.isEmpty == true
    }
    while let other = going.firstIndex(where: { one in
      guard let state = one?.state else { return false }
      return !state.reads.scenarios(besides: state.scenario, of: plan.scenarioIDs).allSatisfy(
        isAsItWas)
    }) { going[other] = nil }
    return going.compactMap { $0 }
  }
}

extension PlanEvaluation {
  /// Maps what the base reads to what a scenario would read. The mapping returns `nil` if the reads are not
  /// of the base alone, or concern a programme whose figures differ.
  func readsOfBase(in state: ScenarioState) -> ((Reads) -> Reads?)? {
    let scenario = state.scenario
    guard scenario > .base, sweepLength == 1, state.isComplete, state.hasRulesOfBase,
      case .success(let base)? = workspace.states[.base], base.isComplete
    else { return nil }
    let amended = state.extendsBase ? state.amended : base.amended.union(state.amended)
    return { $0.ofBase(in: scenario, without: amended) }
  }
}

extension Amendment {
  /// Whether it changes only figures and leaves all rules as they are.
  var isOfFigures: Bool {
    switch form {
    case .move, .set, .scale: true
    case .judge, .lights, .without, .define, .carry, .asOf: false
    }
  }
}

extension Plan {
  /// Whether both plans declare the same: statements at the same places of the same texts, with the names in
  /// them referring to the same things.
  fileprivate func declaresTheSame(as other: Plan) -> Bool {
    calendar == other.calendar && asOf == other.asOf && carry == other.carry && lights == other.lights
      && units == other.units && measures == other.measures && axes == other.axes
      && same(programmes, other.programmes) {
        $0.origin == $1.origin && $0.figures.count == $1.figures.count && $0.carry == $1.carry
          && $0.period == $1.period && $0.until == $1.until
          && $0.lights == $1.lights && $0.members == $1.members
      }
      && same(lets, other.lets) { $0.origin == $1.origin && $0.body == $1.body }
      && same(kpis, other.kpis) { $0.origin == $1.origin && $0.rule == $1.rule && $0.weight == $1.weight }
      && same(milestones, other.milestones) { $0.origin == $1.origin }
      && same(moves, other.moves) { $0.origin == $1.origin }
  }

  private func same<Element>(_ a: [Element], _ b: [Element], by isSame: (Element, Element) -> Bool) -> Bool {
    guard a.count == b.count else { return false }
    // Usually it is the same array, since only a scenario was extended.
    let isShared = a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress }
    }
    if isShared { return true }
    for index in a.indices where !isSame(a[index], b[index]) { return false }
    return true
  }

  /// The amendments that a scenario has gained since an earlier plan; `nil` if it is a different scenario, or
  /// one of its parents has changed.
  fileprivate func amendments(addedTo earlier: Plan, inScenario scenario: ScenarioID) -> ArraySlice<
    Amendment
  >? {
    guard let own = scenario.index else { return [] }
    let ancestors = lineage(of: scenario).dropLast().compactMap(\.index)
    guard ancestors.allSatisfy({ added(to: earlier, $0)?.isEmpty == true }) else { return nil }
    return added(to: earlier, own)
  }

  private func added(to earlier: Plan, _ index: Int) -> ArraySlice<Amendment>? {
    guard index < earlier.scenarios.count, scenarios[index].name == earlier.scenarios[index].name,
      scenarios[index].parents == earlier.scenarios[index].parents
    else { return nil }
    let count = earlier.scenarios[index].amendments.count
    guard count <= scenarios[index].amendments.count else { return nil }
    for place in 0..<count
    where scenarios[index].amendments[place].origin != earlier.scenarios[index].amendments[place].origin {
      return nil
    }
    return scenarios[index].amendments[count...]
  }
}

extension ScenarioState {
  /// Whether a programme's figures are the same: its own, its members', and the settings that decide them.
  func isSame(_ programme: ProgrammeID, as other: ScenarioState, _ otherID: ProgrammeID) -> Bool {
    guard isComplete, other.isComplete, asOf == other.asOf,
      carryRule(of: programme) == other.carryRule(of: otherID),
      lights(of: programme) == other.lights(of: otherID),
      figures[programme.index] == other.figures[otherID.index],
      plan.calendar == other.plan.calendar, plan[programme].period == other.plan[otherID].period,
      plan[programme].until == other.plan[otherID].until,
      plan[programme].members?.count == other.plan[otherID].members?.count
    else { return false }
    return zip(plan[programme].members ?? [], other.plan[otherID].members ?? []).allSatisfy {
      isSame($0, as: other, $1)
    }
  }
}
