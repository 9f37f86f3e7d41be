import TestSupport
import Testing

/// `explain EXPR fully`: every part is a figure of the plan, and what is said to add up adds up.
@Suite struct ExplainTests {
  static let plansInChunk = Environment.number("PLAN_EXPLAIN", usually: 8)
  static let questionsOfPlan = 8

  struct Tally {
    var trees = 0
    var nodes = 0
    var byOracle = 0
    var changes = 0
    var carried = 0
    var sums = 0
  }

  @Test(arguments: 0..<UInt64(16))
  func partsAddUp(chunk: UInt64) throws { try Self.check(chunk, asksFromBase: false) }

  /// `explain x[s1]` asked in the base lists the changes and follows the carry rule of `s1`.
  @Test(arguments: 0..<UInt64(4))
  func partsAddUpOfAnotherScenario(chunk: UInt64) throws { try Self.check(chunk, asksFromBase: true) }

  /// A move that `as of` puts out of force is no part of the figure, wherever the `as of` stands.
  @Test func aMoveOutOfForceIsNoPart() throws {
    let probe = try PlanProbe(
      """
      fiscal year 2561
      unit person
      programme a in person { target by quarter 3, 8, 1, 9 }
      programme b in person { target by quarter 20, 20, 20, 20 }
      move 17 person of target from b to a in Q3 as m1
      scenario early { as of Q2 }
      """)
    let tree = try probe.explained("a.target", in: "early")
    let parts = tree.parts.compactMap { Fraction(reading: $0.value) }
    #expect(tree.value == "21")
    #expect(
      parts.isEmpty || parts.reduce(.zero, +) == Fraction(21),
      "\(tree.parts.map { ($0.name ?? "", $0.value) })")
  }

  private static func check(_ chunk: UInt64, asksFromBase: Bool) throws {
    var tally = Tally()
    for seed in PropertyTests.seeds(chunk, of: Self.plansInChunk) {
      let plan = PlanGenerator.plan(seed: seed)
      let text = PlanWriter.text(of: plan)
      guard let probe = PropertyTests.probe(text, seed) else { continue }
      var random = SplitMix64(seed: seed &+ 0xE4)
      for _ in 0..<Self.questionsOfPlan {
        let scenario =
          plan.scenarios.isEmpty || random.chance(35) ? nil : random.pick(0...plan.scenarios.count - 1)
        let reader = try ExplanationReader(
          plan: plan, probe: probe, scenario: scenario, oracle: Oracle(plan, scenario: scenario))
        let question = reader.question(&random)
        let there = scenario.map { plan.scenarios[$0].name } ?? "base"
        if asksFromBase, scenario == nil { continue }
        let expression = asksFromBase ? "(\(question))[\(there)]" : question
        guard let tree = try? probe.explained(expression, in: asksFromBase ? "base" : there) else { continue }
        tally.trees += 1
        let mistakes = reader.mistakes(in: tree, &tally)
        guard let mistake = mistakes.first else { continue }
        Issue.record(
          "\(PropertyTests.headline(seed)): explain \(expression) fully, in \(asksFromBase ? "base" : there): \(mistake)\n\(text)"
        )
        break
      }
    }
    Environment.tell("explain \(chunk): \(tally)")
  }
}

/// Reads an explanation with the eyes of the oracle.
struct ExplanationReader {
  let plan: RandomPlan
  let probe: PlanProbe
  let scenario: Int?
  let oracle: Oracle

  func question(_ random: inout SplitMix64) -> String {
    let asks: [Ask] = [
      .target, .target, .actual, .result, .adjusted, .adjusted, .rate, .gap, .light, .budget, .spending,
    ]
    let names = plan.programmes.map(\.name) + plan.groups.map(\.name)
    var question = "\(random.pick(names)).\(random.pick(asks).rawValue)"
    var members: [String] = []
    if plan.manyYears, random.chance(60) { members.append("\(random.pick(plan.years))") }
    if random.chance(70) { members.append(random.pick(["Q1", "Q2", "Q3", "Q4", "..Q3", "Q2..Q3", "Q3.."])) }
    if !plan.regions.isEmpty, random.chance(20) { members.append(random.pick(plan.regions)) }
    question += Asker.brackets(members)
    return question
  }

  // MARK: Names

  struct Named {
    let ask: Ask
    let entity: Entity
    let context: Context
  }

  /// `housing.adjusted[Q3]`, as the explanation calls it; nil for other words.
  func named(_ name: String) -> Named? {
    let halves = name.split(separator: "[", maxSplits: 1)
    let dots = halves[0].split(separator: ".", maxSplits: 1).map(String.init)
    guard dots.count == 2, let ask = Ask(rawValue: dots[1]) else { return nil }
    let entity =
      plan.programmes.firstIndex { $0.name == dots[0] }.map { Entity.programme($0) }
      ?? plan.groups.firstIndex { $0.name == dots[0] }.map { Entity.group($0) }
    guard let entity else { return nil }
    var context = Context()
    let members = halves.count > 1 ? halves[1].dropLast().split(separator: ",") : []
    for member in members.map({ $0.filter { $0 != " " } }) {
      if let region = plan.regions.firstIndex(of: member) {
        context.region = region
      } else if let year = Int(member) {
        context.year = year
      } else if let range = ExplanationReader.quarters(member) {
        context.quarters = range
      } else if !plan.scenarios.contains(where: { $0.name == member }) {
        return nil
      }
    }
    return Named(ask: ask, entity: entity, context: context)
  }

  private static func quarters(_ text: String) -> ClosedRange<Int>? {
    let quarters = ["Q1", "Q2", "Q3", "Q4"]
    if let quarter = quarters.firstIndex(of: text) { return quarter.span }
    guard let dots = text.firstRange(of: "..") else { return nil }
    let (first, last) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    guard let from = first.isEmpty ? 0 : quarters.firstIndex(of: first),
      let through = last.isEmpty ? 3 : quarters.firstIndex(of: last)
    else { return nil }
    return from...through
  }

  // MARK: Mistakes

  func mistakes(in tree: PlanProbe.Explained, _ tally: inout ExplainTests.Tally) -> [String] {
    tally.nodes += 1
    var mistakes: [String] = []
    if let name = tree.name, let named = named(name) {
      let there = scenario.map { "(\(name))[\(plan.scenarios[$0].name)]" } ?? name
      let asked = (try? probe.exact(there)) ?? "none"
      if asked != tree.value {
        mistakes.append("\(name) is said to be \(tree.value), but \(there) is \(asked)")
      }
      let known = oracle.answer(named.ask, named.entity, named.context)
      if known.isFigure {
        tally.byOracle += 1
        if known.text != tree.value {
          mistakes.append("\(name) is \(tree.value), by the oracle \(known.text)")
        }
      }
      mistakes += sum(tree, named, &tally)
    }
    if let carried = tree.parts.last, carried.name?.hasPrefix("carried from") == true {
      mistakes += adjusted(tree, carried, &tally)
    }
    if tree.isTruncated { mistakes.append("\(tree.name ?? "?") is cut off though all of it was asked for") }
    return mistakes + tree.parts.flatMap { self.mistakes(in: $0, &tally) }
  }

  private func number(_ part: PlanProbe.Explained) -> Fraction? { Fraction(reading: part.value) }

  /// An adjusted target is the target and what is carried; that is what the quarter before left.
  private func adjusted(
    _ tree: PlanProbe.Explained, _ carried: PlanProbe.Explained, _ tally: inout ExplainTests.Tally
  ) -> [String] {
    tally.carried += 1
    var mistakes: [String] = []
    let name = tree.name ?? "?"
    let (target, brought) = (number(tree.parts[0]), number(carried))
    let nothing = target == nil && (brought == nil || brought == .zero)
    let sum = nothing ? nil : (target ?? .zero) + (brought ?? .zero)
    if tree.parts.count != 2 || number(tree) != sum {
      mistakes.append("\(name) = \(tree.value) is not \(tree.parts.map(\.value))")
    }
    guard let brought else { return mistakes }
    guard carried.parts.count == 2 else {
      return mistakes + ["\(carried.name!) has \(carried.parts.count) parts"]
    }
    let rest = (number(carried.parts[0]) ?? .zero) - (number(carried.parts[1]) ?? .zero)
    let owner = String(name.split(separator: ".")[0])
    let leaf = plan.groups.first { $0.name == owner }.map { plan.programmes[$0.members[0]] }
    let isLess = (leaf ?? plan.programmes.first { $0.name == owner })?.less ?? false
    let expected =
      switch oracle.world.carry[owner] {
      case .shortfall?: isLess ? min(rest, .zero) : max(rest, .zero)
      case .surplus?: isLess ? max(rest, .zero) : min(rest, .zero)
      default: rest
      }
    // Over all years at once each year carries for itself.
    let isOfOneYear = !plan.manyYears || plan.years.contains { name.contains("\($0)") }
    if isOfOneYear, brought != expected {
      mistakes.append("\(name): \(carried.name!) \(brought) is not \(carried.parts.map(\.value))")
    }
    return mistakes
  }

  /// Parts of a measure or a result: as declared and changes, members of a group, members of a breakdown.
  private func sum(_ tree: PlanProbe.Explained, _ named: Named, _ tally: inout ExplainTests.Tally) -> [String]
  {
    guard !tree.parts.isEmpty, let whole = number(tree) else { return [] }
    let parts = tree.parts.compactMap(number).reduce(.zero, +)
    let text =
      "\(tree.name!) = \(whole), but its parts are \(tree.parts.map { "\($0.name ?? "?") \($0.value)" })"
    if tree.parts.contains(where: \.isChange) {
      tally.changes += 1
      // See `aMoveOutOfForceIsNoPart`.
      let seesEarlier = World.lineage(plan, scenario).contains { if case .asOf = $0 { true } else { false } }
      if seesEarlier { return [] }
      return parts == whole ? [] : [text]
    }
    let isLevel = plan.programmes[oracle.members(named.entity)[0]].level
    guard !isLevel, [.target, .actual, .forecast, .budget, .spent, .result].contains(named.ask) else {
      return []
    }
    // A result beside its forecast is the one where the other is missing.
    if named.ask == .result, tree.parts.contains(where: { $0.name?.contains(".forecast") == true }) {
      return []
    }
    tally.sums += 1
    return parts == whole ? [] : [text]
  }
}
