import PlanRules

/// The performance table: all programmes, in plan order.
struct PerformanceLayout {
  let evaluation: PlanEvaluation
  let scenario: ScenarioID

  private let cells: FigureCells
  private let plan: Plan

  init(evaluation: PlanEvaluation, scenario: ScenarioID) {
    self.evaluation = evaluation
    self.scenario = scenario
    cells = FigureCells(evaluation)
    plan = evaluation.plan
  }

  /// One line per programme: the whole, and the rate and light of each period (of each year, if the plan has
  /// several).
  func overview() -> Table {
    let calendar = plan.calendar
    let periods =
      plan.years.count == 1
      ? calendar.names(of: calendar.overviewPeriod) : plan.years.map(calendar.name(ofYear:))
    let columns =
      [
        Table.Column(title: "programme"), .init(title: "target", isRight: true),
        .init(title: "result", isRight: true), .init(title: ""),
        .init(title: "rate", isRight: true),
        .init(title: "light"),
      ] + periods.map { Table.Column(title: $0 + "  ", isRight: true, folds: 1) }
      + [Table.Column(title: "", folds: 3, shrinksTo: 16)]
    return Table(columns, plan.programmes.indices.map { overviewRow(ProgrammeID($0), periods.count) })
  }

  private func overviewRow(_ id: ProgrammeID, _ count: Int) -> [Cell] {
    let programme = plan[id]
    let ask: (Figure) -> Value = { evaluation.figure($0, of: id, scenario: scenario) }
    let rates =
      plan.years.count == 1
      ? evaluation.rates(of: id, by: plan.calendar.overviewPeriod, scenario: scenario)
      : evaluation.performance(of: id, scenario: scenario).years.map { ($0.rate, $0.light) }
    let periods =
      rates.isEmpty ? [Cell](repeating: .empty, count: count) : rates.map { cells.rate($0.rate, $0.light) }
    return [
      Cell(programme.name, .name), cells.number(ask(.measure(.target))), cells.number(ask(.result), .strong),
      Cell(programme.unit.isPercent ? "" : evaluation.format.units.name(of: programme.unit), .faint),
      cells.number(ask(.rate)), cells.light(ask(.light)),
    ] + periods + [Cell(programme.label ?? "")]
  }

  /// The report's table: one line per period of each programme.
  func full() -> Table {
    let columns: [Table.Column] = [
      .init(title: "programme"), .init(title: "period", isKey: true), .init(title: "target", isRight: true),
      .init(title: "adjusted", isRight: true), .init(title: "result", isRight: true),
      .init(title: "rate", isRight: true), .init(title: "light"), .init(title: "", folds: 2),
      .init(title: "", folds: 3, shrinksTo: 16),
    ]
    let rows = evaluation.performanceTable(scenario: scenario).flatMap { row -> [[Cell]] in
      let programme = plan[row.programme]
      return (row.years + row.periods).enumerated().map { index, period in
        [
          index == 0 ? Cell(programme.name, .name) : .empty,
          Cell(period.name, index < row.years.count ? .strong : .plain), cells.number(period.target),
          cells.number(period.adjusted), cells.number(period.result), cells.number(period.rate),
          cells.light(period.light),
          Cell(index == 0 ? cells.unitName(programme.unit) : "", .faint),
          Cell(index == 0 ? programme.label ?? "" : ""),
        ]
      }
    }
    return Table(columns, rows)
  }
}
