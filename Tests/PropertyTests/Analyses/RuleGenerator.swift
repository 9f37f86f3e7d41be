import TestSupport

/// Draws rules for a plan. What a plan has no breakdown for is drawn too: `fits` asks before it is declared.
struct RuleGenerator {
  let plan: RandomPlan
  let probe: PlanProbe
  var random: SplitMix64
  private var letCount = 0

  init(_ plan: RandomPlan, _ probe: PlanProbe, seed: UInt64) {
    (self.plan, self.probe) = (plan, probe)
    random = SplitMix64(seed: seed &* 7_919 &+ plan.seed)
  }

  /// KPIs that can be judged in the base and in every scenario.
  mutating func kpis(_ count: Int) -> [DrawnKPI] {
    var kpis: [DrawnKPI] = []
    for _ in 0..<count * 12 where kpis.count < count {
      guard let rule = rule(deep: 0), fits(rule) else { continue }
      kpis.append(DrawnKPI(name: "k\(kpis.count + 1)", rule: rule, isInvolved: rule.rounds))
    }
    return kpis
  }

  private func fits(_ rule: Rule) -> Bool {
    let text = RuleText(plan: plan, expandsLets: true).text(rule)
    return (["base"] + plan.scenarios.map(\.name)).allSatisfy { scenario in
      (try? probe.exact("(\(text))[\(scenario)]")) != nil
    }
  }

  // MARK: Rules

  private mutating func rule(deep: Int) -> Rule? {
    switch random.pick(0...99) {
    case ..<12 where deep < 2:
      guard let a = rule(deep: deep + 1), let b = rule(deep: deep + 1) else { return nil }
      return random.chance(50) ? .and(a, b) : .or(a, b)
    case ..<15 where deep < 2: return rule(deep: deep + 1).map { .not($0) }
    case ..<18 where deep < 2:
      guard let a = rule(deep: 2), let b = rule(deep: 2), let c = rule(deep: 2) else { return nil }
      return .choose(a, b, c)
    case ..<28:
      return .light(
        entity(), context(), random.pick(["red", "yellow", "green"]), isIt: random.chance(70))
    case ..<34: return counting()
    case ..<44: return ofProducts()
    default: return comparison(random.pick([.household, .person, .money, .percent, .percent]))
    }
  }

  private mutating func comparison(_ unit: Unit) -> Rule? {
    guard let left = term(unit, deep: 0) else { return nil }
    let sign = random.pick([">=", ">=", ">=", "<=", "<=", ">", "<", "="])
    if random.chance(25), let right = term(unit, deep: 1) { return .compare(sign, left, right) }
    return .compare(sign, left, .literal(threshold(near: left, unit), unit))
  }

  /// Mostly near what the term comes to, so that verdicts can turn.
  private mutating func threshold(near term: Term, _ unit: Unit) -> Fraction {
    let granule =
      switch unit {
      case .household, .person: Fraction(1)
      case .money: Fraction(10_000)
      case .percent: Fraction(1, 1_000)
      }
    let text = RuleText(plan: plan, expandsLets: true).text(term)
    let now = (try? probe.exact(text)).flatMap { Fraction(reading: $0) } ?? granule * Fraction(40)
    let share = Fraction(Int128(random.pick([20, 70, 90, 95, 99, 100, 100, 101, 105, 110, 130, 300])), 100)
    let near = (now * share / granule).rounded * granule
    return random.chance(30) ? near + granule * Fraction(Int128(random.pick(-3...3))) : near
  }

  private mutating func counting() -> Rule? {
    let unit = random.pick([Unit.household, .person, .money])
    guard let (ask, entity) = measure(unit) else { return nil }
    let least = threshold(near: .figure(ask, entity, Context(quarters: random.pick(0...3).span)), unit)
    let count = Term.count(ask, entity, atLeast: .literal(least, unit))
    return .compare(random.pick([">=", "<=", "=", ">"]), count, .number(random.pick(1...3)))
  }

  /// Products of two figures, quadratic where both read the same one.
  private mutating func ofProducts() -> Rule? {
    let unit = random.pick([Unit.household, .person, .money])
    guard let a = figure(unit), let b = random.chance(40) ? a : figure(unit), let c = figure(unit) else {
      return nil
    }
    let right = Term.multiply(.literal(threshold(near: b, unit), unit), random.chance(50) ? c : a)
    return .compare(random.pick([">=", "<="]), .multiply(a, b), right)
  }

  // MARK: Terms

  private mutating func term(_ unit: Unit, deep: Int) -> Term? {
    guard deep < 3, random.chance(deep == 0 ? 65 : 40) else { return figure(unit) }
    let one = { (generator: inout RuleGenerator) in generator.term(unit, deep: deep + 1) }
    switch random.pick(0...11) {
    case 0, 1:
      guard let a = one(&self), let b = one(&self) else { return nil }
      return random.chance(50) ? .add(a, b) : .subtract(a, b)
    case 2:
      guard let a = one(&self), let rate = figure(.percent) else { return nil }
      return .multiply(a, rate)
    case 3 where unit == .percent, 4 where unit == .percent:
      let other = random.pick([Unit.household, .person, .money])
      guard let a = term(other, deep: deep + 1), let b = term(other, deep: deep + 1) else { return nil }
      return .divide(a, b)
    case 3, 4:
      return one(&self).map { .multiply($0, .literal(Fraction(Int128(random.pick(1...25)), 20), .percent)) }
    case 5:
      guard let (ask, entity) = measure(unit) else { return nil }
      return .reduced(random.pick(Reducing.allCases), ask, entity)
    case 6:
      guard let a = one(&self), let b = one(&self) else { return nil }
      return .among(random.pick(Reducing.allCases), [a, b])
    case 7: return one(&self).map { .absolute($0) }
    case 8: return unit == .money ? figure(unit) : one(&self).map { .rounded($0, unit) }
    case 9:
      guard let condition = comparison(unit), let a = one(&self), let b = one(&self) else { return nil }
      return .choose(condition, a, b)
    case 10:
      guard let a = one(&self), let b = one(&self) else { return nil }
      return .otherwise(a, b)
    default:
      letCount += 1
      let name = "let\(letCount)"
      return one(&self).map { .named(name, $0) }
    }
  }

  private mutating func figure(_ unit: Unit) -> Term? {
    if unit == .percent, random.chance(75) {
      return .figure(random.pick([.rate, .rate, .spending]), entity(), context())
    }
    guard let (ask, entity) = measure(unit) else { return nil }
    return .figure(ask, entity, context())
  }

  private mutating func measure(_ unit: Unit) -> (Ask, Entity)? {
    let asks: [Ask] = [.target, .target, .actual, .result, .adjusted, .adjusted, .gap, .forecast]
    let fitting = entities.filter { self.unit(of: $0) == unit }
    if unit == .money, fitting.isEmpty || random.chance(60) {
      return (random.pick([.budget, .budget, .spent]), entity())
    }
    return fitting.isEmpty ? nil : (random.pick(asks), random.pick(fitting))
  }

  private var entities: [Entity] {
    plan.programmes.indices.map { .programme($0) } + plan.groups.indices.map { .group($0) }
  }

  private func unit(of entity: Entity) -> Unit {
    switch entity {
    case .programme(let index): plan.programmes[index].unit
    case .group(let index): plan.programmes[plan.groups[index].members[0]].unit
    }
  }

  private mutating func entity() -> Entity {
    !plan.groups.isEmpty && random.chance(35)
      ? .group(random.pick(0...plan.groups.count - 1))
      : .programme(random.pick(0...plan.programmes.count - 1))
  }

  private mutating func context() -> Context {
    var context = Context()
    if plan.manyYears, random.chance(60) { context.year = random.pick(plan.years) }
    if random.chance(55) {
      context.quarters =
        random.chance(25) ? random.pick([0...1, 0...2, 1...2, 1...3]) : random.pick(0...3).span
    }
    if !plan.regions.isEmpty, random.chance(15) { context.region = random.pick(0...plan.regions.count - 1) }
    return context
  }
}
