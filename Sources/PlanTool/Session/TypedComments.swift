import PlanLang

/// The comments around typed statements, which are kept when the plan is saved.
struct TypedComments {
  private let sources: Sources
  /// The tokens of the texts examined so far.
  private var tokens: [Int: [Token]] = [:]

  init(_ sources: Sources) { self.sources = sources }

  /// Comments and notes above a statement, with an empty line if one separates it from the text before.
  mutating func above(_ statement: Statement) -> [String] {
    let tokens = tokens(of: statement.span.file)
    let first = TypedComments.index(of: statement.span.start, in: tokens)
    var index = first
    while index > 0, tokens[index - 1].isAround { index -= 1 }
    var found = tokens[index..<first]
    // A comment on the same line as other text belongs to that text.
    let isBegin = index == 0
    if !isBegin { found = found.drop { !$0.endsLine } }
    var lines: [String] = []
    var ends = isBegin ? -1 : 0
    for token in found {
      guard !token.endsLine else {
        ends += 1
        continue
      }
      if ends > 1 { lines.append("") }
      ends = 0
      lines.append(sources[token.span])
    }
    if ends > 1 { lines.append("") }
    return lines
  }

  /// A comment on the last line of a statement.
  mutating func behind(_ statement: Statement) -> String? {
    let tokens = tokens(of: statement.span.file)
    let next = TypedComments.index(of: statement.span.end, in: tokens)
    if next < tokens.count, case .comment = tokens[next].kind { return sources[tokens[next].span] }
    return nil
  }

  /// Comments below the last statement of a text.
  mutating func below(_ statement: Statement) -> [String] {
    let tokens = tokens(of: statement.span.file)
    let rest = tokens[TypedComments.index(of: statement.span.end, in: tokens)...].drop { !$0.endsLine }
    guard rest.allSatisfy({ $0.isAround || $0.kind == .fileEnd }) else { return [] }
    return rest.compactMap { token in
      if case .comment = token.kind { sources[token.span] } else { nil }
    }
  }

  /// The first token at or after an offset.
  private static func index(of offset: Int, in tokens: [Token]) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].span.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func tokens(of file: Int) -> [Token] {
    if let known = tokens[file] { return known }
    let found = Pipeline.tokens(sources.texts[file], file: file).tokens
    tokens[file] = found
    return found
  }
}

extension Token {
  fileprivate var endsLine: Bool { kind == .lineEnd }

  /// Whether the token is a comment, a note or a line end.
  fileprivate var isAround: Bool {
    switch kind {
    case .comment, .documentation, .lineEnd: true
    case .name, .number, .text, .date, .symbol, .fileEnd: false
    }
  }
}
