import PlanLang
import PlanRules

/// A planning session: the files, the statements typed on top of them, and the scenario in which questions are asked.
///
/// It is a value: a statement runs on a copy, which replaces the session only on success. It does not depend on a
/// terminal.
struct Session {
  private(set) var open: OpenPlan
  var typed = TypedStatements()
  private(set) var hasUnsaved = false
  /// Increases with every change to the session.
  var revision = 0
  let filePaths: [String]
  private let asOf: String?
  private let folders: [String]
  /// Shared by all versions of the session, so that unchanged values are not computed again.
  private var graph: Graph
  private(set) var fileStatements: [Statement]
  /// Files read with `use`, as named in the statement.
  private(set) var takenIn: [String] = []
  /// The number of texts that belong to the files; texts typed or used later come after them.
  private var fileTexts: Int
  /// Texts that were typed and have no file name.
  private(set) var unnamed: Set<Int> = []
  private var cancellation: Cancellation
  /// Names that statements with mistakes would have declared.
  private var lostNames: Set<String> = []

  /// The answer to a statement.
  enum Reply {
    /// The statement is incomplete: more lines are needed.
    case incomplete
    case answered(Document)
  }

  init(
    files: [String], asOf: String? = nil, allowing folders: [String] = [], limits: Limits = Limits(),
    cancellation: Cancellation = Cancellation()
  ) throws(OpenPlan.Rejected) {
    let graph = Graph()
    self.cancellation = cancellation
    filePaths = files
    self.asOf = asOf
    self.folders = folders
    self.graph = graph
    open = try OpenPlan(
      Pipeline.load(files, allowing: folders, limits: limits), asOf: asOf, graph: graph,
      cancellation: cancellation)
    fileStatements = open.loaded.statements
    fileTexts = open.sources.texts.count
  }

  var plan: Plan { open.program.plan }
  var evaluation: PlanEvaluation { open.evaluation }

  /// The scenario in which statements are carried out and questions are asked.
  var active: ScenarioID { plan.scenario(named: typed.active) ?? .base }

  /// `base> `, `scratch*> `, `no_reshuffle as of Q2> `.
  var promptText: String {
    let seen = evaluation.asOf(inScenario: active)
    // The plan's own `as of` is not shown.
    let asOf =
      seen == evaluation.asOf(inScenario: .base) ? nil : seen.map { " as of " + plan.calendar.name(of: $0) }
    return typed.active + (hasUnsaved ? "*" : "") + (asOf ?? "") + "> "
  }

  // MARK: Statements

  /// Parses and carries out typed text; several statements are run in turn, each seeing the effects of the previous
  /// ones.
  ///
  /// - Throws: The problems found; nothing has changed then.
  mutating func run(_ text: String) throws(OpenPlan.Rejected) -> Reply { try run(TypedLine(text)) }

  mutating func run(_ line: TypedLine) throws(OpenPlan.Rejected) -> Reply {
    let source = line.source
    guard open.sources.texts.count < Sources.maxTexts, source.bytes.count < open.sources.largestText else {
      throw reject(Problem(.unreadableFile, "this session is full: save it and start a new one", at: .none))
    }
    var next = self
    let file = next.open.loaded.add(source)
    next.unnamed.insert(file)
    if let bad = source.firstBadByte {
      throw next.reject(
        Problem(
          .notUTF8, "the line is not UTF-8 from here on", at: Span(file: file, start: bad, end: bad).origin))
    }
    let parsed = line.parsed(as: file, limits: open.sources.limits)
    if parsed.isIncomplete {
      guard let rows = SpreadsheetRow.only(in: source, file: file) else { return .incomplete }
      throw next.reject(rows)
    }
    guard parsed.problems.isEmpty else {
      throw OpenPlan.Rejected(problems: parsed.problems, sources: next.open.sources)
    }
    var document = Document()
    do throws(OpenPlan.Rejected) {
      for group in next.groups(parsed.statements) {
        let part = try group.count == 1 ? next.run(group[0]) : next.run(together: group)
        document.append(part)
        document.makeJSON = part.makeJSON
      }
    } catch {
      let problems = SpreadsheetRow.reported(error.problems, in: source, file: file)
      throw OpenPlan.Rejected(problems: Session.meantCommand(problems, line.text), sources: error.sources)
    }
    self = next
    return .answered(document)
  }

  /// A line consisting of one unknown word may be a misspelt command: `chek`, `undoo`.
  private static func meantCommand(_ problems: [Problem], _ text: String) -> [Problem] {
    let words = StatementWord.allCases.map(\.spelling) + SessionCommand.allCases.map(\.rawValue)
    let word = text.filter { !$0.isWhitespace }
    guard problems.count == 1, problems[0].code == .unknownName, word.allSatisfy(\.isLetter),
      let near = Suggestion.nearest(to: word, among: words)
    else { return problems }
    let problem = problems[0]
    return [
      Problem(
        problem.code, problem.message, at: problem.origin, label: problem.label, notes: problem.notes,
        help: "did you mean `\(near)`?")
    ]
  }

  /// The statements of a text that is parsed as a whole, to be answered one by one: standard input, where order
  /// matters.
  ///
  /// Problems with statements that cannot be parsed are returned along with the others, which remain valid.
  mutating func statements(
    of text: String, name: String
  ) -> (statements: [Statement], rejected: OpenPlan.Rejected?) {
    let source = SourceText(name: name, text: text)
    let file = open.loaded.add(source)
    let parsed = Pipeline.parse(source, file: file, limits: open.sources.limits)
    lostNames.formUnion(parsed.lostNames)
    let rejected = OpenPlan.Rejected(problems: parsed.problems, sources: open.sources)
    return (parsed.statements, parsed.problems.isEmpty ? nil : rejected)
  }

  /// The problems without those that merely follow from a mistaken declaration, which has already been reported.
  func independent(_ rejected: OpenPlan.Rejected) -> [Problem] {
    rejected.problems.filter { !$0.follows(from: lostNames, in: rejected.sources) }
  }

  /// Groups declarations and amendments typed in one block, which are carried out together; everything else runs
  /// alone.
  private func groups(_ statements: [Statement]) -> [[Statement]] {
    var groups: [[Statement]] = []
    for statement in statements {
      if runsAsOneBlock(statement), let last = groups.last?.last, runsAsOneBlock(last) {
        groups[groups.count - 1].append(statement)
      } else {
        groups.append([statement])
      }
    }
    return groups
  }

  private mutating func run(together statements: [Statement]) throws(OpenPlan.Rejected) -> Document {
    cancellation.reset()
    let before = self
    var next = self
    for statement in statements {
      if statement.isAmendment {
        next.take(statement)
      } else {
        try next.locateTable(of: statement)
        next.typed.declare(statement)
      }
    }
    try next.rebuild()
    try next.requireActiveScenarioFits()
    for statement in statements { try next.requireFits(statement) }
    next.hasUnsaved = true
    next.revision += 1
    var document = Document([.line(StyledText("\(statements.count) statements noted", .faint))])
    document.append(try next.changes(from: before, scenario: before.active, to: next.active))
    document.append(try next.brokenClaims(since: before))
    document.append(next.remarkOnMasked(statements))
    try next.requireNotInterrupted()
    self = next
    return document
  }

  mutating func run(_ statement: Statement) throws(OpenPlan.Rejected) -> Document {
    cancellation.reset()
    var next = self
    let document = try next.carryOut(statement)
    try next.requireNotInterrupted()
    if case .question = statement.form {} else { next.revision += 1 }
    self = next
    return document
  }

  private mutating func carryOut(_ statement: Statement) throws(OpenPlan.Rejected) -> Document {
    switch statement.form {
    case .question(let question): return try answer(question, span: statement.span)
    case .scenario(let scenario) where scenario.items == nil && scenario.parents.isEmpty:
      return try activate(scenario.name)
    case .scenario(let scenario): return try declare(scenario, statement)
    case .use(let path, let span): return try use(path, at: span)
    case .expect, .reported: return try claim(statement)
    case .move, .set, .scale, .without, .carry, .lights, .asOf, .kpi, .let:
      return try amend(statement)
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone, .programmes, .load:
      try locateTable(of: statement)
      typed.declare(statement)
      try rebuild()
      hasUnsaved = true
      return Document([.line(StyledText(noted(statement), .faint))])
    }
  }

  private func answer(_ question: Question, span: Span) throws(OpenPlan.Rejected) -> Document {
    do throws(Problem) {
      let checked = try open.program.question(question, span: span, sources: open.sources)
      return try QuestionLayout(evaluation: evaluation, sources: open.sources, scenario: active).document(
        checked)
    } catch {
      throw reject(error)
    }
  }

  private mutating func activate(_ name: NameSyntax) throws(OpenPlan.Rejected) -> Document {
    let found: ScenarioID?
    do throws(Problem) {
      found = try open.program.scenario(name)
    } catch {
      throw reject(error)
    }
    guard let scenario = found else {
      throw reject(
        Problem(
          .unknownName, "there is no scenario `\(name.text)`", at: name.span.origin,
          help: Suggestion.scenarios(of: plan, near: name.text) + "; `scenario \(name.text) { … }` makes one")
      )
    }
    if let problem = evaluation.problems(inScenario: scenario).first { throw reject(problem) }
    let before = active
    typed.active = plan.name(of: scenario)
    return try changes(from: self, scenario: before, to: scenario)
  }

  /// The differences between two scenarios of this session, or of an earlier version of it.
  private func changes(
    from before: Session, scenario: ScenarioID, to other: ScenarioID
  ) throws(OpenPlan.Rejected) -> Document {
    do throws(Problem) {
      let change = try PlanChange(
        from: before.evaluation, scenario: scenario, to: evaluation, scenario: other)
      return ChangeLayout(evaluation: evaluation).document(change)
    } catch {
      throw reject(error)
    }
  }

  private mutating func declare(_ scenario: ScenarioDeclaration, _ statement: Statement) throws(OpenPlan
    .Rejected)
    -> Document
  {
    typed.declare(statement)
    try rebuild()
    hasUnsaved = true
    try requireFits(statement)
    let declared = plan.scenario(named: scenario.name.text) ?? .base
    var document = Document([.line(StyledText("against base:", .faint))])
    document.append(try changes(from: self, scenario: .base, to: declared))
    document.line("go there with: scenario \(scenario.name.text)", .faint)
    return document
  }

  private mutating func claim(_ statement: Statement) throws(OpenPlan.Rejected) -> Document {
    typed.declare(statement)
    try rebuild()
    hasUnsaved = true
    let isReported: Bool
    if case .reported = statement.form { isReported = true } else { isReported = false }
    guard let claim = isReported ? plan.reported.last : plan.expectations.last else { return Document() }
    do throws(Problem) {
      let broken = try evaluation.findings(of: claim, scenario: isReported ? .base : active).filter {
        $0.outcome != .agrees
      }
      let layout = CheckLayout(evaluation: evaluation, sources: open.sources, scenario: active)
      return broken.isEmpty
        ? Document([.line(StyledText(isReported ? "agrees" : "holds", .good))])
        : layout.findings(broken, isReported: isReported)
    } catch {
      throw reject(error)
    }
  }

  /// Adds an amendment to the active scenario; in the base of a file, it opens `scratch`.
  private mutating func amend(_ statement: Statement) throws(OpenPlan.Rejected) -> Document {
    let before = self
    let reusableParent = active
    try takeAndRebuild(statement)
    hasUnsaved = true
    try requireActiveScenarioFits()
    var document = try changes(from: before, scenario: reusableParent, to: active)
    document.append(remark(on: statement))
    if case .move = statement.form {
      let made = evaluation.moveStatements(scenario: active).last { $0.move.origin == statement.span.origin }
      if let made {
        document.append(
          ShowLayout(evaluation: evaluation, sources: open.sources, scenario: active).conservation(made))
      } else if let asOf = evaluation.asOf(inScenario: active) {
        document.line(
          "not in force yet: it is dated later than this view, as of \(plan.calendar.name(of: asOf))",
          .middling
        )
        if active.isBase { document.line(proposal) }
      }
    }
    return document
  }

  /// Adds a statement where it belongs: to the base if the base is typed or does not know the name, otherwise to a
  /// scenario.
  private mutating func take(_ statement: Statement) {
    if belongsToBase(statement) {
      typed.declareOnce(statement)
    } else {
      let names = open.program.names
      typed.amend(by: statement, isFree: names.isFree)
    }
  }

  private mutating func takeAndRebuild(_ statement: Statement) throws(OpenPlan.Rejected) {
    let before = self
    do {
      take(statement)
      try rebuild()
    } catch {
      // A statement that depends on a formula of the active scenario belongs to that scenario too.
      guard typed.active != Plan.nameOfBase, belongsToBase(statement),
        error.problems.allSatisfy({ $0.code == .notDefinedHere })
      else { throw error }
      self = before
      let names = open.program.names
      typed.amend(by: statement, isFree: names.isFree)
      try rebuild()
    }
  }

  private func requireActiveScenarioFits() throws(OpenPlan.Rejected) { try requireFits(scenario: active) }

  private func requireFits(scenario: ScenarioID) throws(OpenPlan.Rejected) {
    if let problem = evaluation.problems(inScenario: scenario).first { throw reject(problem) }
    if let problem = evaluation.problemsOfRules(scenario: scenario).first { throw reject(problem) }
  }

  /// Rejects a newly declared scenario that contains mistakes.
  private func requireFits(_ statement: Statement) throws(OpenPlan.Rejected) {
    guard case .scenario(let scenario) = statement.form else { return }
    try requireFits(scenario: plan.scenario(named: scenario.name.text) ?? .base)
  }

  /// Cancelled work has no answer, whatever was found so far.
  private func requireNotInterrupted() throws(OpenPlan.Rejected) {
    do throws(Problem) {
      try cancellation.check()
    } catch {
      throw reject(error)
    }
  }

  /// Checks everything again; the graph keeps the values already computed.
  mutating func rebuild() throws(OpenPlan.Rejected) {
    open = try OpenPlan(
      open.loaded.replacing(typed.statements(over: fileStatements)), asOf: asOf, graph: graph,
      after: open,
      cancellation: cancellation)
  }

  func reject(_ problem: Problem) -> OpenPlan.Rejected {
    OpenPlan.Rejected(problems: [problem], sources: open.sources)
  }

  // MARK: Files

  private mutating func use(_ path: String, at span: Span) throws(OpenPlan.Rejected) -> Document {
    let loaded = Loader.use(path, in: open.loaded.replacing([]), at: span)
    guard loaded.problems.isEmpty else {
      throw OpenPlan.Rejected(problems: loaded.problems, sources: loaded.sources)
    }
    open.loaded = loaded.replacing([])
    fileStatements += loaded.statements
    takenIn.append(path)
    try rebuild()
    hasUnsaved = true
    return Document([.line(StyledText("took in \(path): \(loaded.statements.count) statements", .faint))])
  }

  /// Locates the table that a typed statement reads.
  private mutating func locateTable(of statement: Statement) throws(OpenPlan.Rejected) {
    let located = Loader.locateTable(of: statement, in: open.loaded)
    guard located.problems.isEmpty else {
      throw OpenPlan.Rejected(problems: located.problems, sources: located.sources)
    }
    open.loaded = located
  }

  /// The files as they now are on disk, without any typed statements.
  func reopened() throws(OpenPlan.Rejected) -> Session {
    var fresh = try Session(
      files: filePaths, asOf: asOf, allowing: folders, limits: open.sources.limits, cancellation: cancellation
    )
    fresh.revision = revision + 1
    return fresh
  }

  /// A copy of the session for trying something out: nothing it computes is kept.
  func attempting(_ isOver: @escaping () -> Bool) -> Session {
    var attempt = self
    attempt.cancellation = Cancellation(isOver)
    attempt.open.evaluation = open.evaluation.attempting(attempt.cancellation)
    attempt.graph = attempt.evaluation.graph
    return attempt
  }

  var hasSomethingToSave: Bool { !typed.isEmpty || !takenIn.isEmpty }

  /// The content that would be saved to a file; equal content saves the same file.
  struct Content: Equatable {
    fileprivate let typed: TypedStatements.Content
    fileprivate let takenIn: [String]
  }

  var content: Content { Content(typed: typed.content, takenIn: takenIn) }

  mutating func setUnsaved(_ isUnsaved: Bool) { hasUnsaved = isUnsaved }
}
