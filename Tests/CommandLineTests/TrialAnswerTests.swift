import Foundation
import TestSupport
import Testing

/// What the answers to plans of the trials say in words: the figures themselves stand in `Tests/Cases`.
@Suite
struct TrialAnswerTests {
  private func check(_ name: String) throws -> Tool {
    try Tool(["check", "--allow-fail", path(name)])
  }

  private func path(_ name: String) -> String { Repository.path("Tests/Cases/\(name).plan").path }

  /// What is nearly all of it is never printed as all of it, and what fails never by nothing.
  @Test func nearlyAllIsNotAll() throws {
    let said = try check("nearly-all").output
    for part in [
      "99.62%", "99.999%", "99.99999%", "99.9999999%", "−0.38 points: 10.00 baht short of 100%",
      "−0.001 points: 1.00 baht short of 100%", "−0.00001 points: 1.00 baht short of 100%",
      "−0.0000001 million baht",
    ] {
      #expect(said.contains(part), "\(part): \(said)")
    }
    #expect(said.firstMatch(of: #/fail\s+−?0(\.0+)? /#) == nil, "\(said)")
    let why = try Tool([path("nearly-all")], input: "why all_of_m\n").output
    #expect(why.contains("it fails, −0.0000001 million baht"), "\(why)")
    #expect(!why.contains("100.00 million baht"), "\(why)")
    let rate = try Tool(["eval", "c.rate", path("nearly-all"), "--format", "csv"]).output
    #expect(rate.contains("99.999") && !rate.contains("100.00%"), "\(rate)")
  }

  @Test func whatIsWaitedForIsNamed() throws {
    let regions = try check("regions-half-reported").output
    #expect(regions.contains("whole_second waits: a: south has no actual in Q2"), "\(regions)")
    let areas = try check("provinces-half-reported").output
    #expect(areas.contains("first waits: a: p2, p3, p4 have no actual in Q1"), "\(areas)")
    #expect(!areas.contains("p5"), "\(areas)")
    // Members and figures may stand in tables.
    let folder = try TableFolder(
      """
      unit household
      axis region { r1, r2 }
      axis province from "places.csv" key code within region
      programme a in household {
        target by province by quarter { p1 { 10, 0, 0, 0 }; p2 { 10, 0, 0, 0 }; p3 { 10, 0, 0, 0 } }
      }
      load "figures.csv"
      kpi first passes when a.rate[Q1] >= 80%
      kpi whole passes when a.rate >= 80%

      """,
      [
        "places.csv": "code,region\np1,r1\np2,r1\np3,r2\n",
        "figures.csv": "programme,province,actual Q1\na,p1,8\n",
      ])
    let tables = try Tool(["check", folder.plan])
    #expect(tables.status == 0, "pending fails nothing: \(tables.output)")
    #expect(tables.output.contains("first waits: a: p2, p3 have no actual in Q1"), "\(tables.output)")
    #expect(tables.output.contains("0 pass, 0 fail, 2 pending"), "\(tables.output)")
  }

  @Test func whatIsSoFarAndWhatIsExpectedIsMarked() throws {
    #expect(try check("group-half-reported").output.contains("green so far"))
    #expect(try check("forecast-of-the-year").output.contains("green expected"))
    #expect(try check("forecasts-of-regions").output.contains("≈ expected: based on the forecast"))
  }

  @Test func nothingLeftIsSaid() throws {
    let said = try check("targets-of-zero").output
    #expect(said.contains("pass     +5 household: nothing was left to reach"), "\(said)")
    #expect(said.contains("fail     −50.00 baht: nothing was left"), "\(said)")
    let why = try Tool([path("targets-of-zero")], input: "why reached\n").output
    #expect(why.contains("reached passes") && !why.contains("pending"), "\(why)")
  }

  /// 80 beside a rate is 8,000 %: it fails, and the remedy is named.
  @Test func numbersBesideRatiosHaveARemedy() throws {
    let run = try check("numbers-beside-ratios")
    #expect(run.errors.contains("a plain `96` beside a ratio means 9,600%"), "\(run.errors)")
    #expect(run.errors.contains("write `80%` for 80 percent"), "\(run.errors)")
    #expect(run.output.contains("4 pass, 5 fail, 0 pending"), "\(run.output)")
  }

  /// What is refused ends with status 2, and says what to do instead.
  @Test(arguments: [
    ("currencies-in-groups-errors", "say what one is worth: `currency usd = 35 baht`"),
    ("percent-groups-errors", "`group g = mean of a, b`"),
    ("shares-of-places-errors", "move an amount instead of a share"),
    ("forecasts-elsewhere-errors", "ask for it by region, or declare it by quarter"),
    ("level-moves-later-errors", "move at most 1 bed"),
    ("figures-after-end-errors", "let it end later: `until Q3, 2562`"),
  ])
  func refusalsHaveARemedy(name: String, remedy: String) throws {
    let run = try check(name)
    #expect(run.status == 2)
    #expect(run.errors.contains(remedy), "\(run.errors)")
  }
}
