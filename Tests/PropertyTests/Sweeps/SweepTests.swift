import TestSupport
import Testing

/// A sweep says of each step what a scenario would in which its figure is written out.
@Suite struct SweepTests {
  static let sweepsInChunk = Environment.number("PLAN_SWEEPS", usually: 12)

  /// What a run looked at, so that it is seen that it looked at something.
  struct Tally {
    var (sweeps, steps, refused, figures, known, wholes) = (0, 0, 0, 0, 0, 0)
  }

  @Test(arguments: 0..<UInt64(10))
  func stepsAreScenarios(chunk: UInt64) throws {
    var tally = Tally()
    for seed in PropertyTests.seeds(chunk, of: Self.sweepsInChunk) {
      if let difference = try Self.difference(seed, &tally) {
        Issue.record("\(difference)")
        return
      }
    }
    Environment.tell("sweeps \(chunk): \(tally)")
    #expect(tally.known > tally.figures / 3)
  }

  /// `nil` where everything agrees.
  static func difference(_ seed: UInt64, _ tally: inout Tally) throws -> String? {
    let drawn = RandomSweep(seed: seed)
    let probe: PlanProbe
    let swept: PlanProbe.Swept
    do {
      probe = try PlanProbe(drawn.text, toleratingScenarios: true)
      // Cut into odd parts: where a part ends must not show.
      swept = try probe.sweep(drawn.question, partLength: 1 + Int(seed % 9))
    } catch {
      return "sweep \(seed) is refused: \(error)\n\(drawn.question)\n\(drawn.text)"
    }
    func told(_ what: String) -> String { "sweep \(seed): \(what)\n\(drawn.question)\n\(drawn.text)" }
    guard swept.length == drawn.length else { return told("\(swept.length) steps, not \(drawn.length)") }
    let broken = Set((0..<drawn.length).filter { probe.isBroken("step\($0)") })
    guard broken == swept.refused else {
      return told("no figures in \(swept.refused.sorted()), not in \(broken.sorted())")
    }
    tally.sweeps += 1
    tally.steps += drawn.length
    tally.refused += broken.count
    for (index, shown) in drawn.shown.enumerated() {
      let expected = try (0..<drawn.length).map {
        try probe.exact(drawn.written(shown, $0), in: "step\($0)") ?? "none"
      }
      tally.figures += expected.count
      tally.known += expected.count { $0 != "none" }
      // What does not depend on the figure is one for the whole sweep.
      guard let steps = swept.steps[index] else {
        let known = Set(expected.enumerated().filter { !broken.contains($0.offset) }.map(\.element))
        guard known.isEmpty || known == [swept.wholes[index] ?? ""] else {
          return told("\(shown): \(swept.wholes[index] ?? "") for all, not \(expected)")
        }
        continue
      }
      guard steps == expected else { return told("\(shown)\n found \(steps)\n not   \(expected)") }
    }
    for (index, whole) in drawn.wholes.enumerated() where drawn.unknowns.count == 1 {
      let each = try (0..<drawn.length).compactMap {
        try probe.exact(drawn.written(whole.inner, $0), in: "step\($0)")
      }
      let found = swept.wholes[drawn.shown.count + index] ?? "a figure by step"
      tally.wholes += 1
      let expected = StepReduction.of(each, whole.reduction)
      guard expected.agrees(with: found) else {
        return told("\(whole.reduction)(\(whole.inner)): found \(found), not \(expected) of \(each)")
      }
    }
    return nil
  }
}

/// The figures of steps put together by the tests' own exact fractions.
enum StepReduction {
  case figure(WideFraction)
  case word(String)

  func agrees(with text: String) -> Bool {
    switch self {
    case .figure(let figure): WideFraction(reading: text).map { $0 == figure } ?? false
    case .word(let word): word == text
    }
  }

  /// What is missing does not count; a condition may be pending.
  static func of(_ steps: [String], _ reduction: String) -> StepReduction {
    switch reduction {
    case "count": return .figure(WideFraction(steps.count { $0 == "true" }))
    case "any":
      return .word(steps.contains("true") ? "true" : steps.contains("pending") ? "pending" : "false")
    case "all":
      return .word(steps.contains("false") ? "false" : steps.contains("pending") ? "pending" : "true")
    default: break
    }
    let figures = steps.compactMap { WideFraction(reading: $0) }
    precondition(figures.count == steps.count { $0 != "none" }, "\(steps)")
    guard let first = figures.first else { return .word("none") }
    switch reduction {
    case "min": return .figure(figures.dropFirst().reduce(first) { $1 < $0 ? $1 : $0 })
    case "max": return .figure(figures.dropFirst().reduce(first) { $0 < $1 ? $1 : $0 })
    default:
      let sum = figures.dropFirst().reduce(first) { $0 + $1 }
      return .figure(reduction == "mean" ? sum / WideFraction(figures.count) : sum)
    }
  }
}
