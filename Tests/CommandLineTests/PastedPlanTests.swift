import Foundation
import TestSupport
import Testing

/// What is typed or pasted where no file is open is a plan: it belongs to the base, and `save` writes it so.
@Suite
struct PastedPlanTests {
  private static let plan = """
    # A plan of two programmes,
    # written by hand.

    plan "ทดสอบ"
    fiscal year 2561
    unit household "ครัวเรือน"

    move 5 household of target from a to b in Q1  # agreed
    # What carries.
    carry shortfall
    lights { red below 40%; yellow up to 70%; green above }
    ## Repairs.
    programme a in household {
      target by quarter 10, 20, 30, 40  # as agreed
      actual by quarter 5, 20, -, -
    }
    programme b in household { target by quarter 5, 5, 5, 5; actual by quarter 5, 5, -, - }
    kpi k "ครบ" passes when a.rate >= 80%
    let half = a.target / 2
    expect a.target = 95
    ## Slower.
    scenario s "แผน" {
      # The rain.
      set a.actual[Q1] = 2
    }
    # The end.

    """

  private func bench(columns: Int = 100) throws -> PromptBench {
    try PromptBench(columns: columns, files: [], isInside: true)
  }

  private func saved(_ bench: PromptBench, _ name: String = "saved.plan") throws -> String {
    try String(contentsOf: bench.folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func aPlanStaysAPlan() throws {
    let bench = try bench()
    bench.terminal.paste(PastedPlanTests.plan)
    bench.press(.enter)
    #expect(bench.answer(to: "a.target").contains("95 household"), "\(bench.screen)")
    #expect(bench.screen.row(0).hasPrefix("base*>"), "\(bench.screen)")
    bench.enter("save saved")
    #expect(try saved(bench) == PastedPlanTests.plan)
    #expect(bench.screen.shows("base> "), "\(bench.screen)")
    let file = bench.folder.appendingPathComponent("saved.plan").path
    #expect(try Tool(["format", "--check", file]).status == 0)
  }

  /// Line after line, as a planner types it; a figure that is tried out is still a scenario.
  @Test func typedLineByLine() throws {
    let folder = try TableFolder("")
    let lines = [
      "fiscal year 2561", "unit person", "programme a in person { target 10; actual 5 }",
      "programme b in person { target 10; actual 5 }", "carry none", "carry surplus",
      "move 2 person of target from a to b", "kpi k passes when a.rate >= 50%", "as of Q2", "as of Q4",
      "let share = a.target / b.target", "set a.actual = 9", "let share = b.target / a.target",
      "let two = 2 * a.target", "save \"a b\"",
    ]
    let run = try Tool([], input: lines.map { $0 + "\n" }.joined(), in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("codi-plan 'a b.plan'"), "\(run.output)")
    #expect(
      try String(contentsOf: folder.file("a b.plan"), encoding: .utf8) == """
        fiscal year 2561
        unit person
        programme a in person { target 10; actual 5 }
        programme b in person { target 10; actual 5 }
        carry surplus
        move 2 person of target from a to b
        kpi k passes when a.rate >= 50%
        as of Q4
        let share = a.target / b.target
        let two   = 2 * a.target
        scenario scratch {
          set a.actual = 9
          let share = b.target / a.target
        }

        """)
  }

  /// On a file, what it does not have is declared, and what it has is amended in a scenario.
  @Test func newRulesAreDeclaredOnAFileToo() throws {
    let folder = try TableFolder(
      TableFolder.head + "kpi old passes when rural.rate >= 50%\nscenario s { set rural.actual = 1 }\n")
    let run = try folder.type([
      "kpi new passes when rural.rate >= 40%", "let x = 2 household", "scenario s", "let y = 3 household",
      "scenario base", "x + y", "carry none", "kpi old passes when rural.rate >= 40%",
      "save \(folder.file("saved").path)",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("5 household"), "\(run.output)")
    #expect(
      try String(contentsOf: folder.file("saved.plan"), encoding: .utf8) == """
        use "test.plan"

        kpi new passes when rural.rate >= 40%
        let x = 2 household
        let y = 3 household
        scenario scratch {
          carry none
          kpi old passes when rural.rate >= 40%
        }

        """)
  }

  @Test func filesTakenInAreUsedByWhatIsSaved() throws {
    let folder = try TableFolder("", ["other.plan": TableFolder.head])
    let run = try Tool(
      [], input: "use \"other.plan\"\nset rural.actual = 5\nsave saved\n", in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try String(contentsOf: folder.file("saved.plan"), encoding: .utf8)
        == "use \"other.plan\"\n\nscenario scratch {\n  set rural.actual = 5\n}\n")
    #expect(try Tool(["check", folder.file("saved.plan").path]).status == 0)
  }

  // MARK: What the date hides

  /// A move that the plan's own date hides is told, typed alone or pasted with the rest.
  @Test func maskedMovesAreTold() throws {
    let head = """
      fiscal year 2561
      as of Q2
      unit person
      programme a in person { target by quarter 5, 5, 5, 5 }
      programme b in person { target by quarter 5, 5, 5, 5 }

      """
    let folder = try TableFolder("")
    let typed = try Tool(
      [],
      input: head + "move 1 person of target from a to b in Q3\nmove 1 person of target from a to b in Q1\n",
      in: folder.url)
    #expect(typed.output.contains("not in force yet"), "\(typed.output)")
    #expect(typed.output.split(separator: "\n").count { $0.contains("scenario NAME { move … }") } == 1)
    let bench = try bench()
    bench.terminal.paste(head + "move 1 person of target from a to b in Q3")
    bench.press(.enter)
    #expect(
      bench.screen.shows("not in force yet, as of Q2: move 1 person of target from a to b in Q3"),
      "\(bench.screen)")
    #expect(bench.screen.shows("scenario NAME { move … }"), "\(bench.screen)")
  }

  // MARK: Scenarios and files that were typed

  @Test func scenariosAreRenamedAndDropped() throws {
    let folder = try TableFolder(TableFolder.head + "scenario own { set rural.actual = 1 }\n")
    let run = try folder.type([
      "# Late.", "scenario one {", "  set rural.actual = 5", "}",
      "scenario two from one { set canal.actual = 5 }",
      "scenario one", "keep three", "rural.actual[three]", "drop two", "undo",
      "save \(folder.file("saved").path)",
      "drop two", "drop three", "rural.actual",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains("kept as three") && run.output.contains("dropped; undo brings it back"),
      "\(run.output)")
    #expect(run.output.hasSuffix("not known\n"), "\(run.output)")
    #expect(
      try String(contentsOf: folder.file("saved.plan"), encoding: .utf8) == """
        use "test.plan"

        # Late.
        scenario three {
          set rural.actual = 5
        }
        scenario two from three {
          set canal.actual = 5
        }

        """)
    for (line, message) in [
      ("drop own", "is in a file"), ("drop base", "cannot be dropped"), ("drop nothing", "no scenario"),
      ("scenario own\nkeep other", "is in a file"), ("keep other", "no typed scenario"),
      ("scenario a { set rural.actual = 1 }\nscenario b from a {}\ndrop a", "is based on it"),
      (
        "scenario a { set rural.actual = 1 }\nexpect rural.actual[a] = 1\nscenario a\nkeep b",
        "cannot be renamed"
      ),
    ] {
      let run = try folder.type(line.split(separator: "\n").map(String.init))
      #expect(run.status == 2 && run.errors.contains(message), "\(line): \(run.errors)\(run.output)")
    }
  }

  @Test(arguments: ["\"\"", "\" \"", "\"a", "\"a\" b", "there/", ".plan"])
  func namesThatAreNoFiles(name: String) throws {
    let folder = try TableFolder(TableFolder.head)
    let run = try Tool([folder.plan], input: "set rural.actual = 5\nsave \(name)\n", in: folder.url)
    #expect(run.status == 2 && run.errors.contains("save "), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["test.plan"])
  }

  @Test func whatWasTakenBackSurvivesAReload() throws {
    let folder = try TableFolder(TableFolder.head)
    let run = try folder.type([
      "set rural.actual = 5", "set rural.actual = 6", "set rural.actual = 7", "undo 2", "reload",
      "rural.actual",
      "redo", "rural.actual", "redo", "rural.actual", "undo 3", "rural.actual",
    ])
    let figures = run.output.split(separator: "\n").filter {
      $0.wholeMatch(of: /[0-9–]+( household)?/) != nil
    }
    #expect(figures == ["5 household", "6 household", "7 household"], "\(run.output)")
  }
}
