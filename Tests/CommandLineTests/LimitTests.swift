import Foundation
import TestSupport
import Testing

/// What a plan may ask of the machine: each limit is told with its place, its name and the way to raise it, and can be raised.
struct LimitTests {
  private static let head = "fiscal year 2561\nas of Q4\nunit household\n"

  private func check(_ plan: String, _ arguments: [String] = []) throws -> Tool {
    try Tool(["check", "-", "--allow-fail"] + arguments, input: plan)
  }

  /// Refused by the limit, which is named with its number; and no longer once it is raised.
  private func expect(
    _ plan: String, isRefusedBy limit: String, unless raised: String, in line: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let refused = try check(plan)
    #expect(refused.status == 2, sourceLocation: sourceLocation)
    #expect(refused.errors.contains("E0110"), "\(refused.errors.prefix(300))", sourceLocation: sourceLocation)
    #expect(
      refused.errors.contains("-:\(line):") || refused.errors.contains("input:\(line):"),
      "\(refused.errors.prefix(300))", sourceLocation: sourceLocation)
    #expect(
      refused.errors.contains("`--limit \(limit)="), "\(refused.errors.prefix(300))",
      sourceLocation: sourceLocation)
    let allowed = try check(plan, ["--limit", "\(limit)=\(raised)"])
    #expect(allowed.status == 0, "\(allowed.errors.prefix(300))", sourceLocation: sourceLocation)
  }

  @Test func nesting() throws {
    let deep = String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150)
    try expect(Self.head + "let x = \(deep)\nexpect x = 1\n", isRefusedBy: "nesting", unless: "200", in: 4)
  }

  /// A figure that is multiplied by itself a hundred times has 10 to the 30 digits.
  @Test func digitsOfWhatIsWorkedOut() throws {
    func squares(_ count: Int) -> String {
      (1...count).reduce(Self.head + "let x0 = 123456789\n") { $0 + "let x\($1) = x\($1 - 1) * x\($1 - 1)\n" }
    }
    // Small limits: long figures take their time where nothing is optimized.
    let refused = try check(
      squares(100) + "kpi k passes when x100 > 3\nkpi j passes when 1 > 3\n", ["--limit", "digits=1000"])
    #expect(refused.status == 2)
    // The first that is too long, and not the ninety that need it.
    #expect(refused.errors.components(separatedBy: "error[").count == 2, "\(refused.errors)")
    #expect(refused.errors.contains("let x7 = x6 * x6"), "\(refused.errors)")
    #expect(try check(squares(7), ["--limit", "digits=2000"]).status == 0)
  }

  @Test func digitsAsWritten() throws {
    let long = String(repeating: "7", count: 10_001)
    try expect(Self.head + "let x = \(long)\n", isRefusedBy: "digits", unless: "20000", in: 4)
  }

  /// A rule that cannot be worked out is no rule that is pending.
  @Test func aRuleBeyondTheLimitIsNotPending() throws {
    let long = String(repeating: "7", count: 60)
    let plan = Self.head + "kpi k passes when \(long) * \(long) > 3\n"
    let run = try check(plan, ["--limit", "digits=100"])
    #expect(
      run.status == 2 && run.errors.contains("E0110") && run.output.isEmpty, "\(run.output)\(run.errors)")
  }

  /// Three axes of a hundred members are a million places, written in some hundred words.
  @Test func cells() throws {
    let axes = ["x", "y", "z", "w"].map { axis in
      "axis \(axis) { \((0..<100).map { "\(axis)\($0)" }.joined(separator: ", ")) }\n"
    }
    let plan =
      Self.head + axes.joined()
      + "programme a in household { target 1 }\nlet one = 1\nexpect sum(one over x) = 100\n"
    #expect(try check(plan).status == 0)
    let asked = try Tool(["eval", "one by x by y by z by w", "-"], input: plan)
    #expect(
      asked.status == 2 && asked.errors.contains("the answer would have 100,000,000 values"),
      "\(asked.errors)")
    let written = try check(plan + "programme b in household { target by x by y by z by w 1 }\n")
    #expect(written.status == 2 && written.errors.contains("`--limit cells="), "\(written.errors)")
    let small = try Tool(["eval", "one by x", "-", "--limit", "cells=30"], input: plan)
    #expect(
      small.status == 2 && small.errors.contains("this would take 100 figures at once"), "\(small.errors)")
  }

  /// Along seventy axes of two members stand more figures than a machine word counts.
  @Test func figuresThatCannotBeCounted() throws {
    let axes = (0..<70).map { "axis x\($0) { a\($0), b\($0) }\n" }.joined()
    let by = (0..<70).map { " by x\($0)" }.joined()
    let plan = Self.head + axes + "programme p in household { target 1 }\n"
    let declared = try check(plan + "programme q in household { target\(by) 1 }\n")
    #expect(declared.status == 2 && declared.errors.contains("E0110"), "\(declared.errors.prefix(300))")
    let expected = try check(plan + "expect p.target\(by) = 1\n")
    #expect(expected.status == 2 && expected.errors.contains("E0402"), "\(expected.errors.prefix(300))")
    let asked = try Tool(["run", "-"], input: plan + "p.target\(by)\n")
    #expect(
      asked.status == 2 && asked.errors.contains("error["), "\(asked.status) \(asked.errors.prefix(300))")
  }

  @Test func sizeOfAFile() throws {
    let plan = Self.head + String(repeating: "# " + String(repeating: "x", count: 1_000) + "\n", count: 1_100)
    let refused = try check(plan, ["--limit", "megabytes=1"])
    #expect(refused.status == 2 && refused.errors.contains("larger than 1 MB"), "\(refused.errors)")
    #expect(refused.errors.contains("`--limit megabytes=4`"), "\(refused.errors)")
    #expect(try check(plan).status == 0)
  }

  @Test func filesThatUseOneAnother() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 0..<60 {
      let text = number == 59 ? "let x = 1\n" : "use \"f\(number + 1).plan\"\n"
      try text.write(to: folder.appendingPathComponent("f\(number).plan"), atomically: true, encoding: .utf8)
    }
    let plan = folder.appendingPathComponent("f0.plan").path
    let refused = try Tool(["check", plan])
    #expect(refused.status == 2 && refused.errors.contains("`--limit uses=200`"), "\(refused.errors)")
    #expect(try Tool(["check", plan, "--limit", "uses=100"]).status == 0)
  }

  /// A sweep of more steps than there are seconds in a year.
  @Test func timeOfAStatement() throws {
    let plan = Self.head + "programme a in household { target 1; actual 1 }\n"
    let sweep = "x from 0 to 1,000,000,000 { set a.target = x } show sum(a.rate over x)"
    let run = try Tool(["sweep", sweep, "-", "--yes", "--limit", "seconds=1"], input: plan)
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.errors.contains("stopped after"), "\(run.errors)")
  }

  /// What was refused stands in the way of nothing else.
  @Test func aRefusedQuestionLeavesTheOthers() throws {
    let long = String(repeating: "7", count: 60)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".plan")
    try (Self.head + "programme a in household { target 5 }\n").write(
      to: folder, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Tool(
      ["prompt", folder.path, "--limit", "digits=100"],
      input: "\(long) * \(long)\na.target + 1 household\n\(long) * \(long) > 1\na.target * 2\n")
    #expect(run.output.contains("6 household") && run.output.contains("10 household"), "\(run.output)")
    #expect(run.errors.components(separatedBy: "E0110").count == 3, "\(run.errors)")
  }

  @Test(arguments: ["cells", "cells=", "cells=0", "cells=-1", "cells=x", "rooms=5", "digits=99999999999"])
  func aLimitThatIsNone(word: String) throws {
    let run = try Tool(["check", "scenarios/fy2561.plan", "--limit", word])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors.contains("--limit"), "\(run.errors)")
  }
}
