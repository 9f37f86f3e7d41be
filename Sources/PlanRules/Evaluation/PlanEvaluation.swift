/// A plan being asked: its scenarios, each lowered on demand to nodes of one graph.
///
/// Give the graph of an earlier evaluation to ask a changed plan: only what differs is computed.
public final class PlanEvaluation {
  public let plan: Plan
  public let format: FigureFormat
  public let graph: Graph
  /// The command line's word on `as of`, which is the last.
  let asOf: Moment?
  private var states: [Int: Result<ScenarioState, ScenarioProblems>] = [:]
  private var lettings: [LettingKey: Term] = [:]
  var judging: Set<JudgingKey> = []
  /// Each claim is judged once, however often it is asked for.
  var judgedClaims: [ClaimKey: [ClaimFinding]] = [:]
  var knownVerdicts: [Int: [KPIVerdict]] = [:]
  /// Scenarios of which all rules and formulas were looked through, and nothing was found.
  var scenariosWithSoundRules: Set<Int> = []
  /// Guards against formulas that grow without end when expanded.
  var steps = 0
  /// How deep formulas stand in one another just now.
  var depth = 0
  public let interruption: Interruption

  /// Which figures were read, for whoever asks for them to be noted.
  var readFigures: Set<ReadFigure>?

  struct ReadFigure: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
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
    plan: Plan, graph: Graph = Graph(), asOf: Moment? = nil, interruption: Interruption = Interruption()
  ) {
    self.init(plan: plan, graph: graph, asOf: asOf, interruption: interruption, sweepLength: 1)
  }

  /// - Parameter sweepLength: how many steps a sweep has.
  init(plan: Plan, graph: Graph, asOf: Moment?, interruption: Interruption, sweepLength: Int) {
    self.sweepLength = sweepLength
    self.interruption = interruption
    self.plan = plan
    self.graph = graph
    self.asOf = asOf
    format = FigureFormat(units: plan.units)
  }

  /// The plan as its files see it, without the command line's `as of`: what was expected and reported is about that.
  public var asWritten: PlanEvaluation {
    asOf == nil ? self : PlanEvaluation(plan: plan, graph: graph, interruption: interruption)
  }

  /// The figures and rules of a scenario; 0 is the base.
  func state(_ scenario: Int) throws -> ScenarioState {
    if let known = states[scenario] { return try unwrap(known) }
    let built = build(scenario)
    // What was given up is no state: it is built when it is asked for again.
    states[scenario] = interruption.happened ? nil : built
    return try unwrap(built)
  }

  private func unwrap(_ result: Result<ScenarioState, ScenarioProblems>) throws -> ScenarioState {
    switch result {
    case .success(let state): return state
    case .failure(let failure): throw failure.problems[0]
    }
  }

  /// The state of a scenario that goes on from an earlier one where it can.
  func state(_ scenario: Int, after earlier: ScenarioState) throws -> ScenarioState {
    let built = build(scenario, after: earlier)
    states[scenario] = interruption.happened ? nil : built
    return try unwrap(built)
  }

  private func build(_ scenario: Int, after earlier: ScenarioState? = nil)
    -> Result<ScenarioState, ScenarioProblems>
  {
    let state = ScenarioState(evaluation: self, scenario: scenario)
    states[scenario] = .success(state)
    state.applyAmendments(after: earlier)
    return state.problems.isEmpty ? .success(state) : .failure(ScenarioProblems(problems: state.problems))
  }

  /// The problems of a scenario's own: amendments that do not fit.
  public func problems(inScenario scenario: Int) -> [Problem] {
    _ = try? state(scenario)
    if case .failure(let failure)? = states[scenario] { return failure.problems }
    return []
  }

  /// Lowers a formula with a name once for each context in which it is asked.
  func letting(_ name: LetID, in context: Context, lower: () throws -> Term) throws -> Term {
    guard try state(context.scenario).isComplete else { return try lower() }
    let key = LettingKey(name: name, context: context)
    if let term = lettings[key] { return term }
    let term = try lower()
    lettings[key] = term
    return term
  }

  private(set) lazy var nesting = AxisNesting(plan)

  /// How many members an axis has.
  func count(of axis: AxisID) -> Int { counts[axis] ?? 1 }

  private let sweepLength: Int

  private lazy var counts: [AxisID: Int] = {
    var counts: [AxisID: Int] = [
      .step: sweepLength,
      .scenario: plan.scenarios.count + 1, .programme: plan.leaves.count, .group: plan.groups.count,
    ]
    for axis in plan.axes { counts[axis.id] = axis.members.count }
    return counts
  }()

  func name(of axis: AxisID) -> String { plan.axis(axis).name }

  /// How far formulas may grow when they are expanded, and how deep.
  static let stepLimit = 4_000_000
  static let depthLimit = 10_000
}
