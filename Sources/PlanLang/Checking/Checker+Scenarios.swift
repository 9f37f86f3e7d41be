internal import PlanRules

extension Checker {
  /// Resolves the parents and amendments of the scenarios.
  mutating func resolveScenarios() {
    for statement in statements {
      guard case .scenario(let syntax) = statement.form,
        case .scenario(let id)? = names.thing(syntax.name.text), let index = id.index,
        case let old = plan.scenarios[index], old.origin == syntax.name.span.origin
      else { continue }
      attempt { (checker) throws(Problem) in
        if syntax.items == nil, syntax.parents.isEmpty { throw .emptyScenario(syntax.name) }
      }
      var parents: [ScenarioID] = []
      for name in syntax.parents {
        attempt { (checker) throws(Problem) in
          let parent = try checker.resolver().scenario(name)
          if !parent.isBase { parents.append(parent) }
        }
      }
      var amendments: [Amendment] = []
      for item in syntax.items ?? [] {
        attempt { (checker) throws(Problem) in amendments.append(try checker.amendment(item)) }
      }
      plan.scenarios[index] = Scenario(
        name: old.name, label: old.label, documentation: old.documentation, parents: parents,
        amendments: amendments, origin: old.origin)
    }
  }

  /// No scenario may be its own ancestor.
  mutating func checkScenarios() {
    for id in plan.scenarioIDs {
      guard let scenario = plan[id], isOwnAncestor(id, scenario) else { continue }
      problems.append(.scenarioInACircle(scenario.name, at: scenario.origin))
    }
    if problems.allSatisfy({ $0.code != .circularDefinition }) {
      problems += AmendmentSequence.overwritings(in: plan)
    }
  }

  private func isOwnAncestor(_ id: ScenarioID, _ scenario: Scenario) -> Bool {
    var waiting = scenario.parents
    var seen: Set<ScenarioID> = []
    while let next = waiting.popLast() {
      if next == id { return true }
      if seen.insert(next).inserted { waiting += plan[next]?.parents ?? [] }
    }
    return false
  }

  /// Reuses already resolved amendments to figures from an earlier check, provided that all names are unchanged.
  mutating func takeOver(from earlier: CheckedProgram) {
    guard names.order == earlier.names.order, names.goalOrder == earlier.names.goalOrder,
      plan.calendar == earlier.plan.calendar
    else { return }
    for amendment in earlier.plan.scenarios.flatMap(\.amendments) {
      switch amendment.form {
      case .move, .set, .scale, .without: understood[amendment.origin] = amendment
      case .define, .judge, .lights, .carry, .asOf: break
      }
    }
  }

  mutating func amendment(_ statement: Statement) throws(Problem) -> Amendment {
    if let known = understood[statement.span.origin] { return known }
    return Amendment(try amendmentForm(statement), at: statement.span.origin, text: text(statement.span))
  }

  private mutating func amendmentForm(_ statement: Statement) throws(Problem) -> Amendment.Form {
    let resolver = resolver()
    switch statement.form {
    case .move(let move): return .move(try self.move(move, statement.span))
    case .set(let syntax):
      let (programme, measure, place) = try subject(syntax.subject)
      for narrowing in place where narrowing.from != narrowing.through {
        throw .setsOnePlace(syntax.subject.span)
      }
      let value = try syntax.value.map { (value) throws(Problem) in try resolver.formula(value) }
      return .set(measure, of: programme, place: place, to: value)
    case .scale(let syntax):
      let (programme, measure, place) = try subject(syntax.subject)
      return .scale(measure, of: programme, place: place, by: try resolver.formula(syntax.factor))
    case .without(let name):
      guard names.thing(name.text) == .move else {
        throw resolver.unknown(name, among: names.names { $0 == .move }, what: "move")
      }
      return .without(name.text)
    case .let(let syntax): return try redefinition(syntax)
    case .kpi(let syntax):
      guard let id = names.kpi(syntax.name.text) else {
        throw resolver.unknown(syntax.name, among: names.goalOrder, what: "KPI")
      }
      return .judge(
        id, rule: try resolver.formula(syntax.rule), weight: syntax.weight ?? plan.kpis[id.index].weight,
        text: text(syntax.rule.span))
    case .lights(let bands, let name):
      let lights = try self.bands(bands, at: statement.span)
      let programme = try name.map { (name) throws(Problem) in try resolver.programme(name) }
      if let programme { try LightsChecker.require(lights, fit: plan[programme], at: statement.span) }
      return .lights(lights, of: programme)
    case .carry(let carry, let name):
      if let period = carry.period { throw .periodInScenario(period) }
      return .carry(carry.rule, of: try name.map { (name) throws(Problem) in try resolver.programme(name) })
    case .asOf(let moment): return .asOf(try resolver.asOf(moment))
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone, .scenario, .expect,
      .reported,
      .use, .programmes, .load, .question:
      throw .notAnAmendment(statement.span)
    }
  }

  private func redefinition(_ syntax: LetDeclaration) throws(Problem) -> Amendment.Form {
    guard case .let(let id)? = names.thing(syntax.name.text) else {
      throw resolver().unknown(syntax.name, among: plan.lets.map(\.name), what: "formula")
    }
    let known = plan.lets[id.index]
    guard known.parameters.count == syntax.parameters.count else {
      throw .otherParameters(syntax.name, known.parameters.count)
    }
    return .define(id, try resolver(parameters: syntax.parameters).formula(syntax.body))
  }

  /// `mankong.actual[Q4]`: a measure of a programme in a place.
  private func subject(
    _ syntax: ExpressionSyntax
  ) throws(Problem) -> (programme: ProgrammeID, measure: MeasureID, place: [Narrowing]) {
    let resolver = resolver()
    switch syntax.form {
    case .subscripted(let base, let indices):
      let (programme, measure, place) = try subject(base)
      return (programme, measure, place + (try resolver.narrowings(indices)))
    case .member(let base, let measure):
      guard case .name(let owner) = base.form else { throw .notASubject(syntax.span) }
      return (try resolver.programme(owner), try resolver.stored(measure), [])
    case .number, .none, .truth, .date, .name, .call, .negate, .not, .arithmetic, .compare, .connect,
      .otherwise,
      .choose, .convert:
      throw .notASubject(syntax.span)
    }
  }
}

extension Problem {
  fileprivate static func emptyScenario(_ name: NameSyntax) -> Problem {
    Problem(
      .unexpectedToken, "scenario `\(name.text)` is empty", at: name.span.origin,
      help: "give it a block, `{ … }`, or parents, `from A`")
  }

  fileprivate static func scenarioInACircle(_ name: String, at origin: Origin) -> Problem {
    Problem(.circularDefinition, "scenario `\(name)` comes from itself", at: origin)
  }

  fileprivate static func setsOnePlace(_ span: Span) -> Problem {
    Problem(
      .wrongSort, "`set` puts a figure in one place, not in a range of them", at: span.origin,
      help: "set each place, or use `scale` for several")
  }

  fileprivate static func otherParameters(_ name: NameSyntax, _ count: Int) -> Problem {
    Problem(
      .wrongArguments, "`\(name.text)` is defined with \(count) \(count == 1 ? "parameter" : "parameters")",
      at: name.span.origin, help: "a scenario changes a formula, not its parameters")
  }

  fileprivate static func notASubject(_ span: Span) -> Problem {
    Problem(
      .wrongSort, "a measure of a programme is needed here", at: span.origin,
      help: "for example `mankong.actual[Q4]`")
  }

  static func notAnAmendment(_ span: Span) -> Problem {
    Problem(
      .unexpectedToken, "a scenario holds amendments only", at: span.origin,
      help: "`move`, `set`, `scale`, `without`, `let`, `kpi`, `lights`, `carry`, `as of`")
  }
}

extension Problem {
  fileprivate static func periodInScenario(_ period: PeriodSyntax) -> Problem {
    Problem(
      .wrongSort, "a scenario changes what is carried over, not by which period", at: period.span.origin,
      help:
        "say `by \(Calendar.name(of: period.axis))` where the programme is declared, or for the whole plan")
  }
}
