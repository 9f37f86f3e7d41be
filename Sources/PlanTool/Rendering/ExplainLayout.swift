import PlanLang
import PlanRules

/// An explanation as a tree: each part with its figure and its place.
struct ExplainLayout {
  let evaluation: PlanEvaluation
  let sources: Sources

  private var format: FigureFormat { evaluation.format }

  func document(_ explanation: Explanation) -> Document {
    var document = Document(
      json: .object([("schema", .string("codi-plan/explanation/1"))] + members(explanation)),
      tables: [dataTable(explanation)])
    var head =
      StyledText(name(explanation), .name) + " = " + StyledText(format.text(explanation.value), .strong)
    if let quotient = sides(explanation.value) { head += StyledText("    " + quotient, .faint) }
    if let place = place(explanation) { head += StyledText("    ") + place }
    document.heading(head)
    var rows: [[Cell]] = []
    append(explanation.parts, under: "", to: &rows)
    document.table(
      Table(
        [
          .init(title: "", shrinksTo: 20), .init(title: "", isRight: true),
          .init(title: ""), .init(title: ""),
        ], rows))
    return document
  }

  private func append(_ parts: [Explanation], under indent: String, to rows: inout [[Cell]]) {
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let branch = StyledText(indent + (isLast ? "└─ " : "├─ "), .faint)
      rows.append(
        [
          Cell(branch + StyledText(titled(part))), value(part), Cell(unit(part), .faint),
          Cell(note(part)),
        ])
      append(part.parts, under: indent + (isLast ? "   " : "│  "), to: &rows)
    }
  }

  private static let widestName = 48

  private func titled(_ part: Explanation) -> String {
    (part.joint.map { $0 + " " } ?? "") + TerminalWidth.cut(name(part), to: ExplainLayout.widestName)
  }

  private func value(_ part: Explanation) -> Cell {
    guard case .quantity(let figure, let unit) = part.value.content else {
      return Cell(format.text(part.value))
    }
    return Cell(format.number(figure, in: unit, signed: part.isChange))
  }

  private func unit(_ part: Explanation) -> String {
    guard case .quantity(_, let unit) = part.value.content, !unit.isPercent else { return "" }
    return format.units.name(of: unit)
  }

  private func note(_ part: Explanation) -> StyledText {
    guard let place = place(part) else { return StyledText(part.note ?? "", .faint) }
    return part.note.map { StyledText($0 + "  ", .faint) + place } ?? place
  }

  private func place(_ part: Explanation) -> StyledText? {
    part.origin.flatMap(sources.link).map {
      $0.isTyped ? StyledText("typed here", .faint) : StyledText(link: $0, .faint)
    }
  }

  private func sides(_ value: Value) -> String? {
    value.quotient.map {
      "\(format.number($0.numerator, in: $0.unit)) / \(format.text($0.denominator, in: $0.unit))"
    }
  }

  func name(_ explanation: Explanation) -> String {
    switch explanation.name {
    case .words(let words): words
    case .written(let origin): sources.words(at: origin)
    }
  }

  // MARK: What scripts read

  /// The figure explained, followed by its parts; `level` is the nesting depth: a row is part of the nearest row
  /// above it with a lower level.
  private func dataTable(_ explanation: Explanation) -> DataTable {
    var rows: [FigureTable.Row] = []
    append(explanation, level: 0, to: &rows)
    return DataTable(
      "parts", keys: ["level", "joint", "part"], figures: ["value"], words: ["note", "where"], rows, format)
  }

  private func append(_ part: Explanation, level: Int, to rows: inout [FigureTable.Row]) {
    rows.append(
      FigureTable.Row(
        keys: [.plain("\(level)"), .plain(part.joint ?? ""), .text(name(part))],
        figures: [FigureCells(evaluation).entry(part.value)],
        words: [.text(part.note ?? ""), .text(place(part)?.plain ?? "")]))
    for inner in part.parts { append(inner, level: level + 1, to: &rows) }
  }

  private func members(_ explanation: Explanation) -> [(String, JSON)] {
    [("expression", .string(name(explanation)))] + FigureCells(evaluation).members(explanation.value) + [
      ("at", JSON(place(explanation)?.plain)), ("joint", JSON(explanation.joint)),
      ("note", JSON(explanation.note)),
      ("parts", .array(explanation.parts.map { .object(members($0)) })),
    ]
  }
}
