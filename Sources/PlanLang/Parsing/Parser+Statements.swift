internal import PlanRules

extension Parser {
  /// One statement, without its terminator.
  mutating func statement() throws(Problem) -> Statement {
    let documentation = documentation()
    let start = current.span
    let word = statementWord
    let form: Statement.Form
    let first = index
    openExpressions = 0
    do throws(Problem) {
      form = try statementForm()
      guard atEnd else { throw unexpected("the end of the statement") }
    } catch {
      // Inside a formula, an example of the statement would not help.
      let isInFormula = openExpressions > 0 && index > first + 1
      throw isInFormula ? error : word.map { error.withExample($0) } ?? error
    }
    return Statement(form: form, span: span(from: start), documentation: documentation)
  }

  /// A statement word, unless what follows shows that it is a name.
  private var statementWord: StatementWord? {
    guard current.isName, let word = StatementWord(spelled: current.spelling) else { return nil }
    return next.kind == .symbol(.dot) || next.kind == .symbol(.openBracket) ? nil : word
  }

  private mutating func statementForm() throws(Problem) -> Statement.Form {
    guard let word = statementWord else { return .question(try valueQuestion()) }
    let start = current.span
    advance()
    switch word {
    case .plan: return .plan(title: try text("the title, in quotation marks"))
    case .fiscal: return try fiscalYear()
    case .as:
      try expect(word: .of)
      return .asOf(try moment())
    case .unit, .currency: return .unit(try unitDeclaration(isCurrency: word == .currency))
    case .axis: return .axis(try axisDeclaration())
    case .measure: return .measure(try measureDeclaration())
    case .programme: return .programme(try programmeDeclaration())
    case .programmes: return .programmes(try programmeTable())
    case .group: return .programme(try groupDeclaration())
    case .milestone: return .milestone(try milestoneDeclaration())
    case .kpi: return .kpi(try kpiDeclaration())
    case .let: return .let(try letDeclaration())
    case .scenario: return .scenario(try scenarioDeclaration())
    case .move: return .move(try moveSyntax())
    case .set: return .set(try setSyntax())
    case .scale: return .scale(try scaleSyntax())
    case .without: return .without(try name("the name of a move"))
    case .periods:
      try expect(word: .by)
      return .periods(try period())
    case .carry:
      let rule = try carryRule()
      return .carry(rule, of: take(word: .of) ? try name("the name of a programme") : nil)
    case .lights:
      let bands = try bands()
      return .lights(bands, of: take(word: .of) ? try name("the name of a programme") : nil)
    case .expect: return .expect(try claim(isReported: false))
    case .reported: return .reported(try claim(isReported: true))
    case .use:
      let pathSpan = current.span
      return .use(path: try text("the file, in quotation marks"), span: start.through(pathSpan))
    case .load: return .load(try loadSyntax())
    case .show: return .question(.show(atEnd ? nil : try name("the name of something in the plan")))
    case .list:
      let axis = try name("the name of an axis, or `scenario`, `kpi` or another sort of thing")
      guard !atEnd else { return .question(.names(axis)) }
      try expect(word: .where)
      return .question(.list(axis, condition: try expression()))
    case .rank:
      let axis = try name("the name of an axis, such as `programme`")
      try expect(word: .by)
      return .question(.rank(axis, by: try expression(), top: take(word: .top) ? try places() : nil))
    case .check: return .question(.check)
    case .audit: return .question(.audit)
    case .compare:
      var names: [NameSyntax] = []
      if at(word: .by) {
        throw unexpected("the names of two scenarios", help: "`compare base, no_reshuffle by statement`")
      }
      if !atEnd { repeat { names.append(try name("the name of a scenario")) } while take(.comma) }
      if current.isName, !at(word: .by) {
        let isJoined =
          current.isWord(.and) || current.isWord(.to) || ["with", "vs"].contains(current.spelling)
        let others = isJoined ? next : current
        throw unexpected(
          "a comma", help: "`compare \(names.map(\.text).joined(separator: ", ")), \(others.spelling)`")
      }
      let byStatement = take(word: .by)
      if byStatement { try expect(word: .statement) }
      return .question(.compare(names, byStatement: byStatement))
    case .explain:
      let expression = try expression()
      return .question(.explain(expression, fully: take(word: .fully)))
    case .why:
      let isNot = take(word: .not)
      return .question(.why(try name("the name of a KPI"), isNot: isNot))
    case .sweep: return .question(.sweep(try sweepSyntax()))
    case .chart:
      let expression = try expression()
      var axes: [NameSyntax] = []
      repeat {
        try expect(word: .by)
        axes.append(try name("the name of an axis"))
      } while at(word: .by) && axes.count < 2
      return .question(.chart(expression, by: axes))
    }
  }

  /// `top 3`.
  private mutating func places() throws(Problem) -> Int {
    guard case .number(let number) = current.kind, let count = number.value.whole, number.places == 0,
      count > 0
    else { throw unexpected("how many places to show, such as `3`") }
    advance()
    return count
  }

  private mutating func valueQuestion() throws(Problem) -> Question {
    let first = current
    let start = index
    let expression = try expression()
    let axes = try byAxes()
    // A lone word followed by something unexpected was probably meant as a statement.
    if !atEnd, index == start + 1, first.isName {
      let isTyped = current.isName && WrongWord.remedy(for: first.spelling) == nil
      throw .unknownStatement(first, figure: isTyped ? figureRemedy(first.spelling) : nil)
    }
    return .value(expression, by: axes)
  }

  /// `mankong rate`: a figure of a programme is written with a dot.
  private func figureRemedy(_ owner: String) -> String? {
    let word = current.spelling
    if let quarter = WrongWord.period(word) {
      return "a place goes in brackets: `\(owner).target[\(quarter)]`"
    }
    guard NameTable.figures.contains(word) else { return nil }
    let place = next.isName ? next.spelling : ""
    let quarter = WrongWord.period(place)
    return "a figure goes after a dot: `\(owner).\(word)\(quarter.map { "[\($0)]" } ?? "")`"
  }

  mutating func byAxes() throws(Problem) -> [NameSyntax] {
    var axes: [NameSyntax] = []
    while take(word: .by) { axes.append(try name("the name of an axis")) }
    return axes
  }

  private mutating func fiscalYear() throws(Problem) -> Statement.Form {
    try expect(word: .year)
    let from = try year()
    let to = take(word: .to) ? try year() : nil
    return .fiscalYear(FiscalYearSyntax(from: from, to: to, begins: try fiscalBeginning()))
  }

  /// `begins in January`, `begins in May 2569`.
  private mutating func fiscalBeginning() throws(Problem) -> FiscalYearSyntax.Beginning? {
    guard take(word: .begins) else { return nil }
    try expect(word: .in)
    guard current.isName, let month = MonthSpelling.month(current.spelling) else {
      throw unexpected("the name of a month, such as `January`")
    }
    let start = current.span
    advance()
    let year = atEnd ? nil : try year()
    return .init(month: month, year: year, span: span(from: start))
  }

  private mutating func year() throws(Problem) -> YearSyntax {
    guard case .number(let number) = current.kind, let year = number.value.whole, number.places == 0 else {
      throw unexpected("a year, such as 2561")
    }
    let span = current.span
    advance()
    return YearSyntax(year: year, span: span)
  }

  /// A period or a day.
  mutating func moment() throws(Problem) -> MomentSyntax {
    let first = current
    let start = current.span
    if case .date(let day) = current.kind {
      advance()
      return MomentSyntax(form: .day(day), span: start)
    }
    let expected = "a period or a day, such as `Q2`, `Mar` or `2561-03-31`"
    var year: YearSyntax?
    if case .number = current.kind {
      if let remedy = momentRemedy(from: first) { throw unexpected(expected, help: remedy) }
      year = try self.year()
      _ = take(.comma)
    }
    guard current.isName, PeriodWord(current.spelling) != nil else {
      throw unexpected(expected, help: momentRemedy(from: first))
    }
    let word = current.spelling
    advance()
    if year == nil, at(.comma) {
      advance()
      year = try self.year()
    }
    if year == nil, case .number(let number) = current.kind, let year = number.value.whole {
      throw unexpected("the end of the statement", help: "the year goes after a comma: `\(word), \(year)`")
    }
    return MomentSyntax(form: .period(word, of: year), span: span(from: start))
  }

  private mutating func unitDeclaration(isCurrency: Bool) throws(Problem) -> UnitDeclaration {
    let name = try newName("a name for the unit")
    let label = label()
    let value = take(.equal) ? try figure() : nil
    var places: Int?
    if take(word: .to) {
      guard case .number(let number) = current.kind, let count = number.value.whole, (0...9).contains(count)
      else {
        throw unexpected("a number of places from 0 to 9")
      }
      advance()
      places = count
      try expect(word: .places)
    }
    return UnitDeclaration(name: name, label: label, isCurrency: isCurrency, places: places, value: value)
  }

  private mutating func axisDeclaration() throws(Problem) -> AxisDeclaration {
    let name = try newName("a name for the axis")
    let label = label()
    if take(word: .from) {
      let (table, within) = try axisTable()
      return AxisDeclaration(name: name, label: label, members: [], table: table, within: within)
    }
    var members: [AxisDeclaration.Member] = []
    let before = problems.count
    for group in try block({ (parser) throws(Problem) in try parser.axisMembers() }) { members += group }
    if problems.count > before { loseMembers() }
    return AxisDeclaration(name: name, label: label, members: members, table: nil, within: nil)
  }

  private mutating func axisMembers() throws(Problem) -> [AxisDeclaration.Member]? {
    _ = documentation()
    var members: [AxisDeclaration.Member] = []
    while !atEnd {
      let name: NameSyntax
      if case .text(let text) = current.kind {
        name = NameSyntax(text: NameSpelling.folded(text), span: current.span)
        advance()
      } else {
        name = try newName("a name for the member")
      }
      members.append(AxisDeclaration.Member(name: name, label: label()))
      if !take(.comma) { break }
    }
    return members
  }

  private mutating func measureDeclaration() throws(Problem) -> MeasureDeclaration {
    let name = try newName("a name for the measure")
    let label = label()
    return MeasureDeclaration(name: name, label: label, unit: take(word: .in) ? try unitSyntax() : nil)
  }

  private mutating func milestoneDeclaration() throws(Problem) -> MilestoneDeclaration {
    let name = try newName("a name for the milestone")
    let label = label()
    let programme = take(word: .of) ? try self.name("the name of a programme") : nil
    try expect(word: .due)
    let due = try date()
    let done = take(word: .done) ? try date() : nil
    return MilestoneDeclaration(name: name, label: label, programme: programme, due: due, done: done)
  }

  private mutating func kpiDeclaration() throws(Problem) -> KPIDeclaration {
    let name = try newName("a name for the KPI")
    let label = label()
    var weight: Rational?
    if take(word: .weight) {
      guard case .number(let number) = current.kind else { throw unexpected("a number") }
      weight = number.value
      advance()
    }
    try expect(word: .passes)
    try expect(word: .when)
    return KPIDeclaration(name: name, label: label, weight: weight, rule: try expression())
  }

  private mutating func letDeclaration() throws(Problem) -> LetDeclaration {
    let name = try newName("a name for the formula")
    var parameters: [NameSyntax] = []
    if take(.openParenthesis) {
      repeat { parameters.append(try newName("the name of a parameter")) } while take(.comma)
      try expect(.closeParenthesis)
    }
    if case .number = current.kind, parameters.isEmpty {
      throw unexpected(
        "`=`", help: missingEqualRemedy("let", ExpressionSyntax(form: .name(name), span: name.span)))
    }
    try expect(.equal)
    return LetDeclaration(name: name, parameters: parameters, body: try expression())
  }

  private mutating func scenarioDeclaration() throws(Problem) -> ScenarioDeclaration {
    let name = at(word: .base) ? try name("") : try newName("a name for the scenario")
    let label = label()
    var parents: [NameSyntax] = []
    if take(word: .from) {
      repeat { parents.append(try self.name("the name of a scenario")) } while take(.comma)
    }
    let items = at(.openBrace) ? try block { (parser) throws(Problem) in try parser.amendment() } : nil
    return ScenarioDeclaration(name: name, label: label, parents: parents, items: items)
  }

  mutating func amendment() throws(Problem) -> Statement? {
    let statement = try statement()
    guard statement.isAmendment else { throw .notAnAmendment(statement.span) }
    return statement
  }

  mutating func carryRule() throws(Problem) -> CarrySyntax {
    let rule = try bareCarryRule()
    return CarrySyntax(rule: rule, period: take(word: .by) ? try period() : nil)
  }

  /// `month`, `quarter` or `half`.
  private mutating func period() throws(Problem) -> PeriodSyntax {
    guard current.isName,
      let axis = AxisID.periods.first(where: { Calendar.name(of: $0) == current.spelling })
    else {
      let names = AxisID.periods.reversed().map { "`\(Calendar.name(of: $0))`" }
      throw unexpected(names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""))
    }
    let span = current.span
    advance()
    return PeriodSyntax(axis: axis, span: span)
  }

  private mutating func bareCarryRule() throws(Problem) -> CarryRule {
    if take(word: .none) { return .none }
    if take(word: .surplus) {
      guard at(word: .and) else { return .surplus }
      advance()
      try expect(word: .shortfall)
      return .surplusAndShortfall
    }
    if take(word: .shortfall) {
      guard at(word: .and) else { return .shortfall }
      advance()
      try expect(word: .surplus)
      return .surplusAndShortfall
    }
    throw unexpected("`surplus and shortfall`, `surplus`, `shortfall` or `none`")
  }

  mutating func bands() throws(Problem) -> [BandSyntax] {
    try wholeBlock { (parser) throws(Problem) in try parser.band() }
  }

  private mutating func band() throws(Problem) -> BandSyntax? {
    _ = documentation()
    let start = current.span
    guard current.isName, let light = Light(name: current.spelling) else {
      throw unexpected("`red`, `yellow` or `green`")
    }
    advance()
    var lower: BandSyntax.Bound?
    var upper: BandSyntax.Bound?
    while !atEnd {
      if at(word: .below) || at(word: .up) ? upper != nil : lower != nil {
        throw unexpected("the end of the band (this bound is already given)")
      }
      if take(word: .below) {
        upper = .init(value: try sum(), isInside: false)
      } else if take(word: .up) {
        try expect(word: .to)
        upper = .init(value: try sum(), isInside: true)
      } else if take(word: .from) {
        lower = .init(value: try sum(), isInside: true)
      } else if take(word: .above) {
        if !atEnd, !at(word: .below), !at(word: .up) { lower = .init(value: try sum(), isInside: false) }
      } else {
        throw unexpected("`below`, `up to`, `from` or `above`")
      }
    }
    return BandSyntax(light: light, lower: lower, upper: upper, span: span(from: start))
  }
}

extension Problem {
  /// - Parameter figure: the remedy if the word is the name of something followed by a figure.
  fileprivate static func unknownStatement(_ token: Token, figure: String?) -> Problem {
    .unknownStatement(NameSyntax(text: token.spelling, span: token.span), figure: figure)
  }

  static func unknownStatement(_ word: NameSyntax, figure: String? = nil) -> Problem {
    let near = Suggestion.nearest(to: word.text, among: StatementWord.allCases.map(\.spelling))
    return Problem(
      .unknownStatement, "no statement begins with `\(word.text)`", at: word.span.origin,
      help: WrongWord.remedy(for: word.text) ?? figure ?? near.map { "did you mean `\($0)`?" }
        ?? "`help` lists the statements")
  }
}

extension Problem {
  /// Adds an example of the same statement, unless there is better help.
  fileprivate func withExample(_ word: StatementWord) -> Problem {
    guard code == .unexpectedToken, help == nil else { return self }
    return Problem(
      code, message, at: origin, label: label, notes: notes, help: "for example: `\(word.example)`")
  }
}
