import PlanRules

/// The differences between two views of a plan: first verdicts that flipped, then figures, old → new.
struct ChangeLayout {
  /// The later view, which provides names and units.
  let evaluation: PlanEvaluation

  private var plan: Plan { evaluation.plan }
  private var format: FigureFormat { evaluation.format }

  private static let maxProgrammes = 8

  func document(_ change: PlanChange) -> Document {
    var document = Document()
    for flip in change.flips { document.line(text(flip)) }
    for name in change.gone {
      document.line(StyledText(name, .name) + StyledText("  no longer judged", .faint))
    }
    if change.programmes.count > ChangeLayout.maxProgrammes {
      // Avoid listing the whole plan here; `show` and `compare` do that.
      let names = change.programmes.map { plan[$0.programme].name }
      document.line(
        StyledText("\(names.count) programmes change: ") + StyledText(names.joined(separator: ", "), .name))
      document.note("`show` shows the plan as it is now, `show NAME` one of them")
    } else {
      document.table(Table([.init(title: ""), .init(title: "")], change.programmes.map(row)))
      for margin in change.margins { document.line(text(margin)) }
    }
    if change.isEmpty {
      document.note("nothing changes")
    } else if change.flips.isEmpty, !change.verdictsAfter.isEmpty {
      document.note("KPIs unchanged: \(counts(change.verdictsAfter))")
    }
    return document
  }

  private func counts(_ verdicts: [KPIVerdict]) -> String {
    [Verdict.pass, .fail, .pending].compactMap { verdict in
      let count = verdicts.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    .joined(separator: ", ")
  }

  private func text(_ flip: PlanChange.Flip) -> StyledText {
    var text = StyledText(plan.kpis[flip.kpi.index].name, .name) + StyledText("  ")
    guard let after = flip.after else { return text }
    if let before = flip.before, before.verdict == after.verdict {
      let margins = [before.margin, after.margin].map { $0.map(format.text) ?? "–" }
      return text + StyledText("stays ") + StyledText(after.verdict.rawValue, FigureCells.role(after.verdict))
        + StyledText(": \(margins[0]) → \(margins[1])")
    }
    if let before = flip.before {
      text += StyledText(before.verdict.rawValue, FigureCells.role(before.verdict)) + StyledText(" → ")
    }
    text += StyledText(after.verdict.rawValue, FigureCells.role(after.verdict))
    return text + StyledText(after.margin.map { ": " + format.text($0) } ?? "")
  }

  private func row(_ change: PlanChange.ProgrammeChange) -> [Cell] {
    let whole = change.changes.filter { $0.period.isEmpty }
    let periods = change.changes.filter { !$0.period.isEmpty }
    var text = joined(whole)
    if let lost = change.lostPeriod {
      text += StyledText("   by \(Calendar.name(of: lost)) no longer known", .middling)
    }
    var current = ""
    if !whole.isEmpty, Set(periods.map(\.period)).count > 1 {
      // The change of the whole says enough; listing each period would take too much room.
      let names = periods.map(\.period).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      return [
        Cell(plan[change.programme].name, .name),
        Cell(text + StyledText("   changes in " + names.joined(separator: ", ") + " too", .faint)),
      ]
    }
    for one in periods {
      if one.period != current {
        text += StyledText(text.isEmpty ? "" : "   ") + StyledText(one.period + " ", .strong)
        current = one.period
        text += self.text(one)
      } else {
        text += StyledText(", ") + self.text(one)
      }
    }
    return [Cell(plan[change.programme].name, .name), Cell(text)]
  }

  private func joined(_ changes: [PlanChange.FigureChange]) -> StyledText {
    changes.enumerated().reduce(StyledText()) { text, next in
      text + StyledText(next.offset == 0 ? "" : "   ") + self.text(next.element)
    }
  }

  private func text(_ change: PlanChange.FigureChange) -> StyledText {
    StyledText(change.figure.name(in: plan) + " ", .faint) + shown(change.before, withUnit: false)
      + StyledText(" → ")
      + shown(change.after, withUnit: true)
  }

  private func shown(_ value: Value, withUnit: Bool) -> StyledText {
    if let light = value.light { return StyledText(light.name, FigureCells.role(light)) }
    return StyledText(withUnit ? format.text(value) : format.number(value))
  }
}
