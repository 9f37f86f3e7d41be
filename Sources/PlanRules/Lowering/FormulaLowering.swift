/// Lowers formulas to graph nodes in a context. Anything that does not fit (units, kinds, breakdowns) is
/// found before anything is computed.
struct FormulaLowering {
  let workspace: Workspace

  var plan: Plan { _read { yield workspace.plan } }
  var graph: Graph { workspace.graph }

  func lower(_ formula: Formula, in context: Context) throws(Problem) -> Term {
    workspace.steps += 1
    workspace.depth += 1
    defer { workspace.depth -= 1 }
    guard workspace.depth < Workspace.depthLimit else { throw .grewTooLarge(at: formula.origin) }
    guard workspace.steps < Workspace.stepLimit else { throw .grewTooLarge(at: formula.origin) }
    if workspace.cancellation.poll() { throw .interrupted }
    switch formula.form {
    case .literal(let literal):
      var term = Term(
        graph.constant(literal.value), .quantity(plan.units.dimension(of: literal.unit), literal.unit))
      term.literal = literal
      return term
    case .unknown(let unknown):
      return Term(
        graph.node(.unknown(unknown)), .quantity(plan.units.dimension(of: unknown.unit), unknown.unit))
    case .series(let series):
      return Term(
        graph.node(.series(series)), .quantity(plan.units.dimension(of: series.unit), series.unit))
    case .missing:
      var term = Term(graph.constant(nil), .quantity(.none, .number))
      term.isNone = true
      return term
    case .truth(let truth): return Term(graph.truth(truth), .truth)
    case .light(let light): return Term(graph.constant(Rational(light.rawValue)), .light)
    case .date(let date): return Term(graph.constant(Rational(date.number)), .date)
    case .figure(let figure, let programme):
      guard let programme = programme ?? context.programme else {
        throw .needsProgramme(figure.name(in: plan), at: formula.origin)
      }
      return try self.figure(figure, of: programme, in: context, at: formula.origin)
    case .formula(let name, let arguments):
      return try namedFormula(name, arguments, in: context, at: formula.origin)
    case .parameter(let index): return try parameter(index, in: context, at: formula.origin)
    case .kpi(let kpi, let part): return try judge(kpi, part, in: context, at: formula.origin)
    case .kpis(let summary): return try self.summary(summary, in: context)
    case .milestone(let milestone):
      let reached = plan.milestones[milestone.index].verdict(
        asOf: try workspace.state(context.scenario).asOf, in: plan)
      return Term(graph.constant(reached.truth.map { $0 ? .one : .zero }), .truth)
    case .approved(let move):
      return Term(graph.constant(plan.moves[move].approved.map { Rational($0.number) }), .date)
    case .narrow(let inner, let narrowings): return try lower(inner, in: narrowed(context, narrowings))
    case .reduce(let reduction, let inner, let axis):
      return try reduce(reduction, inner, over: axis, in: context, at: formula.origin)
    case .convert(let inner, let unit):
      return try convert(try lower(inner, in: context), to: unit, at: formula.origin)
    case .call(let name, let arguments): return try call(name, arguments, in: context, at: formula.origin)
    case .negate, .arithmetic, .otherwise, .compare, .connect, .not, .choose:
      return try operation(formula, in: context)
    }
  }

  // MARK: Context

  func narrowed(_ context: Context, _ narrowings: [Narrowing]) throws(Problem) -> Context {
    var context = context
    for narrowing in narrowings { context = try narrowed(context, narrowing) }
    return context
  }

  private func narrowed(_ context: Context, _ narrowing: Narrowing) throws(Problem) -> Context {
    switch narrowing.axis {
    case .scenario:
      guard narrowing.from == narrowing.through else {
        throw Problem.oneAtATime("scenario", at: narrowing.origin)
      }
      let scenario = ScenarioID(member: narrowing.from)
      try workspace.source.requireNoCircle(through: scenario, at: narrowing.origin)
      workspace.store.read(named: scenario)
      return context.with { $0.scenario = scenario }
    case .programme, .group:
      guard narrowing.from == narrowing.through else {
        throw Problem.oneAtATime("programme", at: narrowing.origin)
      }
      return context.with {
        $0.programme = workspace.structure.programmes(along: narrowing.axis)[narrowing.from]
      }
    default:
      return context.narrowed(
        narrowing.axis, from: narrowing.from, through: narrowing.through,
        of: workspace.count(of: narrowing.axis))
    }
  }

  /// The contexts of each member along an axis that runs over whole plans or programmes.
  func contexts(along axis: AxisID, in context: Context) -> [Context] {
    guard axis == .scenario else {
      return workspace.structure.programmes(along: axis).map { programme in
        context.with { $0.programme = programme }
      }
    }
    workspace.store.readAllScenarios()
    return plan.scenarioIDs.map { scenario in
      workspace.store.read(scenario: scenario)
      return context.with { $0.scenario = scenario }
    }
  }

  // MARK: Names

  private func namedFormula(_ name: LetID, _ arguments: [Formula], in context: Context, at origin: Origin)
    throws(Problem)
    -> Term
  {
    guard let body = try workspace.state(context.scenario).rules.lets[name] else {
      throw .notDefinedHere(plan.lets[name.index].name, at: origin)
    }
    let path = context.bindings?.path ?? []
    guard !path.contains(name) else { throw .circularLet(plan.lets[name.index].name, at: origin) }
    let inner = context.with {
      $0.bindings = Bindings(
        arguments: arguments, outer: context.bindings, path: path + [name],
        fitsPlainNumbers: context.fitsPlainNumbers)
      // The numbers in the formula are its own: an expectation about the formula does not determine their
      // unit.
      $0.fitsPlainNumbers = false
    }
    guard arguments.isEmpty else { return try lower(body, in: inner) }
    let key = context.with { ($0.bindings, $0.fitsPlainNumbers) = (nil, false) }
    return try workspace.formula(name, in: key) { () throws(Problem) in try lower(body, in: inner) }
  }

  private func parameter(_ index: Int, in context: Context, at origin: Origin) throws(Problem) -> Term {
    guard let bindings = context.bindings, index < bindings.arguments.count else {
      throw .grewTooLarge(at: origin)
    }
    return try lower(
      bindings.arguments[index],
      in: context.with {
        ($0.bindings, $0.fitsPlainNumbers) = (bindings.outer, bindings.fitsPlainNumbers)
      })
  }

  private func call(_ name: String, _ arguments: [Formula], in context: Context, at origin: Origin)
    throws(Problem)
    -> Term
  {
    guard let function = BuiltInFunction.named(name), let first = arguments.first else {
      throw .grewTooLarge(at: origin)
    }
    switch function.implementation {
    case .magnitude:
      let term = try quantity(first, in: context)
      return Term(graph.node(.magnitude(term.node)), term.kind, isOpen: term.isOpen)
    case .known:
      let term = try lower(first, in: context)
      return Term(graph.node(.known(term.node)), .truth, isOpen: term.isOpen)
    case .round: return try round(arguments, in: context, at: origin)
    case .previous: return try previous(first, in: context, at: origin)
    case .overAxis(let reduction), .overAxisOrSeveral(let reduction):
      return try several(reduction, arguments, in: context)
    }
  }

  private func several(_ reduction: Reduction, _ arguments: [Formula], in context: Context) throws(Problem)
    -> Term
  {
    let terms = try arguments.map { (argument) throws(Problem) in try quantity(argument, in: context) }
    let model = terms.first { !$0.isBareZero && !$0.isNone } ?? terms[0]
    for (term, argument) in zip(terms, arguments) where !term.isNone {
      try requireLike(model, term, at: argument.origin, along: nil)
    }
    var term = Term(graph.node(.combine(reduction, terms.map(\.node))), model.kind)
    term.isOpen = terms.map(\.isOpen).reduce(nil, union)
    return term
  }

  private func round(_ arguments: [Formula], in context: Context, at origin: Origin) throws(Problem) -> Term {
    let term = try quantity(arguments[0], in: context)
    guard case .literal(let literal) = arguments[1].form, let places = literal.value.whole,
      (-18...18).contains(places)
    else { throw .roundNeedsPlaces(at: arguments[1].origin) }
    return Term(
      graph.node(.round(term.node, places: places, factor: plan.units.factor(of: term.unit))), term.kind,
      isOpen: term.isOpen)
  }

  private func previous(_ inner: Formula, in context: Context, at origin: Origin) throws(Problem) -> Term {
    guard let axis = context.periodAsked else { throw .previousNeedsPeriod(plan.calendar, at: origin) }
    let years = workspace.count(of: .year)
    let at: (Int, Int?) throws(Problem) -> Term = { (member, year) throws(Problem) in
      var earlier = context
      if member == 0 {
        // The period before the first of a year is the last of the previous year, if the plan has that year.
        guard let year, year > 0 else {
          return Term(graph.constant(nil), try lower(inner, in: context).kind)
        }
        earlier = earlier.narrowed(.year, from: year - 1, through: year - 1, of: years)
      }
      let before = (member + axis.periodsInYear - 1) % axis.periodsInYear
      return try lower(
        inner, in: earlier.narrowed(axis, from: before, through: before, of: axis.periodsInYear))
    }
    let ofYear: (Int?) throws(Problem) -> Term = { year throws(Problem) in
      let asked = year.map { context.narrowed(.year, from: $0, through: $0, of: years) } ?? context
      switch asked.selection(on: axis) {
      case .members(let from, let through)? where from == through: return try at(from, year)
      case .each?:
        return self.stacked(
          try (0..<axis.periodsInYear).map { (member) throws(Problem) in try at(member, year) }, along: axis)
      case .members?, nil: throw .previousNeedsPeriod(plan.calendar, at: origin)
      }
    }
    switch context.selection(on: .year) {
    case .members(let from, let through)? where from == through: return try ofYear(from)
    case .each? where years > 1:
      return stacked(try (0..<years).map { (year) throws(Problem) in try ofYear(year) }, along: .year)
    case .each?, .members?, nil: return try ofYear(nil)
    }
  }

  private func stacked(_ terms: [Term], along axis: AxisID) -> Term {
    var term = Term(graph.node(.stack(terms.map(\.node), along: axis)), terms[terms.count - 1].kind)
    let never = graph.truth(false)
    term.isOpen =
      terms.contains { $0.isOpen != nil }
      ? graph.node(.stack(terms.map { $0.isOpen ?? never }, along: axis)) : nil
    return term
  }

  func quantity(_ formula: Formula, in context: Context) throws(Problem) -> Term {
    let term = try lower(formula, in: context)
    guard case .quantity = term.kind else { throw .needsFigure(term.kind.name, at: formula.origin) }
    return term
  }
}

extension Figure {
  /// The figure as plans write it after the dot: `target`, `target.original`, `rate`.
  public func name(in plan: Plan) -> String {
    switch self {
    case .measure(let measure): plan[measure].name
    case .original(let measure): plan[measure].name + ".original"
    case .result: "result"
    case .adjusted: "adjusted"
    case .carried: "carried"
    case .rate: "rate"
    case .gap: "gap"
    case .light: "light"
    case .spending: "spending"
    case .due: "due"
    case .pace: "pace"
    }
  }
}

extension Problem {
  static func grewTooLarge(at origin: Origin) -> Problem {
    Problem(
      .tooDeep, "this formula grows too large when it is worked out", at: origin,
      help: "give its parts as figures, or use fewer definitions inside one another")
  }

  fileprivate static func needsProgramme(_ figure: String, at origin: Origin) -> Problem {
    Problem(
      .needsProgramme, "`\(figure)` of which programme?", at: origin,
      help:
        "write `NAME.\(figure)`; over all of them, `\(figure) by programme` in a question, `all(\(figure) … over programme)` in a rule"
    )
  }

  fileprivate static func oneAtATime(_ what: String, at origin: Origin) -> Problem {
    Problem(.wrongSort, "name one \(what) here, not a range of them", at: origin)
  }

  fileprivate static func notDefinedHere(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .notDefinedHere, "`\(name)` is defined only in another scenario", at: origin,
      help: "define it in the plan with `let \(name) = …`, or ask in that scenario")
  }

  fileprivate static func circularLet(_ name: String, at origin: Origin) -> Problem {
    Problem(.circularDefinition, "`\(name)` is defined in terms of itself", at: origin)
  }

  fileprivate static func roundNeedsPlaces(at origin: Origin) -> Problem {
    Problem(
      .wrongArguments, "`round` needs a whole number of places", at: origin, help: "for example `round(x, 2)`"
    )
  }

  fileprivate static func previousNeedsPeriod(_ calendar: Calendar, at origin: Origin) -> Problem {
    let word = calendar.periodName
    return Problem(
      .needsQuarter, "`previous` looks one \(word) back: say from which", at: origin,
      help:
        "ask for one \(word), `[\(calendar.name(of: calendar.period, at: 1))]`; for each, `by \(word)` in a question, `all(… over \(word))` in a rule"
    )
  }

  fileprivate static func needsFigure(_ found: String, at origin: Origin) -> Problem {
    Problem(.wrongKind, "a figure is needed here, but this is \(found)", at: origin)
  }
}
