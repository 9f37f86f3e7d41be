internal import PlanRules

/// Resolves the names in expressions, turning syntax into formulas.
struct Resolver {
  let plan: Plan
  let names: NameTable
  /// The parameters of the formula being defined.
  let parameters: [String]
  /// The figures varied by a sweep.
  let unknowns: [Sweep.Unknown]
  /// Shared by all resolvers of the same plan.
  let index: PlanIndex

  init(
    plan: Plan, names: NameTable, parameters: [String] = [], unknowns: [Sweep.Unknown] = [],
    index: PlanIndex = PlanIndex()
  ) {
    self.index = index
    self.unknowns = unknowns
    self.plan = plan
    self.names = names
    self.parameters = parameters
  }

  func formula(_ syntax: ExpressionSyntax) throws(Problem) -> Formula {
    Formula(try form(syntax), at: syntax.span.origin)
  }

  private func form(_ syntax: ExpressionSyntax) throws(Problem) -> Formula.Form {
    switch syntax.form {
    case .number(let number): return .literal(try literal(number, at: syntax.span))
    case .none: return .missing
    case .truth(let truth): return .truth(truth)
    case .date(let date): return .date(date)
    case .name(let name): return try self.name(name)
    case .member(let base, let name): return try member(base, name)
    case .subscripted(let base, let indices):
      let inner = try formula(base)
      return .narrow(inner, to: try narrowings(indices))
    case .call(let name, let arguments, let axis): return try call(name, arguments, axis, at: syntax.span)
    case .negate(let inner):
      // A negative number is an ordinary literal.
      if case .number(let number) = inner.form {
        let literal = try literal(number, at: inner.span)
        return .literal(
          Literal(
            value: -literal.value, unit: literal.unit, places: literal.places, isBare: literal.isBare,
            isScaled: literal.isScaled))
      }
      return .negate(try formula(inner))
    case .not(let inner): return .not(try formula(inner))
    case .arithmetic(let operation, let a, let b):
      return .arithmetic(operation, try formula(a), try formula(b))
    case .compare(let comparison, let a, let b): return .compare(comparison, try formula(a), try formula(b))
    case .connect(let connective, let a, let b): return .connect(connective, try formula(a), try formula(b))
    case .otherwise(let a, let b): return .otherwise(try formula(a), try formula(b))
    case .choose(let condition, let then, let otherwise):
      return .choose(try formula(condition), then: try formula(then), else: try formula(otherwise))
    case .convert(let inner, let unit): return .convert(try formula(inner), to: try self.unit(unit))
    }
  }

  // MARK: Names

  private func name(_ name: NameSyntax) throws(Problem) -> Formula.Form {
    if let parameter = parameters.firstIndex(of: name.text) { return .parameter(parameter) }
    if let unknown = unknowns.first(where: { $0.name == name.text }) { return .series(unknown.series) }
    switch names.thing(name.text) {
    case .unit(let unit)?: return .literal(one(unit))
    case .measure(let measure)?: return .figure(.measure(measure), of: nil)
    case .derived(let figure)?: return .figure(figure, of: nil)
    case .let(let id)?:
      let count = plan.lets[id.index].parameters.count
      guard count == 0 else { throw .wrongCount(name, wanted: count, found: 0) }
      return .formula(named: id, arguments: [])
    case let thing?: throw .wrongSort(name, thing, wanted: "a figure")
    case nil:
      if let light = Light(name: name.text) { return .light(light) }
      if let unit = names.unit(name.text) { return .literal(one(unit)) }
      if names.kpi(name.text) != nil { throw .goalAlone(name) }
      if let thing = try labelled(name, isProgramme) { throw .wrongSort(name, thing, wanted: "a figure") }
      throw unknown(
        name, among: names.names { _ in true } + parameters, what: "figure",
        meant: plan.name(labelled: name.text, among: [.programme, .measure]))
    }
  }

  private func one(_ unit: Int) -> Literal {
    let written = FigureUnit.unit(unit)
    return Literal(value: plan.units.factor(of: written), unit: written, places: 0, isBare: false)
  }

  private func member(_ base: ExpressionSyntax, _ name: NameSyntax) throws(Problem) -> Formula.Form {
    switch base.form {
    case .name(let owner):
      if owner.text == FigureWord.kpis.spelling, names.thing(owner.text) == nil {
        guard let summary = KPISummary(rawValue: name.text) else {
          throw unknown(name, among: KPISummary.allCases.map(\.rawValue), what: "figure of the KPIs")
        }
        return .kpis(summary)
      }
      if let part = KPIPart(name.text) { return try goal(owner, part) }
      switch names.thing(owner.text) {
      case .programme(let programme)?: return .figure(try figure(name), of: programme)
      case .move?:
        let approved = ClauseWord.approved.spelling
        guard name.text == approved, let index = index.move(owner.text, in: plan) else {
          throw unknown(name, among: [approved], what: "figure of a move")
        }
        return .approved(move: index)
      case .unit?, .axis?, .members?, .measure?, .derived?, .let?, .scenario?, .function?, nil:
        let programme = try self.programme(owner)
        return .figure(try figure(name), of: programme)
      }
    case .member(let inner, let measure) where name.text == FigureWord.original.spelling:
      guard case .name(let owner) = inner.form, let programme = try? self.programme(owner) else {
        throw .noFigureOf(name)
      }
      return .figure(.original(try stored(measure)), of: programme)
    case .number, .none, .truth, .date, .member, .subscripted, .call, .negate, .not, .arithmetic, .compare,
      .connect, .otherwise, .choose, .convert:
      throw .noFigureOf(name)
    }
  }

  /// Whether an unknown name may be compared with the known ones, to suggest the nearest.
  var maySearch: Bool {
    index.maySearch(
      among: names.order.count + names.goalOrder.count + plan.axes.reduce(0) { $0 + $1.members.count })
  }

  func unknown(
    _ name: NameSyntax, among names: @autoclosure () -> [String], what: String,
    meant: @autoclosure () -> String? = nil
  ) -> Problem {
    guard maySearch else { return .unknown(name, among: [], what: what) }
    return .unknown(name, among: names(), what: what, meant: meant())
  }

  private func unknownProgramme(_ name: NameSyntax) -> Problem {
    unknown(
      name, among: names.names(where: isProgramme), what: "programme",
      meant: plan.name(labelled: name.text, among: [.programme, .goal]))
  }

  // MARK: Labels

  /// The thing with a name or, failing that, a fitting one with that label.
  func thing(_ name: NameSyntax, orLabelled fits: (NamedThing) -> Bool) throws(Problem) -> NamedThing? {
    if let known = names.thing(name.text) { return known }
    return try labelled(name, fits)
  }

  /// The thing with a label, if no name is the same. A label shared by two things of the wanted kind is ambiguous.
  func labelled(_ name: NameSyntax, _ fits: (NamedThing) -> Bool) throws(Problem) -> NamedThing? {
    let bearer = try onlyBearer(of: name) { !$0.isGoal && (names.thing($0.name).map(fits) ?? false) }
    return bearer.flatMap { names.thing($0.name) }
  }

  /// The name of the KPI or milestone with a given label.
  func labelledGoal(_ name: NameSyntax, _ fits: (NameTable.Bearer) -> Bool = { _ in true }) throws(Problem)
    -> String?
  {
    try onlyBearer(of: name) { $0.isGoal && fits($0) }?.name
  }

  func onlyBearer(of name: NameSyntax, _ fits: (NameTable.Bearer) -> Bool) throws(Problem) -> NameTable
    .Bearer?
  {
    let bearers = names.bearers(of: name.text).filter(fits)
    // A programme and its KPI may share a name and a label.
    guard Set(bearers.map(\.name)).count < 2 else {
      throw .ambiguousLabel(name, bearers.map(\.name), at: bearers.map(names.origin(of:)))
    }
    return bearers.first
  }

  func isProgramme(_ thing: NamedThing) -> Bool {
    if case .programme = thing { return true }
    return false
  }

  private func goal(_ owner: NameSyntax, _ part: KPIPart) throws(Problem) -> Formula.Form {
    let name = try labelledGoal(owner) ?? owner.text
    if let kpi = names.kpi(name) { return .kpi(kpi, part) }
    if let milestone = names.milestone(name), part == .passes { return .milestone(milestone) }
    throw unknown(owner, among: names.goalOrder, what: "KPI")
  }

  private func figure(_ name: NameSyntax) throws(Problem) -> Figure {
    switch names.thing(name.text) {
    case .measure(let measure)?: return .measure(measure)
    case .derived(let figure)?: return figure
    case let thing?: throw .wrongSort(name, thing, wanted: "a measure")
    case nil: throw .unknownMeasure(name, maySearch ? names : nil)
    }
  }

  /// A measure with figures of its own.
  func stored(_ name: NameSyntax) throws(Problem) -> MeasureID {
    switch names.thing(name.text) {
    case .measure(let measure)?: return measure
    case .derived?: throw .derivedIsComputed(name)
    case let thing?: throw .wrongSort(name, thing, wanted: "a measure")
    case nil: throw .unknownMeasure(name, maySearch ? names : nil)
    }
  }

  func programme(_ name: NameSyntax) throws(Problem) -> ProgrammeID {
    switch names.thing(name.text) {
    case .programme(let programme)?: return programme
    case let thing?: throw .wrongSort(name, thing, wanted: "a programme")
    case nil:
      if case .programme(let programme)? = try labelled(name, isProgramme) { return programme }
      throw unknownProgramme(name)
    }
  }

  func axis(_ name: NameSyntax) throws(Problem) -> AxisID {
    if unknowns.contains(where: { $0.name == name.text }) {
      guard unknowns.count == 1 else { throw .overOneOfTwo(name, unknowns.map(\.name)) }
      return .step
    }
    switch names.thing(name.text) {
    case .axis(let axis)?: return axis
    case let thing?: throw .wrongSort(name, thing, wanted: "an axis")
    case nil:
      if let remedy = WrongWord.remedy(forAxis: name.text) {
        throw Problem(
          .unknownName, "there is no axis `\(name.text)`", at: name.span.origin, help: remedy)
      }
      throw unknown(
        name, among: names.names { if case .axis = $0 { true } else { false } }, what: "axis")
    }
  }

  /// The axes of a breakdown; none may occur twice.
  func axes(_ names: [NameSyntax]) throws(Problem) -> [AxisID] {
    var axes: [AxisID] = []
    for name in names {
      let axis = try self.axis(name)
      if axes.contains(axis) { throw .axisTwice(name) }
      axes.append(axis)
    }
    return axes
  }

  /// A formula to be broken down along axes; rejected if it has the same value for every member, since the labels
  /// beside it would be misleading.
  func formula(_ syntax: ExpressionSyntax, along axes: [AxisID]) throws(Problem) -> Formula {
    let formula = try formula(syntax)
    for axis in axes { _ = try requireDifference(formula, along: axis) }
    return formula
  }

  private func requireDifference(_ formula: Formula, along axis: AxisID) throws(Problem) -> Formula {
    // If there is only one label, the figure is correct.
    if formula.isBound(along: axis), plan.count(along: [axis]) > 1 {
      throw .sameForEachMember(plan.axis(axis), at: formula.origin)
    }
    return formula
  }

  func scenario(_ name: NameSyntax) throws(Problem) -> ScenarioID {
    switch names.thing(name.text) {
    case .scenario(let scenario)?: return scenario
    case let thing?: throw .wrongSort(name, thing, wanted: "a scenario")
    case nil:
      if case .scenario(let scenario)? = try labelled(
        name, { if case .scenario = $0 { true } else { false } })
      {
        return scenario
      }
      throw unknown(
        name, among: names.names { if case .scenario = $0 { true } else { false } }, what: "scenario")
    }
  }

  private func call(
    _ name: NameSyntax, _ arguments: [ExpressionSyntax], _ axis: NameSyntax?, at span: Span
  ) throws(Problem) -> Formula.Form {
    if case .let(let id)? = names.thing(name.text) {
      let count = plan.lets[id.index].parameters.count
      guard count == arguments.count, axis == nil else {
        throw .wrongCount(name, wanted: count, found: arguments.count)
      }
      return .formula(named: id, arguments: try formulas(arguments))
    }
    guard let function = BuiltInFunction.named(name.text) else {
      if let remedy = WrongWord.remedy(forFunction: name.text) { throw .noFunction(name, remedy) }
      throw unknown(
        name,
        among: BuiltInFunction.all.map(\.name) + plan.lets.filter { !$0.parameters.isEmpty }.map(\.name),
        what: "function")
    }
    let given = try formulas(arguments)
    switch (function.implementation, axis) {
    case (.overAxis(let reduction), let axis?), (.overAxisOrSeveral(let reduction), let axis?):
      guard given.count == 1 else { throw .wrongCount(name, wanted: 1, found: given.count) }
      let over = try self.axis(axis)
      return .reduce(reduction, try requireDifference(given[0], along: over), over: over)
    case (.overAxis, nil): throw .needsAxis(name, function)
    case (.overAxisOrSeveral, nil):
      guard given.count > 1 else { throw .needsAxis(name, function) }
    case (.round, nil), (.magnitude, nil), (.known, nil), (.previous, nil):
      guard given.count == function.parameters.count else {
        throw .wrongCount(name, wanted: function.parameters.count, found: given.count)
      }
    case (.round, _?), (.magnitude, _?), (.known, _?), (.previous, _?):
      throw .goesOverNoAxis(name)
    }
    return .call(function.name, given)
  }

  private func formulas(_ syntaxes: [ExpressionSyntax]) throws(Problem) -> [Formula] {
    var formulas: [Formula] = []
    for syntax in syntaxes { formulas.append(try formula(syntax)) }
    return formulas
  }
}

extension Problem {
  fileprivate static func sameForEachMember(_ axis: Axis, at origin: Origin) -> Problem {
    Problem(
      .sameForEachMember, "this is the same for every \(axis.name): it names its \(axis.name) itself",
      at: origin,
      help: axis.id.rangesOverEntities
        ? "to ask each one, leave out the programme: `target` instead of `mankong.target`; or ask without the \(axis.name)s"
        : "leave the \(axis.name) in brackets out to ask each one, or ask without the \(axis.name)s")
  }

  fileprivate static func overOneOfTwo(_ name: NameSyntax, _ unknowns: [String]) -> Problem {
    Problem(
      .wrongSort, "`over \(name.text)` says nothing about \(unknowns.filter { $0 != name.text }.joined())",
      at: name.span.origin, help: "sweep one figure to go over its steps; two are shown step by step")
  }

  fileprivate static func goalAlone(_ name: NameSyntax) -> Problem {
    Problem(
      .wrongSort, "`\(name.text)` is a KPI", at: name.span.origin,
      help: "ask for `\(name.text).passes` or `\(name.text).margin`, or `show \(name.text)`")
  }

  fileprivate static func noFigureOf(_ name: NameSyntax) -> Problem {
    Problem(.unknownMeasure, "`.\(name.text)` goes after the name of a programme", at: name.span.origin)
  }

  /// - Parameter names: the name table to search for the name that was meant; `nil` if there have been too many
  ///   searches already.
  static func unknownMeasure(_ name: NameSyntax, _ names: NameTable?) -> Problem {
    let measures = names?.names {
      switch $0 {
      case .measure, .derived: true
      case .unit, .axis, .members, .programme, .let, .scenario, .move, .function: false
      }
    }
    let near = WrongWord.measure(name.text) ?? Suggestion.nearest(to: name.text, among: measures ?? [])
    return Problem(
      .unknownMeasure, "there is no measure `\(name.text)`", at: name.span.origin,
      help: near.map { "did you mean `\($0)`?" }
        ?? "there are `target`, `actual`, `forecast`, `budget` and `spent`; another one is declared: `measure \(name.text) in household`"
    )
  }

  fileprivate static func derivedIsComputed(_ name: NameSyntax) -> Problem {
    let word = FigureWord(spelled: name.text)
    let help = word == .adjusted ? "change `target`" : word == .result ? "give `actual` or `forecast`" : nil
    return Problem(
      .unknownMeasure, "`\(name.text)` is worked out, it has no figures of its own", at: name.span.origin,
      help: help)
  }

  fileprivate static func noFunction(_ name: NameSyntax, _ remedy: String) -> Problem {
    Problem(.unknownName, "there is no function `\(name.text)`", at: name.span.origin, help: remedy)
  }

  fileprivate static func wrongCount(_ name: NameSyntax, wanted: Int, found: Int) -> Problem {
    Problem(
      .wrongArguments,
      "`\(name.text)` takes \(wanted) \(wanted == 1 ? "figure" : "figures"), but has \(found) here",
      at: name.span.origin)
  }

  fileprivate static func axisTwice(_ name: NameSyntax) -> Problem {
    Problem(.declaredTwice, "`\(name.text)` is here twice", at: name.span.origin)
  }

  fileprivate static func goesOverNoAxis(_ name: NameSyntax) -> Problem {
    Problem(
      .wrongArguments, "`\(name.text)` does not go over an axis", at: name.span.origin,
      help: "ask for a row instead: `… by quarter`")
  }

  fileprivate static func needsAxis(_ name: NameSyntax, _ function: BuiltInFunction) -> Problem {
    Problem(
      .wrongArguments, "`\(name.text)` goes over an axis", at: name.span.origin,
      help: "for example `\(name.text)(mankong.target over quarter)`")
  }
}
