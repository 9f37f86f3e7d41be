internal import PlanRules

/// Builds a plan from statements: first it declares every name, then it resolves everything that uses them. All
/// problems are reported, in source order.
struct Checker {
  let sources: Sources
  /// The table lines shown with the problems found in them.
  var excerpts: Excerpts
  let statements: [Statement]
  var plan: Plan
  var names = NameTable()
  var problems: [Problem] = []

  /// The figures varied by a sweep, while its amendments are being resolved.
  var unknowns: [Sweep.Unknown] = []

  /// Tables that could not be read, keyed by the place where a statement names them.
  var faultyTables: Set<Origin> = []

  let index: PlanIndex

  /// The formulas and KPIs of the base, wherever they are declared; collected when a scenario first needs them.
  private lazy var declaredByBase = Checker.formulasAndGoals(statements)

  /// Amendments already resolved by an earlier check, keyed by their origin.
  var understood: [Origin: Amendment] = [:]

  static func check(_ statements: [Statement], sources: Sources, after earlier: CheckedProgram? = nil)
    -> CheckedProgram
  {
    var checker = Checker(sources: sources, statements: statements)
    checker.collectDeclarations()
    if let earlier { checker.takeOver(from: earlier) }
    checker.resolveFigures()
    checker.loadFigures()
    checker.resolveRules()
    checker.resolveScenarios()
    let questions = checker.resolveClaimsAndQuestions()
    checker.checkScenarios()
    return CheckedProgram(
      plan: checker.plan, names: checker.names, questions: questions,
      sources: checker.sources.adding(checker.excerpts),
      problems: checker.problems.inOrder)
  }

  /// Creates a checker for the amendments inside a question.
  init(plan: Plan, names: NameTable, sources: Sources, unknowns: [Sweep.Unknown], index: PlanIndex) {
    (self.plan, self.names, self.sources, self.unknowns) = (plan, names, sources, unknowns)
    self.index = index
    excerpts = Excerpts(besides: sources)
    statements = []
  }

  private init(sources: Sources, statements: [Statement]) {
    self.statements = statements
    self.sources = sources
    excerpts = Excerpts(besides: sources)
    index = PlanIndex()
    plan = Plan(Checker.calendar(statements))
    plan.limits = sources.limits
    plan.measures = Measure.builtIn
  }

  mutating func attempt(_ work: (inout Checker) throws(Problem) -> Void) {
    do throws(Problem) {
      try work(&self)
    } catch {
      problems.append(error.tellingApart(in: sources))
    }
  }

  /// The source text of a span, on one line.
  func text(_ span: Span) -> String { sources.words(span) }

  func resolver(parameters: [NameSyntax] = []) -> Resolver {
    Resolver(
      plan: plan, names: names, parameters: parameters.map(\.text), unknowns: unknowns, index: index)
  }

  // MARK: Declarations

  private mutating func collectDeclarations() {
    checkCalendar()
    for statement in statements {
      attempt { (checker) throws(Problem) in try checker.declareTerms(statement) }
    }
    resolveContainments()
    for statement in statements {
      attempt { (checker) throws(Problem) in try checker.declareWork(statement) }
    }
    for statement in statements {
      attempt { (checker) throws(Problem) in try checker.declareRules(statement) }
    }
    warnOfNamesOfPeriods()
  }

  /// Declares units, axes and measures: the terms in which programmes are declared.
  private mutating func declareTerms(_ statement: Statement) throws(Problem) {
    switch statement.form {
    case .plan(let title): plan.title = title
    case .unit(let unit): try declare(unit, statement)
    case .axis(let axis): try declare(axis, statement)
    case .measure(let measure):
      try names.declare(measure.name, as: .measure(MeasureID(plan.measures.count)))
      // The unit may be declared later; this reserves its place.
      plan.measures.append(
        Measure(
          name: measure.name.text, label: measure.label, unit: nil, documentation: statement.documentation))
    case .fiscalYear, .periods, .asOf, .programme, .milestone, .kpi, .let, .scenario, .move, .set, .scale,
      .without,
      .carry, .lights, .expect, .reported, .use, .programmes, .load, .question:
      break
    }
  }

  private mutating func declare(_ unit: UnitDeclaration, _ statement: Statement) throws(Problem) {
    try names.declare(unit.name, as: .unit(plan.units.definitions.count))
    attempt { (checker) throws(Problem) in
      try checker.names.take(label: unit.label, ofUnit: unit.name, checker.plan.units.definitions.count)
    }
    guard let value = unit.value else {
      plan.units.declareBase(
        name: unit.name.text, label: unit.label, kind: unit.isCurrency ? .currency : .count,
        places: unit.places, documentation: statement.documentation)
      return
    }
    do throws(Problem) {
      var (factor, dimension) = try resolver().unitValue(value)
      if factor.isZero {
        problems.append(.unitOfNothing(unit, at: value.span))
        // Use a factor of one instead, so that figures in this unit are not reported as well.
        factor = .one
      }
      plan.units.declareDerived(
        name: unit.name.text, label: unit.label, factor: factor, dimension: dimension,
        kind: unit.isCurrency ? .currency : .count, places: unit.places,
        documentation: statement.documentation)
    } catch {
      // Keep the name declared, so that its uses are not reported as well.
      plan.units.declareBase(name: unit.name.text, label: unit.label, kind: .count, places: unit.places)
      throw error
    }
  }

  private mutating func declare(_ axis: AxisDeclaration, _ statement: Statement) throws(Problem) {
    let id = AxisID.declared(plan.axes.count { $0.id.isDeclared })
    if let table = axis.table {
      let rows = members(axis, table)
      plan.axes.append(
        Axis(
          id: id, name: axis.name.text, label: axis.label, members: rows?.members ?? [],
          documentation: statement.documentation))
      return try names.declare(axis.name, as: .axis(id))
    }
    var members: [AxisMember] = []
    plan.axes.append(
      Axis(
        id: id, name: axis.name.text, label: axis.label,
        members: axis.members.map { AxisMember(name: $0.name.text, label: $0.label) },
        documentation: statement.documentation))
    try names.declare(axis.name, as: .axis(id))
    if axis.members.isEmpty { throw .emptyAxis(axis.name) }
    var known: [String: Span] = [:]
    for member in axis.members {
      if let first = known.updateValue(member.name.span, forKey: member.name.text) {
        throw .memberTwice(member.name, axis.name.text, first: first)
      }
      try names.declare(member.name, as: .members([AxisMemberID(axis: id, member: members.count)]))
      members.append(AxisMember(name: member.name.text, label: member.label))
    }
  }

  /// Declares programmes and groups: their names, units and members.
  private mutating func declareWork(_ statement: Statement) throws(Problem) {
    switch statement.form {
    case .measure(let measure):
      guard let unit = measure.unit, case .measure(let id)? = names.thing(measure.name.text) else { return }
      let resolved = try resolver().unit(unit)
      plan.measures[id.index] = Measure(
        name: measure.name.text, label: measure.label, unit: resolved,
        isMoney: false, documentation: statement.documentation)
    case .programme(let programme):
      let id = ProgrammeID(plan.programmes.count)
      try names.declare(programme.name, as: .programme(id))
      names.take(label: programme.label, of: programme.name)
      var declared = Programme(
        name: programme.name.text, label: programme.label, documentation: statement.documentation,
        unit: .number, kind: programme.isLevel ? .level : .flow, members: programme.members.map { _ in [] },
        combination: programme.weights.map { .mean(weights: $0) } ?? .sum,
        origin: programme.name.span.origin)
      if programme.isLessBetter { declared.direction = .lessIsBetter }
      plan.programmes.append(declared)
    case .programmes(let programmes): declare(programmes)
    case .plan, .fiscalYear, .periods, .asOf, .unit, .axis, .milestone, .kpi, .let, .scenario, .move,
      .set, .scale,
      .without, .carry, .lights, .expect, .reported, .use, .load, .question:
      break
    }
  }

  /// Declares the names of formulas, KPIs, milestones, scenarios and moves.
  private mutating func declareRules(_ statement: Statement) throws(Problem) {
    switch statement.form {
    case .let(let definition):
      let id = LetID(plan.lets.count)
      try names.declare(definition.name, as: .let(id))
      plan.lets.append(
        Let(
          name: definition.name.text, parameters: definition.parameters.map(\.text), body: nil,
          documentation: statement.documentation, origin: definition.name.span.origin))
    case .kpi(let kpi):
      try names.declareGoal(kpi.name, kpi: KPIID(plan.kpis.count), milestone: nil)
      names.take(label: kpi.label, of: kpi.name, isGoal: true)
      plan.kpis.append(
        KPI(
          name: kpi.name.text, label: kpi.label, documentation: statement.documentation,
          weight: kpi.weight ?? .one, rule: nil, text: text(kpi.rule.span), origin: kpi.name.span.origin))
    case .milestone(let milestone):
      try names.declareGoal(milestone.name, kpi: nil, milestone: MilestoneID(plan.milestones.count))
      names.take(label: milestone.label, of: milestone.name, isGoal: true)
      plan.milestones.append(
        Milestone(
          name: milestone.name.text, label: milestone.label, programme: nil, due: milestone.due,
          done: milestone.done, documentation: statement.documentation, origin: milestone.name.span.origin))
    case .scenario(let scenario):
      try names.declare(scenario.name, as: .scenario(ScenarioID(declaredAt: plan.scenarios.count)))
      names.take(label: scenario.label, of: scenario.name)
      plan.scenarios.append(
        Scenario(
          name: scenario.name.text, label: scenario.label, documentation: statement.documentation,
          parents: [],
          amendments: [], origin: scenario.name.span.origin))
      try declareAmendments(scenario.items ?? [])
    case .move(let move):
      if let name = move.name { try names.declare(name, as: .move) }
    case .plan, .fiscalYear, .periods, .asOf, .unit, .axis, .measure, .programme, .set, .scale, .without,
      .carry,
      .lights,
      .expect, .reported, .use, .programmes, .load, .question:
      break
    }
  }

  /// Declares the names a scenario introduces: its own formulas, KPIs and moves.
  private mutating func declareAmendments(_ items: [Statement]) throws(Problem) {
    for item in items {
      switch item.form {
      case .let(let definition):
        if names.thing(definition.name.text) == nil, !declaredLater(definition.name.text) {
          try declareRules(item)
        }
      case .kpi(let kpi):
        if names.kpi(kpi.name.text) == nil, !declaredLater(kpi.name.text) { try declareRules(item) }
      case .move(let move):
        if let name = move.name, names.thing(name.text) != .move { try names.declare(name, as: .move) }
      case .plan, .fiscalYear, .periods, .asOf, .unit, .axis, .measure, .programme, .milestone, .scenario,
        .set, .scale,
        .without, .carry, .lights, .expect, .reported, .use, .programmes, .load, .question:
        break
      }
    }
  }

  /// Whether the base declares a formula or KPI of this name anywhere, in which case a scenario merely changes it.
  private mutating func declaredLater(_ name: String) -> Bool { declaredByBase.contains(name) }

  private static func formulasAndGoals(_ statements: [Statement]) -> Set<String> {
    var names: Set<String> = []
    for statement in statements {
      switch statement.form {
      case .let(let definition): names.insert(definition.name.text)
      case .kpi(let kpi): names.insert(kpi.name.text)
      case .plan, .fiscalYear, .periods, .asOf, .unit, .axis, .measure, .programme, .milestone, .scenario,
        .move, .set,
        .scale, .without, .carry, .lights, .expect, .reported, .use, .programmes, .load, .question:
        break
      }
    }
    return names
  }
}

extension [Problem] {
  /// The problems in source order, without duplicates.
  var inOrder: [Problem] {
    var seen: Set<Problem> = []
    return sorted { ($0.origin.rawValue, $0.code.rawValue) < ($1.origin.rawValue, $1.code.rawValue) }
      .filter { seen.insert($0).inserted }
  }
}

extension Problem {
  fileprivate static func unitOfNothing(_ unit: UnitDeclaration, at span: Span) -> Problem {
    Problem(
      .wrongKind, "one `\(unit.name.text)` cannot equal zero of another unit", at: span.origin,
      help: "say how many: `unit rai = 1,600 sqm`; without `=` it is a separate unit")
  }

  fileprivate static func emptyAxis(_ name: NameSyntax) -> Problem {
    Problem(.wrongNumberOfValues, "axis `\(name.text)` has no members", at: name.span.origin)
  }

  fileprivate static func memberTwice(_ name: NameSyntax, _ axis: String, first: Span) -> Problem {
    Problem(
      .declaredTwice, "`\(axis)` already has a member `\(name.text)`", at: name.span.origin,
      notes: [Note("`\(name.text)` is declared here", at: first.origin)])
  }
}
