import PlanRules

/// A sweep for scripts: `codi-plan/sweep/1`. Each row is one line, so that rows can be written as they are computed.
struct SweepJSON {
  let cells: FigureCells

  func whole(_ result: SweepResult) -> JSON {
    .object(
      head(result.run) + [
        ("shown", .array(result.byStep.map { shown(result.run, $0) })),
        ("rows", .array(result.byStep.isEmpty ? [] : (0..<result.count).map { row(result, $0) })),
        ("whole", .array(wholes(result))),
        ("refusedFrom", result.refusedStep.map { at(result.run, $0) } ?? .null),
      ])
  }

  private func head(_ run: SweepRun) -> [(String, JSON)] {
    [
      ("schema", .string("codi-plan/sweep/1")),
      ("unknowns", .array(run.sweep.unknowns.map { .string($0.name) })),
      ("unknownUnits", .array(run.sweep.unknowns.map { .string(cells.unitName($0.series.unit)) })),
      ("steps", .number(run.sweep.length)),
    ]
  }

  private func at(_ run: SweepRun, _ step: Int) -> JSON {
    .object(zip(run.sweep.unknowns, run.sweep.values(at: step)).map { ($0.name, cells.json($1)) })
  }

  /// Describes the figures whose values make up each row, in order.
  private func shown(_ run: SweepRun, _ index: Int) -> JSON {
    .object([
      ("expression", .string(run.sweep.shown[index].text)),
      ("unit", cells.unit(run.value(nil, shown: index))),
    ])
  }

  private func row(_ result: SweepResult, _ step: Int) -> JSON {
    let values = result.byStep.map { result.value($0, step) }
    let isRounded = values.contains { cells.written($0)?.unit.isPercent == true }
    return .object(
      [("at", at(result.run, step)), ("values", .array(values.map(cells.json)))]
        + (isRounded ? [("exact", .array(values.map(cells.exact)))] : []))
  }

  private func wholes(_ result: SweepResult) -> [JSON] {
    result.wholes.map { index, value in
      .object([("expression", .string(result.run.sweep.shown[index].text))] + cells.members(value))
    }
  }
}
