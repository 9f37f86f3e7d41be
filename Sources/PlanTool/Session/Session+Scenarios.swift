import PlanLang
import PlanRules

/// Naming, renaming and removing typed scenarios.
extension Session {
  /// Renames the active scenario.
  mutating func keep(_ given: String) throws(OpenPlan.Rejected) {
    let name = NameSpelling.folded(given)
    guard typed.holds(scenario: typed.active) else { throw reject(.nothingToKeep(typed.active, ownsBase)) }
    let parsed = Pipeline.parse(SourceText(name: "name", text: "scenario \(name) {}"))
    guard parsed.problems.isEmpty, parsed.statements.count == 1,
      case .scenario? = parsed.statements.first?.form,
      open.program.names.isFree(name)
    else {
      throw reject(
        Problem(.declaredTwice, "`\(name)` cannot be used: it is taken, or is not a valid name", at: .none))
    }
    let old = typed.active
    typed.rename(activeTo: name)
    revision += 1
    do throws(OpenPlan.Rejected) {
      try rebuild()
    } catch {
      throw reject(.stillNamed(old, "renamed", error.problems.first))
    }
  }

  /// Removes a typed scenario; if it was active, the base becomes active again.
  mutating func drop(_ given: String) throws(OpenPlan.Rejected) {
    let name = NameSpelling.folded(given)
    guard typed.holds(scenario: name) else { throw reject(.nothingToDrop(name, plan)) }
    if let dropped = plan.scenario(named: name),
      let child = plan.scenarios.first(where: { $0.parents.contains(dropped) })
    {
      throw reject(
        Problem(
          .onlyInScenario, "`\(name)` cannot be dropped: `\(child.name)` is based on it", at: .none,
          help: "drop `\(child.name)` first"))
    }
    typed.drop(name)
    revision += 1
    do throws(OpenPlan.Rejected) {
      try rebuild()
    } catch {
      throw reject(.stillNamed(name, "dropped", error.problems.first))
    }
  }
}

extension Problem {
  fileprivate static func nothingToKeep(_ active: String, _ ownsBase: Bool) -> Problem {
    let help =
      active != Plan.nameOfBase
      ? "`\(active)` is in a file, and is named there"
      : ownsBase
        ? "what is typed without a file is the plan itself: `save FILE` keeps it" : "amend something first"
    return Problem(.notDefinedHere, "there is no typed scenario to keep", at: .none, help: help)
  }

  fileprivate static func nothingToDrop(_ name: String, _ plan: Plan) -> Problem {
    if name == Plan.nameOfBase {
      return Problem(
        .notDefinedHere, "the base cannot be dropped", at: .none, help: "`reset` forgets what was typed")
    }
    guard plan.scenarios.contains(where: { $0.name == name }) else {
      return Problem(
        .unknownName, "there is no scenario `\(name)`", at: .none,
        help: "`list scenario` lists them; a single change is taken back with `undo`")
    }
    return Problem(
      .notDefinedHere, "`\(name)` is in a file, and what is in a file is never changed", at: .none,
      help: "take it out of the file, and `reload`")
  }

  fileprivate static func stillNamed(_ name: String, _ what: String, _ reason: Problem?) -> Problem {
    Problem(
      reason?.code ?? .unknownName, "`\(name)` cannot be \(what): something else that was typed uses it",
      at: reason?.origin ?? .none, help: "`undo` that first")
  }
}
