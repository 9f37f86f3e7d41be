import PlanLang
import PlanRules

/// A sweep for spreadsheets: `steps`, with a row for each step (or for each of its figures, if they do not share a
/// unit), and `whole`, the figures that are the same for all steps.
struct SweepTables {
  let run: SweepRun
  private let cells: FigureCells
  private let layout: FigureTable
  /// The indices of shown expressions that are figures by step, and of those that are lights or conditions.
  private let figures: [Int]
  private let words: [Int]
  /// The unit beside the value of each unknown, if it has one.
  private let unknownUnits: [DataTable.Field?]

  init(_ run: SweepRun) {
    let cells = FigureCells(run.evaluation)
    let byStep = run.wholes.indices.filter { run.wholes[$0] == nil }
    let entries = byStep.map { cells.entry(run.value(.one, shown: $0)) }
    (self.run, self.cells) = (run, cells)
    figures = zip(byStep, entries).filter { $1.unit != nil }.map(\.0)
    words = zip(byStep, entries).filter { $1.unit == nil }.map(\.0)
    unknownUnits = run.sweep.unknowns.map { unknown in
      unknown.series.unit == .number ? nil : .plain(cells.unitName(unknown.series.unit))
    }
    let keys = zip(run.sweep.unknowns, unknownUnits).flatMap { unknown, unit in
      unit == nil ? [unknown.name] : [unknown.name, unknown.name + " unit"]
    }
    let model = FigureTable.Row(figures: entries.filter { $0.unit != nil })
    layout = FigureTable(
      keys: keys, figures: figures.map { run.sweep.shown[$0].text },
      words: words.map { run.sweep.shown[$0].text }, rows: [model], hasUnits: !figures.isEmpty, cells.format)
  }

  static let names = ["steps", "whole"]

  var hasSteps: Bool { !figures.isEmpty || !words.isEmpty }
  var columns: [String] { layout.columns }

  /// - Parameter value: returns the value of a shown expression, by index, at the step.
  func lines(_ step: Int, _ value: (Int) -> Value) -> [[DataTable.Field]] {
    let unknowns = zip(run.sweep.values(at: step), unknownUnits).flatMap { value, unit in
      let figure = DataTable.Field.plain(cells.written(value)?.decimal ?? "")
      return unit.map { [figure, $0] } ?? [figure]
    }
    return layout.lines(
      FigureTable.Row(
        keys: unknowns, figures: figures.map { cells.entry(value($0)) },
        words: words.map { cells.word(value($0)) }))
  }

  func all(_ result: SweepResult) -> [DataTable] { (hasSteps ? [steps(result)] : []) + whole(result) }

  private func steps(_ result: SweepResult) -> DataTable {
    DataTable(
      name: "steps", columns: columns,
      rows: (0..<result.count).flatMap { step in lines(step) { result.value($0, step) } })
  }

  func whole(_ result: SweepResult) -> [DataTable] {
    guard !result.wholes.isEmpty else { return [] }
    return [
      DataTable(
        "whole", keys: ["expression"], figures: ["value"],
        result.wholes.map { index, value in
          FigureTable.Row(keys: [.text(run.sweep.shown[index].text)], figures: [cells.entry(value)])
        }, cells.format)
    ]
  }
}
