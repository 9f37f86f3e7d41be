/// What a KPI's rule says, and by how much.
public struct KPIVerdict: Hashable, Sendable {
  public let kpi: KPIID
  public let verdict: Verdict
  public let margin: Margin?
  public let weight: Rational
  /// The rule as it is written in this scenario.
  public let rule: String
}

/// A verdict, with what it depends on.
final class JudgedKPI {
  let verdict: KPIVerdict
  let dependencies: Dependencies

  init(verdict: KPIVerdict, dependencies: Dependencies) {
    self.verdict = verdict
    self.dependencies = dependencies
  }
}

extension PlanEvaluation {
  /// The verdicts of a scenario, in the order of the plan.
  public func verdicts(scenario: Int = 0) throws(Problem) -> [KPIVerdict] {
    let state = try state(scenario)
    takeOverFromBase(in: state)
    var known = knownVerdicts[scenario] ?? [JudgedKPI?](repeating: nil, count: plan.kpis.count)
    var verdicts: [KPIVerdict] = []
    verdicts.reserveCapacity(known.count)
    for index in known.indices {
      if known[index] == nil, let rule = state.rules.kpis[KPIID(index)] {
        known[index] = try judge(KPIID(index), rule: rule, scenario: scenario)
      }
      if let judged = known[index] { verdicts.append(judged.verdict) }
    }
    knownVerdicts[scenario] = known
    return verdicts
  }

  func judge(_ kpi: KPIID, rule: ScenarioRules.Rule, scenario: Int) throws(Problem) -> JudgedKPI {
    workspace.steps = 0
    let derived = try workspace.deriving { () throws(Problem) in
      workspace.depend(onScenario: scenario)
      let term = try FormulaLowering(workspace: workspace).rule(
        of: kpi, in: Context(scenario: scenario), at: rule.formula.origin)
      let truth = try graph.column(term.node, at: rule.formula.origin).truth(0)
      return KPIVerdict(
        kpi: kpi, verdict: Verdict(truth),
        margin: try MarginReading(workspace: workspace, origin: rule.formula.origin).margin(
          of: term.ruleParts),
        weight: rule.weight, rule: rule.text)
    }
    return JudgedKPI(verdict: derived.value, dependencies: derived.dependencies)
  }
}

extension FigureFormat {
  /// `+165 household`, `−3.36 points: 67.67 million baht short of 96%`, `south: −2 household`.
  public func text(_ margin: Margin) -> String { (margin.member.map { $0 + ": " } ?? "") + distance(margin) }

  private func distance(_ margin: Margin) -> String {
    guard margin.isPoints else {
      let amount = text(margin.value, in: margin.unit, signed: true, apartFrom: [.zero])
      guard margin.isOfNothing else { return amount }
      return amount + (margin.value.signum < 0 ? ": nothing was left" : ": nothing was left to reach")
    }
    let points = points(margin.value)
    guard let shortfall = margin.shortfall, margin.value.signum < 0 else { return points }
    let side = shortfall.amount.signum >= 0 ? "short of" : "over"
    let amount = text(shortfall.amount.magnitude, in: shortfall.unit, apartFrom: [.zero])
    return "\(points): \(amount) \(side) \(short(shortfall.threshold, in: shortfall.thresholdUnit))"
  }
}

extension PlanEvaluation {
  /// What is wrong with the rules and formulas of a scenario, found by lowering each.
  public func problemsOfRules(scenario: Int = 0) -> [Problem] {
    guard let state = try? state(scenario) else { return [] }
    return problemsOfDiffering(state) ?? problemsOfVerdicts(state) + problemsOfLets(state)
  }

  private func problemsOfVerdicts(_ state: ScenarioState) -> [Problem] {
    var known = knownVerdicts[state.scenario] ?? [JudgedKPI?](repeating: nil, count: plan.kpis.count)
    var problems: [Problem] = []
    for index in known.indices {
      guard known[index] == nil, let rule = state.rules.kpis[KPIID(index)] else { continue }
      do throws(Problem) {
        known[index] = try judge(KPIID(index), rule: rule, scenario: state.scenario)
      } catch {
        problems.append(error)
      }
    }
    knownVerdicts[state.scenario] = known
    return problems
  }

  private func problemsOfLets(_ state: ScenarioState) -> [Problem] {
    var sound = soundLets[state.scenario] ?? [:]
    var problems: [Problem] = []
    for (index, definition) in plan.lets.enumerated() where definition.parameters.isEmpty {
      let name = LetID(index)
      guard sound[name] == nil, let body = state.rules.lets[name] else { continue }
      let checked = problem(of: name, body, state)
      if let problem = checked.value { problems.append(problem) } else { sound[name] = checked.dependencies }
    }
    soundLets[state.scenario] = sound
    return problems
  }

  func problem(of name: LetID, _ body: Formula, _ state: ScenarioState) -> Derived<Problem?> {
    let formula = Formula(.formula(named: name, arguments: []), at: body.origin)
    return workspace.deriving {
      workspace.depend(onScenario: state.scenario)
      do throws(Problem) {
        _ = try value(of: formula, scenario: state.scenario)
        return nil
      } catch {
        // What needs a programme or a quarter is asked where it is used.
        return error.code == .needsProgramme || error.code == .needsQuarter ? nil : error
      }
    }
  }
}
