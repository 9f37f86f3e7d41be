import TestSupport
import Testing

/// BUGS of `why`, each as small as it can be shown. `WhyTests` stays clear of them by what it counts as usual.
@Suite struct WhySilenceTests {
  private static let head = "fiscal year 2561\nunit person\naxis region { north, south }\n"

  /// BUG: *no single figure of the plan, changed alone, turns it* is said though one does: where a measure is known by
  /// quarter its total and its regions are never tried, and after 500 borders (each step of a rounding is one) the
  /// search gives up without a word.
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

  /// BUG: a statement that `why` names is refused when it is typed, where it suspends what another KPI reads. The
  /// refusal says that `a.actual` has no figures by quarter, of which `g.light[Q1]` says nothing.
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
