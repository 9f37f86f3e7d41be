import Foundation
import TestSupport
import Testing

/// Prompts killed at any moment: what was answered is there again in the next session.
@Suite
struct PromptKilledTests {
  @Test(arguments: 0..<20)
  func nothingAnsweredIsLost(_ group: Int) throws {
    for seed in (group * 5)..<(group * 5 + 5) { try killAndResume(seed: seed) }
  }

  private func killAndResume(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed + 7)
    let script = KilledScript(length: 12, numbers: &numbers)
    let bench = try PromptBench()
    let plan = bench.folder.appendingPathComponent("small.plan")
    let before = try Data(contentsOf: plan)
    bench.terminal.send(Array((script.statements.joined(separator: "\r") + "\r").utf8))
    bench.terminal.settle(quiet: 9, seconds: Double.random(in: 0..<0.6, using: &numbers))
    bench.terminal.kill(SIGKILL)
    #expect(bench.terminal.waitForExit() == 128 + SIGKILL)
    let answered = bench.answersBegun

    let again = try PromptBench(folder: bench.folder)
    let offered =
      again.screen.text.joined(separator: " ")
      .firstMatch(of: /earlier session with (\d+) statements? was not saved/).flatMap { Int($0.1) } ?? 0
    // The next one may have been kept just before the end, without an answer.
    #expect((answered...(answered + 1)).contains(offered), "seed \(seed): \(answered) answered")
    #expect(try Data(contentsOf: plan) == before)
    guard offered > 0 else { return }
    let resumed = again.answer(to: "resume")
    #expect(resumed.contains("resumed: \(offered) statement"), "seed \(seed): \(resumed)")
    #expect(!resumed.contains("no longer fits"))
    let listed = again.answer(to: "history").split(separator: "\n").filter {
      !$0.contains("*>") && !$0.contains("base>")
    }
    #expect(
      listed.map { $0.split(separator: " ").joined(separator: " ") } == script.history(after: offered),
      "seed \(seed), \(offered) kept of \(script.statements)")
    #expect(try Data(contentsOf: plan) == before)
  }
}

/// Statements that change a session, each of which fits when its turn comes.
private struct KilledScript {
  private(set) var statements: [String] = []
  /// For each of them how the history looks after it.
  private var histories: [[String]] = [["nothing changed yet"]]

  func history(after count: Int) -> [String] { histories[count] }

  init(length: Int, numbers: inout SeededNumbers) {
    var past: [(text: String, before: String)] = []
    var future: [(text: String, after: String)] = []
    var scenario = "base"
    for number in 1...length {
      var choices = ["move", "move", "let", "undo", "redo"]
      if scenario == "scratch" { choices.append("keep") }
      if scenario.hasPrefix("kept") { choices.append("base") }
      if past.isEmpty { choices.removeAll { $0 == "undo" } }
      if future.isEmpty { choices.removeAll { $0 == "redo" } }
      let choice = choices.randomElement(using: &numbers)!
      let text: String
      switch choice {
      case "undo":
        text = choice
        let last = past.removeLast()
        future.append((last.text, scenario))
        scenario = last.before
      case "redo":
        text = choice
        let next = future.removeLast()
        past.append((next.text, scenario))
        scenario = next.after
      default:
        let before = scenario
        switch choice {
        case "move": text = "move \(number % 7 + 1) household of target from mankong to canal # \(number)"
        case "let": text = "let ค่า\(number) = \(number) household"
        case "keep": text = "keep kept\(number)"
        default: text = "scenario base"
        }
        scenario =
          choice == "keep"
          ? "kept\(number)"
          : choice == "base" ? "base" : choice == "move" && before == "base" ? "scratch" : before
        past.append((text, before))
        future = []
      }
      statements.append(text)
      histories.append(
        past.isEmpty && future.isEmpty
          ? ["nothing changed yet"]
          : past.enumerated().map { "\($0 + 1) \($1.text)" }
            + future.reversed().map { "\($0.text) taken back" })
    }
  }
}
