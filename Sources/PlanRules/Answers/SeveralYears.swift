/// Periods that cover all years of a plan together without saying so.
extension Formula {
  /// A period that is named without its year; `nil` if every period has one.
  ///
  /// - Parameter isOfYear: whether an enclosing formula already selects a year.
  func periodOfAllYears(isOfYear: Bool = false) -> Narrowing? {
    switch form {
    case .narrow(let inner, let place):
      let hasYear = isOfYear || place.contains { $0.axis == .year }
      if !hasYear, let period = place.period, !inner.namesYear {
        return period
      }
      return inner.periodOfAllYears(isOfYear: hasYear)
    case .reduce(_, let inner, let axis):
      return inner.periodOfAllYears(isOfYear: isOfYear || axis == .year)
    case .negate(let a), .not(let a), .convert(let a, _): return a.periodOfAllYears(isOfYear: isOfYear)
    case .arithmetic(_, let a, let b), .otherwise(let a, let b), .compare(_, let a, let b),
      .connect(_, let a, let b):
      return a.periodOfAllYears(isOfYear: isOfYear) ?? b.periodOfAllYears(isOfYear: isOfYear)
    case .choose(let a, let b, let c):
      return [a, b, c].lazy.compactMap { $0.periodOfAllYears(isOfYear: isOfYear) }.first
    case .formula(_, let arguments), .call(_, let arguments):
      return arguments.lazy.compactMap { $0.periodOfAllYears(isOfYear: isOfYear) }.first
    case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
      .unknown, .series:
      return nil
    }
  }

  private var namesYear: Bool { narrowings.contains { $0.axis == .year } }
}

extension PlanEvaluation {
  /// The years that a question adds up because it names a period without a year: `2561 to 2564`.
  public func yearsAddedUp(by formula: Formula, axes: [AxisID]) -> String? {
    guard plan.years.count > 1, !axes.contains(.year), formula.periodOfAllYears() != nil else { return nil }
    return allYears
  }

  private var allYears: String {
    let calendar = plan.calendar
    return calendar.name(ofYear: plan.years.lowerBound) + " to "
      + calendar.name(ofYear: plan.years.upperBound)
  }

  /// Warnings about rules that read a period of all years together.
  func remarksOnYears() -> [Problem] {
    guard plan.years.count > 1 else { return [] }
    return plan.kpis.compactMap { kpi in
      kpi.rule?.periodOfAllYears().map { period in
        let (first, last) = (
          plan.calendar.name(of: period.axis, at: period.from),
          plan.calendar.name(of: period.axis, at: period.through)
        )
        let asked = period.from == period.through ? first : (period.from == 0 ? "" : first) + ".." + last
        return Problem(
          .severalYears,
          "`\(asked)` covers all years together, \(allYears)",
          at: period.origin,
          help:
            "to ask for one year, name it too: `[\(asked), \(plan.calendar.name(ofYear: plan.years.upperBound))]`"
        )
      }
    }
  }
}
