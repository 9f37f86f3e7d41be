import Foundation
import TestSupport
import Testing

/// Exit statuses, streams, and calls that are wrong.
struct CallTests {
  @Test func wrongCallsExitWithTwo() throws {
    for arguments in [
      ["check"], ["check", "no-such.plan"], ["eval", "x", "--bogus"],
      ["check", "scenarios/fy2561.plan", "--scenario", "nope"],
      ["check", "scenarios/fy2561.plan", "--as-of", "Q9"], ["eval", "mankong.rat", "scenarios/fy2561.plan"],
      ["check", "scenarios"],
    ] {
      let run = try Tool(arguments)
      #expect(run.status == 2, "\(arguments)")
      #expect(run.output.isEmpty, "\(arguments)")
      #expect(!run.errors.isEmpty, "\(arguments)")
    }
  }

  /// What is left out, and a command that is nearly one.
  @Test(arguments: [
    (["eval", "scenarios/fy2561.plan"], "The question is missing before `scenarios/fy2561.plan`"),
    (["list", "scenarios/fy2561.plan"], "The question is missing"),
    (["sweep", "scenarios/fy2561.plan"], "The question is missing"),
    (["chek", "scenarios/fy2561.plan"], "did you mean `codi-plan check`?"),
    (["evall", "mankong.rate", "scenarios/fy2561.plan"], "did you mean `codi-plan eval`?"),
    (["nothing-like-it.plan"], "cannot be read"), (["check"], "Name a plan file"),
  ])
  func wrongCallsSayWhatWasMeant(_ arguments: [String], _ remedy: String) throws {
    let run = try Tool(arguments)
    #expect(run.status == 2 && run.output.isEmpty, "\(arguments): \(run.output)")
    #expect(run.errors.contains(remedy), "\(arguments): \(run.errors)")
  }

  /// A plan that comes through a pipe uses what lies under the current folder, and nothing else.
  @Test func aPlanFromAPipeUsesOnlyTheCurrentFolder() throws {
    for line in ["use \"/etc/passwd\"", "load \"/etc/passwd\"", "axis a from \"/etc/passwd\" key k"] {
      let run = try Tool(["check", "-"], input: line + "\n")
      #expect(run.status == 2 && run.errors.contains("E0602"), "\(line): \(run.errors)")
    }
    let inside = try Tool(["check", "--allow-fail", "-"], input: "use \"scenarios/fy2561.plan\"\n")
    #expect(inside.status == 0, "\(inside.errors)")
  }

  /// Half an answer in a file must not look like a whole one.
  @Test(arguments: [
    ["check", "--allow-fail"], ["eval", "mankong.rate"],
    [
      "sweep", "x from 0 to 5,000 { move x of target from mankong to rural in Q4 } show mankong.rate",
      "--format", "csv",
    ],
    [
      "sweep", "x from 0 to 9 { move x of target from mankong to rural in Q4 } show mankong.rate", "--shard",
      "1/2",
    ],
  ])
  func aFullDiskIsNoSuccess(_ arguments: [String]) throws {
    let run = try Tool(arguments + ["scenarios/fy2561.plan"], to: "/dev/full")
    #expect(run.status == 2)
    #expect(run.errors.contains("could not be written completely: No space left on device"), "\(run.errors)")
  }

  @Test func helpIsAnAnswer() throws {
    let run = try Tool(["--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("SUBCOMMANDS"))
    #expect(try Tool(["check", "--help"]).status == 0)
    #expect(try Tool(["--generate-completion-script", "bash"]).output.contains("codi-plan"))
  }

  @Test func diagnosticsAsJSON() throws {
    let run = try Tool(
      ["check", "--format", "json", "-"], input: "unit household\nprogramme ก in houshold { target 5 }\n")
    #expect(run.status == 2)
    let report = try #require(try run.json() as? [String: Any])
    #expect(report["schema"] as? String == "codi-plan/diagnostics/1")
    let first = try #require((report["diagnostics"] as? [[String: Any]])?.first)
    #expect(first["code"] as? String == "E0209")
    #expect(first["line"] as? Int == 2)
    #expect(first["column"] as? Int == 16)
    #expect(first["endColumn"] as? Int == 24)
    #expect(first["help"] as? String == "did you mean `household`?")
  }

  @Test func asOfHidesWhatWasNotYetKnown() throws {
    let run = try Tool(["check", "scenarios/fy2561.plan", "--as-of", "Q2", "--format", "json"])
    let check = try #require(try run.json() as? [String: Any])
    #expect(check["asOf"] as? String == "Q2")
    let kpis = try #require(check["kpis"] as? [[String: Any]])
    #expect(kpis.first?["verdict"] as? String == "pending")
    #expect(
      try Tool(["eval", "mankong.target", "scenarios/fy2561.plan", "--as-of", "Q2"]).output
        == "6,710 household\n")
  }

  @Test func standardInputAnswersInOrder() throws {
    let run = try Tool(
      ["scenarios/fy2561.plan"],
      input: """
        mankong.target
        move 10 household of target from mankong to canal
          in Q4
        mankong.target
        undo
        mankong.target
        """)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("9,210 household\n"))
    #expect(run.output.contains("9,210 → 9,200 household"))
    #expect(run.output.hasSuffix("9,210 household\n"))
  }

  @Test func aMistakeStopsNothingElse() throws {
    let run = try Tool(["scenarios/fy2561.plan"], input: "mankong.rat\nmankong.rate\n")
    #expect(run.status == 2)
    #expect(run.errors.contains("E0203"))
    #expect(run.output.contains("82.41%"))
  }

  @Test func formatCheckChangesNothing() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".plan")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("unit   person\n".utf8).write(to: file)
    #expect(try Tool(["format", "--check", file.path]).status == 1)
    #expect(try String(contentsOf: file, encoding: .utf8) == "unit   person\n")
    #expect(try Tool(["format", file.path]).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == "unit person\n")
    #expect(try Tool(["format", "--check", file.path]).status == 0)
  }
}
