/// The end of a month of a fiscal year of the plan, both counted from zero. A period ends with its last month.
public struct Moment: Hashable, Comparable, Sendable {
  public let year: Int
  /// Before the first month of the plan has ended it is -1.
  public let month: Int

  public init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  /// The end of a period.
  public init(endOf period: Period) {
    self.init(year: period.year, month: period.index * period.months + period.months - 1)
  }

  public static func < (a: Moment, b: Moment) -> Bool { (a.year, a.month) < (b.year, b.month) }
}
