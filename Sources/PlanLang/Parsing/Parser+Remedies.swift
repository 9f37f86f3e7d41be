internal import PlanRules

/// Suggests what was probably meant when the next tokens reveal it: operators and dates from other tools, a figure
/// without its dot or brackets.
extension Parser {
  /// `=>`, `==` and the like, after the first character has been consumed.
  var signRemedy: String? {
    guard index > 0, case .symbol(let sign) = current.kind, case .symbol(let before) = peek(-1).kind,
      peek(-1).span.end == current.span.start
    else { return nil }
    switch (before, sign) {
    case (.equal, .greater): return "at least is written `>=`"
    case (.equal, .less): return "at most is written `<=`"
    case (.equal, .equal): return "one `=` is enough"
    case (.less, .greater): return "not equal is written `!=`"
    case (.times, .times): return "write the product out: `x * x`"
    case (.plus, .equal), (.minus, .equal), (.times, .equal), (.over, .equal):
      return "write the figure out: `set x = x \(before.rawValue) …`, or `scale x by 110%`"
    default: return nil
    }
  }

  /// A formula with a leading `=`, as in a spreadsheet.
  var leadingEqualRemedy: String? {
    guard at(.equal), index == 0 || peek(-1).isLineEnd || peek(-1).kind == .symbol(.semicolon) else {
      return nil
    }
    return "ask for a figure without `=`: `mankong.rate`; `let NAME = …` names a formula"
  }

  /// The names and dots just before the next token: `housing.target`.
  private var chainBefore: String? {
    var first = index
    var wantsName = true
    while first > 0 {
      let token = peek(first - 1 - index)
      guard wantsName ? token.isName : token.kind == .symbol(.dot) else { break }
      first -= 1
      wantsName.toggle()
    }
    guard first < index, !wantsName else { return nil }
    return source.text(peek(first - index).span.start..<peek(-1).span.end)
  }

  /// `housing.target Q1`: a place belongs in brackets.
  var placeRemedy: String? {
    guard current.isName || isYear, let chain = chainBefore else { return nil }
    let word = source.text(current.span.start..<current.span.end)
    let quarter = WrongWord.period(word)
    let isMember =
      chain.contains(".") && !Vocabulary.hasClause(word) && StatementWord(spelled: word) == nil
    guard quarter != nil || (isMember && (next.endsFigure || next.kind == .symbol(.equal))) else {
      return nil
    }
    if let quarter {
      // `as of q2`: the word before it is not a figure; `of homes Q3 to Q4`: the place from which a move takes.
      if Vocabulary.hasClause(chain) { return "a period is written `\(quarter)`" }
      if next.isWord(.to) {
        return "the period that gives goes after `from`: `from \(quarter) to …`"
      }
    }
    let figure = chain.contains(".") ? chain : chain + ".target"
    return "a place goes in brackets: `\(figure)[\(quarter ?? word)]`"
  }

  /// `canal.target(Q3)`, `from canal{Q3}`: a place in the wrong brackets.
  var bracketRemedy: String? {
    if current.isName, index > 1, peek(-1).kind == .symbol(.openParenthesis), peek(-2).isName {
      let word = source.text(current.span.start..<current.span.end)
      let quarter = WrongWord.period(word)
      return quarter.map { "a place goes in brackets: `\(peek(-2).spelling).target[\($0)]`" }
    }
    guard at(.openParenthesis) || at(.openBrace) || at(.openBracket), next.isName, let chain = chainBefore
    else {
      return nil
    }
    let word = source.text(next.span.start..<next.span.end)
    guard let quarter = WrongWord.period(word) else { return nil }
    if at(.openBracket) || (at(.openBrace) && !chain.contains(".")) {
      // A name cannot have a place here: in a move, the place is written out in words.
      return
        "a move says from when to when in words: `move … of target of \(chain) from Q3 to Q4`, or `… in \(quarter)`"
    }
    let figure = chain.contains(".") ? chain : chain + ".target"
    return "a place goes in brackets: `\(figure)[\(quarter)]`"
  }

  /// `becuase "the permits came late"`: a text after a misspelt word that takes a text.
  var clauseRemedy: String? {
    guard case .text = current.kind, index > 0, peek(-1).isName else { return nil }
    let word = peek(-1).spelling
    let because = ClauseWord.because.spelling
    guard word != because, Suggestion.nearest(to: word, among: [because]) != nil else { return nil }
    return "did you mean `\(because)`?"
  }

  /// `as of มีนาคม 2561`, `as of 2`: how the intended period is written, with its year after a comma.
  ///
  /// - Parameter first: the first token of the moment.
  func momentRemedy(from first: Token) -> String? {
    let words = [first, current, next]
    if case .number(let number) = first.kind,
      let quarter = number.value.whole.flatMap(Calendar.quarter(numbered:))
    {
      return "a quarter is written `\(quarter)`"
    }
    for word in words where word.isName {
      guard let period = WrongWord.period(word.spelling) else { continue }
      return "write `\(period)`, with its year `\(period), 2561`"
    }
    return nil
  }

  private var isYear: Bool {
    if case .number(let number) = current.kind {
      number.places == 0 && Era(ofYear: number.value.whole ?? 0) == .buddhist
        && number.value < Rational(2_700)
    } else {
      false
    }
  }

  /// `[Q1-Q3]`: a range takes two dots; `[north Q1]`: members are separated by a comma.
  func rangeRemedy(from first: Token) -> String? {
    let isJoined = at(.minus) || at(word: .to)
    let through = isJoined ? next : current
    guard through.isName else { return nil }
    let ends = [first, through].map { token in
      let word = source.text(token.span.start..<token.span.end)
      return WrongWord.period(word) ?? word
    }
    let isRange = isJoined || ends.allSatisfy { PeriodWord($0) != nil }
    return isRange
      ? "a range is written with two dots: `[\(ends[0])..\(ends[1])]`"
      : "put a comma between members: `[\(ends[0]), \(ends[1])]`"
  }

  /// `set x 8000`: the equals sign is missing or replaced by a word.
  func missingEqualRemedy(_ word: String, _ subject: ExpressionSyntax) -> String? {
    if let place = placeRemedy { return place }
    let isWord =
      current.isWord(.to) || current.isWord(.as) || current.isWord(.is) || current.spelling == "เป็น"
    let value = isWord ? next : current
    guard case .number = value.kind else { return nil }
    let line = source.range(ofLine: source.line(of: value.span.start))
    let rest = source.text(value.span.start..<max(line.upperBound, value.span.end))
    let figure = rest.prefix { !"#;}".contains($0) }
    return "write `\(word) \(source.text(subject.span.start..<subject.span.end)) = \(figure.trimmed)`"
  }

  // MARK: Dates

  /// The next tokens rewritten as a date of this language: `30/9/2561`, `30 กันยายน 2561`, `Sep 30, 2018`,
  /// `2561-4-30`.
  var dateRemedy: String? {
    var parts: [(number: Int, isMonth: Bool)] = []
    for offset in 0..<10 where parts.count < 3 {
      let token = peek(offset)
      switch token.kind {
      case .number(let number):
        guard let whole = number.value.whole, number.places == 0 else { return nil }
        parts.append((whole, false))
      case .name:
        guard let month = MonthSpelling.month(token.spelling) else { return nil }
        parts.append((month, true))
      case .symbol(.over), .symbol(.minus), .symbol(.dot), .symbol(.comma): continue
      case .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return nil
      }
    }
    guard parts.count == 3, let year = parts.firstIndex(where: { $0.number > 1_900 && !$0.isMonth }),
      year != 1
    else {
      return nil
    }
    let others = parts.indices.filter { $0 != year }
    let named = others.first { parts[$0].isMonth }
    // If the year comes last, the day comes first.
    let first = named ?? (year == 0 ? others[0] : others[1])
    let two: (Int) -> String = { $0 < 10 ? "0\($0)" : "\($0)" }
    for month in named == nil ? [first, others[0], others[1]] : [first] {
      guard let day = others.first(where: { $0 != month }),
        PlanDate(year: parts[year].number, month: parts[month].number, day: parts[day].number) != nil
      else { continue }
      return
        "a date is year-month-day: `\(parts[year].number)-\(two(parts[month].number))-\(two(parts[day].number))`"
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
