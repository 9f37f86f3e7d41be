/// Decides which line ends terminate a statement or an item, and drops the others along with the comments.
///
/// Line ends inside `(` and `[` are ignored. A line indented deeper than the first line of an item continues that
/// item, but an item that begins on the same line as its `{` ends with that line. A list continues after a comma.
struct Layout {
  private struct OpenItem {
    /// The indentation of its first line, as a byte range of the source.
    let indent: Range<Int>
    let beganOnBraceLine: Bool
  }

  private struct Frame {
    let isBraces: Bool
    let openLine: Int
    var item: OpenItem?
  }

  private let source: SourceText
  private var frames = [Frame(isBraces: true, openLine: 0)]
  private let tokens: [Token]
  private var kept: [Int32] = []
  /// The index of the written token found last, cached because many lines without one may precede it.
  private var nextWritten = 0
  /// The line last looked up: the next lookup is usually nearby.
  private var lastLine = 1

  /// The tokens as the parser sees them.
  static func fold(_ tokens: [Token], of source: SourceText) -> FoldedTokens {
    var layout = Layout(tokens, source)
    layout.kept.reserveCapacity(tokens.count)
    for index in tokens.indices where layout.keeps(index) { layout.kept.append(Int32(index)) }
    let isOpen = layout.frames[layout.frames.count - 1].item != nil
    return FoldedTokens(tokens, kept: layout.kept, endsItem: isOpen)
  }

  private init(_ tokens: [Token], _ source: SourceText) {
    self.source = source
    self.tokens = tokens
  }

  private mutating func keeps(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .comment: return false
    case .documentation:
      // Kept only where a declaration can begin and one follows; at the end of a block it is an ordinary comment.
      return frames[frames.count - 1].isBraces && frames[frames.count - 1].item == nil
        && isFollowed(index)
    case .lineEnd: return ends(at: index)
    case .symbol(let symbol): take(symbol, tokens[index].span.start)
    case .name, .number, .text, .date: begin(tokens[index].span.start)
    case .fileEnd: break
    }
    return true
  }

  private mutating func take(_ symbol: Symbol, _ start: Int) {
    switch symbol {
    case .openBrace, .openParenthesis, .openBracket:
      begin(start)
      frames.append(Frame(isBraces: symbol == .openBrace, openLine: line(of: start)))
    case .closeBrace, .closeParenthesis, .closeBracket:
      if frames.count > 1 { frames.removeLast() }
    case .semicolon: frames[frames.count - 1].item = nil
    case .comma, .range, .dot, .notEqual, .lessOrEqual, .greaterOrEqual, .equal, .less, .greater, .plus,
      .minus,
      .times, .over, .percent:
      begin(start)
    }
  }

  /// Begins an item at an offset, unless one is already open.
  private mutating func begin(_ start: Int) {
    let frame = frames[frames.count - 1]
    guard frame.isBraces, frame.item == nil else { return }
    let line = line(of: start)
    frames[frames.count - 1].item = OpenItem(
      indent: indent(ofLine: line), beganOnBraceLine: frame.openLine == line)
  }

  private func indent(ofLine line: Int) -> Range<Int> {
    let range = source.range(ofLine: line)
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return range.lowerBound..<(range.first { !isBlank(source.bytes[$0]) } ?? range.upperBound)
  }

  /// Whether the open item ends at this line end.
  private mutating func ends(at index: Int) -> Bool {
    let frame = frames[frames.count - 1]
    guard frame.isBraces, let item = frame.item else { return false }
    if let last = kept.last, case .symbol(.comma) = tokens[Int(last)].kind { return false }
    findWritten(behind: index)
    if nextWritten < tokens.count, continues(item, nextWritten) { return false }
    frames[frames.count - 1].item = nil
    return true
  }

  /// Whether a token is followed by anything other than the end of a block or of the text.
  private mutating func isFollowed(_ index: Int) -> Bool {
    findWritten(behind: index)
    return nextWritten < tokens.count && tokens[nextWritten].kind != .symbol(.closeBrace)
  }

  private mutating func findWritten(behind index: Int) {
    guard nextWritten <= index else { return }
    nextWritten = tokens.indices[(index + 1)...].first { tokens[$0].isWritten } ?? tokens.count
  }

  private mutating func line(of offset: Int) -> Int {
    lastLine = source.line(of: offset, after: lastLine)
    return lastLine
  }

  private mutating func continues(_ item: OpenItem, _ next: Int) -> Bool {
    if item.beganOnBraceLine { return false }
    if case .symbol(.closeBrace) = tokens[next].kind { return false }
    let indent = indent(ofLine: line(of: tokens[next].span.start))
    return indent.count > item.indent.count && source.bytes[indent].starts(with: source.bytes[item.indent])
  }
}

/// The significant tokens of a text, in order; they refer to the full list instead of being copied.
struct FoldedTokens {
  private var all: [Token]
  private var kept: [Int32]

  /// - Parameter endsItem: whether the text ends in the middle of an item, which is then terminated there.
  init(_ all: [Token], kept: [Int32], endsItem: Bool) {
    self.all = all
    self.kept = kept
    guard endsItem, let end = all.last else { return }
    self.all.append(Token(.lineEnd, end.span, ""))
    self.kept.insert(Int32(all.count), at: kept.count - 1)
  }

  var count: Int { kept.count }
  var indices: Range<Int> { kept.indices }

  subscript(index: Int) -> Token { _read { yield all[Int(kept[index])] } }
}

extension Token {
  /// Whether the token is anything other than a comment, a line end or the end of the text.
  fileprivate var isWritten: Bool {
    switch kind {
    case .comment, .documentation, .lineEnd, .fileEnd: false
    case .name, .number, .text, .date, .symbol: true
    }
  }
}
