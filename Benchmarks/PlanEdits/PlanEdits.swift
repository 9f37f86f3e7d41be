import PlanLang
import PlanRules

/// Changes one actual after the other in a live plan, each in the scenario `edits` on top of those before it, and asks
/// for all verdicts again; the peers beside this make the same edits.
///
/// `plan-edits national|sweep FOLDER` prints how many edits were made, the median of their times in microseconds, and
/// what had been counted after the twentieth: the KPIs that pass, and the lights. With `verdicts` behind it, the lights
/// are not asked for each time.
@main
struct PlanEdits {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let work = Work(rawValue: arguments[1]) else {
      return print("usage: plan-edits national|sweep FOLDER [verdicts]")
    }
    let program = Pipeline.load(["\(arguments[2])/\(work.rawValue).plan"])
    let checked = Pipeline.check(program.statements, sources: program.sources)
    guard checked.problems.isEmpty else { return print("the plan has mistakes") }
    do {
      var live = LivePlan(work, checked)
      try live.makeEdits(areLightsTimed: !arguments.contains("verdicts"))
    } catch {
      print(error)
    }
  }
}

enum Work: String {
  case national, sweep

  /// Actuals that are put in are smaller than this.
  var largest: Int { self == .national ? 1_000 : 20_000 }
}

struct LivePlan {
  private static let scenario = ScenarioID(declaredAt: 0)
  private static let checked = 20
  private static let edits = 101

  private let work: Work
  private let questions: [(formula: Formula, axes: [AxisID])]
  private var evaluation: PlanEvaluation
  private let area: AxisID?

  init(_ work: Work, _ program: CheckedProgram) {
    self.work = work
    var plan = program.plan
    plan.scenarios = [LivePlan.scenario(with: [])]
    area = plan.axes.first { $0.name == "area" }?.id
    questions = work == .national ? program.questions.compactMap(\.asked) : LivePlan.lights
    evaluation = PlanEvaluation(plan: plan)
  }

  /// How many lights of each colour the programmes show over the quarters.
  private static var lights: [(formula: Formula, axes: [AxisID])] {
    [Light.green, .yellow, .red].map { light in
      let shown = Formula(
        .compare(.equal, Formula(.figure(.light, of: nil), at: .none), Formula(.light(light), at: .none)),
        at: .none)
      let quarters = Formula(.reduce(.count, shown, over: .quarter), at: .none)
      return (quarters, [.programme])
    }
  }

  private static func scenario(with amendments: [Amendment]) -> Scenario {
    Scenario(
      name: "edits", label: nil, documentation: nil, parents: [], amendments: amendments, origin: .none)
  }

  mutating func makeEdits(areLightsTimed: Bool) throws {
    var times: [Int] = []
    var counted = try counts()
    let clock = ContinuousClock()
    for edit in 0..<LivePlan.edits {
      let amendment = amendment(edit)
      let start = clock.now
      try make(amendment)
      if areLightsTimed { _ = try counts() } else { _ = try evaluation.verdicts(scenario: LivePlan.scenario) }
      times.append(Int((clock.now - start) / .nanoseconds(1)))
      if edit == LivePlan.checked - 1 { counted = try counts() }
    }
    let median = times.sorted()[times.count / 2]
    print("edits,median_us,passed,green,yellow,red")
    let fraction = "\(1_000 + median % 1_000)".dropFirst()
    print("\(times.count),\(median / 1_000).\(fraction),\(counted.map(String.init).joined(separator: ","))")
  }

  private func amendment(_ edit: Int) -> Amendment {
    let programmes = evaluation.plan.leaves
    let row = edit * 7_919 % (programmes.count * (area.map { evaluation.plan.axis($0).members.count } ?? 1))
    let quarter = edit % 4
    var place = [Narrowing(axis: .quarter, from: quarter, through: quarter, origin: .none)]
    if let area {
      let member = row / programmes.count
      place.append(Narrowing(axis: area, from: member, through: member, origin: .none))
    }
    let programme = programmes[row % programmes.count]
    let value = Literal(
      value: Rational(edit * 3_571 % work.largest), unit: evaluation.plan[programme].unit, places: 0,
      isBare: true)
    return Amendment(
      .set(.actual, of: programme, place: place, to: Formula(.literal(value), at: .none)),
      at: Origin(rawValue: UInt64(edit)), text: "set")
  }

  private mutating func make(_ amendment: Amendment) throws {
    var plan = evaluation.plan
    plan.scenarios = [LivePlan.scenario(with: plan.scenarios[0].amendments + [amendment])]
    let changed = PlanEvaluation(plan: plan, graph: evaluation.graph)
    changed.inherit(from: evaluation)
    evaluation = changed
  }

  /// What passes, and the lights.
  private func counts() throws -> [Int] {
    let passed = try evaluation.verdicts(scenario: LivePlan.scenario).count { $0.verdict == .pass }
    evaluation.prepare(questions, scenario: LivePlan.scenario)
    let counts = try questions.map { question in
      try evaluation.answer(question.formula, by: question.axes, scenario: LivePlan.scenario).values.reduce(0)
      {
        $0 + ($1.figure?.whole ?? 0)
      }
    }
    return work == .national ? counts : [passed] + counts
  }
}
