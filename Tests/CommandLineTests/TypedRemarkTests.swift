import Foundation
import TestSupport
import Testing

/// Warnings that a typed statement gives rise to are shown where it was typed, once.
@Suite(.serialized)
struct TypedRemarkTests {
  private static let plan = """
    fiscal year 2561
    unit household "ครัวเรือน"
    currency baht "บาท"
    programme a in household { target by quarter 10, 10, 10, 10; actual by quarter 10, -, 5, - }
    programme b in household { target 5,000; actual 50 }
    programme money in million baht { target 100 }

    """

  /// The warnings with the line of standard input that each points at.
  private func remarks(_ run: Tool) -> [String] {
    let lines = run.errors.split(separator: "\n").map(String.init)
    return lines.indices.filter { lines[$0].hasPrefix("warning[") }.map { index in
      let next = lines.indices.contains(index + 1) ? lines[index + 1] : ""
      let place = next.trimmingCharacters(in: .whitespaces)
      return lines[index].dropFirst(8).prefix(5) + " " + place.dropFirst(3)
    }
  }

  @Test func eachIsToldOnceAtItsPlace() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    let run = try Tool(
      [folder.plan],
      input: """
        1 + 1
        kpi k passes when b.rate >= 80
        b.rate
        list programme where rate >= 90
        scale b.target by 10%
        set money.target = 100,000,000
        set b.actual = -5
        undo
        redo
        scenario base
        move 2.500 household of target from b to a in Q2
        programme c in household { target by quarter 1, 1, 1, 1; actual by quarter 1, -, 1, - }
        check

        """)
    #expect(
      remarks(run) == [
        "W0704 \(folder.plan):4:62", "W0703 standard input:2:29", "W0703 standard input:4:30",
        "W0707 standard input:5:19", "W0707 standard input:6:20", "W0707 standard input:7:16",
        "W0707 standard input:11:6", "W0704 standard input:12:58",
      ], "\(run.errors)")
    #expect(run.errors.contains("did you mean `100,000,000 baht`?"), "\(run.errors)")
  }

  /// What is made again stands elsewhere and says the same; what is new says it again.
  @Test func whatIsMadeAgainIsNotToldAgain() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    let run = try Tool(
      [folder.plan],
      input: """
        set b.actual = -5
        reload
        undo
        redo
        undo
        set b.spent  = -5 baht
        reset
        kpi k passes when b.rate >= 80
        undo
        kpi m passes when a.rate >= 80
        reload

        """)
    #expect(
      remarks(run).dropFirst() == [
        "W0707 standard input:1:16", "W0707 standard input:6:16", "W0703 standard input:8:29",
        "W0703 standard input:10:29",
      ], "\(run.errors)")
  }

  /// A file that was changed is read like a new one.
  @Test func whatIsReadAgainIsRemarkedWhereItIsNew() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    let terminal = try PseudoTerminal([folder.plan])
    try terminal.expect("base> ")
    try folder.write(TypedRemarkTests.plan + "kpi k passes when b.rate >= 80\n", to: "test.plan")
    terminal.type("reload\r")
    let answer = try terminal.expect("write `80%`")
    #expect(answer.contains("warning[W0703]") && !answer.contains("W0704"), "\(answer)")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  /// Where nothing is carried out, nothing is remarked.
  @Test func whatIsRefusedIsNotRemarked() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    let run = try Tool(
      [folder.plan],
      input: """
        b.rate >= 80 and nothing > 5
        move 2,000,000.5 household of target from b to a in Q2
        b.target

        """)
    #expect(remarks(run).map { $0.prefix(5) } == ["W0704"], "\(run.errors)")
    #expect(run.status == 2)
  }

  /// A plan that is typed whole is remarked like one in a file.
  @Test func whatIsTypedWithoutAFileIsRemarked() throws {
    let run = try Tool([], input: TypedRemarkTests.plan + "kpi k passes when b.rate >= 80\n")
    #expect(remarks(run) == ["W0704 standard input:4:62", "W0703 standard input:7:29"], "\(run.errors)")
  }

  /// A question of a call is one that was typed; those of a file are like its other statements.
  @Test func questionsOfCommandsAreRemarked() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    for arguments in [["list", "programme where rate >= 90"], ["eval", "b.rate >= 90"]] {
      let run = try Tool(arguments + [folder.plan])
      #expect(remarks(run).map { $0.prefix(5) } == ["W0704", "W0703"], "\(run.errors)")
      #expect(run.errors.contains("command line:1:"), "\(run.errors)")
    }
    try folder.write(TypedRemarkTests.plan + "list programme where rate >= 90\n", to: "test.plan")
    let run = try Tool(["run", folder.plan])
    #expect(remarks(run) == ["W0704 \(folder.plan):4:62", "W0703 \(folder.plan):7:30"], "\(run.errors)")
  }

  @Test func thePromptTellsThem() throws {
    let folder = try TableFolder(TypedRemarkTests.plan)
    let terminal = try PseudoTerminal([folder.plan])
    #expect(try terminal.expect("base> ").contains("W0704"))
    terminal.type("scale b.target by 10%\r")
    let answer = try terminal.expect("scratch*> ")
    #expect(answer.contains("warning[W0707]") && answer.contains("leaves 10%"), "\(answer)")
    #expect(!answer.contains("W0704") && !answer.contains("at line:"), "\(answer)")
    terminal.type("b.target\r")
    try terminal.expect("500")
    #expect(try !terminal.expect("scratch*> ").contains("warning"))
    terminal.type("list programme where rate >= 90\r")
    #expect(try terminal.expect("9,000%").contains("W0703"))
    terminal.type("quit\r")
    #expect(terminal.waitForExit() == 0)
  }
}
