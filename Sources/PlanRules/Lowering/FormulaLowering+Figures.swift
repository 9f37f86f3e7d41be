extension FormulaLowering {
  /// A figure of a programme, with its unit and where it is open.
  func figure(_ figure: Figure, of programme: ProgrammeID, in context: Context, at origin: Origin)
    throws(Problem)
    -> Term
  {
    workspace.store.read(programme, in: context.scenario)
    return try workspace.state(context.scenario).term(figure, of: programme, in: context) {
      (state) throws(Problem) in
      try lowered(figure, of: programme, state, in: context, at: origin)
    }
  }

  private func lowered(
    _ figure: Figure, of programme: ProgrammeID, _ state: ScenarioState, in context: Context,
    at origin: Origin
  ) throws(Problem) -> Term {
    let reading = FigureReading(state: state)
    let own = plan[programme].unit
    let ownKind = Term.Kind.quantity(plan.units.dimension(of: own), own)
    let isOpen: (ReportQuestion) throws(Problem) -> NodeID? = { question in
      guard context.isRule else { return nil }
      workspace.readReports?.append(.init(question: question, programme: programme, context: context))
      return try reading.open(question, programme, in: context)
    }
    switch figure {
    case .measure(let measure):
      let node = try reading.measure(measure, of: programme, in: context, at: origin)
      var term = Term(node, try reading.kind(of: measure, of: programme))
      if measure == .actual { term.isOpen = try isOpen(.actual) }
      if measure == .spent { term.isOpen = try isOpen(.spent) }
      if measure.isHiddenLater, plan[programme].kind == .flow { term.reported = node }
      if plan[measure].isMoney { term.demanded = state.defaultUnit(measure, of: programme) }
      return term
    case .original(let measure):
      let declared = context.with { $0.isAsDeclared = true }
      return Term(
        try reading.measure(measure, of: programme, in: declared, at: origin),
        try reading.kind(of: measure, of: programme))
    case .result:
      var term = Term(
        try reading.result(of: programme, in: context, at: origin), ownKind,
        isOpen: try isOpen(.result))
      if context.isRule { term.reported = try reported(programme, reading, in: context) }
      return term
    case .adjusted:
      return Term(try reading.adjusted(of: programme, in: context, at: origin), ownKind)
    case .carried:
      return Term(try reading.carried(of: programme, in: context, at: origin), ownKind)
    case .rate:
      let (result, adjusted) = try sides(programme, reading, in: context, at: origin)
      return try ratio(
        result, adjusted, of: programme, state, in: context, unit: own, isOpen: try isOpen(.result),
        reported: context.isRule ? try reported(programme, reading, in: context) : nil)
    case .gap:
      let (result, adjusted) = try sides(programme, reading, in: context, at: origin)
      let (reached, wished) =
        plan[programme].direction == .lessIsBetter ? (adjusted, result) : (result, adjusted)
      return Term(
        graph.node(.arithmetic(.subtract, reached, wished)), ownKind, isOpen: try isOpen(.result))
    case .light:
      return try light(programme, state, in: context, isOpen: try isOpen(.result), at: origin)
    case .due:
      return Term(try pace(programme, reading, in: context, at: origin).due, ownKind)
    case .pace:
      let pace = try pace(programme, reading, in: context, at: origin)
      return try ratio(
        pace.done, pace.due, of: programme, state, in: context, unit: own, isOpen: nil, reported: nil)
    case .spending:
      let spent = try self.figure(.measure(.spent), of: programme, in: context, at: origin)
      let budget = try self.figure(.measure(.budget), of: programme, in: context, at: origin)
      if try hasBoth(programme, reading, context) { try requireLike(spent, budget, at: origin, along: nil) }
      var term = Term(
        graph.node(.arithmetic(.divide, spent.node, budget.node)), .quantity(.none, .ratio),
        isOpen: spent.isOpen)
      term.quotient = Term.Quotient(
        numerator: spent.node, denominator: budget.node, unit: spent.unit, denominators: .aboveZero,
        usedUp: notPositive(budget.node), reported: spent.reported)
      return term
    }
  }

  /// What has been reported of a flow so far; `nil` if it may shrink again, or cannot be evaluated.
  private func reported(_ programme: ProgrammeID, _ reading: FigureReading, in context: Context)
    throws(Problem) -> NodeID?
  {
    guard plan[programme].kind == .flow, !plan[programme].isMean else { return nil }
    return try unlessStopped { () throws(Problem) in
      try reading.measure(.actual, of: programme, in: context, at: .none)
    }
  }

  private func notPositive(_ node: NodeID) -> NodeID {
    graph.node(.compare(.lessOrEqual, node, graph.constant(.zero)))
  }

  private func pace(
    _ programme: ProgrammeID, _ reading: FigureReading, in context: Context, at origin: Origin
  ) throws(Problem) -> FigureReading.Pace {
    try reading.pace(
      of: programme, in: context,
      isOver: try reading.closing(of: programme, in: context).spans(.actual, of: programme, in: context),
      at: origin)
  }

  /// The light: judged by the rate if everything is closed or expected, else by the pace.
  private func light(
    _ programme: ProgrammeID, _ state: ScenarioState, in context: Context, isOpen: NodeID?,
    at origin: Origin
  ) throws(Problem) -> Term {
    let reading = FigureReading(state: state)
    var (result, adjusted) = try sides(programme, reading, in: context, at: origin)
    let isOver = try reading.closing(of: programme, in: context).spans(.actual, of: programme, in: context)
    var standing: NodeID?
    if try !reading.isTrueThroughout(isOver) {
      // If nothing is left to reach, later reports cannot change the light.
      let isExpected = try reading.closing(of: programme, in: context).spans(
        .result, of: programme, in: context)
      let isFinal =
        nothingLeft(adjusted, of: programme).map { graph.node(.connect(.or, isOver, $0)) } ?? isOver
      let goesByRate = graph.node(.connect(.or, isFinal, isExpected))
      let pace = try reading.pace(of: programme, in: context, isOver: isOver, at: origin)
      result = graph.node(.choose(goesByRate, then: result, else: pace.done))
      adjusted = graph.node(.choose(goesByRate, then: adjusted, else: pace.due))
      let number: (LightStanding) -> NodeID = { graph.constant(Rational($0.rawValue)) }
      standing = graph.node(
        .choose(
          isFinal, then: number(.closed),
          else: graph.node(.choose(isExpected, then: number(.expected), else: number(.soFar)))))
    }
    if let isBelow = try declaredBelowZero(programme, state, in: context) {
      // Reversing both signs keeps the ratio, and gives a positive divisor.
      result = graph.node(.choose(isBelow, then: graph.node(.negate(result)), else: result))
      adjusted = graph.node(.choose(isBelow, then: graph.node(.negate(adjusted)), else: adjusted))
    }
    var term = Term(
      graph.node(.light(result: result, adjusted: adjusted, bands: state.lights(of: programme))), .light,
      isOpen: isOpen)
    term.standing = standing
    return term
  }

  /// True where a known target is used up; `nil` if it never is, or if less is better.
  private func nothingLeft(_ adjusted: NodeID, of programme: ProgrammeID) -> NodeID? {
    guard plan[programme].direction == .moreIsBetter, !graph.isAlwaysPositive(adjusted) else { return nil }
    return graph.node(.otherwise(notPositive(adjusted), graph.truth(false)))
  }

  /// True where a target is declared below zero: it is judged by the quotient, whatever its sign. `nil` if
  /// there is none.
  private func declaredBelowZero(_ programme: ProgrammeID, _ state: ScenarioState, in context: Context)
    throws(Problem)
    -> NodeID?
  {
    guard try state.declaresNegative(.target, of: programme) else { return nil }
    let declared = try unlessStopped { () throws(Problem) in
      try FigureReading(state: state).measure(
        .target, of: programme, in: context.with { $0.isAsDeclared = true }, at: .none)
    }
    return declared.map { declared in
      graph.node(
        .otherwise(graph.node(.compare(.less, declared, graph.constant(.zero))), graph.truth(false)))
    }
  }

  private func hasBoth(_ programme: ProgrammeID, _ reading: FigureReading, _ context: Context) throws(Problem)
    -> Bool
  {
    guard try reading.has(.spent, programme, context) else { return false }
    return try reading.has(.budget, programme, context)
  }

  private func sides(
    _ programme: ProgrammeID, _ reading: FigureReading, in context: Context, at origin: Origin
  ) throws(Problem) -> (result: NodeID, adjusted: NodeID) {
    (
      try reading.result(of: programme, in: context, at: origin),
      try reading.adjusted(of: programme, in: context, at: origin)
    )
  }

  /// `result / adjusted`; missing if nothing is left to reach.
  private func ratio(
    _ result: NodeID, _ adjusted: NodeID, of programme: ProgrammeID, _ state: ScenarioState,
    in context: Context, unit: FigureUnit, isOpen: NodeID?, reported: NodeID?
  ) throws(Problem) -> Term {
    var isLeft = graph.node(.compare(.greater, adjusted, graph.constant(.zero)))
    var denominators = Term.Denominators.aboveZero
    if let isBelow = try declaredBelowZero(programme, state, in: context) {
      let isDivisible = graph.node(.compare(.notEqual, adjusted, graph.constant(.zero)))
      isLeft = graph.node(.connect(.or, isLeft, graph.node(.connect(.and, isBelow, isDivisible))))
      denominators = .onceBelowZero
    }
    let quotient = graph.node(.arithmetic(.divide, result, adjusted))
    let node =
      graph.isAlwaysPositive(adjusted)
      ? quotient : graph.node(.choose(isLeft, then: quotient, else: graph.constant(nil)))
    var term = Term(node, .quantity(.none, .ratio), isOpen: isOpen)
    term.quotient = Term.Quotient(
      numerator: result, denominator: adjusted, unit: unit, denominators: denominators,
      usedUp: graph.node(.not(isLeft)), reported: reported)
    return term
  }

  // MARK: KPIs

  /// The rule of a KPI in a scenario, for everything that its context selects.
  func rule(of kpi: KPIID, in context: Context, at origin: Origin) throws(Problem) -> Term {
    guard let rule = try workspace.state(context.scenario).rules.kpis[kpi]?.formula else {
      throw .noRuleHere(plan.kpis[kpi.index].name, at: origin)
    }
    let key = JudgedRule(kpi: kpi, scenario: context.scenario)
    guard workspace.judging.insert(key).inserted else {
      throw .circularKPI(plan.kpis[kpi.index].name, at: origin)
    }
    defer { workspace.judging.remove(key) }
    var whole = context
    whole.isRule = true
    whole.bindings = nil
    whole.fitsPlainNumbers = false
    return try truth(rule, in: whole)
  }

  func judge(_ kpi: KPIID, _ part: KPIPart, in context: Context, at origin: Origin) throws(Problem) -> Term {
    let rule = try self.rule(of: kpi, in: context, at: origin)
    switch part {
    case .passes:
      var term = Term(rule.node, .truth, isOpen: rule.isOpen)
      term.parts = rule.parts
      return term
    case .margin: return try margin(of: rule, at: origin)
    }
  }

  /// The margin of a rule: that of its currently deciding part, in that part's unit.
  private func margin(of rule: Term, at origin: Origin) throws(Problem) -> Term {
    let reading = MarginReading(workspace: workspace, origin: origin)
    guard let model = try reading.margin(of: rule.ruleParts) else {
      return Term(graph.constant(nil), .quantity(.none, .number))
    }
    let unit: FigureUnit = model.isPoints ? .ratio : model.unit
    var term = Term(
      reading.node(of: rule.ruleParts, like: model), .quantity(plan.units.dimension(of: unit), unit),
      isOpen: rule.isOpen)
    term.isPoints = model.isPoints
    return term
  }

  func summary(_ summary: KPISummary, in context: Context) throws(Problem) -> Term {
    let state = try workspace.state(context.scenario)
    var counted: [NodeID] = []
    var passed: [NodeID] = []
    for index in plan.kpis.indices {
      guard let rule = state.rules.kpis[KPIID(index)] else { continue }
      let truth = try self.rule(of: KPIID(index), in: context, at: rule.formula.origin).node
      let (zero, weight) = (graph.constant(.zero), graph.constant(summary == .score ? rule.weight : .one))
      let isKnown = graph.node(.known(truth))
      let isTrue = graph.node(.otherwise(truth, graph.truth(false)))
      let isFalse = graph.node(.otherwise(graph.node(.not(truth)), graph.truth(false)))
      switch summary {
      case .passed: counted.append(isTrue)
      case .failed: counted.append(isFalse)
      case .pending: counted.append(graph.node(.not(isKnown)))
      case .score:
        counted.append(graph.node(.choose(isKnown, then: weight, else: zero)))
        passed.append(graph.node(.choose(isTrue, then: weight, else: zero)))
      }
    }
    let total: ([NodeID]) -> NodeID = { nodes in
      nodes.isEmpty ? graph.constant(.zero) : graph.node(.combine(.sum, nodes))
    }
    guard summary == .score else { return Term(total(counted), .quantity(.none, .number)) }
    return Term(graph.node(.arithmetic(.divide, total(passed), total(counted))), .quantity(.none, .ratio))
  }
}

extension Problem {
  fileprivate static func noRuleHere(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .notDefinedHere, "KPI `\(name)` has a rule only in another scenario", at: origin,
      help: "write the rule in the plan, or ask in that scenario")
  }

  fileprivate static func circularKPI(_ name: String, at origin: Origin) -> Problem {
    Problem(.circularDefinition, "KPI `\(name)` is judged by itself", at: origin)
  }
}
