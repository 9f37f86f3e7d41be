import TestSupport
import Testing

/// Sweeps of many blocks and parts: what is one for all of them comes from the same figures as those of the steps.
@Suite struct LongSweepTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let clause: String
    let amendments: String
    /// Figures whose exact values have few decimal places.
    var figures: [String] = []
    var rates: [String] = []
    var conditions: [String] = []
    var length = 6_000
    /// The first figure at a step, in thousandths: worked out by hand.
    var first: (@Sendable (Int128) -> Int128)?

    var testDescription: String { name }
  }

  private static let plan = """
    plan "long"
    fiscal year 2561
    unit household "ครัวเรือน"
    currency baht "บาท"
    carry surplus and shortfall
    programme a in household { target by quarter 4,000, 3,000, 9,000, 8,000; actual by quarter 3,500, 3,300, 7,000, - }
    programme b in household { target by quarter 500, 600, 700, 800; actual by quarter 600, 500, 900, 100; budget 7 baht }
    programme large in household {
      target by quarter 4,000,000,000,000,000,000, 4,000,000,000,000,000,000, 1,000,000,000, 2
      actual by quarter 4,000,000,000,000,000,000, 1, 2, 3
    }
    group both = a + b
    kpi reach passes when a.rate >= 70%

    """

  static let cases = [
    Case(
      name: "a move that is too large from step 2,001 on", clause: "x from 6,000 to 12,143",
      amendments: "move x of target from a to b in Q4",
      figures: ["x", "a.target", "b.target[Q4]", "both.target", "b.adjusted[Q4]", "a.gap", "kpis.passed"],
      rates: [], conditions: ["b.light = red", "reach.passes", "b.rate < 20%"],
      length: 6_144, first: { $0 <= 2_000 ? (6_000 + $0) * 1_000 : -1 }),
    Case(
      name: "a figure past 64 bits in the last steps",
      clause: "x from 9,223,372,036,854,770,000 to 9,223,372,036,854,775,999",
      amendments: "set large.actual[Q1] = x",
      figures: ["x", "large.actual", "large.actual[..Q2]", "large.gap"],
      conditions: ["large.actual >= 9,223,372,036,854,775,808 household", "large.light = green"],
      first: { (9_223_372_036_854_770_000 + $0) * 1_000 }),
    Case(
      name: "a sum past 64 bits although no figure is",
      clause: "x from 8,999,999,999,999,999,999 to 8,999,999,999,999,994,000 step -1",
      amendments: "set large.target[Q3] = x",
      figures: ["x", "large.target[Q3]", "large.target", "large.adjusted[Q3]"],
      conditions: ["large.target[Q3] > 8,999,999,999,999,997,000 household"],
      first: { (8_999_999_999_999_999_999 - $0) * 1_000 }),
    Case(
      name: "thousandths of large figures",
      clause: "x from 9,223,372,036,854,770.0 to 9,223,372,036,854,775.999 step 0.001 ",
      amendments: "set large.target[Q3] = x", figures: ["x", "large.target[Q3]", "large.target"],
      conditions: ["large.target[Q3] < 9,223,372,036,854,775.808 household"],
      first: { 9_223_372_036_854_770_000 + $0 }),
    Case(
      name: "a product that passes 64 bits in between", clause: "x from 1 to 5,000.5 step 1.5",
      amendments: "set large.actual[Q1] = x * 1,000,000,000,000,000 household; scale large.actual[Q2] by x",
      figures: ["x", "large.actual[Q1]", "large.actual[Q2]", "large.actual[..Q2]"],
      conditions: ["large.light[Q1] = yellow", "large.actual[Q1] > large.target[Q2] + 5 household"],
      length: 3_334, first: { $0 * 1_500 + 1_000 }),
    Case(
      name: "downwards from a large figure past zero", clause: "x from 3,000 to -2,999 step -1",
      amendments: "set a.target[Q2] = x", figures: ["x", "a.target", "a.adjusted[Q4]", "both.target"],
      rates: [], conditions: ["a.rate > 1", "known(a.rate[Q2])", "reach.passes"],
      first: { (3_000 - $0) * 1_000 }),
    Case(
      name: "a share", clause: "x from 0% to 100% step 0.02%",
      amendments: "move x of target from a to b in Q1",
      figures: ["a.target[Q1]", "b.target", "b.adjusted[Q4]"], rates: ["b.rate"],
      conditions: ["a.light[Q1] = green", "b.target[Q1] >= 1,000 household"], length: 5_001,
      first: { (4_000_000 - $0 * 800) }),
  ]

  @Test(arguments: cases)
  func wholesComeFromTheSteps(_ long: Case) throws {
    let probe = try PlanProbe(Self.plan)
    let head = "sweep \(long.clause) { \(long.amendments) } show "
    let shown = long.figures + long.rates + long.conditions
    let byStep = try probe.sweep(head + shown.joined(separator: ", "))
    #expect(byStep.length == long.length)
    let columns = byStep.steps.map { $0 ?? [] }
    if let first = long.first {
      let wrong = (0..<byStep.length).first { step in
        Thousandths.reading(columns[0][step]) ?? -1 != first(Int128(step))
      }
      #expect(wrong == nil, "\(long.figures[0]) at step \(wrong ?? 0): \(columns[0][wrong ?? 0])")
    }
    let reductions =
      long.figures.flatMap { figure in ["sum", "min", "max", "mean"].map { ($0, figure) } }
      + long.rates.flatMap { rate in ["min", "max"].map { ($0, rate) } }
      + long.conditions.flatMap { condition in
        ["count", "any", "all"].map { ($0, condition) }
      }
    // `mean` is known only when all steps are seen at once; without it the sweep may be cut anywhere.
    for partLength in [nil, 1_999] {
      let asked = reductions.filter { partLength == nil || $0.0 != "mean" }
      let whole = try probe.sweep(
        head + asked.map { "\($0.0)(\($0.1) over x)" }.joined(separator: ", "), partLength: partLength)
      for ((reduction, inner), found) in zip(asked, whole.wholes) {
        let column = columns[shown.firstIndex(of: inner)!]
        let isRight = Self.agrees(found ?? "nothing", reduction, column, byStep.refused)
        #expect(
          isRight, "\(reduction)(\(inner) over x) in parts of \(partLength ?? 0): \(found ?? "nothing")")
      }
    }
  }

  private static func agrees(_ found: String, _ reduction: String, _ column: [String], _ refused: Set<Int>)
    -> Bool
  {
    let column =
      refused.isEmpty ? column : column.enumerated().filter { !refused.contains($0.offset) }.map(\.element)
    let figures = column.compactMap(Thousandths.reading)
    switch reduction {
    case "sum" where figures.count == column.count, "mean" where figures.count == column.count:
      let sum = WideFraction(reading: "\(figures.reduce(0, +))")! / WideFraction(1_000)
      return WideFraction(reading: found) == (reduction == "mean" ? sum / WideFraction(column.count) : sum)
    case "min" where figures.count == column.count: return Thousandths.reading(found) == figures.min()
    case "max" where figures.count == column.count: return Thousandths.reading(found) == figures.max()
    case "min", "max", "count", "any", "all":
      return StepReduction.of(column, reduction).agrees(with: found)
    default: return false
    }
  }
}

/// Decimals of at most three places, as whole thousandths.
enum Thousandths {
  static func reading(_ text: String) -> Int128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int128(parts[0]) else { return nil }
    guard parts.count == 2 else { return whole * 1_000 }
    guard parts[1].count <= 3, let rest = Int128((parts[1] + "000").prefix(3)) else { return nil }
    return whole * 1_000 + (text.hasPrefix("-") ? -rest : rest)
  }
}
