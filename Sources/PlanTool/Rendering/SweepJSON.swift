import PlanRules

/// A sweep for scripts: `codi-plan/sweep/1`. Rows are written one a line, so that they can be written as they come.
struct SweepJSON {
  let cells: FigureCells

  func whole(_ result: SweepResult) -> JSON {
    .object(
      head(result.run) + [
        ("rows", .array(result.byStep.isEmpty ? [] : (0..<result.count).map { row(result, $0) })),
        ("whole", .array(wholes(result))),
        ("refusedFrom", result.refusedStep.map { at(result.run, $0) } ?? .null),
      ])
  }

  private func head(_ run: SweepRun) -> [(String, JSON)] {
    [
      ("schema", .string("codi-plan/sweep/1")),
      ("unknowns", .array(run.sweep.unknowns.map { .string($0.name) })),
      ("steps", .number(run.sweep.length)),
    ]
  }

  private func at(_ run: SweepRun, _ step: Int) -> JSON {
    .object(zip(run.sweep.unknowns, run.sweep.values(at: step)).map { ($0.name, cells.json($1)) })
  }

  private func row(_ result: SweepResult, _ step: Int) -> JSON {
    .object([
      ("at", at(result.run, step)),
      ("values", .array(result.byStep.map { cells.json(result.value($0, step)) })),
    ])
  }

  private func wholes(_ result: SweepResult) -> [JSON] {
    result.wholes.map { index, value in
      .object([
        ("expression", .string(result.run.sweep.shown[index].text)), ("value", cells.json(value)),
        ("printed", value.isMissing ? .null : .string(cells.format.text(value))),
      ])
    }
  }
}
