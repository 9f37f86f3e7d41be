public import PlanRules

/// The statements and the problems of a text.
public struct ParsedText: Sendable {
  /// The statements without mistakes, which can be carried out. In a statement with a mistake, a figure may not be
  /// the one that was meant.
  public let statements: [Statement]
  /// All statements, including those with mistakes as far as they were understood, so that the checker can find
  /// further mistakes.
  let withMistaken: [Statement]
  /// The problems of lexing and parsing, in the order of the text.
  public let problems: [Problem]
  /// The names that statements with mistakes would have declared; using them is not reported as an unknown name. `*`
  /// stands for any name, `[]` for any member.
  public let lostNames: Set<String>
  /// Whether the text ends in the middle of a statement, or after a `##` comment with nothing below it, so that the
  /// prompt asks for more lines.
  public let isIncomplete: Bool
}

/// Parses tokens into statements. After an error it resumes at the next statement or item.
struct Parser {
  let source: SourceText
  let file: Int
  private let tokens: FoldedTokens
  private(set) var index = 0
  private(set) var problems: [Problem] = []
  private var endedEarly = false
  /// Whether the text ended inside a block: then mistakes in the block are only reported once it is complete.
  private var endedInBlock = false
  private var lostNames: Set<String> = []
  var depth = 0
  /// The number of expressions being parsed; after an error, it shows whether the error is inside one.
  var openExpressions = 0

  let limits: Limits
  /// The maximum number of operators in a statement: longer sums should name their parts.
  static let maxOperators = 1_000
  var operators = 0

  static func parse(_ source: SourceText, file: Int, limits: Limits = Limits()) -> ParsedText {
    let (tokens, lexing) = Lexer.read(source, file: file, limits: limits)
    var parser = Parser(source: source, file: file, tokens: Layout.fold(tokens, of: source), limits: limits)
    let (all, ranges) = parser.statements()
    let problems = (lexing + parser.problems).sorted { $0.origin.rawValue < $1.origin.rawValue }
    return ParsedText(
      statements: problems.isEmpty ? all : parser.free(of: problems, all, ranges), withMistaken: all,
      problems: SpreadsheetRow.reported(problems, in: source, file: file), lostNames: parser.lostNames,
      isIncomplete: parser.endedEarly && parser.problems.count == 1 && (lexing.isEmpty || parser.endedInBlock)
        || all.isEmpty && problems.isEmpty && tokens.contains(where: \.isDocumentation))
  }

  /// Parses a unit as written in a table; `nil` if the text is not a unit.
  static func unit(_ text: String) -> UnitSyntax? {
    let source = SourceText(name: "unit", text: text)
    let (tokens, lexing) = Lexer.read(source, file: 0)
    guard lexing.isEmpty else { return nil }
    var parser = Parser(source: source, file: 0, tokens: Layout.fold(tokens, of: source), limits: Limits())
    guard let unit = try? parser.unitSyntax(), parser.isAtTextEnd else { return nil }
    return unit
  }

  private init(source: SourceText, file: Int, tokens: FoldedTokens, limits: Limits) {
    self.limits = limits
    self.source = source
    self.file = file
    self.tokens = tokens
  }

  // MARK: Tokens

  /// Read in place, without copying: a token is inspected many times before it is consumed.
  var current: Token { _read { yield tokens[min(index, tokens.count - 1)] } }
  var next: Token { _read { yield tokens[min(index + 1, tokens.count - 1)] } }
  var previousSpan: Span { index > 0 ? tokens[index - 1].span : current.span }

  /// The token `offset` places ahead.
  func peek(_ offset: Int) -> Token { tokens[max(0, min(index + offset, tokens.count - 1))] }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  mutating func restore(_ saved: Int) { index = saved }

  func at(_ symbol: Symbol) -> Bool {
    if case .symbol(let mark) = current.kind { mark == symbol } else { false }
  }

  func at(word: ClauseWord) -> Bool { current.isWord(word) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(word: ClauseWord) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Symbol, _ what: String? = nil) throws(Problem) {
    guard take(symbol) else { throw unexpected(what ?? "`\(symbol.rawValue)`") }
  }

  mutating func expect(word: ClauseWord) throws(Problem) {
    guard take(word: word) else { throw unexpected("`\(word.spelling)`") }
  }

  /// The span from a starting point to the last token consumed.
  func span(from start: Span) -> Span { start.through(previousSpan) }

  /// Whether the statement or item ends here.
  var atEnd: Bool {
    switch current.kind {
    case .lineEnd, .fileEnd, .symbol(.semicolon), .symbol(.closeBrace): true
    case .name, .number, .text, .date, .symbol, .comment, .documentation: false
    }
  }

  mutating func unexpected(_ expected: String, help: String? = nil) -> Problem {
    if isAtTextEnd { endedEarly = true }
    // What is missing at the end of a line is reported after its last word, not after the comment.
    let isEnd = current.isLineEnd || current.isFileEnd
    return .unexpected(
      found: source.text(current.span.start..<current.span.end), current.kind,
      at: isEnd ? previousSpan.after : current.span, expected: expected, help: help ?? hint)
  }

  /// A guess at what went wrong, if the token gives a clue.
  private var hint: String? {
    if let remedy = signRemedy ?? leadingEqualRemedy ?? placeRemedy ?? bracketRemedy ?? clauseRemedy {
      return remedy
    }
    switch current.kind {
    case .number:
      guard index > 0, case .number = tokens[index - 1].kind else { return nil }
      return "put a comma between figures"
    case .name:
      let line = source.line(of: current.span.start)
      let begins = index > 0 && source.line(of: tokens[index - 1].span.start) < line
      return begins && StatementWord(spelled: current.spelling) != nil
        ? "an indented line continues the statement above: indent it less" : nil
    case .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return nil
    }
  }

  /// Whether only the end of the text is left.
  private var isAtTextEnd: Bool {
    current.isFileEnd || (current.isLineEnd && next.isFileEnd)
  }

  // MARK: Statements and recovery

  /// The range of the text that was parsed as a statement and its terminator.
  private struct StatementRange {
    /// Its first token, used to determine what it would have declared.
    let first: Int
    let range: Range<Int>
  }

  private mutating func statements() -> ([Statement], [StatementRange]) {
    var statements: [Statement] = []
    var ranges: [StatementRange] = []
    /// Where everything parsed so far ends.
    var over = 0
    while !current.isFileEnd {
      if at(.closeBrace) {
        problems.append(.unopened(current.span))
        advance()
        continue
      }
      let first = index
      if let statement = recovering({ (parser) throws(Problem) in try parser.statement() }) {
        let end = at(.closeBrace) ? current.span.end : current.span.start
        statements.append(statement)
        ranges.append(StatementRange(first: first, range: over..<max(over, end)))
      }
      over = max(over, previousSpan.end)
    }
    return (statements, ranges)
  }

  /// The statements without mistakes; the names that the others would have declared are recorded as lost.
  private mutating func free(
    of problems: [Problem], _ statements: [Statement], _ ranges: [StatementRange]
  ) -> [Statement] {
    let mistakes = problems.compactMap { Span($0.origin)?.start }
    var next = 0
    return zip(statements, ranges).compactMap { statement, one in
      while next < mistakes.count, mistakes[next] < one.range.lowerBound { next += 1 }
      var candidate = next
      while candidate < mistakes.count, mistakes[candidate] < one.range.upperBound {
        if holds(statement, mistakes[candidate]) {
          loseNames(from: one.first)
          return nil
        }
        candidate += 1
      }
      return statement
    }
  }

  /// Whether a mistake near a statement belongs to it: on its lines, or on an indented line after them. Characters
  /// that the lexer rejected produce no token, so they may lie before the first token or after the last.
  private func holds(_ statement: Statement, _ mistake: Int) -> Bool {
    let line = source.line(of: mistake)
    if line < source.line(of: statement.span.start) { return false }
    if line <= source.line(of: statement.span.end) { return true }
    let first = source.bytes[source.range(ofLine: line)].first
    return first == UInt8(ascii: " ") || first == UInt8(ascii: "\t")
  }

  /// Parses one statement or item and its terminator; after an error, skips to the next.
  mutating func recovering<Result>(_ read: (inout Parser) throws(Problem) -> Result?) -> Result? {
    if current.isLineEnd || at(.semicolon) {
      advance()
      return nil
    }
    let start = index
    operators = 0
    do throws(Problem) {
      let result = try read(&self)
      guard atEnd else { throw unexpected("the end of the statement") }
      if current.isLineEnd || at(.semicolon) { advance() }
      return result
    } catch {
      problems.append(error)
      loseNames(from: start)
      skipToEnd()
      return nil
    }
  }

  /// Records the names that a statement would have declared.
  private mutating func loseNames(from first: Int) {
    var start = first
    while start < tokens.count, case .documentation = tokens[start].kind { start += 1 }
    guard start + 1 < tokens.count, tokens[start].isName else { return }
    let name = tokens[start + 1].isName ? tokens[start + 1].spelling : nil
    switch StatementWord(spelled: tokens[start].spelling)?.brings {
    case .name?:
      if let name { lostNames.insert(name) }
      if start + 2 < tokens.count, case .text(let label) = tokens[start + 2].kind {
        lostNames.insert(NameSpelling.folded(label))
        if let word = NameSpelling.word(ofLabel: label) { lostNames.insert(word) }
      }
    case .members?:
      if let name { lostNames.insert(name) }
      lostNames.insert(Parser.anyMember)
    case .anything?: lostNames.insert(Parser.anyName)
    case .move?:
      let named = tokens.indices[start...].prefix { !tokens[$0].isLineEnd && !tokens[$0].isFileEnd }
        .first { tokens[$0].isWord(.as) }
      if let named, tokens[named + 1].isName { lostNames.insert(tokens[named + 1].spelling) }
    case Optional.none, .some(.none), .own?: break
    }
  }

  mutating func loseMembers() { lostNames.insert(Parser.anyMember) }

  /// Stands for all members of an axis that could not be read.
  static let anyMember = "[]"
  /// Stands for all names that a file or a table would have declared.
  static let anyName = "*"

  private mutating func skipToEnd() {
    depth = 0
    var braces = 0
    while !current.isFileEnd {
      if at(.openBrace) { braces += 1 }
      if at(.closeBrace) {
        if braces == 0 { return }
        braces -= 1
      }
      if braces == 0, current.isLineEnd || at(.semicolon) {
        advance()
        return
      }
      advance()
    }
  }

  /// A block of items in braces, with error recovery for each item.
  mutating func block<Item>(_ read: (inout Parser) throws(Problem) -> Item?) throws(Problem) -> [Item] {
    let opener = current.span
    let before = problems.count
    try expect(.openBrace)
    var items: [Item] = []
    while !at(.closeBrace) {
      if current.isFileEnd {
        (endedEarly, endedInBlock) = (true, true)
        // What follows was parsed as if it belonged to the block.
        problems.removeSubrange(before...)
        throw .unclosed(opener)
      }
      let start = index
      if let item = recovering(read) { items.append(item) }
      if index == start { advance() }
    }
    advance()
    return items
  }

  /// A block that is accepted as a whole or not at all: if one item has a mistake, no further ones are reported.
  mutating func wholeBlock<Item>(
    _ read: (inout Parser) throws(Problem) -> Item?
  ) throws(Problem) -> [Item] {
    let before = problems.count
    let items = try block(read)
    guard problems.count == before else { throw problems.remove(at: before) }
    return items
  }

  mutating func documentation() -> String? {
    var lines: String?
    while case .documentation(let text) = current.kind {
      lines = lines.map { $0 + "\n" + text } ?? text
      advance()
    }
    return lines
  }
}

extension Problem {
  fileprivate static func unexpected(
    found spelling: String, _ kind: Token.Kind, at span: Span, expected: String, help: String?
  ) -> Problem {
    let found: String =
      switch kind {
      case .lineEnd: "the end of the line"
      case .fileEnd: "the end of the text"
      case .documentation, .comment: "a comment"
      case .name, .number, .text, .date, .symbol: "`\(spelling)`"
      }
    return Problem(.unexpectedToken, "expected \(expected), found \(found)", at: span.origin, help: help)
  }

  fileprivate static func unopened(_ span: Span) -> Problem {
    Problem(.unclosedBracket, "this `}` closes nothing", at: span.origin)
  }

  fileprivate static func unclosed(_ span: Span) -> Problem {
    Problem(.unclosedBracket, "this `{` is never closed", at: span.origin, help: "close it with `}`")
  }

  static func tooLong(_ span: Span) -> Problem {
    Problem(
      .tooDeep, "this statement has more than \(Parser.maxOperators) operators", at: span.origin,
      help: "give its parts names with `let`")
  }

  static func tooDeep(_ span: Span, _ limits: Limits) -> Problem {
    Problem(
      .tooDeep, "this is nested more than \(limits[.nesting]) deep", at: span.origin,
      help: "give its parts names with `let`", limit: limits.reached(.nesting))
  }
}
