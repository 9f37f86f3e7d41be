import PlanRules

/// Scenarios side by side: only the differences, with flipped verdicts first.
struct CompareLayout {
  let evaluation: PlanEvaluation
  let scenarios: [ScenarioID]

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }

  func document() throws(Problem) -> Document {
    var verdicts: [[KPIVerdict]] = []
    for scenario in scenarios { verdicts.append(try evaluation.verdicts(scenario: scenario)) }
    let kpis = kpiRows(verdicts)
    let figures = figureRows()
    let columns =
      [Table.Column(title: "")]
      + scenarios.map { Table.Column(title: name($0), isRight: true) }
      + [Table.Column(title: scenarios.count == 2 ? "difference" : "", isRight: true, folds: 1)]
    var document = Document(
      json: json(verdicts), tables: [figureTable(), lightTable(), kpiTable(verdicts)])
    document.table(Table(columns, kpis + figures))
    if kpis.isEmpty, figures.isEmpty { document.note("nothing differs") }
    return document
  }

  private func name(_ scenario: ScenarioID) -> String { plan.name(of: scenario) }

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
            + StyledText(margin, .faint))
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
  /// Figures whose parts may differ although the total is the same.
  static let sums: [Figure] = [.measure(.target), .measure(.budget), .result]
  /// The maximum number of rows per programme.
  private static let maxRows = 24

  /// A figure of a programme that differs, either in total or at a place.
  private struct Difference {
    let figure: Figure
    /// The place as written after the name of the figure; empty for the total.
    let place: String
    let values: [Value]
  }

  /// The figures that differ in total; for those that do not, the places at which they differ.
  private func differences(_ programme: Int) -> [Difference] {
    let wholes = CompareLayout.figures.compactMap { figure -> Difference? in
      let values = values(figure, programme)
      guard values.contains(where: { $0.content != values[0].content }) else { return nil }
      return Difference(figure: figure, place: "", values: values)
    }
    let parts = CompareLayout.sums.filter { figure in !wholes.contains { $0.figure == figure } }.flatMap {
      figure in
      evaluation.differingPlaces(figure, of: ProgrammeID(programme), scenarios: scenarios).map {
        Difference(figure: figure, place: $0.text, values: $0.values)
      }
    }
    return wholes + parts
  }

  private func figureRows() -> [[Cell]] {
    plan.programmes.indices.flatMap { index -> [[Cell]] in
      let all = differences(index)
      let isLong = all.count > CompareLayout.maxRows
      let shown = isLong ? Array(all.prefix(CompareLayout.maxRows - 1)) : all
      let rows = shown.map { difference in
        let name =
          plan.programmes[index].name + "." + difference.figure.name(in: plan) + difference.place
        return [Cell(name, .name)]
          + difference.values.map { $0.light == nil ? cells.text($0) : cells.light($0) }
          + [self.difference(difference.values)]
      }
      let rest = "… \((all.count - shown.count).grouped) more of \(plan.programmes[index].name)"
      return rows + (isLong ? [[Cell(rest, .faint)] + scenarios.map { _ in .empty } + [.empty]] : [])
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
    return Cell(text)
  }

  // MARK: What scripts read

  private func values(_ figure: Figure, _ programme: Int) -> [Value] {
    scenarios.map { evaluation.figure(figure, of: ProgrammeID(programme), scenario: $0) }
  }

  /// The figures that differ, for all programmes, with the difference.
  private func figureTable() -> DataTable {
    let isPair = scenarios.count == 2
    let rows = plan.programmes.indices.flatMap { index in
      differences(index).filter { $0.figure != .light }.map { difference in
        FigureTable.Row(
          keys: [
            .text(plan.programmes[index].name), .text(difference.figure.name(in: plan) + difference.place),
          ],
          figures: difference.values.map(cells.entry)
            + (isPair ? [entry(ofDifference: difference.values)] : []))
      }
    }
    // Each row has its own unit, whether it contains rates or money.
    return DataTable(
      "figures", keys: ["programme", "figure"],
      figures: scenarios.map(name) + (isPair ? ["difference"] : []), rows, cells.format)
  }

  private func entry(ofDifference values: [Value]) -> FigureEntry {
    guard case .quantity(let a, let unit) = values[0].content, let b = values[1].figure else {
      return .missing(nil)
    }
    return .figure(cells.written(b - a, unit))
  }

  private func lightTable() -> DataTable {
    let rows = plan.programmes.indices.compactMap { index -> [DataTable.Field]? in
      let values = values(.light, index)
      guard values.contains(where: { $0.content != values[0].content }) else { return nil }
      return [.text(plan.programmes[index].name)] + values.map(cells.word)
    }
    return DataTable(
      name: "lights", columns: ["programme"] + scenarios.map(name), rows: rows)
  }

  /// One row per scenario for each KPI whose verdict or margin differs.
  private func kpiTable(_ verdicts: [[KPIVerdict]]) -> DataTable {
    var rows: [FigureTable.Row] = []
    for index in plan.kpis.indices {
      let row = verdicts.map { $0.first { $0.kpi.index == index } }
      guard row.contains(where: { $0?.verdict != row[0]?.verdict || $0?.margin != row[0]?.margin }) else {
        continue
      }
      rows += zip(scenarios, row).map { scenario, verdict in
        FigureTable.Row(
          keys: [
            .text(plan.kpis[index].name), .text(name(scenario)), .plain(verdict?.verdict.rawValue ?? ""),
          ], figures: [cells.entry(verdict?.margin)])
      }
    }
    return DataTable(
      "kpis", keys: ["KPI", "scenario", "verdict"], figures: ["margin"], rows, cells.format)
  }

  private func json(_ verdicts: [[KPIVerdict]]) -> JSON {
    .object([
      ("schema", .string("codi-plan/compare/1")), ("scenarios", .array(scenarios.map { .string(name($0)) })),
      (
        "kpis",
        .array(
          plan.kpis.indices.map { index in
            let row = verdicts.map { row in row.first { $0.kpi.index == index } }
            let margins = row.map { $0?.margin.map { cells.written($0) } }
            return .object([
              ("name", .string(plan.kpis[index].name)),
              ("verdicts", .array(row.map { JSON($0?.verdict.rawValue) })),
              ("margins", .array(margins.map { JSON($0?.printedExactly) })),
              ("units", .array(margins.map { JSON($0?.unitName) })),
              ("marginsExact", .array(margins.map { JSON($0?.exact) })),
            ])
          })
      ),
      (
        "programmes",
        .array(
          plan.programmes.indices.map { index in
            .object(
              [("name", .string(plan.programmes[index].name))]
                + CompareLayout.figures.flatMap { members($0, values($0, index)) } + [
                  ("places", places(index))
                ])
          })
      ),
    ])
  }

  /// The places at which figures differ although their totals are the same.
  private func places(_ programme: Int) -> JSON {
    .array(
      differences(programme).filter { !$0.place.isEmpty }.map { difference in
        .object([
          ("figure", .string(difference.figure.name(in: plan))), ("place", .string(difference.place)),
          ("values", .array(difference.values.map(cells.json))),
          ("units", .array(difference.values.map(cells.unit))),
        ])
      })
  }

  /// The values of a figure in each scenario, with their units, and the exact values if they are rounded for display.
  private func members(_ figure: Figure, _ values: [Value]) -> [(String, JSON)] {
    let name = figure.name(in: plan)
    var members: [(String, JSON)] = [(name, .array(values.map(cells.json)))]
    guard figure != .light else { return members }
    members.append((name + "Units", .array(values.map(cells.unit))))
    if values.contains(where: { cells.written($0)?.unit.isPercent == true }) {
      members.append((name + "Exact", .array(values.map(cells.exact))))
    }
    return members
  }
}
