import TestSupport
import Testing

/// An evaluation that goes on from an earlier version of the plan says what one that begins anew says.
@Suite struct GoingOnTests {
  /// Plans of each chunk; a long run has more.
  static let plans = Environment.number("PLAN_STEPPED", usually: 6)
  static let chunks: UInt64 = 8

  @Test(arguments: 0..<chunks)
  func goingOnIsAsBeginningAnew(chunk: UInt64) throws {
    var tally = SteppedRun.Tally()
    for number in 0..<Self.plans where tally.failures < 2 {
      guard var run = try SteppedRun(seed: chunk * 100_000 + number + 1) else { continue }
      run.check(&tally)
    }
    // A chunk in which nothing was drawn that fits would say nothing.
    #expect(tally.steps > Self.plans && tally.asked > tally.steps && tally.unsound * 2 < tally.scenarios)
    Environment.tell("going on \(chunk): \(tally)")
  }
}

extension GoingOnTests {
  /// A formula that was sound is none any more once a figure suspends the breakdown that it reads; and it is again.
  @Test func formulasThatLoseTheirBreakdown() throws {
    let plan = try SteppedPlan(
      """
      unit household
      programme p in household { target by quarter 1, 2, 3, 4 }
      let second = p.target[Q2]
      kpi k passes when p.target[Q3] >= 3 household
      scenario x { set p.target[Q1] = 5; set p.target = 40 }
      """, questions: ["second", "second by scenario", "kpis.passed by scenario"])
    let asked: [SteppedPlan.Asked] =
      [.examination, .verdicts(scenario: 1)] + (0..<3).map { .question($0, scenario: 1) }
    var stage = plan.begin([[]])
    plan.ask(stage, asked)
    for version in [[0], [0, 1], [0], [1]] {
      stage = plan.goOn(from: stage, to: [version])
      let differences = plan.differences(stage, asked)
      #expect(differences == [], "after \(version)")
    }
  }
}

extension GoingOnTests {
  /// What holds in the base holds in a scenario, unless its amendments, those of the base or another rule reach it.
  @Test func verdictsOfTheBaseInScenarios() throws {
    let plan = try SteppedPlan(
      """
      unit household
      programme p in household { target by quarter 1, 2, 3, 4; actual by quarter 2, 2, 2, 2 }
      programme q in household { target 20; actual 10 }
      programme r in household { target 30; actual 10 }
      group g = q + r
      let second = p.target[Q2]
      let needed = g.target / 2
      kpi of_p passes when p.result >= 8 household and p.rate[Q4] >= 50%
      kpi of_q passes when q.result >= q.target / 2
      kpi of_r passes when r.result >= 11 household
      kpi of_g passes when g.result >= needed
      kpi of_more passes when of_q.passes and r.target >= 26 household
      kpi of_other passes when q.target[more] >= 21 household
      move 1 household of target from r to q as shift
      scenario more { move 5 household of target from q to r in Q1 }
      scenario back { without shift }
      scenario less { set r.actual = 12 }
      scenario stricter { kpi of_p passes when p.result >= 9 household }
      scenario carried { carry shortfall }
      scenario whole { set p.target = 40 }
      scenario other { let needed = 1 household }
      """, questions: ["kpis.passed by scenario", "needed by scenario", "second"])
    let stage = plan.begin([[0], [0], [0], [0], [0], [0], [0]])
    let asked: [SteppedPlan.Asked] =
      [.examination] + (0...7).map { .verdicts(scenario: $0) }
      + (0...7).flatMap { scenario in (0..<3).map { .question($0, scenario: scenario) } }
    #expect(plan.differences(stage, asked) == [])
  }

  /// What a scenario reads of another follows the other, and what that one reads in its turn.
  @Test func figuresOfAnotherScenario() throws {
    let plan = try SteppedPlan(
      """
      unit household
      programme p in household { target 10 }
      programme q in household { target 20 }
      kpi k passes when p.target >= 100 household
      scenario x { set q.target = 30; set q.target = 4,000 }
      scenario y { set p.target = q.target[x] / 10 }
      scenario z { set q.target = p.target[y] * 2 }
      """, questions: ["p.target", "p.target by scenario", "q.target by scenario", "kpis.passed by scenario"])
    let asked: [SteppedPlan.Asked] = (0...3).flatMap { scenario in
      [.verdicts(scenario: scenario)] + (0..<4).map { .question($0, scenario: scenario) }
    }
    var stage = plan.begin([[], [0], [0]])
    plan.ask(stage, asked)
    for version in [[0], [0, 1], [0], []] {
      stage = plan.goOn(from: stage, to: [version, [0], [0]])
      let differences = plan.differences(stage, asked)
      #expect(differences == [], "after \(version)")
    }
  }

  /// Scenarios that read each other have no figures, whichever is asked first.
  @Test(arguments: ["a", "b"]) func scenariosInACircle(first: String) throws {
    let plan = try PlanProbe(
      """
      unit household
      programme p in household { target 10 }
      programme q in household { target 20 }
      scenario a { set q.target = p.target[b] + 1 household }
      scenario b { set p.target = q.target[a] + 1 household }
      """, toleratingScenarios: true)
    for name in [first, "a", "b"] {
      let rejected = #expect(throws: PlanProbe.Rejected.self) { try plan.exact("p.target[\(name)]") }
      #expect(rejected?.codes == ["E0207"])
    }
    #expect(try plan.exact("p.target") == "10")
  }
}

/// One plan, amended step by step.
struct SteppedRun {
  struct Tally {
    var plans = 0
    var steps = 0
    var back = 0
    var asked = 0
    /// Scenarios in which something was asked, and those of them that have a mistake.
    var scenarios = 0
    var unsound = 0
    var failures = 0
  }

  private let seed: UInt64
  private let text: String
  private let plan: SteppedPlan
  /// The scenarios that steps amend; those before them stand as they are.
  private let own: Range<Int>
  private var random: SplitMix64

  private static let amendments = 9
  private static let steps = 6...10

  init?(seed: UInt64) throws {
    self.seed = seed
    random = SplitMix64(seed: seed &* 17 &+ 3)
    let plan = PlanGenerator.plan(seed: 70_000 + seed)
    guard let bare = PropertyTests.probe(PlanWriter.text(of: plan), plan.seed) else { return nil }
    var generator = RuleGenerator(plan, bare, seed: seed)
    let rules = generator.kpis(4)
    var writer = AmendmentWriter(plan, rules, seed: seed)
    var head = PlanWriter.text(of: plan) + rules.map { RuleText(plan: plan).statements($0) }.joined()
    let questions = writer.questions(26)
    // What is asked over shares or expected of figures may not fit the plan: it then goes without.
    let declared = head + writer.declarations()
    if (try? PlanProbe(declared, toleratingScenarios: true)) != nil { head = declared }
    let below = plan.scenarios.isEmpty ? "" : " from \(random.pick(plan.scenarios).name)"
    var scenarios: [String] = []
    // Those that stand above a scenario: the other way round they might read each other.
    var others = plan.scenarios.map(\.name)
    var above = ""
    for (name, parent) in [("x1", below), ("x2", " from x1"), ("x3", "")] {
      var lines: [String] = []
      for _ in 0..<Self.amendments {
        let line = "  " + writer.amendment(reading: others) + "\n"
        // What cannot be understood at all is no amendment; of what does not fit a little is enough.
        let alone = head + above + "scenario y\(below) {\n\(line)}\n"
        if (try? PlanProbe(alone, toleratingScenarios: random.chance(6))) != nil { lines.append(line) }
      }
      scenarios.append("scenario \(name)\(parent) {\n\(lines.joined())}\n")
      others.append(name)
      above += "scenario \(name)\(parent) {}\n"
    }
    text = head + scenarios.joined()
    self.plan = try SteppedPlan(text, questions: questions)
    own = plan.scenarios.count..<plan.scenarios.count + 3
  }

  // MARK: The run

  mutating func check(_ tally: inout Tally) {
    tally.plans += 1
    let declared = (0..<own.lowerBound).map { Array(0..<plan.amendmentCount(inScenario: $0)) }
    var stages = [plan.begin(declared + [[], []])]
    plan.ask(stages[0], asked(stages[0].version))
    var told: [String] = []
    for _ in 0..<random.pick(Self.steps) {
      // Mostly from the last one; after an undo from one before it, which has been gone on from already.
      let isBack = stages.count > 1 && random.chance(15)
      let earlier = isBack ? random.pick(0...stages.count - 2) : stages.count - 1
      var version = stages[earlier].version
      // As an undo without the earlier evaluation does it: to a list that was there, from the last one.
      if random.chance(15) { version = stages[random.pick(0...stages.count - 1)].version }
      for _ in 0..<(random.chance(20) ? 2 : 1) { change(&version) }
      let onlyTried = random.chance(15)
      let stage = plan.goOn(from: stages[earlier], to: version, onlyTried: onlyTried)
      told.append("from \(earlier) to \(version[own.lowerBound...])\(onlyTried ? ", only tried" : "")")
      let asked = asked(version)
      let differences = plan.differences(stage, asked)
      tally.steps += 1
      tally.back += isBack ? 1 : 0
      tally.asked += asked.count
      for scenario in 0...version.count {
        tally.scenarios += 1
        if !plan.isSound(stage, scenario: scenario) { tally.unsound += 1 }
      }
      guard differences.isEmpty else {
        tally.failures += 1
        let steps = told.joined(separator: "\n")
        Issue.record(
          "plan \(seed): \(differences.joined(separator: "\n"))\n--- steps\n\(steps)\n--- plan\n\(text)")
        return
      }
      // What was only tried is gone; the next step goes on from where it was.
      if !onlyTried { stages.append(stage) }
    }
  }

  private mutating func change(_ version: inout SteppedPlan.Version) {
    switch random.pick(0...19) {
    case 0 where version.count < own.upperBound: version.append([])
    case 1 where version.count > own.lowerBound + 1: version.removeLast()
    case 2...3:
      let scenario = random.pick(own.lowerBound...version.count - 1)
      version[scenario] = Array(version[scenario].dropLast(random.pick(1...2)))
    default:
      let scenario = random.pick(own.lowerBound...version.count - 1)
      let free = (0..<plan.amendmentCount(inScenario: scenario)).filter { !version[scenario].contains($0) }
      if !free.isEmpty { version[scenario].append(random.pick(free)) }
    }
  }

  /// Some of everything that can be asked, in any order; now and then nothing of a scenario.
  private mutating func asked(_ version: SteppedPlan.Version) -> [SteppedPlan.Asked] {
    var asked: [SteppedPlan.Asked] = random.chance(70) ? [.examination] : []
    for scenario in 0...version.count where random.chance(75) {
      if random.chance(85) { asked.append(.verdicts(scenario: scenario)) }
      if random.chance(60) { asked.append(.claims(scenario: scenario)) }
      for question in 0..<plan.questionCount where random.chance(30) {
        asked.append(.question(question, scenario: scenario))
      }
    }
    return random.shuffle(asked)
  }
}

extension GoingOnTests {
  private static let declared = """
    unit household
    unit person
    axis side { east, west }
    programme p in household { target by quarter 1, 2, 3, 4; actual by quarter 2, 2, 2, 2 }
    programme q in household { target by side 12, 8; actual 10 }
    programme r in household { target 30; actual 10 }
    group g = p + q
    let needed = q.target / 2
    kpi of_p passes when p.result >= 8 household and p.rate[Q4] >= 50%
    kpi of_q weight 2 passes when q.result >= needed
    kpi of_all passes when max(q.actual over scenario) < 50 household
    kpi of_g passes when sum(result over programme) >= 30 household
    scenario x { set p.actual[Q1] = 5 }

    """

  /// Whatever is declared besides in a later version of the plan, or no longer: nothing of the earlier one stays in the answers.
  @Test(arguments: [
    "fiscal year 2562", "as of Q2", "carry shortfall", "carry surplus of p",
    "lights { red below 70%; yellow up to 90%; green above }", "unit family = 2 household",
    "axis kind { a, b }", "measure visits in person", "programme s in household { target 5; actual 25 }",
    "group h = q + r", "let more = p.target", "kpi of_r passes when r.rate < 50%",
    "milestone opened due 2561-09-30 done 2561-06-28",
    "move 1 household of target from r to q in east as shift",
    "move 1 household of target of p from Q1 to Q2", "scenario y { set q.actual = 80 }",
    "scenario y from x { set q.actual = 80 }", "expect p.target = 10",
  ])
  func declarationsThatComeAndGo(line: String) throws {
    let questions = [
      "p.rate by quarter", "q.adjusted", "g.result", "g.light", "q.light", "p.light by quarter",
      "p.adjusted by quarter",
      "kpis.passed by scenario", "kpis.score by scenario", "needed by scenario", "q.target by side",
      "r.target", "r.result",
      "p.result by scenario", "sum(result over programme)", "target by programme", "q.carried by quarter",
    ]
    let plan = try SteppedPlan(Self.declared, questions: questions)
    let other = try SteppedPlan(Self.declared + line + "\n", questions: questions)
    for (first, second) in [(plan, other), (other, plan)] {
      let asked: (SteppedPlan) -> [SteppedPlan.Asked] = { plan in
        [.examination, .verdicts(scenario: 0), .verdicts(scenario: 1), .claims(scenario: 0)]
          + (0...1).flatMap { scenario in
            (0..<plan.questionCount).map { .question($0, scenario: scenario) }
          }
      }
      let everything: (SteppedPlan) -> SteppedPlan.Version = {
        Array(repeating: [0], count: $0.scenarioCount)
      }
      let stage = first.begin(everything(first))
      first.ask(stage, asked(first))
      let later = second.goOn(from: stage, to: everything(second))
      #expect(second.differences(later, asked(second)) == [])
      // And as often as it likes.
      let again = second.goOn(from: later, to: [[]])
      #expect(second.differences(again, asked(second)) == [])
    }
  }

  /// A rule depends on what the formulas that it reads depend on, in each scenario.
  @Test func formulasThatRulesRead() throws {
    let plan = try SteppedPlan(
      """
      unit household
      programme p in household { target by quarter 1, 2, 3, 4; actual 5 }
      programme q in household { target 20; actual 10 }
      programme r in household { target 30; actual 10 }
      let first = p.target[Q1]
      let sum_of_two = first + q.result
      let of_other = r.target[y] + first
      let number = 5
      let twice = number * 2
      kpi n passes when number >= 3
      kpi m passes when twice >= 8
      kpi l passes when q.light = green
      kpi a passes when q.result >= 10 household and first >= 2 household
      kpi b passes when sum_of_two + r.result >= 25 household
      kpi c passes when r.result >= 10 household and of_other >= 35 household
      kpi d passes when first >= 2 household and q.result >= 11 household and r.result >= 12 household
      scenario x {
        set p.target[Q1] = 5; set q.actual = 11; set r.actual = 12; let number = 2
        lights { red below 10%; yellow up to 20%; green above }; kpi l passes when q.light = red
      }
      scenario y { set r.target = 34; set p.target[Q1] = 2 }
      """,
      questions: [
        "sum_of_two by scenario", "of_other by scenario", "kpis.passed by scenario", "number by scenario",
        "twice by scenario",
      ])
    #expect(plan.questionCount == 5)
    let asked: [SteppedPlan.Asked] =
      [.examination] + (0...2).map { .verdicts(scenario: $0) }
      + (0...2).flatMap { scenario in (0..<plan.questionCount).map { .question($0, scenario: scenario) } }
    var stage = plan.begin([[], []])
    plan.ask(stage, asked)
    let versions: [SteppedPlan.Version] = [
      [[0], []], [[0, 1], []], [[0, 1], [0]], [[1], [0]], [[1, 2], [0, 1]], [[2], [1]], [[], [1]],
      [[0, 1, 2], [0, 1]],
      [[0, 1, 2], []], [[3], []], [[], []], [[3, 4], []], [[4, 5], [0]], [[5], []], [[0, 3], []], [[], []],
    ]
    for version in versions {
      stage = plan.goOn(from: stage, to: version)
      #expect(plan.differences(stage, asked.reversed()) == [], "after \(version)")
    }
  }
}
