import PlanLang
import PlanRules
import TestSupport
import Testing

/// What a large plan costs grows as the plan does. Where work can be counted it is; the other plans are of a size that is nothing
/// to a stage that goes through them once, and minutes to one that goes through all of it for each of their statements.
@Suite struct ScaleTests {
  private static let head = "fiscal year 2561\nas of Q4\nunit household\n"

  private func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  // MARK: Counted

  /// The work of a plan with as many scenarios as programmes, moves and KPIs: nodes computed and found again.
  private func work(_ count: Int, _ scenario: (Int) -> String) throws -> Int {
    let probe = try PlanProbe(
      Self.head + "programme rest in household { target 0 }\n"
        + lines(count) { "programme p\($0) in household { target 9; actual 5 }" }
        + lines(count) { "let a\($0) = p\($0).rate" }
        + lines(count) { "kpi k\($0) passes when a\($0) > 50%" }
        + lines(count) { "move 1 household of target from p\($0) to rest" }
        + lines(count, scenario))
    let tally = probe.evaluation.graph.tally
    return tally.computed.nodes + tally.reused.nodes
  }

  @Test(arguments: [
    "scenario s# { set p#.actual = 7 }", "scenario s# { scale p#.target by 90% }",
    "scenario s# { move 1 household of target from p# to rest }",
  ])
  func scenariosBesideProgrammes(_ scenario: String) throws {
    let text = { (index: Int) in scenario.replacing("#", with: "\(index)") }
    let (few, many) = (try work(40, text), try work(80, text))
    #expect(many * 2 < few * 5, "\(few) nodes, and \(many) for twice the plan")
  }

  // MARK: Too large for more

  private func program(_ text: String) -> (program: CheckedProgram, problems: [Problem]) {
    var sources = Sources()
    let text = SourceText(name: "test.plan", text: Self.head + text)
    let file = sources.add(text)
    let parsed = Pipeline.parse(text, file: file)
    return (Pipeline.check(parsed.statements, sources: sources), parsed.problems)
  }

  @Test(.timeLimit(.minutes(1))) func emptyLinesWithinAStatement() {
    let (program, problems) = program("let a = 1 +" + String(repeating: "\n", count: 100_000) + "  2\n")
    #expect(problems.isEmpty && !program.hasErrors)
  }

  @Test(.timeLimit(.minutes(1))) func membersByName() {
    let count = 8_000
    let found = program(
      "axis area { " + (0..<count).map { "m\($0)" }.joined(separator: ", ") + " }\n"
        + "programme p in household { target by area {"
        + (0..<count).map { "m\($0) 1" }.joined(separator: ", ") + "} }\n")
    #expect(!found.program.hasErrors)
    #expect(found.program.plan.programmes[0].figures.count == 1)
  }

  /// Columns that differ in few of their values are told apart before they are compared.
  @Test(.timeLimit(.minutes(1))) func columnsThatDifferInOneValue() throws {
    let probe = try PlanProbe(
      Self.head + "axis area { " + (0..<60).map { "m\($0)" }.joined(separator: ", ") + " }\n"
        + lines(4_000) { "programme p\($0) in household { target by area { m\(1 + $0 % 2) \($0) } }" })
    #expect(try probe.printed("p77.target") == "77 household")
  }

  @Test(.timeLimit(.minutes(1))) func programmesByName() {
    let found = program(
      lines(6_000) { "programme p\($0) in household { target 1 }" }
        + lines(6_000) { "let a\($0) = target[p\($0)]" })
    #expect(!found.program.hasErrors)
  }

  /// The first of many unknown names come with the name that was meant, whatever there is to compare them with.
  @Test(.timeLimit(.minutes(1))) func unknownNames() {
    let count = 6_000
    let found = program(
      lines(count) { "programme programme\($0) in household { target 1 }" }
        + lines(count) { "let a\($0) = programne\($0).target" })
    let problems = found.program.problems
    #expect(problems.count == count)
    #expect(problems.prefix(20).allSatisfy { $0.help?.hasPrefix("did you mean") == true })
  }

  @Test(.timeLimit(.minutes(1))) func formulasOfScenarios() {
    let count = 6_000
    let found = program(
      lines(count) { "scenario s\($0) { let own\($0) = 1; kpi k\($0) passes when own\($0) > 0 }" })
    #expect(!found.program.hasErrors && found.program.plan.lets.count == count)
  }

  @Test(.timeLimit(.minutes(1))) func movesTakenBack() throws {
    let count = 10_000
    let probe = try PlanProbe(
      Self.head + "programme a in household { target \(count) }\nprogramme b in household { target 0 }\n"
        + lines(count) { "move 1 household of target from a to b as v\($0)" }
        + "scenario none_of_them {\n" + lines(count) { "without v\($0)" } + "}\n")
    #expect(try probe.printed("b.target") == "10,000 household")
    #expect(try probe.printed("b.target[none_of_them]") == "0 household")
  }

  @Test(.timeLimit(.minutes(1))) func amendmentsThatOverwrite() {
    let sets = lines(6_000) { "  set p\($0 % 3_000).target = \($0)" }
    let found = program(
      lines(3_000) { "programme p\($0) in household { target 1 }" }
        + "scenario one {\n\(sets)}\nscenario other {\n\(sets)}\nscenario both from one, other\n")
    // Each of the other's, beside the last that the one says of the same figure.
    #expect(found.program.problems.count == 6_000)
  }

  @Test(.timeLimit(.minutes(1))) func columnsOfFigures() throws {
    let text =
      "programme a {\n" + lines(4_000) { "w\($0) by quarter \($0), 2, 3, 4" } + "}\n"
    let formatted = try #require(Pipeline.format(SourceText(name: "test.plan", text: text)))
    #expect(formatted.contains("\n  w7 by quarter       7, 2, 3, 4\n"))
    #expect(formatted.contains("\n  w3999 by quarter 3999, 2, 3, 4\n"))
  }

  @Test(.timeLimit(.minutes(1))) func mistakesOnOneLine() {
    let text = SourceText(
      name: "test.plan", text: (0..<10_000).map { "let a\($0) = 1 2" }.joined(separator: "; "))
    let problems = Pipeline.parse(text).problems
    #expect(problems.count == 10_000)
    var last: SourceText.Place?
    for problem in problems {
      let place = Span(problem.origin).map { text.place(of: $0.start, after: last) }
      last = place
    }
    #expect(last?.column == text.bytes.count)
  }
}
