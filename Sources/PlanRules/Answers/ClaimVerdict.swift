/// How one value of a claim was judged.
public struct ClaimFinding: Sendable {
  /// Whether a stated value agrees with the plan; pending if the plan cannot say yet.
  public enum Outcome: Hashable, Sendable {
    case agrees
    case disagrees
    case pending
  }

  /// The `expect` or `reported` statement that is judged.
  public let claim: Claim
  /// Whether the plan has the stated value; if the expectation is a condition, whether it holds.
  public let outcome: Outcome
  /// The member along each of the claim's axes; empty for a single value.
  public let members: [AxisMember]
  /// The value as the claim states it; `nil` for an expectation that is a condition.
  public let stated: Claim.Stated?
  /// The stated value, printed in the unit of the computed one; missing where `none` is stated, true for a condition.
  public let statedValue: Value
  /// The plan's own value, not rounded; for a condition, its truth.
  public let computed: Value
  /// Where the stated value is written.
  public let origin: Origin
}

extension PlanEvaluation {
  /// Judges a claim value by value; a literal is compared at the decimal places that it is written with.
  public func findings(of claim: Claim, scenario: ScenarioID = .base) throws(Problem) -> [ClaimFinding] {
    try claims.get(ClaimInScenario(origin: claim.origin, scenario: scenario)) { () throws(Problem) in
      workspace.store.read(scenario: scenario)
      return try judge(claim, scenario: scenario)
    }
  }

  private func judge(_ claim: Claim, scenario: ScenarioID) throws(Problem) -> [ClaimFinding] {
    let context = Context(scenario: scenario).with { $0.fitsPlainNumbers = claim.stated.isEmpty }
    let answer = try answer(claim.subject, by: claim.axes, in: context)
    if claim.stated.isEmpty { return [try finding(truthOf: claim, answer)] }
    guard claim.stated.count == answer.values.count else {
      throw Problem.wrongNumber(
        claim.stated.count, of: answer.values.count, axes: answer.axes.map(\.name), at: claim.origin)
    }
    if let problem = answer.problems.first { throw problem }
    var findings: [ClaimFinding] = []
    for (index, stated) in claim.stated.enumerated() {
      if case .notCompared = stated { continue }
      let computed = answer.values[index]
      findings.append(
        ClaimFinding(
          claim: claim, outcome: try outcome(stated, computed, claim, scenario),
          members: answer.members(at: index),
          stated: stated, statedValue: try value(of: stated, beside: computed, claim, scenario),
          computed: computed, origin: claim.statedOrigins[index]))
    }
    return findings
  }

  private func finding(truthOf claim: Claim, _ answer: Answer) throws(Problem) -> ClaimFinding {
    let outcome: ClaimFinding.Outcome
    switch answer.values[0].content {
    case .truth(let truth): outcome = truth ? .agrees : .disagrees
    case .pending: outcome = .pending
    case .quantity, .light, .date, .missing: throw Problem.notACondition(at: claim.subject.origin)
    }
    return ClaimFinding(
      claim: claim, outcome: outcome, members: [], stated: nil, statedValue: Value(.truth(true)),
      computed: answer.values[0], origin: claim.origin)
  }

  private func outcome(
    _ stated: Claim.Stated, _ computed: Value, _ claim: Claim, _ scenario: ScenarioID
  ) throws(Problem) -> ClaimFinding.Outcome {
    switch stated {
    case .notCompared: return .agrees
    case .missing: return computed.isMissing ? .agrees : .disagrees
    case .literal(let literal):
      guard case .quantity(let figure, let unit) = computed.content else {
        if case .missing(let unit?) = computed.content {
          _ = try places(literal, for: computed.demanded ?? unit, claim)
        }
        if case .missing = computed.content { return .disagrees }
        throw Problem.statedDoesNotFit(at: claim.subject.origin)
      }
      let (value, factor) = try places(literal, for: computed.demanded ?? unit, claim)
      let rounded = (figure.divided(by: factor) ?? figure).rounded(places: literal.places)
      return rounded == (value.divided(by: factor) ?? value) ? .agrees : .disagrees
    case .formula(let formula):
      let value = try value(of: formula, scenario: scenario)
      if value.isMissing || computed.isMissing {
        return value.isMissing && computed.isMissing ? .agrees : .pending
      }
      try requireComparable(value, computed, at: formula.origin)
      return sameContent(value, computed) ? .agrees : .disagrees
    }
  }

  private func value(
    of stated: Claim.Stated, beside computed: Value, _ claim: Claim, _ scenario: ScenarioID
  ) throws(Problem) -> Value {
    switch stated {
    case .notCompared, .missing: return Value(.missing(nil))
    case .formula(let formula): return try value(of: formula, scenario: scenario)
    case .literal(let literal):
      switch computed.content {
      case .quantity(_, let unit), .missing(let unit?):
        let demanded = computed.demanded ?? unit
        return Value(.quantity(try places(literal, for: demanded, claim).value, unit))
      case .missing(nil), .truth, .light, .date, .pending:
        return Value(.quantity(literal.value, literal.unit))
      }
    }
  }

  private func sameContent(_ a: Value, _ b: Value) -> Bool {
    if let x = a.figure, let y = b.figure { return x == y }
    return a.content == b.content
  }

  private func requireComparable(_ a: Value, _ b: Value, at origin: Origin) throws(Problem) {
    switch (a.content, b.content) {
    case (.quantity(let x, let xUnit), .quantity(let y, let yUnit)):
      guard plan.units.dimension(of: xUnit) != plan.units.dimension(of: yUnit), !x.isZero, !y.isZero else {
        return
      }
      throw Problem.statedUnit(plan.units.words(xUnit), plan.units.words(yUnit), at: origin)
    case (.missing, _), (.pending, _), (_, .missing), (_, .pending), (.truth, .truth), (.light, .light),
      (.date, .date):
      return
    case (.quantity, _), (.truth, _), (.light, _), (.date, _): throw Problem.statedIsOfAnotherKind(at: origin)
    }
  }

  /// A literal in the unit of its place, and the unit in which its decimal places are counted.
  private func places(
    _ literal: Literal, for unit: FigureUnit, _ claim: Claim
  ) throws(Problem) -> (value: Rational, factor: Rational) {
    if literal.isBare {
      // Beside a rate, a plain number is a ratio; a programme in percent reads it as percent.
      let taken = literal.isScaled ? unit.unscaled : unit
      let factor = unit == .ratio ? .one : plan.units.factor(of: taken)
      return (literal.value * factor, factor)
    }
    let (wanted, found) = (plan.units.dimension(of: unit), plan.units.dimension(of: literal.unit))
    guard wanted == found else {
      throw Problem.statedUnit(plan.units.words(literal.unit), plan.units.words(unit), at: claim.origin)
    }
    return (literal.value, plan.units.factor(of: literal.unit))
  }

  /// Returns the reported figures with which the plan does not agree, in the order of the file.
  public func audit(scenario: ScenarioID = .base) throws(Problem) -> [ClaimFinding] {
    var found: [ClaimFinding] = []
    for claim in plan.reported {
      found += try findings(of: claim, scenario: scenario).filter { $0.outcome != .agrees }
    }
    return found
  }

  /// Expectations that hold, and those that do not.
  public func expectations(scenario: ScenarioID = .base) throws(Problem) -> (
    passed: Int, failed: [ClaimFinding]
  ) {
    var passed = 0
    var failed: [ClaimFinding] = []
    for claim in plan.expectations {
      let broken = try findings(of: claim, scenario: scenario).filter { $0.outcome != .agrees }
      if broken.isEmpty { passed += 1 } else { failed += broken }
    }
    return (passed, failed)
  }
}

extension Problem {
  fileprivate static func wrongNumber(_ found: Int, of expected: Int, axes: [String], at origin: Origin)
    -> Problem
  {
    Problem(
      .wrongNumberOfValues,
      "\(found) \(found == 1 ? "value" : "values") for \(expected) members of \(axes.joined(separator: " by "))",
      at: origin)
  }

  fileprivate static func notACondition(at origin: Origin) -> Problem {
    Problem(
      .wrongKind, "an expectation needs a condition, but this is a figure", at: origin,
      help: "compare it: `expect … = 24,210`")
  }

  fileprivate static func statedDoesNotFit(at origin: Origin) -> Problem {
    Problem(.wrongKind, "this cannot be compared with a number", at: origin)
  }

  fileprivate static func statedIsOfAnotherKind(at origin: Origin) -> Problem {
    Problem(
      .wrongKind, "this cannot be compared with what is before the `=`", at: origin,
      help: "a figure is compared with a figure, a condition with a condition")
  }

  fileprivate static func statedUnit(_ found: String, _ wanted: String, at origin: Origin) -> Problem {
    Problem(.unlikeUnits, "\(found) cannot be compared with \(wanted)", at: origin)
  }
}
