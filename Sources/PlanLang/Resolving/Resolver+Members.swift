internal import PlanRules

extension Resolver {
  /// The indices between `[` and `]`; each axis may occur at most once.
  func narrowings(_ indices: [IndexSyntax]) throws(Problem) -> [Narrowing] {
    var narrowings: [Narrowing] = []
    for index in indices {
      let narrowing = try self.narrowing(index)
      if narrowings.contains(where: { $0.axis == narrowing.axis }) {
        throw .axisTwice(plan.axis(narrowing.axis).name, at: index.span)
      }
      if narrowing.axis.isPeriod, let other = narrowings.period {
        throw .twoPeriods(plan.axis(other.axis).name, plan.axis(narrowing.axis).name, at: index.span)
      }
      narrowings.append(narrowing)
    }
    return narrowings
  }

  private func narrowing(_ index: IndexSyntax) throws(Problem) -> Narrowing {
    var from = try index.from.map { (syntax) throws(Problem) in try member(syntax) }
    var through = try index.through.map { (syntax) throws(Problem) in try member(syntax, along: from?.axis) }
    if let first = from, let last = through, first.axis != last.axis, first.axis.isPeriod, last.axis.isPeriod
    {
      // `[Q1..May]` is a range of the shorter period.
      let axis = max(first.axis, last.axis)
      from = first.range(along: axis).first
      through = last.range(along: axis).last
    }
    guard let axis = from?.axis ?? through?.axis else { throw .emptyRange(at: index.span) }
    let (first, end) = (from?.member ?? 0, through?.member ?? plan.axis(axis).members.count - 1)
    guard through?.axis == nil || through?.axis == axis, first <= end else {
      throw .emptyRange(at: index.span)
    }
    return Narrowing(axis: axis, from: first, through: end, origin: index.span.origin)
  }

  /// Single members, each of a different axis: the place of a move or a `set`.
  func place(_ members: [MemberSyntax]) throws(Problem) -> [Narrowing] {
    var indices: [IndexSyntax] = []
    for member in members { indices.append(IndexSyntax(from: member, through: member, span: member.span)) }
    return try narrowings(indices)
  }

  func member(_ syntax: MemberSyntax, along axis: AxisID? = nil) throws(Problem) -> AxisMemberID {
    if let name = syntax.axis { return try member(syntax, of: self.axis(name)) }
    // If a range begins with a period, its end is a period as well.
    if axis?.isPeriod == true, let period = plan.calendar.period(named: syntax.name) {
      return AxisMemberID(axis: period.axis, member: period.index)
    }
    if case nil = names.thing(syntax.name), let member = try tableMember(syntax, along: axis) {
      return member
    }
    if case nil = names.thing(syntax.name), let period = plan.calendar.period(named: syntax.name) {
      return AxisMemberID(axis: period.axis, member: period.index)
    }
    if let year = syntax.year, case nil = names.thing(syntax.name) {
      return try self.year(year, at: syntax.span)
    }
    let name = NameSyntax(text: syntax.name, span: syntax.span)
    switch try thing(name, orLabelled: isWhole) {
    case .members(let members)?:
      if members.count == 1 { return members[0] }
      if let axis, let known = members.first(where: { $0.axis == axis }) { return known }
      throw .ambiguous(syntax, axes: members.map { plan.axis($0.axis).name })
    case .scenario(let scenario)?: return AxisMemberID(axis: .scenario, member: scenario.member)
    case .programme(let programme)?:
      return index.member(programme, in: plan)
    case let thing?:
      throw .wrongSort(name, thing, wanted: "a member")
    case nil:
      guard maySearch else { throw .unknownMember(syntax, among: [], meant: nil) }
      throw .unknownMember(
        syntax, among: memberNames,
        meant: plan.name(labelled: syntax.name, among: [.member, .scenario, .programme]))
    }
  }

  /// Table members are too numerous for the name table. A number that is a year of the plan takes precedence over
  /// them.
  private func tableMember(_ syntax: MemberSyntax, along axis: AxisID?) throws(Problem) -> AxisMemberID? {
    if let year = syntax.year, plan.years.contains(Era.buddhist.year(asWritten: year)) { return nil }
    var found: [AxisMemberID] = []
    for axis in plan.axes where !axis.id.isTime {
      guard let member = index.member(syntax.name, of: axis) else { continue }
      found.append(AxisMemberID(axis: axis.id, member: member))
    }
    if let axis, let known = found.first(where: { $0.axis == axis }) { return known }
    guard found.count <= 1 else { throw .ambiguous(syntax, axes: found.map { plan.axis($0.axis).name }) }
    return found.first
  }

  /// A programme, group or scenario as a member of its axis.
  private func named(_ syntax: MemberSyntax, along axis: AxisID) throws(Problem) -> AxisMemberID? {
    let name = NameSyntax(text: syntax.name, span: syntax.span)
    switch try thing(name, orLabelled: isWhole) {
    case .programme(let programme)? where axis.rangesOverEntities:
      let member = index.member(programme, in: plan)
      return member.axis == axis ? member : nil
    case .scenario(let scenario)? where axis == .scenario:
      return AxisMemberID(axis: axis, member: scenario.member)
    case .unit?, .axis?, .members?, .measure?, .derived?, .programme?, .let?, .scenario?, .move?,
      .function?, nil:
      return nil
    }
  }

  private func isWhole(_ thing: NamedThing) -> Bool {
    switch thing {
    case .programme, .scenario: true
    case .unit, .axis, .members, .measure, .derived, .let, .move, .function: false
    }
  }

  private var memberNames: [String] {
    plan.calendar.names(of: plan.calendar.period)
      + names.names {
        switch $0 {
        case .members, .scenario, .programme: true
        case .unit, .axis, .measure, .derived, .let, .move, .function: false
        }
      }
  }

  private func year(_ written: Int, at span: Span) throws(Problem) -> AxisMemberID {
    let year = Era.buddhist.year(asWritten: written)
    guard plan.years.contains(year) else { throw .notInPlan(written, plan.calendar, at: span) }
    return AxisMemberID(axis: .year, member: year - plan.years.lowerBound)
  }

  /// A period in one of the plan's years; the year may only be omitted if the plan has just one.
  func period(_ syntax: MomentSyntax) throws(Problem) -> Period {
    guard case .period(let name, let year) = syntax.form,
      let (axis, index) = plan.calendar.period(named: name)
    else { throw .noPeriod(syntax, in: plan.calendar) }
    guard let year else {
      guard plan.years.count == 1 else { throw .whichYear(name, syntax.span, plan.calendar) }
      return Period(axis, year: 0, index: index)
    }
    return Period(axis, year: try self.year(year.year, at: year.span).member, index: index)
  }

  /// The day on which a plan is viewed: the given day, or the last day of a period.
  func asOf(_ syntax: MomentSyntax) throws(Problem) -> AsOf {
    if case .day(let day) = syntax.form { return AsOf(day, in: plan.calendar) }
    return AsOf(endOf: try period(syntax), in: plan.calendar)
  }

  /// A member of a given axis, by its name.
  func member(_ syntax: MemberSyntax, of axis: AxisID) throws(Problem) -> AxisMemberID {
    if axis == .year, let year = syntax.year { return try self.year(year, at: syntax.span) }
    if axis.isPeriod, let period = plan.calendar.period(named: syntax.name), period.axis == axis {
      return AxisMemberID(axis: axis, member: period.index)
    }
    if let member = try named(syntax, along: axis) { return member }
    let all = plan.axis(axis)
    if !axis.rangesOverEntities, let member = index.member(syntax.name, of: all) {
      return AxisMemberID(axis: axis, member: member)
    }
    throw .notAMember(syntax, of: all.name, among: all.members.map(\.name), isNear: maySearch)
  }
}

extension AxisMemberID {
  /// The first and last of the shorter periods in this one.
  fileprivate func range(along shorter: AxisID) -> (first: AxisMemberID, last: AxisMemberID) {
    let count = axis.monthsInPeriod / shorter.monthsInPeriod
    return (
      AxisMemberID(axis: shorter, member: member * count),
      AxisMemberID(axis: shorter, member: (member + 1) * count - 1)
    )
  }
}

extension MemberSyntax {
  /// The year denoted by the name; a number with a leading zero is not a year.
  fileprivate var year: Int? { Int(name).flatMap { "\($0)" == name ? $0 : nil } }
}

extension Problem {
  fileprivate static func axisTwice(_ axis: String, at span: Span) -> Problem {
    Problem(.wrongSort, "`\(axis)` is already narrowed here", at: span.origin, help: "name one member of it")
  }

  fileprivate static func emptyRange(at span: Span) -> Problem {
    Problem(
      .unknownMember, "this range has no members", at: span.origin,
      help: "write the range in order: `[Q2..Q3]`")
  }

  fileprivate static func ambiguous(_ syntax: MemberSyntax, axes: [String]) -> Problem {
    Problem(
      .ambiguousMember, "`\(syntax.name)` is a member of \(axes.joined(separator: " and of "))",
      at: syntax.span.origin,
      help: "say which: " + axes.map { "`\($0).\(syntax.name)`" }.joined(separator: " or "))
  }

  fileprivate static func unknownMember(_ syntax: MemberSyntax, among names: [String], meant: String?)
    -> Problem
  {
    let near = WrongWord.period(syntax.name) ?? meant ?? Suggestion.nearest(to: syntax.name, among: names)
    let unit = PeriodUnit.allCases.first { unit in
      unit.letter.map { syntax.name.unicodeScalars.first == $0 } == true
        && syntax.name.dropFirst().allSatisfy(\.isNumber)
    }
    return Problem(
      .unknownMember, "no axis has a member `\(syntax.name)`", at: syntax.span.origin,
      help: unit.map { "the \($0.plural) are \(Calendar.range(of: $0))" }
        ?? near.map { "did you mean `\($0)`?" })
  }

  /// - Parameter isNear: whether to look for the member that was meant.
  fileprivate static func notAMember(
    _ syntax: MemberSyntax, of axis: String, among names: [String], isNear: Bool
  ) -> Problem {
    let near = isNear ? Suggestion.nearest(to: syntax.name, among: names) : nil
    let period = names.contains(WrongWord.period(syntax.name) ?? "") ? WrongWord.period(syntax.name) : nil
    return Problem(
      .unknownMember, "`\(axis)` has no member `\(syntax.name)`", at: syntax.span.origin,
      help: (near ?? period).map { "did you mean `\($0)`?" }
        ?? Suggestion.known(isNear ? names : Array(names.prefix(8)), near: syntax.name))
  }

  fileprivate static func whichYear(_ period: String, _ span: Span, _ calendar: Calendar) -> Problem {
    Problem(
      .badYear, "the plan has several years: `\(period)` of which?", at: span.origin,
      help: "write the year after it: `\(period), \(calendar.name(ofYearAt: 0))`")
  }

  fileprivate static func noPeriod(_ syntax: MomentSyntax, in calendar: Calendar) -> Problem {
    let names = calendar.names(of: calendar.period)
    return Problem(
      .badYear, "a programme stops with the end of a period, not on a day", at: syntax.span.origin,
      help: "for example `until \(names[names.count - 2])`")
  }

  /// - Parameter first: `quarter`.
  static func twoPeriods(_ first: String, _ second: String, at span: Span) -> Problem {
    Problem(
      .wrongSort, "this place already has a \(first): it cannot have a \(second) too", at: span.origin,
      help: "keep one of them")
  }

  fileprivate static func notInPlan(_ year: Int, _ calendar: Calendar, at span: Span) -> Problem {
    let covered = calendar.yearsName(joinedBy: " to ")
    return Problem(
      .badYear, "the plan covers \(covered), not \(year)", at: span.origin,
      help: Calendar.quarter(numbered: year).map { "did you mean `\($0)`?" })
  }
}
