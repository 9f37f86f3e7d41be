/// What a KPI's rule says, and by how much.
public struct KPIVerdict: Hashable, Sendable {
  /// The KPI that is judged.
  public let kpi: KPIID
  /// Whether the rule holds; pending if it reads a missing figure, or an open period without a forecast.
  public let verdict: Verdict
  /// How far the rule is from turning; `nil` if the deciding part compares no figures, or one of them is
  /// missing.
  public let margin: Margin?
  /// The weight in `kpis.score`, which a scenario may change; 1 where none is written.
  public let weight: Rational
  /// The rule as it is written in this scenario.
  public let rule: String
}

extension PlanEvaluation {
  /// The verdicts of a scenario, in the order of the plan.
  public func verdicts(scenario: ScenarioID = .base) throws(Problem) -> [KPIVerdict] {
    let state = try state(scenario)
    let ofBase = readsOfBase(in: state)
    var verdicts: [KPIVerdict] = []
    verdicts.reserveCapacity(plan.kpis.count)
    for kpi in plan.kpis.indices.lazy.map(KPIID.init) {
      guard let rule = state.rules.kpis[kpi] else { continue }
      verdicts.append(try verdict(of: kpi, by: rule, scenario: scenario, ofBase))
    }
    return verdicts
  }

  /// The verdict of a KPI in a scenario, computed once and cached.
  ///
  /// - Parameter ofBase: maps what the base reads to what the scenario reads, so that a verdict of the base
  ///   can be reused.
  func verdict(
    of kpi: KPIID, by rule: ScenarioRules.Rule, scenario: ScenarioID, _ ofBase: ((Reads) -> Reads?)? = nil
  ) throws(Problem) -> KPIVerdict {
    try verdicts.get(kpi.index, in: scenario, like: ofBase) { () throws(Problem) in
      try judge(kpi, by: rule, scenario: scenario)
    }
  }

  private func judge(_ kpi: KPIID, by rule: ScenarioRules.Rule, scenario: ScenarioID) throws(Problem)
    -> KPIVerdict
  {
    workspace.steps = 0
    workspace.store.read(scenario: scenario)
    let origin = rule.formula.origin
    let term = try FormulaLowering(workspace: workspace).rule(
      of: kpi, in: Context(scenario: scenario), at: origin)
    let truth = try graph.column(term.node, at: origin).truth(0)
    return KPIVerdict(
      kpi: kpi, verdict: Verdict(truth),
      margin: try MarginReading(workspace: workspace, origin: origin).margin(of: term.ruleParts),
      weight: rule.weight, rule: rule.text)
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
