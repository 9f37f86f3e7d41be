import PlanLang
import TestSupport
import Testing

@testable import PlanRules

/// Who is told what when a statement is given up.
struct CancellationTests {
  private func problem(_ cancellation: Cancellation) -> String? {
    do throws(Problem) {
      try cancellation.check()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func nothingIsGivenUpByItself() {
    #expect(problem(Cancellation()) == nil)
    #expect(problem(Cancellation(patience: 1_000)) == nil)
  }

  @Test func whatWasWrongFirstIsTold() {
    let cancellation = Cancellation()
    cancellation.cancel(because: Problem(.tooDeep, "the first", at: .none))
    cancellation.cancel(because: Problem(.tooDeep, "the second", at: .none))
    #expect(problem(cancellation) == "the first")
    cancellation.reset()
    #expect(problem(cancellation) == nil)
    cancellation.cancel()
    cancellation.cancel(because: Problem(.tooDeep, "the third", at: .none))
    #expect(problem(cancellation) == "stopped: the plan is as it was")
  }

  @Test func timeIsOver() {
    #expect(problem(Cancellation(patience: 0)) == "stopped after 0 seconds: the plan is as it was")
    #expect(problem(Cancellation(patience: -1)) == "stopped after -1 seconds: the plan is as it was")
  }

  /// Whoever asked is not told of the time.
  @Test func askedOnceTheTimeIsOver() {
    #expect(problem(Cancellation(patience: 0, { true })) == "stopped: the plan is as it was")
    #expect(
      problem(Cancellation(patience: 0, { false }, isSignalled: { true })) == "stopped: the plan is as it was"
    )
  }

  /// It looks once in so much work, and from then on at once.
  @Test func looksNowAndThen() {
    let cancellation = Cancellation { true }
    var polls = 0
    while !cancellation.poll(), polls < 100_000 { polls += 1 }
    #expect(polls == 255)
    #expect(cancellation.poll())
    cancellation.reset()
    polls = 0
    // A million figures are as much work as 250 formulas.
    while !cancellation.poll(cells: 1_048_576), polls < 100_000 { polls += 1 }
    #expect(polls == 0 || polls == 1)
  }

  @Test func patienceBeginsAnewWhereItIsSet() {
    let cancellation = Cancellation(patience: 0)
    cancellation.patience = 1_000
    #expect(problem(cancellation) == nil)
    cancellation.patience = nil
    #expect(problem(cancellation) == nil)
  }

  /// What comes of a rule or an expectation while everything is given up is nothing that is kept.
  @Test func whatWasJudgedMeanwhileIsNotKept() throws {
    let probe = try PlanProbe(
      """
      unit household
      programme a in household { target by quarter 1, 2, 3, 4; actual by quarter 1, 2, 2, 3 }
      kpi k passes when a.actual * 2 >= 15 household
      kpi l passes when a.actual * 3 >= 25 household
      expect a.actual * 2 = 16
      scenario s { set a.actual[Q4] = 2 }
      """)
    let cancellation = Cancellation()
    let evaluation = PlanEvaluation(plan: probe.program.plan, cancellation: cancellation)
    for scenario in probe.program.plan.scenarioIDs { _ = try evaluation.state(scenario) }
    cancellation.cancel()
    for scenario in probe.program.plan.scenarioIDs {
      _ = try? evaluation.verdicts(scenario: scenario)
      _ = try? evaluation.expectations(scenario: scenario)
      _ = evaluation.problemsOfRules(scenario: scenario)
    }
    cancellation.reset()
    #expect(try evaluation.verdicts().map(\.verdict) == [.pass, .fail])
    #expect(try evaluation.verdicts(scenario: 1).map(\.verdict) == [.fail, .fail])
    #expect(try evaluation.expectations().failed.isEmpty)
    #expect(try evaluation.expectations(scenario: 1).failed.count == 1)
  }
}
