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

  /// The period of an axis that contains a moment or ends with it.
  public init(_ axis: AxisID, at moment: Moment) {
    self.init(axis, year: moment.year, index: moment.month / axis.monthsInPeriod)
  }

  /// How many months the period has: 1, 3, 6 or 12.
  public var months: Int { axis.monthsInPeriod }
  /// The end of the period's last month.
  public var end: Moment { Moment(endOf: self) }
}

extension AxisID {
  /// The longer periods that consist of whole periods of this kind, the nearest first: for months, quarters
  /// and halves.
  public var longerPeriods: [AxisID] {
    AxisID.periods.reversed().filter(isPart)
  }

  /// How these periods nest in longer ones that consist of whole periods of this kind.
  public func containment(in longer: AxisID) -> Containment {
    Containment(
      axis: longer,
      members: (0..<periodsInYear).map { Int32($0 * monthsInPeriod / longer.monthsInPeriod) })
  }

  /// The members of this axis that cover a range of another; `nil` if the two do not begin and end together.
  ///
  /// January to March are the second quarter, but not a half.
  func range(of members: ClosedRange<Int>, along other: AxisID) -> ClosedRange<Int>? {
    guard isPeriod, other.isPeriod else { return nil }
    let first = members.lowerBound * other.monthsInPeriod
    let end = (members.upperBound + 1) * other.monthsInPeriod
    guard first % monthsInPeriod == 0, end % monthsInPeriod == 0 else { return nil }
    return first / monthsInPeriod...end / monthsInPeriod - 1
  }
}
