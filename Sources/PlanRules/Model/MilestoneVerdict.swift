extension Milestone {
  /// Passed when done no later than due; failed when done later, or due and not done on the day as of which the
  /// plan is seen (without an `as of`, the end of its last year); else pending.
  public func verdict(asOf: AsOf?, in plan: Plan) -> Verdict {
    if let done = done(asOf: asOf, in: plan) { return done <= due ? .pass : .fail }
    return due <= lastSeenDay(asOf, plan) ? .fail : .pending
  }

  /// The day on which it was reached, if that is known on the day as of which the plan is seen.
  public func done(asOf: AsOf?, in plan: Plan) -> PlanDate? {
    done.flatMap { $0 <= lastSeenDay(asOf, plan) ? $0 : nil }
  }

  private func lastSeenDay(_ asOf: AsOf?, _ plan: Plan) -> PlanDate {
    asOf?.day ?? plan.calendar.lastDay(of: plan.calendar.end)
  }
}
