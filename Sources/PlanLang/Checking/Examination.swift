public import PlanRules

/// The problems that only show up when a plan's formulas are lowered. They are found before any question is answered.
public struct Examination: Sendable {
  /// The problems of the base; as long as there are any, no question can be answered.
  public let problems: [Problem]
  /// The problems of individual scenarios, which leave the others usable; empty if the base has problems.
  public let scenarioProblems: [Problem]
  /// Warnings about figures that are probably not what was meant; empty if the base has problems.
  public let remarks: [Problem]

  /// Lowers every formula of a plan in the base and, where the base has no problems, in each scenario.
  public init(_ evaluation: PlanEvaluation) {
    let plan = evaluation.plan
    let written = evaluation.asWritten
    var problems = evaluation.problems(inScenario: .base)
    if problems.isEmpty {
      problems += evaluation.problemsOfGroups()
      problems += evaluation.problemsOfRules()
      for claim in plan.expectations + plan.reported {
        do throws(Problem) {
          _ = try written.findings(of: claim)
        } catch {
          problems.append(error)
        }
      }
    }
    self.problems = problems.inOrder.withoutConsequences
    scenarioProblems =
      problems.isEmpty
      ? plan.scenarioIDs.dropFirst().flatMap {
        evaluation.problems(inScenario: $0) + evaluation.problemsOfRules(scenario: $0)
      }
      .inOrder : []
    remarks = problems.isEmpty ? (evaluation.remarksOnFigures() + evaluation.remarks).inOrder : []
  }
}

extension [Problem] {
  /// A formula that exceeds a limit makes everything that depends on it exceed the limit too: only the first is
  /// reported.
  fileprivate var withoutConsequences: [Problem] {
    guard let first = firstIndex(where: { $0.code == .tooDeep }) else { return self }
    return self[...first] + self[(first + 1)...].filter { $0.code != .tooDeep }
  }
}
