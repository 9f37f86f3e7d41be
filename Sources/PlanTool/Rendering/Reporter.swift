import Glibc
import PlanLang
import PlanRules

/// Writes problems to standard error.
enum Reporter {
  /// The maximum number of problems reported: no one reads further, and the first ones often cause the others.
  static let most = 100

  static func report(_ problems: [Problem], _ sources: Sources, unnamed: Set<Int> = []) {
    // If there are very many, report errors before warnings.
    let shown =
      problems.count > most
      ? (problems.filter { $0.severity == .error } + problems.filter { $0.severity != .error }).prefix(most)
      : problems[...]
    var document = DiagnosticLayout(sources: sources, unnamed: unnamed).document(Array(shown))
    if problems.count > most {
      document.blank()
      document.line(
        "… and \(problems.count - most) more: fix the first ones; the rest may follow from them")
    }
    writeError(
      OutputFormat.text.render(
        document, painter: Painter(usesColour: Terminal.usesColour(STDERR_FILENO)),
        width: isatty(STDERR_FILENO) == 1 ? Terminal.columns(of: STDERR_FILENO) : nil))
  }
}
