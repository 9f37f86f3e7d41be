import TestSupport
import Testing

/// What the tool says, word for word: kept beside the plans it says it of, where every change of it is seen.
struct SnapshotTests {
  private static let mistakes = Repository.files(in: "Tests/Cases", ending: "-errors.plan")
  private static let questions = Repository.files(in: "Tests/Answers", ending: ".plan")

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

  private func picture(of plan: String) -> String { String(plan.dropLast(5)) + ".txt" }
}
