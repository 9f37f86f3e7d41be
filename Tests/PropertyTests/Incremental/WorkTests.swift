import TestSupport
import Testing

/// An edit recomputes what it changes and nothing else: how many figures each takes, kept where every change of it is seen.
@Suite struct WorkTests {
  private typealias Asked = SteppedPlan.Asked

  /// What each version takes, after what was known of those before it.
  private func picture(_ plan: SteppedPlan, _ scenarios: Int, _ steps: [(String, SteppedPlan.Version, Bool)])
    -> String
  {
    let asked: [Asked] =
      [.examination] + (0...scenarios).map { .verdicts(scenario: $0) }
      + (0...scenarios).flatMap { scenario in
        (0..<plan.questionCount).map { .question($0, scenario: scenario) }
      }
    var text = ""
    var stage = plan.begin(steps[0].1)
    var before = (computed: 0, reused: 0)
    for (number, (name, version, isTried)) in steps.enumerated() {
      let there = number == 0 ? stage : plan.goOn(from: stage, to: version, onlyTried: isTried)
      plan.ask(there, asked)
      let now = there.work
      text += "\(name): computed \(now.computed - before.computed), known \(now.reused - before.reused)\n"
      before = now
      if !isTried { stage = there }
    }
    return text
  }

  @Test func ofAnEdit() throws {
    let plan = try SteppedPlan(
      """
      unit household
      programme p in household { target by quarter 1, 2, 3, 4; actual by quarter 2, 2, 2, 2; carry shortfall }
      programme q in household { target 20; actual 10 }
      programme r in household { target 30; actual by quarter 10, 10, -, -; forecast by quarter -, -, 5, 5 }
      programme s in household { target s2.target * 2; actual 9 }
      programme s2 in household { target by quarter 3, 4, 5, 6 }
      group g = q + r
      let second = p.target[Q2]
      let needed = g.target / 2
      let whole(x) = x * 100
      kpi of_p passes when p.result >= 8 household and p.rate[Q4] >= 50%
      kpi of_q passes when q.result >= q.target / 2
      kpi of_r passes when r.result >= 11 household
      kpi of_g passes when g.result >= needed
      kpi of_s passes when s.rate >= 20%
      kpi of_other passes when q.target[less] >= 20 household
      move 1 household of target from r to q as shift
      scenario more { move 5 household of target from q to r in Q1; set p.actual[Q1] = 7; scale s2.target by 150% }
      scenario less from more { set r.actual = 12; set q.actual = 15 }
      scenario alone { set p.target[Q4] = 9; set q.actual = p.actual[less]; without shift }
      """,
      questions: [
        "kpis.passed by scenario", "needed by scenario", "second", "sum(result over programme)",
        "max(rate over programme)", "p.rate by quarter", "whole(p.target)", "g.gap",
      ])
    #expect(plan.questionCount == 8)
    let steps: [(String, SteppedPlan.Version, Bool)] = [
      ("nothing", [[], [], []], false),
      ("nothing more", [[], [], []], false),
      ("a move in `more`", [[0], [], []], false),
      ("an actual tried in it", [[0, 1], [], []], true),
      ("the same, made", [[0, 1], [], []], false),
      ("an actual in `less`, which comes from it", [[0, 1], [0], []], false),
      ("another there", [[0, 1], [0, 1], []], false),
      ("the first taken back", [[0, 1], [1], []], false),
      ("a target in `alone`", [[0, 1], [1], [0]], false),
      ("what names a scenario", [[0, 1], [1], [0, 1]], false),
      ("what that one reads", [[0], [1], [0, 1]], false),
      ("all targets of one that others read", [[0, 2], [1], [0]], false),
      ("a move of the base taken back", [[0, 2], [1], [0, 2]], false),
      ("a scenario less", [[0, 2], [1]], false),
      ("the first again", [[], [], []], false),
    ]
    Snapshot.verify(picture(plan, 2, steps), at: "Tests/PropertyTests/Snapshots/work-of-an-edit.txt")
  }

  @Test(arguments: [CountryPlan.Figures.whole, .gaps])
  func ofAnEditInACountry(_ figures: CountryPlan.Figures) throws {
    let edits = CountryPlan.edits(12, seed: 3)
    let country = CountryPlan(figures: figures, seed: 4, amendments: edits)
    let plan = try SteppedPlan(country.text, tables: country.tables, questions: CountryPlan.questions)
    var steps: [(String, SteppedPlan.Version, Bool)] = [("nothing", [[]], false)]
    for (number, edit) in edits.enumerated() {
      if number % 5 == 4 { steps.append(("tried: " + edit, [Array(0...number)], true)) }
      steps.append((edit, [Array(0...number)], false))
    }
    steps.append(("the last two taken back", [Array(0..<10)], false))
    steps.append(("one of them again", [Array(0..<11)], false))
    Snapshot.verify(
      picture(plan, 1, steps), at: "Tests/PropertyTests/Snapshots/work-of-an-edit-in-a-country-\(figures).txt"
    )
  }
}
