import PlanLang
import PlanRules

/// Warnings that were shown already: a session says each of them once, where it arises.
struct FreshRemarks {
  private var shown: Set<Problem>

  /// - Parameter session: as it was opened, when the warnings of its files were shown.
  init(_ session: Session) { shown = Set(FreshRemarks.all(in: session)) }

  /// What is to be said now, in the order of the texts.
  mutating func take(from session: Session) -> [Problem] {
    FreshRemarks.all(in: session).filter { shown.insert($0).inserted }
  }

  /// Those of a statement that was refused: it has no effect, and its text is not kept.
  mutating func passOver(_ session: Session) { shown.formUnion(session.evaluation.remarks) }

  /// Of the plan as it stands, and of what it was asked.
  private static func all(in session: Session) -> [Problem] {
    session.open.remarks.filter { $0.severity == .warning } + session.evaluation.remarks
  }
}
