import TestSupport
import Testing

/// `compare A, B by statement`: the way from one scenario to the other, amendment by amendment, walked a second time.
@Suite struct SharesTests {
  static let plansInChunk = Environment.number("PLAN_SHARES", usually: 4)

  struct Tally {
    var pairs = 0
    var rows = 0
    var shares = 0
    var byOracle = 0
    var margins = 0
    var unknown = 0
  }

  @Test(arguments: 0..<UInt64(16))
  func sharesAreTheDifferencesOfPrefixes(chunk: UInt64) throws {
    var tally = Tally()
    for seed in PropertyTests.seeds(chunk, of: Self.plansInChunk) {
      guard let drawn = try SharesCase(seed: seed) else { continue }
      for way in drawn.ways { try Self.check(way, drawn, &tally) }
    }
    Environment.tell("shares \(chunk): \(tally)")
  }

  private static func check(_ way: SharesCase.Way, _ drawn: SharesCase, _ tally: inout Tally) throws {
    let headline = "\(PropertyTests.headline(drawn.plan.seed)): compare \(way.from), \(way.to) by statement"
    guard let shares = try? drawn.probe.shares(from: way.from, to: way.to) else {
      Issue.record("\(headline) is refused\n\(drawn.text)")
      return
    }
    tally.pairs += 1
    let rows = Dictionary(shares.rows.map { ($0.subject, $0) }) { first, _ in first }
    #expect(rows.count == shares.rows.count, "\(headline): a figure twice")
    #expect(
      shares.statements.count == Set(way.statements).count, "\(headline): \(shares.statements)\n\(drawn.text)"
    )
    for subject in drawn.subjects {
      // The steps as scenarios of their own; where one cannot be asked, its share goes with the next.
      let values = way.steps.map {
        (try? drawn.probe.exact("\(subject)[\($0)]")).flatMap { Fraction(reading: $0) }
      }
      let ends = [way.from, way.to].map {
        (try? drawn.probe.exact("\(subject)[\($0)]")).flatMap { Fraction(reading: $0) }
      }
      guard let row = rows[subject] else {
        // Margins of two rules need not be of one unit.
        guard let first = ends[0], let last = ends[1], !drawn.rewritten.contains(subject) else { continue }
        #expect(
          first == last, "\(headline): \(subject) goes from \(first) to \(last) without a row\n\(drawn.text)")
        continue
      }
      tally.rows += 1
      if subject.hasSuffix("margin") { tally.margins += 1 }
      tally.unknown += row.unknown.count
      let (before, after) = (Fraction(reading: row.before)!, Fraction(reading: row.after)!)
      let parts = row.shares.map { Fraction(reading: $0)! }
      #expect(
        before == ends[0] && after == ends[1],
        "\(headline): \(subject) is said to go from \(before) to \(after)\n\(drawn.text)")
      #expect(
        parts.reduce(.zero, +) == after - before,
        "\(headline): the shares of \(subject), \(parts), are not \(after) - \(before)\n\(drawn.text)")
      var expected = [Fraction](repeating: .zero, count: parts.count)
      var known = before
      for (step, value) in values.enumerated().dropFirst() {
        guard let value, way.places[step - 1] < expected.count else { continue }
        expected[way.places[step - 1]] = expected[way.places[step - 1]] + (value - known)
        known = value
      }
      tally.shares += parts.count
      #expect(
        parts == expected,
        "\(headline): \(subject) is shared out \(parts), not \(expected): \(shares.statements)\n\(drawn.text)"
      )
      tally.byOracle += drawn.disagreements(subject, way, before, after, headline)
    }
  }
}

/// A plan with KPIs, with scenarios for each step of the ways between its scenarios.
struct SharesCase {
  /// From one scenario down to what both have in common, then up to the other.
  struct Way {
    let from: String
    let to: String
    /// Scenarios, the first one like `from`, the last one like `to`.
    var steps: [String] = []
    /// The amendment that makes each step; one that is taken back and made again has one place.
    var statements: [String] = []
    var places: [Int] = []
  }

  let plan: RandomPlan
  let text: String
  let probe: PlanProbe
  var ways: [Way] = []
  let subjects: [String]
  /// Margins of KPIs to which a scenario gives another rule.
  private(set) var rewritten: Set<String> = []

  init?(seed: UInt64) throws {
    var plan = PlanGenerator.plan(seed: seed)
    var random = SplitMix64(seed: seed &+ 0x5A5)
    guard !plan.scenarios.isEmpty, let bare = PropertyTests.probe(PlanWriter.text(of: plan), seed) else {
      return nil
    }
    var generator = RuleGenerator(plan, bare, seed: seed)
    let kpis = generator.kpis(4)
    let words = RuleText(plan: plan, expandsLets: true)
    for (index, kpi) in kpis.enumerated() where random.chance(40) {
      let other = kpis[(index + 1) % kpis.count]
      plan.scenarios[random.pick(0...plan.scenarios.count - 1)].amendments.append(
        .words("kpi \(kpi.name) passes when \(words.text(other.rule))"))
      rewritten.insert("\(kpi.name).margin")
    }
    let count = plan.scenarios.count
    var pairs: [(Int?, Int?)] = (0..<count).map { (nil, $0) } + [(count - 1, nil)]
    if count > 1 { pairs += [(0, count - 1), (count - 1, 0)] }
    for pair in pairs { ways.append(SharesCase.way(pair, &plan)) }
    subjects =
      (plan.programmes.map(\.name) + plan.groups.map(\.name)).flatMap { name in
        ["target", "budget", "result", "spent", "rate"].map { "\(name).\($0)" }
      } + kpis.map { "\($0.name).margin" }
    text = PlanWriter.text(of: plan) + kpis.map { words.statements($0) }.joined()
    // A step on the way need not fit: only what was there before must.
    guard let probe = try? PlanProbe(text, toleratingScenarios: true) else {
      Issue.record("\(PropertyTests.headline(seed)): the plan was rejected\n\(text)")
      return nil
    }
    (self.plan, self.probe) = (plan, probe)
  }

  private static func way(_ pair: (from: Int?, to: Int?), _ plan: inout RandomPlan) -> Way {
    let given = plan
    let name = { (index: Int?) in index.map { given.scenarios[$0].name } ?? "base" }
    var way = Way(from: name(pair.from), to: name(pair.to))
    let lines = [pair.from, pair.to].map { scenario in
      World.line(given, scenario).flatMap { owner in
        given.scenarios[owner].amendments.enumerated().map {
          (key: "\(owner).\($0.offset)", amendment: $0.element)
        }
      }
    }
    let common = zip(lines[0], lines[1]).prefix { $0.key == $1.key }.count
    var steps = (common...lines[0].count).reversed().map { lines[0].prefix($0).map(\.amendment) }
    way.statements = lines[0].dropFirst(common).reversed().map(\.key) + lines[1].dropFirst(common).map(\.key)
    steps += (common..<max(common, lines[1].count)).map { lines[1].prefix($0 + 1).map(\.amendment) }
    for amendments in steps {
      let name = "step\(plan.scenarios.count)"
      plan.scenarios.append(Scenario(name: name, parents: [], amendments: Array(amendments)))
      way.steps.append(name)
    }
    var order: [String] = []
    for key in way.statements {
      if !order.contains(key) { order.append(key) }
      way.places.append(order.firstIndex(of: key)!)
    }
    return way
  }

  /// How many figures the oracle judged; it says both ends of every row.
  func disagreements(
    _ subject: String, _ way: SharesCase.Way, _ before: Fraction, _ after: Fraction, _ headline: String
  )
    -> Int
  {
    let parts = subject.split(separator: ".").map(String.init)
    guard let ask = Ask(rawValue: parts[1]) else { return 0 }
    let entity =
      plan.programmes.firstIndex { $0.name == parts[0] }.map { Entity.programme($0) }
      ?? plan.groups.firstIndex { $0.name == parts[0] }.map { Entity.group($0) }
    var judged = 0
    for (name, value) in [(way.from, before), (way.to, after)] {
      let scenario = plan.scenarios.firstIndex { $0.name == name }
      guard let entity, let oracle = try? Oracle(plan, scenario: scenario) else { continue }
      guard let known = oracle.answer(ask, entity, Context()).known else { continue }
      judged += 1
      #expect(
        known == value, "\(headline): \(subject)[\(name)] is \(known) by the oracle, not \(value)\n\(text)")
    }
    return judged
  }
}
