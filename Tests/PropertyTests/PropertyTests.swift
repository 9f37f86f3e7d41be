import Foundation
import PlanRules
import TestSupport
import Testing

/// Random plans against the oracle, and a few properties that need no oracle.
@Suite struct PropertyTests {
  static let plansInChunk: UInt64 = 110
  static let questionsOfPlan = 30
  /// Failures reported of a chunk; the rest would only repeat them.
  static let mostFailures = 4
  /// Set to a seed to look at one plan alone.
  static let only: UInt64? = nil

  @Test(arguments: 0..<UInt64(20))
  func figuresAgreeWithTheOracle(chunk: UInt64) throws {
    let seeds = Self.seeds(chunk, of: Self.plansInChunk)
    try Self.expectAgreement(seeds.lazy.map { PlanGenerator.plan(seed: $0) })
  }

  /// By months and by halves, in years that begin in January, May or October. `PLANS` says how many of each; 500 where it
  /// does not.
  @Test(arguments: [PlanPeriod.month, .half], 0..<UInt64(10))
  func figuresByOtherPeriodsAgreeWithTheOracle(period: PlanPeriod, chunk: UInt64) throws {
    let plans = ProcessInfo.processInfo.environment["PLANS"].flatMap(UInt64.init) ?? 500
    let seeds = (0..<plans / 10).map { chunk * 1_000_000 + $0 + 1 }
    try Self.expectAgreement(seeds.lazy.map { PlanGenerator.plan(seed: $0, by: period) })
  }

  /// Asks each plan, until too many differ.
  static func expectAgreement(_ plans: some Sequence<RandomPlan>) throws {
    var failures = 0
    for plan in plans where failures < mostFailures {
      let text = PlanWriter.text(of: plan)
      guard let probe = probe(text, plan.seed) else {
        failures += 1
        continue
      }
      var asker = Asker(plan)
      for question in try asker.questions(questionsOfPlan) {
        guard let difference = difference(probe, question) else { continue }
        Issue.record("by \(plan.period), \(headline(plan.seed)): \(difference)\n\(text)")
        failures += 1
        break
      }
    }
  }

  /// A graph that has room for little forgets what it worked out, and works it out again.
  @Test(arguments: 0..<UInt64(4))
  func forgettingChangesNothing(chunk: UInt64) throws {
    var limits = Limits()
    limits[.cells] = 400
    for seed in Self.seeds(chunk, of: 20) {
      let plan = PlanGenerator.plan(seed: seed)
      let text = PlanWriter.text(of: plan)
      guard let roomy = Self.probe(text, seed), let cramped = Self.probe(text, seed, limits: limits) else {
        continue
      }
      var asker = Asker(plan)
      for question in try asker.questions(60) {
        #expect(
          Self.answer(cramped, question.text) == Self.answer(roomy, question.text),
          "\(Self.headline(seed)): \(question.text)\n\(text)")
      }
    }
  }

  /// The institute's printed rates of FY2561: the oracle must know them before it judges anyone.
  @Test func theOracleAndTheEngineAgreeWithTheReport() throws {
    func yearly(_ name: String, _ target: Int128, _ actual: Int128) -> Programme {
      let figures = [Measure.target: Fraction(target), .actual: Fraction(actual)]
      return Programme(
        name: name, unit: .household, level: false, size: 1,
        measures: figures.mapValues { [Breakdown(axes: [], cells: [Place(): $0])] })
    }
    func quarters(_ figures: [Int128]) -> Breakdown {
      let cells = figures.enumerated().map { (Place(quarter: $0.offset), Fraction($0.element)) }
      return Breakdown(axes: [.quarter], cells: Dictionary(uniqueKeysWithValues: cells))
    }
    var plan = RandomPlan(seed: 0, years: [2561], asOf: Moment(year: 2561, quarter: 3))
    plan.programmes = [
      yearly("mankong", 6_710, 7_590), yearly("canal", 2_500, 510), yearly("rural", 15_000, 16_275),
    ]
    let own = [
      Measure.target: quarters([4_800, 7_250, 7_250, 4_910]),
      .actual: quarters([9_789, 7_004, 2_527, 5_055]),
    ]
    plan.groups = [Group(name: "housing", members: [0, 1, 2], carry: .both, own: own)]
    plan.moves = [
      Move(
        name: "reshuffle", parts: [(.target, .absolute(Fraction(2_500)))], route: .between(1, 0),
        when: Place(quarter: 2))
    ]
    let oracle = try Oracle(plan, scenario: nil)
    let printed = ["203.94", "309.77", "100.80", "103.37"]
    let probe = Self.probe(PlanWriter.text(of: plan), 0)
    for quarter in 0...3 {
      let rate = oracle.answer(.rate, .group(0), Context(quarters: quarter.span))
      let exact = try #require(rate.known)
      let half = Fraction(1, 20_000)
      let distance = exact - Fraction(reading: printed[quarter])! / Fraction(100)
      #expect(distance <= half && Fraction.zero - distance <= half, "oracle: Q\(quarter + 1) \(exact)")
      if let probe { #expect(try probe.exact("housing.rate[Q\(quarter + 1)]") == rate.text) }
    }
    #expect(oracle.answer(.rate, .programme(0), Context()) == .value(Fraction(7_590, 9_210)))
    #expect(oracle.answer(.rate, .programme(1), Context()) == .missing)
    #expect(oracle.answer(.target, .group(0), Context()) == .value(Fraction(24_210)))
  }

  @Test(arguments: 0..<UInt64(5))
  func spellingDoesNotMatter(chunk: UInt64) throws {
    for seed in Self.seeds(chunk, of: 40) {
      let plan = PlanGenerator.plan(seed: seed)
      let texts = [PlanWriter.text(of: plan), PlanWriter.text(of: plan, spelling: 77)]
      try Self.expectSameAnswers(texts[0], texts[1], plan, seed, count: 12)
    }
  }

  @Test(arguments: 0..<UInt64(5))
  func anEmptyScenarioIsTheBase(chunk: UInt64) throws {
    for seed in Self.seeds(chunk, of: 40) {
      let plan = PlanGenerator.plan(seed: seed)
      let text = PlanWriter.text(of: plan) + "scenario unchanged {}\n"
      guard let probe = Self.probe(text, seed) else { continue }
      var asker = Asker(plan, scenarios: false)
      for question in try asker.questions(12) {
        let plain = Self.answer(probe, question.text)
        for scenario in ["unchanged", "base"] {
          let there = Self.answer(probe, "(\(question.text))[\(scenario)]")
          #expect(there == plain, "\(Self.headline(seed)): (\(question.text))[\(scenario)]\n\(text)")
        }
      }
    }
  }

  @Test(arguments: 0..<UInt64(5))
  func withoutAMoveIsThePlanWithoutIt(chunk: UInt64) throws {
    for seed in Self.seeds(chunk, of: 60) {
      var plan = PlanGenerator.plan(seed: seed)
      plan.scenarios = []
      guard let index = plan.moves.firstIndex(where: { $0.name != nil }) else { continue }
      let name = plan.moves[index].name!
      var shorter = plan
      shorter.moves.remove(at: index)
      guard World.fits(shorter, scenario: nil) else { continue }
      let text = PlanWriter.text(of: plan) + "scenario lighter { without \(name) }\n"
      let short = PlanWriter.text(of: shorter)
      try Self.expectSameAnswers(text, short, shorter, seed, count: 12, inScenario: "lighter")
    }
  }

  @Test(arguments: 0..<UInt64(5))
  func aMoveAndItsReverseChangeNothing(chunk: UInt64) throws {
    for seed in Self.seeds(chunk, of: 80) {
      var plan = PlanGenerator.plan(seed: seed)
      plan.scenarios = []
      guard let there = Self.plainMove(plan) else { continue }
      guard case .between(let from, let to) = there.route else { continue }
      var moved = plan
      var back = there
      (back.name, back.route) = (nil, .between(to, from))
      moved.moves += [there, back]
      guard World.fits(moved, scenario: nil) else { continue }
      // What the pair suspends stays suspended: only figures are compared.
      let (before, after) = (PlanWriter.text(of: plan), PlanWriter.text(of: moved))
      guard let a = Self.probe(before, seed), let b = Self.probe(after, seed) else { continue }
      var asker = Asker(moved)
      for question in try asker.questions(20) where question.expected.isFigure {
        let answers = (Self.answer(a, question.text), Self.answer(b, question.text))
        #expect(answers.0 == answers.1, "\(Self.headline(seed)): \(question.text)\n\(after)")
      }
    }
  }

  @Test(arguments: 0..<UInt64(10))
  func movesConserveWhatTheyMove(chunk: UInt64) throws {
    for seed in Self.seeds(chunk, of: 60) {
      let plan = PlanGenerator.plan(seed: seed)
      let places: [Place] = plan.places([]) + (plan.manyYears ? [] : plan.places([.quarter]))
      let text = PlanWriter.text(of: plan)
      guard let probe = Self.probe(text, seed) else { continue }
      for scenario in [nil] + plan.scenarios.indices.map(Optional.some) {
        let amendments = World.lineage(plan, scenario)
        if amendments.contains(where: \.setsFigures) { continue }
        let moves = plan.moves + amendments.compactMap(\.move)
        for unit in [Unit.household, .person, .money, .percent] {
          for place in places {
            // Between quarters of one programme only the whole is conserved.
            if place.quarter != nil, moves.contains(where: \.isBetweenQuarters) { continue }
            let takers = moves.map(\.taker)
            let names = plan.programmes.indices.filter { index in
              let programme = plan.programmes[index]
              return programme.unit == unit && (programme.measures[.target] != nil || takers.contains(index))
            }.map { plan.programmes[$0].name }
            let members = place.quarter.map { ["Q\($0 + 1)"] } ?? []
            let brackets = Asker.brackets(members + (scenario.map { [plan.scenarios[$0].name] } ?? []))
            let now = Self.total(probe, names.map { "\($0).target\(brackets)" })
            let before = Self.total(probe, names.map { "\($0).target.original\(brackets)" })
            guard let now, let before else { continue }
            #expect(now == before, "\(Self.headline(seed)): \(names) target\(brackets)\n\(text)")
          }
        }
      }
    }
  }

  // MARK: Help

  static func seeds(_ chunk: UInt64, of count: UInt64) -> [UInt64] {
    if let only { return chunk == 0 ? [only] : [] }
    return (0..<count).map { chunk * 1_000 + $0 + 1 }
  }

  static func headline(_ seed: UInt64) -> String { "seed \(seed)" }

  static func probe(_ text: String, _ seed: UInt64, limits: Limits = Limits()) -> PlanProbe? {
    do {
      return try PlanProbe(text, limits: limits)
    } catch {
      Issue.record("\(headline(seed)): the plan was rejected: \(error)\n\(text)")
      return nil
    }
  }

  static func answer(_ probe: PlanProbe, _ question: String) -> String {
    (try? probe.exact(question)) ?? "an error"
  }

  /// What is wrong with the engine's answer, or nil.
  static func difference(_ probe: PlanProbe, _ question: Question) -> String? {
    if case .doubt = question.expected { return nil }
    let isError = question.expected == .error || question.expected == .suspended
    if isError, !Reading.checkErrors { return nil }
    do {
      let answer = try probe.exact(question.text)
      if answer == question.expected.text { return nil }
      return "\(question.text)\n  engine: \(answer)\n  oracle: \(question.expected.text)"
    } catch {
      if isError { return nil }
      return "\(question.text)\n  engine: \(error)\n  oracle: \(question.expected.text)"
    }
  }

  static func expectSameAnswers(
    _ a: String, _ b: String, _ plan: RandomPlan, _ seed: UInt64, count: Int,
    inScenario scenario: String? = nil
  ) throws {
    guard let first = probe(a, seed), let second = probe(b, seed) else { return }
    var asker = Asker(plan)
    for question in try asker.questions(count) {
      if case .doubt = question.expected { continue }
      let text = scenario.map { "(\(question.text))[\($0)]" } ?? question.text
      let answers = (answer(first, text), answer(second, question.text))
      #expect(answers.0 == answers.1, "\(headline(seed)): \(question.text)\n\(a)\n--- and\n\(b)")
    }
  }

  /// The sum of what is known, or nil where one of the questions is an error.
  static func total(_ probe: PlanProbe, _ questions: [String]) -> Fraction? {
    var sum = Fraction.zero
    for question in questions {
      guard let answer = try? probe.exact(question) else { return nil }
      if let value = Fraction(reading: answer) { sum = sum + value }
    }
    return sum
  }

  /// A move of an amount between places that are all known, so that nothing missing becomes zero.
  static func plainMove(_ plan: RandomPlan) -> Move? {
    if plan.groups.contains(where: { $0.own[.target].map { $0.cells.count < 4 } ?? false }) { return nil }
    for (from, giver) in plan.programmes.enumerated() where giver.unit != .percent {
      for (to, taker) in plan.programmes.enumerated()
      where from != to && taker.unit == giver.unit && taker.level == giver.level {
        guard let a = giver.measures[.target], let b = taker.measures[.target] else { continue }
        guard (a + b).allSatisfy({ $0.cells.count == plan.places($0.axes).count }) else { continue }
        let quarterly = giver.has(.quarter, in: .target) || taker.has(.quarter, in: .target)
        let when = quarterly ? Place(year: plan.manyYears ? plan.years.last! : nil, quarter: 2) : Place()
        let amount = Fraction(giver.unit == .money ? 100_000 : 1)
        return Move(name: nil, parts: [(.target, .absolute(amount))], route: .between(from, to), when: when)
      }
    }
    return nil
  }
}

extension Move {
  var taker: Int {
    switch route {
    case .between(_, let to): to
    case .quarters(let programme, _, _): programme
    }
  }

  var isBetweenQuarters: Bool { if case .quarters = route { true } else { false } }
}

extension Amendment {
  var setsFigures: Bool {
    switch self {
    case .set, .scale: true
    default: false
    }
  }

  var move: Move? { if case .move(let move) = self { move } else { nil } }
}
