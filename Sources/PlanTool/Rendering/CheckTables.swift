import PlanLang
import PlanRules

/// The spreadsheet tables of `check`, `audit` and `show`: `programmes`, `kpis`, `milestones`, `expectations`,
/// `audit`.
struct CheckTables {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  /// All tables, programmes first.
  ///
  /// - Parameter hasEveryPeriod: whether to include target, adjusted target and result of each period, rather than of
  ///   the whole only.
  func all(_ report: CheckReport, hasEveryPeriod: Bool) -> [DataTable] {
    [
      programmes(hasEveryPeriod ? everyPeriod() : overview()), kpis(report.verdicts),
      milestones(plan.milestones),
      findings(report.expectations.failed, "expectations", title: "expectation", stated: "expected"),
      audit(report.audit),
    ]
  }

  // MARK: Programmes

  /// One row per figure, since targets and rates have different units.
  private func programmes(_ rows: [FigureTable.Row]) -> DataTable {
    DataTable(
      "programmes", keys: ["programme", "period", "figure"], figures: ["value"],
      words: ["light", "standing", "label"],
      rows, cells.format)
  }

  private func rows(
    _ programme: ProgrammeID, _ period: String, _ figures: [(name: String, value: Value)], _ light: Value
  ) -> [FigureTable.Row] {
    figures.map { figure in
      FigureTable.Row(
        keys: [.text(plan[programme].name), .plain(period), .plain(figure.name)],
        figures: [cells.entry(figure.value)],
        words: cells.lightWords(light) + [.text(plan[programme].label ?? "")])
    }
  }

  /// Target, result and rate of the whole, and the rate of each period.
  private func overview() -> [FigureTable.Row] {
    let whole = plan.calendar.yearsName(joinedBy: "-")
    return plan.programmes.indices.flatMap { index -> [FigureTable.Row] in
      let id = ProgrammeID(index)
      let ask: (Figure) -> Value = { evaluation.figure($0, of: id, scenario: scenario) }
      let figures = [
        ("target", ask(.measure(.target))), ("result", ask(.result)), ("rate", ask(.rate)),
      ]
      return rows(id, whole, figures, ask(.light))
        + rates(of: id).flatMap { rows(id, $0.period, [("rate", $0.rate)], $0.light) }
    }
  }

  private func rates(of id: ProgrammeID) -> [(period: String, rate: Value, light: Value)] {
    if plan.years.count > 1 {
      return evaluation.performance(of: id, scenario: scenario).years.map { ($0.name, $0.rate, $0.light) }
    }
    let axis = plan.calendar.overviewPeriod
    return zip(plan.calendar.names(of: axis), evaluation.rates(of: id, by: axis, scenario: scenario)).map {
      ($0, $1.rate, $1.light)
    }
  }

  private func everyPeriod() -> [FigureTable.Row] {
    evaluation.performanceTable(scenario: scenario).flatMap { row in
      (row.years + row.periods).flatMap { period in
        rows(
          row.programme, period.name,
          [
            ("target", period.target), ("adjusted", period.adjusted), ("result", period.result),
            ("rate", period.rate),
          ], period.light)
      }
    }
  }

  // MARK: Verdicts

  func kpis(_ verdicts: [KPIVerdict]) -> DataTable {
    DataTable(
      "kpis", keys: ["KPI", "label", "verdict"], figures: ["margin"], words: ["member"],
      verdicts.map { verdict in
        let kpi = plan.kpis[verdict.kpi.index]
        return FigureTable.Row(
          keys: [.text(kpi.name), .text(kpi.label ?? ""), .plain(verdict.verdict.rawValue)],
          figures: [cells.entry(verdict.margin)], words: [.text(verdict.margin?.member ?? "")])
      }, cells.format)
  }

  func milestones(_ milestones: [Milestone]) -> DataTable {
    let asOf = evaluation.asOf(inScenario: scenario)
    return DataTable(
      name: "milestones", columns: ["milestone", "label", "verdict", "due", "done"],
      rows: milestones.map { milestone in
        [
          .text(milestone.name), .text(milestone.label ?? ""),
          .plain(milestone.verdict(asOf: asOf, in: plan).rawValue), .plain(milestone.due.isoText),
          .plain(milestone.done(asOf: asOf, in: plan)?.isoText ?? ""),
        ]
      })
  }

  // MARK: Claims

  func audit(_ found: [ClaimFinding]) -> DataTable {
    findings(found, "audit", title: "figure", stated: "reported")
  }

  private func findings(
    _ found: [ClaimFinding], _ name: String, title: String, stated: String
  ) -> DataTable {
    DataTable(
      name, keys: [title], figures: [stated, "computed"], words: ["where", "at"],
      found.map { finding in
        FigureTable.Row(
          keys: [.text(finding.expression)],
          figures: [cells.entry(finding.statedValue), cells.entry(finding.computed)],
          words: [.text(finding.claim.source ?? ""), .text(sources.place(of: finding.origin) ?? "")])
      }, cells.format)
  }
}
