/// Evaluates a plan: its scenarios, each lowered on demand to nodes of one graph.
///
/// Pass the graph of an earlier evaluation to evaluate a changed plan: only what differs is computed.
public final class PlanEvaluation {
  /// The plan that is evaluated.
  public let plan: Plan
  /// The graph that holds what was computed; pass it to the next evaluation to reuse it.
  public let graph: Graph
  /// The command line's `as of`, which overrides all others.
  let asOf: AsOf?
  /// Stops long work: once it is cancelled, every question throws.
  public let cancellation: Cancellation
  let workspace: Workspace
  let scenarios: Scenarios
  private(set) lazy var verdicts = ScenarioQuery<KPIVerdict>(workspace.store)
  /// Named formulas that can be lowered in a scenario.
  private(set) lazy var checkedLets = ScenarioQuery<Void>(workspace.store)
  private(set) lazy var claims = Query<ClaimInScenario, [ClaimFinding]>(workspace.store)
  /// Recently answered questions.
  var answered = AnsweredQuestions()
  /// Computed on first use, once the base has been checked.
  private(set) lazy var readers = RuleReaders(of: self)

  struct ClaimInScenario: Hashable {
    let origin: Origin
    let scenario: ScenarioID
  }

  /// Creates an evaluation of a plan; nothing is computed until it is needed.
  ///
  /// - Parameter asOf: overrides the `as of` of the plan and of every scenario; `nil` leaves them in force.
  public convenience init(
    plan: Plan, graph: Graph = Graph(), asOf: AsOf? = nil, cancellation: Cancellation = Cancellation()
  ) {
    self.init(plan: plan, graph: graph, asOf: asOf, cancellation: cancellation, sweepLength: 1)
  }

  /// - Parameter sweepLength: how many steps a sweep has.
  init(plan: Plan, graph: Graph, asOf: AsOf?, cancellation: Cancellation, sweepLength: Int) {
    self.plan = plan
    self.graph = graph
    self.asOf = asOf
    self.cancellation = cancellation
    scenarios = Scenarios()
    workspace = Workspace(
      plan: plan, graph: graph, asOf: asOf, cancellation: cancellation, sweepLength: sweepLength,
      source: scenarios)
    scenarios.workspace = workspace
  }

  /// The plan as its files see it, without the command line's `as of`: expectations and reported figures
  /// refer to that.
  public var asWritten: PlanEvaluation {
    asOf == nil ? self : PlanEvaluation(plan: plan, graph: graph, cancellation: cancellation)
  }

  /// How figures and days are printed: in the plan's units and era, percentages with enough places to tell
  /// them apart from the ratios that they are judged by.
  public var format: FigureFormat { workspace.format }
  /// Remarks on formulas that do not stop anything, each once, in the order in which they were found.
  public var remarks: [Problem] { workspace.remarks }
  var structure: PlanStructure { workspace.structure }
  var sweepLength: Int { workspace.sweepLength }

  /// The figures and rules of a scenario.
  func state(_ scenario: ScenarioID) throws(Problem) -> ScenarioState { try workspace.state(scenario) }

  /// Takes over the results of an earlier version of a plan that declares the same.
  func takeOver(from earlier: PlanEvaluation) {
    workspace.inherit(from: earlier.workspace)
    verdicts = ScenarioQuery(workspace.store, after: earlier.verdicts)
    checkedLets = ScenarioQuery(workspace.store, after: earlier.checkedLets)
    claims = Query(workspace.store, after: earlier.claims)
    answered = earlier.answered
  }

  /// The problems of a scenario itself: amendments that do not fit.
  public func problems(inScenario scenario: ScenarioID) -> [Problem] {
    do throws(Problem) {
      _ = try state(scenario)
      return []
    } catch {
      if case .failure(let failure)? = workspace.states[scenario] { return failure.problems }
      return [error]
    }
  }

  /// The result of `find` for an answer that may lack a part; `nil` if the plan has no answer.
  ///
  /// A stop is not lost: `cancellation` throws it at the end, before the answer is shown.
  func attempt<Found>(_ find: () throws(Problem) -> Found) -> Found? {
    do throws(Problem) {
      return try find()
    } catch {
      if error.isStop { cancellation.cancel(because: error) }
      return nil
    }
  }

  /// The figures of a node for an answer that may lack a part.
  func column(_ node: NodeID) -> Column? {
    attempt { () throws(Problem) in try graph.column(node, at: .none) }
  }

  /// A scenario for an answer that may lack a part.
  func knownState(_ scenario: ScenarioID) -> ScenarioState? {
    attempt { () throws(Problem) in try state(scenario) }
  }

  /// How many members an axis has.
  func count(of axis: AxisID) -> Int { workspace.count(of: axis) }

  func name(of axis: AxisID) -> String { workspace.name(of: axis) }
}
