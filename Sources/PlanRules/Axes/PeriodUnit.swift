/// A kind of period that every fiscal year is divided into: its length and its names. The longest comes
/// first.
///
/// One kind is part of another if whole periods of it make up one of the other, as months make up quarters.
/// Two kinds may also cross, neither being part of the other; then figures by one cannot be read by the
/// other.
public enum PeriodUnit: Int, CaseIterable, Sendable {
  case half, quarter, month

  /// How many months one period has.
  public var months: Int {
    switch self {
    case .half: 6
    case .quarter: 3
    case .month: 1
    }
  }

  /// The word for this kind, as in `by quarter`.
  public var name: String {
    switch self {
    case .half: "half"
    case .quarter: "quarter"
    case .month: "month"
    }
  }

  /// Several of them, for messages.
  public var plural: String {
    switch self {
    case .half: "halves"
    case .quarter, .month: name + "s"
    }
  }

  /// The letter in front of the number of a period, as in `Q3`; `nil` for months, which have names.
  public var letter: Unicode.Scalar? {
    switch self {
    case .half: "H"
    case .quarter: "Q"
    case .month: nil
    }
  }

  /// How many periods a fiscal year has.
  public var periodsInYear: Int { PeriodUnit.monthsInYear / months }

  /// How many months a year has.
  public static let monthsInYear = 12

  /// The axis of these periods.
  public var axis: AxisID { AxisID(rawValue: AxisID.year.rawValue + 1 + rawValue) }
}

extension AxisID {
  /// Which periods lie along this axis; `nil` for other axes, years among them.
  public var periodUnit: PeriodUnit? { PeriodUnit(rawValue: rawValue - AxisID.year.rawValue - 1) }

  /// The axes of the periods, the longest periods first.
  public static let periods = PeriodUnit.allCases.map(\.axis)

  /// The halves of a fiscal year.
  public static let half = PeriodUnit.half.axis
  /// The quarters of a fiscal year.
  public static let quarter = PeriodUnit.quarter.axis
  /// The months of a fiscal year.
  public static let month = PeriodUnit.month.axis

  /// How many months a period has; for axes without periods, those of a year.
  public var monthsInPeriod: Int { periodUnit?.months ?? PeriodUnit.monthsInYear }

  /// How many periods a fiscal year has.
  public var periodsInYear: Int { PeriodUnit.monthsInYear / monthsInPeriod }

  /// Whether whole periods of this kind make up one of another, longer kind.
  public func isPart(of other: AxisID) -> Bool {
    isPeriod && other.isPeriod && monthsInPeriod < other.monthsInPeriod
      && other.monthsInPeriod.isMultiple(of: monthsInPeriod)
  }

  /// Whether two kinds of periods cross: neither is part of the other.
  func crosses(_ other: AxisID) -> Bool {
    isPeriod && other.isPeriod && self != other && !isPart(of: other) && !other.isPart(of: self)
  }

  /// The longest periods that make up both: the shorter of the two, if one is part of the other.
  func common(with other: AxisID) -> AxisID {
    if self == other || isPart(of: other) { return self }
    return other.isPart(of: self)
      ? other : AxisID.periods.first { $0.isPart(of: self) && $0.isPart(of: other) } ?? self
  }
}
