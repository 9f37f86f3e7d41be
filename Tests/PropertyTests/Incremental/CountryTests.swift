import TestSupport
import Testing

/// Totals of a long axis found from earlier ones are those that a new evaluation comes to.
@Suite struct CountryTests {
  /// A long run has more.
  static let seeds = 1...Environment.number("PLAN_COUNTRIES", usually: 1)

  private typealias Asked = SteppedPlan.Asked

  private func stepped(_ figures: CountryPlan.Figures, _ amendments: [String], _ questions: [String]) throws
    -> SteppedPlan
  {
    let plan = CountryPlan(figures: figures, seed: 4, amendments: amendments)
    let stepped = try SteppedPlan(plan.text, tables: plan.tables, questions: questions)
    let count = stepped.questionCount
    #expect(count == questions.count)
    return stepped
  }

  /// All questions of the base and of the amended scenario.
  private func everything(_ plan: SteppedPlan) -> [Asked] {
    [.examination, .verdicts(scenario: 1)] + (0..<plan.questionCount).map { .question($0, scenario: 1) }
  }

  // MARK: Chains

  @Test(arguments: CountryPlan.Figures.allCases, Self.seeds)
  func chainsOfEdits(_ figures: CountryPlan.Figures, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let edits = CountryPlan.edits(
      40, seed: seed &* 10 &+ UInt64(CountryPlan.Figures.allCases.firstIndex(of: figures)!))
    let plan = try stepped(figures, edits, CountryPlan.questions)
    var stages = [plan.begin([[]])]
    plan.ask(stages[0], everything(plan))
    var made = 0
    for _ in 0..<7 where made < edits.count {
      var earlier = stages.count - 1
      if stages.count > 1, random.chance(20) { earlier = random.pick(0...stages.count - 2) }
      var version = stages[earlier].version
      if random.chance(15) { version[0] = Array(version[0].dropLast(2)) }
      for _ in 0..<random.pick([1, 1, 2, 3]) where made < edits.count {
        version[0].append(made)
        made += 1
      }
      let onlyTried = random.chance(20)
      let stage = plan.goOn(from: stages[earlier], to: version, onlyTried: onlyTried)
      let isSound = plan.isSound(stage, scenario: 1)
      #expect(isSound)
      let asked = random.shuffle(everything(plan).filter { _ in random.chance(30) })
      let differences = plan.differences(stage, asked)
      guard differences.isEmpty else {
        let steps = version[0].map { plan.text(ofAmendment: $0, inScenario: 0) }.joined(separator: "\n")
        Issue.record(
          "\(figures), from \(stages[earlier].version): \(differences.joined(separator: "\n"))\n\(steps)")
        return
      }
      if !onlyTried { stages.append(stage) }
    }
  }

  /// Amendments made one after the other, each followed by all questions; then all taken back one after the other.
  private func checkChain(
    _ figures: CountryPlan.Figures, _ amendments: [String], _ questions: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let plan = try stepped(figures, amendments, questions)
    let asked = (0..<questions.count).map { Asked.question($0, scenario: 1) }
    var stage = plan.begin([[]])
    plan.ask(stage, asked)
    let versions = amendments.indices.map { [Array(0...$0)] }
    for version in versions + versions.reversed().dropFirst() {
      stage = plan.goOn(from: stage, to: version)
      let differences = plan.differences(stage, asked)
      #expect(differences == [], "after \(version)", sourceLocation: sourceLocation)
    }
  }

  /// More changes on one figure than are looked through at a time.
  @Test func manyEditsOfOneProgramme() throws {
    let edits = (0..<22).map {
      "set p.actual[a\($0 * 211 % 4_400), Q\($0 % 4 + 1)] = \($0 % 5 == 0 ? "none" : "\($0)")"
    }
    try checkChain(
      .gaps, edits,
      [
        "sum(p.actual over area)", "count(p.result >= p.target over area) by region",
        "min(p.actual over area)",
      ])
  }

  @Test func manyEditsOfOneFigure() throws {
    let edits = (0..<20).map { "set p.actual[a4321, Q2] = \($0 % 3 == 0 ? "none" : "\($0)")" }
    try checkChain(.whole, edits, ["sum(p.actual over area) by quarter", "min(p.actual[Q2] over area)"])
  }

  @Test func theLeastIsTakenAwayAndComesBack() throws {
    let edits = ["500", "1", "none", "1", "0", "1"].map { "set p.actual[a4321, Q2] = \($0)" }
    try checkChain(
      .decimals, edits,
      [
        "min(p.actual[Q2] over area)", "min(p.actual[Q2] over area) by region",
        "max(0 - p.actual[Q2] over area)", "all(p.actual[Q2] >= 10 over area)",
      ])
  }

  /// What is known nowhere else has no sum, and no largest, once it is taken away.
  @Test func theOnlyKnownFigureIsTakenAway() throws {
    let edits = ["none", "5", "none", "none", "8"].map { "set q.forecast[a2468, Q4] = \($0)" }
    let further = [
      "set q.forecast[a17, Q4] = 3", "set q.forecast[a2468, Q4] = none", "set q.forecast[a17, Q4] = none",
    ]
    try checkChain(
      .whole, edits + further,
      [
        "sum(q.forecast[Q4] over area)", "sum(q.forecast[Q4] over area) by region",
        "max(q.forecast[Q4] over area)", "count(q.forecast[Q4] > 4 over area) by region",
        "q.forecast by region",
      ])
    let plan = try stepped(.whole, edits, ["sum(q.forecast[Q4] over area)"])
    let before = plan.begin([[]])
    let after = plan.goOn(from: before, to: [[0]])
    let sums = [before, after].map { plan.values(0, of: $0, scenario: 1) }
    #expect(sums == ["77", "none"])
  }

  /// What stands between the figures and their total is worked out anew for the areas that changed, and for no other.
  @Test func everySortOfFormulaOnTheWay() throws {
    let edits = [
      "set p.actual[a4321, Q2] = 700.25", "set p.actual[a17, Q1] = none", "set p.target[a4100, Q2] = 0",
      "scale p.actual[a9, Q2] by 150%", "move 3 household of target from p to q in Q2, a4321",
    ]
    try checkChain(
      .decimals, edits,
      [
        "sum(abs(p.gap) over area)", "sum(-p.actual[Q2] over area)",
        "sum(round(p.actual, 0) over area) by quarter",
        "count(not known(p.actual[Q1]) over area)", "count(not p.actual > p.target over area) by quarter",
        "sum(if p.actual > p.target then p.actual else 2 * p.target over area) by quarter",
        "sum(p.actual[Q1] otherwise p.target[Q2] over area) by region",
        "max(p.actual / p.target over area)[Q2]",
        "count(p.actual[Q2] > 3 household and p.target[Q2] < 500 household over area)",
        "sum(min(p.actual, p.target) over area) by quarter", "count(p.actual[Q2] != p.target[Q2] over area)",
        "count(p.actual[Q2] = p.target[Q2] over area) by region", "sum(p.adjusted over area) by quarter",
        "count(p.actual < p.target over area) by quarter", "count(p.light = red over area) by quarter",
        "sum(sum(p.actual over quarter) over area)", "sum(previous(p.actual) over area)[Q3]",
      ])
  }

  /// Two figures on which one total depends, in areas far from each other.
  @Test func severalEditsBetweenQuestions() throws {
    let edits = [
      "set p.target[a10, Q2] = 99999", "set p.actual[a4300, Q2] = 99999", "set p.actual[a10, Q3] = 999999",
      "set p.target[a3000, Q1] = 999999",
    ]
    let plan = try stepped(.whole, edits, CountryPlan.questions)
    let asked = CountryPlan.questions.indices.filter { CountryPlan.questions[$0].hasPrefix("count(") }
      .map { Asked.question($0, scenario: 1) }
    var stage = plan.begin([[]])
    plan.ask(stage, asked)
    for version in [[0, 1], [0, 1, 2, 3], [1, 3], [3, 2, 0]] {
      stage = plan.goOn(from: stage, to: [version])
      let differences = plan.differences(stage, asked)
      #expect(differences == [], "after \(version)")
    }
  }

  // MARK: Work

  /// One figure of a country changed: its totals are found from those before, not from all areas.
  @Test(
    arguments: [
      "sum(p.actual over area)", "sum(p.actual over area) by quarter", "sum(p.actual over area) by region",
      "count(p.result >= p.target over area)", "count(p.result >= p.target over area) by region",
      "count(p.light = green over area) by region", "max(p.gap over area) by region",
      "min(p.actual[Q2] over area)", "p.actual by quarter",
    ])
  func oneEditIsLittleWork(_ question: String) throws {
    let edits = (0..<6).map { "set p.actual[a\($0 * 700 + 3), Q2] = \(200 + $0)" }
    let plan = try stepped(.whole, edits, [question])
    var stage = plan.begin([[]])
    plan.ask(stage, [.question(0, scenario: 1)])
    // Everything once: so many figures it takes from the beginning.
    #expect(stage.computedCells > CountryPlan.areas)
    for count in 1...edits.count {
      let before = stage.computedCells
      stage = plan.goOn(from: stage, to: [Array(0..<count)])
      plan.ask(stage, [.question(0, scenario: 1)])
      let work = stage.computedCells - before
      #expect(work > 0 && work < CountryPlan.areas / 10, "\(work) figures for edit \(count)")
    }
  }
}
