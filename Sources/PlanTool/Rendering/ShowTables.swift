import PlanRules

/// The spreadsheet tables of `show NAME`.
struct ShowTables {
  let evaluation: PlanEvaluation
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  /// All figures of a programme, one per row: the carry-over statement of its periods, or the periods alone; then
  /// budget, spending and the plan's own measures.
  func programme(_ id: ProgrammeID) -> DataTable {
    let performance = evaluation.performance(of: id, scenario: scenario)
    let statement = evaluation.carryStatement(of: id, scenario: scenario)
    var rows = performance.years.flatMap(periodRows)
    rows += statement.isEmpty ? performance.periods.flatMap(periodRows) : statement.flatMap { self.rows($0) }
    let whole = plan.calendar.yearsName(joinedBy: "-")
    for measure in evaluation.furtherMeasures(of: id, scenario: scenario) {
      rows.append(row(whole, measure.name, measure.value, nil))
    }
    return DataTable(
      "figures", keys: ["period", "figure"], figures: ["value"], words: ["light", "standing"], rows,
      cells.format)
  }

  private func periodRows(_ period: PeriodFigures) -> [FigureTable.Row] {
    [
      row(period.name, "target", period.target, period.light),
      row(period.name, "adjusted", period.adjusted, period.light),
      row(period.name, "result", period.result, period.light),
      row(period.name, "rate", period.rate, period.light),
    ]
  }

  private func rows(_ period: CarryStatementRow) -> [FigureTable.Row] {
    let figures: [(String, Value)] = [
      ("declared", period.declared), ("moved in", period.movedIn), ("moved out", period.movedOut),
      ("changed", period.changed), ("carried in", period.carriedIn), ("adjusted", period.adjusted),
      ("result", period.result), ("carried out", period.carriedOut), ("rate", period.rate),
    ]
    return figures.map { row(period.name, $0, $1, period.light) }
  }

  private func row(_ period: String, _ figure: String, _ value: Value, _ light: Value?) -> FigureTable.Row {
    FigureTable.Row(
      keys: [.plain(period), .text(figure)], figures: [cells.entry(value)],
      words: light.map(cells.lightWords) ?? [.empty, .empty])
  }

  func move(_ statement: MoveStatement) -> DataTable {
    let rows = statement.lines.flatMap { line -> [FigureTable.Row] in
      let isOne = line.giver.programme == line.receiver.programme
      let sides =
        isOne
        ? [
          MoveStatement.Side(
            programme: line.giver.programme, before: line.giver.before, after: line.receiver.after)
        ] : [line.giver, line.receiver]
      return sides.map { side in
        FigureTable.Row(
          keys: [.text(plan[side.programme].name), .text(plan[line.measure].name)],
          figures: [cells.entry(side.before, line.unit), cells.entry(side.after, line.unit)])
      }
    }
    return DataTable(
      "figures", keys: ["programme", "measure"], figures: ["before", "after"], rows, cells.format)
  }

  func names(_ name: String, _ members: [(String, String?)]) -> DataTable {
    DataTable(
      name: name, columns: ["name", "label"], rows: members.map { [.text($0.0), .text($0.1 ?? "")] })
  }
}
