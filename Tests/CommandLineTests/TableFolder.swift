import Foundation
import TestSupport
import Testing

/// A plan with tables beside it, in a folder of its own that goes with it.
final class TableFolder {
  /// What a mistake in a table looks like to whoever reads the message.
  struct Mistake: Equatable, CustomStringConvertible {
    let code: String
    /// `figures.csv:3:9`; without a place for the line that counts the others.
    let place: String?

    init(_ code: String, _ place: String? = nil) { (self.code, self.place) = (code, place) }

    var description: String { code + (place.map { " at " + $0 } ?? "") }
  }

  let url: URL
  var plan: String { url.appendingPathComponent("test.plan").path }

  /// Two programmes, and areas in regions: what most of the tables here speak of.
  static let head = """
    plan "tables"
    fiscal year 2561
    as of Q4
    unit household "ครัวเรือน"
    currency baht "บาท"
    axis area "พื้นที่" { north "เหนือ", south "ใต้", east "อีสาน" }
    programme rural "บ้านพอเพียง" in household {}
    programme canal "บ้านริมคลอง" in household {}

    """

  init(_ plan: String, _ tables: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try write(plan, to: "test.plan")
    for (name, text) in tables { try write(text, to: name) }
  }

  /// One table of figures, loaded by the plan that most tests use.
  convenience init(figures: String) throws {
    try self.init(TableFolder.head + "load \"figures.csv\"\n", ["figures.csv": figures])
  }

  convenience init(figures: [UInt8]) throws {
    try self.init(figures: "")
    try Data(figures).write(to: file("figures.csv"))
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: file(name)) }

  // MARK: Asking

  /// The exact figures of a question, in the order of the answer.
  func figures(_ question: String) throws -> [String] {
    let run = try Tool(["eval", question, plan, "--format", "json"])
    guard run.status == 0, let answer = try run.json() as? [String: Any] else {
      return ["status \(run.status): \(run.errors)\(run.output)"]
    }
    let values = answer["values"] as? [[String: Any]] ?? [answer]
    return values.map { $0["value"] as? String ?? "-" }
  }

  /// A question has these figures, `-` where one is missing.
  func expect(_ question: String, is expected: [String], sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let found = try figures(question)
    #expect(found == expected, "\(question)", sourceLocation: sourceLocation)
  }

  /// A condition holds.
  func expect(_ claim: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(claim, is: ["true"], sourceLocation: sourceLocation)
  }

  /// What is typed, one line after the other, on standard input.
  func type(_ lines: [String]) throws -> Tool {
    try Tool([plan], input: lines.map { $0 + "\n" }.joined())
  }

  // MARK: Mistakes

  /// What `check` finds wrong, in the order of the messages; it must say so with status 2 and on the error stream alone.
  func mistakes(_ arguments: [String] = []) throws -> [Mistake] {
    let run = try Tool(["check", plan] + arguments)
    guard run.status == 2, run.output.isEmpty else {
      return [Mistake("status \(run.status), output \(run.output)\(run.errors)")]
    }
    return mistakes(in: run)
  }

  /// `check` finds exactly these, each as `E0607 at figures.csv:2:3`.
  func expectMistakes(_ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let found = try mistakes().map(\.description)
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  func mistakes(in run: Tool) -> [Mistake] {
    var mistakes: [Mistake] = []
    for line in run.errors.split(separator: "\n") {
      let words = line.drop { $0 == " " }
      if words.hasPrefix("error["), let end = words.firstIndex(of: "]") {
        mistakes.append(Mistake(String(words[..<end].dropFirst(6))))
      } else if words.hasPrefix("at "), words.count < line.count, let last = mistakes.popLast() {
        let place = words.dropFirst(3).replacingOccurrences(of: url.path + "/", with: "")
        mistakes.append(Mistake(last.code, place))
      }
    }
    return mistakes
  }
}
