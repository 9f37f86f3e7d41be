import PlanRules
import TestSupport
import Testing

struct FigureFormatTests {
  private func format() -> (FigureFormat, household: Int, baht: Int, score: Int) {
    var units = UnitTable()
    let household = units.declareBase(name: "household", label: "ครัวเรือน", kind: .count, places: nil)
    let baht = units.declareBase(name: "baht", label: "บาท", kind: .currency, places: nil)
    let score = units.declareBase(name: "score", label: nil, kind: .count, places: 4)
    return (FigureFormat(units: units), household, baht, score)
  }

  @Test func unitsDecideThePlaces() throws {
    let (format, household, baht, score) = format()
    #expect(format.text(Rational(24_210), in: .unit(household)) == "24,210 household")
    #expect(format.text(try #require(Rational(5, over: 2)), in: .unit(household)) == "2.5 household")
    #expect(format.text(Rational(200_000_000), in: .unit(baht, scale: .million)) == "200.00 million baht")
    #expect(format.text(Rational(5), in: .unit(score)) == "5.0000 score")
    #expect(format.text(try #require(Rational(7_004, over: 2_261)), in: .ratio) == "309.77%")
    #expect(format.points(try #require(Rational(-336, over: 10_000))) == "−3.36 points")
  }

  /// 5,000 baht are no 0.00 million, and 60 baht no 0.0001 million.
  @Test(arguments: [
    (5_000, "0.005 million baht"), (60, "0.00006 million baht"), (123, "0.00012 million baht"),
    (-123, "−0.00012 million baht"), (12_345, "0.01 million baht"), (0, "0.00 million baht"),
  ])
  func littleIsNotNothing(_ figure: Int, _ text: String) {
    let (format, _, baht, _) = format()
    #expect(format.text(Rational(figure), in: .unit(baht, scale: .million)) == text)
  }

  /// 996 of 1,000 never prints as 100 %.
  @Test func nothingIsRoundedUpToATarget() throws {
    let (format, _, _, _) = format()
    #expect(format.text(try #require(Rational(996, over: 1_000)), in: .ratio) == "99.60%")
  }

  @Test func whatRoundsToNothingHasNoSign() throws {
    let (format, _, _, _) = format()
    #expect(format.text(try #require(Rational(-1, over: 1_000_000)), in: .ratio) == "0.00%")
  }

  /// A margin in points says what is missing, in the unit of the numerator; one that is reached does not.
  @Test func marginsSayWhatIsShort() throws {
    let probe = try PlanProbe(
      """
      unit household
      currency baht
      programme a in household { target 100; actual 60; budget 100 million baht; spent 50 million baht }
      kpi k1 passes when a.rate >= 96%
      kpi k2 passes when a.rate >= 0.96
      kpi k3 passes when a.spending <= 40%
      kpi k4 passes when a.result >= 70 household
      kpi k5 passes when a.rate >= 50%
      kpi k6 passes when 0.4 >= a.spending
      kpi k7 passes when a.result < 60 household
      kpi k8 passes when a.rate = 60%
      """)
    let format = probe.evaluation.format
    let margins = try probe.evaluation.verdicts().map { verdict in verdict.margin.map(format.text) }
    #expect(
      margins == [
        "−36.00 points: 36 household short of 96%", "−36.00 points: 36 household short of 96%",
        "−10.00 points: 10.00 million baht over 40%", "−10 household", "+10.00 points",
        "−10.00 points: 10.00 million baht over 40%", "0 household", "0.00 points",
      ])
  }
}
