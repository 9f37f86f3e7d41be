/// Which rules and formulas read a programme in the base: a scenario that changes it asks them again, and no others.
struct RuleReaders {
  private var kpis: [ProgrammeID: [KPIID]] = [:]
  private var lets: [ProgrammeID: [LetID]] = [:]
  /// Of which the base says nothing, or that speak of scenarios.
  private var everywhere: (kpis: [KPIID], lets: [LetID]) = ([], [])

  init(of evaluation: PlanEvaluation) {
    for index in evaluation.plan.kpis.indices {
      let reads = evaluation.verdicts.reads(of: index, in: .base)
      if let programmes = reads?.programmesOfBase {
        for programme in programmes { kpis[programme, default: []].append(KPIID(index)) }
      } else {
        everywhere.kpis.append(KPIID(index))
      }
    }
    for index in evaluation.plan.lets.indices where evaluation.plan.lets[index].parameters.isEmpty {
      let reads = evaluation.checkedLets.reads(of: index, in: .base)
      if let programmes = reads?.programmesOfBase {
        for programme in programmes { lets[programme, default: []].append(LetID(index)) }
      } else {
        everywhere.lets.append(LetID(index))
      }
    }
  }

  /// In the order of the plan, each once.
  func kpis(reading programmes: Set<ProgrammeID>) -> [KPIID] {
    Set(programmes.flatMap { kpis[$0] ?? [] } + everywhere.kpis).sorted { $0.index < $1.index }
  }

  func lets(reading programmes: Set<ProgrammeID>) -> [LetID] {
    Set(programmes.flatMap { lets[$0] ?? [] } + everywhere.lets).sorted { $0.index < $1.index }
  }
}

extension PlanEvaluation {
  /// What is wrong with the rules and formulas of a scenario, found by asking for each.
  ///
  /// Of a scenario that goes on from the base only those are asked that read what it changes: the others are as sound as there.
  public func problemsOfRules(scenario: ScenarioID = .base) -> [Problem] {
    guard let state = knownState(scenario) else { return [] }
    let ofBase = readsOfBase(in: state)
    let (kpis, lets) =
      ofBase != nil && state.extendsBase
      ? (readers.kpis(reading: state.amended), readers.lets(reading: state.amended))
      : (plan.kpis.indices.map(KPIID.init), plan.lets.indices.map(LetID.init))
    var problems: [Problem] = []
    for kpi in kpis {
      guard let rule = state.rules.kpis[kpi] else { continue }
      do throws(Problem) {
        _ = try verdict(of: kpi, by: rule, scenario: scenario, ofBase)
      } catch {
        problems.append(error)
      }
    }
    for name in lets where plan.lets[name.index].parameters.isEmpty {
      guard let body = state.rules.lets[name] else { continue }
      do throws(Problem) {
        try check(name, body, scenario, ofBase)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  /// - Throws: where a formula with a name cannot be lowered in a scenario.
  private func check(
    _ name: LetID, _ body: Formula, _ scenario: ScenarioID, _ ofBase: ((Reads) -> Reads?)?
  ) throws(Problem) {
    try checkedLets.get(name.index, in: scenario, like: ofBase) { () throws(Problem) in
      workspace.store.read(scenario: scenario)
      do throws(Problem) {
        _ = try value(of: Formula(.formula(named: name, arguments: []), at: body.origin), scenario: scenario)
      } catch {
        // What needs a programme or a period is asked where it is used.
        if error.code != .needsProgramme && error.code != .needsQuarter { throw error }
      }
    }
  }
}
