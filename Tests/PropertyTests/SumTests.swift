import PlanRules
import TestSupport
import Testing

/// Sums of fractions that have no denominator in common, compared with adding one after the other.
struct SumTests {
  @Test(arguments: 0..<40)
  func sumsAreAdditions(seed: Int) throws {
    var dice = SplitMix64(seed: UInt64(seed))
    let count = Int.random(in: 1...60, using: &dice)
    let largest: Int64 = [9, 1_000, 4_000_000_000, 900_000_000_000_000_000][seed % 4]
    let figures = (0..<count).map { _ in
      (
        Int64.random(in: -largest...largest, using: &dice), Int64.random(in: 1...largest, using: &dice),
        isKnown: Int.random(in: 0..<6, using: &dice) > 0
      )
    }
    let plan =
      "fiscal year 2561\naxis area { \((0..<count).map { "m\($0)" }.joined(separator: ", ")) }\n"
      + "programme a { target by area \(figures.map { $2 ? "\($0)/\($1)" : "none" }.joined(separator: ", ")) }\n"
    let known = figures.compactMap { $2 ? Rational($0, over: $1) : nil }
    let sum = known.isEmpty ? nil : known.dropFirst().reduce(known[0]) { $0 + $1 }
    let probe = try PlanProbe(plan)
    #expect(try probe.exact("sum(a.target over area)") == sum?.exactText ?? "none")
    let mean = sum?.divided(by: Rational(known.count))
    #expect(try probe.exact("mean(a.target over area)") == mean?.exactText ?? "none")
  }
}
