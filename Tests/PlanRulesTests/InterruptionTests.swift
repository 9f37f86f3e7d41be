import PlanLang
import TestSupport
import Testing

@testable import PlanRules

/// Who is told what when a statement is given up.
struct InterruptionTests {
  private func problem(_ interruption: Interruption) -> String? {
    do throws(Problem) {
      try interruption.requireNone()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func nothingIsGivenUpByItself() {
    #expect(problem(Interruption()) == nil)
    #expect(problem(Interruption(patience: 1_000)) == nil)
  }

  @Test func whatWasWrongFirstIsTold() {
    let interruption = Interruption()
    interruption.giveUp(because: Problem(.tooDeep, "the first", at: .none))
    interruption.giveUp(because: Problem(.tooDeep, "the second", at: .none))
    #expect(problem(interruption) == "the first")
    interruption.forget()
    #expect(problem(interruption) == nil)
    interruption.giveUp()
    interruption.giveUp(because: Problem(.tooDeep, "the third", at: .none))
    #expect(problem(interruption) == "stopped: the plan is as it was")
  }

  @Test func timeIsOver() {
    #expect(problem(Interruption(patience: 0)) == "stopped after 0 seconds: the plan is as it was")
    #expect(problem(Interruption(patience: -1)) == "stopped after -1 seconds: the plan is as it was")
  }

  /// Whoever asked is not told of the time.
  @Test func askedOnceTheTimeIsOver() {
    #expect(problem(Interruption(patience: 0, { true })) == "stopped: the plan is as it was")
    #expect(
      problem(Interruption(patience: 0, { false }, isSignalled: { true })) == "stopped: the plan is as it was"
    )
  }

  /// It looks once in so much work, and from then on at once.
  @Test func looksNowAndThen() {
    let interruption = Interruption { true }
    var polls = 0
    while !interruption.poll(), polls < 100_000 { polls += 1 }
    #expect(polls == 255)
    #expect(interruption.poll())
    interruption.forget()
    polls = 0
    // A million figures are as much work as 250 formulas.
    while !interruption.poll(cells: 1_048_576), polls < 100_000 { polls += 1 }
    #expect(polls == 0 || polls == 1)
  }

  @Test func patienceBeginsAnewWhereItIsSet() {
    let interruption = Interruption(patience: 0)
    interruption.patience = 1_000
    #expect(problem(interruption) == nil)
    interruption.patience = nil
    #expect(problem(interruption) == nil)
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
    let interruption = Interruption()
    let evaluation = PlanEvaluation(plan: probe.program.plan, interruption: interruption)
    for scenario in 0...1 { _ = try evaluation.state(scenario) }
    interruption.giveUp()
    for scenario in 0...1 {
      _ = try? evaluation.verdicts(scenario: scenario)
      _ = try? evaluation.expectations(scenario: scenario)
      _ = evaluation.problemsOfRules(scenario: scenario)
    }
    interruption.forget()
    #expect(try evaluation.verdicts().map(\.verdict) == [.pass, .fail])
    #expect(try evaluation.verdicts(scenario: 1).map(\.verdict) == [.fail, .fail])
    #expect(try evaluation.expectations().failed.isEmpty)
    #expect(try evaluation.expectations(scenario: 1).failed.count == 1)
  }
}
