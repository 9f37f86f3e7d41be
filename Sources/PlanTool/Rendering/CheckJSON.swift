import PlanLang
import PlanRules

/// The format `codi-plan/check/1`.
struct CheckJSON {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  func json(_ report: CheckReport) -> JSON {
    .object([
      ("schema", .string("codi-plan/check/1")), ("plan", JSON(plan.title)),
      ("fiscalYears", .array(plan.years.map { .number(plan.calendar.era.year(of: $0, in: .buddhist)) })),
      ("scenario", .string(plan.name(of: scenario))),
      ("asOf", JSON(evaluation.asOf(inScenario: scenario).map(plan.calendar.name(of:)))),
      ("programmes", .array(evaluation.performanceTable(scenario: scenario).map(programme))),
      ("kpis", .array(report.verdicts.map(kpi))), ("milestones", .array(plan.milestones.map(milestone))),
      (
        "expectations",
        .object([
          ("passed", .number(report.expectations.passed)),
          ("failed", .number(plan.expectations.count - report.expectations.passed)),
        ])
      ), ("audit", .array(report.audit.map(finding))),
    ])
  }

  private func programme(_ row: ProgrammeRow) -> JSON {
    let programme = plan[row.programme]
    let years = row.years.map { (name: $0.name, json: JSON.object(figures($0))) }
    return .object(
      [
        ("name", .string(programme.name)), ("label", JSON(programme.label)),
        ("unit", .string(cells.unitName(programme.unit))), ("rateUnit", .string(cells.unitName(.ratio))),
        ("kind", .string(programme.kind.rawValue)),
        plan.years.count == 1
          ? ("year", years[0].json) : ("years", .object(years.map { ($0.name, $0.json) })),
      ] + periods(row))
  }

  /// The figures by period, under the name of the period; `quarters` in a plan by quarter.
  private func periods(_ row: ProgrammeRow) -> [(String, JSON)] {
    JSON.periods(row.period, row.periods.map { ($0.name, figures($0)) })
  }

  private func figures(_ period: PeriodFigures) -> [(String, JSON)] {
    [
      ("target", cells.json(period.target)), ("adjusted", cells.json(period.adjusted)),
      ("result", cells.json(period.result)), ("rate", cells.json(period.rate)),
      ("rateExact", cells.exact(period.rate)), ("light", cells.json(period.light)),
    ] + percentages(period) + FigureCells.standing(period.light)
  }

  /// For a programme in percent, the exact values of the figures that are rounded for display.
  private func percentages(_ period: PeriodFigures) -> [(String, JSON)] {
    let figures = [("target", period.target), ("adjusted", period.adjusted), ("result", period.result)]
    return figures.compactMap { name, value in
      cells.written(value)?.unit.isPercent == true ? (name + "Exact", cells.exact(value)) : nil
    }
  }

  private func kpi(_ verdict: KPIVerdict) -> JSON {
    let kpi = plan.kpis[verdict.kpi.index]
    return .object(
      [
        ("name", .string(kpi.name)), ("label", JSON(kpi.label)),
        ("verdict", .string(verdict.verdict.rawValue)),
      ] + cells.members(verdict.margin) + [("weight", .string(verdict.weight.exactText))]
        + (verdict.margin?.member.map { [("member", .string($0))] } ?? []) + waits(verdict))
  }

  /// The missing reports that a pending verdict is waiting for.
  private func waits(_ verdict: KPIVerdict) -> [(String, JSON)] {
    guard verdict.verdict == .pending else { return [] }
    let missing = evaluation.missingReports(for: verdict.kpi, scenario: scenario)
    return missing.isEmpty ? [] : [("waitsFor", .array(missing.map { .string($0.text(in: plan)) }))]
  }

  private func milestone(_ milestone: Milestone) -> JSON {
    .object([
      ("name", .string(milestone.name)), ("label", JSON(milestone.label)),
      ("due", .string(milestone.due.isoText)),
      ("done", JSON(milestone.done(asOf: evaluation.asOf(inScenario: scenario), in: plan)?.isoText)),
      ("verdict", .string(milestone.verdict(asOf: evaluation.asOf(inScenario: scenario), in: plan).rawValue)),
    ])
  }

  func finding(_ finding: ClaimFinding) -> JSON {
    let layout = CheckLayout(evaluation: evaluation, sources: sources, scenario: scenario)
    return .object([
      ("expression", .string(finding.expression)), ("reported", .string(layout.statedText(finding))),
      ("reportedValue", cells.json(finding.statedValue)), ("computed", cells.json(finding.computed)),
      ("unit", cells.unit(finding.computed)), ("computedExact", cells.exact(finding.computed)),
      ("where", JSON(finding.claim.source)),
      ("at", JSON(sources.place(of: finding.origin))),
    ])
  }
}
