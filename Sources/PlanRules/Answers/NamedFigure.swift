/// A measure of a programme over the whole plan.
public struct NamedFigure {
  /// The figure as plans write it after the dot: `budget`, `spending`.
  public let name: String
  /// The label of the measure, `ครั้งที่เยี่ยม`; `nil` where it has none.
  public let label: String?
  /// The figure over the whole plan, seen in one scenario.
  public let value: Value
}

extension PlanEvaluation {
  /// All measures of a programme besides its results: budget, spent, the planner's own, and the share of the
  /// budget that is spent.
  public func furtherMeasures(of programme: ProgrammeID, scenario: ScenarioID) -> [NamedFigure] {
    measures(of: programme, scenario: scenario) { $0.index >= MeasureID.budget.index }
  }

  /// Every measure that a programme has figures of, and `spending`.
  public func measures(
    of programme: ProgrammeID, scenario: ScenarioID, where isMeant: (MeasureID) -> Bool = { _ in true }
  ) -> [NamedFigure] {
    var figures: [NamedFigure] = []
    for (index, measure) in plan.measures.enumerated()
    where isMeant(MeasureID(index)) && has(MeasureID(index), programme, scenario: scenario) {
      let value = figure(.measure(MeasureID(index)), of: programme, scenario: scenario)
      figures.append(NamedFigure(name: measure.name, label: measure.label, value: value))
    }
    let spending = figure(.spending, of: programme, scenario: scenario)
    if !spending.isMissing {
      figures.append(NamedFigure(name: Figure.spending.name(in: plan), label: nil, value: spending))
    }
    return figures
  }
}
