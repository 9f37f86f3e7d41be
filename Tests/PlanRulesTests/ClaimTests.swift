import PlanRules
import TestSupport
import Testing

/// What becomes of expectations and of published figures: those that do not hold, as well as those that do.
@Suite struct ClaimTests {
  private static let plan = """
    unit household
    currency baht
    programme a in household { target by quarter 10, 20, 30, -; actual by quarter 1, -, -, -; budget 0 }
    programme b in household { target by quarter 11, 20, -, -; budget 5 baht }

    """

  private func outcomes(_ claims: [String]) throws -> (passed: Int, failed: [ClaimFinding.Outcome]) {
    let probe = try PlanProbe(Self.plan + claims.joined(separator: "\n"))
    let found = try probe.evaluation.expectations()
    return (found.passed, found.failed.map(\.outcome))
  }

  @Test func aMissingFigureBesideAKnownOneIsPending() throws {
    let found = try outcomes([
      "expect a.target[Q3] = b.target[Q3]", "expect b.target[Q3] = a.target[Q3]",
      "expect a.target[Q4] = b.target[Q4]", "expect a.target[Q1] = b.target[Q1]",
      "expect a.target[Q2] = b.target[Q2]", "expect a.actual[Q2] > 5", "expect a.target[Q1] > 10",
    ])
    #expect(found.passed == 2)
    #expect(found.failed == [.pending, .pending, .disagrees, .pending, .disagrees])
  }

  @Test func eachValueIsFoundByItself() throws {
    let found = try outcomes(["expect a.target by quarter = 10, 21, -, -", "expect a.target = 60"])
    #expect(found.passed == 1)
    #expect(found.failed == [.disagrees, .disagrees])
  }

  @Test func nothingIsComparedWithAnything() throws {
    let found = try outcomes(["expect a.target[Q1] = a.budget", "expect a.budget = a.target[Q1]"])
    #expect(found.passed == 0)
    #expect(found.failed == [.disagrees, .disagrees])
    #expect(throws: PlanProbe.Rejected.self) { try outcomes(["expect a.target[Q1] = b.budget"]) }
  }

  @Test func publishedFiguresThatDiffer() throws {
    let probe = try PlanProbe(
      Self.plan + """
        reported a.target by quarter = 10, -, 31, 4 in "table"
        reported a.target = 60 in "table"
        reported b.budget = 5.004 in "table"
        """)
    let found = try probe.evaluation.audit()
    #expect(found.map(\.computed.exactText) == ["30", "none", "5"])
  }
}
