import TestSupport
import Testing

/// What the tool says, word for word: kept beside the plans it says it of, where every change of it is seen.
struct SnapshotTests {
  private static let mistakes = Repository.files(in: "Tests/Cases", ending: "-errors.plan")
  private static let scripts = Repository.files(in: "Tests/Answers", ending: ".script")
  private static let questions = Repository.files(in: "Tests/Answers", ending: ".plan").filter { plan in
    !scripts.contains { $0.dropLast(7) == plan.dropLast(5) }
  }

  @Test(arguments: mistakes)
  func mistakesAreToldAs(plan: String) throws {
    let run = try Tool(["check", "Tests/Cases/\(plan)"])
    #expect(run.status == 2)
    Snapshot.verify(run.errors, at: picture(of: "Tests/Cases/\(plan)"))
  }

  @Test(arguments: questions)
  func questionsAreAnsweredBy(plan: String) throws {
    let run = try Tool(["run", "Tests/Answers/\(plan)"])
    Snapshot.verify(run.output + run.errors, at: picture(of: "Tests/Answers/\(plan)"))
  }

  /// Lines as they come from a script, on the plan of its name.
  @Test(arguments: scripts)
  func linesAreAnsweredBy(script: String) throws {
    let plan = "Tests/Answers/\(script.dropLast(7)).plan"
    let run = try Tool([plan], input: try Repository.text("Tests/Answers/\(script)"))
    Snapshot.verify(run.output + "---\n" + run.errors, at: picture(of: plan))
  }

  private func picture(of plan: String) -> String { String(plan.dropLast(5)) + ".txt" }
}
