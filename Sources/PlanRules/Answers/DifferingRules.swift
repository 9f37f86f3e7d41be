/// The rules and formulas of a scenario that may come to something else than in the base, as far as they were looked through.
struct DifferingRules {
  var verdicts: [KPIID: JudgedKPI] = [:]
  var lets: [LetID: Dependencies] = [:]

  func untouched(by changes: FigureChanges) -> DifferingRules {
    DifferingRules(
      verdicts: verdicts.filter { $1.dependencies.areUntouched(by: changes) },
      lets: lets.filter { $1.areUntouched(by: changes) })
  }
}

/// Which rules and formulas read a programme in the base: a scenario that changes it asks them again, and no others.
struct RuleReaders {
  private var kpis: [ProgrammeID: [KPIID]] = [:]
  private var lets: [ProgrammeID: [LetID]] = [:]
  /// Of which the base says nothing, or that speak of scenarios.
  private var everywhere: (kpis: [KPIID], lets: [LetID]) = ([], [])

  init(of evaluation: PlanEvaluation) {
    for index in evaluation.plan.kpis.indices {
      let judged = evaluation.knownVerdicts[0]?[index]
      if let programmes = judged?.dependencies.programmesOfBase {
        for programme in programmes { kpis[programme, default: []].append(KPIID(index)) }
      } else {
        everywhere.kpis.append(KPIID(index))
      }
    }
    for index in evaluation.plan.lets.indices where evaluation.plan.lets[index].parameters.isEmpty {
      if let programmes = evaluation.soundLets[0]?[LetID(index)]?.programmesOfBase {
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
  /// What is wrong with the rules and formulas that may differ from the base's; the others are as sound as there. `nil`
  /// where the scenario does not go on from a base that was looked through.
  func problemsOfDiffering(_ state: ScenarioState) -> [Problem]? {
    let scenario = state.scenario
    guard scenario > 0, state.goesOnFromBase, state.isComplete, state.hasRulesOfBase, sweepLength == 1,
      knownVerdicts[scenario] == nil, soundLets[scenario] == nil, knownVerdicts[0] != nil, soundLets[0] != nil
    else {
      takeOverFromBase(in: state)
      return nil
    }
    var differing = differingRules[scenario] ?? DifferingRules()
    var problems: [Problem] = []
    for kpi in readers.kpis(reading: state.amended) where differing.verdicts[kpi] == nil {
      guard let rule = state.rules.kpis[kpi] else { continue }
      do throws(Problem) {
        differing.verdicts[kpi] = try judge(kpi, rule: rule, scenario: scenario)
      } catch {
        problems.append(error)
      }
    }
    for name in readers.lets(reading: state.amended) where differing.lets[name] == nil {
      guard let body = state.rules.lets[name] else { continue }
      let checked = problem(of: name, body, state)
      if let problem = checked.value {
        problems.append(problem)
      } else {
        differing.lets[name] = checked.dependencies
      }
    }
    differingRules[scenario] = differing
    return problems
  }
}
