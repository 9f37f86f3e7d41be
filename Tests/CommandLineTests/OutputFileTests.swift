import Foundation
import TestSupport
import Testing

/// Answers as files, and CSV that a spreadsheet opens right.
@Suite
struct OutputFileTests {
  private let folder: TableFolder
  private static let mark = Data([0xEF, 0xBB, 0xBF])

  init() throws {
    let labels = #"""
      plan "Pl|an"
      fiscal year 2561
      unit h "=h|u"
      axis region { north "=1+1", south "@sum|x", east "+cmd,\"q\"", west "-2" }
      programme a "=HYPERLINK(\"x\")|b" in h { target by region 1, 2, 3, 4; actual by quarter 1, -, -, - }
      programme b "-5 อัน,ok" in h { target 10; actual 20 }
      kpi k "=k|1" passes when a.result >= 10 h
      milestone m "-m|x" due 2561-03-31
      scenario s "=s" { set b.actual = 5 }
      reported a.target = 9 in "=src"
      show

      """#
    folder = try TableFolder(labels)
  }

  private func path(_ name: String) -> String { folder.file(name).path }
  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  /// Every command that prints figures writes them into a file, in the format of its ending, and ends as it does otherwise.
  @Test(arguments: [
    ["check"], ["audit"], ["eval", "a.target by region"], ["show"], ["list", "region where a.target > 1 h"],
    ["compare"], ["run"],
    ["sweep", "x from 1 to 2 h { set b.actual = x } show b.rate"],
  ])
  func everyCommandWritesAFile(command: [String]) throws {
    let formats = [("csv", "csv"), ("json", "json"), ("md", "markdown"), ("txt", "text"), ("CSV", "csv")]
    for (ending, format) in formats {
      let name = "answer.\(ending)"
      let plain = try Tool([command[0]] + command.dropFirst() + [folder.plan, "--format", format])
      let run = try Tool([command[0]] + command.dropFirst() + [folder.plan, "-o", path(name)])
      #expect(run.status == plain.status && run.output.isEmpty, "\(run.errors)")
      let written = try Data(contentsOf: folder.file(name))
      let begin = format == "csv" ? OutputFileTests.mark : Data()
      #expect(written == begin + Data(plain.output.utf8), "\(String(decoding: written, as: UTF8.self))")
      #expect(!plain.output.isEmpty)
      try FileManager.default.removeItem(at: folder.file(name))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["test.plan"])
  }

  @Test func partsOfASweepAndWhatTheyComeTo() throws {
    let sweep = "x from 1 to 4 h { set b.actual = x } show b.rate"
    for part in 1...2 {
      let run = try Tool(["sweep", sweep, folder.plan, "--shard", "\(part)/2", "-o", path("\(part).txt")])
      #expect(run.status == 0, "\(run.errors)")
    }
    let merged = try Tool(["merge", path("1.txt"), path("2.txt"), "-o", path("all.csv")])
    let whole = try Tool(["sweep", sweep, folder.plan, "-o", path("whole.csv")])
    #expect(merged.status == 0 && whole.status == 0, "\(merged.errors)\(whole.errors)")
    #expect(try text("all.csv") == text("whole.csv"))
    let over = try Tool(["merge", path("1.txt"), path("2.txt"), "-o", path("1.txt"), "--overwrite"])
    #expect(over.status == 2 && over.errors.contains("cannot be overwritten"), "\(over.errors)")
  }

  @Test func theMarkIsAskedForOrRefused() throws {
    #expect(
      try Tool(["check", folder.plan, "--format", "csv", "--bom"]).output.unicodeScalars.first == "\u{FEFF}")
    #expect(try Tool(["check", folder.plan, "--format", "csv"]).output.unicodeScalars.first == "p")
    #expect(try Tool(["check", folder.plan, "--format", "json", "--bom"]).output.unicodeScalars.first == "{")
    _ = try Tool(["check", folder.plan, "-o", path("a.csv"), "--no-bom"])
    #expect(try text("a.csv").hasPrefix("programme"))
  }

  // MARK: What is there already

  @Test func nothingIsWrittenOverUnasked() throws {
    try folder.write("mine", to: "a.csv")
    let run = try Tool(["check", folder.plan, "-o", path("a.csv")])
    #expect(run.status == 2 && run.errors.contains("E0618") && run.output.isEmpty, "\(run.errors)")
    #expect(try text("a.csv") == "mine")
    let again = try Tool(["check", folder.plan, "-o", path("a.csv"), "--overwrite"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(try text("a.csv").contains("programme"))
  }

  @Test(arguments: [("n\r", false), ("\r", false), ("y\r", true)])
  func aTerminalAsks(answer: String, isWritten: Bool) throws {
    try folder.write("mine", to: "a.csv")
    let terminal = try PseudoTerminal(["check", folder.plan, "-o", path("a.csv")])
    try terminal.expect("Overwrite it? (y/n)")
    terminal.type(answer)
    #expect(terminal.waitForExit() == (isWritten ? 0 : 2))
    #expect(try text("a.csv").contains("programme") == isWritten)
  }

  /// By whatever name: the plan, what it uses, its tables.
  @Test func noInputIsWrittenOver() throws {
    try folder.write("code,name\nx,X\n", to: "areas.csv")
    try folder.write("axis area from \"areas.csv\" key code label name\n", to: "used.plan")
    try folder.write("use \"used.plan\"\nunit h\nprogramme a in h { target 5 }\n", to: "test.plan")
    try FileManager.default.createSymbolicLink(
      at: folder.file("link.csv"), withDestinationURL: folder.file("areas.csv"))
    try FileManager.default.linkItem(at: folder.file("used.plan"), to: folder.file("other.txt"))
    let before = try ["areas.csv", "used.plan", "test.plan"].map(text)
    for name in ["areas.csv", "used.plan", "test.plan", "link.csv", "other.txt", "./areas.csv"] {
      let run = try Tool(["show", folder.plan, "--format", "csv", "--overwrite", "-o", path(name)])
      #expect(run.status == 2 && run.errors.contains("E0617"), "\(name): \(run.errors)")
    }
    #expect(try ["areas.csv", "used.plan", "test.plan"].map(text) == before)
  }

  @Test(arguments: ["x.xlsx", "x", ".csv", "x.plan", "x.csv/", "nowhere/x.csv"])
  func namesThatAreNoAnswers(name: String) throws {
    let run = try Tool(["check", folder.plan, "-o", path("") + "/" + name])
    #expect(run.status == 2 && run.errors.contains("error["), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["test.plan"])
  }

  /// Where there is no answer there is no file.
  @Test func mistakesLeaveNoFile() throws {
    let run = try Tool(["eval", "nothing.rate", folder.plan, "-o", path("a.json")])
    #expect(run.status == 2 && run.errors.contains("E0201"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("a.json")))
  }

  // MARK: What a spreadsheet would run

  /// The case of labels.plan.
  @Test func textsAreGuardedAndFiguresAreNot() throws {
    let run = try Tool(["check", folder.plan, "--format", "csv", "--table", "all"])
    for cell in ["\"'=HYPERLINK(\"\"x\"\")|b\"", "\"'-5 อัน,ok\"", ",'=k|1,", ",'-m|x,"] {
      #expect(run.output.contains(cell), "\(run.output)")
    }
    #expect(run.output.contains(",pending,-9,h,\r"), "\(run.output)")
    #expect(try Tool(["audit", folder.plan, "--format", "csv"]).output.contains(",'=src,"))
    let list = try Tool(["list", "region", folder.plan, "--format", "csv"]).output
    #expect(
      list.contains(",'=1+1") && list.contains(",'@sum|x") && list.contains("\"'+cmd,\"\"q\"\"\"")
        && list.contains(",'-2"))
    let figures = try Tool(["eval", "0 h - a.target by region", folder.plan, "--format", "csv"]).output
    #expect(figures.contains("north,-1,h,'=1+1\r\nsouth,-2,h,'@sum|x\r\n"), "\(figures)")
    let sweep = try Tool([
      "sweep", "x from 1 to 1 h { set b.actual = x } show -b.rate", folder.plan, "--format", "csv",
    ])
    #expect(
      sweep.output.hasPrefix("x,x unit,'-b.rate,unit\r\n1,h,-10,percent"), "\(sweep.output)")
    let raw = try Tool(["check", folder.plan, "--format", "csv", "--table", "all", "--raw"]).output
    #expect(raw.contains(",=k|1,") && !raw.contains(",'"), "\(raw)")
  }

  /// What was written so is read as it was meant.
  @Test func tablesTakeTheMarkOffAgain() throws {
    try folder.write(
      "code,name\r\nx,'=1+1\r\ny,\"'-5 a,b\"\r\nz,''=q\r\nv,'quoted'\r\nw,\"'+1\"\r\n", to: "areas.csv")
    try folder.write("'-area,target\r\nx,'-5\r\n", to: "figures.csv")
    try folder.write(
      "unit h\naxis area from \"areas.csv\" key code label name\nprogramme a in h { target 5 }\n",
      to: "test.plan")
    let list = try Tool(["list", "area", folder.plan, "--format", "json"]).output
    for label in ["\"=1+1\"", "\"-5 a,b\"", "\"'=q\"", "\"'quoted'\"", "\"+1\""] {
      #expect(list.contains("\"label\": \(label)"), "\(list)")
    }
    // Written once more it is the same table.
    let csv = try Tool(["list", "area", folder.plan, "--format", "csv"]).output
    for cell in [",'=1+1", "\"'-5 a,b\"", ",''=q", ",'quoted'", ",'+1"] {
      #expect(csv.contains(cell), "\(csv)")
    }
  }
}
