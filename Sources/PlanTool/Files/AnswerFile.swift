import Glibc
import PlanLang
import PlanRules

/// The file into which a command's answer goes instead of standard output: it is written whole once the answer is there, and
/// stays as it was where there is none.
final class AnswerFile {
  /// Where `writeOutput` writes; `nil` is standard output.
  nonisolated(unsafe) static var current: AnswerFile?

  private let path: String
  private let expectation: FileWriting.Expectation
  private var text = ""
  /// Begins the file where it has anything in it.
  private let mark: String

  /// - Parameter mayReplace: a file that is there gives way.
  init(_ path: String, mark: String, mayReplace: Bool) {
    (self.path, self.mark) = (path, mark)
    expectation = mayReplace ? .anything : .nothing
  }

  func append(_ more: String) { text += more }

  /// Writes what there is.
  ///
  /// - Returns: why it could not be written; `nil` where it was.
  static func finish() -> Problem? {
    guard let file = current, !file.text.isEmpty else { return nil }
    current = nil
    do throws(SystemReason) {
      try FileWriting.write(file.mark + file.text, to: file.path, expecting: file.expectation)
      return nil
    } catch {
      return .unwritable(file.path, error)
    }
  }
}
