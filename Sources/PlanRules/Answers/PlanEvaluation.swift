/// A plan being asked: its scenarios, each lowered on demand to nodes of one graph.
///
/// Give the graph of an earlier evaluation to ask a changed plan: only what differs is computed.
public final class PlanEvaluation {
  public let plan: Plan
  public let graph: Graph
  /// The command line's word on `as of`, which is the last.
  let asOf: AsOf?
  public let cancellation: Cancellation
  let workspace: Workspace
  let scenarios: Scenarios
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

  struct ClaimKey: Hashable {
    let origin: Origin
    let scenario: Int
  }

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

  /// The plan as its files see it, without the command line's `as of`: what was expected and reported is about that.
  public var asWritten: PlanEvaluation {
    asOf == nil ? self : PlanEvaluation(plan: plan, graph: graph, cancellation: cancellation)
  }

  public var format: FigureFormat { workspace.format }
  /// What is to be said of formulas that stop nothing, each once, in the order in which it was found.
  public var remarks: [Problem] { workspace.remarks }
  var structure: PlanStructure { workspace.structure }
  var sweepLength: Int { workspace.sweepLength }

  /// The figures and rules of a scenario; 0 is the base.
  func state(_ scenario: Int) throws(Problem) -> ScenarioState { try workspace.state(scenario) }

  /// The problems of a scenario's own: amendments that do not fit.
  public func problems(inScenario scenario: Int) -> [Problem] {
    do throws(Problem) {
      _ = try state(scenario)
      return []
    } catch {
      if case .failure(let failure)? = workspace.states[scenario] { return failure.problems }
      return [error]
    }
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

  /// How many members an axis has.
  func count(of axis: AxisID) -> Int { workspace.count(of: axis) }

  func name(of axis: AxisID) -> String { workspace.name(of: axis) }
}
