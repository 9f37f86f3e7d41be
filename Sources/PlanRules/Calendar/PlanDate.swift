/// A calendar day, stored in the Common Era. Days can only be compared.
public struct PlanDate: Hashable, Comparable, Sendable {
  /// The year of the Common Era: 2018 for 2561.
  public let year: Int
  /// The calendar month; 1 is January.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// The day; a year over 2400 is Buddhist Era. `nil` if there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    let common = Era.common.year(of: Era.buddhist.year(asWritten: year), in: .buddhist)
    guard (1...12).contains(month), day >= 1, day <= PlanDate.days(in: month, of: common) else { return nil }
    self.year = common
    self.month = month
    self.day = day
  }

  /// What a reader substitutes after reporting a day that does not exist.
  public static let standIn = PlanDate(commonYear: 2000, month: 1, day: 1)

  /// A day that is known to exist.
  init(commonYear: Int, month: Int, day: Int) {
    year = commonYear
    self.month = month
    self.day = day
  }

  /// The last day of a month.
  init(lastOf month: Int, commonYear year: Int) {
    self.init(commonYear: year, month: month, day: PlanDate.days(in: month, of: year))
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether `a` is the earlier day.
  public static func < (a: PlanDate, b: PlanDate) -> Bool { a.number < b.number }

  /// `20180430`: a whole number, ordered like the days.
  public var number: Int { (year * 100 + month) * 100 + day }

  /// ISO 8601, Common Era: `2018-04-30`.
  public var isoText: String { text(year: year) }

  /// `2561-04-30` in the Buddhist Era, `2018-04-30` in the common one.
  public func text(in era: Era) -> String { text(year: era.year(of: year, in: .common)) }

  private func text(year: Int) -> String {
    let pad: (Int) -> String = { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(year)-\(pad(month))-\(pad(day))"
  }
}
