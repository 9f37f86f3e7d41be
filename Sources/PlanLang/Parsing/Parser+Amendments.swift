internal import PlanRules

extension Parser {
  /// The remedy for an amount without a measure; a name in its place already implies a unit.
  private static func whatMoves(_ amount: ExpressionSyntax, before next: Token) -> String {
    if case .name(let name) = amount.form, next.isName, !next.isWord(.from) {
      return "`\(name.text)` has its unit: write `move \(name.text) of target from A to B`"
    }
    return "say what moves: `move 1,250 household of target from A to B in Q4`"
  }

  mutating func moveSyntax() throws(Problem) -> MoveSyntax {
    var amounts: [MoveSyntax.Amount] = []
    repeat {
      let amount = try sum()
      guard take(word: .of) else {
        throw unexpected("`of`", help: Parser.whatMoves(amount, before: current))
      }
      let measure = try name("a measure, such as `target`")
      let programme = take(word: .of) ? try name("the name of a programme") : nil
      amounts.append(MoveSyntax.Amount(amount: amount, measure: measure, programme: programme))
    } while take(word: .and)
    var clauses = MoveClauses()
    while !atEnd { try clause(into: &clauses) }
    guard let from = clauses.from else { throw unexpected("`from`") }
    guard let to = clauses.to else { throw unexpected("`to`") }
    return MoveSyntax(
      amounts: amounts, from: from, to: to, place: clauses.place, name: clauses.name, label: clauses.label,
      reason: clauses.reason, approved: clauses.approved)
  }

  /// The clauses of a move, which may come in any order.
  private struct MoveClauses {
    var from: [MemberSyntax]?
    var to: [MemberSyntax]?
    var place: [MemberSyntax] = []
    var name: NameSyntax?
    var label: String?
    var reason: String?
    var approved: PlanDate?
  }

  private mutating func clause(into clauses: inout MoveClauses) throws(Problem) {
    if clauses.from == nil, take(word: .from) {
      clauses.from = try members()
    } else if clauses.to == nil, take(word: .to) {
      clauses.to = try members()
    } else if clauses.place.isEmpty, take(word: .in) {
      clauses.place = try members()
    } else if clauses.name == nil, take(word: .as) {
      clauses.name = try newName("a name for the move")
      clauses.label = label()
    } else if clauses.reason == nil, take(word: .because) {
      clauses.reason = try text("the reason, in quotation marks")
    } else if clauses.approved == nil, take(word: .approved) {
      clauses.approved = try date()
    } else {
      throw unexpected("`from`, `to`, `in`, `as`, `because` or `approved`")
    }
  }

  mutating func setSyntax() throws(Problem) -> SetSyntax {
    let subject = try figure()
    if !at(.equal) { throw unexpected("`=`", help: missingEqualRemedy("set", subject)) }
    advance()
    if isDash || at(word: .none) {
      advance()
      return SetSyntax(subject: subject, value: nil)
    }
    return SetSyntax(subject: subject, value: try expression())
  }

  mutating func scaleSyntax() throws(Problem) -> ScaleSyntax {
    let subject = try figure()
    try expect(word: .by)
    return ScaleSyntax(subject: subject, factor: try figure())
  }

  /// `EXPR [by AXIS] = V, V, -`, or, for an expectation, any condition.
  mutating func claim(isReported: Bool) throws(Problem) -> ClaimSyntax {
    let start = index
    let depthBefore = depth
    do {
      return try comparedClaim(isReported: isReported)
    } catch {
      guard !isReported else { throw error }
      let furthest = index
      restore(start)
      depth = depthBefore
      let condition = try expression()
      // If a list of figures fails to parse, it is not a condition either.
      if !atEnd, furthest >= index { throw error }
      return ClaimSyntax(subject: condition, axes: [], stated: [], source: nil)
    }
  }

  private mutating func comparedClaim(isReported: Bool) throws(Problem) -> ClaimSyntax {
    let subject = try figure()
    let axes = try byAxes()
    try expect(.equal)
    var stated: [(stated: ClaimSyntax.Stated, span: Span)] = []
    repeat {
      let start = current.span
      if isDash {
        advance()
        stated.append((isReported ? .notCompared : .missing, start))
      } else if at(word: .none) {
        advance()
        stated.append((.missing, start))
      } else {
        let value = try figure()
        stated.append((.value(value), value.span))
      }
    } while take(.comma)
    var source: String?
    if take(word: .in) { source = try text("where it is printed, in quotation marks") }
    guard atEnd else { throw unexpected("the end of the statement") }
    return ClaimSyntax(subject: subject, axes: axes, stated: stated, source: source)
  }
}
