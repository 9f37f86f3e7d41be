import PlanLang
import PlanRules

/// Why a KPI passes or fails, in six lines or fewer.
struct WhyLayout {
  let evaluation: PlanEvaluation
  let sources: Sources

  private var plan: Plan { evaluation.plan }
  private var format: FigureFormat { evaluation.format }

  static let mostLines = 6

  func document(_ reason: Reason, expected: Verdict) -> Document {
    var document = Document(json: json(reason))
    let kpi = plan.kpis[reason.verdict.kpi.index]
    var head = StyledText(kpi.name, .name) + " "
    if reason.verdict.verdict != expected, reason.verdict.verdict != .pending {
      head += StyledText(expected == .pass ? "does not pass: it " : "does not fail: it ", .faint)
    }
    head += StyledText(words(reason.verdict.verdict), FigureCells.role(reason.verdict.verdict))
    if let margin = reason.verdict.margin { head += StyledText(", " + format.text(margin)) }
    document.line(head)
    document.line("  passes when " + reason.verdict.rule, .faint)
    let figures = reason.figures.prefix(2).map(figure)
    for line in figures { document.line(line) }
    let changes = reason.changes.prefix(WhyLayout.mostLines - 2 - figures.count)
    document.table(
      Table(
        [.init(title: ""), .init(title: "", isRight: true), .init(title: "", shrinksTo: 12)],
        changes.map { row($0, reason) }))
    if changes.isEmpty, figures.count < 4 { document.line("  " + nothing(reason), .faint) }
    return document
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "passes"
    case .fail: "fails"
    case .pending: "is pending: not all that it asks about is known yet"
    }
  }

  private func nothing(_ reason: Reason) -> String {
    reason.verdict.verdict == .pending
      ? "it can be judged once the open quarters have an actual or a forecast"
      : "no single figure of the plan, changed alone, turns it"
  }

  private func figure(_ part: Explanation) -> StyledText {
    var line =
      StyledText("  ") + StyledText(ExplainLayout(evaluation: evaluation, sources: sources).name(part))
    line += StyledText(" = ") + StyledText(format.text(part.value), .strong)
    if let quotient = part.value.quotient {
      line += StyledText(
        "   \(format.number(quotient.numerator, in: quotient.unit)) / \(format.text(quotient.denominator, in: quotient.unit))",
        .faint)
    }
    return line
  }

  private func row(_ change: SmallestChange, _ reason: Reason) -> [Cell] {
    let verb = reason.verdict.verdict == .fail ? "passes with" : "fails with"
    return [
      Cell(StyledText("  \(verb) ", .faint) + StyledText(statement(change), .strong)),
      Cell(format.text(change.difference, in: change.unit, signed: true)),
      Cell("from \(format.text(change.before, in: change.unit))", .faint),
    ]
  }

  /// The change as it can be typed.
  func statement(_ change: SmallestChange) -> String {
    let place = change.place.map { plan.axis($0.axis).members[$0.from].name }
    let subject =
      plan[change.programme].name + "." + plan[change.measure].name
      + (place.isEmpty ? "" : "[\(place.joined(separator: ", "))]")
    return "set \(subject) = \(format.writable(change.after, in: change.unit))"
  }

  private func json(_ reason: Reason) -> JSON {
    .object([
      ("schema", .string("codi-plan/why/1")),
      ("kpi", .string(plan.kpis[reason.verdict.kpi.index].name)),
      ("verdict", .string(reason.verdict.verdict.rawValue)), ("rule", .string(reason.verdict.rule)),
      (
        "changes",
        .array(
          reason.changes.map { change in
            .object([
              ("statement", .string(statement(change))), ("before", .string(change.before.exactText)),
              ("after", .string(change.after.exactText)), ("step", .string(change.step.exactText)),
            ])
          })
      ),
    ])
  }
}
