/// The fiscal years of a plan and their periods: the order and names of these, and the day on which each ends.
///
/// A fiscal year bears the number of the calendar year in which it ends. Nothing else knows how many quarters a year has, in which
/// month one begins, or what it is called.
public struct Calendar: Hashable, Sendable {
  /// Fiscal years, Buddhist Era.
  public let years: ClosedRange<Int>

  public init(years: ClosedRange<Int>) { self.years = years }

  /// The institute's year of the report, where a plan names none.
  public static let ofTheReport = Calendar(years: 2561...2561)

  // MARK: Quarters

  private static let monthsInYear = 12
  private static let monthsInQuarter = 3
  /// Quarters of a fiscal year.
  public static let quarterCount = monthsInYear / monthsInQuarter
  /// The fiscal year of Thailand's public bodies begins in October.
  private static let firstMonth = 10

  /// In their order: `Q1` to `Q4`.
  public static let quarterNames = (0..<quarterCount).map(name(ofQuarter:))

  /// - Parameter quarter: counted from zero.
  public static func name(ofQuarter quarter: Int) -> String { "Q\(quarter + 1)" }

  /// `Q1 to Q4`, for messages.
  public static let quarterRange = quarterNames[0] + " to " + quarterNames[quarterCount - 1]

  /// The name of a quarter that is counted from one; `nil` where there is no such quarter.
  public static func quarter(numbered number: Int) -> String? {
    (1...quarterCount).contains(number) ? name(ofQuarter: number - 1) : nil
  }

  /// The quarter of a name, counted from zero.
  public static func quarter(named name: String) -> Int? {
    // Asked of every word that is read.
    guard name.utf8.count == 2, name.utf8.first == UInt8(ascii: "Q") else { return nil }
    return quarterNames.firstIndex(of: name)
  }

  /// The quarter in which a calendar month lies.
  ///
  /// - Parameter month: 1 is January.
  public static func quarter(ofMonth month: Int) -> Int {
    (month - firstMonth + monthsInYear) % monthsInYear / monthsInQuarter
  }

  // MARK: Moments

  /// All quarters of all years, in their order.
  public var moments: [Moment] {
    (0..<years.count).flatMap { year in
      (0..<Calendar.quarterCount).map { Moment(year: year, quarter: $0) }
    }
  }

  /// The quarter at a place among `moments`.
  static func moment(at index: Int) -> Moment {
    Moment(year: index / quarterCount, quarter: index % quarterCount)
  }

  /// The last quarter of a year, which is counted from zero.
  public func lastMoment(ofYear year: Int) -> Moment {
    Moment(year: year, quarter: Calendar.quarterCount - 1)
  }

  /// The last quarter of the last year.
  public var lastMoment: Moment { lastMoment(ofYear: years.count - 1) }

  /// `Q3`, in a plan of several years `Q3 2562`.
  public func name(of moment: Moment) -> String {
    let quarter = Calendar.name(ofQuarter: moment.quarter)
    return years.count == 1 ? quarter : "\(quarter) \(years.lowerBound + moment.year)"
  }

  /// The last day of a quarter: 31 December, 31 March, 30 June, 30 September.
  public func lastDay(of moment: Moment) -> PlanDate {
    let months = Calendar.firstMonth - 1 + (moment.quarter + 1) * Calendar.monthsInQuarter
    let month = (months - 1) % Calendar.monthsInYear + 1
    // What lies before January belongs to the calendar year before.
    let isYearBefore = months <= Calendar.monthsInYear
    let fiscalYear = Era.common.year(of: years.lowerBound + moment.year, in: .buddhist)
    return PlanDate(lastOf: month, commonYear: isYearBefore ? fiscalYear - 1 : fiscalYear)
  }
}
