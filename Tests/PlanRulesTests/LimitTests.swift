import PlanRules
import TestSupport
import Testing

/// What ends a calculation before it has come to anything, and what only makes it long.
@Suite struct LimitTests {
  /// Each formula is the square of the one before.
  private static let squares = (1...9).map { "let s\($0) = s\($0 - 1) * s\($0 - 1)" }.joined(separator: "\n")
  private static let plan = """
    unit household
    let s0 = 1,000,000,007
    \(squares)
    programme a in household { target by quarter 1,000,000, 2, 3, 4; actual by quarter 7, 8, 9, 1,000 }
    programme b in household { target by quarter 1, 1, 1, 1 }

    """

  @Test func figuresBeyondAllUseAreRefused() throws {
    let probe = try PlanProbe(Self.plan)
    #expect(try probe.exact("s3 / s2 / s2") == "1")
    #expect(try probe.exact("s9 / s9") == "1")
    #expect(throws: PlanProbe.Rejected.self) { try probe.exact("s9 * s9 * s9") }
  }

  @Test func figuresBeyondAllUseAreRefusedInSweeps() throws {
    let sound = try PlanProbe(Self.plan).sweep("sweep x from 1 to 5,000 {} show max(x * s1 / s1 over x)")
    #expect(sound.wholes == ["5000"])
    let probe = try PlanProbe(Self.plan)
    #expect(throws: PlanProbe.Rejected.self) {
      try probe.sweep("sweep x from 1 to 5,000 {} show max(x * s5 * (s9 * s9 * s8 * s5) over x)")
    }
  }

  /// A graph keeps so much and no more: what is asked for goes on being answered, however much was asked before.
  @Test func whatIsKeptIsForgotten() throws {
    var limits = Limits()
    limits[.cells] = 600
    let probe = try PlanProbe(Self.plan, limits: limits)
    for number in 1...1_000 {
      #expect(
        try probe.exact("sum((a.target + \(number) household) * 2 over quarter)")
          == "\(2_000_018 + 8 * number)")
    }
  }

  private final class Wish { var isThere = false }

  @Test func whatIsGivenUpStaysGivenUp() throws {
    let wish = Wish()
    let cancellation = Cancellation { wish.isThere }
    let probe = try PlanProbe(Self.plan, cancellation: cancellation)
    #expect(try probe.exact("a.target") == "1000009")
    try cancellation.check()
    wish.isThere = true
    // Together these have more parts than are worked out between two looks.
    for count in 60..<70 {
      _ = try? probe.exact(Array(repeating: "a.target[Q2]", count: count).joined(separator: " + "))
    }
    #expect(cancellation.isCancelled)
    wish.isThere = false
    #expect(throws: Problem.self) { try cancellation.check() }
    cancellation.reset()
    try cancellation.check()
    wish.isThere = true
    #expect(throws: Problem.self) { try cancellation.check() }
    #expect(cancellation.isCancelled)
  }

  /// Steps that cannot be made count for nothing, in a long row of them too.
  @Test func refusedStepsOfALongSweep() throws {
    let probe = try PlanProbe(Self.plan)
    let shown = [
      "count(a.target[Q1] > 0 household over x)", "count(a.target[Q1] < b.target[Q1] over x)",
      "count(a.target[Q1] >= 990,001 household over x)", "sum(b.target[Q1] over x)",
    ]
    let swept = try probe.sweep(
      "sweep x from -5 to 10,000 { move x of target from a to b in Q1 } show \(shown.joined(separator: ", "))",
      partLength: 10_006)
    #expect(swept.wholes == ["10001", "0", "10000", "\(10_001 + 10_000 * 10_001 / 2)"])
  }

  /// So many steps that parts of them are worked out at the same time.
  @Test func partsOfALongSweepComeTogether() throws {
    let probe = try PlanProbe(Self.plan)
    let shown = [
      "sum(a.target over x)", "max(b.target over x)", "count(a.target[Q1] < 900,000 household over x)",
      "count(a.target[Q1] >= b.target[Q1] over x)", "min(a.target[Q1] over x)",
      "count(a.target[Q1] = b.target[Q1] over x)", "count(a.target[Q1] != b.target[Q1] over x)",
      "count(a.target[Q1] <= 500,000 household over x)", "count(a.target[Q1] > 500,000 household over x)",
      "count(a.target[Q1] > 399,998 household over x)", "count(a.target[Q1] >= 399,998 household over x)",
      "count(a.target[Q1] < 399,998 household over x)", "count(a.target[Q1] <= 399,998 household over x)",
      "count(a.target[Q1] = 399,998 household over x)", "count(a.target[Q1] != 399,998 household over x)",
    ]
    let swept = try probe.sweep(
      "sweep x from 1 to 600,003 { move x of target from a to b in Q1 } show \(shown.joined(separator: ", "))",
      partLength: 600_003)
    #expect(swept.length == 600_003)
    let moved = 600_003 * 600_004 / 2
    #expect(
      swept.wholes == [
        "\(600_003 * 1_000_009 - moved)", "600007", "500003", "499999", "399997", "0", "600003", "100004",
        "499999", "600001", "600002", "1", "2", "1", "600002",
      ])
  }
}
