/// The day as of which a plan is seen: figures are known up to the last period that has ended, milestones up
/// to the day itself.
public struct AsOf: Hashable, Comparable, Sendable {
  /// The day itself, which counts as past: what is done on it is done.
  public let day: PlanDate
  /// The last month that has ended by the day.
  public let lastMonth: Moment

  /// Creates the view as of a day; the calendar says which months have ended by then.
  public init(_ day: PlanDate, in calendar: Calendar) {
    self.day = day
    lastMonth = calendar.lastMonth(endedBy: day)
  }

  /// The end of a period.
  public init(endOf period: Period, in calendar: Calendar) {
    lastMonth = period.end
    day = calendar.lastDay(of: period.end)
  }

  /// Whether `a` is the earlier day.
  public static func < (a: AsOf, b: AsOf) -> Bool { a.day < b.day }
}

extension Calendar {
  /// `Q3`, `Feb`, `2561-03-15`: the longest period of the plan that ends with the day, or the day.
  public func name(of asOf: AsOf) -> String {
    guard lastDay(of: asOf.lastMonth) == asOf.day else { return text(of: asOf.day) }
    return name(ofEnd: asOf.lastMonth)
  }

  /// A day as the plan writes days: `2561-04-30`, `2018-04-30`.
  public func text(of day: PlanDate) -> String { day.text(in: era) }
}
