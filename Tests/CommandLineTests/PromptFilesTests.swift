import Foundation
import TestSupport
import Testing

/// History, journals and settings that are damaged, or cannot be read or written: the prompt works without them.
@Suite
struct PromptFilesTests {
  private func works(_ bench: PromptBench) -> Bool {
    bench.answer(to: "mankong.target + 40 household").contains("140 household")
  }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("codi-plan/sessions"), withIntermediateDirectories: true)
    return folder
  }

  private func noise(_ seed: Int, count: Int = 5_000) -> Data {
    var numbers = SeededNumbers(seed: seed)
    return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) })
  }

  @Test(arguments: 1...3)
  func damagedFilesAreReadAsFarAsTheyGo(_ seed: Int) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let history = folder.appendingPathComponent("history")
    try (noise(seed) + Data("\nmankong.rate # \u{1B}[31m\n1 + 1\nบ้าน\\n  สอง\n\\\n".utf8) + noise(seed + 10))
      .write(to: history)
    try noise(seed + 20).write(to: folder.appendingPathComponent("codi-plan/settings"))
    try noise(seed + 30).write(to: folder.appendingPathComponent("codi-plan/sessions/1-2-3.journal"))
    let head = Data("codi-plan journal 1\nplan \(folder.path)/small.plan\n".utf8)
    try (head + noise(seed + 40))
      .write(to: folder.appendingPathComponent("codi-plan/sessions/4-5-6.journal"))
    let bench = try PromptBench(settings: nil, folder: folder)
    #expect(works(bench))
    #expect(bench.answer(to: "resume").contains("could not be read"), "\(bench.screen)")
    bench.clear()
    bench.terminal.press(.control("R"))
    bench.terminal.type("สอง")
    #expect(bench.awaits { $0.shows("บ้าน") }, "\(bench.screen)")
    bench.terminal.press(.escape)
    #expect(works(bench))
    for _ in 0..<30 { bench.terminal.press(.up) }
    bench.terminal.settle()
    #expect(bench.isClean, "\(bench.screen.rawControlsPrinted)")
    // What is new stands in lines of its own.
    let text = String(decoding: try Data(contentsOf: history), as: UTF8.self)
    let sum = "mankong.target + 40 household"
    #expect(
      text.hasSuffix("\n\(sum)\nresume\n\(sum)\n"), "\(text.suffix(80).debugDescription)")
  }

  /// Tests may run as one to whom permissions mean nothing, so a folder or a file stands in the way.
  @Test func aHistoryThatCannotBeWrittenIsSaid() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("x".utf8).write(to: folder.appendingPathComponent("file"))
    let below = try PromptBench(
      environment: ["CODI_PLAN_HISTORY": folder.appendingPathComponent("file/history").path])
    below.answer(to: "1 + 1")
    let shown = below.screen.text.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(shown.contains("cannot be written"), "\(below.screen)")
    #expect(works(below))
    #expect(!below.screen.text.joined().contains("cannot be written"))
    let isFolder = try PromptBench(environment: ["CODI_PLAN_HISTORY": folder.path])
    #expect(isFolder.screen.text.joined().contains("cannot be read"), "\(isFolder.screen)")
    #expect(works(isFolder))
    let full = try PromptBench(environment: ["CODI_PLAN_HISTORY": "/dev/full"])
    #expect(works(full))
  }

  @Test func aJournalThatCannotBeWrittenIsSaid() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("file")
    try Data("x".utf8).write(to: file)
    let bench = try PromptBench(environment: ["XDG_STATE_HOME": file.path])
    #expect(bench.screen.text.joined().contains("no journal can be kept"), "\(bench.screen)")
    #expect(bench.answer(to: "let บ้าน = 5 household").contains("base*>"))
    #expect(bench.answer(to: "บ้าน").contains("5 household"))
    bench.terminal.type("quit\r")
    #expect(bench.terminal.waitForExit() == 0)
    // A folder where a journal ought to be is none.
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("codi-plan/sessions/1-1-1.journal"), withIntermediateDirectories: true
    )
    #expect(works(try PromptBench(folder: folder)))
  }

  @Test func settingsThatCannotBeKeptAreSaid() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("codi-plan/settings"), withIntermediateDirectories: true)
    let bench = try PromptBench(settings: nil, folder: folder)
    let answer = bench.answer(to: "setting preview off")
    #expect(answer.split(separator: "\n").count > 2, "\(bench.screen)")
    #expect(works(bench))
    #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("codi-plan/settings").path))
  }
}
