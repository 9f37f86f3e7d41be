import Foundation
import TestSupport
import Testing

/// What prompts keep for one another and for themselves.
@Suite
struct PromptJournalTests {
  private static let offer = "was not saved"

  private func journals(_ bench: PromptBench) -> [URL] {
    let folder = bench.folder.appendingPathComponent("codi-plan/sessions")
    let all = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (all ?? []).sorted { $0.path < $1.path }
  }

  @Test func promptsAtOnceDoNotDisturbOneAnother() throws {
    let first = try PromptBench()
    first.enter("let ก0 = 1 household")
    let second = try PromptBench(folder: first.folder)
    #expect(!second.screen.shows(PromptJournalTests.offer), "\(second.screen)")
    let long = String(repeating: "ยาว", count: 500)
    for number in 1...20 {
      for (name, bench) in [("ก", first), ("ข", second)] {
        bench.terminal.type("let \(name)\(number) = \(number) household  # \(long)\r")
      }
    }
    for bench in [first, second] {
      bench.terminal.type("1 + 1\r")
      try bench.terminal.expect("2\r\n")
      #expect(bench.awaits { $0.row($0.cursor.row).hasPrefix("base*>") && $0.cursor.column == 7 })
    }
    let wanted = (1...20).flatMap { number in
      ["ก", "ข"].map { "let \($0)\(number) = \(number) household  # \(long)" }
    }
    #expect(first.received.sorted() == (wanted + ["let ก0 = 1 household", "1 + 1", "1 + 1"]).sorted())

    first.terminal.kill(SIGKILL)
    second.terminal.kill(SIGKILL)
    #expect(first.terminal.waitForExit() != -1 && second.terminal.waitForExit() != -1)
    // The later one is offered first, then the other.
    let third = try PromptBench(folder: first.folder)
    #expect(third.screen.shows("an earlier session with 20 statements was not saved"), "\(third.screen)")
    #expect(third.answer(to: "resume").contains("resumed: 20 statements"))
    #expect(third.answer(to: "ข20").contains("20 household"))
    #expect(third.answer(to: "resume").contains("resumed: 21 statements"))
    #expect(third.answer(to: "ก0 + ข20").contains("21 household"))
    #expect(journals(third).count == 1)
  }

  @Test func whatIsForgottenIsNotOfferedAgain() throws {
    let bench = try PromptBench()
    bench.enter("let ก = 1 household")
    bench.terminal.kill(SIGKILL)
    #expect(bench.terminal.waitForExit() != -1)
    let second = try PromptBench(folder: bench.folder)
    #expect(second.screen.shows(PromptJournalTests.offer))
    #expect(second.answer(to: "forget").contains("dropped"))
    #expect(second.answer(to: "resume").contains("there is no earlier session"))
    second.terminal.type("quit\r")
    #expect(second.terminal.waitForExit() == 0)
    #expect(journals(bench).isEmpty)
    #expect(try !PromptBench(folder: bench.folder).screen.shows(PromptJournalTests.offer))
  }

  @Test func whatIsSavedIsNotOffered() throws {
    let bench = try PromptBench()
    let file = bench.folder.appendingPathComponent("เก็บ.plan")
    bench.enter("move 5 household of target from mankong to canal")
    bench.enter("keep ห้า")
    #expect(bench.answer(to: "save \(file.path)").contains("saved"))
    bench.terminal.press(.control("D"))
    #expect(bench.terminal.waitForExit() == 0)
    #expect(journals(bench).isEmpty)
    #expect(try !PromptBench(folder: bench.folder).screen.shows(PromptJournalTests.offer))
    let saved = try PromptBench(files: [file.path], folder: bench.folder)
    #expect(saved.answer(to: "mankong.target[ห้า]").contains("95 household"))
  }

  /// Killed after saving, and with a change after it.
  @Test func changesAfterSavingAreOffered() throws {
    let bench = try PromptBench()
    bench.enter("let ก = 1 household")
    bench.enter("save \(bench.folder.appendingPathComponent("ก.plan").path)")
    bench.enter("let ข = 2 household")
    bench.terminal.kill(SIGKILL)
    #expect(bench.terminal.waitForExit() != -1)
    let second = try PromptBench(folder: bench.folder)
    #expect(second.screen.shows(PromptJournalTests.offer), "\(second.screen)")
    second.enter("resume")
    #expect(second.answer(to: "ก + ข").contains("3 household"))
  }

  @Test func whatIsLeftUnsavedIsOffered() throws {
    let bench = try PromptBench()
    bench.enter("let ก = 1 household")
    bench.terminal.type("quit\r")
    #expect(bench.terminal.waitForExit() == 0)
    #expect(
      try PromptBench(folder: bench.folder).screen.shows("an earlier session with 1 statement was not saved"))
    // On other files it is none of theirs.
    let other = bench.folder.appendingPathComponent("other.plan")
    try Data(PromptBench.smallPlan.utf8).write(to: other)
    let second = try PromptBench(files: [other.path], folder: bench.folder)
    #expect(!second.screen.shows(PromptJournalTests.offer))
  }

  /// What no longer fits on a changed file stands in no session: only the journal has it.
  @Test(arguments: [false, true]) func misfitsAreOfferedAgain(savesTheRest: Bool) throws {
    let bench = try PromptBench()
    let file = bench.folder.appendingPathComponent("changing.plan")
    try Data((PromptBench.smallPlan + "\nprogramme late in household { target 7 }\n").utf8).write(to: file)
    let first = try PromptBench(files: [file.path], folder: bench.folder)
    first.enter("set late.target = 8 household")
    try Data(PromptBench.smallPlan.utf8).write(to: file)
    #expect(first.answer(to: "reload").contains("no longer fits"))
    if savesTheRest {
      first.enter("let ก = 1 household")
      first.enter("save \(bench.folder.appendingPathComponent("rest.plan").path)")
    }
    first.terminal.press(.control("D"))
    #expect(first.terminal.waitForExit() == 0)
    let second = try PromptBench(files: [file.path], folder: bench.folder)
    #expect(second.screen.shows(PromptJournalTests.offer), "\(second.screen)")
    #expect(second.answer(to: "resume").contains("no longer fits"), "\(second.screen)")
  }

  @Test func aResumedSessionThatIsKilledIsThereAgain() throws {
    let folder = try PromptBench()
    folder.enter("let ก = 1 household")
    folder.terminal.kill(SIGKILL)
    #expect(folder.terminal.waitForExit() != -1)
    for number in 2...4 {
      let bench = try PromptBench(folder: folder.folder)
      #expect(bench.answer(to: "resume").contains("resumed: \(number - 1) statement"))
      bench.enter("let ก\(number) = \(number) household")
      bench.terminal.kill(SIGKILL)
      #expect(bench.terminal.waitForExit() != -1)
      #expect(journals(folder).count == 1)
    }
  }

  /// The window is closed while something stands in the line, and while a statement is unfinished.
  @Test(arguments: ["move 5 household", "move 5 household of target\rfrom mank", "# \u{1B}[200~half a paste"])
  func aClosedWindowKeepsWhatWasAnswered(_ unfinished: String) throws {
    let bench = try PromptBench()
    bench.enter("let ก = 1 household")
    bench.terminal.type(unfinished)
    bench.terminal.settle()
    bench.terminal.hangUp()
    #expect(bench.terminal.waitForExit() != -1)
    let second = try PromptBench(folder: bench.folder)
    #expect(second.screen.shows("an earlier session with 1 statement was not saved"), "\(second.screen)")
    second.enter("resume")
    #expect(second.answer(to: "ก").contains("1 household"))
    #expect(second.answer(to: "mankong.target").contains("100 household"))
  }

  /// Only whole statements are taken up, whatever a crash of the machine left of the file.
  @Test func halfWrittenJournalsAreReadAsFarAsTheyGo() throws {
    let bench = try PromptBench()
    for number in 1...3 { bench.enter("let ก\(number) = \(number) household") }
    bench.terminal.kill(SIGKILL)
    #expect(bench.terminal.waitForExit() != -1)
    let journal = try #require(journals(bench).first)
    let whole = try Data(contentsOf: journal)
    let lines = whole.split(separator: 10)
    for cut in [1, 15, 40] {
      try whole.dropLast(cut).write(to: journal)
      let kept = lines.count - 2 - (cut == 1 ? 0 : cut == 15 ? 1 : 2)
      let second = try PromptBench(folder: bench.folder)
      let answer = second.answer(to: "resume")
      #expect(answer.contains("resumed: \(kept) statement"), "\(cut): \(answer)")
      #expect((cut == 1) != answer.contains("could not be read"), "\(cut): \(answer)")
      second.terminal.kill(SIGKILL)
      #expect(second.terminal.waitForExit() != -1)
      for file in journals(bench) { try FileManager.default.removeItem(at: file) }
    }
  }
}
