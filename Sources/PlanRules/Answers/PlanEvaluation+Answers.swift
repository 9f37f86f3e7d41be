extension PlanEvaluation {
  /// The value of a formula in a scenario.
  public func value(of formula: Formula, scenario: ScenarioID = .base) throws(Problem) -> Value {
    try value(of: formula, in: Context(scenario: scenario))
  }

  /// The value of a formula inside or outside a rule. In a rule, comparing something not known for certain is
  /// pending.
  func value(of formula: Formula, scenario: ScenarioID, isRule: Bool) throws(Problem) -> Value {
    try value(of: formula, in: Context(scenario: scenario).with { $0.isRule = isRule })
  }

  private func value(of formula: Formula, in context: Context) throws(Problem) -> Value {
    workspace.steps = 0
    workspace.store.read(scenario: context.scenario)
    let term = try FormulaLowering(workspace: workspace).lower(formula, in: context)
    let column = try graph.column(term.node, at: formula.origin)
    return Value(
      column[0], term, quotient: try quotientColumns(term.quotient, formula.origin)?.quotient(at: [], []),
      standing: try standing(term, formula.origin)?[0])
  }

  /// The value of a formula for each member along the axes.
  ///
  /// - Throws: the first problem, if the formula has no answer for any member. If it has one for some
  ///   members, the others are missing, and the answer lists their problems.
  public func answer(_ formula: Formula, by axes: [AxisID], scenario: ScenarioID = .base) throws(Problem)
    -> Answer
  {
    try requireRoom(for: axes, at: formula.origin)
    let question = AnsweredQuestions.Question(
      formula: formula, axes: axes, context: Context(scenario: scenario))
    return try answer(question, keptParts(of: question))
  }

  /// Computes several questions together, so that what they share is computed once.
  public func prepare(_ questions: [(formula: Formula, axes: [AxisID])], scenario: ScenarioID = .base) {
    var nodes: [NodeID] = []
    for (formula, axes) in questions {
      let question = AnsweredQuestions.Question(
        formula: formula, axes: axes, context: Context(scenario: scenario))
      nodes +=
        attempt({ () throws(Problem) in try keptParts(of: question) })?.compactMap(
          \.awaited) ?? []
    }
    graph.prepare(nodes)
  }

  func answer(_ formula: Formula, by axes: [AxisID], in context: Context) throws(Problem) -> Answer {
    if axes.isEmpty { return Answer(axes: [], values: [try value(of: formula, in: context)], problems: []) }
    try requireRoom(for: axes, at: formula.origin)
    let question = AnsweredQuestions.Question(formula: formula, axes: axes, context: context)
    return try answer(question, parts(of: question).parts)
  }

  /// An answer stores its values one by one, so their number is limited.
  private func requireRoom(for axes: [AxisID], at origin: Origin) throws(Problem) {
    let count = Shape(axes.map { ($0, self.count(of: $0)) }).count
    if count > plan.limits.singleFigures { throw Problem.answerTooLarge(count, plan.limits, at: origin) }
  }

  private func answer(_ question: AnsweredQuestions.Question, _ parts: [AnsweredQuestions.Part])
    throws(Problem) -> Answer
  {
    let problems = parts.compactMap(\.problem)
    graph.prepare(parts.compactMap(\.awaited))
    if problems.count == parts.count, let first = problems.first { throw first }
    return Answer(
      axes: question.axes.map { structure.axis($0) ?? plan.axis($0) },
      values: try values(parts, of: question), problems: problems)
  }

  /// The parts of a question, cached in case it is asked again.
  private func keptParts(of question: AnsweredQuestions.Question) throws(Problem) -> [AnsweredQuestions.Part]
  {
    let revisions = workspace.store.revisions
    let goesOverScenarios = question.axes.contains(.scenario)
    guard let place = answered.place(of: question),
      !goesOverScenarios || revisions.countOfScenarios <= answered[place].version
    else {
      let found = try parts(of: question)
      answered.keep(found, for: question)
      return found.parts
    }
    let store = workspace.store
    for index in answered[place].answers.indices {
      let known = answered[place].answers[index]
      if store.holds(known) {
        store.read(known.reads)
      } else {
        answered[place].replace(index, by: try lowered(question, in: answered[place].contexts[index]))
      }
    }
    return answered[place].parts
  }

  /// Lowers a question once for each member of the axes that run over whole plans or programmes.
  private func parts(of question: AnsweredQuestions.Question) throws(Problem) -> AnsweredQuestions.Parts {
    let lowering = FormulaLowering(workspace: workspace)
    var contexts = [question.context]
    for axis in question.axes where axis.rangesOverEntities {
      contexts = contexts.flatMap { lowering.contexts(along: axis, in: $0) }
    }
    let inner = question.axes.filter { !$0.rangesOverEntities }
    if !inner.isEmpty { contexts = contexts.map { context in inner.reduce(context) { $0.keeping($1) } } }
    return AnsweredQuestions.Parts(
      contexts: contexts,
      answers: try contexts.map { (context) throws(Problem) in try lowered(question, in: context) },
      version: workspace.store.revisions.current)
  }

  private func lowered(
    _ question: AnsweredQuestions.Question, in context: Context
  ) throws(Problem) -> Answered<AnsweredQuestions.Part> {
    try workspace.store.answer { () throws(Problem) in
      workspace.steps = 0
      workspace.store.read(scenario: context.scenario)
      do throws(Problem) {
        let term = try FormulaLowering(workspace: workspace).lower(question.formula, in: context)
        return AnsweredQuestions.Part(.success(term))
      } catch {
        if error.isCancelled { throw error }
        return AnsweredQuestions.Part(.failure(error))
      }
    }
  }

  /// The values along the axes, the last axis fastest. Each is taken from the part for its scenario and
  /// programme.
  private func values(
    _ parts: [AnsweredQuestions.Part], of question: AnsweredQuestions.Question
  ) throws(Problem) -> [Value] {
    let axes = question.axes
    let inner = axes.filter { !$0.rangesOverEntities }
    for part in parts where part.values == nil {
      part.values = try values(of: part, by: inner, question.formula.origin)
    }
    if inner.isEmpty || axes.elementsEqual(axes.filter(\.rangesOverEntities) + inner) {
      return parts.flatMap { $0.values ?? [] }
    }
    let counts = axes.map { count(of: $0) }
    var values: [Value] = []
    forEachPlace(counts) { members in
      var (part, value) = (0, 0)
      for (position, axis) in axes.enumerated() {
        if axis.rangesOverEntities {
          part = part * counts[position] + members[position]
        } else {
          value = value * counts[position] + members[position]
        }
      }
      values.append(parts[part].values?[value] ?? Value(.missing(nil)))
    }
    return values
  }

  private func values(
    of part: AnsweredQuestions.Part, by axes: [AxisID], _ origin: Origin
  ) throws(Problem) -> [Value] {
    let counts = axes.map { count(of: $0) }
    guard case .success(let term) = part.term else {
      return [Value](repeating: Value(.missing(nil)), count: counts.reduce(1, *))
    }
    let column = try graph.column(term.node, at: origin)
    let quotients = try quotientColumns(term.quotient, origin)
    let standing = try standing(term, origin)
    var values: [Value] = []
    forEachPlace(counts) { members in
      values.append(
        Value(
          column[column.shape.index(of: axes, members)], term,
          quotient: quotients?.quotient(at: axes, members),
          standing: standing.flatMap { $0[$0.shape.index(of: axes, members)] }))
    }
    return values
  }

  /// Calls `body` with the members at each place of a table, the last axis fastest.
  private func forEachPlace(_ counts: [Int], _ body: ([Int]) -> Void) {
    var members = [Int](repeating: 0, count: counts.count)
    for _ in 0..<counts.reduce(1, *) {
      body(members)
      var axis = counts.count - 1
      while axis >= 0 {
        members[axis] += 1
        if members[axis] < counts[axis] { break }
        members[axis] = 0
        axis -= 1
      }
    }
  }

  private func standing(_ term: Term, _ origin: Origin) throws(Problem) -> Column? {
    guard let standing = term.standing else { return nil }
    return try graph.column(standing, at: origin)
  }

  /// The two sides of a ratio, member by member.
  private struct QuotientColumns {
    let numerators: Column
    let denominators: Column
    let unit: FigureUnit

    func quotient(at axes: [AxisID], _ members: [Int]) -> Value.Quotient? {
      guard let numerator = numerators[numerators.shape.index(of: axes, members)],
        let denominator = denominators[denominators.shape.index(of: axes, members)]
      else { return nil }
      return Value.Quotient(numerator: numerator, denominator: denominator, unit: unit)
    }
  }

  private func quotientColumns(_ quotient: Term.Quotient?, _ origin: Origin) throws(Problem)
    -> QuotientColumns?
  {
    guard let quotient else { return nil }
    return QuotientColumns(
      numerators: try graph.column(quotient.numerator, at: origin),
      denominators: try graph.column(quotient.denominator, at: origin), unit: quotient.unit)
  }

  /// A figure of a programme at a place; missing where the programme has no such breakdown.
  public func figure(
    _ figure: Figure, of programme: ProgrammeID, at place: [Narrowing] = [], scenario: ScenarioID = .base
  ) -> Value {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    let narrowed = place.isEmpty ? formula : Formula(.narrow(formula, to: place), at: .none)
    do throws(Problem) {
      return try value(of: narrowed, scenario: scenario)
    } catch {
      // A figure that could not be computed must not look like a missing one.
      if error.code == .tooDeep { cancellation.cancel(because: error) }
      return Value(.missing(nil))
    }
  }

  /// Whether a figure of a programme can be evaluated period by period.
  ///
  /// - Parameter axis: `.month`, `.quarter` or `.half`.
  public func isKnown(
    _ figure: Figure, by axis: AxisID, of programme: ProgrammeID, scenario: ScenarioID = .base
  ) -> Bool {
    // If nothing is declared by such periods, nothing needs to be evaluated.
    guard isDeclared(figure, by: axis, programme, scenario) else { return false }
    let first = Narrowing(axis: axis, from: 0, through: 0, origin: .none)
    let formula = Formula(
      .narrow(Formula(.figure(figure, of: programme), at: .none), to: [first]), at: .none)
    guard let value = try? value(of: formula, scenario: scenario) else { return false }
    guard value.isMissing, case .missing(let unit) = value.content else { return true }
    // A measure that nobody declared is missing everywhere, which does not count as a breakdown.
    return unit != nil && declares(figure, programme, scenario)
  }

  /// The measures that a figure is computed from, without those that it is compared with.
  private func measures(behind figure: Figure) -> [MeasureID] {
    switch figure {
    case .measure(let measure), .original(let measure): [measure]
    case .result, .rate, .gap, .light, .pace: [.actual, .forecast]
    case .adjusted, .carried, .due: [.target]
    case .spending: [.spent, .budget]
    }
  }

  /// Whether a programme, or a member of it, declares by such periods, or shorter ones, what a figure is
  /// computed from.
  private func isDeclared(_ figure: Figure, by axis: AxisID, _ programme: ProgrammeID, _ scenario: ScenarioID)
    -> Bool
  {
    guard let state = try? state(scenario) else { return false }
    let figures = state.figures[programme.index]
    let isOwn = measures(behind: figure).contains { measure in
      figures[measure]?.breakdowns.contains { $0.axes.contains { $0 == axis || $0.isPart(of: axis) } }
        ?? false
    }
    return isOwn
      || plan[programme].members?.contains { isDeclared(figure, by: axis, $0, scenario) } ?? false
  }

  private func declares(_ figure: Figure, _ programme: ProgrammeID, _ scenario: ScenarioID) -> Bool {
    guard let state = try? state(scenario) else { return false }
    let reading = FigureReading(state: state)
    let context = Context(scenario: scenario)
    return measures(behind: figure).contains { (try? reading.has($0, programme, context)) == true }
  }

  /// Whether a programme, or one of its members, has figures of a measure.
  public func has(_ measure: MeasureID, _ programme: ProgrammeID, scenario: ScenarioID = .base) -> Bool {
    declares(.measure(measure), programme, scenario)
  }
}

extension Column {
  /// The figure at a member of each axis; axes that the column lacks are ignored.
  func figure(at members: [AxisID: Int]) -> Rational? {
    self[shape.index(of: members)]
  }
}

extension PlanEvaluation {
  /// The periods in which a programme closes and carries over: `.month`, `.quarter` or `.half`.
  public func period(of programme: ProgrammeID) -> AxisID { structure.period(of: programme) }

  /// The day as of which a scenario sees the plan.
  public func asOf(inScenario scenario: ScenarioID) -> AsOf? {
    (try? state(scenario))?.asOf ?? asOf ?? plan.asOf
  }

  /// The carry-over rule in force for a programme.
  public func carryRuleInForce(of programme: ProgrammeID, scenario: ScenarioID = .base) -> CarryRule {
    (try? state(scenario))?.carryRule(of: programme) ?? .none
  }
}

extension Problem {
  fileprivate static func answerTooLarge(_ count: Int, _ limits: Limits, at origin: Origin) -> Problem {
    Problem(
      .tooDeep, "the answer would have \(count.grouped) values",
      at: origin,
      help:
        "ask along fewer axes, or for a sum; an answer has at most \(limits.singleFigures.grouped) values",
      limit: limits.reached(.cells))
  }
}
