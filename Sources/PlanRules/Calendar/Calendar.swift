/// The fiscal years of a plan and their periods: the order, names and nesting of these, and the day on which each ends.
///
/// Nothing else knows how many quarters a year has, in which month one begins, or what it is called.
public struct Calendar: Hashable, Sendable {
  /// Fiscal years, Buddhist Era.
  public let years: ClosedRange<Int>
  /// The era in which the plan writes its years, and in which years and days are printed.
  public let era: Era
  /// The calendar month with which a fiscal year begins: 1 is January.
  public let firstMonth: Int
  /// Whether a fiscal year has the number of the calendar year in which it begins. Most have that in which
  /// they end.
  public let isNamedByItsStart: Bool
  /// The periods into which the plan divides its years: `.month`, `.quarter` or `.half`.
  public let period: AxisID

  /// Creates a calendar; by default its years are the institute's, from October and by quarter.
  ///
  /// - Parameters:
  ///   - years: fiscal years, Buddhist Era.
  ///   - firstMonth: 1 is January, and then a year bears the number of its one calendar year.
  public init(
    years: ClosedRange<Int>, era: Era = .buddhist, firstMonth: Int = Calendar.october,
    isNamedByItsStart: Bool = false, period: AxisID = .quarter
  ) {
    self.years = years
    self.era = era
    self.firstMonth = firstMonth
    self.isNamedByItsStart = isNamedByItsStart || firstMonth == 1
    self.period = period
  }

  /// The institute's year of the report, where a plan names none.
  public static let ofTheReport = Calendar(years: 2561...2561)

  /// The fiscal year of Thailand's public bodies begins in October.
  public static let october = 10

  // MARK: Axes

  /// The axes of time with their members.
  public var axes: [Axis] {
    let years = Axis(id: .year, name: "year", members: years.map { AxisMember(name: name(ofYear: $0)) })
    return [years] + AxisID.periods.map(axis)
  }

  private func axis(_ period: AxisID) -> Axis {
    Axis(
      id: period, name: Calendar.name(of: period), members: names(of: period).map { AxisMember(name: $0) },
      within: period.longerPeriods.first.map(period.containment))
  }

  /// `quarter`.
  public static func name(of period: AxisID) -> String { period.periodUnit?.name ?? "year" }

  /// What the plan's own periods are called: `quarter`.
  public var periodName: String { Calendar.name(of: period) }

  /// The periods that an overview has room for: the plan's, or the quarters of a plan of months.
  public var overviewPeriod: AxisID { min(period, .quarter) }

  // MARK: Names

  /// `2561`, `2018`: a year of the Buddhist Era as the plan writes years.
  public func name(ofYear year: Int) -> String { "\(era.year(of: year, in: .buddhist))" }

  /// The name of a fiscal year that is counted from zero.
  public func name(ofYearAt index: Int) -> String { name(ofYear: years.lowerBound + index) }

  /// All years: `2561`, `2561–2564`.
  public func yearsName(joinedBy dash: String) -> String {
    let (first, last) = (name(ofYear: years.lowerBound), name(ofYear: years.upperBound))
    return first == last ? first : first + dash + last
  }

  /// The periods of an axis in their order: `Q1` to `Q4`, `Oct` to `Sep`.
  public func names(of period: AxisID) -> [String] {
    (0..<period.periodsInYear).map { name(of: period, at: $0) }
  }

  /// The name of one period of a year: `H1`, `Q3`, `Oct`; empty for an axis that has no periods.
  ///
  /// - Parameter index: counted from zero.
  public func name(of period: AxisID, at index: Int) -> String {
    guard let unit = period.periodUnit else { return "" }
    if let letter = unit.letter { return "\(letter)\(index + 1)" }
    return Calendar.monthNames[(firstMonth - 1 + index) % PeriodUnit.monthsInYear]
  }

  /// `Q3`; in a plan of several years, `Q3 2562`.
  public func name(of period: Period) -> String {
    let name = name(of: period.axis, at: period.index)
    return years.count == 1 ? name : "\(name) \(self.name(ofYearAt: period.year))"
  }

  /// The name of the longest of the plan's periods, or of the month, that ends at a moment.
  public func name(ofEnd end: Moment) -> String {
    let ending = Period(period, at: end)
    return name(of: ending.end == end ? ending : Period(.month, at: end))
  }

  /// The period with a name, counted from zero; months have their English and their Thai names.
  public func period(named name: String) -> (axis: AxisID, index: Int)? {
    guard let word = PeriodWord(name) else { return nil }
    switch word {
    case .numbered(let unit, let index): return (unit.axis, index)
    case .month(let month): return (.month, index(ofMonth: month))
    }
  }

  /// Alternative names of the members of a time axis, as found in tables, with each member's index: months in
  /// Thai and in full, years in the other era.
  public func otherNames(of axis: AxisID) -> [String: Int] {
    switch axis {
    case .year: return Dictionary(yearsInOtherEra.enumerated().map { ($1, $0) }) { first, _ in first }
    case .month:
      return MonthSpelling.all.mapValues { index(ofMonth: $0) }
    default: return [:]
    }
  }

  /// The member of a time axis that one of its alternative names means; `nil` if none does.
  public func member(of axis: AxisID, otherwiseNamed name: String) -> Int? {
    switch axis {
    case .year: return yearsInOtherEra.firstIndex(of: name)
    case .month: return MonthSpelling.all[name].map { index(ofMonth: $0) }
    default: return nil
    }
  }

  /// The years as they are called in the era that the plan does not use.
  private var yearsInOtherEra: [String] {
    let other: Era = era == .buddhist ? .common : .buddhist
    return years.map { "\(other.year(of: $0, in: .buddhist))" }
  }

  /// The index of a calendar month within the fiscal year, counted from zero.
  ///
  /// - Parameter month: 1 is January.
  public func index(ofMonth month: Int) -> Int {
    (month - firstMonth + PeriodUnit.monthsInYear) % PeriodUnit.monthsInYear
  }

  // MARK: Periods and days

  /// All periods of an axis in all years, in their order.
  public func periods(_ axis: AxisID) -> [Period] {
    (0..<years.count).flatMap { year in
      (0..<axis.periodsInYear).map { Period(axis, year: year, index: $0) }
    }
  }

  /// All periods into which the plan divides its years, in their order.
  public var periods: [Period] { periods(period) }

  /// The end of a year, which is counted from zero.
  public func end(ofYear year: Int) -> Moment { Moment(year: year, month: PeriodUnit.monthsInYear - 1) }

  /// The end of the last year.
  public var end: Moment { end(ofYear: years.count - 1) }

  /// The last day of a month of a fiscal year.
  public func lastDay(of moment: Moment) -> PlanDate {
    let months = firstMonth - 1 + moment.month
    let month = months % PeriodUnit.monthsInYear + 1
    let fiscalYear = Era.common.year(of: years.lowerBound + moment.year, in: .buddhist)
    let begins = isNamedByItsStart ? fiscalYear : fiscalYear - 1
    return PlanDate(lastOf: month, commonYear: begins + months / PeriodUnit.monthsInYear)
  }

  /// The last month that has ended by a day; for a day before the plan, the month before its first.
  public func lastMonth(endedBy day: PlanDate) -> Moment {
    periods(.month).last { lastDay(of: $0.end) <= day }?.end ?? Moment(year: 0, month: -1)
  }
}

/// The names of the periods of a year, in any plan.
public enum PeriodWord: Hashable, Sendable {
  /// `H1` or `Q3`; the number counts from zero.
  case numbered(PeriodUnit, Int)
  /// 1 is January.
  case month(Int)

  /// Reads `H1`, `Q3` or a short English or Thai name of a month; `nil` for any other word.
  public init?(_ name: String) {
    // This runs for every word that is read: the first letter decides most of them.
    if name.utf8.count == 2, let first = name.utf8.first, let last = name.utf8.last, last > UInt8(ascii: "0"),
      let unit = PeriodUnit.allCases.first(where: { $0.letter.map { $0.value == UInt32(first) } ?? false }),
      last <= UInt8(ascii: "0") + UInt8(unit.periodsInYear)
    {
      self = .numbered(unit, Int(last - UInt8(ascii: "1")))
      return
    }
    guard let month = PeriodWord.month(name) else { return nil }
    self = .month(month)
  }

  /// Looks at bytes: to hash names in Thai would cost a check more than all of its years.
  private static func month(_ name: String) -> Int? {
    let bytes = name.utf8
    // English names are short, and Thai ones have no letter of our alphabet.
    guard let first = bytes.first, bytes.count == 3 || first >= 0x80 else { return nil }
    let names = first >= 0x80 ? Calendar.thaiMonthNames : Calendar.monthNames
    return names.firstIndex { $0.utf8.elementsEqual(bytes) }.map { $0 + 1 }
  }
}

extension Calendar {
  /// From January.
  public static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  /// From January, as abbreviated in Thai.
  public static let thaiMonthNames = [
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
  ]

  // MARK: Quarters, where no plan is at hand

  /// In their order: `Q1` to `Q4`.
  public static let quarterNames = ofTheReport.names(of: .quarter)

  /// `Q1 to Q4`, `H1 and H2`, for messages.
  public static func range(of unit: PeriodUnit) -> String {
    let names = ofTheReport.names(of: unit.axis)
    return names[0] + (names.count == 2 ? " and " : " to ") + names[names.count - 1]
  }

  /// The name of a quarter that is counted from one; `nil` if there is no such quarter.
  public static func quarter(numbered number: Int) -> String? {
    (1...quarterNames.count).contains(number) ? quarterNames[number - 1] : nil
  }

  /// The quarter with a name, counted from zero.
  public static func quarter(named name: String) -> Int? {
    if case .numbered(.quarter, let index)? = PeriodWord(name) { index } else { nil }
  }
}
