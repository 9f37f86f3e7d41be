/// The ratios that a plan judges by: a printed percentage must not look equal to one of them unless it is.
enum RatioLandmarks {
  /// The full target, the borders of the lights, the thresholds of the rules.
  static func declared(in plan: Plan) -> [Rational] {
    var found: Set<Rational> = [.one]
    let lights =
      [plan.lights[.moreIsBetter], plan.lights[.lessIsBetter]] + plan.programmes.map(\.lights)
    for border in lights.compactMap({ $0 }).flatMap(\.borders) { found.insert(border.rate) }
    for kpi in plan.kpis { kpi.rule?.addRatios(to: &found) }
    return found.sorted()
  }
}

extension RatioLandmarks {
  /// Those of the plan, and those that its scenarios judge by instead.
  static func all(of plan: Plan, declared: [Rational]) -> [Rational] {
    var found: Set<Rational> = []
    for scenario in plan.scenarios {
      for amendment in scenario.amendments {
        switch amendment.form {
        case .judge(_, let rule, _, _): rule.addRatios(to: &found)
        case .lights(let bands, _): for border in bands.borders { found.insert(border.rate) }
        case .move, .set, .scale, .without, .define, .carry, .asOf: break
        }
      }
    }
    return found.isEmpty ? declared : Set(declared).union(found).sorted()
  }
}

extension Formula {
  /// Collects the ratios that something is compared with.
  fileprivate func addRatios(to found: inout Set<Rational>) {
    switch form {
    case .compare(_, let a, let b):
      for side in [a, b] {
        if case .literal(let literal) = side.form, literal.unit == .number || literal.unit.isPercent {
          found.insert(literal.value)
        }
        side.addRatios(to: &found)
      }
    case .negate(let a), .not(let a), .convert(let a, _), .reduce(_, let a, _), .narrow(let a, _):
      a.addRatios(to: &found)
    case .arithmetic(_, let a, let b), .otherwise(let a, let b), .connect(_, let a, let b):
      for side in [a, b] { side.addRatios(to: &found) }
    case .choose(let a, let b, let c): for part in [a, b, c] { part.addRatios(to: &found) }
    case .formula(_, let arguments), .call(_, let arguments):
      for argument in arguments { argument.addRatios(to: &found) }
    case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
      .unknown, .series:
      break
    }
  }
}
