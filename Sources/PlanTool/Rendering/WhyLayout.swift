import PlanLang
import PlanRules

/// The reasons for which a KPI passes or fails, in six lines or fewer.
struct WhyLayout {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenario: ScenarioID

  private var plan: Plan { evaluation.plan }
  private var format: FigureFormat { evaluation.format }

  static let maxLines = 6

  func document(_ reason: Reason, expected: Verdict) -> Document {
    var document = Document(json: json(reason), tables: [table(reason)])
    var lines = [head(reason, expected), StyledText("  passes when " + reason.verdict.rule, .faint)]
    lines += reason.figures.prefix(2).map { figure($0, reason.verdict.margin) }
    let room = Terminal.width ?? .max
    let changes = self.lines(reason.changes.prefix(WhyLayout.maxLines - lines.count), reason, room)
    let end =
      changes.isEmpty
      ? nothing(reason).prefix(WhyLayout.maxLines - lines.count).map { StyledText("  " + $0, .faint) } : []
    for line in fitted(lines + end, to: room, most: WhyLayout.maxLines - changes.count) {
      document.drawn(line)
    }
    for line in changes { document.drawn(line) }
    return document
  }

  /// Wraps lines that are too long for as long as there is room, starting with the first; the others are cut.
  private func fitted(_ lines: [StyledText], to room: Int, most: Int) -> [StyledText] {
    var spare = most - lines.count
    return lines.flatMap { line in
      let folded = line.folded(to: room)
      guard folded.count > 1, folded.count - 1 <= spare else { return [line.cut(to: room)] }
      spare -= folded.count - 1
      return folded
    }
  }

  private func head(_ reason: Reason, _ expected: Verdict) -> StyledText {
    var head = StyledText(plan.kpis[reason.verdict.kpi.index].name, .name) + " "
    if reason.verdict.verdict != expected, reason.verdict.verdict != .pending {
      head += StyledText(expected == .pass ? "does not pass: it " : "does not fail: it ", .faint)
    }
    head += StyledText(words(reason.verdict.verdict), FigureCells.role(reason.verdict.verdict))
    if let margin = reason.verdict.margin { head += StyledText(", " + format.text(margin)) }
    return head
  }

  /// One change per line: the statement as typed, followed by its size, with the unit and the original figure if
  /// there is room.
  private func lines(_ changes: ArraySlice<SmallestChange>, _ reason: Reason, _ room: Int) -> [StyledText] {
    let verb = reason.verdict.verdict == .fail ? "passes with" : "fails with"
    let statements = changes.map { StyledText("  \(verb) ", .faint) + StyledText(statement($0), .strong) }
    let sizes = changes.map {
      StyledText(format.text($0.difference, in: $0.unit, signed: true, apartFrom: [.zero]))
    }
    let origins = changes.map {
      StyledText("from \(format.text($0.before, in: $0.unit, apartFrom: [$0.after]))", .faint)
    }
    let wide = statements.map(\.width).max() ?? 0
    let last = origins.map(\.width).max() ?? 0
    let fits: ([StyledText]) -> Bool = { wide + 2 + ($0.map(\.width).max() ?? 0) <= room }
    let isWide = fits(sizes)
    // A statement longer than the line is wrapped anyway, together with its size.
    let shown =
      isWide ? sizes : changes.map { StyledText(format.number($0.difference, in: $0.unit, signed: true)) }
    let side = shown.map(\.width).max() ?? 0
    let isAligned = isWide || fits(shown)
    return zip(statements, zip(shown, origins)).map { statement, rest in
      guard isAligned else { return statement + "  " + rest.0 }
      let line = statement.padded(to: wide + 2) + rest.0.padded(to: side, alignedRight: true)
      return isWide && wide + side + last + 4 <= room ? line + "  " + rest.1 : line
    }
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "passes"
    case .fail: "fails"
    case .pending: "is pending: some of its figures are not known yet"
    }
  }

  private func nothing(_ reason: Reason) -> [String] {
    guard reason.verdict.verdict == .pending else {
      return [
        reason.isComplete
          ? "no single figure of the plan changes the verdict on its own"
          : "no single figure was found to change the verdict; some affect it in ways too complex to follow"
      ]
    }
    let missing = evaluation.missingReports(for: reason.verdict.kpi, scenario: scenario)
    guard !missing.isEmpty else {
      return ["it can be judged once the open \(plan.calendar.periodName)s have an actual or a forecast"]
    }
    return missing.map { $0.text(in: plan) }
  }

  /// One side of the comparison, written so that it differs visibly from the other.
  private func figure(_ part: Explanation, _ margin: Margin?) -> StyledText {
    var line =
      StyledText("  ") + StyledText(ExplainLayout(evaluation: evaluation, sources: sources).name(part))
    var value = format.text(part.value)
    if case .quantity(let figure, let unit) = part.value.content, let margin, !margin.isPoints {
      value = format.text(figure, in: unit, apartFrom: [figure - margin.value, figure + margin.value])
    }
    line += StyledText(" = ") + StyledText(value, .strong)
    if let quotient = part.value.quotient {
      line += StyledText(
        "   \(format.number(quotient.numerator, in: quotient.unit)) / \(format.text(quotient.denominator, in: quotient.unit))",
        .faint)
    }
    return line
  }

  /// The change as a statement that can be typed.
  func statement(_ change: SmallestChange) -> String {
    let place = change.place.map { plan.axis($0.axis).members[$0.from].name }
    let subject =
      plan[change.programme].name + "." + plan[change.measure].name
      + (place.isEmpty ? "" : "[\(place.joined(separator: ", "))]")
    return "set \(subject) = \(format.writable(change.after, in: change.unit))"
  }

  // MARK: What scripts read

  private func table(_ reason: Reason) -> DataTable {
    let cells = FigureCells(evaluation)
    return DataTable(
      "changes", keys: ["statement"], figures: ["before", "after", "difference", "step"],
      reason.changes.map { change in
        FigureTable.Row(
          keys: [.text(statement(change))],
          figures: [change.before, change.after, change.difference, change.step].map {
            cells.entry($0, change.unit)
          })
      }, format)
  }

  private func json(_ reason: Reason) -> JSON {
    let cells = FigureCells(evaluation)
    return .object(
      [
        ("schema", .string("codi-plan/why/1")),
        ("kpi", .string(plan.kpis[reason.verdict.kpi.index].name)),
        ("verdict", .string(reason.verdict.verdict.rawValue)), ("rule", .string(reason.verdict.rule)),
      ] + cells.members(reason.verdict.margin) + [
        (
          "changes",
          .array(
            reason.changes.map { change in
              .object([
                ("statement", .string(statement(change))), ("before", .string(change.before.exactText)),
                ("after", .string(change.after.exactText)), ("step", .string(change.step.exactText)),
                ("unit", .string(cells.baseUnitName(change.unit))),
              ])
            })
        )
      ])
  }
}
