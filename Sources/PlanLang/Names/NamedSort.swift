public import PlanRules

/// Things of a plan that are listed by name.
public enum NamedSort: Hashable, Sendable {
  case scenario, kpi, milestone, move, programme, group, measure, unit, formula, axes
  /// The members of an axis.
  case members(AxisID)

  /// As they are asked for; a formula is what `let` declares.
  public static let words: [(word: StatementWord, sort: NamedSort)] = [
    (.scenario, .scenario), (.kpi, .kpi), (.milestone, .milestone), (.move, .move), (.programme, .programme),
    (.group, .group), (.measure, .measure), (.unit, .unit), (.let, .formula), (.axis, .axes),
  ]
}
