/// The working state of lowering: the plan, its graph, what is known about the scenarios, and notes made on
/// the way.
///
/// There is one for each version of a plan that is evaluated. Lowering reads scenarios through it; those that
/// do not exist yet are built on demand.
final class Workspace {
  let plan: Plan
  let graph: Graph
  /// The `as of` of the command line, which overrules the plan's.
  let asOf: AsOf?
  let cancellation: Cancellation
  /// How many steps a sweep has; 1 without one.
  let sweepLength: Int
  private(set) lazy var format = FigureFormat(
    units: plan.units, landmarks: RatioLandmarks.all(of: plan, declared: structure.landmarks),
    era: plan.calendar.era)
  /// Builds scenarios and declared figures.
  unowned let source: any ScenarioSource

  /// The scenarios that were built, or that failed to build.
  var states = ScenarioStates()
  private(set) var store: QueryStore
  private(set) lazy var letTerms = Query<LetInContext, Term>(store)
  /// The rules that are currently being lowered.
  var judging: Set<JudgedRule> = []
  /// Guards against formulas that would expand without end.
  var steps = 0
  /// The current nesting depth of formulas.
  var depth = 0

  /// Remarks on formulas that do not stop anything, each once, in the order in which they were found.
  private(set) var remarks: [Problem] = []
  /// The figures that were read, if a caller asked to have them recorded.
  var readFigures: Set<ReadFigure>?
  /// The reports that rules read in periods, if a caller asked to have them recorded.
  var readReports: [ReadReport]?

  /// What follows from the declarations alone.
  lazy var structure = PlanStructure(plan)

  init(
    plan: Plan, graph: Graph, asOf: AsOf?, cancellation: Cancellation, sweepLength: Int,
    source: any ScenarioSource
  ) {
    self.plan = plan
    self.graph = graph
    self.asOf = asOf
    self.cancellation = cancellation
    self.sweepLength = sweepLength
    self.source = source
    store = QueryStore(programmes: plan.programmes.count)
    graph.serve(plan.limits, cancellation)
  }

  /// The figures and rules of a scenario.
  func state(_ scenario: ScenarioID) throws(Problem) -> ScenarioState {
    switch states[scenario] {
    case .success(let state)?: state
    case .failure(let failure)?: throw failure.problems[0]
    case nil: try source.build(scenario)
    }
  }

  /// Lowers a named formula once for each context in which it is used.
  func formula(_ name: LetID, in context: Context, lower: () throws(Problem) -> Term) throws(Problem) -> Term
  {
    guard readFigures == nil, readReports == nil, try state(context.scenario).isComplete else {
      return try lower()
    }
    return try letTerms.get(LetInContext(name: name, context: context)) { () throws(Problem) in
      // The formula depends on its scenario, whatever else it reads.
      store.read(scenario: context.scenario)
      return try lower()
    }
  }

  func remark(_ problem: Problem) { if !remarks.contains(problem) { remarks.append(problem) } }

  /// Takes over the results of an earlier version of a plan that declares the same.
  func inherit(from earlier: Workspace) {
    store = QueryStore(after: earlier.store)
    letTerms = Query(store, after: earlier.letTerms)
    structure = earlier.structure
    takeOverRemarks(from: earlier)
  }

  private func takeOverRemarks(from earlier: Workspace) {
    guard !remarks.isEmpty else { return remarks = earlier.remarks }
    for remark in earlier.remarks { self.remark(remark) }
  }

  // MARK: Structure

  /// The rules with which every scenario starts.
  lazy var rulesOfPlan = ScenarioRules(of: plan)
  private(set) lazy var emptyFigures = [FiguresByMeasure](
    repeating: FiguresByMeasure(), count: plan.programmes.count)
  private(set) lazy var emptyTerms = [ScenarioState.ProgrammeTerms](
    repeating: .init(), count: plan.programmes.count)
  var nesting: AxisNesting { structure.nesting }

  /// How many members an axis has.
  func count(of axis: AxisID) -> Int {
    switch axis {
    case .step: sweepLength
    case .scenario: plan.scenarioIDs.count
    default: structure.count(of: axis)
    }
  }

  func name(of axis: AxisID) -> String { plan.axis(axis).name }

  /// How many steps the expansion of formulas may take.
  static let stepLimit = 4_000_000
  /// How deeply formulas may be nested. Each level takes up to 10 KB of stack: a program that uses this
  /// library without the command line must lower untrusted plans on a stack of at least 128 MB, as
  /// `codi-plan` does.
  static let depthLimit = 10_000
}

/// A figure that was read.
struct ReadFigure: Hashable {
  let programme: ProgrammeID
  let measure: MeasureID
}

/// A report that a rule asked for, in a context.
struct ReadReport: Hashable {
  let question: ReportQuestion
  let programme: ProgrammeID
  let context: Context
}

struct LetInContext: Hashable {
  let name: LetID
  let context: Context
}

/// A rule in a scenario.
struct JudgedRule: Hashable {
  let kpi: KPIID
  let scenario: ScenarioID
}

/// What is wrong with the amendments of a scenario; at least one problem.
struct ScenarioProblems: Error {
  let problems: [Problem]
}

/// Provides what lowering needs but does not compute itself.
protocol ScenarioSource: AnyObject {
  /// Builds a scenario that has not been built yet.
  func build(_ scenario: ScenarioID) throws(Problem) -> ScenarioState
  /// Refuses to read a scenario that is itself waiting for the one being built.
  func requireNoCircle(through scenario: ScenarioID, at origin: Origin) throws(Problem)
  /// Lowers the figures that a programme declares for a measure; `nil` if there are none.
  func declaredFigures(
    _ programme: ProgrammeID, _ measure: MeasureID, in state: ScenarioState
  ) throws(Problem) -> MeasureFigures?
}

/// The scenarios that were built, or could not be, in the order of the plan.
struct ScenarioStates {
  private var results: [Result<ScenarioState, ScenarioProblems>?] = []

  subscript(scenario: ScenarioID) -> Result<ScenarioState, ScenarioProblems>? {
    get { scenario.member < results.count ? results[scenario.member] : nil }
    set {
      while results.count <= scenario.member { results.append(nil) }
      results[scenario.member] = newValue
    }
  }
}
