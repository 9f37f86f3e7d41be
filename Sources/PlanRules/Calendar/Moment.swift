/// The end of a month of a fiscal year of the plan, both counted from zero. A period ends with its last month.
public struct Moment: Hashable, Comparable, Sendable {
  /// The fiscal year, 0 for the plan's first.
  public let year: Int
  /// The month of the fiscal year, 0 for its first; -1 before the first month of the plan has ended.
  public let month: Int

  /// Creates the end of a month of a fiscal year, both counted from zero.
  public init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  /// The end of a period.
  public init(endOf period: Period) {
    self.init(year: period.year, month: period.index * period.months + period.months - 1)
  }

  /// Whether `a` is earlier than `b`.
  public static func < (a: Moment, b: Moment) -> Bool { (a.year, a.month) < (b.year, b.month) }
}
