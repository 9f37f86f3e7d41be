internal import PlanRules

extension Checker {
  /// Resolves the expectations, the reported figures and the questions in the files.
  mutating func resolveClaimsAndQuestions() -> [CheckedQuestion] {
    resolveClaims()
    let asking = QuestionChecker(plan: plan, names: names, sources: sources, index: index)
    var questions: [CheckedQuestion] = []
    for statement in statements {
      guard case .question(let question) = statement.form else { continue }
      attempt { (_) throws(Problem) in
        questions.append(try asking.check(question, span: statement.span))
      }
    }
    return questions
  }

  private mutating func resolveClaims() {
    let resolver = resolver()
    var (expectations, reported): ([Claim], [Claim]) = ([], [])
    for statement in statements {
      switch statement.form {
      case .expect(let claim):
        attempt { (checker) throws(Problem) in
          expectations.append(try checker.claim(claim, statement.span, resolver))
        }
      case .reported(let claim):
        attempt { (checker) throws(Problem) in
          reported.append(try checker.claim(claim, statement.span, resolver))
        }
      case .plan, .fiscalYear, .periods, .asOf, .unit, .axis, .measure, .programme, .milestone, .kpi,
        .let,
        .scenario,
        .move, .set, .scale, .without, .carry, .lights, .use, .programmes, .load, .question:
        break
      }
    }
    plan.expectations = expectations
    plan.reported = reported
  }

  private func claim(_ syntax: ClaimSyntax, _ span: Span, _ resolver: Resolver) throws(Problem) -> Claim {
    let axes = try resolver.axes(syntax.axes)
    var stated: [Claim.Stated] = []
    for value in syntax.stated {
      switch value.stated {
      case .missing: stated.append(.missing)
      case .notCompared: stated.append(.notCompared)
      case .value(let expression):
        let formula = try resolver.formula(expression)
        if case .literal(let literal) = formula.form, isNumber(expression) {
          stated.append(.literal(literal))
        } else {
          stated.append(.formula(formula))
        }
      }
    }
    let count = plan.count(along: axes)
    if !stated.isEmpty, stated.count != count {
      throw .wrongNumberStated(stated.count, of: count, axes.map(plan.axis), span)
    }
    return Claim(
      subject: try resolver.formula(syntax.subject, along: axes), axes: axes, stated: stated,
      statedOrigins: syntax.stated.map(\.span.origin), source: syntax.source, text: text(syntax.subject.span),
      origin: span.origin)
  }

  /// Whether this is a number literal rather than the name of a unit.
  private func isNumber(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.form {
    case .number: true
    case .negate(let inner): isNumber(inner)
    case .none, .truth, .date, .name, .member, .subscripted, .call, .not, .arithmetic, .compare, .connect,
      .otherwise,
      .choose, .convert:
      false
    }
  }
}

/// Resolves the names of a question.
struct QuestionChecker {
  let plan: Plan
  let names: NameTable
  let sources: Sources
  let index: PlanIndex

  func check(_ question: Question, span: Span) throws(Problem) -> CheckedQuestion {
    CheckedQuestion(
      form: try form(question), text: sources.words(span),
      span: span)
  }

  private func form(_ question: Question) throws(Problem) -> CheckedQuestion.Form {
    let resolver = Resolver(plan: plan, names: names, index: index)
    switch question {
    case .value(let expression, let by):
      let axes = try resolver.axes(by)
      if by.isEmpty, case .name(let name) = expression.form {
        if let thing = try shown(name) { return thing }
        // A word from another tool that is not a name in this plan.
        if names.thing(name.text) == nil, Light(name: name.text) == nil,
          names.unit(name.text) == nil,
          WrongWord.remedy(for: name.text) != nil
        {
          throw .unknownStatement(name)
        }
      }
      return .value(try resolver.formula(expression, along: axes), by: axes)
    case .show(nil): return .showPlan
    case .show(let name?): return try show(name, isExplicit: true)
    case .list(let name, let condition):
      let axis = try resolver.axis(name)
      return .list(axis, where: try resolver.formula(condition, along: [axis]))
    case .rank(let name, let figure, let top):
      let axis = try resolver.axis(name)
      return .rank(axis, by: try resolver.formula(figure, along: [axis]), top: top)
    case .names(let name): return .names(try sort(name))
    case .check: return .check
    case .audit: return .audit
    case .compare(let asked, let byStatement):
      var scenarios: [ScenarioID] = []
      for name in asked { scenarios.append(try resolver.scenario(name)) }
      guard byStatement else { return .compare(scenarios) }
      if scenarios.count == 1 { scenarios.insert(.base, at: 0) }
      guard scenarios.count == 2 else { throw .comparesTwo(asked) }
      return .compareByStatement(scenarios[0], scenarios[1])
    case .explain(let expression, let fully): return .explain(try resolver.formula(expression), fully: fully)
    case .why(let name, let isNot):
      let known = try resolver.labelledGoal(name) { names.kpi($0.name) != nil }
      guard let kpi = names.kpi(known ?? name.text) else {
        throw unknownKPI(name, resolver)
      }
      return .why(kpi, expected: isNot ? .fail : .pass)
    case .sweep(let syntax): return .sweep(try SweepChecker(self, resolver).sweep(syntax))
    case .chart(let expression, let by):
      let axes = try resolver.axes(by)
      return .chart(try resolver.formula(expression, along: axes), by: axes)
    }
  }

  /// What a bare name shows; `nil` if it is to be evaluated as a formula.
  private func shown(_ name: NameSyntax) throws(Problem) -> CheckedQuestion.Form? {
    guard names.unit(name.text) == nil else { return nil }
    do throws(Problem) {
      return try show(name)
    } catch  where error.code == .ambiguousLabel {
      throw error
    } catch {
      return nil
    }
  }

  /// What `show NAME` means. The bare name of a programme, KPI, milestone or move means the same without `show`.
  private func show(_ name: NameSyntax, isExplicit: Bool = false) throws(Problem) -> CheckedQuestion.Form {
    if let form = thing(name.text, isExplicit: isExplicit) ?? goal(name.text) { return form }
    let resolver = Resolver(plan: plan, names: names, index: index)
    if names.thing(name.text) == nil, let bearer = try resolver.onlyBearer(of: name, { _ in true }),
      let form = bearer.isGoal ? goal(bearer.name) : thing(bearer.name, isExplicit: isExplicit)
    {
      return form
    }
    // A question that names no entity is evaluated as a formula, which reports its own mistakes.
    if isExplicit, let thing = names.thing(name.text) { throw .nothingToShow(name, thing) }
    guard isExplicit, Resolver(plan: plan, names: names, index: index).maySearch else {
      throw .cannotShow(name, among: [], meant: nil)
    }
    let shown = names.names {
      switch $0 {
      case .programme, .scenario, .move, .let: true
      case .unit, .axis, .members, .measure, .derived, .function: false
      }
    }
    throw .cannotShow(name, among: shown + names.goalOrder, meant: plan.name(labelled: name.text))
  }

  private func thing(_ name: String, isExplicit: Bool) -> CheckedQuestion.Form? {
    switch names.thing(name) {
    case .programme(let programme)?: .showProgramme(programme)
    case .scenario(let scenario)? where isExplicit: .showScenario(scenario)
    case .move?: .showMove(name)
    case .let(let id)? where isExplicit: .showFormula(id)
    case .axis(let axis)? where isExplicit && !axis.rangesOverEntities: .showAxis(axis)
    case .measure(let measure)? where isExplicit: .showMeasure(measure)
    case .unit?, .axis?, .members?, .measure?, .derived?, .let?, .scenario?, .function?, nil: nil
    }
  }

  private func goal(_ name: String) -> CheckedQuestion.Form? {
    names.kpi(name).map { .showKPI($0) } ?? names.milestone(name).map { .showMilestone($0) }
  }

  /// What `list` lists without a condition.
  private func sort(_ name: NameSyntax) throws(Problem) -> NamedSort {
    if let known = NamedSort.words.first(where: { $0.word.spelling == name.text }) { return known.sort }
    if case .axis(let axis)? = names.thing(name.text) { return .members(axis) }
    let words = NamedSort.words.map(\.word.spelling) + plan.axes.map(\.name)
    let near = Suggestion.nearest(to: name.text, among: words)
    throw Problem(
      .unknownName, "there is nothing called `\(name.text)` to list", at: name.span.origin,
      help: near.map { "did you mean `list \($0)`?" }
        ?? "`list` takes " + NamedSort.words.map { "`\($0.word.spelling)`" }.joined(separator: ", ")
        + ", or an axis, with or without `where`")
  }

  /// If the name is a programme, suggests the KPIs that refer to it.
  private func unknownKPI(_ name: NameSyntax, _ resolver: Resolver) -> Problem {
    guard resolver.maySearch else { return .unknown(name, among: [], what: "KPI") }
    let judging = plan.kpis.filter { $0.text.contains(name.text + ".") }.map { "`\($0.name)`" }
    if case .programme? = names.thing(name.text), !judging.isEmpty {
      return Problem(
        .unknownName, "`\(name.text)` is a programme, but a KPI is needed here", at: name.span.origin,
        help: "it is judged by \(judging.joined(separator: ", "))")
    }
    return .unknown(
      name, among: names.goalOrder.filter { names.kpi($0) != nil }, what: "KPI",
      meant: plan.name(labelled: name.text, among: [.goal]))
  }
}

extension Problem {
  fileprivate static func wrongNumberStated(_ found: Int, of wanted: Int, _ axes: [Axis], _ span: Span)
    -> Problem
  {
    let names = axes.map { "`\($0.name)`" }.joined(separator: " by ")
    return Problem(
      .wrongNumberOfValues,
      axes.isEmpty
        ? "\(found) figures for one value"
        : "\(names) has \(wanted) members, but there \(found == 1 ? "is 1 figure" : "are \(found) figures")",
      at: span.origin,
      help: axes.isEmpty
        ? "for a row write `by`: `… by quarter = …`"
        : found < wanted
          ? "in `reported`, `-` stands where nothing is to be compared; a comma without a space belongs to the number"
          : nil)
  }

  fileprivate static func comparesTwo(_ names: [NameSyntax]) -> Problem {
    Problem(
      .wrongNumberOfValues, "`by statement` compares two scenarios",
      at: names.dropFirst(2).first.map(\.span.origin) ?? .none,
      help: "`compare base, no_reshuffle by statement`")
  }

  fileprivate static func nothingToShow(_ name: NameSyntax, _ thing: NamedThing) -> Problem {
    let help: String? =
      switch thing {
      case .measure, .derived: "ask for it: `\(name.text) by programme`"
      case .axis: "figures go along it: `… by \(name.text)`"
      case .members: "a member narrows a figure: `mankong.target[\(name.text)]`"
      case .unit: "figures are shown in it: `… in \(name.text)`"
      case .function: "`help \(name.text)` tells what it does"
      case .programme, .let, .scenario, .move: nil
      }
    return Problem(
      .wrongSort, "`\(name.text)` is \(thing.sort): there is nothing to show", at: name.span.origin,
      help: help)
  }

  fileprivate static func cannotShow(_ name: NameSyntax, among names: [String], meant: String?) -> Problem {
    let near = meant ?? Suggestion.nearest(to: name.text, among: names)
    return Problem(
      .unknownName, "there is nothing called `\(name.text)` to show", at: name.span.origin,
      help: near.map { "did you mean `\($0)`?" }
        ?? "`show` takes a programme, KPI, move, milestone or scenario")
  }
}
