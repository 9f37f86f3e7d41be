import TestSupport
import Testing

/// Loops over 64-bit columns, and what serves where figures do not fit in them: the same exact answers everywhere.
@Suite struct ColumnLoopTests {
  /// An answer by area, by region, or of one.
  private enum Answer {
    case figures([WideFraction?])
    case words([String])
  }

  @Test(arguments: 0..<UInt64(6))
  func longFiguresStayExact(chunk: UInt64) throws {
    for seed in chunk * 5..<(chunk + 1) * 5 {
      let plan = LongFigures(seed: seed)
      let probe = try TableProbe(plan.text, tables: plan.tables)
      for scenario in ["", "[changed]"] {
        for (question, answer) in questions(plan, scenario) {
          let found = (try? probe.exact(question)) ?? ["an error"]
          guard !agrees(found, answer) else { continue }
          Issue.record(
            "plan \(seed), \(plan.size): \(question)\n found \(found)\n not  \(text(answer))\n\(plan.text)")
          return
        }
      }
    }
  }

  private func agrees(_ found: [String], _ answer: Answer) -> Bool {
    switch answer {
    case .words(let words): return found == words
    case .figures(let figures):
      guard found.count == figures.count else { return false }
      return zip(found, figures).allSatisfy { found, figure in
        guard let figure else { return found == "none" }
        return WideFraction(reading: found).map { $0 == figure } ?? false
      }
    }
  }

  private func text(_ answer: Answer) -> String {
    switch answer {
    case .words(let words): return "\(words)"
    case .figures(let figures):
      return "\(figures.map { $0.map { "\($0.numerator)/\($0.denominator)" } ?? "none" })"
    }
  }

  private func questions(_ plan: LongFigures, _ scenario: String) -> [(String, Answer)] {
    let (target, actual) = (
      plan.target(changed: !scenario.isEmpty), plan.actual(changed: !scenario.isEmpty)
    )
    return plain(plan, target, actual, scenario) + elementwise(target, actual, scenario)
      + judged(plan, target, actual, scenario) + derived(plan, target, actual, scenario)
  }

  private typealias Figures = LongFigures.Figures

  /// Figures as they stand, added up in every direction, the least, the largest and the mean.
  private func plain(_ plan: LongFigures, _ target: Figures, _ actual: Figures, _ s: String)
    -> [(String, Answer)]
  {
    let second = target.map { $0[1] }
    let known = second.compactMap { $0 }
    let byRegion = (0..<LongFigures.regions).map { region in
      target.indices.filter { plan.regionOfArea[$0] == region }
    }
    return [
      ("p.target\(s) by area by quarter", .figures(target.flatMap { $0 })),
      (
        "p.target\(s) by quarter",
        .figures((0..<4).map { quarter in LongFigures.sum(target.map { $0[quarter] }) })
      ),
      ("p.target\(s) by area", .figures(target.map { LongFigures.sum($0) })),
      ("p.actual\(s)", .figures([LongFigures.sum(actual.flatMap { $0 })])),
      ("sum(p.target[Q2] over area)\(s)", .figures([LongFigures.sum(second)])),
      ("min(p.target[Q2] over area)\(s)", .figures([known.min()])),
      ("max(p.target[Q2] over area)\(s)", .figures([known.max()])),
      (
        "mean(p.target[Q2] over area)\(s)",
        .figures([
          LongFigures.sum(second).map { $0 / WideFraction(known.count) }
        ])
      ),
      (
        "median(p.target[Q2] over area)\(s)",
        .figures([known.isEmpty ? nil : median(known)])
      ),
      (
        "p.target[..Q3]\(s) by region",
        .figures(
          byRegion.map { members in
            LongFigures.sum(members.flatMap { target[$0][0...2] })
          })
      ),
      (
        "p.target\(s) by region by quarter",
        .figures(
          byRegion.flatMap { members in
            (0..<4).map { quarter in LongFigures.sum(members.map { target[$0][quarter] }) }
          })
      ),
      (
        "max(p.actual[Q3] over area)\(s) by region",
        .figures(
          byRegion.map { members in
            members.compactMap { actual[$0][2] }.max()
          })
      ),
    ]
  }

  private func median(_ known: [WideFraction]) -> WideFraction {
    let sorted = known.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) * WideFraction(1, 2)
  }

  /// Calculations figure by figure.
  private func elementwise(_ target: Figures, _ actual: Figures, _ s: String) -> [(String, Answer)] {
    let (x, y) = (target.map { $0[0] }, actual.map { $0[0] })
    func each(_ body: (WideFraction, WideFraction) -> WideFraction?) -> Answer {
      .figures(zip(x, y).map { x, y in x.flatMap { x in y.flatMap { body(x, $0) } } })
    }
    func one(_ body: (WideFraction) -> WideFraction) -> Answer { .figures(x.map { $0.map(body) }) }
    return [
      ("(p.target + p.actual)[Q1]\(s) by area", each(+)),
      ("(p.target - p.actual)[Q1]\(s) by area", each(-)),
      ("(p.target * p.actual)[Q1]\(s) by area", each(*)),
      ("(p.target / p.actual)[Q1]\(s) by area", each { $1.sign == 0 ? nil : $0 / $1 }),
      (
        "(p.target * 93% - p.actual * 7.25%)[Q1]\(s) by area",
        each {
          $0 * WideFraction(93, 100) - $1 * WideFraction(725, 10_000)
        }
      ),
      ("(-p.target)[Q1]\(s) by area", one { -$0 }),
      ("abs(p.target)[Q1]\(s) by area", one { max($0, -$0) }),
      ("(p.target * 1,000,000,007)[Q1]\(s) by area", one { $0 * WideFraction(1_000_000_007) }),
      ("(p.target / 3 * 3 + 0.1 household)[Q1]\(s) by area", one { $0 + WideFraction(1, 10) }),
      ("(p.target otherwise p.actual)[Q1]\(s) by area", .figures(zip(x, y).map { $0 ?? $1 })),
      (
        "(if known(p.target) then p.target else 0.5 household)[Q1]\(s) by area",
        .figures(
          x.map {
            $0 ?? WideFraction(1, 2)
          })
      ),
      (
        "max(p.target, p.actual)[Q1]\(s) by area",
        .figures(
          zip(x, y).map { x, y in
            [x, y].compactMap { $0 }.max()
          })
      ),
      (
        "sum(p.target * p.actual over area)[Q1]\(s)",
        .figures([
          LongFigures.sum(zip(x, y).map { x, y in x.flatMap { x in y.map { x * $0 } } })
        ])
      ),
    ]
  }

  /// Comparisons, counted and by area.
  private func judged(_ plan: LongFigures, _ target: Figures, _ actual: Figures, _ s: String)
    -> [(String, Answer)]
  {
    let signs: [(String, (WideFraction, WideFraction) -> Bool)] = [
      ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), (">", { $0 > $1 }), (">=", { $0 >= $1 }), ("=", { $0 == $1 }),
    ]
    var questions: [(String, Answer)] = []
    for (sign, holds) in signs {
      for (words, factor) in [("", WideFraction(1)), (" * 99.9%", WideFraction(999, 1_000))] {
        let truths = zip(target, actual).map { target, actual -> Bool? in
          guard let x = target[3], let y = actual[3] else { return nil }
          return holds(y, x * factor)
        }
        let condition = "p.actual[Q4] \(sign) p.target[Q4]\(words)"
        questions += [
          ("(\(condition))\(s) by area", .words(truths.map { $0.map { "\($0)" } ?? "pending" })),
          ("count(\(condition) over area)\(s)", .words(["\(truths.count { $0 == true })"])),
          (
            "count(\(condition) over area)\(s) by region",
            .words(
              (0..<LongFigures.regions).map { region in
                "\(truths.indices.count { truths[$0] == true && plan.regionOfArea[$0] == region })"
              })
          ),
          (
            "any(\(condition) over area)\(s)",
            .words([
              truths.contains(true) ? "true" : truths.contains(nil) ? "pending" : "false"
            ])
          ),
          (
            "all(\(condition) over area)\(s)",
            .words([
              truths.contains(false) ? "false" : truths.contains(nil) ? "pending" : "true"
            ])
          ),
        ]
      }
    }
    return questions
  }

  /// What is worked out: carry-over, rates, lights, of each area, of regions and of the whole.
  private func derived(_ plan: LongFigures, _ target: Figures, _ actual: Figures, _ s: String)
    -> [(String, Answer)]
  {
    var questions: [(String, Answer)] = []
    let original = plan.target(changed: false)
    let regions = (0..<LongFigures.regions).map { region in
      target.indices.filter { plan.regionOfArea[$0] == region }
    }
    for (suffix, groups) in [
      (" by area", target.indices.map { [$0] }), (" by region", regions), ("", [Array(target.indices)]),
    ] {
      let lines = groups.map { members in
        [target, actual].map { figures in
          (0..<4).map { quarter in LongFigures.sum(members.map { figures[$0][quarter] }) }
        }
      }
      let adjusted = lines.map { plan.adjusted($0[0], $0[1]) }
      let results = lines.map { $0[1] }
      let declared = groups.map { members in
        (0..<4).map { quarter in LongFigures.sum(members.map { original[$0][quarter] }) }
      }
      /// Of each line the adjusted target, the result, and the target as declared, quarter by quarter.
      let cells = zip(zip(adjusted, results), declared).flatMap { pair, declared in
        zip(zip(pair.0, pair.1), declared).map { ($0.0, $0.1, $1) }
      }
      func each(_ body: (WideFraction?, WideFraction?) -> WideFraction?) -> Answer {
        .figures(
          zip(adjusted, results).flatMap { adjusted, results in
            zip(adjusted, results).map { body($0, $1) }
          })
      }
      questions += [
        ("p.adjusted\(s)\(suffix) by quarter", each { adjusted, _ in adjusted }),
        (
          "p.gap\(s)\(suffix) by quarter",
          each { adjusted, result in
            adjusted.flatMap { adjusted in result.map { $0 - adjusted } }
          }
        ),
        (
          "p.rate\(s)\(suffix) by quarter",
          .figures(
            cells.map { adjusted, result, declared in
              guard let adjusted, let result, LongFigures.isDivisor(adjusted, declared: declared) else {
                return nil
              }
              return result / adjusted
            })
        ),
        (
          "p.light\(s)\(suffix) by quarter",
          .words(cells.map { LongFigures.light($1, $0, declared: $2) })
        ),
      ]
      if suffix == " by area" {
        let third = cells.indices.filter { $0 % 4 == 2 }.map { cells[$0] }
        let greens = third.count { LongFigures.light($1, $0, declared: $2) == "green" }
        let reached = third.count { adjusted, result, declared in
          guard let adjusted, let result else { return false }
          // Without a divisor the sides are compared crosswise.
          guard adjusted.sign < 0, LongFigures.isDivisor(adjusted, declared: declared) else {
            return result * WideFraction(5) >= adjusted * WideFraction(4)
          }
          return result * WideFraction(5) <= adjusted * WideFraction(4)
        }
        questions += [
          ("count(p.light[Q3] = green over area)\(s)", .words(["\(greens)"])),
          ("count(p.rate[Q3] >= 80% over area)\(s)", .words(["\(reached)"])),
        ]
      }
    }
    return questions
  }
}
