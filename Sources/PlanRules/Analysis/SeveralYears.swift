/// Quarters that are asked of all years of a plan together, without a word.
extension Formula {
  /// Where a quarter is asked without its year; `nil` where every one has it.
  ///
  /// - Parameter isOfYear: whether a year is asked around it.
  func quarterOfAllYears(isOfYear: Bool = false) -> Narrowing? {
    switch form {
    case .narrow(let inner, let place):
      let hasYear = isOfYear || place.contains { $0.axis == .year }
      if !hasYear, let quarter = place.first(where: { $0.axis == .quarter }), !inner.namesYear {
        return quarter
      }
      return inner.quarterOfAllYears(isOfYear: hasYear)
    case .reduce(_, let inner, let axis):
      return inner.quarterOfAllYears(isOfYear: isOfYear || axis == .year)
    case .negate(let a), .not(let a), .convert(let a, _): return a.quarterOfAllYears(isOfYear: isOfYear)
    case .arithmetic(_, let a, let b), .otherwise(let a, let b), .compare(_, let a, let b),
      .connect(_, let a, let b):
      return a.quarterOfAllYears(isOfYear: isOfYear) ?? b.quarterOfAllYears(isOfYear: isOfYear)
    case .choose(let a, let b, let c):
      return [a, b, c].lazy.compactMap { $0.quarterOfAllYears(isOfYear: isOfYear) }.first
    case .formula(_, let arguments), .call(_, let arguments):
      return arguments.lazy.compactMap { $0.quarterOfAllYears(isOfYear: isOfYear) }.first
    case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
      .unknown, .series:
      return nil
    }
  }

  private var namesYear: Bool { narrowings.contains { $0.axis == .year } }
}

extension PlanEvaluation {
  /// The years that a question adds up, where it asks a quarter of all of them: `2561 to 2564`.
  public func yearsAddedUp(by formula: Formula, axes: [AxisID]) -> String? {
    guard plan.years.count > 1, !axes.contains(.year), formula.quarterOfAllYears() != nil else { return nil }
    return "\(plan.years.lowerBound) to \(plan.years.upperBound)"
  }

  /// Rules that ask a quarter of all years together.
  func remarksOnYears() -> [Problem] {
    guard plan.years.count > 1 else { return [] }
    return plan.kpis.compactMap { kpi in
      kpi.rule?.quarterOfAllYears().map { quarter in
        let (first, last) = (
          Calendar.name(ofQuarter: quarter.from), Calendar.name(ofQuarter: quarter.through)
        )
        let asked = quarter.from == quarter.through ? first : (quarter.from == 0 ? "" : first) + ".." + last
        return Problem(
          .severalYears,
          "`\(asked)` is that of all years together, \(plan.years.lowerBound) to \(plan.years.upperBound)",
          at: quarter.origin,
          help: "to ask one of them name the year too: `[\(asked), \(plan.years.upperBound)]`")
      }
    }
  }
}
