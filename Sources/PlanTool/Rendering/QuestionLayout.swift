import PlanLang
import PlanRules

/// Answers a question and lays the answer out.
struct QuestionLayout {
  let evaluation: PlanEvaluation
  let sources: Sources
  /// The scenario in which the question is asked.
  let scenario: ScenarioID
  /// Whether very long sweeps were explicitly requested.
  var mayBeLong = false

  func document(_ question: CheckedQuestion) throws(Problem) -> Document {
    let show = ShowLayout(evaluation: evaluation, sources: sources, scenario: scenario)
    switch question.form {
    case .value(let formula, let axes):
      let answer = try evaluation.answer(formula, by: axes, scenario: scenario)
      var document = ValueLayout(evaluation: evaluation).document(answer)
      if let years = evaluation.yearsAddedUp(by: formula, axes: axes) {
        document.note("of all years together, \(years); `by year` shows each")
      }
      return document
    case .showPlan:
      let table = PerformanceLayout(evaluation: evaluation, scenario: scenario).full()
      let report = try CheckReport(evaluation, scenario: scenario)
      let tables = CheckTables(evaluation: evaluation, sources: sources, scenario: scenario)
      return Document(
        [.table(table)],
        json: CheckJSON(evaluation: evaluation, sources: sources, scenario: scenario).json(report),
        tables: tables.all(report, hasEveryPeriod: true))
    case .showProgramme(let programme): return show.programme(programme)
    case .showKPI(let kpi): return try show.kpi(kpi)
    case .showMilestone(let milestone): return show.milestone(milestone)
    case .showMove(let name): return try show.move(name, at: question.span)
    case .showScenario(let number): return show.scenario(number)
    case .showFormula(let id): return show.formula(id)
    case .showAxis(let id): return show.axis(id)
    case .showMeasure(let id): return show.measure(id)
    case .list(let axis, let condition):
      return ListLayout(evaluation: evaluation).document(
        try evaluation.list(axis, where: condition, scenario: scenario))
    case .rank(let axis, let figure, let top):
      return RankLayout(evaluation: evaluation).document(
        try evaluation.rank(axis, by: figure, top: top, scenario: scenario))
    case .names(let sort): return ListLayout(evaluation: evaluation).names(of: sort, scenario: scenario)
    case .check: return try check()
    case .audit:
      return CheckLayout(evaluation: evaluation, sources: sources, scenario: .base).audit(
        try evaluation.audit())
    case .compare(let asked):
      let others =
        asked.isEmpty ? evaluation.plan.scenarioIDs : asked.count == 1 ? [.base] + asked : asked
      return try CompareLayout(evaluation: evaluation, scenarios: others).document()
    case .compareByStatement(let a, let b):
      return SharesLayout(evaluation: evaluation, sources: sources, scenarios: (a, b)).document(
        try StatementShares(from: a, to: b, in: evaluation))
    case .explain(let formula, let fully):
      return ExplainLayout(evaluation: evaluation, sources: sources).document(
        try evaluation.explanation(of: formula, fully: fully, scenario: scenario))
    case .why(let kpi, let expected):
      return WhyLayout(evaluation: evaluation, sources: sources, scenario: scenario).document(
        try evaluation.reason(for: kpi, scenario: scenario), expected: expected)
    case .sweep(let sweep):
      return try SweepLayout(evaluation: evaluation, width: Terminal.width).document(
        SweepRun(sweep, in: evaluation, scenario: scenario), mayBeLong: mayBeLong)
    case .chart(let formula, let axes):
      return ChartLayout(evaluation: evaluation, width: Terminal.width ?? 80).document(
        try evaluation.answer(formula, by: axes, scenario: scenario))
    }
  }

  private func check() throws(Problem) -> Document {
    let report = try CheckReport(evaluation, scenario: scenario)
    return CheckLayout(evaluation: evaluation, sources: sources, scenario: scenario).verdicts(report)
  }
}
