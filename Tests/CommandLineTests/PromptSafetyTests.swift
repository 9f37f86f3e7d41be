import Foundation
import TestSupport
import Testing

/// Input that nobody means to type, and files that nobody means to have: nothing is garbled, nothing ends.
@Suite
struct PromptSafetyTests {
  private func works(_ bench: PromptBench) -> Bool {
    bench.answer(to: "40 household + mankong.target").contains("140 household")
  }

  private static func controls(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
  }

  // MARK: The keyboard

  /// All but those that end, send or stop something: Ctrl-C, D, I, J, M, R, S, V, Z, and ESC.
  @Test func typedControlsDoNotEnterTheLine() throws {
    let bench = try PromptBench()
    let others = (0x00...0x1F).filter { ![3, 4, 9, 10, 13, 18, 19, 22, 26, 27].contains($0) }
    for code: UInt8 in others.map(UInt8.init) {
      bench.terminal.send(Array("# บ้าน".utf8) + [code] + Array("น".utf8))
      bench.terminal.settle(quiet: 0.03)
    }
    let received = bench.enter() ?? ""
    #expect(PromptSafetyTests.controls(in: received).isEmpty, "\(received.debugDescription)")
    #expect(works(bench))
    #expect(bench.isClean)
  }

  @Test func pastedControlsAreLeftOut() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.paste("# a\u{0}b\u{7}c\u{1B}[31md\u{7F}e\u{85}f\u{9B}g\u{8}h")
    #expect(bench.awaits { $0.row(0) == "base> # abc[31mdefgh" }, "\(bench.screen)")
    #expect(bench.screen.row(1) == "7 control characters in what was pasted were left out", "\(bench.screen)")
    #expect(bench.enter() == "# abc[31mdefgh")
    #expect(bench.isClean)
  }

  @Test(
    arguments: [
      ([0xE0, 0xB8], "\u{FFFD}"), ([0x80], "\u{FFFD}"), ([0xBF, 0x80, 0xB8], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xFF], "\u{FFFD}"), ([0xF0, 0x9F], "\u{FFFD}"), ([0xC3], "\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}"),
      ([0xC2, 0x85], "\u{FFFD}"),
    ] as [([UInt8], String)])
  func brokenLettersAreSeen(_ bytes: [UInt8], _ shown: String) throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.send(Array("# ก".utf8) + bytes + Array("a".utf8))
    #expect(bench.awaits { $0.row(0) == "base> # ก\(shown)a" }, "\(bench.screen)")
    // They can be taken out.
    for _ in shown.unicodeScalars { bench.terminal.press(.left) }
    bench.terminal.press(.left)
    for _ in shown.unicodeScalars { bench.terminal.press(.delete) }
    #expect(bench.enter() == "# กa")
    #expect(works(bench))
    #expect(bench.isClean)
  }

  /// Bytes by chance, with half letters and half sequences among them.
  @Test func anythingAtAllLeavesThePromptWorking() throws {
    let bench = try PromptBench()
    var numbers = SeededNumbers(seed: 4_711)
    // NUL and Ctrl-V quote what follows, and Ctrl-S stops the terminal: for those see `PromptKeptTextTests`.
    let endings: Set<UInt8> = [0, 3, 4, 10, 13, 19, 22, 26, 28]
    for _ in 0..<40 {
      let count = Int.random(in: 1...30, using: &numbers)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
      bytes.removeAll(where: endings.contains)
      // Alt-X begins a command of libedit's own.
      for (index, byte) in bytes.enumerated() where [0x58, 0x78].contains(byte) { bytes[index] = 0x61 }
      bench.terminal.send(bytes)
      bench.terminal.settle(quiet: 0.08)
      // Out of a search, a menu or half a sequence, and out of the line.
      bench.terminal.send([0x1B, 0x5B, 0x43])
      bench.terminal.settle(quiet: 0.08)
      bench.press(.control("C"))
      guard bench.screen.row(bench.screen.cursor.row) == "base>" else {
        Issue.record("after \(bytes): \(bench.screen)")
        return
      }
    }
    #expect(works(bench))
    #expect(bench.screen.rawControlsPrinted.isEmpty)
    #expect(bench.screen.malformedSequences == 0)
  }

  // MARK: Much

  @Test func aHundredThousandLinesArePasted() throws {
    let bench = try PromptBench(rows: 20)
    #expect(bench.terminal.paste(String(repeating: "# หมายเหตุ\n", count: 100_000) + "mankong.target"))
    #expect(
      bench.terminal.wait(
        until: { $0.isCursorVisible && $0.row($0.cursor.row) == "... mankong.target" }, seconds: 120),
      "\(bench.screen)")
    bench.press(.enter)
    #expect(bench.terminal.wait { $0.shows("100 household") }, "\(bench.screen)")
    // Too long for the history, which says nothing about it; the prompt goes on.
    #expect(bench.received.isEmpty)
    #expect(works(bench))
    #expect(bench.isClean)
  }

  @Test(arguments: [false, true])
  func aLineOfAMegabyteIsTaken(_ isPasted: Bool) throws {
    let bench = try PromptBench(rows: 20)
    let line = "mankong.target # " + String(repeating: "กี่ ", count: 100_000)
    if isPasted {
      #expect(bench.terminal.paste(line + "จบ"))
    } else {
      #expect(bench.terminal.send(Array((line + "จบ").utf8), seconds: 120))
    }
    #expect(
      bench.terminal.wait(
        until: { $0.isCursorVisible && $0.row($0.cursor.row).hasSuffix("จบ") }, seconds: 120),
      "\(bench.screen)")
    bench.terminal.press(.enter)
    #expect(bench.terminal.wait(until: { $0.shows("100 household") }, seconds: 60), "\(bench.screen)")
    #expect(
      bench.terminal.wait(until: { $0.row($0.cursor.row) == "base>" && $0.isCursorVisible }, seconds: 60))
    #expect(works(bench))
    #expect(bench.isClean)
  }

  // MARK: Plans

  /// Labels, titles and comments with sequences for the terminal in them, and with marks that turn the writing.
  @Test func controlsOfAPlanAreNeverPrinted() throws {
    let bench = try PromptBench(
      plan: PromptBench.smallPlan
        .replacingOccurrences(of: "ทดสอบ", with: "\u{1B}[31mแดง\u{1B}]0;title\u{7}\u{202E}ลวง\u{202C}")
        .replacingOccurrences(of: "ครัวเรือน", with: "ค\u{9B}2J\u{8}\u{8}\u{2066}")
        .replacingOccurrences(of: "บ้านมั่นคง", with: "บ้าน\u{1B}[2J\u{1B}[H\u{200F}"),
      settings: "")
    #expect(bench.screen.shows("\\u{1b}[31mแดง\\u{1b}]0;title\\u{7}\\u{202e}ลวง\\u{202c}"), "\(bench.screen)")
    for statement in ["mankong.rate", "help mankong", "list programme", "help household", "mankong.nothing"] {
      bench.terminal.type(statement + "\r\r")
      bench.terminal.settle()
    }
    bench.clear()
    bench.terminal.type("mankong.rate by ")
    bench.terminal.press(.tab)
    bench.terminal.settle()
    bench.terminal.press(.control("C"))
    bench.terminal.type("move 1 household of target from ")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.shows("บ้าน\\u{1b}[2J\\u{1b}[H\\u{200f}") }, "\(bench.screen)")
    bench.terminal.press(.control("C"))
    let hidden: Set<UInt32> = [0x202E, 0x202C, 0x2066, 0x200F, 0x9B]
    let received = String(decoding: bench.terminal.received, as: UTF8.self)
    #expect(!received.unicodeScalars.contains { hidden.contains($0.value) })
    #expect(bench.isClean, "\(bench.screen.rawControlsPrinted) \(bench.screen.unknownSequences)")
  }
}
