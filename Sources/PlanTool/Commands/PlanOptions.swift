import ArgumentParser
import Glibc
import PlanLang
import PlanRules

extension OutputFormat: ExpressibleByArgument {}

/// Options of every command that reads plans.
struct PlanOptions: ParsableArguments {
  @Argument(help: "Plan files, or `-` for standard input.", completion: .file(extensions: ["plan"]))
  var files: [String] = []

  @Option(
    name: [.customLong("allow-path"), .customLong("allow")],
    help: "A further folder whose files may be read.", completion: .directory)
  var folders: [String] = []

  @Option(name: .customLong("limit"), help: LimitOption.help)
  var raised: [LimitOption] = []

  var limits: Limits { Limits(raised) }

  /// The time limit for a statement in seconds, if one was given.
  var patience: Int? { raised.last { $0.name == .seconds }?.value }
}

/// Options of every command that prints figures.
struct AnswerOptions: ParsableArguments {
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("as-of"),
    help:
      "See the plan as it was known at the end of a period, or on a day: Q2, \"Mar, 2562\", 2561-03-31, today.",
    transform: Today.written)
  var asOf: String?

  @Option(help: "The scenario in which to ask; the base where none is named.")
  var scenario: String?

  var format: OutputFormat { output.format }

  func print(_ document: Document) throws {
    var document = document
    if format.hasTables || output.table != nil {
      let tables = document.tables
      try answering(Sources()) { () throws(Problem) in
        try output.requireTable(among: tables.map(\.name))
      }
      document.makeTables = { tables }
    }
    let text = format.render(
      document, painter: Painter(usesColour: Terminal.usesColour(STDOUT_FILENO)), width: Terminal.width,
      tables: output.tables)
    // After a cancellation, a partial result may look like an answer.
    if let plan = OpenPlan.last {
      try answering(plan.sources) { () throws(Problem) in try plan.evaluation.cancellation.check() }
    }
    output.writeMark()
    writeOutput(text)
  }

  /// Opens the files, or reports why they cannot be opened.
  ///
  /// - Parameter isCheck: whether to show the problems of scenarios in full; otherwise a single line mentions them.
  func open(
    _ options: PlanOptions, isCheck: Bool = false, cancellation: Cancellation = Cancellation()
  ) throws -> OpenPlan {
    if let patience = options.patience { cancellation.patience = patience }
    guard !options.files.isEmpty else {
      throw ValidationError("Name a plan file, or `-` for standard input.")
    }
    let loaded = Pipeline.load(options.files, allowing: options.folders, limits: options.limits)
    try answering(loaded.sources) { () throws(Problem) in
      try output.begin(reading: loaded.sources.paths)
    }
    return try reporting { () throws(OpenPlan.Rejected) in
      let plan = try OpenPlan(loaded, asOf: asOf, cancellation: cancellation)
      let remarks = isCheck ? plan.remarks : plan.remarks.filter { $0.severity == .warning }
      if !remarks.isEmpty { Reporter.report(remarks, plan.sources) }
      OpenPlan.last = plan
      if remarks.count < plan.remarks.count { writeError("some scenarios have errors: `check` shows them\n") }
      return plan
    }
  }

  /// Runs work on a plan; problems are reported in the requested format.
  func reporting<Result>(_ work: () throws(OpenPlan.Rejected) -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      let layout = DiagnosticLayout(sources: error.sources)
      if format == .json, output.path == nil {
        writeOutput(layout.document(error.problems).json.text() + "\n")
      } else {
        Reporter.report(error.problems, error.sources)
      }
      if error.problems.contains(where: { $0.code == .interrupted }) { throw Outcome.interrupted }
      throw Outcome.wrongInput
    }
  }

  /// Answers a question; an error is reported like any other problem.
  func answering<Result>(_ sources: Sources, _ work: () throws(Problem) -> Result) throws -> Result {
    try reporting { () throws(OpenPlan.Rejected) in
      do throws(Problem) {
        return try work()
      } catch {
        throw OpenPlan.Rejected(problems: [error], sources: sources)
      }
    }
  }
}
