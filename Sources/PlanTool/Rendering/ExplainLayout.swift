import PlanLang
import PlanRules

/// An explanation as a tree: each part with its figure, and where it stands.
struct ExplainLayout {
  let evaluation: PlanEvaluation
  let sources: Sources

  private var format: FigureFormat { evaluation.format }

  func document(_ explanation: Explanation) -> Document {
    var document = Document(
      json: .object([("schema", .string("codi-plan/explanation/1"))] + members(explanation)))
    var head =
      StyledText(name(explanation), .name) + " = " + StyledText(format.text(explanation.value), .strong)
    if let quotient = sides(explanation.value) { head += StyledText("    " + quotient, .faint) }
    if let place = place(explanation) { head += StyledText("    " + place, .faint) }
    document.line(head)
    var rows: [[Cell]] = []
    append(explanation.parts, under: "", to: &rows)
    document.table(
      Table(
        [
          .init(title: "", key: "part", shrinksTo: 20), .init(title: "", key: "value", isRight: true),
          .init(title: "", key: "unit"), .init(title: "", key: "where"),
        ], rows))
    return document
  }

  private func append(_ parts: [Explanation], under indent: String, to rows: inout [[Cell]]) {
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let branch = StyledText(indent + (isLast ? "└─ " : "├─ "), .faint)
      rows.append(
        [
          Cell(branch + StyledText(titled(part)), raw: titled(part)), value(part), Cell(unit(part), .faint),
          Cell(note(part), .faint),
        ])
      append(part.parts, under: indent + (isLast ? "   " : "│  "), to: &rows)
    }
  }

  private static let widestName = 48

  private func titled(_ part: Explanation) -> String {
    (part.joint.map { $0 + " " } ?? "") + TerminalWidth.cut(name(part), to: ExplainLayout.widestName)
  }

  private func value(_ part: Explanation) -> Cell {
    let raw = FigureCells(evaluation).raw(part.value)
    guard case .quantity(let figure, let unit) = part.value.content else {
      return Cell(StyledText(format.text(part.value)), raw: raw)
    }
    return Cell(StyledText(format.number(figure, in: unit, signed: part.isChange)), raw: raw)
  }

  private func unit(_ part: Explanation) -> String {
    guard case .quantity(_, let unit) = part.value.content, !unit.isPercent else { return "" }
    return format.units.name(of: unit)
  }

  private func note(_ part: Explanation) -> String {
    [part.note, place(part)].compactMap { $0 }.joined(separator: "  ")
  }

  private func place(_ part: Explanation) -> String? {
    part.origin.flatMap { sources.place(of: $0) }.map { $0.hasPrefix("line:") ? "typed here" : $0 }
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

  private func members(_ explanation: Explanation) -> [(String, JSON)] {
    [
      ("expression", .string(name(explanation))), ("value", FigureCells(evaluation).json(explanation.value)),
      ("printed", explanation.value.isMissing ? .null : .string(format.text(explanation.value))),
      ("at", JSON(place(explanation))), ("joint", JSON(explanation.joint)), ("note", JSON(explanation.note)),
      ("parts", .array(explanation.parts.map { .object(members($0)) })),
    ]
  }
}
