/// A quarter of a fiscal year of the plan, both counted from zero.
public struct Moment: Hashable, Comparable, Sendable {
  public let year: Int
  public let quarter: Int

  public init(year: Int, quarter: Int) {
    self.year = year
    self.quarter = quarter
  }

  public static func < (a: Moment, b: Moment) -> Bool { (a.year, a.quarter) < (b.year, b.quarter) }
}
