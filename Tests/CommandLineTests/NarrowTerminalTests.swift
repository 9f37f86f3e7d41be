import Foundation
import PlanLang
import TestSupport
import Testing

/// On a narrow terminal an answer has more lines, and says the same.
@Suite
struct NarrowTerminalTests {
  private static let plan = "scenarios/fy2561.plan"

  /// Words of an answer; labels, in Thai, may be left out or cut.
  private func words(_ text: String) -> Set<String> {
    let quoted = try? Repository.text(NarrowTerminalTests.plan).matches(of: /"([^"]*)"/).flatMap {
      $0.1.split { $0.isWhitespace }.map(String.init)
    }
    return Set(
      text.split { $0.isWhitespace }.map(String.init).filter {
        $0.unicodeScalars.allSatisfy { !(0x0E00...0x0E7F).contains($0.value) }
          && $0.contains { $0.isLetter || $0.isNumber }
      }
    ).subtracting(quoted ?? [])
  }

  private func shown(_ arguments: [String], columns: Int) throws -> String {
    let terminal = try PseudoTerminal(arguments, columns: columns, rows: 200)
    #expect(terminal.waitForExit(seconds: 60) != -1)
    return String(decoding: terminal.received, as: UTF8.self)
  }

  private func isWithin(_ text: String, _ columns: Int) -> Bool {
    text.split(whereSeparator: \.isNewline).allSatisfy { TerminalWidth.of(String($0)) <= columns }
  }

  @Test(
    arguments: [
      ["show"], ["check"], ["compare"], ["audit"], ["show", "housing"], ["show", "reshuffle"],
      ["show", "disbursement"],
      ["eval", "target by programme by quarter"], ["eval", "housing.rate by quarter"],
      ["list", "kpi"],
    ], [80, 60])
  func nothingIsLost(command: [String], columns: Int) throws {
    let wide = try Tool(command + [NarrowTerminalTests.plan]).output
    let narrow = try shown(command + [NarrowTerminalTests.plan], columns: columns)
    let lost = words(wide).subtracting(words(narrow))
    #expect(lost.isEmpty, "\(lost.sorted())\n\(narrow)")
    #expect(isWithin(narrow, columns), "\(narrow)")
    // Only labels are cut.
    #expect(!words(narrow).contains { $0.hasSuffix("…") && !$0.hasPrefix("(") && $0.count > 1 }, "\(narrow)")
  }

  /// How much the change is, in six lines.
  @Test(
    arguments: [("why not disbursement", ["+67.67", "−70.49"]), ("why new_councils", ["−56"])], [80, 60])
  func theChangeIsKept(question: (String, [String]), columns: Int) throws {
    let folder = try TableFolder(try Repository.text(NarrowTerminalTests.plan) + question.0 + "\n")
    let narrow = try shown(["run", folder.plan], columns: columns)
    let answer = narrow.split(whereSeparator: \.isNewline).drop { !$0.contains("> why") }.dropFirst()
    #expect(answer.count <= 6, "\(narrow)")
    for size in question.1 { #expect(answer.contains { $0.contains(size) }, "\(narrow)") }
    #expect(columns > 60 || answer.contains { $0.contains("short") } || question.1.count == 1, "\(narrow)")
  }

  /// At the prompt.
  @Test(
    arguments: [
      "explain housing.adjusted[Q3] fully",
      "compare base, no_reshuffle by statement",
      "show reshuffle", "explain disbursement.rate",
    ], [80, 60, 48])
  func answersAtThePromptKeepWhatMatters(question: String, columns: Int) throws {
    let wide = try Tool([NarrowTerminalTests.plan], input: question + "\n").output
    let terminal = try PseudoTerminal(
      [NarrowTerminalTests.plan], columns: columns, rows: 80, environment: ["TERM": "dumb"])
    try terminal.expect("base> ")
    terminal.type(question + "\r")
    let narrow = try terminal.expect("base> ")
    let lost = words(wide).subtracting(words(narrow))
    #expect(lost.isEmpty, "\(lost.sorted())\n\(narrow)")
  }

  /// Columns that have no room stand below, whole, beside the names of their rows.
  @Test func columnsGoOnBelow() throws {
    let narrow = try shown(["check", NarrowTerminalTests.plan], columns: 80)
    let lines = narrow.split(whereSeparator: \.isNewline).map(String.init)
    let heads = lines.filter { $0.hasPrefix("programme ") }
    #expect(heads.count == 2, "\(narrow)")
    #expect(heads[0].contains("unit") == false && heads[0].hasSuffix("rate  light"))
    #expect(heads[1].split(separator: " ") == ["programme", "Q1", "Q2", "Q3", "Q4"])
    #expect(lines.count { $0.hasPrefix("housing ") } == 2)
    // Rows that have nothing there are not repeated.
    #expect(lines.count { $0.hasPrefix("mankong ") } == 1)
  }
}
