import Foundation
import TestSupport
import Testing

/// Terminals, pagers, pipes and variables around the prompt.
@Suite
struct PromptSurroundingsTests {
  private static let graphics = "\u{1B}["

  private func text(_ terminal: PseudoTerminal) -> String {
    String(decoding: terminal.received, as: UTF8.self)
  }

  /// Whether anything was coloured.
  private func usesColour(_ bench: PromptBench) -> Bool {
    text(bench.terminal).firstMatch(of: /\u{1B}\[[0-9;]*m/) != nil
  }

  // MARK: Pagers

  private func openPaged(_ settings: String) throws -> (bench: PromptBench, file: URL) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let bench = try PromptBench(
      columns: 80, rows: 10, settings: settings, environment: ["PAGER": "cat > '\(file.path)'"])
    return (bench, file)
  }

  @Test func longAnswersArePaged() throws {
    let (bench, file) = try openPaged("preview off\n")
    defer { try? FileManager.default.removeItem(at: file) }
    bench.enter("1 + 1")
    #expect(!FileManager.default.fileExists(atPath: file.path))
    bench.clear()
    bench.enter("help")
    let paged = try String(contentsOf: file, encoding: .utf8)
    #expect(paged.split(separator: "\n").count >= 10)
    #expect(bench.screen.row(1) == "base>", "\(bench.screen)")
    #expect(bench.answer(to: "mankong.target").contains("100 household"))
    #expect(bench.isClean)
  }

  @Test func thePagerIsSwitchedOff() throws {
    let (bench, file) = try openPaged("preview off\npager off\n")
    defer { try? FileManager.default.removeItem(at: file) }
    bench.enter("help")
    #expect(!FileManager.default.fileExists(atPath: file.path))
    #expect(bench.screen.scrolledOff.count >= 5)
    // And on again, for later sessions too.
    bench.enter("setting pager on")
    bench.enter("help")
    #expect(FileManager.default.fileExists(atPath: file.path))
    let kept = try String(
      contentsOf: bench.folder.appendingPathComponent("codi-plan/settings"), encoding: .utf8)
    #expect(kept.contains("pager on") && kept.contains("preview off"))
  }

  @Test(arguments: ["/no/such/pager", "", "true"])
  func aPagerThatIsNoneHurtsNothing(_ pager: String) throws {
    let bench = try PromptBench(rows: 10, environment: ["PAGER": pager])
    bench.enter("help")
    #expect(pager == "true" || bench.screen.scrolledOff.count >= 5)
    #expect(bench.answer(to: "mankong.target").contains("100 household"))
  }

  // MARK: Colour

  @Test func noColorTakesColoursAway() throws {
    for (value, colour): (String?, Bool) in [("1", false), ("", true), (nil, true)] {
      let bench = try PromptBench(environment: ["NO_COLOR": value])
      bench.enter("mankong.rate")
      bench.enter("mankong.nothing")
      #expect(usesColour(bench) == colour, "NO_COLOR=\(value ?? "unset")")
    }
  }

  @Test func coloursAreSwitchedOff() throws {
    let bench = try PromptBench(settings: "colour off\npreview off\n", environment: ["NO_COLOR": nil])
    bench.enter("mankong.rate")
    #expect(!usesColour(bench))
  }

  // MARK: Terminals

  // An empty TERM is a terminal that cannot draw, and has no colours.
  @Test(arguments: ["dumb", "", nil])
  func terminalsThatOnlyPrintAreEnough(_ kind: String?) throws {
    let bench = try PromptBench()
    let terminal = try PseudoTerminal(
      [bench.folder.appendingPathComponent("small.plan").path],
      environment: ["TERM": kind, "NO_COLOR": nil, "XDG_STATE_HOME": bench.folder.path])
    try terminal.expect("base> ")
    terminal.type("let บ้าน = 5 household\r")
    try terminal.expect("> ")
    terminal.type("บ้าน + 1 household\r")
    try terminal.expect("6 household")
    try terminal.expect("> ")
    terminal.type("move 10 household of target\r")
    try terminal.expect("... ")
    terminal.type("from mankong to canal\r")
    try terminal.expect("together 150 household")
    try terminal.expect("scratch*> ")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
    #expect(!text(terminal).contains("\u{1B}"))
    #expect(try PromptBench(folder: bench.folder).screen.shows("an earlier session with 2 statements"))
  }

  @Test func fortyColumnsAreEnough() throws {
    let bench = try PromptBench(columns: 40, rows: 60)
    let answer = bench.answer(to: "move 10 household of target from mankong to canal")
    #expect(answer.contains("base> move 10 household of target from\nmankong to canal\n"), "\(bench.screen)")
    #expect(
      answer.contains("mankong  target 100 → 90 household\n         rate 90.00% → 100.00%\n"),
      "\(bench.screen)")
    #expect(bench.answer(to: "ไม่มี").contains("there is no figure"), "\(bench.screen)")
    #expect(bench.answer(to: "mankong.target").contains("90 household"))
    #expect(bench.isClean)
  }

  /// Statements through a pipe, answers to the terminal: there is nobody to edit.
  @Test func aPipeIsNoPrompt() throws {
    let bench = try PromptBench()
    let plan = bench.folder.appendingPathComponent("small.plan").path
    let terminal = try PseudoTerminal(
      ["-c", #"printf 'mankong.target\nlet บ้าน = 5 household\nบ้าน\n' | "$0" "$1""#, Tool.binary.path, plan],
      program: "/bin/sh")
    #expect(terminal.waitForExit(seconds: 20) == 0)
    #expect(!text(terminal).contains("base>") && !text(terminal).contains("\u{1B}"), "\(terminal.screen)")
    #expect(terminal.screen.shows("100 household") && terminal.screen.shows("5 household"))
  }
}
