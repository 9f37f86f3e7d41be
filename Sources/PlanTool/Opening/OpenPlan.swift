import PlanLang
import PlanRules

/// A plan read from files and checked, ready for questions.
struct OpenPlan {
  var loaded: LoadedProgram
  var program: CheckedProgram
  var evaluation: PlanEvaluation
  /// Errors in individual scenarios, and warnings: they do not affect anything else.
  var remarks: [Problem]

  /// Keeps a command's plan alive until the process ends, which frees all of it at once.
  nonisolated(unsafe) static var last: OpenPlan?

  /// The problems, with the texts they refer to.
  struct Rejected: Error {
    let problems: [Problem]
    let sources: Sources
  }

  /// - Parameter graph: the graph of an earlier version of the plan, so that unchanged values are not computed again.
  /// - Parameter earlier: that version, if it had no mistakes.
  init(
    _ loaded: LoadedProgram, asOf: String? = nil, graph: Graph = Graph(),
    after earlier: OpenPlan? = nil,
    cancellation: Cancellation = Cancellation()
  ) throws(Rejected) {
    let program = Pipeline.check(loaded.statements, sources: loaded.sources, after: earlier?.program)
    self.program = program
    // The sources now include the tables read by the checker.
    let loaded = loaded.replacing(program.sources)
    self.loaded = loaded
    let found = Pipeline.independent(loaded, program)
    guard found.allSatisfy({ $0.severity == .warning }) else {
      throw Rejected(problems: found, sources: loaded.sources)
    }
    let moment = try asOf.map { (text) throws(Rejected) in try OpenPlan.moment(text, in: program) }
    evaluation = PlanEvaluation(plan: program.plan, graph: graph, asOf: moment, cancellation: cancellation)
    if let earlier { evaluation.inherit(from: earlier.evaluation) }
    let examination = Pipeline.examine(evaluation)
    do throws(Problem) {
      try cancellation.check()
    } catch {
      throw Rejected(problems: examination.problems + [error], sources: loaded.sources)
    }
    guard examination.problems.isEmpty else {
      throw Rejected(problems: examination.problems, sources: loaded.sources)
    }
    remarks = program.problems + examination.remarks + examination.scenarioProblems
  }

  var sources: Sources { loaded.sources }

  /// Parses a question or statement from outside the files: from the command line.
  func question(_ text: String) throws(Rejected) -> (question: CheckedQuestion, sources: Sources) {
    var sources = loaded.sources
    let source = SourceText(name: "command line", text: text)
    let file = sources.add(source)
    if let bad = source.firstBadByte {
      let span = Span(file: file, start: bad, end: bad)
      throw Rejected(
        problems: [Problem(.notUTF8, "the text is not UTF-8", at: span.origin)], sources: sources)
    }
    let parsed = Pipeline.parse(source, file: file, limits: sources.limits)
    guard parsed.problems.isEmpty else { throw Rejected(problems: parsed.problems, sources: sources) }
    guard let statement = parsed.statements.first, parsed.statements.count == 1,
      case .question(let question) = statement.form
    else {
      let span = Span(file: file, start: 0, end: source.bytes.count)
      throw Rejected(
        problems: [Problem(.unexpectedToken, "one question is needed here", at: span.origin)],
        sources: sources)
    }
    do throws(Problem) {
      return (try program.question(question, span: statement.span, sources: sources), sources)
    } catch {
      throw Rejected(problems: [error], sources: sources)
    }
  }

  /// A scenario by its name or label; the base where none is named.
  func scenario(_ name: String?) throws(Rejected) -> ScenarioID {
    guard let name = name.map(NameSpelling.folded), name != Plan.nameOfBase else { return .base }
    do throws(Problem) {
      let asked = NameSyntax(text: name, span: Span(file: .max >> 48, start: 0, end: 0))
      if let number = try program.scenario(asked) { return number }
    } catch {
      throw Rejected(problems: [error.at(.none)], sources: sources)
    }
    throw Rejected(
      problems: [
        Problem(
          .unknownName, "there is no scenario `\(name)`", at: .none,
          help: Suggestion.scenarios(of: program.plan, near: name))
      ],
      sources: sources)
  }

  /// `Q2`, `Mar, 2562` or a day.
  private static func moment(_ text: String, in program: CheckedProgram) throws(Rejected) -> AsOf {
    let source = SourceText(name: "--as-of", text: "scenario asked { as of \(text) }")
    var sources = program.sources
    let file = sources.add(source)
    let parsed = Pipeline.parse(source, file: file)
    guard parsed.problems.isEmpty, let statement = parsed.statements.first,
      case .scenario(let scenario) = statement.form, case .asOf(let syntax)? = scenario.items?.first?.form
    else {
      throw Rejected(
        problems: [
          Problem(
            .unexpectedToken, "`\(text)` is neither a period nor a day", at: .none,
            help:
              "for example `--as-of \(program.plan.calendar.names(of: program.plan.calendar.period)[1])`, or `--as-of today`"
          )
        ], sources: sources)
    }
    do throws(Problem) {
      return try program.asOf(syntax)
    } catch {
      let help =
        program.plan.years.count == 1
        ? error.help : "for example `--as-of \"Q2, \(program.plan.calendar.name(ofYearAt: 0))\"`"
      throw Rejected(problems: [Problem(error.code, error.message, at: .none, help: help)], sources: sources)
    }
  }
}
