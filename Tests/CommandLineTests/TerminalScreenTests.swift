import Foundation
import TestSupport
import Testing

/// The terminal that the tests of the prompt look at.
struct TerminalScreenTests {
  private func screen(
    _ text: String, columns: Int = 40, rows: Int = 5, manner: TerminalScreen.Manner = .xterm
  ) -> TerminalScreen {
    var screen = TerminalScreen(columns: columns, rows: rows, manner: manner)
    screen.feed(text.utf8)
    return screen
  }

  // MARK: Thai

  @Test(arguments: [("บ้านมั่นคง", 7), ("ที่อยู่อาศัยชุมชนริมคลอง", 17), ("น้ำ", 2), ("ก", 1)])
  func thaiTakesOneCellALetter(_ word: String, _ cells: Int) {
    let shown = screen(word)
    #expect(shown.row(0) == word)
    #expect(shown.cursor == (0, cells))
    #expect(shown.strayMarks.isEmpty)
  }

  @Test func marksStandOnTheirLetter() {
    let shown = screen("ที่อยู่อาศัยชุมชนริมคลอง")
    #expect(shown.cell(row: 0, column: 0).text == "ที่")
    #expect(shown.cell(row: 0, column: 1).text == "อ")
    #expect(shown.cell(row: 0, column: 2).text == "ยู่")
    #expect(shown.position(of: "ชุมชน")! == (0, 7))
    // SARA AM has a cell of its own.
    #expect(screen("น้ำ").cell(row: 0, column: 1).text == "ำ")
    #expect(screen("\u{0E48}ก").strayMarks == ["\u{0E48}"])
  }

  @Test func lettersErasedTakeTheirMarksAlong() {
    #expect(screen("บ้านมั่นคง\u{1B}[3D\u{1B}[K").row(0) == "บ้านมั่")
    #expect(screen("บ้าน\rก").row(0) == "กาน")
    #expect(screen("บ้านมั่น\r\u{1B}[2P").row(0) == "นมั่น")
  }

  @Test func thaiWrapsByCells() {
    let shown = screen("ที่อยู่อาศัยชุ", columns: 4)
    #expect(shown.text.prefix(2) == ["ที่อยู่อ", "าศัยชุ"])
    #expect(shown.isWrapPending)
    // A mark belongs to the letter in the last column; it does not wrap.
    #expect(screen("กขคง\u{0E48}", columns: 4).text.prefix(2) == ["กขคง่", ""])
  }

  @Test func wideLettersTakeTwoCells() {
    #expect(screen("漢字").cursor == (0, 4))
    #expect(screen("abc漢", columns: 4).text.prefix(2) == ["abc", "漢"])
    #expect(screen("漢字\u{1B}[2Gx").row(0) == " x字")
  }

  // MARK: The right edge

  @Test(arguments: [TerminalScreen.Manner.xterm, .tmux])
  func theNextLetterWraps(_ manner: TerminalScreen.Manner) {
    let full = screen("12345678", columns: 8, manner: manner)
    #expect(full.cursor == (0, 7))
    #expect(full.isWrapPending)
    #expect(screen("12345678\r\n9", columns: 8, manner: manner).text.prefix(3) == ["12345678", "9", ""])
    #expect(screen("123456789", columns: 8, manner: manner).text.prefix(2) == ["12345678", "9"])
    #expect(screen("\u{1B}[?7l123456789", columns: 8, manner: manner).text.prefix(2) == ["12345679", ""])
  }

  /// What a prompt must not rely on.
  @Test func terminalsDifferWhileTheWrapIsPending() {
    #expect(screen("12345678\u{1B}[K", columns: 8).row(0) == "1234567")
    #expect(screen("12345678\u{1B}[K", columns: 8, manner: .tmux).row(0) == "12345678")
    #expect(screen("12345678\u{8}x", columns: 8).row(0) == "123456x8")
    #expect(screen("12345678\u{8}x", columns: 8, manner: .tmux).row(0) == "1234567x")
    #expect(!screen("12345678\u{1B}[K", columns: 8).isWrapPending)
  }

  @Test func tabsStopEveryEightColumns() {
    #expect(screen("a\tb\tc").row(0) == "a       b       c")
    #expect(screen("\t\t\t\t\t\tx", columns: 20).cursor.column == 19)
  }

  // MARK: Scrolling and erasing

  @Test func rowsLeaveAtTheTop() {
    let shown = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7")
    #expect(shown.scrolledOff == ["1", "2"])
    #expect(shown.text == ["3", "4", "5", "6", "7"])
    #expect(shown.allText == (1...7).map(String.init))
    #expect(screen("1\r\n2\r\n\u{1B}[H\u{1B}[J").allText == [])
  }

  @Test func onlyTheMarginsScroll() {
    let shown = screen("1\r\n2\r\n3\r\n4\r\n5\u{1B}[2;4r\u{1B}[4H\n\nx")
    #expect(shown.text == ["1", "4", "", "x", "5"])
    #expect(shown.scrolledOff.isEmpty)
  }

  @Test func partsAreErased() {
    let start = "abc\r\ndef\r\nghi\u{1B}[2;2H"
    #expect(screen(start + "\u{1B}[J").allText == ["abc", "d"])
    #expect(screen(start + "\u{1B}[1J").allText == ["", "  f", "ghi"])
    #expect(screen(start + "\u{1B}[2J").allText == [])
    #expect(screen(start + "\u{1B}[1K").row(1) == "  f")
    #expect(screen(start + "\u{1B}[2K").row(1) == "")
    #expect(screen(start + "\u{1B}[X").row(1) == "d f")
    #expect(screen(start + "\u{1B}[2@").row(1) == "d  ef")
    #expect(screen(start + "\u{1B}[L").allText == ["abc", "", "def", "ghi"])
    #expect(screen(start + "\u{1B}[M").allText == ["abc", "ghi"])
    #expect(screen("1\n2\n3\n4\n5\n6\u{1B}[3J").scrolledOff.isEmpty)
  }

  @Test func theAlternateScreenLeavesNoTrace() {
    let inside = screen("main\u{1B}[?1049hother\n\n\n\n\n\n")
    #expect(inside.isAlternate)
    #expect(inside.scrolledOff.isEmpty)
    let after = screen("main\u{1B}[?1049hother\u{1B}[?1049l")
    #expect(after.allText == ["main"])
    #expect(after.cursor == (0, 4))
  }

  // MARK: Sequences

  @Test func sequencesMayArriveInPieces() {
    let text = "\u{1B}[2;3Hบ้าน\u{1B}]0;ชื่อ\u{7}\u{1B}[1;38;5;120m漢\u{1B}]2;x\u{1B}\\\u{1B}[m!\u{1B}7"
    var split = TerminalScreen(columns: 40, rows: 5)
    for byte in text.utf8 { split.feed(CollectionOfOne(byte)) }
    #expect(split.allText == ["", "  บ้าน漢!"])
    #expect(split.attributes(row: 1, column: 5).foreground == 120)
    #expect(split.attributes(row: 1, column: 5).isBold)
    #expect(split.attributes(row: 1, column: 7) == CellAttributes())
    #expect(split.unknownSequences.isEmpty)
    #expect(split.malformedSequences == 0)
  }

  @Test func questionsAreAnswered() {
    var asked = screen("\u{1B}[3;4H\u{1B}[6n\u{1B}[c")
    #expect(String(decoding: asked.takeReplies(), as: UTF8.self) == "\u{1B}[3;4R\u{1B}[?62;22c")
    #expect(asked.pendingReplies.isEmpty)
  }

  @Test func modesAndOddThingsAreKept() {
    let shown = screen("\u{1B}[?2004h\u{1B}[?25l\u{1B}[?2026h\u{7}\u{7}\u{1B}[?5h\u{1}\u{7F}\u{1B}[5z")
    #expect(shown.bracketedPaste)
    #expect(!shown.isCursorVisible)
    #expect(shown.bells == 2)
    #expect(shown.unknownSequences == ["ESC[?5h", "ESC[5z"])
    #expect(shown.rawControlsPrinted == ["\u{1}", "\u{7F}"])
    var broken = TerminalScreen(columns: 10, rows: 2)
    broken.feed([0x61, 0xE0, 0xB8, 0x62, 0xFF])
    #expect(broken.row(0) == "a\u{FFFD}b\u{FFFD}")
    #expect(broken.malformedSequences == 2)
  }

  // MARK: Another size

  @Test func aLowerScreenKeepsTheCursor() {
    var shown = screen("1\r\n2\r\n3\r\n4\r\n5")
    shown.resize(columns: 40, rows: 3)
    #expect(shown.scrolledOff == ["1", "2"])
    #expect(shown.text == ["3", "4", "5"])
    #expect(shown.cursor == (2, 1))
    shown.feed("\r\n6".utf8)
    #expect(shown.text == ["4", "5", "6"])
    var high = screen("1\r\n2")
    high.resize(columns: 40, rows: 3)
    #expect(high.scrolledOff.isEmpty)
    #expect(high.text == ["1", "2", ""])
  }

  @Test func aNarrowerScreenCutsRows() {
    var shown = screen("บ้านมั่นคง漢x")
    shown.resize(columns: 8, rows: 5)
    #expect(shown.row(0) == "บ้านมั่นคง")
    #expect(shown.cursor == (0, 7))
    shown.resize(columns: 4, rows: 8)
    #expect(shown.row(0) == "บ้านมั่")
    shown.resize(columns: 10, rows: 8)
    #expect(shown.row(0) == "บ้านมั่")
  }
}

/// The terminal with other programs on it.
@Suite(.serialized)
struct PseudoTerminalTests {
  private func shell(_ script: String, columns: Int = 30, rows: Int = 6) throws -> PseudoTerminal {
    try PseudoTerminal(["-c", script], columns: columns, rows: rows, program: "/bin/bash")
  }

  @Test func theSizeIsToldAndItsChangeToo() throws {
    let terminal = try shell("trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done")
    #expect(terminal.wait { $0.shows("6 30") })
    terminal.resize(columns: 44, rows: 9)
    #expect(terminal.wait { $0.shows("9 44") }, "\(terminal.screen)")
    terminal.kill(SIGKILL)
    #expect(terminal.waitForExit() == 128 + SIGKILL)
  }

  @Test func controlCInterruptsAndHangingUpEnds() throws {
    let interrupted = try shell("trap 'exit 7' INT; echo ready; while :; do sleep 0.05; done")
    #expect(interrupted.wait { $0.shows("ready") })
    interrupted.press(.control("c"))
    #expect(interrupted.waitForExit() == 7)
    let left = try shell("trap 'exit 8' HUP; echo ready; while :; do sleep 0.05; done")
    #expect(left.wait { $0.shows("ready") })
    left.hangUp()
    #expect(left.waitForExit() == 8)
  }

  @Test func repliesGoBack() throws {
    let terminal = try shell(#"stty raw -echo; printf 'ab\033[6n'; read -rd R place; printf '%q' "$place""#)
    #expect(terminal.wait { $0.shows("[1;3") }, "\(terminal.screen)")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func muchIsPastedWithoutWaitingForEver() throws {
    let terminal = try shell("stty raw -echo; echo ready; head -c 3000012 | tee /dev/tty | wc -c")
    #expect(terminal.wait { $0.shows("ready") })
    #expect(terminal.paste(String(repeating: "x", count: 3_000_000)))
    #expect(terminal.wait(until: { $0.shows("3000012") }, seconds: 60), "\(terminal.screen)")
    #expect(terminal.waitForExit() == 0)
  }

  @Test func variablesAreGivenAndTakenAway() throws {
    let terminal = try PseudoTerminal(
      ["-c", #"echo "<$TERM|${NO_COLOR-unset}>""#], environment: ["TERM": "dumb", "NO_COLOR": nil],
      program: "/bin/bash")
    #expect(terminal.wait { $0.shows("<dumb|unset>") }, "\(terminal.screen)")
    #expect(terminal.waitForExit() == 0)
  }
}
