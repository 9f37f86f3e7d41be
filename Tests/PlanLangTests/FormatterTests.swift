import Foundation
import PlanLang
import TestSupport
import Testing

struct FormatterTests {
  static let plans =
    Repository.files(in: "scenarios", ending: ".plan").map { "scenarios/" + $0 }
    + Repository.files(in: "Tests/Cases", ending: ".plan").map { "Tests/Cases/" + $0 }

  /// Formatting twice is formatting once, and says the same.
  @Test(arguments: plans)
  func isIdempotentAndKeepsTheMeaning(file: String) throws {
    let source = SourceText(name: file, text: try Repository.text(file))
    guard let once = Pipeline.format(source) else {
      #expect(!Pipeline.parse(source).problems.isEmpty, "\(file) parses and has no layout")
      return
    }
    let formatted = SourceText(name: file, text: once)
    #expect(Pipeline.format(formatted) == once)
    #expect(statements(source) == statements(formatted))
  }

  /// What goes on behind a comma stands deeper than the line it goes on from, wherever it was typed.
  @Test(arguments: ["", "  ", "    ", "      ", "\t"])
  func listsThatGoOnSettleAtOnce(indent: String) {
    for text in [
      "programme p in h {\n  target by quarter { 1, 2,\n\(indent)3,\n\(indent)4 }\n}\n",
      "programme p in h {\n\(indent)target by region { north { 1,\n\(indent)2 }; south { 3,\n4 } }\n}\n",
      "axis region { north,\n\(indent)south, east,\n\(indent)west }\n",
      "scenario s { set a.target =\n\(indent)  5; move 1 h of target\n\(indent)  from a to b }\n",
      "let x = (1 +\n\(indent)2 +\n3\n)\nreported a.target by quarter = 1,\n\(indent)2,\n3, 4\n",
    ] {
      let once = Pipeline.format(SourceText(name: "", text: text))
      #expect(once.flatMap { Pipeline.format(SourceText(name: "", text: $0)) } == once, "\(text)")
    }
  }

  private func statements(_ source: SourceText) -> [String] {
    Pipeline.parse(source).statements.map { statement in
      source.text(statement.span.start..<statement.span.end).filter { !$0.isWhitespace }
    }
  }

  @Test func alignsNeighboursAndKeepsComments() {
    let text = """
      programme  mankong "บ้านมั่นคง" in household{
        target  by quarter 4800, 7,250 ,-, 10   # ปี 2561
        actual 7,590
            # อยู่คนเดียว
        budget 200 million baht
      }
      """
    #expect(
      Pipeline.format(SourceText(name: "", text: text)) == """
        programme mankong "บ้านมั่นคง" in household {
          target by quarter 4800, 7,250, -, 10  # ปี 2561
          actual            7,590
          # อยู่คนเดียว
          budget 200 million baht
        }

        """)
  }

  @Test func leavesAloneWhatDoesNotParse() {
    #expect(Pipeline.format(SourceText(name: "", text: "programme {")) == nil)
  }
}
