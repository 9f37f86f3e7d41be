import TestSupport
import Testing

/// Hundreds of edits by chance; after each few of them the terminal must show what a model of the line says.
@Suite
struct PromptRandomEditingTests {
  struct Run: CustomTestStringConvertible, Sendable {
    let seed: Int
    let columns: Int
    let rows: Int
    let manner: TerminalScreen.Manner
    var testDescription: String { "seed \(seed), \(columns) × \(rows), as \(manner)" }
  }

  /// Narrow, so that lines wrap; low, so that they scroll what stands above off the screen.
  static let runs: [Run] = [
    Run(seed: 1, columns: 19, rows: 40, manner: .xterm), Run(seed: 2, columns: 19, rows: 40, manner: .tmux),
    Run(seed: 3, columns: 23, rows: 12, manner: .xterm), Run(seed: 4, columns: 24, rows: 12, manner: .tmux),
    Run(seed: 5, columns: 40, rows: 9, manner: .xterm), Run(seed: 6, columns: 41, rows: 9, manner: .tmux),
  ]

  @Test(arguments: runs)
  func theScreenFollowsTheModel(_ run: Run) throws {
    let bench = try PromptBench(columns: run.columns, rows: run.rows, manner: run.manner)
    var edits = RandomEdits(seed: run.seed, longest: run.rows < 20 ? 70 : 150)
    var numbers = SeededNumbers(seed: run.seed + 1_000)
    let isAlone = run.rows > 20
    for statement in ["บ้านมั่นคง", "1 + 1", "ที่อยู่อาศัยชุมชนริมหนอง  # 漢字"] {
      bench.enter(statement)
      edits.finish(as: statement)
    }
    if isAlone { bench.clear() }
    var made = 0
    while made < 300 {
      for _ in 0..<Int.random(in: 1...5, using: &numbers) {
        edits.makeOne(on: bench.terminal)
        made += 1
      }
      guard bench.shows(edits.line, isAlone: isAlone) else {
        Issue.record(
          "after \(edits.log.suffix(12)): \(bench.difference(from: edits.line))")
        return
      }
      guard Int.random(in: 0..<25, using: &numbers) == 0 else { continue }
      // A comment is a statement whatever stands in it; blanks at the end are another test's.
      bench.terminal.press(.home)
      bench.terminal.type("# ")
      bench.terminal.press(.end)
      bench.terminal.type(".")
      let text = "# " + edits.line.text + "."
      #expect(bench.enter() == text, "\(edits.log.suffix(12))")
      edits.finish(as: text)
      if isAlone { bench.clear() }
    }
    #expect(bench.isClean)
  }
}
