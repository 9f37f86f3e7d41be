public enum Verdict: String, Hashable, Sendable {
  case pass, fail, pending

  init(_ truth: Bool?) { self = truth.map { $0 ? .pass : .fail } ?? .pending }

  public var truth: Bool? {
    switch self {
    case .pass: true
    case .fail: false
    case .pending: nil
    }
  }
}

/// How far a rule is from turning. What is short is negative.
public struct Margin: Hashable, Sendable {
  /// What a ratio lacks to its threshold, said in the unit of its numerator.
  public struct Shortfall: Hashable, Sendable {
    public let amount: Rational
    public let unit: FigureUnit
    public let threshold: Rational
    public let thresholdUnit: FigureUnit
  }

  public let value: Rational
  public let unit: FigureUnit
  /// In percentage points.
  public let isPoints: Bool
  public let shortfall: Shortfall?
}

/// What a KPI's rule says, and by how much.
public struct KPIVerdict: Hashable, Sendable {
  public let kpi: KPIID
  public let verdict: Verdict
  public let margin: Margin?
  public let weight: Rational
  /// The rule as it is written in this scenario.
  public let rule: String
}

extension PlanEvaluation {
  /// The verdicts of a scenario, in the order of the plan.
  public func verdicts(scenario: Int = 0) throws(Problem) -> [KPIVerdict] {
    let state = try stateOrProblem(scenario)
    if let known = knownVerdicts[scenario] { return known }
    var verdicts: [KPIVerdict] = []
    for index in plan.kpis.indices {
      let kpi = KPIID(index)
      guard let rule = state.rules[kpi] else { continue }
      verdicts.append(try verdict(kpi, rule: rule, scenario: scenario))
    }
    knownVerdicts[scenario] = verdicts
    return verdicts
  }

  func stateOrProblem(_ scenario: Int) throws(Problem) -> ScenarioState {
    do {
      return try state(scenario)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.notDefinedHere, "there is no such scenario", at: .none)
    }
  }

  func verdict(
    _ kpi: KPIID, rule: (rule: Formula, weight: Rational, text: String), scenario: Int
  ) throws(Problem) -> KPIVerdict {
    do {
      steps = 0
      let term = try FormulaLowering(evaluation: self).rule(
        of: kpi, in: Context(scenario: scenario), at: rule.rule.origin)
      let truth = graph.column(term.node).truth(0)
      let deciding = term.parts.first { graph.column($0.truth).truth(0) == truth }
      return KPIVerdict(
        kpi: kpi, verdict: Verdict(truth), margin: deciding?.margin.flatMap(margin), weight: rule.weight,
        rule: rule.text)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.notDefinedHere, "this rule cannot be judged", at: rule.rule.origin)
    }
  }

  private func margin(_ part: RulePart.Margin) -> Margin? {
    guard let value = graph.column(part.node).figure else { return nil }
    let shortfall = part.shortfall.flatMap { shortfall -> Margin.Shortfall? in
      guard let amount = graph.column(shortfall.amount).figure,
        let threshold = graph.column(shortfall.threshold).figure
      else { return nil }
      return Margin.Shortfall(
        amount: amount, unit: shortfall.unit, threshold: threshold, thresholdUnit: shortfall.thresholdUnit)
    }
    return Margin(value: value, unit: part.unit, isPoints: part.isPoints, shortfall: shortfall)
  }
}

extension FigureFormat {
  /// `+165 household`, `−3.36 points: 67.67 million baht short of 96%`.
  public func text(_ margin: Margin) -> String {
    guard margin.isPoints else { return text(margin.value, in: margin.unit, signed: true) }
    let points = points(margin.value)
    guard let shortfall = margin.shortfall, margin.value.signum < 0 else { return points }
    let side = shortfall.amount.signum >= 0 ? "short of" : "over"
    let amount = text(shortfall.amount.magnitude, in: shortfall.unit)
    return "\(points): \(amount) \(side) \(short(shortfall.threshold, in: shortfall.thresholdUnit))"
  }
}

extension PlanEvaluation {
  /// What is wrong with the rules and formulas of a scenario, found by lowering each.
  public func problemsOfRules(scenario: Int = 0) -> [Problem] {
    guard let state = try? state(scenario), !scenariosWithSoundRules.contains(scenario) else { return [] }
    var problems: [Problem] = []
    for index in plan.kpis.indices {
      guard let rule = state.rules[KPIID(index)] else { continue }
      do throws(Problem) {
        _ = try verdict(KPIID(index), rule: rule, scenario: scenario)
      } catch {
        problems.append(error)
      }
    }
    for (index, definition) in plan.lets.enumerated() where definition.parameters.isEmpty {
      guard let body = state.lets[LetID(index)] else { continue }
      let formula = Formula(.formula(named: LetID(index), arguments: []), at: body.origin)
      do throws(Problem) {
        _ = try value(of: formula, scenario: scenario)
      } catch {
        // What needs a programme or a quarter is asked where it is used.
        if error.code != .needsProgramme, error.code != .needsQuarter { problems.append(error) }
      }
    }
    if problems.isEmpty { scenariosWithSoundRules.insert(scenario) }
    return problems
  }
}
