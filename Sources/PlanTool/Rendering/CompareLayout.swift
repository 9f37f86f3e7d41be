import PlanRules

/// Scenarios side by side: only what differs, what flipped first.
struct CompareLayout {
  let evaluation: PlanEvaluation
  let scenarios: [Int]

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  func document() throws(Problem) -> Document {
    var verdicts: [[KPIVerdict]] = []
    for scenario in scenarios { verdicts.append(try evaluation.verdicts(scenario: scenario)) }
    let kpis = kpiRows(verdicts)
    let figures = figureRows()
    let columns =
      [Table.Column(title: "", key: "figure")]
      + scenarios.map { Table.Column(title: name($0), isRight: true) }
      + [Table.Column(title: scenarios.count == 2 ? "difference" : "", isRight: true, folds: 1)]
    var document = Document(json: json(verdicts))
    document.table(Table(columns, kpis + figures))
    if kpis.isEmpty, figures.isEmpty { document.line("nothing differs", .faint) }
    return document
  }

  private func name(_ scenario: Int) -> String { scenario == 0 ? "base" : plan.scenarios[scenario - 1].name }

  private func kpiRows(_ verdicts: [[KPIVerdict]]) -> [[Cell]] {
    let rows = plan.kpis.indices.compactMap { index -> (isFlip: Bool, cells: [Cell])? in
      let row = verdicts.map { $0.first { $0.kpi.index == index } }
      guard row.contains(where: { $0?.verdict != row[0]?.verdict || $0?.margin != row[0]?.margin }) else {
        return nil
      }
      let shown = row.map { verdict -> Cell in
        guard let verdict else { return Cell("–", .faint) }
        let margin = verdict.margin.map { " " + short($0) } ?? ""
        return Cell(
          StyledText(verdict.verdict.rawValue, FigureCells.role(verdict.verdict))
            + StyledText(margin, .faint),
          raw: verdict.verdict.rawValue)
      }
      let isFlip = row.contains { $0?.verdict != row[0]?.verdict }
      return (isFlip, [Cell(plan.kpis[index].name, .name)] + shown + [Cell(isFlip ? "flips" : "", .strong)])
    }
    return rows.filter(\.isFlip).map(\.cells) + rows.filter { !$0.isFlip }.map(\.cells)
  }

  private func short(_ margin: Margin) -> String {
    margin.isPoints
      ? evaluation.format.points(margin.value)
      : evaluation.format.number(margin.value, in: margin.unit, signed: true)
  }

  private static let figures: [Figure] = [.measure(.target), .measure(.budget), .result, .rate, .light]

  private func figureRows() -> [[Cell]] {
    plan.programmes.indices.flatMap { index in
      CompareLayout.figures.compactMap { figure -> [Cell]? in
        let values = scenarios.map { evaluation.figure(figure, of: ProgrammeID(index), scenario: $0) }
        guard values.contains(where: { $0.content != values[0].content }) else { return nil }
        let name = plan.programmes[index].name + "." + figure.name(in: plan)
        return [Cell(name, .name)] + values.map { $0.light == nil ? cells.text($0) : cells.light($0) }
          + [difference(values)]
      }
    }
  }

  private func difference(_ values: [Value]) -> Cell {
    guard values.count == 2, case .quantity(let a, let unit) = values[0].content, let b = values[1].figure
    else {
      return .empty
    }
    let text =
      unit == .ratio
      ? evaluation.format.points(b - a) : evaluation.format.number(b - a, in: unit, signed: true)
    return Cell(StyledText(text), raw: cells.exact(b - a, unit))
  }

  private func json(_ verdicts: [[KPIVerdict]]) -> JSON {
    .object([
      ("schema", .string("codi-plan/compare/1")), ("scenarios", .array(scenarios.map { .string(name($0)) })),
      (
        "kpis",
        .array(
          plan.kpis.indices.map { index in
            let row = verdicts.map { row in JSON(row.first { $0.kpi.index == index }?.verdict.rawValue) }
            return .object([("name", .string(plan.kpis[index].name)), ("verdicts", .array(row))])
          })
      ),
      (
        "programmes",
        .array(
          plan.programmes.indices.map { index in
            .object(
              [("name", .string(plan.programmes[index].name))]
                + CompareLayout.figures.map { figure in
                  (
                    figure.name(in: plan),
                    .array(
                      scenarios.map {
                        cells.json(evaluation.figure(figure, of: ProgrammeID(index), scenario: $0))
                      })
                  )
                })
          })
      ),
    ])
  }
}
