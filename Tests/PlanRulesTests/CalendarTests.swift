import PlanRules
import Testing

struct CalendarTests {
  @Test func quartersEndWhereTheFiscalYearOfThailandHasThem() {
    let calendar = Calendar(years: 2561...2562)
    #expect(
      calendar.periods.map { calendar.lastDay(of: $0.end).isoText } == [
        "2017-12-31", "2018-03-31", "2018-06-30", "2018-09-30", "2018-12-31", "2019-03-31", "2019-06-30",
        "2019-09-30",
      ])
    #expect(calendar.end == Moment(year: 1, month: 11))
    #expect(calendar.periods.last?.end == calendar.end)
  }

  @Test func periodsAreNamedWithTheirYearWhereThereAreSeveral() {
    let one = Calendar.ofTheReport
    #expect(one.periods.map { one.name(of: $0) } == ["Q1", "Q2", "Q3", "Q4"])
    let two = Calendar(years: 2561...2562)
    #expect(two.name(of: Period(.quarter, year: 1, index: 2)) == "Q3 2562")
    #expect(two.name(of: Period(.month, year: 0, index: 0)) == "Oct 2561")
  }

  @Test func aYearBeginsInAnyMonthAndBearsTheNumberOfItsEnd() {
    let january = Calendar(years: 2569...2569, firstMonth: 1)
    #expect(january.names(of: .month).first == "Jan" && january.names(of: .month).last == "Dec")
    #expect(january.lastDay(of: january.end).isoText == "2026-12-31")
    #expect(january.lastDay(of: Moment(year: 0, month: 0)).isoText == "2026-01-31")
    let may = Calendar(years: 2569...2569, firstMonth: 5)
    #expect(may.lastDay(of: Moment(year: 0, month: 0)).isoText == "2025-05-31")
    #expect(may.lastDay(of: may.end).isoText == "2026-04-30")
    let school = Calendar(years: 2569...2569, firstMonth: 5, isNamedByItsStart: true)
    #expect(school.lastDay(of: Moment(year: 0, month: 0)).isoText == "2026-05-31")
    #expect(school.lastDay(of: school.end).isoText == "2027-04-30")
  }

  @Test func monthsLieInQuartersAndTheseInHalves() {
    let axes = Calendar.ofTheReport.axes
    #expect(axes.map(\.name) == ["year", "half", "quarter", "month"])
    #expect(axes[2].within?.members == [0, 0, 1, 1])
    #expect(axes[3].within?.members == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
  }

  @Test func wordsOfPeriodsAreEnglishAndThai() {
    let calendar = Calendar.ofTheReport
    let known = ["Oct", "ต.ค.", "Sep", "ก.ย.", "H2", "Q1"].map { name in
      calendar.period(named: name).map { calendar.name(of: $0.axis, at: $0.index) }
    }
    #expect(known == ["Oct", "Oct", "Sep", "Sep", "H2", "Q1"])
    #expect(["oct", "H3", "H0", "Q", "October", "ตค"].allSatisfy { calendar.period(named: $0) == nil })
  }

  @Test func aPlanIsSeenByTheLastMonthThatHasEnded() throws {
    let calendar = Calendar.ofTheReport
    let day = { (month: Int, day: Int) in try #require(PlanDate(year: 2018, month: month, day: day)) }
    #expect(calendar.lastMonth(endedBy: try day(3, 30)) == Moment(year: 0, month: 4))
    #expect(calendar.lastMonth(endedBy: try day(3, 31)) == Moment(year: 0, month: 5))
    #expect(calendar.name(of: AsOf(try day(3, 31), in: calendar)) == "Q2")
    #expect(calendar.name(of: AsOf(try day(2, 28), in: calendar)) == "Feb")
    #expect(calendar.name(of: AsOf(try day(3, 15), in: calendar)) == "2561-03-15")
    let before = try #require(PlanDate(year: 2017, month: 10, day: 1))
    #expect(calendar.lastMonth(endedBy: before) < Moment(year: 0, month: 0))
  }

  @Test func quartersHaveNames() {
    #expect(Calendar.quarterNames.map { Calendar.quarter(named: $0) } == [0, 1, 2, 3])
    for other in ["Q0", "Q5", "q1", "Q", "Q10", "", "ไตรมาส1"] {
      #expect(Calendar.quarter(named: other) == nil)
    }
    #expect((0...5).map { Calendar.quarter(numbered: $0) } == [nil, "Q1", "Q2", "Q3", "Q4", nil])
  }

  @Test func erasAre543YearsApart() {
    #expect(Era(ofYear: 2561) == .buddhist && Era(ofYear: 2018) == .common)
    #expect(Era.buddhist.year(asWritten: 2018) == 2561 && Era.buddhist.year(asWritten: 2561) == 2561)
    #expect(Era.common.year(asWritten: 2561) == 2018 && Era.common.year(asWritten: 2018) == 2018)
    #expect(PlanDate(year: 2561, month: 2, day: 29) == nil && PlanDate(year: 2559, month: 2, day: 29) != nil)
  }

  @Test func periodsLieWithinThoseOfWhichTheyAreWholeParts() {
    #expect(AxisID.month.longerPeriods == [.quarter, .half])
    #expect(AxisID.quarter.longerPeriods == [.half])
    #expect(AxisID.half.longerPeriods.isEmpty)
    #expect(AxisID.month.containment(in: .quarter).members == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(AxisID.quarter.containment(in: .half).members == [0, 0, 1, 1])
    for unit in PeriodUnit.allCases {
      #expect(unit.axis.periodUnit == unit && unit.axis.isPeriod && !unit.axis.isDeclared)
      #expect(PeriodUnit.monthsInYear.isMultiple(of: unit.months))
      // The words that plans are written with are its names, and are read back.
      for (index, name) in Calendar.ofTheReport.names(of: unit.axis).enumerated() {
        #expect(Calendar.ofTheReport.period(named: name)! == (unit.axis, index))
      }
    }
  }
}
