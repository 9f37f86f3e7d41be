/// A plan being asked: its scenarios, each lowered on demand to nodes of one graph.
///
/// Give the graph of an earlier evaluation to ask a changed plan: only what differs is computed.
public final class PlanEvaluation {
  public let plan: Plan
  public private(set) lazy var format = FigureFormat(
    units: plan.units, landmarks: landmarks, era: plan.calendar.era)
  public let graph: Graph
  /// The command line's word on `as of`, which is the last.
  let asOf: AsOf?
  var states: [Int: Result<ScenarioState, ScenarioProblems>] = [:]
  var lettings: [LettingKey: Derived<Term>] = [:]
  var judging: Set<JudgingKey> = []
  /// Each claim is judged once, however often it is asked for.
  var judgedClaims: [ClaimKey: Derived<[ClaimFinding]>] = [:]
  /// The verdicts of a scenario, by KPI.
  var knownVerdicts: [Int: [JudgedKPI?]] = [:]
  /// Formulas with a name that were looked through in a scenario, and are sound.
  var soundLets: [Int: [LetID: Dependencies]] = [:]
  /// Of scenarios of which only that was looked through which is not as it is in the base.
  var differingRules: [Int: DifferingRules] = [:]
  /// Found once the base was looked through.
  lazy var readers = RuleReaders(of: self)
  /// Questions that were answered, so that one that is asked again is only asked where something changed.
  var answered = AnsweredQuestions()
  /// Guards against formulas that grow without end when expanded.
  var steps = 0
  /// How deep formulas stand in one another just now.
  var depth = 0
  public let cancellation: Cancellation

  /// What is to be said of formulas that stop nothing, each once, in the order in which it was found.
  public private(set) var remarks: [Problem] = []
  /// Which figures were read, for whoever asks for them to be noted.
  var readFigures: Set<ReadFigure>?
  /// Reports that rules read in periods, kept where they are asked for.
  var readReports: [ReadReport]?
  /// The scenarios that are being built just now, each for the one before it.
  private var building: [Int] = []
  /// What is noted of the answer that is being found just now.
  private var dependencies: Dependencies?

  struct ReadFigure: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
  }

  struct ReadReport: Hashable {
    let question: Closing.Question
    let programme: ProgrammeID
    let context: Context
  }

  struct LettingKey: Hashable {
    let name: LetID
    let context: Context
  }

  struct ClaimKey: Hashable {
    let origin: Origin
    let scenario: Int
  }

  struct JudgingKey: Hashable {
    let kpi: KPIID
    let scenario: Int
  }

  struct ScenarioProblems: Error {
    let problems: [Problem]
  }

  public convenience init(
    plan: Plan, graph: Graph = Graph(), asOf: AsOf? = nil, cancellation: Cancellation = Cancellation()
  ) {
    self.init(plan: plan, graph: graph, asOf: asOf, cancellation: cancellation, sweepLength: 1)
  }

  /// - Parameter sweepLength: how many steps a sweep has.
  init(plan: Plan, graph: Graph, asOf: AsOf?, cancellation: Cancellation, sweepLength: Int) {
    self.sweepLength = sweepLength
    self.cancellation = cancellation
    self.plan = plan
    self.graph = graph
    self.asOf = asOf
    graph.serve(plan.limits, cancellation)
  }

  /// The plan as its files see it, without the command line's `as of`: what was expected and reported is about that.
  public var asWritten: PlanEvaluation {
    asOf == nil ? self : PlanEvaluation(plan: plan, graph: graph, cancellation: cancellation)
  }

  /// The figures and rules of a scenario; 0 is the base.
  func state(_ scenario: Int) throws(Problem) -> ScenarioState {
    if let known = states[scenario] { return try unwrap(known) }
    try buildThose(before: scenario)
    let state = ScenarioState(evaluation: self, scenario: scenario)
    return try unwrap(build(state) { () throws(Problem) in try state.applyAmendments() })
  }

  /// Builds the scenarios from which one goes on, the earliest first: while it is being built itself they could not read it.
  private func buildThose(before scenario: Int) throws(Problem) {
    guard sweepLength == 1 else { return }
    var waiting: [Int] = []
    var next = plan.scenarioBefore(scenario)
    while let before = next, states[before] == nil, waiting.count <= plan.scenarios.count {
      waiting.append(before)
      next = plan.scenarioBefore(before)
    }
    for before in waiting.reversed() {
      _ = try unlessStopped { () throws(Problem) in try state(before) }
    }
  }

  private func unwrap(_ result: Result<ScenarioState, ScenarioProblems>) throws(Problem) -> ScenarioState {
    switch result {
    case .success(let state): return state
    case .failure(let failure): throw failure.problems[0]
    }
  }

  /// Keeps a state, once it was amended.
  @discardableResult
  func build(
    _ state: ScenarioState, amend: () throws(Problem) -> Void
  ) throws(Problem) -> Result<ScenarioState, ScenarioProblems> {
    // As far as it is, its own amendments may ask it.
    states[state.scenario] = .success(state)
    building.append(state.scenario)
    // What it reads is its own: an answer depends on the scenario, whoever was the first to ask.
    let outer = dependencies
    defer {
      dependencies = outer
      building.removeLast()
    }
    do throws(Problem) {
      state.reads.formUnion(try deriving(amend).dependencies)
    } catch {
      // What was cancelled is no state: it is built when it is asked for again.
      states[state.scenario] = nil
      throw error
    }
    states[state.scenario] = state.result
    return state.result
  }

  /// Refuses to read a scenario that itself waits for the one that is being built.
  func requireNoCircle(through scenario: Int, at origin: Origin) throws(Problem) {
    guard let last = building.last, last != scenario, building.contains(scenario) else { return }
    let names = [scenario, last].map { $0 == 0 ? "base" : plan.scenarios[$0 - 1].name }
    throw .scenariosInACircle(names[0], names[1], at: origin)
  }

  /// The problems of a scenario's own: amendments that do not fit.
  public func problems(inScenario scenario: Int) -> [Problem] {
    do throws(Problem) {
      _ = try state(scenario)
      return []
    } catch {
      if case .failure(let failure)? = states[scenario] { return failure.problems }
      return [error]
    }
  }

  /// Lowers a formula with a name once for each context in which it is asked.
  func letting(_ name: LetID, in context: Context, lower: () throws(Problem) -> Term) throws(Problem) -> Term
  {
    guard readFigures == nil, readReports == nil, try state(context.scenario).isComplete else {
      return try lower()
    }
    let key = LettingKey(name: name, context: context)
    if let known = lettings[key] {
      depend(on: known.dependencies)
      return known.value
    }
    let derived = try deriving(lower)
    lettings[key] = derived
    return derived.value
  }

  /// What is found of an answer of which a part may be lacking; `nil` where the plan has no answer.
  ///
  /// A stop is kept: whoever shows the answer has it thrown by `cancellation` at the end.
  func attempt<Found>(_ find: () throws(Problem) -> Found) -> Found? {
    do throws(Problem) {
      return try find()
    } catch {
      if error.isStop { cancellation.cancel(because: error) }
      return nil
    }
  }

  /// The figures of a node for an answer of which a part may be lacking.
  func column(_ node: NodeID) -> Column? {
    attempt { () throws(Problem) in try graph.column(node, at: .none) }
  }

  /// A scenario for an answer of which a part may be lacking.
  func knownState(_ scenario: Int) -> ScenarioState? {
    attempt { () throws(Problem) in try state(scenario) }
  }

  func remark(_ problem: Problem) { if !remarks.contains(problem) { remarks.append(problem) } }

  func takeOverRemarks(from earlier: PlanEvaluation) {
    guard !remarks.isEmpty else { return remarks = earlier.remarks }
    for remark in earlier.remarks { self.remark(remark) }
  }

  // MARK: Dependencies

  /// Notes what an answer depends on while it is found.
  func deriving<Value, X: Error>(_ find: () throws(X) -> Value) throws(X) -> Derived<Value> {
    var outer = dependencies
    dependencies = Dependencies()
    defer {
      if let inner = dependencies { outer?.formUnion(inner) }
      dependencies = outer
    }
    let value = try find()
    return Derived(value: value, dependencies: dependencies ?? Dependencies())
  }

  func depend(on programme: ProgrammeID, scenario: Int) {
    dependencies?.insert(programme, scenario: scenario)
  }

  func depend(onScenario scenario: Int) { dependencies?.insert(scenario: scenario) }

  func depend(on others: Dependencies) { dependencies?.formUnion(others) }

  func depend(onNamedScenario scenario: Int) { dependencies?.insert(named: scenario) }

  func dependOnAllScenarios() { dependencies?.insertAllScenarios() }

  // MARK: Structure

  lazy var structure = PlanStructure(plan)
  /// What every scenario begins with.
  lazy var rulesOfPlan = ScenarioRules(of: plan)
  private(set) lazy var nothingDeclared = [FiguresByMeasure](
    repeating: FiguresByMeasure(), count: plan.programmes.count)
  private(set) lazy var nothingFound = [ScenarioState.ProgrammeTerms](
    repeating: .init(), count: plan.programmes.count)
  var nesting: AxisNesting { structure.nesting }

  /// How many members an axis has.
  func count(of axis: AxisID) -> Int {
    switch axis {
    case .step: sweepLength
    case .scenario: plan.scenarios.count + 1
    default: structure.count(of: axis)
    }
  }

  let sweepLength: Int

  func name(of axis: AxisID) -> String { plan.axis(axis).name }

  /// How far formulas may grow when they are expanded, and how deep.
  static let stepLimit = 4_000_000
  static let depthLimit = 10_000
}

extension Problem {
  fileprivate static func scenariosInACircle(_ one: String, _ other: String, at origin: Origin) -> Problem {
    Problem(
      .circularDefinition, "`\(one)` and `\(other)` read each other's figures", at: origin,
      help: "write one of the figures as a number")
  }
}
