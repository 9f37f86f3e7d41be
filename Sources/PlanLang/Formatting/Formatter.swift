public import PlanRules

/// Formats a text in the one canonical layout: two spaces of indent per block, one space between words, values of
/// neighbouring lines aligned. Line breaks, comments and the spelling of numbers are kept.
public struct Formatter {
  private let source: SourceText
  private let lines: [FormattedLine]

  /// The formatted text; `nil` if the text does not parse, or if formatting would change its meaning.
  public static func format(_ source: SourceText, limits: Limits = Limits()) -> String? {
    guard source.firstBadByte == nil, Parser.parse(source, file: 0, limits: limits).problems.isEmpty else {
      return nil
    }
    let formatted = Formatter(source).text
    // Never return a layout that changes the meaning.
    let (before, after) = (
      Lexer(source, file: 0).tokens, Lexer(SourceText(name: "", text: formatted), file: 0).tokens
    )
    guard before.words == after.words,
      Parser.parse(SourceText(name: "", text: formatted), file: 0, limits: limits).problems.isEmpty
    else { return nil }
    return formatted
  }

  private init(_ source: SourceText) {
    self.source = source
    lines = LineReader(source).lines
  }

  private var text: String {
    var result: [String] = []
    var blanks = 0
    for (line, content) in zip(lines, Alignment.aligned(lines)) {
      if content.isEmpty {
        blanks += 1
        continue
      }
      if !result.isEmpty { result += [String](repeating: "", count: min(blanks, 2)) }
      blanks = 0
      result.append(String(repeating: " ", count: line.indent) + content)
    }
    return result.isEmpty ? "" : result.joined(separator: "\n") + "\n"
  }
}

/// One line of a text: its indentation, and its tokens with the spaces between them.
struct FormattedLine {
  struct Word {
    let token: Token
    /// Whether white space precedes it.
    let isLoose: Bool
  }

  enum Block: Hashable {
    case top
    /// The block of the statement that a word begins.
    case statement(StatementWord)
    /// A nested block, or the block of something that is not a statement.
    case values
  }

  /// The number of spaces before the line.
  let indent: Int
  let words: [Word]
  /// The block that contains the line.
  let block: Block
  /// Whether the line continues the item of the line before.
  let isContinuation: Bool

  /// The words joined, with a space between them where one is needed.
  func joined(_ range: Range<Int>) -> String {
    var text = ""
    for index in range {
      if index > range.lowerBound,
        Spacing.isNeeded(between: words[index - 1], and: words[index], in: words, at: index)
      {
        text += words[index].token.kind == .comment ? "  " : " "
      }
      text += words[index].token.spelling
    }
    return text
  }
}

extension [Token] {
  /// The tokens' spellings, ignoring white space.
  fileprivate var words: [String] {
    compactMap { token in
      switch token.kind {
      case .lineEnd: nil
      case .comment, .documentation, .name, .number, .text, .date, .symbol, .fileEnd: token.spelling
      }
    }
  }
}

/// Splits a text into lines and determines their nesting depth.
private struct LineReader {
  private(set) var lines: [FormattedLine] = []
  private var depth = 0
  private var blocks: [FormattedLine.Block] = []
  private var statement = FormattedLine.Block.values

  init(_ source: SourceText) {
    let tokens = Lexer(source, file: 0).tokens
    let folded = Layout.fold(tokens, of: source)
    let ends = Set(
      folded.indices.compactMap {
        folded[$0].isLineEnd && !folded[$0].spelling.isEmpty ? folded[$0].span.start : nil
      })
    var words: [FormattedLine.Word] = []
    var previousEnd = 0
    var goesOn = false
    var (itemIndent, itemDepth) = (0, 0)
    for token in tokens {
      if token.kind == .lineEnd || token.kind == .fileEnd {
        let isComment = words.first.map { LineReader.isComment($0.token) } ?? true
        let original = words.first.map { source.column(of: $0.token.span.start) - 1 } ?? 0
        // Inside braces, a line nested deeper than the start of its item is laid out deeper, wherever it was before.
        let isDeeper = original > itemIndent || depth > itemDepth
        let continues = goesOn && !isComment && isDeeper && words.first?.token.kind != .symbol(.closeBrace)
        if !isComment, !continues { (itemIndent, itemDepth) = (original, level(of: words)) }
        add(words, isContinuation: continues)
        if !isComment { goesOn = !ends.contains(token.span.start) && !endsWithOpener(words) }
        words = []
        previousEnd = token.span.end
        continue
      }
      words.append(FormattedLine.Word(token: token, isLoose: token.span.start > previousEnd))
      previousEnd = token.span.end
    }
  }

  private static func isComment(_ token: Token) -> Bool {
    switch token.kind {
    case .comment, .documentation: true
    case .name, .number, .text, .date, .symbol, .lineEnd, .fileEnd: false
    }
  }

  private func endsWithOpener(_ words: [FormattedLine.Word]) -> Bool {
    let last = words.last { !LineReader.isComment($0.token) }
    return last?.token.kind == .symbol(.openBrace)
  }

  /// The number of braces around a line.
  private func level(of words: [FormattedLine.Word]) -> Int {
    max(0, depth - words.prefix { $0.token.kind == .symbol(.closeBrace) }.count)
  }

  private mutating func add(_ words: [FormattedLine.Word], isContinuation: Bool) {
    let level = level(of: words) + (isContinuation ? 1 : 0)
    if blocks.isEmpty, !isContinuation, let first = words.first, first.token.kind == .name {
      statement = StatementWord(spelled: first.token.spelling).map { .statement($0) } ?? .values
    }
    lines.append(
      FormattedLine(
        indent: level * 2, words: words, block: blocks.last ?? .top, isContinuation: isContinuation))
    for word in words {
      switch word.token.kind {
      case .symbol(.openBrace):
        depth += 1
        blocks.append(blocks.isEmpty ? statement : .values)
      case .symbol(.closeBrace):
        depth = max(0, depth - 1)
        if !blocks.isEmpty { blocks.removeLast() }
      case .name, .number, .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: break
      }
    }
  }
}
