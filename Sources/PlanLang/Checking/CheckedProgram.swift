public import PlanRules

/// A program whose names are resolved: the plan, and the questions of its files.
public struct CheckedProgram: Sendable {
  /// The plan; if there are problems, as much of it as could be understood.
  public let plan: Plan
  /// The names declared by the plan, and the built-in ones.
  public let names: NameTable
  /// The questions in the files that could be resolved, in source order.
  public let questions: [CheckedQuestion]
  /// The texts that were read, plus excerpts of the tables that problems point into.
  public let sources: Sources
  /// The errors and warnings found by the checker, in source order and without duplicates.
  public let problems: [Problem]

  /// Whether any of the problems is an error, not a warning.
  public var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// Resolves the names in a question, whether typed or read from a file.
  ///
  /// - Parameter sources: the texts that `span` points into; `nil` means those of the program.
  /// - Throws: The first problem found.
  public func question(_ question: Question, span: Span, sources: Sources? = nil) throws(Problem)
    -> CheckedQuestion
  {
    try QuestionChecker(plan: plan, names: names, sources: sources ?? self.sources, index: PlanIndex()).check(
      question, span: span)
  }
}

/// A question whose names are resolved.
public struct CheckedQuestion: Sendable {
  /// The kinds of question, with their names resolved.
  public enum Form: Sendable {
    /// The value of a formula; with axes, a row or a table.
    case value(Formula, by: [AxisID])
    /// The whole plan.
    case showPlan
    /// A programme or a group.
    case showProgramme(ProgrammeID)
    /// A KPI, with its verdict.
    case showKPI(KPIID)
    /// A milestone.
    case showMilestone(MilestoneID)
    /// A move, by name, in the scenario in which the question is asked.
    case showMove(String)
    /// A scenario, or the base.
    case showScenario(ScenarioID)
    /// A formula with a name.
    case showFormula(LetID)
    /// An axis, with its members.
    case showAxis(AxisID)
    /// A measure.
    case showMeasure(MeasureID)
    /// The members of an axis for which a condition holds.
    case list(AxisID, where: Formula)
    /// The members of an axis, ordered by a figure; `top` limits how many are shown, `nil` shows all.
    case rank(AxisID, by: Formula, top: Int?)
    /// Everything of one sort that the plan has.
    case names(NamedSort)
    /// The verdicts of all KPIs, milestones and expectations.
    case check
    /// The reported figures that disagree with the plan.
    case audit
    /// Scenarios side by side; an empty list means all of them.
    case compare([ScenarioID])
    /// The share of each amendment in the difference between two scenarios.
    case compareByStatement(ScenarioID, ScenarioID)
    /// The figures from which a formula is computed; `fully` descends to the declared ones.
    case explain(Formula, fully: Bool)
    /// The reasons for a KPI's verdict, and the smallest changes that would reverse it.
    ///
    /// - Parameter expected: `fail` after `why not`, otherwise `pass`.
    case why(KPIID, expected: Verdict)
    /// A chart of a formula along one axis or two.
    case chart(Formula, by: [AxisID])
    /// The plan evaluated at each step of one figure, or of two.
    case sweep(Sweep)
  }

  /// The kind of question, with the formulas and entities it refers to.
  public let form: Form
  /// The question as it is written, on one line.
  public let text: String
  /// The whole statement that asks the question.
  public let span: Span

  /// The formula and the axes of a value or a chart; `nil` for other questions.
  public var asked: (formula: Formula, axes: [AxisID])? {
    if case .value(let formula, let axes) = form { return (formula, axes) }
    if case .chart(let formula, let axes) = form { return (formula, axes) }
    return nil
  }
}

extension CheckedProgram {
  /// The day on which the plan is viewed: the last day of a period, or the given day.
  ///
  /// - Throws: A problem if the period or its year is not in the plan.
  public func asOf(_ syntax: MomentSyntax) throws(Problem) -> AsOf {
    try Resolver(plan: plan, names: names).asOf(syntax)
  }

  /// A scenario by its name or label; `nil` if there is none.
  ///
  /// - Throws: A problem if several scenarios share the label.
  public func scenario(_ name: NameSyntax) throws(Problem) -> ScenarioID? {
    let isScenario: (NamedThing) -> Bool = { if case .scenario = $0 { true } else { false } }
    let resolver = Resolver(plan: plan, names: names)
    guard case .scenario(let number)? = try resolver.thing(name, orLabelled: isScenario) else {
      return nil
    }
    return number
  }
}
