import Foundation
import TestSupport
import Testing

/// Pastes of which the end is lost, and paths that Tab completes.
@Suite
struct PromptPasteTests {
  private let start = Array("\u{1B}[200~".utf8)
  private let end = Array("\u{1B}[201~".utf8)

  private func bench() throws -> PromptBench {
    let bench = try PromptBench(isInside: true)
    bench.clear()
    return bench
  }

  /// The case of paste-stuck.txt: silence ends the paste, and nothing of it is carried out.
  @Test func silenceEndsAPaste() throws {
    let bench = try bench()
    bench.terminal.send(start + Array("mankong.target\rmankong.actual\r".utf8))
    #expect(
      bench.awaits { $0.row(0) == "base> mankong.target" && $0.row(1).contains("mankong.actual") },
      "\(bench.screen)")
    #expect(bench.screen.shows("the paste was cut off"), "\(bench.screen)")
    #expect(bench.received.isEmpty)
    bench.terminal.press(.control("C"))
    #expect(bench.answer(to: "1 + 1").contains("\n2"), "\(bench.screen)")
  }

  @Test func controlCEndsAPaste() throws {
    let bench = try bench()
    bench.terminal.send(start + Array("1 + 4".utf8) + [3])
    #expect(bench.awaits { $0.row(0) == "base> 1 + 4" && $0.cursor == (0, 11) }, "\(bench.screen)")
    #expect(bench.received.isEmpty)
    #expect(bench.enter("0") == "1 + 40")
    #expect(bench.screen.shows("41"), "\(bench.screen)")
  }

  @Test func aLateEndIsSwallowed() throws {
    let bench = try bench()
    bench.terminal.send(start + Array("1 + ".utf8))
    #expect(bench.awaits { $0.shows("the paste was cut off") }, "\(bench.screen)")
    bench.terminal.send(Array("2".utf8) + end)
    #expect(bench.awaits { $0.row(0) == "base> 1 + 2" }, "\(bench.screen)")
    bench.terminal.send(end)
    #expect(bench.enter("0") == "1 + 20")
    #expect(bench.isClean)
  }

  /// What comes late is no Enter either.
  @Test func aLateRestIsNotCarriedOut() throws {
    let bench = try bench()
    bench.terminal.send(start + Array("1 + 1\r".utf8))
    #expect(bench.awaits { $0.shows("the paste was cut off") }, "\(bench.screen)")
    bench.terminal.send(Array("2 + 2\r3 + 3\r".utf8) + end)
    #expect(bench.awaits { $0.shows("3 + 3") }, "\(bench.screen)")
    #expect(bench.received.isEmpty)
    bench.terminal.press(.control("C"))
    let long = String(repeating: "4 + 4\r", count: 60)
    bench.terminal.send(start + Array("1 + 1\r".utf8))
    #expect(bench.awaits { $0.shows("the paste was cut off") }, "\(bench.screen)")
    bench.terminal.send(Array(long.utf8))
    bench.terminal.settle(quiet: 0.8)
    #expect(bench.received.isEmpty, "\(bench.received)")
    bench.terminal.press(.control("C"))
    #expect(bench.answer(to: "1 + 1").contains("\n2"), "\(bench.screen)")
  }

  /// A control character in the middle of what is pasted is none of the keyboard.
  @Test func aControlCharacterInsideIsLeftOut() throws {
    let bench = try bench()
    bench.terminal.send(start + Array("1 \u{3}+ 1".utf8) + end)
    #expect(bench.awaits { $0.row(0) == "base> 1 + 1" && $0.shows("a control character") }, "\(bench.screen)")
  }

  // MARK: Paths

  private func bench(_ paths: [String]) throws -> PromptBench {
    let bench = try PromptBench(isInside: true)
    for path in paths {
      let file = bench.folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
    bench.clear()
    return bench
  }

  /// The cases of completion.txt, and others of their kind.
  @Test(arguments: [
    ("use \"p", "use \"p.plan\""),
    ("use \"dir", "use \"dir1/"),
    ("use \"dir1/", "use \"dir1/one.plan\""),
    ("use p", "use \"p.plan\""),
    ("use dir", "use \"dir1/"),
    ("load dir", "load dir1/"),
    ("load dir1/", "load dir1/one.plan"),
    ("load \"ta", "load \"table.csv\""),
    ("load ta", "load table.csv"),
    ("load tw", "load \"two words.csv\""),
    ("load \"two ", "load \"two words.csv\""),
    ("load sp", "load \"sp ace/"),
    ("load \"sp ace/", "load \"sp ace/in.csv\""),
    ("use \"qu", "use \"qu\\\"ote.plan\""),
    ("use \"qu\\\"o", "use \"qu\\\"ote.plan\""),
    ("save dir", "save dir1/"),
    ("axis area from \"ta", "axis area from \"table.csv\""),
    ("programmes from \"two w", "programmes from \"two words.csv\""),
    ("use \"ก", "use \"กขค.plan\""),
  ])
  func tabCompletesPaths(typed: String, completed: String) throws {
    let bench = try bench([
      "p.plan", "dir1/one.plan", "table.csv", "two words.csv", "qu\"ote.plan", "sp ace/in.csv", "กขค.plan",
      "other.txt",
    ])
    bench.terminal.type(typed)
    bench.terminal.press(.tab)
    let line = "base> " + completed
    #expect(
      bench.awaits { $0.row(0) == line && $0.cursor == (0, EditedLine.columns(of: line)) }, "\(bench.screen)")
  }

  @Test func tabGoesOnIntoFolders() throws {
    let bench = try bench(["dir1/one.plan", "dir1/two.plan"])
    bench.terminal.type("use \"d")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0) == "base> use \"dir1/" }, "\(bench.screen)")
    bench.terminal.press(.tab)
    #expect(
      bench.awaits { $0.row(1).contains("one.plan") && $0.row(2).contains("two.plan") }, "\(bench.screen)")
    bench.terminal.press(.tab, .tab)
    #expect(bench.awaits { $0.row(0) == "base> use \"dir1/two.plan\"" }, "\(bench.screen)")
    bench.terminal.press(.enter)
    #expect(bench.press(.enter) == "use \"dir1/two.plan\"")
    #expect(bench.screen.shows("took in dir1/two.plan"), "\(bench.screen)")
  }

  /// A mark that stands there already is not doubled.
  @Test func theClosingMarkStandsOnce() throws {
    let bench = try bench(["p.plan"])
    bench.terminal.type("use \"p\"")
    bench.terminal.press(.left, .tab)
    #expect(bench.awaits { $0.row(0) == "base> use \"p.plan\"" && $0.cursor == (0, 18) }, "\(bench.screen)")
  }
}
