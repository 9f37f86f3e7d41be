/// Why a KPI has its verdict, and what would turn it.
public struct Reason: Sendable {
  /// The verdict that is explained, with its margin.
  public let verdict: KPIVerdict
  /// The sides of the deciding comparison, except numbers written out in the rule.
  public let figures: [Explanation]
  /// For each input of the rule, taken alone, the smallest change that turns the verdict; the relatively smallest
  /// first.
  public let changes: [SmallestChange]
  /// Whether every input was traced to the end, so that a figure without a change here cannot turn the
  /// verdict.
  public let isComplete: Bool
}

/// The smallest change of one figure, in whole steps of its unit, that turns a verdict.
public struct SmallestChange: Hashable, Sendable {
  /// The programme whose figure would change; never a group, since its members are tried instead.
  public let programme: ProgrammeID
  /// The measure that would change, such as `actual` or `forecast`.
  public let measure: MeasureID
  /// One member for each axis; empty for the whole.
  public let place: [Narrowing]
  /// The figure as it stands, in base units.
  public let before: Rational
  /// The figure at which the verdict turns, in base units.
  public let after: Rational
  /// The unit in which the figure is printed.
  public let unit: FigureUnit
  /// The smallest step of the unit in base units: one for counts, two places for money, unless the unit says
  /// otherwise.
  public let step: Rational

  /// The change in base units; negative if a smaller figure would turn the verdict.
  public var difference: Rational { after - before }

  /// The size of the change relative to the figure itself.
  var relative: Rational { difference.magnitude.divided(by: before.magnitude) ?? difference.magnitude }
}

extension PlanEvaluation {
  /// Returns why a KPI has its verdict in a scenario, and what would turn it.
  ///
  /// - Throws: if the KPI has no rule in the scenario, or its rule cannot be judged.
  public func reason(for kpi: KPIID, scenario: ScenarioID = .base) throws(Problem) -> Reason {
    let state = try state(scenario)
    guard let rule = state.rules.kpis[kpi] else {
      throw Problem(
        .notDefinedHere, "KPI `\(plan.kpis[kpi.index].name)` has a rule only in another scenario", at: .none,
        help: "ask in that scenario")
    }
    let verdict = try self.verdict(of: kpi, by: rule, scenario: scenario)
    var explainer = Explainer(evaluation: self, scenario: scenario, deepest: 0)
    let deciding = DecidingComparison(evaluation: self, scenario: scenario, margin: verdict.margin).found(
      in: rule.formula, truth: verdict.verdict.truth)
    let figures = explainer.sides(of: deciding)
    let search = ChangeSearch(evaluation: self, kpi: kpi, scenario: scenario)
    let found = search.changes(turning: verdict.verdict)
    return Reason(verdict: verdict, figures: figures, changes: found.changes, isComplete: found.isComplete)
  }
}

extension Explainer {
  /// The two sides of a comparison, each with its value.
  mutating func sides(of comparison: Formula) -> [Explanation] {
    guard case .compare(_, let a, let b) = comparison.form else {
      return [explain(comparison, at: [], level: 0)]
    }
    return [a, b].filter { !$0.isItsOwnValue }.map { explain($0, at: [], level: 0) }
  }
}
