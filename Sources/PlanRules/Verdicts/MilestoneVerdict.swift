extension Milestone {
  /// Passed when done no later than due; failed when done later, or due and not done at the moment from which the
  /// plan is seen (without an `as of`, the end of its last year); else pending.
  public func verdict(asOf: Moment?, in plan: Plan) -> Verdict {
    if let done = done(asOf: asOf, in: plan) { return done <= due ? .pass : .fail }
    return due <= lastSeenDay(asOf, plan) ? .fail : .pending
  }

  /// The day on which it was reached, as far as that is known at the moment from which the plan is seen.
  public func done(asOf: Moment?, in plan: Plan) -> PlanDate? {
    done.flatMap { $0 <= lastSeenDay(asOf, plan) ? $0 : nil }
  }

  private func lastSeenDay(_ asOf: Moment?, _ plan: Plan) -> PlanDate {
    (asOf ?? plan.lastMoment).lastDay(in: plan)
  }
}

extension Moment {
  /// The last day of the quarter: 31 December, 31 March, 30 June, 30 September.
  func lastDay(in plan: Plan) -> PlanDate {
    let ends = [(12, 31), (3, 31), (6, 30), (9, 30)]
    let fiscalYear = plan.years.lowerBound + year
    let (month, day) = ends[quarter]
    let calendarYear = quarter == 0 ? fiscalYear - 1 : fiscalYear
    return PlanDate(commonYear: calendarYear - 543, month: month, day: day)
  }
}
