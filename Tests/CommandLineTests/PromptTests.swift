import Foundation
import TestSupport
import Testing

/// The prompt on a real pseudo-terminal.
@Suite(.serialized)
struct PromptTests {
  private func open(_ environment: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(["scenarios/fy2561.plan"], environment: environment)
    try terminal.expect("base> ")
    return terminal
  }

  @Test func amendmentsAnswerWithWhatTheyChanged() throws {
    let terminal = try open()
    terminal.type("mankong.rate\r")
    try terminal.expect("82.41%")
    terminal.type("move 1,250 household of target from mankong to canal in Q4\r")
    let answer = try terminal.expect("scratch*> ")
    #expect(answer.contains("9,210 → 7,960 household"))
    #expect(answer.contains("together 9,210 household of target before and after"))
    terminal.type("undo\r")
    try terminal.expect("taken back")
    try terminal.expect("base> ")
    terminal.type("redo\r")
    try terminal.expect("scratch*> ")
    terminal.type("keep half\r")
    try terminal.expect("half*> ")
    terminal.type("scenario base\r")
    try terminal.expect("base*> ")
    terminal.type("quit\r")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func unfinishedStatementsGoOn() throws {
    let terminal = try open()
    terminal.type("move 10 household of target\r")
    try terminal.expect("... ")
    terminal.type("from mankong to canal\r")
    try terminal.expect("scratch*> ")
    terminal.type("move 10 household of target\r")
    try terminal.expect("... ")
    terminal.type("\r")
    try terminal.expect("E0105")
    terminal.type("group ทั้งหมด = mankong + canal {\r")
    try terminal.expect("... ")
    terminal.type("\u{3}")
    try terminal.expect("scratch*> ")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func controlCDropsTheLine() throws {
    let terminal = try open()
    terminal.type("mankong.nonsense")
    terminal.type("\u{3}")
    try terminal.expect("^C")
    terminal.type("mankong.target\r")
    let answer = try terminal.expect("household")
    #expect(!answer.contains("error"))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  /// One cell for a consonant with its vowel and tone marks: cursor and backspace go by what is seen.
  @Test func thaiIsEditedByCells() throws {
    let terminal = try open()
    terminal.type("let บ้าน = 5 household\r")
    try terminal.expect("> ")
    terminal.type("บ้าม\u{7F}น\r")
    try terminal.expect("5 household")
    // Left twice over น and า, then a letter in front of them, and away again.
    terminal.type("บ้าน\u{1B}[D\u{1B}[Dก\u{7F}\r")
    try terminal.expect("5 household")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func tabCompletesByPlace() throws {
    let terminal = try open()
    terminal.type("mankong.ra\t\r")
    try terminal.expect("82.41%")
    terminal.type("move 1 household of target from mank\t")
    try terminal.expect("ong ")
    terminal.type("\u{3}")
    terminal.type("show disb\t\r")
    try terminal.expect("7.2")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func historyLastsAcrossSessions() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = ["CODI_PLAN_HISTORY": folder.appendingPathComponent("ประวัติ").path]
    let first = try open(environment)
    first.type("let คน = 275 person\r")
    try first.expect("> ")
    first.type("\u{4}")
    #expect(first.waitForExit() == 0)
    let second = try open(environment)
    second.type("\u{1B}[A\r")
    try second.expect("base*> ")
    second.type("คน\r")
    try second.expect("275 person")
    second.type("\u{4}")
    #expect(second.waitForExit() == 0)
  }

  @Test func savedWorkOpensAgain() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("ทดลอง.plan").path
    let terminal = try open()
    terminal.type("move 1,250 household of target  # ปรับแผน\r")
    try terminal.expect("... ")
    terminal.type("from mankong to canal in Q4\r")
    try terminal.expect("scratch*> ")
    terminal.type("keep quarter_four\r")
    try terminal.expect("quarter_four*> ")
    terminal.type("save \(file)\r")
    try terminal.expect("saved")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
    let again = try Tool(
      ["eval", "mankong.target[quarter_four]", file, "--allow", Repository.path("scenarios").path])
    #expect(again.output == "7,960 household\n", "\(again.errors)")
  }
}
