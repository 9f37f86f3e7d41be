import TestSupport
import Testing

/// `why KPI`: the changes that it names turn the verdict, and nothing smaller does.
@Suite struct WhyTests {
  static let plansInChunk = Environment.number("PLAN_WHY", usually: 1)

  /// What was tried, to see that the tests try something.
  struct Tally {
    var turns = 0
    var byOracle = 0
    var smaller = 0
    var silent = 0
    var grid = 0
    /// Turned by a rounding that may have been given up, or by a figure of another breakdown.
    var elsewhere: [String] = []
  }

  @Test(arguments: 0..<UInt64(16))
  func namedChangesAreTheSmallest(chunk: UInt64) throws {
    var tally = Tally()
    for seed in PropertyTests.seeds(chunk, of: Self.plansInChunk) {
      guard var drawn = try WhyCase(seed: seed) else { continue }
      var scenarios: [Int?] = [nil]
      if !drawn.plan.scenarios.isEmpty {
        scenarios.append(drawn.random.pick(0...drawn.plan.scenarios.count - 1))
      }
      for scenario in scenarios {
        for kpi in drawn.kpis { try Self.check(kpi, in: scenario, &drawn, &tally) }
      }
    }
    Environment.tell("why \(chunk): \(tally)")
  }

  private static func check(_ kpi: DrawnKPI, in number: Int?, _ drawn: inout WhyCase, _ tally: inout Tally)
    throws
  {
    let scenario = number.map { drawn.plan.scenarios[$0].name } ?? "base"
    let headline = "\(PropertyTests.headline(drawn.plan.seed)): why \(kpi.name) in \(scenario)"
    let verdict = drawn.probe.verdict(of: kpi.name, in: scenario)
    let changes = try drawn.probe.changes(turning: kpi.name, in: scenario)
    guard let verdict, verdict != "pending" else {
      #expect(changes.isEmpty, "\(headline): nothing turns what is pending\n\(drawn.text)")
      return
    }
    let wanted = verdict == "pass" ? "fail" : "pass"
    let tried = changes.enumerated().map {
      "scenario try\($0.offset) from \(scenario) { \($0.element.statement) }\n"
    }
    let typed = PropertyTests.probe(
      drawn.planText + RuleText(plan: drawn.plan).statements(kpi)
        + (number == nil ? tried.map { $0.replacing(" from base", with: "") } : tried).joined(),
      drawn.plan.seed)
    for (index, change) in changes.enumerated() {
      tally.turns += 1
      #expect(
        typed?.verdict(of: kpi.name, in: "try\(index)") == wanted,
        "\(headline): `\(change.statement)` does not turn it\n\(drawn.text)")
      guard let before = Fraction(reading: change.before), let after = Fraction(reading: change.after),
        let step = Fraction(reading: change.step)
      else {
        Issue.record("\(headline): \(change)")
        continue
      }
      let expected = drawn.oracle(kpi, in: number, setting: change.cell, to: after)
      if expected != .doubt { tally.byOracle += 1 }
      #expect(
        expected == .doubt || expected.text == wanted,
        "\(headline): with `\(change.statement)` the oracle says \(expected)\n\(drawn.text)")
      #expect((after / step).denominator == 1, "\(headline): \(change.statement) is no whole step of \(step)")
      let distance = after < before ? before - after : after - before
      let smaller = drawn.nearer(than: distance, to: before, step: step)
      let verdicts = drawn.probe.verdicts(
        of: kpi.name, in: scenario, setting: change.cell, to: smaller.map(\.pair))
      tally.smaller += smaller.count
      for (value, found) in zip(smaller, verdicts) where found == wanted {
        Issue.record(
          "\(headline): \(change.cell.name) = \(value) turns it too, nearer to \(before) than \(after)\n\(drawn.text)"
        )
        break
      }
    }
    silence(
      kpi, scenario, headline, wanted, Set(changes.map { "\($0.cell.programme).\($0.cell.measure)" }), &drawn,
      &tally)
  }

  /// Of figures for which no change is named, none of many other values turns the verdict.
  private static func silence(
    _ kpi: DrawnKPI, _ scenario: String, _ headline: String, _ wanted: String, _ named: Set<String>,
    _ drawn: inout WhyCase, _ tally: inout Tally
  ) {
    for (name, cells) in drawn.cells(read: kpi).sorted(by: { $0.key < $1.key }) where !named.contains(name) {
      for (cell, isUsual) in cells {
        guard let text = try? drawn.probe.exact("(\(cell.name))[\(scenario)]"),
          let now = Fraction(reading: text),
          let step = drawn.probe.step(of: cell).flatMap({ Fraction(reading: $0) })
        else { continue }
        tally.silent += 1
        var values = drawn.nearer(
          than: step * Fraction(2_001), to: now, step: step, most: drawn.random.chance(3) ? 4_002 : 0)
        values += [.zero, now * Fraction(2), now * Fraction(10), now * Fraction(1_000)]
        tally.grid += values.count
        let verdicts = drawn.probe.verdicts(of: kpi.name, in: scenario, setting: cell, to: values.map(\.pair))
        guard let found = zip(values, verdicts).first(where: { $0.1 == wanted }) else { continue }
        let what =
          "\(headline): nothing is named for \(name), but \(cell.name) = \(found.0) (now \(now)) turns it to \(wanted)"
        if kpi.isInvolved || !isUsual {
          tally.elsewhere.append((isUsual ? "involved: " : "elsewhere: ") + what)
        } else {
          Issue.record("\(what)\n\(drawn.text)")
        }
        break
      }
    }
  }
}

extension Fraction {
  var pair: (Int64, Int64) { (Int64(numerator), Int64(denominator)) }
}
