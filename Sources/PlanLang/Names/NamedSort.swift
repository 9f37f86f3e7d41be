public import PlanRules

/// The sorts of things that `list` lists by name.
public enum NamedSort: Hashable, Sendable {
  /// Everything of a sort that the plan has; `formula` is what `let` declares.
  case scenario, kpi, milestone, move, programme, group, measure, unit, formula, axes
  /// The members of an axis.
  case members(AxisID)

  /// The word that asks for each sort; formulas are asked for with `let`.
  public static let words: [(word: StatementWord, sort: NamedSort)] = [
    (.scenario, .scenario), (.kpi, .kpi), (.milestone, .milestone), (.move, .move), (.programme, .programme),
    (.group, .group), (.measure, .measure), (.unit, .unit), (.let, .formula), (.axis, .axes),
  ]
}
