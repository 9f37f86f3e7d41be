import Foundation
import TestSupport
import Testing

/// Keys that edit, one line or several, in both of the editor's manners.
@Suite
struct PromptEditingTests {
  private static let move = "move 10 household of target"
  private static let rest = "  from mankong to canal"

  // MARK: Several rows

  @Test func unfinishedStatementsOpenRows() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type(PromptEditingTests.move)
    bench.terminal.press(.enter)
    #expect(
      bench.awaits {
        $0.row(0) == "base> " + PromptEditingTests.move && $0.row(1) == "..." && $0.cursor == (1, 6)
      }, "\(bench.screen)")
    bench.terminal.type("from mankong to canal")
    #expect(bench.awaits { $0.row(1) == "... " + PromptEditingTests.rest && $0.cursor == (1, 27) })
    bench.terminal.press(.up)
    #expect(bench.awaits { $0.cursor == (0, 29) }, "\(bench.screen)")
    bench.terminal.press(.home, .wordRight)
    bench.terminal.type("X")
    #expect(bench.awaits { $0.row(0) == "base> moveX 10 household of target" }, "\(bench.screen)")
    bench.terminal.press(.backspace, .down)
    #expect(bench.awaits { $0.cursor == (1, 8) }, "\(bench.screen)")
    bench.terminal.press(.up)
    // Enter takes the whole statement, wherever in it the cursor stands.
    let whole = PromptEditingTests.move + "\\n" + PromptEditingTests.rest
    #expect(bench.enter() == whole)
    #expect(bench.screen.shows("together 150 household of target before and after"), "\(bench.screen)")

    bench.clear()
    bench.terminal.press(.up)
    #expect(
      bench.awaits {
        $0.row(0) == "scratch*> " + PromptEditingTests.move && $0.row(1) == "... " + PromptEditingTests.rest
          && $0.cursor == (1, 27)
      }, "\(bench.screen)")
    bench.terminal.press(.control("C"))
    bench.enter("quit")
    let again = try PromptBench(folder: bench.folder)
    again.clear()
    again.terminal.press(.up, .up)
    #expect(again.awaits { $0.row(1) == "... " + PromptEditingTests.rest }, "\(again.screen)")
    #expect(bench.received == [whole, "quit"])
  }

  /// Terminals send the line ends of a paste as one or the other.
  @Test(arguments: ["\n", "\r"])
  func rowsArePastedAsTheyAre(_ lineEnd: String) throws {
    try paste(lineEnd: lineEnd)
  }

  // The terminal must not exchange CR and LF while a line is edited: one line end would become two.
  @Test func windowsRowsArePastedAsTheyAre() throws { try paste(lineEnd: "\r\n") }

  private func paste(lineEnd: String) throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.paste("let บ้าน = 5 household\(lineEnd)\tlet คน = 2\(lineEnd)")
    #expect(
      bench.awaits {
        $0.row(0) == "base> let บ้าน = 5 household" && $0.row(1) == "...   let คน = 2" && $0.row(2).isEmpty
      }, "\(bench.screen)")
    #expect(bench.enter() == "let บ้าน = 5 household\\n  let คน = 2")
  }

  @Test func altEnterOpensARowAnywhere() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("1 + 1")
    bench.terminal.press(.altEnter)
    bench.terminal.type("# สอง")
    #expect(bench.awaits { $0.row(0) == "base> 1 + 1" && $0.row(1) == "... # สอง" }, "\(bench.screen)")
    #expect(bench.enter() == "1 + 1\\n# สอง")
  }

  // MARK: Single keys

  @Test func linesAreDroppedAndEnded() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("mankong.target")
    bench.press(.control("C"))
    #expect(bench.awaits { $0.row(0) == "base> mankong.target^C" && $0.row(1) == "base>" }, "\(bench.screen)")
    #expect(bench.received.isEmpty)
    // Within a line it deletes the letter under the cursor; only on an empty one it ends the session.
    bench.terminal.type("1 + 13")
    bench.terminal.press(.left, .control("D"))
    #expect(bench.enter() == "1 + 1")
    bench.terminal.press(.control("D"))
    #expect(bench.terminal.waitForExit() == 0)
  }

  @Test func editsAreUndone() throws {
    let bench = try PromptBench()
    bench.clear()
    var line = EditedLine()
    for word in ["บ้าน", " ที่นี่"] {
      line.type(word)
      bench.terminal.type(word)
      #expect(bench.shows(line), "\(bench.difference(from: line))")
    }
    bench.terminal.press(.control("U"))
    #expect(bench.shows(EditedLine()), "\(bench.difference(from: EditedLine()))")
    bench.terminal.press(.control("_"))
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.press(.home, .delete)
    var shorter = line
    shorter.moveHome()
    shorter.delete()
    #expect(bench.shows(shorter), "\(bench.difference(from: shorter))")
    bench.terminal.press(.control("_"), .end)
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    #expect(bench.enter() == "บ้าน ที่นี่")
  }

  @Test func killedWordsComeBack() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("บ้าน ที่นี่")
    bench.terminal.press(.control("W"), .home, .control("Y"))
    var line = EditedLine()
    line.type("ที่นี่")
    let cursor = line.cells.count
    line.type("บ้าน ")
    line.moveHome()
    for _ in 0..<cursor { line.moveRight() }
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    #expect(bench.enter() == "ที่นี่บ้าน ")
  }

  @Test func theScreenIsClearedAroundTheLine() throws {
    let bench = try PromptBench()
    bench.enter("1 + 1")
    bench.terminal.type("บ้านมั่นคง")
    bench.terminal.press(.left, .control("L"))
    var line = EditedLine()
    line.type("บ้านมั่นคง")
    line.moveLeft()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
  }

  // The signal must reach the thread that waits for a key: the line is drawn anew before the next one comes.
  @Test(arguments: [TerminalScreen.Manner.xterm, .tmux])
  func theLineFollowsTheWindow(_ manner: TerminalScreen.Manner) throws {
    let bench = try PromptBench(columns: 70, manner: manner)
    bench.clear()
    var line = EditedLine()
    line.type("# บ้านมั่นคง ที่อยู่อาศัยชุมชนริมคลอง 漢字 บ้านพอเพียงชนบท")
    bench.terminal.type(line.text)
    for _ in 0..<9 {
      line.moveLeft()
      bench.terminal.press(.left)
    }
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    // The line looks different at each, so that a frame of the size before is never taken for the new one.
    for columns in [30, 23, 55, 40, 24] {
      bench.terminal.resize(columns: columns, rows: 30)
      try #require(bench.shows(line), "\(columns): \(bench.difference(from: line))")
    }
    #expect(bench.enter() == line.text)
    #expect(bench.isClean)
  }

  /// The key after another size finds the line drawn for that size.
  @Test(arguments: [TerminalScreen.Manner.xterm, .tmux])
  func keysFollowTheWindow(_ manner: TerminalScreen.Manner) throws {
    let bench = try PromptBench(columns: 70, manner: manner)
    bench.clear()
    var line = EditedLine()
    line.type("# บ้านมั่นคง ที่อยู่อาศัยชุมชนริมคลอง 漢字 บ้านพอเพียงชนบท")
    bench.terminal.type(line.text)
    for _ in 0..<9 {
      line.moveLeft()
      bench.terminal.press(.left)
    }
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    // The line looks different at each, so that a frame of the size before is never taken for the new one.
    for columns in [30, 23, 55, 40, 24] {
      bench.terminal.resize(columns: columns, rows: 30)
      bench.terminal.settle()
      bench.terminal.type("ดี")
      line.type("ดี")
      try #require(bench.shows(line), "\(columns): \(bench.difference(from: line))")
    }
    #expect(bench.enter() == line.text)
    #expect(bench.isClean)
  }

  // MARK: vi

  private func openVi() throws -> PromptBench {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let bindings = folder.appendingPathComponent("editrc")
    try Data("bind -v\n".utf8).write(to: bindings)
    return try PromptBench(environment: ["EDITRC": bindings.path])
  }

  @Test func viEditsThaiByCells() throws {
    let bench = try openVi()
    bench.clear()
    bench.terminal.type("ที่นี่ = 5")
    var line = EditedLine()
    line.type("ที่นี่ = 5")
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    // Leaving insert mode steps back.
    bench.terminal.press(.escape)
    line.moveLeft()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.type("0")
    line.moveHome()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.type("x")
    line.delete()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.type("iบ้า")
    line.type("บ้า")
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.press(.backspace, .left, .backspace)
    line.backspace()
    line.moveLeft()
    line.backspace()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.press(.escape)
    bench.terminal.settle()
    bench.terminal.type("u")
    bench.terminal.settle()
    bench.terminal.type("A ปี")
    bench.terminal.settle()
    let received = try #require(bench.enter())
    #expect(received.hasSuffix("นี่ = 5 ปี"), "\(received)")
    #expect(bench.isClean)
  }
}
