/// What an earlier version of a plan has already found out holds for a later one wherever nothing has changed.
extension PlanEvaluation {
  /// Takes over verdicts and judged claims of scenarios whose figures and rules are the same nodes of the same graph.
  public func inherit(from earlier: PlanEvaluation) {
    guard graph.knows(earlier.graph), asOf == earlier.asOf, hasSameTerms(as: earlier) else { return }
    let mentions = ScenarioMentions(plan)
    guard let base = try? state(0), let oldBase = try? earlier.state(0), base.isSame(as: oldBase) else {
      return
    }
    for scenario in 0...plan.scenarios.count {
      guard let old = earlier.number(ofScenario: name(ofScenario: scenario)),
        let theirs = try? earlier.state(old),
        let mine = try? scenario == 0 ? base : state(scenario, after: theirs), mine.isSame(as: theirs)
      else { continue }
      if mine.rules.values.allSatisfy({ mentions.isOfOneScenario($0.rule) }), !mentions.isInLets {
        knownVerdicts[scenario] = earlier.knownVerdicts[old]
        if earlier.scenariosWithSoundRules.contains(old) { scenariosWithSoundRules.insert(scenario) }
      }
      guard scenario == 0 else { continue }
      for claim in plan.expectations + plan.reported where mentions.isOfOneScenario(claim) {
        let key = ClaimKey(origin: claim.origin, scenario: 0)
        judgedClaims[key] = earlier.judgedClaims[key]
      }
    }
  }

  private func hasSameTerms(as other: PlanEvaluation) -> Bool {
    let (a, b) = (plan, other.plan)
    return a.years == b.years && a.units.definitions.count == b.units.definitions.count
      && a.axes.count == b.axes.count && a.measures.count == b.measures.count && a.lets.count == b.lets.count
      && a.kpis.map(\.origin) == b.kpis.map(\.origin)
      && a.milestones.map(\.origin) == b.milestones.map(\.origin)
      && a.programmes.map(\.origin) == b.programmes.map(\.origin)
  }

  private func name(ofScenario scenario: Int) -> String? {
    scenario == 0 ? nil : plan.scenarios[scenario - 1].name
  }

  private func number(ofScenario name: String?) -> Int? {
    guard let name else { return 0 }
    return plan.scenarios.firstIndex { $0.name == name }.map { $0 + 1 }
  }
}

extension ScenarioState {
  /// Whether everything that can be asked here has the same answer there, where both stand on the same nodes.
  func isSame(as other: ScenarioState) -> Bool {
    guard isComplete, other.isComplete, hasSameRules(as: other),
      rules.count == other.rules.count, lets.count == other.lets.count
    else { return false }
    return plan.programmes.indices.allSatisfy {
      figures[$0] == other.figures[$0] && declared[$0] == other.declared[$0]
    }
      && rules.allSatisfy { id, rule in
        other.rules[id].map { $0.rule == rule.rule && $0.weight == rule.weight && $0.text == rule.text }
          ?? false
      } && lets.allSatisfy { other.lets[$0] == $1 }
  }

  private func hasSameRules(as other: ScenarioState) -> Bool {
    asOf == other.asOf
      && plan.programmes.indices.allSatisfy {
        let id = ProgrammeID($0)
        return carryRule(of: id) == other.carryRule(of: id) && lights(of: id) == other.lights(of: id)
      }
  }

  /// Whether a programme's figures are the same: its own, its members', and what decides over them.
  func isSame(_ programme: ProgrammeID, as other: ScenarioState, _ otherID: ProgrammeID) -> Bool {
    guard isComplete, other.isComplete, asOf == other.asOf,
      carryRule(of: programme) == other.carryRule(of: otherID),
      lights(of: programme) == other.lights(of: otherID),
      figures[programme.index] == other.figures[otherID.index],
      plan[programme].members?.count == other.plan[otherID].members?.count
    else { return false }
    return zip(plan[programme].members ?? [], other.plan[otherID].members ?? []).allSatisfy {
      isSame($0, as: other, $1)
    }
  }
}

/// Whether formulas of a plan look into other scenarios than the one in which they are asked.
private struct ScenarioMentions {
  /// Some formula with a name does.
  let isInLets: Bool
  /// Some rule of a KPI does.
  private let isInRules: Bool

  init(_ plan: Plan) {
    let amendments = plan.scenarios.flatMap(\.amendments)
    let defined = amendments.compactMap { if case .define(_, let body) = $0.form { body } else { nil } }
    let judged = amendments.compactMap { if case .judge(_, let rule, _, _) = $0.form { rule } else { nil } }
    isInLets = (plan.lets.compactMap(\.body) + defined).contains(where: ScenarioMentions.mentions)
    isInRules = (plan.kpis.compactMap(\.rule) + judged).contains(where: ScenarioMentions.mentions)
  }

  func isOfOneScenario(_ claim: Claim) -> Bool {
    !claim.axes.contains(.scenario) && isOfOneScenario(claim.subject)
      && claim.stated.allSatisfy {
        if case .formula(let formula) = $0 { isOfOneScenario(formula) } else { true }
      }
  }

  func isOfOneScenario(_ formula: Formula) -> Bool {
    if isInLets || isInRules { return false }
    return !ScenarioMentions.mentions(formula)
  }

  private static func mentions(_ formula: Formula) -> Bool {
    switch formula.form {
    case .narrow(let inner, let place): place.contains { $0.axis == .scenario } || mentions(inner)
    case .reduce(_, let inner, let axis): axis == .scenario || mentions(inner)
    case .negate(let a), .not(let a), .convert(let a, _): mentions(a)
    case .arithmetic(_, let a, let b), .otherwise(let a, let b), .compare(_, let a, let b),
      .connect(_, let a, let b):
      mentions(a) || mentions(b)
    case .choose(let a, let b, let c): mentions(a) || mentions(b) || mentions(c)
    case .formula(_, let arguments), .call(_, let arguments): arguments.contains(where: mentions)
    case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
      .unknown, .series:
      false
    }
  }
}
