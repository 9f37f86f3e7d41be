import TestSupport
import Testing

/// What was typed stays as it was typed, whatever is pressed besides.
@Suite
struct PromptKeptTextTests {
  // libedit would answer Down on the newest line with the line that it last put aside.
  @Test func downOnANewLineKeepsIt() throws {
    let bench = try PromptBench()
    bench.clear()
    var line = EditedLine()
    line.type("1 + 1")
    bench.terminal.type("1 + 1")
    #expect(bench.shows(line))
    bench.terminal.press(.down)
    bench.terminal.settle()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    #expect(bench.enter() == "1 + 1")
  }

  // libedit would put only 1,024 characters aside.
  @Test func aLongLineIsPutAsideWhole() throws {
    let bench = try PromptBench()
    bench.enter("1 + 1")
    let long = "# " + (0..<700).map { "\($0)" }.joined(separator: " ")
    bench.terminal.paste(long)
    bench.terminal.press(.up, .down)
    bench.terminal.settle()
    #expect(bench.enter() == long)
  }

  @Test func changesToARecalledStatementStay() throws {
    let bench = try PromptBench()
    bench.enter("1 + 1")
    bench.enter("2 + 2")
    bench.terminal.press(.up)
    bench.terminal.type(" + 3")
    bench.terminal.press(.up, .down)
    bench.terminal.settle()
    #expect(bench.enter() == "2 + 2 + 3")
  }

  @Test func blanksAtTheEndAreRecalled() throws {
    let bench = try PromptBench()
    bench.enter("1 + 1 # ")
    bench.enter("2 + 2")
    bench.terminal.press(.up, .up)
    bench.terminal.settle()
    #expect(bench.enter() == "1 + 1 # ")
    #expect(bench.received.count == 3)
  }

  @Test func longStatementsAreRecalledAndFound() throws {
    let bench = try PromptBench()
    let long = "# ที่นี่ " + (0..<900).map { "\($0)" }.joined(separator: " ") + " จบ"
    bench.terminal.paste(long)
    #expect(bench.enter() == long)
    bench.enter("1 + 1")
    bench.terminal.press(.up, .up)
    bench.terminal.type(" แล้ว")
    #expect(bench.enter() == long + " แล้ว")
    bench.terminal.press(.control("R"))
    bench.terminal.type("899 จบ")
    bench.terminal.press(.right)
    bench.terminal.type("!")
    #expect(bench.enter() == long + " แล้ว!")
    bench.terminal.press(.up, .home, .control("K"), .control("Y"))
    #expect(bench.enter("?") == long + " แล้ว!?")
  }

  // Typed fast or slowly, pasted or recalled: a blank carries no mark.
  /// A mark without a letter is shown on a dotted circle, which is no part of the text.
  @Test func marksAloneAreSeen() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("\u{0E48}# \u{0E49}ก")
    #expect(bench.awaits { $0.row(0) == "base> \u{25CC}\u{0E48}# \u{25CC}\u{0E49}ก" }, "\(bench.screen)")
    bench.terminal.press(.left, .backspace, .home, .delete)
    var line = EditedLine()
    line.type("# ก")
    line.moveHome()
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.type("\u{0E48}")
    #expect(bench.enter() == "\u{0E48}# ก")
    #expect(bench.isClean)
  }

  // A circle that was typed is told from one that the editor drew.
  @Test func dottedCirclesAreText() throws {
    let bench = try PromptBench()
    #expect(bench.enter("# \u{25CC}\u{0E48}") == "# \u{25CC}\u{0E48}")
    bench.terminal.paste("# \u{25CC}\u{0E49}")
    #expect(bench.enter() == "# \u{25CC}\u{0E49}")
    #expect(bench.enter("# \u{25CC}") == "# \u{25CC}")
  }

  // A line end carries no mark.
  @Test func aMarkBeginsAPastedLine() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.paste("# a\n\u{0E48}b")
    #expect(
      bench.awaits { $0.row(0) == "base> # a" && $0.row(1) == "... \u{25CC}\u{0E48}b" }, "\(bench.screen)")
    #expect(bench.enter() == "# a\\n\u{0E48}b")
  }

  /// Hieroglyphs and private letters are what the editor uses inside: they are text all the same.
  @Test func lettersThatStandForCellsAreText() throws {
    let bench = try PromptBench()
    let text = "# \u{13000}\u{13001}ก\u{0E48}\u{12000}\u{F0000}\u{13000}\u{0E48}"
    #expect(bench.enter("ที่ # นี่")?.isEmpty == false)
    #expect(bench.enter(text)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    bench.terminal.press(.up, .left, .right)
    bench.terminal.type("!")
    #expect(bench.enter()?.unicodeScalars.elementsEqual((text + "!").unicodeScalars) == true)
  }

  // libedit would take the key after Ctrl-V for a letter, arrows and Enter too.
  @Test func quotedKeysPutNoControlsIntoTheLine() throws {
    let bench = try PromptBench()
    for keys: [PseudoTerminal.Key] in [[.up], [.control("X")], [.wordLeft], [.control("T")]] {
      bench.terminal.type("# a")
      bench.terminal.press(.control("V"))
      for key in keys { bench.terminal.press(key) }
      let received = bench.enter("b") ?? ""
      let controls = received.unicodeScalars.filter { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
      #expect(controls.isEmpty, "\(keys): \(received.debugDescription)")
    }
  }

  // A line that ends on the screen ends in libedit too, whatever key came before: statements never join.
  @Test(arguments: [[0x16, 13], [0x16, 3], [0, 13], [0, 3]] as [[UInt8]])
  func quotingDoesNotJoinStatements(_ keys: [UInt8]) throws {
    let bench = try PromptBench()
    bench.terminal.type("# a")
    for key in keys { bench.terminal.send([key]) }
    bench.terminal.settle()
    bench.terminal.type("# b\r")
    #expect(bench.terminal.wait { _ in !bench.received.isEmpty })
    #expect(!bench.received.contains("# a\\n# b"))
  }

  // Alt-X would begin a command of libedit's, and take the statement away.
  @Test func altXKeepsTheLine() throws {
    let bench = try PromptBench()
    bench.terminal.type("1 + 1")
    bench.terminal.press(.alt("x"))
    bench.terminal.settle()
    bench.terminal.type("1")
    bench.enter()
    #expect(bench.received.first?.hasPrefix("1 + 1") == true, "\(bench.received)")
  }

  // The terminal must not keep Ctrl-S for itself.
  @Test func controlSDoesNotFreeze() throws {
    let bench = try PromptBench()
    bench.enter("2 + 2")
    bench.clear()
    bench.terminal.press(.control("S"))
    #expect(bench.awaits { $0.row(0).hasPrefix("search:") }, "\(bench.screen)")
    bench.terminal.press(.control("Q"), .escape)
  }
}
