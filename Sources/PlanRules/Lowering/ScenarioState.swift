/// A scenario after its amendments: figures as nodes of the graph, rules and settings.
///
/// It is built by a `ScenarioBuilder`, and only read by everything else.
final class ScenarioState {
  unowned let workspace: Workspace
  // These are the workspace's, stored here because they are used all the time.
  let plan: Plan
  let graph: Graph
  let scenario: ScenarioID
  var rules: ScenarioRules
  /// Figures by programme and measure: own figures only, including the own breakdowns of groups.
  var figures: Layered<FiguresByMeasure>
  var declared: [FiguresByMeasure]
  /// Moves in force, in order, with their effects: those of the scenarios that this one extends, and its own.
  var earlierMoves: [[MoveRecord]] = []
  var ownMoves: [MoveRecord] = []
  var problems: [Problem] = []
  /// In a sweep: the steps in which a move cannot be made, and why.
  var refusals: [(when: NodeID, problem: Problem)] = []
  /// What its amendments read, including reads in other scenarios.
  var reads = Reads()
  /// Programmes whose figures were amended, and the groups that hold them.
  private(set) var touched: Set<ProgrammeID> = []
  /// The same, for this version of the plan and all earlier ones.
  var amended: Set<ProgrammeID> = []
  /// Whether the amended figures are all that differs from the base.
  var extendsBase = false
  /// Whether it differs from the base in its figures alone.
  var hasRulesOfBase = true
  /// Set once every amendment has been made; until then, figures that are read may still change.
  var isComplete = false
  private var knownTimes: [AxisID: TimeTruths] = [:]
  /// Declared figures that are currently being lowered.
  var lowering: Set<ReadFigure> = []
  /// Cached results for the figures of the programmes in their current state.
  var found: Layered<ProgrammeTerms>

  /// Cached figures and closed periods of a programme; all of them are discarded when a figure changes.
  struct ProgrammeTerms {
    fileprivate var terms: [FigureQuestion: Term] = [:]
    fileprivate var closing: [ClosingQuestion: NodeID] = [:]
    /// Whether members have figures, by measure; empty until one is asked for.
    fileprivate var membersHave: [Bool?] = []
  }

  fileprivate struct ClosingQuestion: Hashable {
    let question: ReportQuestion
    let period: AxisID
    let context: Context
  }

  fileprivate struct FigureQuestion: Hashable {
    let figure: Figure
    let context: Context
  }

  init(workspace: Workspace, scenario: ScenarioID) {
    self.workspace = workspace
    plan = workspace.plan
    graph = workspace.graph
    self.scenario = scenario
    // The base's rules are the plan's.
    rules = workspace.rulesOfPlan
    declared = workspace.emptyFigures
    figures = Layered(declared, isShared: true)
    found = Layered(workspace.emptyTerms, isShared: scenario > .base)
  }

  /// The same scenario in a later version of the plan, which may add amendments to it.
  init(_ earlier: ScenarioState, in workspace: Workspace) {
    self.workspace = workspace
    plan = workspace.plan
    graph = workspace.graph
    scenario = earlier.scenario
    rules = earlier.rules
    figures = earlier.figures
    declared = earlier.declared
    earlierMoves = earlier.earlierMoves
    ownMoves = earlier.ownMoves
    reads = earlier.reads
    isComplete = earlier.isComplete
    amended = earlier.amended
    extendsBase = earlier.extendsBase
    hasRulesOfBase = earlier.hasRulesOfBase
    found = earlier.found
  }

  /// The state, if nothing is wrong with it.
  var result: Result<ScenarioState, ScenarioProblems> {
    problems.isEmpty ? .success(self) : .failure(ScenarioProblems(problems: problems))
  }

  /// True in the steps of a sweep in which some move cannot be made.
  var refused: NodeID? {
    refusals.dropFirst().reduce(refusals.first?.when) { all, next in
      all.map { graph.node(.connect(.or, $0, next.when)) }
    }
  }

  /// Moves in force, in order, with their effects.
  var moves: [MoveRecord] { earlierMoves.flatMap { $0 } + ownMoves }

  var asOf: AsOf? { rules.asOf }

  func carryRule(of programme: ProgrammeID) -> CarryRule {
    rules.carry(of: plan[programme], programme, in: plan)
  }

  /// The periods in which a programme's figures close and are carried over.
  func period(of programme: ProgrammeID) -> AxisID { workspace.structure.period(of: programme) }

  func lights(of programme: ProgrammeID) -> LightBands {
    rules.lights(of: plan[programme], programme, in: plan)
  }

  /// Truths over the years (where there are several) and the periods of an axis.
  func times(along axis: AxisID) -> TimeTruths {
    if let known = knownTimes[axis] { return known }
    let times = TimeTruths(graph, workspace.structure, asOf: asOf, along: axis)
    knownTimes[axis] = times
    return times
  }

  private(set) lazy var later = LaterFigures(graph, workspace.structure, of: plan.calendar, than: asOf)

  /// The figures of a measure as declared; `nil` if the programme has none of its own.
  func declaredFigures(_ programme: ProgrammeID, _ measure: MeasureID) throws(Problem) -> MeasureFigures? {
    if let known = declared[programme.index][measure] { return known }
    return try workspace.source.declaredFigures(programme, measure, in: self)
  }

  /// The figures that a context may read: as declared, or as amended.
  func figures(_ programme: ProgrammeID, _ measure: MeasureID, asDeclared: Bool) throws(Problem)
    -> MeasureFigures?
  {
    if asDeclared { return try declaredFigures(programme, measure) }
    workspace.readFigures?.insert(.init(programme: programme, measure: measure))
    return figures[programme.index][measure]
  }

  /// Which periods of a programme are closed in a context, cached.
  func closing(
    _ question: ReportQuestion, of programme: ProgrammeID, along period: AxisID, in context: Context,
    find: (Context) throws(Problem) -> NodeID
  ) throws(Problem) -> NodeID {
    let key = ClosingQuestion(
      question: question, period: period,
      context: context.with { ($0.scenario, $0.programme) = (.base, nil) })
    if let known = found[programme.index].closing[key] { return known }
    let node = try find(context)
    found[programme.index].closing[key] = node
    return node
  }

  /// A figure of a programme in a context, cached.
  func term(
    _ figure: Figure, of programme: ProgrammeID, in context: Context,
    find: (ScenarioState) throws(Problem) -> Term
  ) throws(Problem) -> Term {
    guard isComplete, !context.isAsDeclared, workspace.readFigures == nil, workspace.readReports == nil
    else { return try find(self) }
    let question = FigureQuestion(
      figure: figure,
      // In a scenario that extends this one it is the same, as long as no figure has changed.
      context: context.with { ($0.scenario, $0.programme, $0.bindings) = (.base, nil, nil) })
    if let known = found[programme.index].terms[question] { return known }
    let term = try find(self)
    found[programme.index].terms[question] = term
    return term
  }

  /// Whether a member of a group has figures of a measure, cached: groups may contain one another, and each asks its
  /// members for every figure.
  func membersHave(
    _ measure: MeasureID, in group: ProgrammeID, _ context: Context, find: () throws(Problem) -> Bool
  ) throws(Problem) -> Bool {
    guard isComplete, !context.isAsDeclared, workspace.readFigures == nil, workspace.readReports == nil
    else { return try find() }
    let known = found[group.index].membersHave
    if measure.index < known.count, let have = known[measure.index] { return have }
    let have = try find()
    if found[group.index].membersHave.isEmpty {
      found[group.index].membersHave = [Bool?](repeating: nil, count: plan.measures.count)
    }
    found[group.index].membersHave[measure.index] = have
    return have
  }

  /// Replaces figures, as an amendment does; cached results for the old ones are discarded.
  func put(_ changed: MeasureFigures, as measure: MeasureID, of programme: ProgrammeID) {
    let before = figures[programme.index][measure]
    let isKnownAsBefore = isKnown(before, as: changed)
    figures[programme.index][measure] = changed
    forget(programme, closed: !isKnownAsBefore)
    for group in workspace.structure.groups(holding: programme) {
      forget(group, closed: !isKnownAsBefore)
      if before == nil { found[group.index].membersHave = [] }
    }
  }

  private func forget(_ programme: ProgrammeID, closed: Bool) {
    touched.insert(programme)
    amended.insert(programme)
    found[programme.index].terms = [:]
    if closed { found[programme.index].closing = [:] }
  }

  /// The unit that a figure of a measure takes by default.
  func defaultUnit(_ measure: MeasureID, of programme: ProgrammeID) -> FigureUnit {
    if let unit = plan[measure].unit { return unit }
    if plan[measure].isMoney {
      // If there are several currencies, the unit is that of its figures, or of its members.
      let only = plan.units.onlyCurrency.map { FigureUnit.unit($0) }
      if let own = only ?? figures[programme.index][measure]?.unit { return own }
      let members = plan[programme].members ?? []
      return members.map { defaultUnit(measure, of: $0) }.first { $0 != .number } ?? .number
    }
    return plan[programme].unit
  }

  /// A programme's own figures of a measure as declared, if there are any.
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

  /// Whether all figures are known before and after, in the same breakdowns; then the same quarters are
  /// closed.
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
