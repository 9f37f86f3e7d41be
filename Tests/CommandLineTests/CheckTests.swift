import Foundation
import TestSupport
import Testing

/// The institute's own year, through the built binary.
struct CheckTests {
  private let plan = "scenarios/fy2561.plan"

  @Test func theYearIsJudged() throws {
    let run = try Tool(["check", plan])
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    #expect(run.output.contains("9 pass, 1 fail, 1 pending"))
    #expect(run.output.contains("−3.36 points: 67.67 million baht short of 96%"))
    #expect(run.output.contains("+165 household"))
    Snapshot.verify(run.output, at: "Tests/CommandLineTests/Snapshots/check-fy2561.txt")
  }

  @Test func allowFailIsForKPIsOnly() throws {
    #expect(try Tool(["check", "--allow-fail", plan]).status == 0)
    let broken = try Tool(["check", "--allow-fail", "-"], input: "expect 1 = 2\n")
    #expect(broken.status == 1)
    #expect(broken.output.contains("1 expectation fails"))
  }

  @Test func theContractHolds() throws {
    let run = try Tool(["check", "--format", "json", plan])
    #expect(run.status == 1)
    let check = try #require(try run.json() as? [String: Any])
    #expect(check["schema"] as? String == "codi-plan/check/1")
    #expect(check["fiscalYears"] as? [Int] == [2561])
    let programmes = try #require(check["programmes"] as? [[String: Any]])
    let housing = try #require(programmes.first)
    #expect(housing["name"] as? String == "housing")
    let year = try #require(housing["year"] as? [String: Any])
    #expect(year["target"] as? String == "24210")
    #expect(year["rate"] as? String == "100.68%")
    let quarters = try #require(housing["quarters"] as? [[String: Any]])
    #expect(quarters.map { $0["adjusted"] as? String } == ["4800", "2261", "2507", "4890"])
    #expect(quarters.map { $0["rate"] as? String } == ["203.94%", "309.77%", "100.80%", "103.37%"])
    let kpis = try #require(check["kpis"] as? [[String: Any]])
    #expect(kpis.count == 11)
    let disbursement = try #require(kpis.first { $0["name"] as? String == "disbursement" })
    #expect(disbursement["margin"] as? String == "-3.36%")
    #expect(disbursement["unit"] as? String == "points")
    let mankong = try #require(programmes.first { $0["name"] as? String == "mankong" })
    #expect((mankong["quarters"] as? [Any])?.isEmpty == true)
  }

  /// Every row of the report's table, to the printed digit, but for the figures that are printed wrong.
  @Test func theAuditFindsWhatIsPrintedWrong() throws {
    let run = try Tool(["audit", plan])
    #expect(run.status == 1)
    Snapshot.verify(run.output, at: "Tests/CommandLineTests/Snapshots/audit-fy2561.txt")
    let clean = try Tool(["audit", "scenarios/welfare-funds.plan"])
    #expect(clean.status == 0)
    #expect(clean.output == "every reported figure agrees\n")
  }

  @Test func withoutTheReshuffle() throws {
    let run = try Tool(["eval", "mankong.rate by scenario", plan])
    #expect(run.status == 0)
    #expect(run.output.contains("82.41%"))
    #expect(run.output.contains("113.11%"))
    let compared = try Tool(["compare", plan, "--scenario", "base,no_reshuffle"])
    #expect(compared.output.contains("canal.light"))
  }

  @Test func exactness() throws {
    for (expression, value) in [
      ("0.1 + 0.2 = 0.3", "true"), ("1/3 * 3 = 1", "true"),
      (
        "9,223,372,036,854,775,807 * 9,223,372,036,854,775,807 / 9,223,372,036,854,775,807",
        "9,223,372,036,854,775,807"
      ),
      ("(4,611,686,018,427,387,904 + 4,611,686,018,427,387,904) / 3 * 3 = 9,223,372,036,854,775,808", "true"),
    ] {
      #expect(try Tool(["eval", expression, "-"]).output == value + "\n")
    }
  }

  @Test func formatsOfOneAnswer() throws {
    let expression = "housing.rate by quarter"
    let csv = try Tool(["eval", expression, plan, "--format", "csv"]).output
    #expect(
      csv.split(separator: "\r\n").map(String.init) == [
        "quarter,value,unit", "Q1,203.9375,percent", "Q2,309.774436090226,percent",
        "Q3,100.797766254487,percent", "Q4,103.374233128834,percent",
      ])
    let markdown = try Tool(["eval", expression, plan, "--format", "markdown"]).output
    #expect(markdown.hasPrefix("| quarter | Q1 |"))
    let json = try Tool(["eval", expression, plan, "--format", "json"]).json() as? [String: Any]
    #expect(json?["schema"] as? String == "codi-plan/value/1")
    let values = try #require(json?["values"] as? [[String: Any]])
    #expect((values[1]["at"] as? [String: String]) == ["quarter": "Q2"])
    #expect(values[1]["printed"] as? String == "309.77%")
  }

  /// The same in every run: nothing hangs on the order of a dictionary.
  @Test func outputIsTheSameInEveryRun() throws {
    let runs = try (0..<4).map { _ in
      try Tool(["check", "--format", "json", "scenarios/slow-finish.plan"]).output
    }
    #expect(Set(runs).count == 1)
  }
}
