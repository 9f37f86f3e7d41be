internal import PlanRules

extension Parser {
  mutating func programmeDeclaration() throws(Problem) -> ProgrammeDeclaration {
    let name = try newName("a name for the programme")
    let label = label()
    let unit = take(word: .in) ? try unitSyntax() : nil
    let (isLevel, isLessBetter) = try sort()
    let before = problems.count
    let items = at(.openBrace) ? try programmeItems() : []
    return ProgrammeDeclaration(
      name: name, label: label, unit: unit, isLevel: isLevel, isLessBetter: isLessBetter, members: nil,
      weights: nil, items: items,
      isPartial: problems.count > before)
  }

  mutating func groupDeclaration() throws(Problem) -> ProgrammeDeclaration {
    let name = try newName("a name for the group")
    let label = label()
    try expect(.equal)
    let (members, weights) = try composition()
    let before = problems.count
    let items = at(.openBrace) ? try programmeItems() : []
    return ProgrammeDeclaration(
      name: name, label: label, unit: nil, isLevel: false, isLessBetter: false, members: members,
      weights: weights, items: items,
      isPartial: problems.count > before)
  }

  /// What follows the unit of a programme, in any order: `level`, `less is better`, with or without commas.
  mutating func sort() throws(Problem) -> (isLevel: Bool, isLessBetter: Bool) {
    var (isLevel, isLessBetter) = (false, false)
    while true {
      let comma = take(.comma)
      if !isLevel, take(word: .level) {
        isLevel = true
      } else if !isLessBetter, take(word: .less) {
        try expect(word: .is)
        try expect(word: .better)
        isLessBetter = true
      } else if comma {
        throw unexpected("`level` or `less is better`")
      } else {
        return (isLevel, isLessBetter)
      }
    }
  }

  /// `a + b`, or `mean of a weight 2, b`; a name is never followed by `of`, so a programme may still be called
  /// `mean`.
  private mutating func composition() throws(Problem) -> (members: [NameSyntax], weights: [Rational]?) {
    guard at(word: .mean), next.isWord(.of) else {
      var members = [try name("the name of a programme")]
      while take(.plus) { members.append(try name("the name of a programme")) }
      return (members, nil)
    }
    advance()
    advance()
    var (members, weights): ([NameSyntax], [Rational]) = ([], [])
    repeat {
      members.append(try name("the name of a programme"))
      weights.append(take(word: .weight) ? try weight() : .one)
    } while take(.comma)
    return (members, weights)
  }

  private mutating func weight() throws(Problem) -> Rational {
    guard case .number(let number) = current.kind, number.value.signum > 0 else {
      throw unexpected("a number above zero")
    }
    advance()
    return number.value
  }

  private mutating func programmeItems() throws(Problem) -> [ProgrammeDeclaration.Item] {
    try block { (parser) throws(Problem) in try parser.programmeItem() }
  }

  private mutating func programmeItem() throws(Problem) -> ProgrammeDeclaration.Item? {
    _ = documentation()
    let start = current.span
    if take(word: .carry) { return .carry(try carryRule()) }
    if at(word: .lights), next.kind == .symbol(.openBrace) {
      advance()
      let bands = try bands()
      return .lights(bands, span(from: start))
    }
    // A period is never a figure, so a measure may still be called `until`.
    if at(word: .until), next.isDate || (next.isName && PeriodWord(next.spelling) != nil) {
      advance()
      return .until(try moment())
    }
    let measure = try name("a measure, such as `target`")
    let axes = try byAxes()
    let values = try values()
    let countsMissingAsZero = try missingCountsAsZero()
    return .figures(
      FiguresSyntax(
        measure: measure, axes: axes, values: values, countsMissingAsZero: countsMissingAsZero,
        span: span(from: start)))
  }

  /// `missing counts as zero`, after figures or a table.
  mutating func missingCountsAsZero() throws(Problem) -> Bool {
    guard isAtMissingClause(0) else { return false }
    advance()
    try expect(word: .counts)
    try expect(word: .as)
    try expect(word: .zero)
    return true
  }

  /// `5`, `5, 60, -` or `{ north 5; south 60 }`.
  private mutating func values() throws(Problem) -> ValuesSyntax {
    if at(.openBrace) { return try valueBlock() }
    let start = current.span
    var entries = [try value()]
    while take(.comma) { entries.append(try value()) }
    return ValuesSyntax(entries: entries, span: span(from: start))
  }

  private mutating func valueBlock() throws(Problem) -> ValuesSyntax {
    let start = current.span
    depth += 1
    if depth > limits[.nesting] { throw .tooDeep(start, limits) }
    defer { depth -= 1 }
    let lists = try block { (parser) throws(Problem) -> [ValuesSyntax.Entry]? in
      _ = parser.documentation()
      var entries = [try parser.entry()]
      while parser.take(.comma), !parser.atEnd { entries.append(try parser.entry()) }
      return entries
    }
    return ValuesSyntax(entries: lists.flatMap { $0 }, span: span(from: start))
  }

  private mutating func entry() throws(Problem) -> ValuesSyntax.Entry {
    if at(.openBrace) { return .block(try valueBlock()) }
    guard isKey else { return try value() }
    let member = try member()
    return .keyed(member, at(.openBrace) ? .block(try valueBlock()) : try value())
  }

  /// Whether the token is a member before its figure: a name, year or text that is not followed by an operator.
  private var isKey: Bool {
    switch current.kind {
    case .text: return true
    case .name:
      if ClauseWord.beginningFigures.contains(where: current.isWord) { return false }
      if next.kind == .symbol(.dot) { return startsFigure(peek(3), after: peek(2)) }
      return startsFigure(next, after: current)
    case .number(let number):
      guard number.places == 0, !number.isGrouped else { return false }
      switch next.kind {
      case .number, .symbol(.openBrace): return true
      case .symbol(.minus): return startsFigure(next, after: current)
      case .name: return next.isWord(.none)
      case .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return false
      }
    case .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return false
    }
  }

  private func startsFigure(_ token: Token, after key: Token) -> Bool {
    switch token.kind {
    case .number, .symbol(.openBrace): return true
    case .name: return !token.isWord(.otherwise) && !token.isWord(.in)
    case .symbol(.openParenthesis): return token.span.start > key.span.end
    case .symbol(.minus):
      // `north -5` is a key and a figure, whereas `a - 5` and `a-5` are differences.
      let following = peek(token.span == next.span ? 2 : 4)
      let isLoose = following.span.start > token.span.end
      return !(isLoose || token.span.start == key.span.end) || isDashBefore(following)
    case .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return false
    }
  }

  private func isDashBefore(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(.comma), .symbol(.semicolon), .symbol(.closeBrace), .lineEnd, .fileEnd: true
    case .name, .number, .text, .date, .symbol, .comment, .documentation: false
    }
  }

  private mutating func value() throws(Problem) -> ValuesSyntax.Entry {
    let start = current.span
    if isDash || at(word: .none) {
      advance()
      return .value(nil, start)
    }
    let expression = try figure()
    return .value(expression, expression.span)
  }
}
