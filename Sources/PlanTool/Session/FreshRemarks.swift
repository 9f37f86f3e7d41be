import PlanLang
import PlanRules

/// Keeps track of warnings already shown, so that a session shows each one only once, where it arises.
///
/// They are identified by their text and the line they point at, since statements that are replayed or read again
/// have new origins.
struct FreshRemarks {
  private struct Shown: Hashable {
    let message: String
    let line: String
  }

  private var shown: Set<Shown> = []

  /// - Parameter session: the session as opened, when the warnings of its files were shown.
  init(_ session: Session) { _ = take(from: session) }

  /// The warnings to show now, in source order.
  mutating func take(from session: Session) -> [Problem] {
    let remarks = session.open.remarks.filter { $0.severity == .warning } + session.evaluation.remarks
    return remarks.filter { shown.insert(FreshRemarks.shown($0, session.open.sources)).inserted }
  }

  /// Marks the warnings of a rejected statement as shown, since it has no effect.
  mutating func passOver(_ session: Session, _ sources: Sources) {
    shown.formUnion(session.evaluation.remarks.map { FreshRemarks.shown($0, sources) })
  }

  private static func shown(_ problem: Problem, _ sources: Sources) -> Shown {
    guard let span = Span(problem.origin), sources.texts.indices.contains(span.file),
      !sources.texts[span.file].isTable
    else { return Shown(message: problem.message, line: "") }
    let text = sources.texts[span.file]
    return Shown(message: problem.message, line: text.text(text.line(around: span.start)))
  }
}
