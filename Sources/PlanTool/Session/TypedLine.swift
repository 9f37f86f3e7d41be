import PlanLang
import PlanRules

/// A line that is typed, read once: colours, completion, the preview and Enter all see this.
final class TypedLine {
  let text: String
  let source: SourceText

  init(_ text: String) {
    self.text = text
    source = SourceText(typed: text)
  }

  /// The command of the session that it is, and what follows the word.
  private(set) lazy var command = SessionCommand.parse(text)

  /// Its tokens with their spelling, and what is wrong with them, for colours.
  private(set) lazy var tokens = Pipeline.tokens(source)

  private var parsed: (file: Int, limits: Limits, text: ParsedText)?

  /// Its statements.
  ///
  /// - Parameter file: which of the texts of the session it is, or would be.
  func parsed(as file: Int, limits: Limits) -> ParsedText {
    if let parsed, parsed.file == file, parsed.limits == limits { return parsed.text }
    let found = Pipeline.parse(source, file: file, limits: limits)
    parsed = (file, limits, found)
    return found
  }

  /// Whether Enter ends it: it is a command, or nothing of its last statement is missing.
  func isFinished(in session: Session) -> Bool {
    command != nil || !parsed(in: session).isIncomplete
  }

  /// Its statements, as the next text of a session.
  func parsed(in session: Session) -> ParsedText {
    parsed(as: session.open.sources.texts.count, limits: session.open.sources.limits)
  }
}
