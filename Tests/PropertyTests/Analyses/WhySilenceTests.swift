import TestSupport
import Testing

/// Places where `why` once was silent or named what cannot be typed, each as small as it can be shown.
@Suite struct WhySilenceTests {
  private static let head = "fiscal year 2561\nunit person\naxis region { north, south }\n"

  /// Beside quarters the total and the regions are tried too, and a rounding, of which each step is a border, is
  /// followed far enough.
  @Test(arguments: [
    (
      "programme p in person { target 139; actual by quarter 75, 31, -, 41; actual 147 }\n",
      "p.actual >= 60 person", "set p.actual = 59"
    ),
    (
      "programme p in person { target by quarter 10, 20, 30, 40; target by region 60, 40 }\n",
      "p.target[north] >= 50 person", "set p.target[north] = 49"
    ),
    (
      "programme p in person { target 1,000; actual 4,207 }\n", "round(p.actual, 0) <= 5,800 person",
      "set p.actual = 5,801"
    ),
  ])
  func aFigureThatTurnsItIsNamed(programme: String, rule: String, set: String) throws {
    let plan = Self.head + programme + "kpi k passes when \(rule)\n"
    let probe = try PlanProbe(plan + "scenario other { \(set) }\n")
    #expect(probe.verdict(of: "k") == "pass")
    #expect(probe.verdict(of: "k", in: "other") == "fail")
    #expect(try !probe.changes(turning: "k").isEmpty, "`\(set)` turns it")
  }

  /// A statement that would suspend what another KPI reads is refused when it is typed, so it is not named.
  @Test func whatIsNamedCanBeTyped() throws {
    let plan =
      Self.head + """
        programme a in person { target 60; actual 50 }
        programme b in person { target 40; actual 20 }
        group g = a + b { target by quarter 25, 25, 25, 25; actual by quarter 20, 20, 20, 10 }
        kpi year passes when g.rate >= 80%
        kpi first passes when g.light[Q1] = green

        """
    for change in try PlanProbe(plan).changes(turning: "year") {
      #expect(throws: Never.self, "\(change.statement)") {
        try PlanProbe(plan + "scenario tried { \(change.statement) }\n")
      }
    }
  }
}
