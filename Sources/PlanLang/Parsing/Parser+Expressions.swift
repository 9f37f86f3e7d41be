internal import PlanRules

/// Precedence, lowest first: `in`, `if`, `or`, `and`, `not`, comparisons (non-associative), `otherwise`, `+ -`, `*
/// /`, unary `-`, number with unit, `.` and `[ ]`.
extension Parser {
  /// The operators of one level of precedence, tightest last.
  private var additive: Arithmetic? { at(.plus) ? .add : at(.minus) ? .subtract : nil }
  private var multiplicative: Arithmetic? { at(.times) ? .multiply : at(.over) ? .divide : nil }
  private static let comparisons: [Symbol: Comparison] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
    .greaterOrEqual: .greaterOrEqual,
  ]

  /// A complete expression, including a conversion if one follows.
  mutating func expression() throws(Problem) -> ExpressionSyntax {
    openExpressions += 1
    let inner = try conditional()
    guard at(word: .in), !isText(next) else {
      openExpressions -= 1
      return inner
    }
    advance()
    let unit = try unitSyntax()
    openExpressions -= 1
    return ExpressionSyntax(form: .convert(inner, to: unit), span: span(from: inner.span))
  }

  private func isText(_ token: Token) -> Bool {
    if case .text = token.kind { return true }
    return false
  }

  private mutating func conditional() throws(Problem) -> ExpressionSyntax {
    guard at(word: .if) else { return try disjunction() }
    let start = current.span
    try descend()
    defer { depth -= 1 }
    advance()
    let condition = try conditional()
    try expect(word: .then)
    let then = try conditional()
    try expect(word: .else)
    let otherwise = try conditional()
    return ExpressionSyntax(form: .choose(condition, then: then, else: otherwise), span: span(from: start))
  }

  private mutating func disjunction() throws(Problem) -> ExpressionSyntax {
    var left = try conjunction()
    while take(word: .or) {
      try countOperator()
      let right = try conjunction()
      left = ExpressionSyntax(form: .connect(.or, left, right), span: left.span.through(right.span))
    }
    return left
  }

  private mutating func conjunction() throws(Problem) -> ExpressionSyntax {
    var left = try negation()
    while take(word: .and) {
      try countOperator()
      let right = try negation()
      left = ExpressionSyntax(form: .connect(.and, left, right), span: left.span.through(right.span))
    }
    return left
  }

  private mutating func negation() throws(Problem) -> ExpressionSyntax {
    guard at(word: .not) else { return try comparison() }
    let start = current.span
    try descend()
    defer { depth -= 1 }
    advance()
    let inner = try negation()
    return ExpressionSyntax(form: .not(inner), span: span(from: start))
  }

  private mutating func comparison() throws(Problem) -> ExpressionSyntax {
    let left = try figure()
    guard case .symbol(let symbol) = current.kind, let comparison = Parser.comparisons[symbol] else {
      return left
    }
    advance()
    let right = try figure()
    if case .symbol(let next) = current.kind, Parser.comparisons[next] != nil {
      throw .chain(current.span, next)
    }
    return ExpressionSyntax(form: .compare(comparison, left, right), span: left.span.through(right.span))
  }

  /// One side of a comparison: `otherwise` and anything that binds tighter.
  mutating func figure() throws(Problem) -> ExpressionSyntax {
    try descend()
    defer { depth -= 1 }
    // Most figures are a lone number in a list.
    if case .number(let number) = current.kind, next.endsFigure {
      let span = current.span
      advance()
      let syntax = NumberSyntax(number: number, isPercent: false, scales: [], unit: nil)
      return ExpressionSyntax(form: .number(syntax), span: span)
    }
    var left = try sum()
    while take(word: .otherwise) {
      try countOperator()
      let right = try sum()
      left = ExpressionSyntax(form: .otherwise(left, right), span: left.span.through(right.span))
    }
    return left
  }

  mutating func sum() throws(Problem) -> ExpressionSyntax {
    var left = try product()
    while let operation = additive {
      if operation == .subtract, isDash { break }
      advance()
      try countOperator()
      let right = try product()
      left = ExpressionSyntax(form: .arithmetic(operation, left, right), span: left.span.through(right.span))
    }
    return left
  }

  private mutating func product() throws(Problem) -> ExpressionSyntax {
    var left = try signed()
    while let operation = multiplicative {
      advance()
      try countOperator()
      let right = try signed()
      left = ExpressionSyntax(form: .arithmetic(operation, left, right), span: left.span.through(right.span))
    }
    return left
  }

  private mutating func signed() throws(Problem) -> ExpressionSyntax {
    guard at(.minus) else { return try postfix() }
    let start = current.span
    try descend()
    defer { depth -= 1 }
    advance()
    let inner = try signed()
    return ExpressionSyntax(form: .negate(inner), span: span(from: start))
  }

  private mutating func postfix() throws(Problem) -> ExpressionSyntax {
    var base = try primary()
    while true {
      if at(.dot) || at(.openBracket) { try countOperator() }
      if take(.dot) {
        guard current.isName else { throw unexpected("the name of a measure") }
        let name = NameSyntax(text: current.spelling, span: current.span)
        advance()
        base = ExpressionSyntax(form: .member(base, name), span: span(from: base.span))
      } else if at(.openBracket) {
        let indices = try indices()
        base = ExpressionSyntax(form: .subscripted(base, indices), span: span(from: base.span))
      } else {
        return base
      }
    }
  }

  private mutating func countOperator() throws(Problem) {
    operators += 1
    if operators > Parser.maxOperators { throw .tooLong(current.span) }
  }

  private mutating func descend() throws(Problem) {
    depth += 1
    if depth > limits[.nesting] { throw .tooDeep(current.span, limits) }
  }

  private mutating func primary() throws(Problem) -> ExpressionSyntax {
    let token = current
    switch token.kind {
    case .number(let number):
      advance()
      let syntax = numberSuffix(number)
      return ExpressionSyntax(form: .number(syntax), span: span(from: token.span))
    case .date(let date):
      advance()
      return ExpressionSyntax(form: .date(date), span: token.span)
    case .symbol(.openParenthesis):
      advance()
      let inner = try expression()
      try expect(.closeParenthesis)
      return ExpressionSyntax(form: inner.form, span: span(from: token.span))
    case .name: return try named(token)
    case .text, .symbol, .lineEnd, .comment, .documentation, .fileEnd: throw unexpected("a figure or a name")
    }
  }

  private mutating func named(_ token: Token) throws(Problem) -> ExpressionSyntax {
    let literal: ExpressionSyntax.Form? =
      if token.isWord(.none) {
        ExpressionSyntax.Form.none
      } else if token.isWord(.true) {
        .truth(true)
      } else if token.isWord(.false) {
        .truth(false)
      } else {
        nil
      }
    if let literal {
      advance()
      return ExpressionSyntax(form: literal, span: token.span)
    }
    if Vocabulary.isReserved(token.spelling), !token.isWord(.base) {
      throw unexpected("a figure or a name")
    }
    let name = NameSyntax(text: token.spelling, span: token.span)
    advance()
    guard at(.openParenthesis) else { return ExpressionSyntax(form: .name(name), span: token.span) }
    return try call(name)
  }

  private mutating func call(_ name: NameSyntax) throws(Problem) -> ExpressionSyntax {
    advance()
    var arguments: [ExpressionSyntax] = []
    var axis: NameSyntax?
    if !at(.closeParenthesis) {
      repeat { arguments.append(try expression()) } while take(.comma)
      if take(word: .over) { axis = try self.name("the name of an axis") }
    }
    try expect(.closeParenthesis)
    return ExpressionSyntax(form: .call(name, arguments, over: axis), span: span(from: name.span))
  }

  /// `%`, or scale words and a unit, right after a number.
  private mutating func numberSuffix(_ number: NumberSpelling) -> NumberSyntax {
    if take(.percent) { return NumberSyntax(number: number, isPercent: true, scales: [], unit: nil) }
    var scales: [Scale] = []
    while scales.count < 4, current.isName, let scale = ScaleWord.scale(current.spelling) {
      scales.append(scale)
      advance()
    }
    var unit: NameSyntax?
    if current.isName, !Vocabulary.isReserved(current.spelling),
      !Vocabulary.endsNumber(current.spelling), !isAtMissingClause(0)
    {
      unit = NameSyntax(text: current.spelling, span: current.span)
      advance()
    }
    return NumberSyntax(number: number, isPercent: false, scales: scales, unit: unit)
  }

  mutating func unitSyntax() throws(Problem) -> UnitSyntax {
    let start = current.span
    var scale: Scale?
    if current.isName, let word = ScaleWord.scale(current.spelling) {
      scale = word
      advance()
    }
    if at(.percent) {
      guard scale == nil else { throw unexpected("a unit") }
      let percent = NameSyntax(text: "percent", span: current.span)
      advance()
      return UnitSyntax(scale: nil, factors: [.init(name: percent, isBelow: false)], span: span(from: start))
    }
    var factors = [UnitSyntax.Factor(name: try name("a unit"), isBelow: false)]
    while at(.over) || at(.times) {
      let isBelow = at(.over)
      advance()
      factors.append(UnitSyntax.Factor(name: try name("a unit"), isBelow: isBelow))
    }
    return UnitSyntax(scale: scale, factors: factors, span: span(from: start))
  }

  // MARK: Members

  mutating func indices() throws(Problem) -> [IndexSyntax] {
    try expect(.openBracket)
    var indices: [IndexSyntax] = []
    repeat {
      let first = current
      indices.append(try subscriptIndex())
      if !at(.comma), !at(.closeBracket), let help = rangeRemedy(from: first) {
        throw unexpected("`..` or `]`", help: help)
      }
    } while take(.comma)
    try expect(.closeBracket)
    return indices
  }

  private mutating func subscriptIndex() throws(Problem) -> IndexSyntax {
    let start = current.span
    if take(.range) {
      let through = try member()
      return IndexSyntax(from: nil, through: through, span: span(from: start))
    }
    let from = try member()
    guard take(.range) else { return IndexSyntax(from: from, through: from, span: span(from: start)) }
    let isOpen = at(.closeBracket) || at(.comma)
    let through = isOpen ? nil : try member()
    return IndexSyntax(from: from, through: through, span: span(from: start))
  }

  mutating func member() throws(Problem) -> MemberSyntax {
    let token = current
    switch token.kind {
    case .number(let number) where number.places == 0:
      advance()
      return MemberSyntax(axis: nil, name: number.digits, span: token.span)
    case .text(let text):
      advance()
      return MemberSyntax(axis: nil, name: NameSpelling.folded(text), span: token.span)
    case .name:
      advance()
      guard at(.dot), next.isName || isText(next) || next.isWholeNumber else {
        return MemberSyntax(axis: nil, name: token.spelling, span: token.span)
      }
      advance()
      // One axis and one member: a second dot is not allowed.
      let inner = try plainMember()
      return MemberSyntax(
        axis: NameSyntax(text: token.spelling, span: token.span), name: inner.name,
        span: span(from: token.span))
    case .number, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd:
      throw unexpected("a member, such as `Q2` or a region")
    }
  }

  /// A member without its axis.
  private mutating func plainMember() throws(Problem) -> MemberSyntax {
    let token = current
    guard token.isName else { return try member() }
    advance()
    return MemberSyntax(axis: nil, name: token.spelling, span: token.span)
  }

  mutating func members() throws(Problem) -> [MemberSyntax] {
    var members = [try member()]
    while take(.comma) { members.append(try member()) }
    return members
  }

  // MARK: Words

  mutating func name(_ what: String) throws(Problem) -> NameSyntax {
    guard current.isName else { throw unexpected(what) }
    let name = NameSyntax(text: current.spelling, span: current.span)
    advance()
    return name
  }

  mutating func newName(_ what: String) throws(Problem) -> NameSyntax {
    let name = try name(what)
    if Vocabulary.isReserved(name.text) { throw .reserved(name) }
    return name
  }

  mutating func text(_ what: String) throws(Problem) -> String {
    guard case .text(let text) = current.kind else { throw unexpected(what) }
    advance()
    return text
  }

  mutating func label() -> String? {
    guard case .text(let text) = current.kind else { return nil }
    advance()
    return text
  }

  mutating func date() throws(Problem) -> PlanDate {
    guard case .date(let date) = current.kind else {
      throw unexpected("a date, such as `2561-04-30`", help: dateRemedy)
    }
    advance()
    return date
  }

  /// Whether `missing counts …` stands `offset` tokens ahead; `missing` alone may be a name.
  func isAtMissingClause(_ offset: Int) -> Bool {
    let (token, following) = (peek(offset), peek(offset + 1))
    return token.isWord(.missing) && following.isWord(.counts)
  }

  /// Whether a `-` denotes a missing figure: before `,`, `}`, the end of a line or a source.
  var isDash: Bool {
    guard at(.minus) else { return false }
    switch next.kind {
    case .symbol(.comma), .symbol(.closeBrace), .symbol(.semicolon), .lineEnd, .fileEnd: return true
    case .name: return next.isWord(.in) && isText(peek(2)) || isAtMissingClause(1)
    case .number, .text, .date, .symbol, .comment, .documentation: return false
    }
  }
}

extension Problem {
  fileprivate static func chain(_ span: Span, _ symbol: Symbol) -> Problem {
    Problem(
      .comparisonChain, "comparisons do not chain", at: span.origin,
      help: "join two comparisons with `and`: `a < b and b < c`")
  }

  static func reserved(_ name: NameSyntax) -> Problem {
    Problem(
      .reservedName, "`\(name.text)` is a word of the language and cannot be a name", at: name.span.origin)
  }
}
