import PlanLang
import PlanRules

/// The effect of a statement, shown below it while it is typed; computed on a copy of the session that is then
/// discarded.
struct Preview {
  let session: Session
  let width: Int
  let isOver: () -> Bool

  private static let maxLines = 4

  func lines(of text: String) -> [StyledText] { lines(of: TypedLine(text)) }

  func lines(of line: TypedLine) -> [StyledText] {
    let text = line.text
    let words = text.split { $0.isWhitespace }
    guard let first = words.first.map(String.init) else { return [] }
    if let (command, _) = line.command { return hint(command.form) }
    let parsed = line.parsed(in: session)
    guard parsed.problems.isEmpty, !parsed.statements.isEmpty else {
      return StatementWord(spelled: first).map { hint($0.form) } ?? []
    }
    // Files are only read when the statement is actually carried out.
    let readsFiles = parsed.statements.contains { if case .use = $0.form { true } else { $0.table != nil } }
    guard !readsFiles else { return [] }
    var attempt = session.attempting(isOver)
    do throws(OpenPlan.Rejected) {
      guard case .answered(let document) = try attempt.run(line) else { return [] }
      return answer(document)
    } catch {
      return isOver() || isStillTyped(error.problems, text) ? [] : refusal(error.problems)
    }
  }

  /// Whether the problem is a name at the end of the text that is a prefix of a known one, and so not wrong yet.
  private func isStillTyped(_ problems: [Problem], _ text: String) -> Bool {
    guard let problem = problems.first, let span = Span(problem.origin), span.end == text.utf8.count else {
      return false
    }
    let found = Completer(session: session).completion(of: text)
    return !found.replaced.isEmpty && !found.candidates.isEmpty
  }

  private func hint(_ form: String) -> [StyledText] { [marked(StyledText(form, .faint))] }

  private func marked(_ line: StyledText) -> StyledText { StyledText("┆ ", .faint) + line }

  private func answer(_ document: Document) -> [StyledText] {
    let lines = TextRendering(painter: Painter(usesColour: false), width: width - 2).lines(document)
      .filter { !$0.isEmpty }
    let shown = lines.prefix(Preview.maxLines).map(marked)
    return lines.count > shown.count
      ? shown + [marked(StyledText("… \(lines.count - shown.count) more", .faint))] : Array(shown)
  }

  private func refusal(_ problems: [Problem]) -> [StyledText] {
    guard let problem = problems.first else { return [] }
    var lines = [marked(StyledText("✗ ", .bad) + problem.message)]
    for note in problem.notes where note.origin != .none {
      lines.append(marked(StyledText(note.text, .faint)))
    }
    if let help = problem.remedy { lines.append(marked(StyledText(help, .faint))) }
    return Array(lines.prefix(Preview.maxLines))
  }
}
