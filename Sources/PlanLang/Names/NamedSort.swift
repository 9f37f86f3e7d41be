public import PlanRules

/// The sorts of things that `list` lists by name.
public enum NamedSort: Hashable, Sendable {
  /// All things of one kind in the plan; `formula` means those declared with `let`.
  case scenario, kpi, milestone, move, programme, group, measure, unit, formula, axes
  /// The members of an axis.
  case members(AxisID)

  /// The word that selects each sort; formulas are selected with `let`.
  public static let words: [(word: StatementWord, sort: NamedSort)] = [
    (.scenario, .scenario), (.kpi, .kpi), (.milestone, .milestone), (.move, .move), (.programme, .programme),
    (.group, .group), (.measure, .measure), (.unit, .unit), (.let, .formula), (.axis, .axes),
  ]
}
