import Foundation
import PlanLang
import TestSupport
import Testing

@testable import PlanTool

/// Help teaches by examples that run, and fits one screen.
struct HelpTests {
  @Test func everyStatementsExampleRuns() throws {
    let rows = try Tool(["dump", "statements"]).output.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let examples = rows.compactMap { example(in: String($0)) }
    let commands = [
      "help", "undo", "redo", "history", "keep", "drop", "save", "load", "reload", "reset", "setting",
    ]
    #expect(examples.count >= 30)
    for example in examples {
      let word = String(example.prefix { $0 != " " })
      if commands.contains(word) || ["resume", "forget", "quit", "exit"].contains(word) { continue }
      let isOfNothing = ["plan", "fiscal", "currency"].contains(word)
      let run = try Tool(
        isOfNothing ? ["-"] : ["scenarios/fy2561.plan"], input: isOfNothing ? "" : example + "\n")
      #expect(run.status == 0, "\(example)\n\(run.errors)")
      #expect(run.errors.isEmpty, "\(example)\n\(run.errors)")
      if !isOfNothing { #expect(!run.output.isEmpty, "\(example)") }
      // What helps to learn a statement shows it as it would be typed.
      let help = try Tool(["scenarios/fy2561.plan"], input: "help \(word)\n")
      #expect(help.output.contains(example), "\(help.output)")
    }
  }

  @Test func examplesOfAnEmptyPlanCheck() throws {
    for example in ["plan \"แผนปี 2561\"", "fiscal year 2561 to 2564", "currency baht \"บาท\""] {
      let run = try Tool(["check", "-"], input: example + "\n")
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test func theOverviewFitsOneScreen() throws {
    let terminal = try PseudoTerminal(["scenarios/fy2561.plan"], columns: 80, rows: 24)
    #expect(terminal.wait { $0.shows("base> ") })
    terminal.type("help\r")
    #expect(terminal.wait { $0.shows("Ctrl-R searches") })
    #expect(terminal.screen.scrolledOff.count <= 2, "\(terminal.screen)")
    #expect(terminal.screen.shows("explain"), "\(terminal.screen)")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  @Test(arguments: [
    ("help mankong", ["บ้านมั่นคง", "household", "fy2561.plan:77"]), ("help north", ["เหนือ", "region"]),
    ("help reshuffle", ["move"]), ("help mankon", ["did you mean `mankong`"]), ("help round", ["2.35"]),
    ("help nothing_like_it", ["nothing is called"]), ("help ครัวเรือน", ["household", "a unit"]),
    ("help บ้านมั่นคง", ["mankong", "household"]), ("help \"บ้านมั่นคง\"", ["mankong"]),
    ("help rate", ["result / adjusted"]), ("help gap", ["result - adjusted"]),
    ("help carried", ["adjusted - result"]),
    ("help adjusted", ["target + what is carried in"]), ("help spending", ["spent / budget"]),
    ("help light", ["red below 50%"]), ("help result", ["actual, or forecast"]),
    ("help because", ["move", "because"]),
    ("help print", ["mankong.rate"]), ("help score", ["a unit"]), ("help khon_kaen_land", ["a milestone"]),
    ("help region", ["6 members"]), ("help disbursement", ["การเบิกจ่าย"]),
  ])
  func everythingInThePlanCanBeAskedFor(line: String, shown: [String]) throws {
    let run = try Tool(["scenarios/fy2561.plan"], input: line + "\n")
    for text in shown { #expect(run.output.contains(text), "\(run.output)") }
  }

  /// Whatever is worked out says how.
  @Test func everyDerivedFigureHasItsFormula() {
    for (word, _) in FigureWord.ofProgrammes {
      #expect(Vocabulary.term(word.spelling)?.formula.isEmpty == false, "\(word)")
    }
  }

  /// The last cell of a row of the generated page.
  private func example(in row: String) -> String? {
    guard row.hasSuffix("` |"), let start = row.range(of: "| `", options: .backwards) else { return nil }
    return row[start.upperBound...].dropLast(3).replacingOccurrences(of: "\\|", with: "|")
  }
}
