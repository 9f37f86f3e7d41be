extension FormulaLowering {
  /// What is asked of a programme, with its unit and what is open in it.
  func figure(_ figure: Figure, of programme: ProgrammeID, in context: Context, at origin: Origin) throws
    -> Term
  {
    evaluation.depend(on: programme, scenario: context.scenario)
    return try evaluation.state(context.scenario).term(figure, of: programme, in: context) { state in
      try lowered(figure, of: programme, state, in: context, at: origin)
    }
  }

  private func lowered(
    _ figure: Figure, of programme: ProgrammeID, _ state: ScenarioState, in context: Context,
    at origin: Origin
  ) throws -> Term {
    let reading = FigureReading(state: state)
    let own = plan[programme].unit
    let ownKind = Term.Kind.quantity(plan.units.dimension(of: own), own)
    let unsettled: () throws -> NodeID? = {
      context.isRule ? try reading.unsettled(programme, in: context) : nil
    }
    switch figure {
    case .measure(let measure):
      let node = try reading.measure(measure, of: programme, in: context, at: origin)
      var term = Term(
        node, kind(of: measure, of: programme, state), unsettled: measure == .actual ? try unsettled() : nil)
      if plan[measure].isMoney { term.demanded = state.demandedUnit(measure, of: programme) }
      return term
    case .original(let measure):
      let declared = context.with { $0.isAsDeclared = true }
      return Term(
        try reading.measure(measure, of: programme, in: declared, at: origin),
        kind(of: measure, of: programme, state))
    case .result:
      return Term(
        try reading.result(of: programme, in: context, at: origin), ownKind, unsettled: try unsettled())
    case .adjusted:
      return Term(try reading.adjusted(of: programme, in: context, at: origin), ownKind)
    case .carried:
      return Term(try reading.carried(of: programme, in: context, at: origin), ownKind)
    case .rate:
      let (result, adjusted) = try sides(programme, reading, in: context, at: origin)
      return ratio(result, adjusted, unit: own, unsettled: try unsettled())
    case .gap:
      let (result, adjusted) = try sides(programme, reading, in: context, at: origin)
      return Term(graph.node(.arithmetic(.subtract, result, adjusted)), ownKind, unsettled: try unsettled())
    case .light:
      let (result, adjusted) = try sides(programme, reading, in: context, at: origin)
      return Term(
        graph.node(.light(result: result, adjusted: adjusted, bands: state.lights(of: programme))), .light,
        unsettled: try unsettled())
    case .spending:
      let spent = try self.figure(.measure(.spent), of: programme, in: context, at: origin)
      let budget = try self.figure(.measure(.budget), of: programme, in: context, at: origin)
      if try hasBoth(programme, reading, context) { try requireLike(spent, budget, at: origin, along: nil) }
      var term = Term(graph.node(.arithmetic(.divide, spent.node, budget.node)), .quantity(.none, .ratio))
      term.quotient = Term.Quotient(numerator: spent.node, denominator: budget.node, unit: spent.unit)
      return term
    }
  }

  private func hasBoth(_ programme: ProgrammeID, _ reading: FigureReading, _ context: Context) throws -> Bool
  {
    try reading.has(.spent, programme, context) && reading.has(.budget, programme, context)
  }

  private func sides(
    _ programme: ProgrammeID, _ reading: FigureReading, in context: Context, at origin: Origin
  ) throws -> (result: NodeID, adjusted: NodeID) {
    (
      try reading.result(of: programme, in: context, at: origin),
      try reading.adjusted(of: programme, in: context, at: origin)
    )
  }

  /// `result / adjusted`, missing where nothing is left to reach.
  private func ratio(_ result: NodeID, _ adjusted: NodeID, unit: FigureUnit, unsettled: NodeID?) -> Term {
    let isLeft = graph.node(.compare(.greater, adjusted, graph.constant(.zero)))
    let quotient = graph.node(.arithmetic(.divide, result, adjusted))
    let node = graph.node(.choose(isLeft, then: quotient, else: graph.constant(nil)))
    var term = Term(node, .quantity(.none, .ratio), unsettled: unsettled)
    term.quotient = Term.Quotient(numerator: result, denominator: adjusted, unit: unit)
    return term
  }

  /// The unit of a measure: as its figures are declared, for a group as its members' are.
  func kind(of measure: MeasureID, of programme: ProgrammeID, _ state: ScenarioState) -> Term.Kind {
    let own = state.isComplete ? state.figures[programme.index] : state.declared[programme.index]
    if let own = own[measure] { return .quantity(own.dimension, own.unit) }
    for member in plan[programme].members ?? []
    where
      (try? FigureReading(state: state).has(
        measure, member, Context(scenario: 0).with { $0.isAsDeclared = !state.isComplete })) == true
    {
      return kind(of: measure, of: member, state)
    }
    let unit = state.demandedUnit(measure, of: programme)
    return .quantity(plan.units.dimension(of: unit), unit)
  }

  // MARK: KPIs

  /// The rule of a KPI in a scenario, at the whole of its context.
  func rule(of kpi: KPIID, in context: Context, at origin: Origin) throws -> Term {
    guard let rule = try evaluation.state(context.scenario).rules.kpis[kpi]?.formula else {
      throw Problem.noRuleHere(plan.kpis[kpi.index].name, at: origin)
    }
    let key = PlanEvaluation.JudgingKey(kpi: kpi, scenario: context.scenario)
    guard evaluation.judging.insert(key).inserted else {
      throw Problem.circularKPI(plan.kpis[kpi.index].name, at: origin)
    }
    defer { evaluation.judging.remove(key) }
    var whole = context
    whole.isRule = true
    whole.bindings = nil
    return try truth(rule, in: whole)
  }

  func judge(_ kpi: KPIID, _ part: KPIPart, in context: Context, at origin: Origin) throws -> Term {
    let rule = try self.rule(of: kpi, in: context, at: origin)
    switch part {
    case .passes: return Term(rule.node, .truth, unsettled: rule.unsettled)
    case .margin: return margin(of: rule)
    }
  }

  /// The margin of a rule: that of the first part, as written, that has the whole's verdict. Parts of unlike units
  /// have one answer only where there is one verdict.
  private func margin(of rule: Term) -> Term {
    let missing = graph.constant(nil)
    let truth = graph.column(rule.node).truth(0)
    let deciding = rule.parts.first { graph.column($0.truth).truth(0) == truth }
    guard let first = deciding?.margin ?? rule.parts.compactMap(\.margin).first else {
      return Term(missing, .quantity(.none, .number))
    }
    let unit: FigureUnit = first.isPoints ? .ratio : first.unit
    let dimension = plan.units.dimension(of: unit)
    let node = rule.parts.reversed().reduce(missing) { rest, part in
      let like = part.margin.flatMap { margin in
        plan.units.dimension(of: margin.isPoints ? .ratio : margin.unit) == dimension ? margin.node : nil
      }
      return graph.node(.choose(same(part.truth, rule.node), then: like ?? missing, else: rest))
    }
    return Term(node, .quantity(dimension, unit), unsettled: rule.unsettled)
  }

  /// Whether two truths are the same, pending counting as one of three.
  private func same(_ a: NodeID, _ b: NodeID) -> NodeID {
    let bothPending = graph.node(
      .connect(.and, graph.node(.not(graph.node(.known(a)))), graph.node(.not(graph.node(.known(b))))))
    let equal = graph.node(.otherwise(graph.node(.compare(.equal, a, b)), graph.truth(false)))
    return graph.node(.connect(.or, equal, bothPending))
  }

  func summary(_ summary: KPISummary, in context: Context) throws -> Term {
    let state = try evaluation.state(context.scenario)
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
