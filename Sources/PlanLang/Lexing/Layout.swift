/// Decides which line ends end a statement or an item, and drops the others with the comments.
///
/// Inside `(` and `[` line ends do not count. A line indented deeper than the line on which its item began continues
/// it, but an item that begins on the line of its `{` ends with that line. After a comma a list goes on.
struct Layout {
  private struct Item {
    /// The blanks before its first line, as bytes of the source.
    let indent: Range<Int>
    let beganOnBraceLine: Bool
  }

  private struct Frame {
    let isBraces: Bool
    let openLine: Int
    var item: Item?
  }

  private let source: SourceText
  private var frames = [Frame(isBraces: true, openLine: 0)]
  private var result: [Token] = []

  /// The tokens that the parser reads.
  static func fold(_ tokens: [Token], of source: SourceText) -> [Token] {
    var layout = Layout(source: source)
    layout.result.reserveCapacity(tokens.count)
    for index in tokens.indices { layout.take(tokens, at: index) }
    return layout.result
  }

  private init(source: SourceText) { self.source = source }

  private mutating func take(_ tokens: [Token], at index: Int) {
    let token = tokens[index]
    switch token.kind {
    case .comment: return
    case .documentation:
      // Only where a declaration can begin.
      if frames[frames.count - 1].isBraces, frames[frames.count - 1].item == nil { result.append(token) }
    case .lineEnd: endLine(token, at: index, of: tokens)
    case .symbol(let symbol): take(symbol, token)
    case .name, .number, .text, .date:
      begin(token)
      result.append(token)
    case .fileEnd:
      if frames[frames.count - 1].item != nil {
        result.append(Token(.lineEnd, token.span, ""))
      }
      result.append(token)
    }
  }

  private mutating func take(_ symbol: Symbol, _ token: Token) {
    switch symbol {
    case .openBrace, .openParenthesis, .openBracket:
      begin(token)
      frames.append(
        Frame(isBraces: symbol == .openBrace, openLine: source.line(of: token.span.start)))
    case .closeBrace, .closeParenthesis, .closeBracket:
      if frames.count > 1 { frames.removeLast() }
    case .semicolon: frames[frames.count - 1].item = nil
    case .comma, .range, .dot, .notEqual, .lessOrEqual, .greaterOrEqual, .equal, .less, .greater, .plus,
      .minus,
      .times, .over, .percent:
      begin(token)
    }
    result.append(token)
  }

  private mutating func begin(_ token: Token) {
    let frame = frames[frames.count - 1]
    guard frame.isBraces, frame.item == nil else { return }
    let line = source.line(of: token.span.start)
    frames[frames.count - 1].item = Item(
      indent: indent(ofLine: line), beganOnBraceLine: frame.openLine == line)
  }

  private func indent(ofLine line: Int) -> Range<Int> {
    let range = source.range(ofLine: line)
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return range.lowerBound..<(range.first { !isBlank(source.bytes[$0]) } ?? range.upperBound)
  }

  private mutating func endLine(_ token: Token, at index: Int, of tokens: [Token]) {
    let frame = frames[frames.count - 1]
    guard frame.isBraces, let item = frame.item else { return }
    if case .symbol(.comma)? = result.last?.kind { return }
    if let next = tokens.indices[(index + 1)...].first(where: { tokens[$0].isWritten }),
      continues(item, tokens[next])
    {
      return
    }
    frames[frames.count - 1].item = nil
    result.append(token)
  }

  private func continues(_ item: Item, _ next: Token) -> Bool {
    if item.beganOnBraceLine || next.kind == .symbol(.closeBrace) { return false }
    let indent = indent(ofLine: source.line(of: next.span.start))
    return indent.count > item.indent.count && source.bytes[indent].starts(with: source.bytes[item.indent])
  }
}

extension Token {
  /// Neither a comment nor a line end nor the end of the text.
  fileprivate var isWritten: Bool {
    switch kind {
    case .comment, .documentation, .lineEnd, .fileEnd: false
    case .name, .number, .text, .date, .symbol: true
    }
  }
}
