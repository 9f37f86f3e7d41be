import Foundation
import TestSupport
import Testing

/// What the prompt offers while a statement is typed: candidates, the rest of it, what it would do, colours.
@Suite
struct PromptOffersTests {
  private static let colour: [String: String?] = ["NO_COLOR": nil, "TERM": "xterm"]

  private func open(settings: String = "", colour: Bool = false, columns: Int = 80) throws -> PromptBench {
    try PromptBench(
      columns: columns, settings: settings, environment: colour ? PromptOffersTests.colour : [:])
  }

  // MARK: The menu

  @Test func candidatesAreGoneThrough() throws {
    let bench = try open(settings: "preview off\n")
    bench.clear()
    let head = "base> move 1 household of target from "
    bench.terminal.type("move 1 household of target from ")
    bench.terminal.press(.tab)
    #expect(
      bench.awaits {
        $0.row(0) + " " == head && $0.row(1) == "  mankong  บ้านมั่นคง"
          && $0.row(2) == "  canal    ที่อยู่อาศัยชุมชนริมคลอง" && $0.cursor == (0, head.count)
      }, "\(bench.screen)")
    bench.terminal.press(.tab)
    #expect(
      bench.awaits { $0.row(0) == head + "mankong" && $0.row(1).hasPrefix("› mankong") }, "\(bench.screen)")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0) == head + "canal" && $0.row(2).hasPrefix("› canal") }, "\(bench.screen)")
    bench.terminal.press(.shiftTab)
    #expect(bench.awaits { $0.row(0) == head + "mankong" }, "\(bench.screen)")
    bench.terminal.press(.escape)
    #expect(bench.awaits { $0.row(0) + " " == head && $0.row(1).isEmpty }, "\(bench.screen)")
    bench.terminal.press(.tab, .tab, .down)
    #expect(bench.awaits { $0.row(0) == head + "canal" }, "\(bench.screen)")
    bench.terminal.press(.enter)
    #expect(
      bench.awaits { $0.row(0) == head + "canal" && $0.row(1).isEmpty && $0.cursor == (0, head.count + 5) },
      "\(bench.screen)")
    #expect(bench.received.isEmpty)
    bench.terminal.type(" to man")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0) == head + "canal to mankong" && $0.cursor.column == head.count + 17 })
    #expect(bench.enter() == "move 1 household of target from canal to mankong ")
  }

  @Test func oneCandidateIsTakenAndNoneIsSaid() throws {
    let bench = try open(settings: "preview off\n")
    bench.clear()
    bench.terminal.type("mankong.ra")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0) == "base> mankong.rate" }, "\(bench.screen)")
    bench.terminal.type("ๆๆๆ")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(1) == "nothing known here begins like this" }, "\(bench.screen)")
    bench.terminal.press(.backspace)
    #expect(bench.awaits { $0.row(1).isEmpty }, "\(bench.screen)")
  }

  /// The menu leaves a low screen its line.
  @Test func theMenuFitsTheScreen() throws {
    let bench = try PromptBench(columns: 40, rows: 8)
    bench.clear()
    bench.terminal.press(.tab)
    #expect(
      bench.awaits { $0.row(0) == "base>" && $0.text.contains { $0.hasSuffix(" more") } }, "\(bench.screen)")
    bench.terminal.press(.escape)
    #expect(bench.shows(EditedLine()), "\(bench.difference(from: EditedLine()))")
  }

  // MARK: The rest of the statement

  @Test func theRestIsOfferedFaintlyAndTaken() throws {
    let bench = try open(colour: true)
    bench.enter("mankong.target  # บ้านมั่นคง")
    bench.clear()
    bench.terminal.type("manko")
    #expect(
      bench.awaits { $0.row(0) == "base> mankong.target  # บ้านมั่นคง" && $0.cursor == (0, 11) },
      "\(bench.screen)")
    #expect(!bench.screen.attributes(row: 0, column: 10).isFaint)
    #expect(bench.screen.attributes(row: 0, column: 11).isFaint)
    bench.terminal.press(.wordRight)
    #expect(bench.awaits { $0.cursor == (0, 20) }, "\(bench.screen)")
    bench.terminal.press(.right)
    let width = EditedLine.columns(of: "base> mankong.target  # บ้านมั่นคง")
    #expect(bench.awaits { $0.cursor == (0, width) }, "\(bench.screen)")
    #expect(bench.enter("ๆ") == "mankong.target  # บ้านมั่นคงๆ")
    // What was only offered is no part of the line.
    bench.clear()
    bench.terminal.type("mankong.targe")
    #expect(bench.awaits { $0.row(0).hasSuffix("มั่นคงๆ") }, "\(bench.screen)")
    #expect(bench.enter("t") == "mankong.target")
    #expect(bench.screen.row(0) == "base> mankong.target", "\(bench.screen)")
  }

  @Test func withoutColourNothingIsOffered() throws {
    let bench = try open()
    bench.enter("1 + 1")
    bench.clear()
    bench.terminal.type("1 +")
    bench.terminal.settle()
    #expect(bench.screen.row(0) == "base> 1 +", "\(bench.screen)")
  }

  // MARK: What it would do

  /// A preview that takes too long is left out, so on a slow machine it is asked for again.
  private func previews(_ bench: PromptBench, _ text: String) -> Bool {
    for _ in 0..<60 {
      bench.terminal.settle(quiet: 0.1)
      if bench.screen.row(1).hasPrefix("┆ \(text)") { return true }
      bench.terminal.type(" ")
      bench.terminal.settle(quiet: 0.05)
      bench.terminal.press(.backspace)
    }
    return false
  }

  @Test func theStatementsEffectIsSaidBelowIt() throws {
    let bench = try open()
    bench.clear()
    bench.terminal.type("move 10 household of target from mankong to canal")
    #expect(previews(bench, "mankong  target 100 → 90 household"), "\(bench.screen)")
    #expect(bench.screen.shows("canal    target 50 → 60 household"), "\(bench.screen)")
    #expect(bench.screen.shows("mankong and canal together 150 household of target before and after"))
    // Only said, not done.
    bench.terminal.press(.control("C"))
    #expect(bench.answer(to: "mankong.target").contains("100 household"))
    bench.clear()
    bench.enter("move 10 household of target from mankong to canal")
    #expect(!bench.screen.text.contains { $0.contains("┆") }, "\(bench.screen)")
    #expect(bench.answer(to: "mankong.target").contains("90 household"))
  }

  @Test func whatCannotBeDoneIsSaidBelowIt() throws {
    let bench = try open()
    bench.clear()
    bench.terminal.type("move 500 household of target from mankong to canal")
    #expect(previews(bench, "✗ `mankong` has only 100 household of target"), "\(bench.screen)")
    bench.terminal.press(.control("U"))
    #expect(bench.shows(EditedLine()), "\(bench.difference(from: EditedLine()))")
  }

  private static let release = Repository.path(".build/release/codi-plan").path

  /// The year of the institute is too much for a debug build in the time that a preview has.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: release)))
  func movesOfAWholeYearArePreviewed() throws {
    let bench = try PromptBench(
      columns: 100, files: ["scenarios/fy2561.plan"], settings: "", program: PromptOffersTests.release)
    bench.clear()
    bench.terminal.type("move 1,250 household of target from mankong to canal in Q4")
    #expect(previews(bench, "mankong"), "\(bench.screen)")
    #expect(bench.screen.shows("9,210 → 7,960 household"), "\(bench.screen)")
    #expect(bench.screen.shows("together 9,210 household of target before and after"), "\(bench.screen)")
    bench.terminal.press(.control("U"))
    bench.terminal.type("move 12,500 household of target from mankong to canal in Q4")
    #expect(previews(bench, "✗ `mankong` has only 9,210 household of target"), "\(bench.screen)")
    bench.terminal.press(.control("U"))
    #expect(bench.answer(to: "mankong.target").contains("9,210"))
  }

  // MARK: Colours

  @Test func wordsAreColouredByWhatTheyAre() throws {
    let bench = try open(settings: "preview off\n", colour: true)
    bench.clear()
    bench.terminal.type(#"move 1 household of ที่ from mankong as m "บ้าน" # x"#)
    #expect(bench.awaits { $0.row(0).hasSuffix("# x") && $0.cursor.column > 40 })
    func attributes(_ word: String) throws -> CellAttributes {
      let place = try #require(bench.screen.position(of: word))
      return bench.screen.attributes(row: place.row, column: place.column)
    }
    #expect(try attributes("move").isBold)
    #expect(try attributes("from").isBold)
    #expect(try attributes("mankong").foreground == 6)
    #expect(try attributes("ที่").foreground == 1)
    #expect(try attributes("ที่").isUnderlined)
    #expect(try attributes("\"บ้าน\"").foreground == 3)
    #expect(try attributes("# x").isFaint)
    #expect(try attributes("1 household") == CellAttributes())
  }

  @Test func bracketsShowTheirPartners() throws {
    let bench = try open(settings: "preview off\n", colour: true)
    bench.clear()
    bench.terminal.type("(1 + (2) * 3)")
    #expect(bench.awaits { $0.cursor == (0, 19) && $0.attributes(row: 0, column: 6).isUnderlined })
    #expect(bench.screen.attributes(row: 0, column: 18).isUnderlined)
    #expect(!bench.screen.attributes(row: 0, column: 11).isUnderlined)
    for _ in 0..<5 { bench.terminal.press(.left) }
    #expect(bench.awaits { $0.cursor == (0, 14) && $0.attributes(row: 0, column: 11).isUnderlined })
    #expect(bench.screen.attributes(row: 0, column: 13).isUnderlined)
    #expect(!bench.screen.attributes(row: 0, column: 18).isUnderlined)
    bench.terminal.press(.end)
    bench.terminal.type(")")
    #expect(bench.awaits { $0.attributes(row: 0, column: 19).foreground == 1 }, "\(bench.screen)")
  }
}
