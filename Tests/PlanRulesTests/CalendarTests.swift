import PlanRules
import Testing

struct CalendarTests {
  @Test func quartersEndWhereTheFiscalYearOfThailandHasThem() {
    let calendar = Calendar(years: 2561...2562)
    #expect(
      calendar.moments.map { calendar.lastDay(of: $0).isoText } == [
        "2017-12-31", "2018-03-31", "2018-06-30", "2018-09-30", "2018-12-31", "2019-03-31", "2019-06-30",
        "2019-09-30",
      ])
    #expect(calendar.lastMoment == Moment(year: 1, quarter: 3))
    #expect(calendar.moments.last == calendar.lastMoment)
  }

  @Test func momentsAreNamedWithTheirYearWhereThereAreSeveral() {
    #expect(Calendar.ofTheReport.moments.map(Calendar.ofTheReport.name) == ["Q1", "Q2", "Q3", "Q4"])
    let two = Calendar(years: 2561...2562)
    #expect(two.name(of: Moment(year: 1, quarter: 2)) == "Q3 2562")
  }

  @Test(arguments: [(10, 0), (12, 0), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3)])
  func monthsLieInQuarters(_ month: Int, _ quarter: Int) {
    #expect(Calendar.quarter(ofMonth: month) == quarter)
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
}
