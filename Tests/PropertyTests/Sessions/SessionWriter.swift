import TestSupport

/// Draws what a planner might type: amendments, declarations, questions, commands, and mistakes.
struct SessionWriter {
  /// See `aMeasureComesBack`.
  static let declaresMeasures = true

  let plan: RandomPlan
  let rules: [DrawnKPI]
  var random: SplitMix64
  private var count = 0

  init(_ plan: RandomPlan, _ rules: [DrawnKPI], seed: UInt64) {
    (self.plan, self.rules) = (plan, rules)
    random = SplitMix64(seed: seed &* 31 &+ 7)
  }

  private var names: [String] { plan.programmes.map(\.name) }

  mutating func line(_ state: SessionModel.State) -> (text: String, step: SessionModel.Step) {
    count += 1
    switch random.pick(0...99) {
    case ..<46: return (amendment(), .amendment)
    case ..<51: return (random.pick(mistakes), .amendment)
    case ..<60: return declaration()
    case ..<68:
      let name = random.pick(["base"] + plan.scenarios.map(\.name) + state.own + ["nowhere"])
      return ("scenario \(name)", .activation(name))
    case ..<73:
      let name = random.chance(80) ? "kept\(count)" : random.pick(names)
      return ("keep \(name)", .keep(name))
    case ..<81: return (question(state), .question)
    case ..<91:
      let times = random.chance(70) ? 1 : random.pick(2...4)
      return ("undo" + (times == 1 ? "" : " \(times)"), .undo(times))
    case ..<96:
      let times = random.chance(60) ? 1 : random.pick(2...4)
      return ("redo" + (times == 1 ? "" : " \(times)"), .redo(times))
    case ..<98: return ("reload", .reload)
    default: return ("reset", .reset)
    }
  }

  private let mistakes = [
    "set nobody.target = 4", "set = ", "programme half in household {", "move 5 household of target from",
    "scale p1.target by 0 household", "without nothing_of_the_kind", "kpi bad passes when p1.target",
    "let p1 = 3", "lights { red below 50%; green above 60% }", "carry of p1", "as of Q7",
    "move 999,999,999 household of target from p1 to p2 in Q1", "let lost = nobody.target",
  ]

  // MARK: Amendments

  private mutating func amendment() -> String {
    let text: String
    switch random.pick(0...15) {
    case 0...4:
      let (name, value) = random.figure(of: plan)
      text = "set \(name) = \(random.chance(8) ? "none" : value)"
    case 5...6: text = "scale \(random.figure(of: plan).name) by \(random.pick([50, 80, 110, 125]))%"
    case 7...9: text = move()
    case 10: text = "without \(random.pick(plan.moves.compactMap(\.name) + ["t1", "t2", "t3"]))"
    case 11:
      let of = random.chance(50) ? " of \(random.pick(names))" : ""
      text = "carry \(random.pick(Carry.allCases).rawValue)\(of)"
    case 12: text = "as of Q\(random.pick(1...4))\(year)"
    case 13:
      text =
        "lights { red below \(random.pick(10...40))%; yellow up to \(random.pick(41...90))%; green above }"
    case 14:
      text = "let share\(random.pick(1...2)) = \(random.pick(names)).target / \(random.pick(names)).target"
    default:
      guard !rules.isEmpty else { return "carry none" }
      let words = RuleText(plan: plan, expandsLets: true).text(random.pick(rules).rule)
      text = "kpi \(random.chance(70) ? random.pick(rules).name : "extra") passes when \(words)"
    }
    // Further lines and comments must reach the file as they were typed.
    switch random.pick(0...11) {
    case 0: return text + "  # said \"so\" { on the phone"
    case 1: return "# before: a note\n" + text
    case 2: return text.replacing(" = ", with: " =\n    ", maxReplacements: 1)
    case 3: return text.replacing(" from ", with: "\n      from ", maxReplacements: 1)
    case 4: return text.replacing(" passes ", with: " # why\n  passes ", maxReplacements: 1)
    default: return text
    }
  }

  private var year: String { mutating get { plan.manyYears ? ", \(random.pick(plan.years))" : "" } }

  private mutating func move() -> String {
    let (from, to) = (random.pick(names), random.pick(names))
    let amount = random.chance(50) ? "\(random.pick([5, 10, 50]))%" : "\(random.pick(1...9)) household"
    let place = random.chance(70) ? " in Q\(random.pick(1...4))\(year)" : ""
    let name = random.chance(50) ? " as t\(random.pick(1...3))" : ""
    return "move \(amount) of \(random.chance(70) ? "target" : "budget") from \(from) to \(to)\(place)\(name)"
  }

  // MARK: Declarations and questions

  private mutating func declaration() -> (String, SessionModel.Step) {
    let name = "new\(count)"
    switch random.pick(0...6) {
    case 0, 1:
      let parent =
        plan.scenarios.isEmpty || random.chance(50) ? "" : " from \(random.pick(plan.scenarios).name)"
      let amendment = amendment().split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
      return ("scenario \(name)\(parent) {\n\(amendment)\n}", .newScenario(name))
    case 2 where SessionWriter.declaresMeasures:
      return ("measure \(name) in person", .declaration(named: name))
    case 3: return ("milestone \(name) due 2561-0\(random.pick(1...9))-15", .declaration(named: nil))
    case 4: return ("expect 1 household = \(random.chance(50) ? 1 : 2)", .declaration(named: nil))
    default:
      let text = """
        ## Typed, with a note.
        programme \(name) "ใหม่" in household {
            target   by quarter 5, \(random.pick(0...9)), 7, 8   # as agreed
          actual 3
        }
        """
      return (text, .declaration(named: name))
    }
  }

  private mutating func question(_ state: SessionModel.State) -> String {
    let name = random.pick(names)
    switch random.pick(0...7) {
    case 0: return "\(name).target by quarter"
    case 1: return "explain \(name).rate fully"
    case 2: return rules.isEmpty ? "check" : "why \(random.pick(rules).name)"
    case 3: return "compare base, \(state.active) by statement"
    case 4: return "show \(name)"
    case 5: return "compare"
    case 6: return "list programme where light = red"
    default: return "\(name).adjusted by quarter\n\(name).result by scenario"
    }
  }
}
