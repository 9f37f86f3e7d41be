import Foundation
import TestSupport
import Testing

/// A statement with a mistake is never carried out, whatever the mistake is and wherever in it; what comes after it is.
@Suite
struct ScriptMistakeTests {
  private static let plan = """
    fiscal year 2561
    unit household "ครัวเรือน"
    unit person
    currency baht "บาท"
    axis region { north, south }
    programme a in household { target 100; actual by quarter 10, 20, 30, 40 }
    programme b in household { target 50; actual by quarter 1, 2, 3, 4 }
    programme money in million baht { target by quarter 1, 2, 3, 4; actual by quarter 1, 2, 3, 4 }

    """

  private func run(_ input: String) throws -> Tool {
    let folder = try TableFolder(ScriptMistakeTests.plan)
    return try Tool([folder.plan], input: input)
  }

  private func codes(_ run: Tool) -> [String] {
    run.errors.split(separator: "\n").compactMap { line in
      line.hasPrefix("error[") ? String(line.dropFirst(6).prefix(5)) : nil
    }
  }

  /// Nothing of it is done, and one mistake is told; the statement behind it is answered.
  @Test(arguments: [
    ("set money.actual[Q4] = 354,05 ล้านบาท", "E0104"),
    ("set money.actual[Q4] = 1,23,456", "E0104"),
    ("set money.actual[Q4] = ๓๕๔,๐๕ ล้านบาท", "E0104"),
    ("set a.actual[Q4] = 5 household ฿", "E0101"),
    ("฿ set a.actual[Q4] = 5 household", "E0101"),
    ("set a.actual[Q4] = 5\n    ฿", "E0101"),
    ("set a.actual[Q4] = 5 }", "E0108"),
    ("} set a.actual[Q4] = 5", "E0108"),
    ("set a.actual[Q4] = 10 × 5", "E0101"),
    ("set a.actual[Q4] = 10 – 5", "E0101"),
    ("move 5 household of target from a to b because “why”", "E0101"),
    ("move 5 household of target from a to b approved 2561-02-30", "E0107"),
    ("move 5 household of target from a to b because \"no \\x\"", "E0103"),
    ("move 5 household of target from a to b because \"open", "E0102"),
    ("scale a.actual[Q4] by 90% §", "E0101"),
    ("scenario s {\n  set b.actual[Q4] = 5\n  set a.actual[Q4] = 1,23\n}", "E0104"),
    ("scenario s {\n  set b.actual[Q4] = 5\n  sett a.actual[Q4] = 1\n}", "E0106"),
    ("sweep x from 1 to 1,23 household { set a.actual[Q4] = x } show a.result", "E0104"),
    ("carry surplus and ; carry none ฿", "E0105"),
  ])
  func nothingIsChanged(statement: String, code: String) throws {
    let run = try run(
      statement + "\n1 + 1\ncompare\na.actual[Q4]\nmoney.actual[Q4]\nb.actual[Q4]\na.target\n")
    #expect(run.status == 2)
    #expect(codes(run).first == code, "\(run.errors)")
    #expect(codes(run).count == (statement.contains(";") ? 2 : 1), "\(run.errors)")
    #expect(
      run.output == "2\nnothing differs\n40 household\n4.00 million baht\n4 household\n100 household\n",
      "\(run.output)")
  }

  @Test(arguments: [
    ("milestone m due 2561-02-30", "E0107", "show m"),
    ("milestone m “ก” due 2561-02-28", "E0101", "show m"),
    ("kpi k passes when a.result ≥ 90 household", "E0101", "k.passes"),
    ("kpi k passes when a.rate ≥ 90%", "E0101", "why k"),
    ("programme c in household {\n  target 1,23\n  actual 5\n}", "E0104", "c.actual"),
    ("programme c in household {\n  target 5\n  actual 5 5\n}", "E0105", "c.target"),
    ("## What it is.\nprogramme c in household { target 5 ฿ }", "E0101", "c.target"),
    ("unit hut = 1,23 household", "E0104", "5 hut"),
    ("measure visits “ครั้ง” in household", "E0101", "a.visits"),
    ("axis kind { x, y ฿ }", "E0101", "a.target[x]"),
    ("let l = 1,23 household", "E0104", "l + 1 household"),
    ("group g = a + b { target 1,23 }", "E0104", "g.target"),
    ("scenario s { set a.target = 1,23 }", "E0104", "a.target[s]"),
    ("scenario s { move 5 household of target from a to b as m ฿ }", "E0101", "scenario s"),
    ("programmes from “f.csv” key code in household", "E0101", "x.target"),
    ("use “f.plan”", "E0101", "x.target"),
  ])
  func whatItWouldDeclareIsLost(statement: String, code: String, use: String) throws {
    let run = try run("\(statement)\n\(use)\n2 + 2\n")
    #expect(run.status == 2)
    #expect(codes(run) == [code], "\(run.errors)")
    #expect(run.output == "4\n", "\(run.output)")
  }

  /// A mistake is of the statement in which it stands, and of no other.
  @Test func theOthersAreCarriedOut() throws {
    let run = try run(
      """
      set a.actual[Q1] = 11 household; set a.actual[Q2] = 2,1; set a.actual[Q3] = 33 household
      # 1,23 “comment” ฿
      ฿
      set a.actual[Q4] = 44 household   # 1,2 is fine here
      a.actual by quarter
      """ + "\n")
    #expect(run.status == 2)
    #expect(codes(run) == ["E0104", "E0101"], "\(run.errors)")
    #expect(run.output.contains("11  20  33  44"), "\(run.output)")
  }

  /// Names that are unknown for another reason are told still.
  @Test func otherUnknownNamesAreTold() throws {
    let run = try run(
      "kpi k passes when a.rate ≥ 90%\nother.target\nkpi k passes when a.rate >= 90%\nk.passes\n")
    #expect(codes(run) == ["E0101", "E0201"], "\(run.errors)")
    #expect(run.output.hasSuffix("true\n") || run.output.hasSuffix("false\n"), "\(run.output)")
  }

  @Test func bytesThatAreNoTextAreNotCarriedOut() throws {
    let folder = try TableFolder(ScriptMistakeTests.plan)
    let input = Data("set a.actual[Q4] = 5 household\nplan \"".utf8) + [0xA1, 0xA2, 0x22, 10]
    let run = try Tool([folder.plan], bytes: input)
    #expect(run.status == 2)
    #expect(codes(run) == ["E0604"], "\(run.errors)")
    #expect(run.output.isEmpty, "\(run.output)")
  }

  /// Commands are found at the end of a line of any kind.
  @Test func linesMayEndAsOnWindows() throws {
    let run = try run(
      "\u{FEFF}history\r\nset a.actual[Q4] = 5 household\r\nkeep mine\r\nundo\r\nundo\r\na.actual[Q4]\r\n")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("40 household\n"), "\(run.output)")
  }

  /// A file, and a plan on standard input, with a mistake are refused whole; so is a question in a call.
  @Test(arguments: ["check", "run", "show", "audit"])
  func filesAreRefusedWhole(command: String) throws {
    let text = ScriptMistakeTests.plan + "scenario s { set a.actual[Q4] = 1,23 }\na.actual[Q4]\n"
    let folder = try TableFolder(text)
    for run in [try Tool([command, folder.plan]), try Tool([command, "-"], input: text)] {
      #expect(run.status == 2)
      #expect(codes(run) == ["E0104"], "\(run.errors)")
      #expect(run.output.isEmpty, "\(run.output)")
    }
    let sound = try TableFolder(ScriptMistakeTests.plan)
    let sweep = try Tool([
      "sweep", "x from 1 to 1,23 household { set a.actual[Q4] = x } show a.result", sound.plan,
    ])
    #expect(sweep.status == 2 && codes(sweep) == ["E0104"] && sweep.output.isEmpty, "\(sweep.errors)")
  }
}
