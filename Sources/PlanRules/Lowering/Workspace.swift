/// What lowering works with: the plan, its graph, what is known of the scenarios, and what is noted on the way.
///
/// One for each version of a plan that is asked. Lowering reads scenarios through it, and has those built that are not there
/// yet.
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

  /// The scenarios that were built, or could not be.
  var states = ScenarioStates()
  private(set) var store: QueryStore
  private(set) lazy var letTerms = Query<LetInContext, Term>(store)
  /// The rules that are being lowered just now.
  var judging: Set<JudgedRule> = []
  /// Guards against formulas that grow without end when expanded.
  var steps = 0
  /// How deep formulas stand in one another just now.
  var depth = 0

  /// What is to be said of formulas that stop nothing, each once, in the order in which it was found.
  private(set) var remarks: [Problem] = []
  /// Which figures were read, for whoever asks for them to be noted.
  var readFigures: Set<ReadFigure>?
  /// Reports that rules read in periods, kept where they are asked for.
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

  /// Lowers a formula with a name once for each context in which it is asked.
  func formula(_ name: LetID, in context: Context, lower: () throws(Problem) -> Term) throws(Problem) -> Term
  {
    guard readFigures == nil, readReports == nil, try state(context.scenario).isComplete else {
      return try lower()
    }
    return try letTerms.get(LetInContext(name: name, context: context)) { () throws(Problem) in
      // Its formula is the scenario's, whatever it reads besides.
      store.read(scenario: context.scenario)
      return try lower()
    }
  }

  func remark(_ problem: Problem) { if !remarks.contains(problem) { remarks.append(problem) } }

  /// Takes over what was found of an earlier version of a plan that declares the same.
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

  /// What every scenario begins with.
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

  /// How far formulas may grow when they are expanded.
  static let stepLimit = 4_000_000
  /// How deep formulas may stand in one another. Each level takes up to 10 KB of stack: a program that uses this library without
  /// the command line lowers plans of others on a stack of at least 128 MB, as `codi-plan` does.
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

/// Works out what lowering needs and does not find itself.
protocol ScenarioSource: AnyObject {
  /// Builds a scenario that was not built yet.
  func build(_ scenario: ScenarioID) throws(Problem) -> ScenarioState
  /// Refuses to read a scenario that itself waits for the one that is being built.
  func requireNoCircle(through scenario: ScenarioID, at origin: Origin) throws(Problem)
  /// Lowers the figures that a programme declares for a measure; `nil` where there are none.
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
