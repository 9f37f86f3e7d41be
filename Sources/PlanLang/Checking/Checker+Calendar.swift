internal import PlanRules

/// The years of a plan and their periods. Every axis of time depends on them, so they are read before anything else.
extension Checker {
  static func calendar(_ statements: [Statement]) -> Calendar {
    var years: FiscalYearSyntax?
    var period: AxisID?
    for statement in statements {
      switch statement.form {
      case .fiscalYear(let syntax): if years == nil, (try? check(syntax)) != nil { years = syntax }
      default: period = period ?? statement.periodOfAll?.axis
      }
    }
    let ofReport = Calendar.ofTheReport
    guard let years else { return Calendar(years: ofReport.years, period: period ?? ofReport.period) }
    let (first, last) = years.inBuddhistEra
    return Calendar(
      years: first...last, era: Era(ofYear: years.from.year),
      firstMonth: years.begins?.month ?? Calendar.october,
      isNamedByItsStart: years.begins?.year.map { Era.buddhist.year(asWritten: $0.year) == first } ?? false,
      period: period ?? ofReport.period)
  }

  /// Checks that years and periods are declared only once, and that they make sense.
  mutating func checkCalendar() {
    var years: Span?
    var period: (axis: AxisID, span: Span)?
    for statement in statements {
      attempt { (checker) throws(Problem) in
        if case .fiscalYear(let syntax) = statement.form {
          if let years { throw .yearsTwice(statement.span, first: years) }
          years = statement.span
          try Checker.check(syntax)
        } else if let said = statement.periodOfAll {
          if let period, period.axis != said.axis {
            throw .otherPeriod(said, than: period.axis, first: period.span)
          }
          period = (said.axis, said.span)
        }
      }
    }
  }

  private static func check(_ syntax: FiscalYearSyntax) throws(Problem) {
    let span = syntax.from.span.through(syntax.to?.span ?? syntax.from.span)
    let (first, last) = syntax.inBuddhistEra
    guard isYear(syntax.from.year), isYear(syntax.to?.year ?? syntax.from.year), first <= last,
      last - first < 100
    else { throw .badYears(span) }
    guard let begins = syntax.begins, let year = begins.year else { return }
    let allowed = begins.month == 1 ? first...first : first - 1...first
    guard allowed.contains(Era.buddhist.year(asWritten: year.year)) else {
      let era = Era(ofYear: syntax.from.year)
      throw .beginsElsewhere(year, allowed.map { era.year(of: $0, in: .buddhist) })
    }
  }

  private static func isYear(_ year: Int) -> Bool { (1900...3000).contains(year) }

  /// Warns about names that are also names of months or halves: the declared name takes precedence.
  mutating func warnOfNamesOfPeriods() {
    for name in names.order where PeriodWord(name) != nil {
      guard let thing = names.thing(name), let origin = names.origin(name), origin != .none else { continue }
      problems.append(.namedLikeAPeriod(name, thing.sort, at: origin, in: plan.calendar))
    }
    // Members read from tables are not in the name table.
    for axis in plan.axes where axis.id.isDeclared {
      for name in AxisID.periods.flatMap(plan.calendar.names) where names.thing(name) == nil {
        guard index.member(name, of: axis) != nil else { continue }
        problems.append(
          .namedLikeAPeriod(
            name, "a member of `\(axis.name)`", at: names.origin(axis.name) ?? .none, in: plan.calendar))
      }
    }
  }
}

extension FiscalYearSyntax {
  fileprivate var inBuddhistEra: (first: Int, last: Int) {
    (Era.buddhist.year(asWritten: from.year), Era.buddhist.year(asWritten: (to ?? from).year))
  }
}

extension Statement {
  /// The period by which all programmes close, if the statement sets one.
  fileprivate var periodOfAll: PeriodSyntax? {
    switch form {
    case .periods(let period): period
    case .carry(let carry, of: nil): carry.period
    default: nil
    }
  }
}

extension Problem {
  fileprivate static func yearsTwice(_ span: Span, first: Span) -> Problem {
    Problem(
      .declaredTwice, "the fiscal year is already declared", at: span.origin,
      notes: [Note("the fiscal year is declared here", at: first.origin)])
  }

  fileprivate static func badYears(_ span: Span) -> Problem {
    Problem(
      .badYear, "a plan cannot cover these fiscal years", at: span.origin,
      help: "`fiscal year 2561`, or `fiscal year 2561 to 2564`")
  }

  fileprivate static func beginsElsewhere(_ year: YearSyntax, _ allowed: [Int]) -> Problem {
    Problem(
      .badYear, "the fiscal year cannot begin in \(year.year)", at: year.span.origin,
      help: "it begins in " + allowed.map { "\($0)" }.joined(separator: " or in "))
  }

  fileprivate static func otherPeriod(_ period: PeriodSyntax, than other: AxisID, first: Span) -> Problem {
    Problem(
      .declaredTwice, "the plan already goes by \(Calendar.name(of: other))", at: period.span.origin,
      notes: [Note("the period is said here", at: first.origin)],
      help: "for one programme: `carry … by \(Calendar.name(of: period.axis)) of NAME`")
  }

  fileprivate static func namedLikeAPeriod(
    _ name: String, _ sort: String, at origin: Origin, in calendar: Calendar
  ) -> Problem {
    let axis = calendar.period(named: name).map { Calendar.name(of: $0.axis) } ?? ""
    return Problem(
      .nameOfPeriod, "`\(name)` is \(sort) here, and also the name of a \(axis)", at: origin,
      help: "in brackets, write the \(axis) as `\(axis).\(name)`")
  }
}
