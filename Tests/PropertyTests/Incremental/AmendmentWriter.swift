import TestSupport

/// Draws amendments and questions of every sort for a random plan, as text.
struct AmendmentWriter {
  let plan: RandomPlan
  let rules: [DrawnKPI]
  var random: SplitMix64
  private var count = 0

  init(_ plan: RandomPlan, _ rules: [DrawnKPI], seed: UInt64) {
    (self.plan, self.rules) = (plan, rules)
    random = SplitMix64(seed: seed &* 131 &+ 5)
  }

  private var programmes: [String] { plan.programmes.map(\.name) }
  private var names: [String] { programmes + plan.groups.map(\.name) }
  private var year: String { mutating get { plan.manyYears ? ", \(random.pick(plan.years))" : "" } }

  /// Formulas with names, which amendments may define anew, and something that is expected.
  mutating func declarations() -> String {
    """
    let share1 = \(random.pick(names)).target / \(random.pick(names)).target
    let late = \(random.pick(names)).gap
    expect \(random.pick(names)).result = \(random.pick(0...40))
    expect \(random.pick(names)).rate >= 80%
    expect \(random.pick(names)).target >= \(random.pick(names)).actual

    """
  }

  // MARK: Amendments

  /// Mostly of figures: those are what an evaluation goes on with.
  ///
  /// - Parameter others: scenarios of which the amendment may read figures.
  mutating func amendment(reading others: [String]) -> String {
    count += 1
    switch random.pick(0...19) {
    case 0...6:
      let (name, value) = random.figure(of: plan)
      return "set \(name) = \(random.chance(18) ? "none" : value)"
    case 7, 8: return "scale \(random.figure(of: plan).name) by \(random.pick([50, 80, 110, 125]))%"
    case 9...12: return move()
    case 13:
      let (a, b) = (random.figure(of: plan).name, random.figure(of: plan).name)
      let read = others.isEmpty || random.chance(30) ? b : "(\(b))[\(random.pick(others))]"
      return "set \(a) = \(read)\(random.chance(50) ? " * 2" : "")"
    case 14: return "without \(random.pick(plan.moves.compactMap(\.name) + ["t1", "t2"]))"
    case 15:
      let of = random.chance(50) ? " of \(random.pick(names))" : ""
      return "carry \(random.pick(Carry.allCases).rawValue)\(of)"
    case 16: return "as of Q\(random.pick(1...4))\(year)"
    case 17:
      return
        "lights { red below \(random.pick(10...40))%; yellow up to \(random.pick(41...90))%; green above }"
    case 18:
      return random.chance(50)
        ? "let share1 = \(random.pick(names)).actual / \(random.pick(names)).target"
        : "let late = \(random.pick(names)).gap * 2"
    default:
      guard !rules.isEmpty else { return "carry none" }
      let words = RuleText(plan: plan, expandsLets: true).text(random.pick(rules).rule)
      return "kpi \(random.pick(rules).name) weight \(random.pick(1...3)) passes when \(words)"
    }
  }

  private mutating func move() -> String {
    let (from, to) = (random.pick(programmes), random.pick(programmes))
    let amount = random.chance(60) ? "\(random.pick([5, 10, 50]))%" : "\(random.pick(1...9)) household"
    let place = random.chance(70) ? " in Q\(random.pick(1...4))\(year)" : ""
    let name = random.chance(40) ? " as t\(random.pick(1...2))" : ""
    return "move \(amount) of \(random.chance(75) ? "target" : "budget") from \(from) to \(to)\(place)\(name)"
  }

  // MARK: Questions

  mutating func questions(_ count: Int) -> [String] {
    (0..<count).map { _ in random.chance(35) ? overAll() : figureQuestion() }
  }

  private mutating func figureQuestion() -> String {
    let asks = Ask.allCases.map(\.rawValue) + ["adjusted", "rate", "light", "carried"]
    var question = "\(random.pick(names)).\(random.pick(asks))"
    let scenarios = ["base"] + plan.scenarios.map(\.name)
    switch random.pick(0...9) {
    case 0...2: question += " by quarter"
    case 3 where !plan.regions.isEmpty: question += " by region"
    case 4: question += " by scenario"
    case 5: question += " by scenario by quarter"
    case 6: question += "[\(random.pick(scenarios))]"
    case 7: question += " - (\(question))[\(random.pick(scenarios))]"
    default: break
    }
    return question
  }

  private mutating func overAll() -> String {
    let quarter = random.pick(["", "", "[Q2]", "[..Q3]"])
    return random.pick([
      "rate\(quarter) by programme", "light\(quarter) by programme by scenario",
      "adjusted by programme by quarter",
      "result by group", "adjusted by group by quarter", "count(light\(quarter) = green over programme)",
      "count(result >= target over programme) by quarter", "count(rate\(quarter) >= 80% over group)",
      "kpis.passed", "kpis.passed by scenario", "kpis.score", "kpis.pending", "k1.margin", "share1",
      "share1 by quarter", "share1 by scenario", "late", "late by quarter",
      "late[\(random.pick(["base"] + plan.scenarios.map(\.name)))]", "sum(rate over quarter) by programme",
    ])
  }
}
