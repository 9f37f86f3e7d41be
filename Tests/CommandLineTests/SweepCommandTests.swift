import Foundation
import TestSupport
import Testing

/// `codi-plan sweep`, a sweep in a file and at the prompt: what is refused, and what scripts read.
@Suite struct SweepCommandTests {
  private static let move = "{ move x of target from a to b in Q4 }"

  private func sweep(_ text: String, _ more: [String] = []) throws -> Tool {
    let folder = try TableFolder(SweepPartTests.plan)
    return try Tool(["sweep", text, folder.plan] + more)
  }

  // MARK: Mistakes

  /// Each is refused with status 2, the same from the command line and in a file, and nothing is written.
  @Test(
    arguments: [
      ("x from 0 to 10 step 0 show x", "a step of zero leads nowhere"),
      (
        "x from 0 to 10 { move x household of target from a to b } show x",
        "`x` has its unit: write `move x of target from A to B`"
      ),
      ("x from 0 to 10 step -1 show x", "this step never reaches the end"),
      ("x from 10 to 0 show x", "this step never reaches the end"),
      ("x from 10 to 0 step 1 show x", "this step never reaches the end"),
      ("a from 0 to 10 show a", "`a` already has a meaning in this plan"),
      ("other from 0 to 10 show other", "`other` already has a meaning in this plan"),
      ("x from 0 to 1, x from 0 to 1 show x", "`x` already has a meaning in this plan"),
      ("x from 0 to 1, y from 0 to 1, z from 0 to 1 show x", "a sweep goes through one figure or two"),
      ("x from 0 to a.target show x", "a sweep goes from one plain figure to another"),
      ("x from 1 + 1 to 10 show x", "a sweep goes from one plain figure to another"),
      ("x from 0 to 10 step a.target show x", "a sweep goes from one plain figure to another"),
      ("x from 0 to 1, y from 0 to 1 show count(x > 0 over x)", "sweep one figure to go over its steps"),
      ("x from 0 to 10 show nothing.target", "nothing"), ("x from 0 to 10 show x + z", "z"),
      ("x from 0 to 10 { set nothing.target = x } show x", "nothing"), ("x from 0 to 10", "show"),
      ("x from 0 show x", "to"), ("from 0 to 10 show x", "from"),
    ])
  func mistakesAreRefused(_ text: String, _ reason: String) throws {
    let run = try sweep(text)
    #expect(run.status == 2 && run.output.isEmpty, "\(run.status): \(run.output)")
    #expect(run.errors.contains(reason) && run.errors.contains("error["), "\(run.errors)")
    let folder = try TableFolder(SweepPartTests.plan + "sweep \(text)\n")
    let asked = try Tool(["run", folder.plan])
    #expect(asked.status == 2 && asked.errors.contains(reason), "\(asked.status): \(asked.errors)")
  }

  /// Refused at once, not after a while.
  @Test(
    arguments: [
      ("x from 1 to 10,000,001 show count(x > 0 over x)", "10,000,001 steps"),
      ("x from 1 to 10,000, y from 1 to 1,001 show x", "10,010,000 steps"),
      ("x from 0 to 1,000,000,000,000,000,000 show x", "too many steps to count"),
      ("x from 0 to 1,000,000, y from 0 to 10,000,000 show x", "too many steps to count"),
    ])
  func tooManyStepsAreRefused(_ text: String, _ reason: String) throws {
    let began = ContinuousClock.now
    let run = try sweep(text)
    #expect(
      run.status == 2 && run.output.isEmpty && run.errors.contains(reason), "\(run.status): \(run.errors)")
    #expect(ContinuousClock.now - began < .seconds(5))
  }

  // MARK: What scripts read

  @Test func csvHasAHeaderAndARowForEachStep() throws {
    let run = try sweep(
      "x from 700 to 1,000 step 100 \(Self.move) show a.target, b.target[Q4], reach.passes",
      ["--format", "csv"])
    #expect(run.status == 0 && run.errors.isEmpty)
    let lines = [
      "x,x unit,a.target,b.target[Q4],unit,reach.passes", "700,household,1700,780,household,pending",
      "800,household,1600,880,household,pending", "900,household,,,,", "1000,household,,,,", "",
    ]
    #expect(run.output.components(separatedBy: "\r\n") == lines, "\(run.output)")
  }

  @Test func csvOfTwoFiguresGoesThroughTheSecondFirst() throws {
    let run = try sweep(
      "x from 0 to 10 step 10, y from 1 to 3 \(Self.move) show a.target", ["--format", "csv"])
    let rows = run.output.components(separatedBy: "\r\n").dropLast()
    #expect(
      Array(rows) == [
        "x,x unit,y,a.target,unit", "0,household,1,2400,household", "0,household,2,2400,household",
        "0,household,3,2400,household", "10,household,1,2390,household", "10,household,2,2390,household",
        "10,household,3,2390,household",
      ])
  }

  @Test func jsonHasASchema() throws {
    let run = try sweep(
      "x from 700 to 900 step 100 \(Self.move) show a.target, count(known(a.target) over x)",
      ["--format", "json"])
    let answer = try #require(try run.json() as? [String: Any])
    #expect(answer["schema"] as? String == "codi-plan/sweep/1")
    #expect(answer["unknowns"] as? [String] == ["x"] && answer["steps"] as? Int == 3)
    let rows = try #require(answer["rows"] as? [[String: Any]])
    #expect(rows.map { ($0["at"] as? [String: String])?["x"] } == ["700", "800", "900"])
    #expect(rows.map { ($0["values"] as? [Any])?.first as? String } == ["1700", "1600", nil])
    let whole = try #require(answer["whole"] as? [[String: Any]])
    #expect(whole.map { $0["value"] as? String } == ["2"])
    #expect(whole.map { $0["expression"] as? String } == ["count(known(a.target) over x)"])
    #expect((answer["refusedFrom"] as? [String: String])?["x"] == "900")
  }

  /// The remark names the first step, and what cannot be done in it.
  @Test func textSaysFromWhereOnThereAreNoFigures() throws {
    let run = try sweep("x from 780 to 820 step 10 \(Self.move) show a.target")
    #expect(run.status == 0)
    #expect(
      run.output.contains("–  from x = 810 household: `a` does not have enough target in Q4"), "\(run.output)"
    )
    #expect(try !sweep("x from 780 to 800 step 10 \(Self.move) show a.target").output.contains("–  from"))
  }

  /// Asked in a file, it is the same answer.
  @Test func aSweepStandsInAFile() throws {
    let text = "x from 0 to 900 step 100 \(Self.move) show a.target, b.rate, count(b.rate > 20% over x)"
    let folder = try TableFolder(SweepPartTests.plan + "sweep \(text)\n")
    let asked = try Tool(["run", folder.plan])
    let run = try sweep(text)
    #expect(asked.status == 0 && run.status == 0)
    #expect(asked.output.contains(run.output) && !run.output.isEmpty, "\(asked.output)\n\(run.output)")
  }

  // MARK: At the prompt

  /// It asks what would be; what is stays.
  @Test func aSweepAtThePromptChangesNothing() throws {
    let folder = try TableFolder(SweepPartTests.plan)
    let sweep =
      "sweep x from 0 to 20 step 10 { move x of target from a to b in Q4; set b.actual[Q1] = 7 } show a.target"
    let questions = ["a.target by quarter", "b.target by quarter", "b.rate", "check", "compare"]
    let plain = try folder.type(questions)
    let swept = try folder.type(questions.flatMap { [sweep, $0] })
    let alone = try folder.type([sweep])
    #expect(plain.status == swept.status && alone.status == 0, "\(swept.errors)")
    #expect(alone.output.contains("2,380"), "\(alone.output)")
    var rest = swept.output[...]
    for question in questions {
      let answer = try folder.type([question]).output
      #expect(rest.contains(answer), "\(question) is another after a sweep:\n\(swept.output)")
      if let found = rest.range(of: answer) { rest = rest[found.upperBound...] }
    }
    // The name is free again, and nothing is there to take back.
    #expect(try folder.type([sweep, "x"]).errors.contains("x"))
    #expect(try folder.type([sweep, "undo"]).output.contains(folder.type(["undo"]).output))
  }
}
