import PlanRules
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

  /// 996 of 1,000 never prints as 100 %.
  @Test func nothingIsRoundedUpToATarget() throws {
    let (format, _, _, _) = format()
    #expect(format.text(try #require(Rational(996, over: 1_000)), in: .ratio) == "99.60%")
  }

  @Test func whatRoundsToNothingHasNoSign() throws {
    let (format, _, _, _) = format()
    #expect(format.text(try #require(Rational(-1, over: 1_000_000)), in: .ratio) == "0.00%")
  }
}
