public import PlanRules

/// Everything that is wrong with a plan beyond its writing: found by lowering every formula in it, before a question
/// is answered.
public struct Examination: Sendable {
  /// Of the base: nothing can be answered while there are any.
  public let problems: [Problem]
  /// Of single scenarios; the others still work.
  public let scenarioProblems: [Problem]
  /// Warnings: what was read is used, and was perhaps not meant.
  public let remarks: [Problem]

  public init(_ evaluation: PlanEvaluation) {
    let plan = evaluation.plan
    let written = evaluation.asWritten
    var problems = evaluation.problems(inScenario: 0)
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
      ? plan.scenarios.indices.flatMap {
        evaluation.problems(inScenario: $0 + 1) + evaluation.problemsOfRules(scenario: $0 + 1)
      }
      .inOrder : []
    remarks = problems.isEmpty ? (evaluation.remarksOnFigures() + evaluation.remarks).inOrder : []
  }
}

extension [Problem] {
  /// What grows beyond a limit makes everything grow that needs it: the first is told.
  fileprivate var withoutConsequences: [Problem] {
    guard let first = firstIndex(where: { $0.code == .tooDeep }) else { return self }
    return self[...first] + self[(first + 1)...].filter { $0.code != .tooDeep }
  }
}
