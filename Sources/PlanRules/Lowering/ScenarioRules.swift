/// The settings of a scenario, from the plan and overridden by its amendments: everything except its figures.
struct ScenarioRules {
  private(set) var asOf: AsOf?
  private(set) var lets: [LetID: Formula] = [:]
  private(set) var kpis: [KPIID: Rule] = [:]
  private var carryOfAll: CarryRule?
  private var carryOf: [ProgrammeID: CarryRule] = [:]
  private var lightsOfAll = LightsByDirection()
  private var lightsOf: [ProgrammeID: LightBands] = [:]

  /// The rule of a KPI.
  struct Rule {
    let formula: Formula
    let weight: Rational
    let text: String
  }

  /// The plan's own rules, which are those of its base.
  init(of plan: Plan) {
    asOf = plan.asOf
    for (index, definition) in plan.lets.enumerated() { lets[LetID(index)] = definition.body }
    for (index, kpi) in plan.kpis.enumerated() {
      if let formula = kpi.rule {
        kpis[KPIID(index)] = Rule(formula: formula, weight: kpi.weight, text: kpi.text)
      }
    }
  }

  mutating func overrule(by amendment: Amendment) {
    switch amendment.form {
    case .define(let name, let formula): lets[name] = formula
    case .judge(let kpi, let rule, let weight, let text):
      kpis[kpi] = Rule(formula: rule, weight: weight, text: text)
    case .lights(let bands, let programme?): lightsOf[programme] = bands
    case .lights(let bands, nil):
      lightsOfAll.put(bands)
      lightsOf = lightsOf.filter { $1.direction != bands.direction }
    case .asOf(let moment): asOf = moment
    case .carry(let rule, let programme?): carryOf[programme] = rule
    case .carry(let rule, nil):
      carryOfAll = rule
      carryOf = [:]
    case .move, .set, .scale, .without: break
    }
  }

  /// Applies the command line's `as of`, which overrides all others.
  mutating func overrule(asOf day: AsOf?) { asOf = day ?? asOf }

  func carry(of programme: Programme, _ id: ProgrammeID, in plan: Plan) -> CarryRule {
    if programme.kind == .level || programme.isMean { return .none }
    return carryOf[id] ?? carryOfAll ?? programme.carry ?? plan.carry
  }

  /// Bands of the other direction do not apply.
  func lights(of programme: Programme, _ id: ProgrammeID, in plan: Plan) -> LightBands {
    let direction = programme.direction
    return lightsOf[id] ?? lightsOfAll[direction] ?? programme.lights ?? plan.lights[direction]
      ?? LightsByDirection.standard[direction] ?? .institute
  }
}
