import ArgumentParser
import Glibc
import PlanLang
import PlanRules

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: ToolName.tool,
    abstract: "Judges every KPI and expectation, and shows the table.")

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  @Flag(name: .customLong("allow-fail"), help: "Exit with 0 even where a KPI fails.")
  var allowsFailing = false

  func run() throws {
    let open = try answer.open(plan, isCheck: true)
    let scenario = try answer.reporting { () throws(OpenPlan.Rejected) in try open.scenario(answer.scenario) }
    let report = try answer.answering(open.sources) { () throws(Problem) in
      try CheckReport(open.evaluation, scenario: scenario)
    }
    try answer.print(
      CheckLayout(evaluation: open.evaluation, sources: open.sources, scenario: scenario).whole(report))
    if open.remarks.contains(where: { $0.severity == .error }) { throw Outcome.wrongInput }
    if !report.expectations.failed.isEmpty || (report.fails && !allowsFailing) { throw Outcome.failing }
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", _superCommandName: ToolName.tool,
    abstract: "Lists the reported figures that differ from the plan's own.")

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let open = try answer.open(plan)
    let scenario = try answer.reporting { () throws(OpenPlan.Rejected) in try open.scenario(answer.scenario) }
    let findings = try answer.answering(open.sources) { () throws(Problem) in
      try open.evaluation.audit(scenario: scenario)
    }
    try answer.print(
      CheckLayout(evaluation: open.evaluation, sources: open.sources, scenario: scenario).audit(findings))
    if !findings.isEmpty { throw Outcome.failing }
  }
}

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", _superCommandName: ToolName.tool,
    abstract: "Works out an expression: a value, a row or a table.")

  @Argument(help: "The expression, such as 'mankong.rate by scenario'.")
  var expression: String

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    try Asking.requireQuestion(expression, plan, "codi-plan eval 'mankong.rate' FILE")
    try Asking.ask(expression, plan, answer)
  }
}

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: ToolName.tool,
    abstract: "Shows the plan as the report's table, or one thing in it.",
    discussion:
      "codi-plan show FILE…, or codi-plan show NAME FILE… for a programme, KPI, move, milestone or scenario.")

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    var options = plan
    var statement = "show"
    if options.files.count > 1, let first = options.files.first, !Asking.isFile(first) {
      statement += " " + options.files.removeFirst()
    }
    try Asking.ask(statement, options, answer)
  }
}

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", _superCommandName: ToolName.tool,
    abstract: "Lists the members for which a condition holds, worst first.")

  @Argument(help: "What to list, such as 'programme where light = red'.")
  var condition: String

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    try Asking.requireQuestion(condition, plan, "codi-plan list 'programme where light = red' FILE")
    try Asking.ask("list " + condition, plan, answer)
  }
}

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", _superCommandName: ToolName.tool,
    abstract: "Shows scenarios side by side: what differs, what flips first.",
    discussion: "codi-plan compare FILE… --scenario A,B; all scenarios where none are named.")

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    var options = answer
    options.scenario = nil
    try Asking.ask("compare " + (answer.scenario ?? ""), plan, options)
  }
}

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", _superCommandName: ToolName.tool,
    abstract: "Answers the questions in the files.")

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  @Flag(help: "Run sweeps of more than ten million steps.")
  var yes = false

  @Flag(help: "Say how much was computed, and how much was known already.")
  var statistics = false

  func run() throws {
    let open = try answer.open(plan)
    defer { if statistics { writeError(StatisticsLayout.text(open.evaluation.graph.tally)) } }
    let scenario = try answer.reporting { () throws(OpenPlan.Rejected) in try open.scenario(answer.scenario) }
    let layout = QuestionLayout(
      evaluation: open.evaluation, sources: open.sources, scenario: scenario, mayBeLong: yes)
    var document = Document()
    var answers: [(question: String, part: Document)] = []
    var fails = false
    open.evaluation.prepare(open.program.questions.compactMap(\.asked), scenario: scenario)
    for question in open.program.questions {
      let part = try answer.answering(open.sources) { () throws(Problem) in try layout.document(question) }
      document.blank()
      document.heading(StyledText("> " + question.text, .faint), level: 2)
      document.append(part)
      answers.append((question.text, part))
      fails = try fails || Asking.fails(question, open, scenario, answer)
    }
    Asking.reportRemarks(open, open.sources)
    if open.program.questions.isEmpty { writeError("there are no questions in these files\n") }
    document.makeJSON = { [answers] in
      let written = answers.map { answer in
        JSON.object([("question", .string(answer.question)), ("answer", answer.part.json)])
      }
      return .object([("schema", .string("codi-plan/run/1")), ("answers", .array(written))])
    }
    let tables = answer.format.hasTables ? RunCommand.tables(answers.map(\.part)) : []
    document.makeTables = { tables }
    try answer.print(document)
    if answer.output.table == nil { RunCommand.tellRest(of: tables) }
    if fails { throw Outcome.failing }
  }

  /// The tables of all answers, named by the number of the question: `3`, or `3.kpis` for an additional one.
  private static func tables(_ answers: [Document]) -> [DataTable] {
    answers.enumerated().flatMap { number, answer in
      answer.tables.enumerated().map { index, table in
        var table = table
        table.name = index == 0 ? "\(number + 1)" : "\(number + 1).\(table.name)"
        return table
      }
    }
  }

  /// CSV output contains only one table, so mention the others.
  private static func tellRest(of tables: [DataTable]) {
    let rest = tables.dropFirst().map(\.name).filter { !$0.contains(".") }
    guard !rest.isEmpty else { return }
    let names = rest.count > 4 ? rest.prefix(3) + ["…", rest[rest.count - 1]] : rest[...]
    writeError(
      "this is the first answer of \(rest.count + 1); `--table NUMBER` writes another one: "
        + names.joined(separator: ", ") + "\n")
  }
}

/// What the commands that ask questions share.
enum Asking {
  static func ask(_ text: String, _ plan: PlanOptions, _ options: AnswerOptions) throws {
    let open = try options.open(plan)
    let scenario = try options.reporting { () throws(OpenPlan.Rejected) in try open.scenario(options.scenario)
    }
    let (question, sources) = try options.reporting { () throws(OpenPlan.Rejected) in try open.question(text)
    }
    let layout = QuestionLayout(evaluation: open.evaluation, sources: sources, scenario: scenario)
    let document = try options.answering(sources) { () throws(Problem) in try layout.document(question) }
    reportRemarks(open, sources)
    try options.print(document)
  }

  /// Reports the warnings caused by a question; those of the plan itself were reported when it was opened.
  static func reportRemarks(_ open: OpenPlan, _ sources: Sources) {
    let known = Set(open.remarks)
    let remarks = open.evaluation.remarks.filter { !known.contains($0) }
    if !remarks.isEmpty { Reporter.report(remarks, sources) }
  }

  /// Whether a question in a file counts as failed: a failing check or audit.
  static func fails(
    _ question: CheckedQuestion, _ open: OpenPlan, _ scenario: ScenarioID, _ options: AnswerOptions
  ) throws -> Bool {
    if case .check = question.form {
      let report = try options.answering(open.sources) { () throws(Problem) in
        try CheckReport(open.evaluation, scenario: scenario)
      }
      return report.fails || !report.expectations.failed.isEmpty
    }
    guard case .audit = question.form else { return false }
    return try !options.answering(open.sources) { () throws(Problem) in try open.evaluation.audit() }.isEmpty
  }

  /// A call with only a file is missing its question.
  static func requireQuestion(_ question: String, _ plan: PlanOptions, _ example: String) throws {
    guard plan.files.isEmpty, isFile(question) else { return }
    throw ValidationError("The question is missing before `\(question)`: \(example)")
  }

  static func isFile(_ path: String) -> Bool {
    path == "-" || path.hasSuffix(".plan") || path.withSystemPath { access($0, F_OK) } == 0
  }
}
