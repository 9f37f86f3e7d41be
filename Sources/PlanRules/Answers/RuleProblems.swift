/// Which rules and formulas read a programme in the base. A scenario that changes the programme re-evaluates
/// only these.
struct RuleReaders {
  private var kpis: [ProgrammeID: [KPIID]] = [:]
  private var lets: [ProgrammeID: [LetID]] = [:]
  /// Those whose reads in the base are not known, or that refer to scenarios.
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
  /// The problems of a scenario's rules and formulas, found by evaluating each of them.
  ///
  /// In a scenario that extends the base, only those that read what it changes are evaluated; the others are
  /// as sound as in the base.
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

  /// - Throws: if a named formula cannot be lowered in a scenario.
  private func check(
    _ name: LetID, _ body: Formula, _ scenario: ScenarioID, _ ofBase: ((Reads) -> Reads?)?
  ) throws(Problem) {
    try checkedLets.get(name.index, in: scenario, like: ofBase) { () throws(Problem) in
      workspace.store.read(scenario: scenario)
      do throws(Problem) {
        _ = try value(of: Formula(.formula(named: name, arguments: []), at: body.origin), scenario: scenario)
      } catch {
        // A formula that needs a programme or a period is checked where it is used.
        if error.code != .needsProgramme && error.code != .needsQuarter { throw error }
      }
    }
  }
}
