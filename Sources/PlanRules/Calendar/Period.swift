/// A month, quarter or half of a fiscal year of the plan, or one whole year.
public struct Period: Hashable, Sendable {
  /// `.month`, `.quarter`, `.half` or `.year`.
  public let axis: AxisID
  /// The fiscal year, 0 for the plan's first.
  public let year: Int
  /// Which period of its year it is, counted from zero.
  public let index: Int

  /// Creates a period from its fiscal year and its position in it, both counted from zero.
  public init(_ axis: AxisID, year: Int, index: Int) {
    self.axis = axis
    self.year = year
    self.index = index
  }

  /// The period of an axis that ends with a moment, or before whose end it lies.
  public init(_ axis: AxisID, at moment: Moment) {
    self.init(axis, year: moment.year, index: moment.month / axis.monthsInPeriod)
  }

  /// How many months the period has: 1, 3, 6 or 12.
  public var months: Int { axis.monthsInPeriod }
  /// The end of the period's last month.
  public var end: Moment { Moment(endOf: self) }
}

extension AxisID {
  /// The periods into which a fiscal year is divided, the longest first.
  public static let periods = [AxisID.half, .quarter, .month]

  /// How many months a period has; of axes that are no periods, those of a year.
  public var monthsInPeriod: Int {
    switch self {
    case .month: 1
    case .quarter: 3
    case .half: 6
    default: Calendar.monthsInYear
    }
  }

  /// How many periods a fiscal year has.
  public var periodsInYear: Int { Calendar.monthsInYear / monthsInPeriod }

  /// The members of this axis that make up a range of another; `nil` where they do not begin and end together.
  ///
  /// January to March are the second quarter, and no half.
  func range(of members: ClosedRange<Int>, along other: AxisID) -> ClosedRange<Int>? {
    guard isPeriod, other.isPeriod else { return nil }
    let first = members.lowerBound * other.monthsInPeriod
    let end = (members.upperBound + 1) * other.monthsInPeriod
    guard first % monthsInPeriod == 0, end % monthsInPeriod == 0 else { return nil }
    return first / monthsInPeriod...end / monthsInPeriod - 1
  }
}
