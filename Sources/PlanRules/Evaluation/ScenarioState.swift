/// A scenario as it stands after its amendments: figures as nodes of the graph, rules and settings.
final class ScenarioState {
  unowned let evaluation: PlanEvaluation
  // The evaluation's, held here: they are asked for all the time.
  let plan: Plan
  let graph: Graph
  let scenario: Int
  private(set) var rules: ScenarioRules
  /// Figures by programme and measure: own figures only, groups' own breakdowns among them.
  private(set) var figures: Layered<FiguresByMeasure>
  private(set) var declared: [FiguresByMeasure]
  /// Moves in force, in order, with what they did: those of the scenarios from which this one goes on, and its own.
  private var earlierMoves: [[MoveRecord]] = []
  private var ownMoves: [MoveRecord] = []
  private var problems: [Problem] = []
  /// In a sweep: in which steps a move cannot be made, and why.
  var refusals: [(when: NodeID, problem: Problem)] = []
  /// What its amendments read, in other scenarios too.
  var reads = Dependencies()
  /// Programmes of which figures were amended, and the groups that hold them.
  private(set) var touched: Set<ProgrammeID> = []
  /// The same, of this version of the plan and all before it.
  private(set) var amended: Set<ProgrammeID> = []
  /// Whether what was amended is all that differs from the base.
  private(set) var goesOnFromBase = false
  /// Whether it differs from the base in figures alone.
  private(set) var hasRulesOfBase = true
  /// Set once every amendment has been made; until then what is asked is asked of figures that may still change.
  private(set) var isComplete = false
  private var knownTimes: [AxisID: TimeTruths] = [:]
  private var lowering: Set<DeclaredKey> = []
  /// What was found of the programmes' figures as they stand.
  private var found: Layered<ProgrammeTerms>

  private struct DeclaredKey: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
  }

  /// What questions about a programme evaluate to, and its closed periods; all of it is forgotten when a figure changes.
  struct ProgrammeTerms {
    fileprivate var terms: [FigureQuestion: Term] = [:]
    fileprivate var closing: [ClosingQuestion: NodeID] = [:]
  }

  fileprivate struct ClosingQuestion: Hashable {
    let question: Closing.Question
    let period: AxisID
    let context: Context
  }

  fileprivate struct FigureQuestion: Hashable {
    let figure: Figure
    let context: Context
  }

  init(evaluation: PlanEvaluation, scenario: Int) {
    self.evaluation = evaluation
    plan = evaluation.plan
    graph = evaluation.graph
    self.scenario = scenario
    // The base's own are the plan's.
    rules = evaluation.rulesOfPlan
    declared = evaluation.nothingDeclared
    figures = Layered(declared, isShared: true)
    found = Layered(evaluation.nothingFound, isShared: scenario > 0)
  }

  /// The same scenario in a later version of the plan, in which it may go on.
  init(_ earlier: ScenarioState, in evaluation: PlanEvaluation) {
    self.evaluation = evaluation
    plan = evaluation.plan
    graph = evaluation.graph
    scenario = earlier.scenario
    rules = earlier.rules
    figures = earlier.figures
    declared = earlier.declared
    earlierMoves = earlier.earlierMoves
    ownMoves = earlier.ownMoves
    reads = earlier.reads
    isComplete = earlier.isComplete
    amended = earlier.amended
    goesOnFromBase = earlier.goesOnFromBase
    hasRulesOfBase = earlier.hasRulesOfBase
    found = earlier.found
  }

  /// The state, where nothing is wrong with it.
  var result: Result<ScenarioState, PlanEvaluation.ScenarioProblems> {
    problems.isEmpty ? .success(self) : .failure(PlanEvaluation.ScenarioProblems(problems: problems))
  }

  /// True in the steps of a sweep in which some move cannot be made.
  var refused: NodeID? {
    refusals.dropFirst().reduce(refusals.first?.when) { all, next in
      all.map { graph.node(.connect(.or, $0, next.when)) }
    }
  }

  /// Lowers what is declared, then changes it by each amendment in order.
  func applyAmendments() throws(Problem) {
    if let own = amendmentsGoingOn() { return try make(own) }
    let sequence = AmendmentSequence(plan: plan, scenario: scenario)
    problems += sequence.problems
    // Rules first: they hold for the whole scenario, wherever they stand in it.
    for amendment in sequence.amendments { rules.overrule(by: amendment) }
    rules.overrule(asOf: evaluation.asOf)
    hasRulesOfBase = sequence.amendments.allSatisfy(\.isOfFigures)
    // Where no formula is defined anew, what is declared is what it is in the base.
    let redefines = sequence.amendments.contains { if case .define = $0.form { true } else { false } }
    if scenario > 0, !redefines,
      let base = try unlessStopped({ () throws(Problem) in try evaluation.state(0) })
    {
      declared = base.declared
    }
    for programme in plan.programmes.indices.lazy.map(ProgrammeID.init) {
      for measure in measures(declaredIn: programme) {
        do {
          _ = try declaredFigures(programme, measure)
        } catch {
          if error.isCancelled { throw error }
          problems.append(error)
        }
      }
    }
    figures = Layered(declared, isShared: scenario > 0)
    found = Layered(evaluation.nothingFound, isShared: scenario > 0)
    guard problems.isEmpty else { return }
    try make(sequence.amendments(seenAsOf: asOf)[...])
  }

  /// Where the scenario only changes figures, and comes from one other or the base alone, it goes on from where that one
  /// stands: its own amendments are left to be made. `nil` where it has to begin with what is declared.
  private func amendmentsGoingOn() -> ArraySlice<Amendment>? {
    guard let number = plan.scenarioBefore(scenario), evaluation.sweepLength == 1,
      case .success(let before)? = evaluation.states[number], before.isComplete,
      // An amendment that names a scenario reads that one as it stands just then.
      !before.reads.nameScenarios
    else { return nil }
    rules = before.rules
    declared = before.declared
    figures = before.figures.share()
    found = before.found.share()
    earlierMoves = before.earlierMoves + (before.ownMoves.isEmpty ? [] : [before.ownMoves])
    hasRulesOfBase = before.scenario == 0 || before.hasRulesOfBase
    goesOnFromBase = before.scenario == 0 || before.goesOnFromBase
    amended = before.scenario == 0 ? [] : before.amended
    return plan.scenarios[scenario - 1].amendments[...]
  }

  /// Moves in force, in order, with what they did.
  var moves: [MoveRecord] { earlierMoves.flatMap { $0 } + ownMoves }

  /// Makes amendments, of figures or after all settings are known.
  func make(_ amendments: ArraySlice<Amendment>) throws(Problem) {
    isComplete = false
    for amendment in amendments {
      do {
        try apply(amendment)
      } catch {
        if error.isCancelled { throw error }
        problems.append(error)
      }
    }
    isComplete = true
  }

  private func measures(declaredIn programme: ProgrammeID) -> [MeasureID] {
    var measures: [MeasureID] = []
    for figures in plan[programme].figures where !measures.contains(figures.measure) {
      measures.append(figures.measure)
    }
    return measures.sorted()
  }

  private func apply(_ amendment: Amendment) throws(Problem) {
    switch amendment.form {
    case .move(let move): ownMoves.append(try apply(move))
    case .set(let measure, let programme, let place, let value):
      try set(measure, of: programme, place: place, to: value, amendment)
    case .scale(let measure, let programme, let place, let factor):
      try scale(measure, of: programme, place: place, by: factor, amendment)
    case .without, .define, .judge, .lights, .carry, .asOf: break
    }
  }

  var asOf: AsOf? { rules.asOf }

  func carryRule(of programme: ProgrammeID) -> CarryRule {
    rules.carry(of: plan[programme], programme, in: plan)
  }

  /// The periods along which a programme's figures close and are carried over.
  func period(of programme: ProgrammeID) -> AxisID { evaluation.structure.period(of: programme) }

  func lights(of programme: ProgrammeID) -> LightBands {
    rules.lights(of: plan[programme], programme, in: plan)
  }

  /// Truths over the years (where there are several) and the periods of an axis.
  func times(along axis: AxisID) -> TimeTruths {
    if let known = knownTimes[axis] { return known }
    let times = TimeTruths(graph, evaluation, asOf: asOf, along: axis)
    knownTimes[axis] = times
    return times
  }

  private(set) lazy var later = LaterFigures(graph, evaluation, than: asOf)

  /// The figures of a measure as declared; `nil` where the programme has none of its own.
  func declaredFigures(_ programme: ProgrammeID, _ measure: MeasureID) throws(Problem) -> MeasureFigures? {
    if let known = declared[programme.index][measure] { return known }
    let lines = plan[programme].figures.filter { $0.measure == measure }
    guard !lines.isEmpty else { return nil }
    let key = DeclaredKey(programme: programme, measure: measure)
    guard lowering.insert(key).inserted else {
      throw .figureInACircle(plan[programme].name, plan[measure].name, at: lines[0].origin)
    }
    defer { lowering.remove(key) }
    let lowered = try DeclaredLowering(state: self, programme: programme, measure: measure).lower(lines)
    declared[programme.index][measure] = lowered
    return lowered
  }

  /// The figures that a context may see: as declared, or as amended.
  func figures(_ programme: ProgrammeID, _ measure: MeasureID, asDeclared: Bool) throws(Problem)
    -> MeasureFigures?
  {
    if asDeclared { return try declaredFigures(programme, measure) }
    evaluation.readFigures?.insert(.init(programme: programme, measure: measure))
    return figures[programme.index][measure]
  }

  /// Which periods of a programme are closed in a context, found once.
  func closing(
    _ question: Closing.Question, of programme: ProgrammeID, along period: AxisID, in context: Context,
    find: (Context) throws(Problem) -> NodeID
  ) throws(Problem) -> NodeID {
    let key = ClosingQuestion(
      question: question, period: period,
      context: context.with { ($0.scenario, $0.programme) = (0, nil) })
    if let known = found[programme.index].closing[key] { return known }
    let node = try find(context)
    found[programme.index].closing[key] = node
    return node
  }

  /// What a figure of a programme comes to in a context, found once.
  func term(
    _ figure: Figure, of programme: ProgrammeID, in context: Context,
    find: (ScenarioState) throws(Problem) -> Term
  ) throws(Problem) -> Term {
    guard isComplete, !context.isAsDeclared, evaluation.readFigures == nil, evaluation.readReports == nil
    else { return try find(self) }
    let question = FigureQuestion(
      figure: figure,
      // In a scenario that goes on from this one it is the same, as long as no figure is another.
      context: context.with { ($0.scenario, $0.programme, $0.bindings) = (0, nil, nil) })
    if let known = found[programme.index].terms[question] { return known }
    let term = try find(self)
    found[programme.index].terms[question] = term
    return term
  }

  /// Puts figures in the place of others, as an amendment does; what was found of them before is forgotten.
  func put(_ changed: MeasureFigures, as measure: MeasureID, of programme: ProgrammeID) {
    let isKnownAsBefore = isKnown(figures[programme.index][measure], as: changed)
    figures[programme.index][measure] = changed
    forget(programme, settled: !isKnownAsBefore)
    for group in evaluation.structure.groups(holding: programme) { forget(group, settled: !isKnownAsBefore) }
  }

  private func forget(_ programme: ProgrammeID, settled: Bool) {
    touched.insert(programme)
    amended.insert(programme)
    found[programme.index].terms = [:]
    if settled { found[programme.index].closing = [:] }
  }

  /// A programme's own figures of a measure as declared, where there are any.
  func declaredOwn(_ measure: MeasureID, of programme: ProgrammeID) -> MeasureFigures? {
    declared[programme.index][measure]
  }

  /// Whether a programme, or one of its members, declares a figure below zero.
  func declaresNegative(_ measure: MeasureID, of programme: ProgrammeID) throws(Problem) -> Bool {
    for breakdown in declared[programme.index][measure]?.breakdowns ?? []
    where try graph.hasNegative(breakdown.node) { return true }
    for member in plan[programme].members ?? [] where try declaresNegative(measure, of: member) {
      return true
    }
    return false
  }

  /// Whether all figures are known in both, in the same breakdowns: which quarters are settled is then the same.
  private func isKnown(_ before: MeasureFigures?, as after: MeasureFigures) -> Bool {
    guard let before, before.breakdowns.count == after.breakdowns.count else { return false }
    for (old, new) in zip(before.breakdowns, after.breakdowns) where old != new {
      guard old.axes == new.axes, old.suspension == nil, new.suspension == nil,
        graph.isAlwaysKnown(old.node), graph.isAlwaysKnown(new.node)
      else { return false }
    }
    return true
  }
}

extension Problem {
  static func figureInACircle(_ programme: String, _ measure: String, at origin: Origin) -> Problem {
    Problem(
      .circularDefinition, "`\(programme).\(measure)` is declared in terms of itself", at: origin,
      help: "give one of the figures in the circle as a number")
  }
}
