import PlanLang
import PlanRules

/// The roles of the characters of a statement while it is typed: words of the language, names of the plan, texts,
/// unknown names, and the bracket that matches the one at the cursor.
struct StatementColours {
  let session: Session

  /// - Parameter cursor: the number of scalars before it.
  /// - Returns: One role per scalar.
  func roles(of text: String, cursor: Int) -> [StyledText.Role] { roles(of: TypedLine(text), cursor: cursor) }

  /// - Parameter cursor: the number of scalars before it.
  /// - Returns: One role per scalar.
  func roles(of line: TypedLine, cursor: Int) -> [StyledText.Role] {
    let text = line.text
    let scalars = Array(text.unicodeScalars)
    var roles = [StyledText.Role](repeating: .plain, count: scalars.count)
    // Shell commands have their own vocabulary.
    if line.command?.command == .shell { return roles }
    var offsets: [Int] = []
    offsets.reserveCapacity(text.utf8.count + 1)
    for (index, scalar) in scalars.enumerated() {
      offsets += [Int](repeating: index, count: UTF8.width(scalar))
    }
    offsets.append(scalars.count)
    let (tokens, problems) = line.tokens
    var place = Place()
    for (position, token) in tokens.enumerated() {
      let range = offsets[token.span.start]..<offsets[token.span.end]
      place.next = position + 1 < tokens.count ? tokens[position + 1].kind : nil
      place.isTouched = range.contains(cursor) || range.upperBound == cursor
      if let role = role(of: token, place) {
        for index in range { roles[index] = role }
      }
      place.pass(token)
    }
    for problem in problems {
      guard let span = Span(problem.origin), span.end < offsets.count else { continue }
      for index in offsets[span.start]..<offsets[span.end] { roles[index] = .unknown }
    }
    match(tokens, offsets, cursor, &roles)
    return roles
  }

  /// The position of a word in a statement.
  private struct Place {
    var isAtStart = true
    /// Whether the word is being declared, so that it cannot be known yet.
    var isDeclaration = false
    var previous: String?
    var next: Token.Kind?
    /// Whether the cursor is on the word, so that it may still change.
    var isTouched = false

    /// A word followed by a dot, a bracket or an equals sign is a figure, even if it could also begin a statement.
    var isFigure: Bool {
      next == .symbol(.dot) || next == .symbol(.openBracket) || next == .symbol(.equal)
    }

    mutating func pass(_ token: Token) {
      switch token.kind {
      case .lineEnd, .symbol(.semicolon):
        isAtStart = true
        previous = nil
      case .comment, .documentation: break
      case .name, .number, .text, .date, .symbol, .fileEnd:
        if isAtStart, previous == nil {
          let isNew = StatementWord(spelled: token.spelling)?.bringsNames ?? false
          isDeclaration = isDeclaration || isNew || SessionCommand(rawValue: token.spelling) != nil
        }
        isAtStart = token.kind == .symbol(.openBrace) || token.kind == .symbol(.closeBrace)
        previous = token.spelling
      }
    }
  }

  private func role(of token: Token, _ place: Place) -> StyledText.Role? {
    switch token.kind {
    case .comment, .documentation: return .faint
    case .text: return .literal
    case .number, .date, .symbol, .lineEnd, .fileEnd: return nil
    case .name: break
    }
    let word = token.spelling
    let isStatement = StatementWord(spelled: word) != nil || SessionCommand(rawValue: word) != nil
    if place.isAtStart, isStatement, !place.isFigure { return .keyword }
    let names = session.open.program.names
    let name = NameSpelling.folded(word)
    if names.named(name) != name { return .name }
    if names.thing(name) != nil || names.kpi(name) != nil || names.milestone(name) != nil { return .name }
    switch Vocabulary.role(of: word) {
    case .keyword?: return .keyword
    case .scale?: return nil
    case nil: break
    }
    // A word that is still being typed or that names something new is not unknown.
    let isNamed = place.previous == ClauseWord.as.spelling
    return place.isDeclaration || place.isTouched || isNamed || place.isAtStart ? nil : .unknown
  }

  /// Highlights the bracket at or just before the cursor, and its partner; an unmatched bracket is marked as wrong.
  private func match(_ tokens: [Token], _ offsets: [Int], _ cursor: Int, _ roles: inout [StyledText.Role]) {
    let partners: [Symbol: Symbol] = [
      .closeBrace: .openBrace, .closeBracket: .openBracket, .closeParenthesis: .openParenthesis,
    ]
    var open: [(symbol: Symbol, at: Int)] = []
    for token in tokens {
      guard case .symbol(let symbol) = token.kind else { continue }
      let here = offsets[token.span.start]
      if partners.values.contains(symbol) {
        open.append((symbol, here))
      } else if let opener = partners[symbol] {
        guard let last = open.popLast(), last.symbol == opener else {
          roles[here] = .unknown
          continue
        }
        if [here, here + 1, last.at, last.at + 1].contains(cursor) {
          roles[here] = .match
          roles[last.at] = .match
        }
      }
    }
  }
}
