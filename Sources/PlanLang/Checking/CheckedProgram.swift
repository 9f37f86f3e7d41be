public import PlanRules

/// A program whose names are known and whose statements are understood: the plan, and what its files ask.
public struct CheckedProgram: Sendable {
  public let plan: Plan
  public let names: NameTable
  /// The questions that stand in the files, in their order.
  public let questions: [CheckedQuestion]
  public let sources: Sources
  public let problems: [Problem]

  public var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// Understands a question that was typed, or stands in a file.
  public func question(_ question: Question, span: Span, sources: Sources? = nil) throws(Problem)
    -> CheckedQuestion
  {
    try QuestionChecker(plan: plan, names: names, sources: sources ?? self.sources, index: PlanIndex()).check(
      question, span: span)
  }
}

/// A question whose names are resolved.
public struct CheckedQuestion: Sendable {
  public enum Form: Sendable {
    case value(Formula, by: [AxisID])
    case showPlan
    case showProgramme(ProgrammeID)
    case showKPI(KPIID)
    case showMilestone(MilestoneID)
    /// By its name, in the scenario that is asked.
    case showMove(String)
    /// 0 is the base.
    case showScenario(Int)
    case showFormula(LetID)
    case showAxis(AxisID)
    case showMeasure(MeasureID)
    case list(AxisID, where: Formula)
    case rank(AxisID, by: Formula, top: Int?)
    case names(NamedSort)
    case check
    case audit
    /// 0 is the base.
    case compare([Int])
    /// What each amendment between the two does to the figures.
    case compareByStatement(Int, Int)
    case explain(Formula, fully: Bool)
    /// - Parameter expected: the verdict after which the question asks; `nil` where it does not say.
    case why(KPIID, expected: Verdict)
    case chart(Formula, by: [AxisID])
    case sweep(Sweep)
  }

  public let form: Form
  /// As written.
  public let text: String
  public let span: Span

  /// The formula that it asks for by axes, where it is such a question.
  public var asked: (formula: Formula, axes: [AxisID])? {
    if case .value(let formula, let axes) = form { return (formula, axes) }
    if case .chart(let formula, let axes) = form { return (formula, axes) }
    return nil
  }
}

extension CheckedProgram {
  /// The day as of which a plan is to be seen.
  public func asOf(_ syntax: MomentSyntax) throws(Problem) -> AsOf {
    try Resolver(plan: plan, names: names).asOf(syntax)
  }

  /// The number of a scenario by its name or its label; `nil` where there is none.
  public func scenario(_ name: NameSyntax) throws(Problem) -> Int? {
    let isScenario: (NamedThing) -> Bool = { if case .scenario = $0 { true } else { false } }
    let resolver = Resolver(plan: plan, names: names)
    guard case .scenario(let number)? = try resolver.thing(name, orLabelled: isScenario) else {
      return nil
    }
    return number
  }
}
