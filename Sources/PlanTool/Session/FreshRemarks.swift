import PlanLang
import PlanRules

/// Warnings that were shown already: a session says each of them once, where it arises.
///
/// They are known by what they say and the line that they point at: what is made again, or read again, stands elsewhere.
struct FreshRemarks {
  private struct Shown: Hashable {
    let message: String
    let line: String
  }

  private var shown: Set<Shown> = []

  /// - Parameter session: as it was opened, when the warnings of its files were shown.
  init(_ session: Session) { _ = take(from: session) }

  /// What is to be said now, in the order of the texts.
  mutating func take(from session: Session) -> [Problem] {
    let remarks = session.open.remarks.filter { $0.severity == .warning } + session.evaluation.remarks
    return remarks.filter { shown.insert(FreshRemarks.shown($0, session.open.sources)).inserted }
  }

  /// Those of a statement that was refused: it has no effect.
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
