import PlanLang
import PlanRules

/// A line being typed, parsed only once for colours, completion, the preview and Enter.
final class TypedLine {
  let text: String
  let source: SourceText

  init(_ text: String) {
    self.text = text
    source = SourceText(typed: text)
  }

  /// The session command in the line, with its arguments.
  private(set) lazy var command = SessionCommand.parse(text)

  /// The tokens with their spelling, and any lexical problems, for colouring.
  private(set) lazy var tokens = Pipeline.tokens(source)

  private var parsed: (file: Int, limits: Limits, text: ParsedText)?

  /// The statements in the line.
  ///
  /// - Parameter file: the index of the text in the session, or the one it would get.
  func parsed(as file: Int, limits: Limits) -> ParsedText {
    if let parsed, parsed.file == file, parsed.limits == limits { return parsed.text }
    let found = Pipeline.parse(source, file: file, limits: limits)
    parsed = (file, limits, found)
    return found
  }

  /// Whether Enter finishes it: it is a command, or its last statement is complete.
  func isFinished(in session: Session) -> Bool {
    command != nil || !parsed(in: session).isIncomplete
  }

  /// The statements, as the next text of a session.
  func parsed(in session: Session) -> ParsedText {
    parsed(as: session.open.sources.texts.count, limits: session.open.sources.limits)
  }
}
