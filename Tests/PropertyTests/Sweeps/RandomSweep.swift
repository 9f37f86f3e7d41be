/// A plan and a sweep over it; everything is decided by the seed. Statements hold `@` and `#` where the swept figures stand.
struct RandomSweep {
  /// A figure that is swept.
  struct Unknown {
    let name: String
    let from: Fraction
    let step: Fraction
    let count: Int
    /// What follows the number where it is written: ` household`, `%`.
    let unit: String
    /// The place gives the unit: the bounds are plain numbers.
    let isBare: Bool

    func literal(_ index: Int) -> String { "\(from + step * Fraction(Int128(index)))\(unit)" }

    /// Sometimes the end lies a little past the last step.
    func clause(past: Fraction) -> String {
      let last = from + step * (Fraction(Int128(count - 1)) + past)
      let unit = isBare ? "" : unit
      let step = step == Fraction(1) && isBare ? "" : " step \(self.step)\(unit)"
      return "\(name) from \(from)\(unit) to \(last)\(unit)\(step)"
    }
  }

  /// One figure for the whole sweep: `count(@.rate > 1 over x)`.
  struct Whole {
    let reduction: String
    let inner: String
  }

  private(set) var random: SplitMix64
  private var programmes: [String] = []
  private var kpis: [String] = []
  private var group = "g1"
  private(set) var head = ""
  private(set) var unknowns: [Unknown] = []
  private(set) var amendments: [String] = []
  private(set) var shown: [String] = []
  private(set) var wholes: [Whole] = []
  private var past = Fraction.zero

  init(seed: UInt64) {
    random = SplitMix64(seed: seed &+ 4_000)
    buildPlan()
    buildSweep()
  }

  // MARK: Texts

  var question: String {
    let body = amendments.map(named).joined(separator: "; ")
    let whole = unknowns.count > 1 ? [] : wholes.map { "\($0.reduction)(\(named($0.inner)) over x)" }
    return "sweep \(unknowns.map { $0.clause(past: past) }.joined(separator: ", "))"
      + (amendments.isEmpty ? "" : " { \(body) }") + " show "
      + (shown.map(named) + whole).joined(separator: ", ")
  }

  var length: Int { unknowns.reduce(1) { $0 * $1.count } }

  /// The plan, with a scenario for each step: the same statements with the figures written out.
  var text: String {
    head
      + (0..<length).map { step in
        "scenario step\(step) { \(amendments.map { written($0, step) }.joined(separator: "; ")) }\n"
      }.joined()
  }

  private func named(_ template: String) -> String {
    template.map { $0 == "@" ? "x" : $0 == "#" ? "y" : String($0) }.joined()
  }

  /// The first figure stays while the second goes through all its values.
  func written(_ template: String, _ step: Int) -> String {
    let inner = unknowns.count > 1 ? unknowns[1].count : 1
    return template.map { character in
      switch character {
      case "@": return unknowns[0].literal(step / inner)
      case "#": return unknowns[1].literal(step % inner)
      default: return String(character)
      }
    }.joined()
  }

  // MARK: The plan

  private mutating func buildPlan() {
    var lines = [
      "plan \"sweep\"", "fiscal year 2561", "unit household \"ครัวเรือน\"", "currency baht \"บาท\"",
      "let goal = 90%",
    ]
    if random.chance(70) { lines.append("carry \(random.pick(Carry.allCases).rawValue)") }
    if random.chance(40) { lines.append("as of Q\(random.pick(2...4))") }
    for number in 1...random.pick(2...5) {
      programmes.append("p\(number)")
      lines.append(programme("p\(number)"))
    }
    for name in ["l1", "l2"] {
      lines.append(
        "programme \(name) in household level { target by quarter \(quarters(100)); actual by quarter \(quarters(100, known: random.pick(1...4))) }"
      )
    }
    let members = random.shuffle(programmes).prefix(random.pick(2...programmes.count))
    lines.append("group g1 = \(members.joined(separator: " + "))")
    let rules = [
      "p1.rate >= goal", "g1.gap <= 20 household", "p2.adjusted[Q4] < p2.target[Q4] + 5 household",
      "p1.light = green or p2.light = green", "l1.target >= 50 household",
      "g1.rate > 70% and known(p1.actual[Q2])",
      "p2.budget >= 40 baht",
    ]
    for (index, rule) in random.shuffle(rules).prefix(3).enumerated() {
      kpis.append("k\(index + 1)")
      lines.append("kpi k\(index + 1) weight \(random.pick(1...4)) passes when \(rule)")
    }
    if random.chance(50) {
      lines.append("move 1 household of target from p2 to p1 in Q1 as early")
    }
    head = lines.joined(separator: "\n") + "\n"
  }

  private mutating func programme(_ name: String) -> String {
    let carry = random.chance(40) ? "carry \(random.pick(Carry.allCases).rawValue); " : ""
    return "programme \(name) in household { \(carry)target by quarter \(quarters(60)); "
      + "actual by quarter \(quarters(60, known: random.pick(1...4))); budget \(random.pick(30...90)) baht }"
  }

  private mutating func quarters(_ most: Int, known: Int = 4) -> String {
    (1...4).map { $0 > known ? "-" : "\(random.pick(1...most))" }.joined(separator: ", ")
  }

  // MARK: The sweep

  private mutating func buildSweep() {
    let isTwo = random.chance(25)
    let first = isTwo ? random.pick(2...6) : random.pick(5...30)
    addPlace("x", "@", count: first)
    if isTwo {
      addPlace("y", "#", count: random.pick(2...5))
    } else if random.chance(25), let unknown = unknowns.first, unknown.unit == " household" {
      // The same figure in a second place of the same unit.
      amendments.append("set \(random.pick(programmes)).actual[Q\(random.pick(1...4))] = @")
    }
    if random.chance(40) { amendments.insert(fixed(), at: random.pick(0...amendments.count)) }
    past = Fraction(Int128(random.pick(0...9)), 10)
    for _ in 0..<random.pick(3...6) { shown.append(figure()) }
    if random.chance(30) { shown.append("@") }
    guard !isTwo else { return }
    for _ in 0..<random.pick(2...5) { wholes.append(whole()) }
  }

  private mutating func addPlace(_ name: String, _ mark: String, count: Int) {
    let giver = random.pick(programmes)
    let taker = random.pick(programmes.filter { $0 != giver })
    let quarter = "Q\(random.pick(1...4))"
    func range(_ from: Int, _ step: Fraction, _ unit: String, bare: Bool = false) {
      let backwards = random.chance(20)
      let first = Fraction(Int128(from))
      unknowns.append(
        Unknown(
          name: name, from: backwards ? first + step * Fraction(Int128(count - 1)) : first,
          step: backwards ? Fraction.zero - step : step, count: count, unit: unit, isBare: bare))
    }
    let household = Fraction(Int128(random.pick(1...4)))
    switch random.pick(0...10) {
    case 0, 1:
      range(random.pick(0...10), household, " household", bare: random.chance(50))
      amendments.append("move \(mark) of target from \(giver) to \(taker) in \(quarter)")
    case 2:
      range(random.pick(0...20), Fraction(Int128(random.pick(1...9)), 2), "%")
      amendments.append("move \(mark) of target from \(giver) to \(taker) in \(quarter)")
    case 3:
      range(random.pick(0...30), Fraction(Int128(random.pick(1...12)), 4), " baht", bare: random.chance(50))
      amendments.append("move \(mark) of budget from \(giver) to \(taker)")
    case 4:
      range(0, Fraction(Int128(random.pick(1...4)), 2), " household", bare: random.chance(50))
      amendments.append("move \(mark) of target from l1 to l2 in \(quarter)")
    case 5:
      range(0, household, " household", bare: random.chance(50))
      amendments.append("set \(giver).\(random.pick(["target", "actual"]))[\(quarter)] = \(mark)")
    case 6:
      range(0, Fraction(Int128(random.pick(1...6)), 2), "")
      amendments.append("set \(giver).actual[\(quarter)] = \(mark) * \(random.pick(1...5)) household")
    case 7:
      range(50, Fraction(Int128(random.pick(1...20)), 4), "%")
      amendments.append("scale \(giver).\(random.pick(["target", "actual"]))[\(quarter)] by \(mark)")
    case 8:
      range(0, Fraction(1, Int128(random.pick([4, 5, 8, 20]))), "")
      amendments.append("scale \(giver).actual by \(mark) * \(random.pick(["2", "150%"]))")
    case 9:
      range(40, Fraction(Int128(random.pick(1...5))), "%")
      amendments.append(
        random.chance(50) ? "let goal = \(mark)" : "kpi k1 passes when \(giver).rate >= \(mark)")
    default:
      range(0, household, "")
      amendments.append("move \(mark) * 3 household of target from \(giver) to \(taker) in \(quarter)")
    }
  }

  /// An amendment that is the same in each step.
  private mutating func fixed() -> String {
    switch random.pick(0...4) {
    case 0: "carry \(random.pick(Carry.allCases).rawValue)"
    case 1: "carry \(random.pick(Carry.allCases).rawValue) of \(random.pick(programmes))"
    case 2: "as of Q\(random.pick(2...4))"
    case 3: "lights { red below 50%; yellow below 95%; green above }"
    default: "scale \(random.pick(programmes)).target by 80%"
    }
  }

  /// A figure by step.
  private mutating func figure() -> String {
    let programme = random.pick(programmes + [group])
    let quarter = "Q\(random.pick(1...4))"
    return random.pick([
      "\(programme).target", "\(programme).target[\(quarter)]", "\(programme).adjusted[\(quarter)]",
      "\(programme).rate", "\(programme).rate[..\(quarter)]", "\(programme).gap", "\(programme).light",
      "\(programme).light[\(quarter)]", "\(random.pick(programmes)).budget", "l1.target[\(quarter)]",
      "l2.rate",
      "\(random.pick(kpis)).passes", "\(random.pick(kpis)).margin", "kpis.passed", "kpis.pending",
      "kpis.score",
      "count(light = red over programme)", "if \(programme).rate > 1 then \(programme).gap else none",
    ])
  }

  private mutating func whole() -> Whole {
    let programme = random.pick(programmes + [group])
    let quarter = "Q\(random.pick(1...4))"
    if random.chance(50) {
      return Whole(
        reduction: random.pick(["count", "count", "any", "all"]),
        inner: random.pick([
          "\(programme).rate >= 80%", "\(random.pick(kpis)).passes", "\(programme).light = red",
          "known(\(programme).rate[\(quarter)])", "not known(\(programme).actual[\(quarter)])",
          "\(programme).adjusted[\(quarter)] > 20 household", "2 > 1",
        ]))
    }
    return Whole(
      reduction: random.pick(["sum", "min", "max", "mean"]),
      inner: random.pick([
        "\(programme).rate", "\(programme).target[\(quarter)]", "\(programme).gap", "kpis.score",
        "kpis.passed",
        "\(programme).adjusted[\(quarter)]", "\(random.pick(kpis)).margin", "l2.rate", "@", "p1.budget",
      ]))
  }
}
