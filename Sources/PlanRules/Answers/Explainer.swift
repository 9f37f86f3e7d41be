/// Builds explanations. Every value in them is evaluated at the place where the part is used.
struct Explainer {
  let evaluation: PlanEvaluation
  /// The scenario of the part being explained; formulas may look into other scenarios.
  private(set) var scenario: ScenarioID
  private let askedScenario: ScenarioID
  /// Whether the part belongs to the rule of a KPI, where anything not known for certain is pending.
  private var isOfRule = false
  let deepest: Int
  /// Counts parts: an explanation grows like its formula, which may use a figure many times.
  // Shared by all copies that make parts of the same explanation.
  private let made = Counter()

  private final class Counter { var count = 0 }

  static let maxLevels = 12
  private static let maxParts = 2_000
  private static let maxMembers = 40

  init(evaluation: PlanEvaluation, scenario: ScenarioID, deepest: Int) {
    self.evaluation = evaluation
    self.scenario = scenario
    askedScenario = scenario
    self.deepest = deepest
  }

  typealias Place = [Narrowing]

  private var plan: Plan { _read { yield evaluation.plan } }

  func value(_ formula: Formula, at place: Place) -> Value {
    (try? evaluation.value(of: narrowed(formula, place), scenario: scenario, isRule: isOfRule))
      ?? Value(.missing(nil))
  }

  private func narrowed(_ formula: Formula, _ place: Place) -> Formula {
    // The innermost narrowing is the last, so wrapping starts from the end.
    place.reversed().reduce(formula) { Formula(.narrow($0, to: [$1]), at: formula.origin) }
  }

  mutating func explain(
    _ formula: Formula, at place: Place, level: Int, called name: Explanation.Name? = nil
  ) -> Explanation {
    made.count += 1
    switch formula.form {
    case .narrow(let inner, let narrowings):
      let written = name ?? .written(formula.origin)
      guard let other = narrowings.last(where: { $0.axis == .scenario }) else {
        return explain(inner, at: place + narrowings, level: level, called: written)
      }
      let outer = scenario
      scenario = ScenarioID(member: other.from)
      defer { scenario = outer }
      return explain(
        inner, at: place + narrowings.filter { $0.axis != .scenario }, level: level, called: written)
    case .convert(let inner, _):
      let (name, converted) = (name ?? .written(formula.origin), value(formula, at: place))
      guard converted != value(inner, at: place) else {
        return explain(inner, at: place, level: level, called: name)
      }
      return Explanation(
        name, converted, parts: parts(level) { [$0.explain(inner, at: place, level: level + 1)] },
        isTruncated: level >= deepest)
    case .figure(let figure, let programme):
      guard let owner = programme ?? self.programme(of: place) else {
        return Explanation(name ?? .written(formula.origin), value(formula, at: place))
      }
      return explain(figure, of: owner, at: place, level: level)
    case .formula(let named, let arguments):
      return namedFormula(named, arguments, formula, at: place, level: level)
    case .literal, .missing, .truth, .light, .date, .parameter, .milestone, .approved, .unknown, .series:
      return Explanation(name ?? .written(formula.origin), value(formula, at: place), origin: formula.origin)
    case .kpi(let kpi, _):
      let rule = (try? evaluation.state(scenario).rules.kpis[kpi]?.formula) ?? nil
      let isDeeper = level < deepest && rule != nil
      let outer = isOfRule
      isOfRule = true
      defer { isOfRule = outer }
      return Explanation(
        name ?? .written(formula.origin), value(formula, at: place), origin: plan.kpis[kpi.index].origin,
        parts: isDeeper ? rule.map { operands($0).map { explain($0, at: [], level: level + 1) } } ?? [] : [],
        isTruncated: !isDeeper && rule != nil)
    case .kpis:
      return Explanation(
        name ?? .written(formula.origin), value(formula, at: place), parts: level < deepest ? verdicts() : [],
        isTruncated: level >= deepest)
    case .reduce(let reduction, let inner, let axis):
      return reduce(reduction, inner, over: axis, formula, at: place, level: level, called: name)
    case .arithmetic:
      let terms = terms(of: formula)
      return Explanation(
        name ?? .written(formula.origin), value(formula, at: place),
        parts: parts(level) { explainer in
          terms.map { explainer.explain($0.formula, at: place, level: level + 1).joined(by: $0.joint) }
        }, isTruncated: level >= deepest)
    case .negate, .otherwise, .compare, .connect, .not, .choose, .call:
      let operands = operands(formula)
      return Explanation(
        name ?? .written(formula.origin), value(formula, at: place),
        parts: parts(level) { $0.parts(of: operands, at: place, level: level + 1) },
        isTruncated: level >= deepest && !operands.isEmpty)
    }
  }

  /// Builds the parts if this level was asked for and there are not too many parts already.
  func parts(_ level: Int, _ make: (inout Explainer) -> [Explanation]) -> [Explanation] {
    guard level < deepest, made.count < Explainer.maxParts else { return [] }
    var copy = self
    return make(&copy)
  }

  private mutating func parts(of formulas: [Formula], at place: Place, level: Int) -> [Explanation] {
    formulas.map { explain($0, at: place, level: level) }
  }

  /// All terms of a sum or factors of a product, however deeply the formula nests them in pairs.
  private func terms(of formula: Formula) -> [(formula: Formula, joint: String?)] {
    guard case .arithmetic(let arithmetic, let a, let b) = formula.form else { return [(formula, nil)] }
    let isSum = arithmetic == .add || arithmetic == .subtract
    let joint =
      switch arithmetic {
      case .add: "+"
      case .subtract: "−"
      case .multiply: "×"
      case .divide: "÷"
      }
    guard case .arithmetic(let inner, _, _) = a.form, isSum == (inner == .add || inner == .subtract) else {
      return [(a, nil), (b, joint)]
    }
    return terms(of: a) + [(b, joint)]
  }

  /// The operands of a formula, except those written as their own value.
  private func operands(_ formula: Formula) -> [Formula] {
    let all: [Formula] =
      switch formula.form {
      case .negate(let a), .not(let a): [a]
      case .arithmetic(_, let a, let b), .otherwise(let a, let b), .compare(_, let a, let b),
        .connect(_, let a, let b):
        [a, b]
      case .choose(let a, let b, let c): [a, b, c]
      case .call(_, let arguments): arguments
      case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
        .approved, .narrow, .reduce, .convert, .unknown, .series:
        [formula]
      }
    return all.filter { !$0.isItsOwnValue }
  }

  /// The name of a part's scenario, if it differs from the scenario of the question.
  var otherScenario: String? {
    guard scenario != askedScenario else { return nil }
    return plan.name(of: scenario)
  }

  private func programme(of place: Place) -> ProgrammeID? {
    place.last { $0.axis == .programme || $0.axis == .group }.map {
      evaluation.structure.programmes(along: $0.axis)[$0.from]
    }
  }

  // MARK: Formulas with names

  private mutating func namedFormula(
    _ id: LetID, _ arguments: [Formula], _ formula: Formula, at place: Place, level: Int
  ) -> Explanation {
    let definition = plan.lets[id.index]
    let body = (try? evaluation.state(scenario).rules.lets[id]) ?? definition.body
    let value = value(formula, at: place)
    // The arguments of a formula with parameters say more than its body, which is the same for all of them.
    let inner = arguments.isEmpty ? body.map { terms(of: $0) } ?? [] : arguments.map { ($0, nil) }
    let written = body.map(\.origin)
    // A name for a number is the number.
    if inner.count == 1, case .literal = inner[0].formula.form {
      return Explanation(.written(formula.origin), value, origin: written ?? definition.origin)
    }
    return Explanation(
      .written(formula.origin), value, origin: written ?? definition.origin,
      parts: parts(level) { explainer in
        inner.flatMap { term -> [Explanation] in
          if inner.count == 1 {
            return explainer.parts(of: explainer.operands(term.formula), at: place, level: level + 1)
          }
          return [explainer.explain(term.formula, at: place, level: level + 1).joined(by: term.joint)]
        }
      }, isTruncated: level >= deepest && !inner.isEmpty)
  }

  private mutating func reduce(
    _ reduction: Reduction, _ inner: Formula, over axis: AxisID, _ formula: Formula, at place: Place,
    level: Int,
    called name: Explanation.Name?
  ) -> Explanation {
    let value = value(formula, at: place)
    var members = 0..<evaluation.count(of: axis)
    if let range = place.last(where: { $0.axis == axis }) { members = range.from..<(range.through + 1) }
    let names = axis.rangesOverEntities ? [] : plan.axis(axis).members.map(\.name)
    let parts = parts(level) { explainer in
      members.prefix(Explainer.maxMembers).map { member in
        let narrowing = Narrowing(axis: axis, from: member, through: member, origin: .none)
        let inside = place.filter { $0.axis != axis } + [narrowing]
        let title: String
        if axis == .scenario {
          title = plan.name(of: ScenarioID(member: member))
        } else if axis.rangesOverEntities {
          title = plan[evaluation.structure.programmes(along: axis)[member]].name
        } else {
          title = names[member]
        }
        return Explanation(.words(title), explainer.value(inner, at: inside))
      }
    }
    return Explanation(
      name ?? .written(formula.origin), value,
      note: members.count > Explainer.maxMembers ? "of \(members.count)" : nil, parts: parts,
      isTruncated: level >= deepest)
  }

  private func verdicts() -> [Explanation] {
    ((try? evaluation.verdicts(scenario: scenario)) ?? []).map { verdict in
      let kpi = plan.kpis[verdict.kpi.index]
      return Explanation(
        .words(kpi.name), Value(verdict.verdict.truth.map { .truth($0) } ?? .pending),
        note: verdict.verdict.truth == nil ? nil : verdict.verdict.rawValue, origin: kpi.origin)
    }
  }
}
