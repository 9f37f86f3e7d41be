import PlanRules

/// The answer of `show` for scripts: `codi-plan/show/1`.
struct ShowJSON {
  let evaluation: PlanEvaluation
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  func programme(_ id: ProgrammeID) -> JSON {
    let programme = plan[id]
    let rows = evaluation.carryStatement(of: id, scenario: scenario).map { row in
      (
        row.name,
        [
          ("declared", cells.json(row.declared)),
          ("movedIn", cells.json(row.movedIn)),
          ("movedOut", cells.json(row.movedOut)), ("changed", cells.json(row.changed)),
          ("carriedIn", cells.json(row.carriedIn)), ("adjusted", cells.json(row.adjusted)),
          ("result", cells.json(row.result)), ("carriedOut", cells.json(row.carriedOut)),
          ("rate", cells.json(row.rate)), ("rateExact", cells.exact(row.rate)),
          ("light", cells.json(row.light)),
        ] + FigureCells.standing(row.light)
      )
    }
    let ask: (Figure) -> Value = { evaluation.figure($0, of: id, scenario: scenario) }
    let (target, adjusted, result) = (ask(.measure(.target)), ask(.adjusted), ask(.result))
    let (rate, light) = (ask(.rate), ask(.light))
    let measures = evaluation.measures(of: id, scenario: scenario).map { measure in
      JSON.object(
        [("name", .string(measure.name)), ("label", JSON(measure.label))] + cells.members(measure.value))
    }
    return .object(
      [
        ("schema", .string("codi-plan/show/1")), ("programme", .string(programme.name)),
        ("label", JSON(programme.label)), ("unit", .string(cells.unitName(programme.unit))),
        ("rateUnit", .string(cells.unitName(.ratio))), ("kind", .string(programme.kind.rawValue)),
        ("target", cells.json(target)), ("targetExact", cells.exact(target)),
        ("adjusted", cells.json(adjusted)), ("adjustedExact", cells.exact(adjusted)),
        ("result", cells.json(result)), ("resultExact", cells.exact(result)),
        ("rate", cells.json(rate)), ("rateExact", cells.exact(rate)), ("light", cells.json(light)),
      ] + FigureCells.standing(light)
        + [("measures", .array(measures))] + JSON.periods(evaluation.period(of: id), rows))
  }

  func move(_ statement: MoveStatement) -> JSON {
    let lines = statement.lines.map { line in
      JSON.object([
        ("measure", .string(plan[line.measure].name)),
        ("moved", .string(cells.written(line.moved, line.unit).printedExactly)),
        ("unit", .string(cells.unitName(line.unit))), ("from", side(line.giver, line.unit)),
        ("to", side(line.receiver, line.unit)),
      ])
    }
    return .object([
      ("schema", .string("codi-plan/show/1")), ("move", JSON(statement.move.name)),
      ("label", JSON(statement.move.label)), ("amounts", .array(lines)),
      ("because", JSON(statement.move.reason)),
      ("approved", JSON(statement.move.approved?.isoText)),
    ])
  }

  private func side(_ side: MoveStatement.Side, _ unit: FigureUnit) -> JSON {
    .object([
      ("programme", .string(plan[side.programme].name)),
      ("before", JSON(side.before.map { cells.written($0, unit).printedExactly })),
      ("after", JSON(side.after.map { cells.written($0, unit).printedExactly })),
    ])
  }

  func kpi(_ verdict: KPIVerdict) -> JSON {
    let kpi = plan.kpis[verdict.kpi.index]
    return .object(
      [
        ("schema", .string("codi-plan/show/1")), ("kpi", .string(kpi.name)), ("label", JSON(kpi.label)),
        ("rule", .string(verdict.rule)), ("verdict", .string(verdict.verdict.rawValue)),
      ] + cells.members(verdict.margin))
  }
}
