/// A scenario as it stands after its amendments: figures as nodes of the graph, rules and settings.
final class ScenarioState {
  unowned let evaluation: PlanEvaluation
  let scenario: Int
  var asOf: Moment?
  var carryOfAll: CarryRule?
  var carryOf: [ProgrammeID: CarryRule] = [:]
  var lights: LightBands?
  var lets: [LetID: Formula] = [:]
  var rules: [KPIID: (rule: Formula, weight: Rational, text: String)] = [:]
  /// Figures by programme and measure: own figures only, groups' own breakdowns among them.
  var figures: [[MeasureID: MeasureFigures]]
  private(set) var declared: [[MeasureID: MeasureFigures]]
  /// Moves in force, in order, with what they did.
  private(set) var moves: [MoveRecord] = []
  var problems: [Problem] = []
  /// In a sweep: in which steps a move cannot be made, and why.
  var refusals: [(when: NodeID, problem: Problem)] = []
  /// Where the amendments stand that were made, in order.
  private var made: [Origin] = []
  /// Set once every amendment has been made; until then what is asked is asked of figures that may still change.
  private(set) var isComplete = false
  private var lowering: Set<DeclaredKey> = []
  private var settledNodes: [SettledKey: NodeID] = [:]

  private struct SettledKey: Hashable {
    let programme: ProgrammeID
    let purpose: Settlement.Purpose
  }

  private struct DeclaredKey: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
  }

  init(evaluation: PlanEvaluation, scenario: Int) {
    self.evaluation = evaluation
    self.scenario = scenario
    let plan = evaluation.plan
    asOf = plan.asOf
    let empty = [[MeasureID: MeasureFigures]](repeating: [:], count: plan.programmes.count)
    figures = empty
    declared = empty
    for (index, definition) in plan.lets.enumerated() { lets[LetID(index)] = definition.body }
    for (index, kpi) in plan.kpis.enumerated() {
      if let rule = kpi.rule { rules[KPIID(index)] = (rule, kpi.weight, kpi.text) }
    }
  }

  /// True in the steps of a sweep in which some move cannot be made.
  var refused: NodeID? {
    refusals.dropFirst().reduce(refusals.first?.when) { all, next in
      all.map { graph.node(.connect(.or, $0, next.when)) }
    }
  }

  var plan: Plan { evaluation.plan }
  var graph: Graph { evaluation.graph }

  /// Lowers what is declared, then changes it by each amendment in order.
  ///
  /// - Parameter earlier: the same scenario before more was added to it, in a plan whose base is the same.
  func applyAmendments(after earlier: ScenarioState? = nil) {
    let sequence = AmendmentSequence(plan: plan, scenario: scenario)
    problems += sequence.problems
    for amendment in sequence.amendments { applySetting(amendment) }
    asOf = evaluation.asOf ?? asOf
    made = sequence.amendments.map(\.origin)
    if let earlier, extends(earlier, sequence.amendments) {
      declared = earlier.declared
      figures = earlier.figures
      moves = earlier.moves
      make(sequence.amendments.dropFirst(earlier.made.count))
      return
    }
    // Where no formula is defined anew, what is declared is what it is in the base.
    let redefines = sequence.amendments.contains { if case .define = $0.form { true } else { false } }
    if scenario > 0, !redefines, let base = try? evaluation.state(0) { declared = base.declared }
    for programme in plan.programmes.indices.map(ProgrammeID.init) {
      for measure in measures(declaredIn: programme) {
        do {
          _ = try declaredFigures(programme, measure)
        } catch let problem as Problem {
          problems.append(problem)
        } catch {}
      }
    }
    figures = declared
    guard problems.isEmpty else { return }
    make(sequence.amendments[...])
  }

  /// Whether the amendments are those of the earlier state and some more, none of which changes a rule that the earlier
  /// ones went by.
  private func extends(_ earlier: ScenarioState, _ amendments: [Amendment]) -> Bool {
    guard earlier.isComplete, earlier.problems.isEmpty, problems.isEmpty, asOf == earlier.asOf,
      made.starts(with: earlier.made)
    else { return false }
    return amendments.dropFirst(earlier.made.count).allSatisfy {
      switch $0.form {
      case .move, .set, .scale, .judge, .lights: true
      case .without, .define, .carry, .asOf: false
      }
    }
  }

  private func make(_ amendments: ArraySlice<Amendment>) {
    for amendment in amendments {
      do {
        try apply(amendment)
      } catch let problem as Problem {
        problems.append(problem)
      } catch {}
    }
    isComplete = true
  }

  private func measures(declaredIn programme: ProgrammeID) -> [MeasureID] {
    Set(plan[programme].figures.map(\.measure)).sorted()
  }

  /// Rules first: they hold for the whole scenario, wherever they stand in it.
  private func applySetting(_ amendment: Amendment) {
    switch amendment.form {
    case .define(let name, let formula): lets[name] = formula
    case .judge(let kpi, let rule, let weight, let text): rules[kpi] = (rule, weight, text)
    case .lights(let bands): lights = bands
    case .asOf(let moment): asOf = moment
    case .carry(let rule, let programme?): carryOf[programme] = rule
    case .carry(let rule, nil):
      carryOfAll = rule
      carryOf = [:]
    case .move, .set, .scale, .without: break
    }
  }

  private func apply(_ amendment: Amendment) throws {
    settledNodes = [:]
    defer { settledNodes = [:] }
    switch amendment.form {
    case .move(let move):
      if let asOf, let date = move.date, date > asOf { return }
      moves.append(try apply(move))
    case .set(let measure, let programme, let place, let value):
      try set(measure, of: programme, place: place, to: value, amendment)
    case .scale(let measure, let programme, let place, let factor):
      try scale(measure, of: programme, place: place, by: factor, amendment)
    case .without, .define, .judge, .lights, .carry, .asOf: break
    }
  }

  func carryRule(of programme: ProgrammeID) -> CarryRule {
    if plan[programme].kind == .level { return .none }
    return carryOf[programme] ?? carryOfAll ?? plan[programme].carry ?? plan.carry
  }

  func lights(of programme: ProgrammeID) -> LightBands {
    lights ?? plan[programme].lights ?? plan.lights
  }

  /// The figures of a measure as declared; `nil` where the programme has none of its own.
  func declaredFigures(_ programme: ProgrammeID, _ measure: MeasureID) throws -> MeasureFigures? {
    if let known = declared[programme.index][measure] { return known }
    let lines = plan[programme].figures.filter { $0.measure == measure }
    guard !lines.isEmpty else { return nil }
    let key = DeclaredKey(programme: programme, measure: measure)
    guard lowering.insert(key).inserted else {
      throw Problem.figureInACircle(plan[programme].name, plan[measure].name, at: lines[0].origin)
    }
    defer { lowering.remove(key) }
    let lowered = try DeclaredLowering(state: self, programme: programme, measure: measure).lower(lines)
    declared[programme.index][measure] = lowered
    return lowered
  }

  /// The figures that a context may see: as declared, or as amended.
  func figures(_ programme: ProgrammeID, _ measure: MeasureID, asDeclared: Bool) throws -> MeasureFigures? {
    if asDeclared { return try declaredFigures(programme, measure) }
    evaluation.readFigures?.insert(.init(programme: programme, measure: measure))
    return figures[programme.index][measure]
  }

  /// Which quarters of a programme are closed or have a forecast; a truth over years and quarters.
  func settled(_ programme: ProgrammeID, for purpose: Settlement.Purpose) throws -> NodeID {
    let key = SettledKey(programme: programme, purpose: purpose)
    if let known = settledNodes[key] { return known }
    let node = try Settlement(state: self, purpose: purpose).settled(programme)
    settledNodes[key] = node
    return node
  }
}

extension Problem {
  static func figureInACircle(_ programme: String, _ measure: String, at origin: Origin) -> Problem {
    Problem(
      .circularDefinition, "`\(programme).\(measure)` is declared in terms of itself", at: origin,
      help: "give one of the figures in the circle as a number")
  }
}
