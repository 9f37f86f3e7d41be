import Glibc
import PlanLang
import PlanRules

/// The file that receives a command's answer instead of standard output. It is written in one piece once the answer
/// is complete, and left untouched if there is none.
final class AnswerFile {
  /// The destination of `writeOutput`; `nil` for standard output.
  nonisolated(unsafe) static var current: AnswerFile?

  private let path: String
  private let expectation: FileWriting.Expectation
  private var text = ""
  /// A byte-order mark for the beginning of the file, or empty; only written if there is an answer.
  private let mark: String

  /// - Parameter mayReplace: whether an existing file may be replaced.
  init(_ path: String, mark: String, mayReplace: Bool) {
    (self.path, self.mark) = (path, mark)
    expectation = mayReplace ? .anything : .nothing
  }

  func append(_ more: String) { text += more }

  /// Writes the answer, if there is any.
  ///
  /// - Returns: The problem if it could not be written; `nil` if it was.
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
