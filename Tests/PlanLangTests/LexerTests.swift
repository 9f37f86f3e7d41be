import PlanLang
import PlanRules
import TestSupport
import Testing

struct LexerTests {
  /// Between two tokens lies white space only, so the tokens and what is between them are the source.
  @Test(arguments: Repository.files(in: "scenarios", ending: ".plan"))
  func tokensCoverTheText(file: String) throws {
    let source = SourceText(name: file, text: try Repository.text("scenarios/" + file))
    var position = 0
    for token in Pipeline.tokens(source).tokens {
      let between = source.text(position..<token.span.start)
      #expect(between.allSatisfy { $0.isWhitespace })
      #expect(source.text(token.span.start..<token.span.end) == token.spelling)
      position = token.span.end
    }
    #expect(position == source.bytes.count)
  }

  @Test(arguments: [
    ("24210", "24210"), ("24,210", "24210"), ("14,832,968,918.62", "14832968918.62"), ("๒๔,๒๑๐", "24210"),
    ("๐.๕", "0.5"),
  ])
  func numbers(text: String, value: String) {
    let (tokens, problems) = Pipeline.tokens(SourceText(name: "", text: text))
    #expect(problems.isEmpty)
    guard case .number(let number)? = tokens.first?.kind else {
      Issue.record("no number")
      return
    }
    #expect(number.value.exactText == value)
  }

  @Test(arguments: ["1,2,3", "1,23", "1234,567", "12,3456"])
  func commasGroupInThrees(text: String) {
    #expect(Pipeline.tokens(SourceText(name: "", text: text)).problems.map(\.code) == [.badGrouping])
  }

  @Test func thaiNamesKeepTheirMarks() {
    let tokens = Pipeline.tokens(SourceText(name: "", text: "บ้านมั่นคง.rate")).tokens
    #expect(tokens.map(\.spelling) == ["บ้านมั่นคง", ".", "rate", ""])
  }

  /// Whatever the bytes, reading ends and says what is wrong.
  @Test func anyBytesAreRead() {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("{}()[],;.=<>+-*/%\"\\#\n\t Q1Q2base move target ๑บ้ 2561-04-30 0.5,000".utf8)
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let source = SourceText(name: "", text: text)
      let parsed = Pipeline.parse(source)
      if parsed.problems.isEmpty {
        var sources = Sources()
        _ = sources.add(source)
        _ = Pipeline.check(parsed.statements, sources: sources)
      }
    }
  }
}
