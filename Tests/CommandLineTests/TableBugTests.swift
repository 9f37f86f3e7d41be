import Foundation
import TestSupport
import Testing

/// What tables came to before it was mended; each of these failed once.
@Suite struct TableBugTests {
  private static let nested = """
    unit household
    axis region { north, south }
    axis area from "areas.csv" key code label name within region
    programme rural in household {}
    load "figures.csv"
    """

  private func nested(areas: String, figures: String) throws -> TableFolder {
    try TableFolder(Self.nested, ["areas.csv": areas, "figures.csv": figures])
  }

  /// A cell of more than twelve places behind one of up to twelve ended the program.
  @Test func moreThanTwelvePlaces() throws {
    let folder = try TableFolder(
      figures: "area,programme,target\nnorth,rural,0.000000000001\nsouth,rural,0.0000000000001\n")
    try folder.expect("rural.target by area", is: ["0.000000000001", "0.0000000000001", "-"])
    try folder.write(
      "area,programme,target\nnorth,rural,0\nsouth,rural,0.0000000000\neast,rural,0.00000000000000000001\n",
      to: "figures.csv")
    try folder.expect("rural.target by area", is: ["0", "0", "0.00000000000000000001"])
  }

  /// Figures of one breakdown from a wide table and from a long one ended the program, or named no line.
  @Test(arguments: [["wide.csv", "long.csv"], ["long.csv", "wide.csv"]])
  func wideAndLongTablesOfOneMeasure(_ order: [String]) throws {
    let wide = "area,programme,target Q4\nnorth,rural,1\nsouth,rural,2\neast,rural,3\n"
    let long = "area,programme,quarter,target\nnorth,rural,Q2,4\nsouth,rural,Q3,5\neast,rural,Q1,6\n"
    let folder = try TableFolder(
      TableFolder.head + order.map { "load \"\($0)\"\n" }.joined(), ["wide.csv": wide, "long.csv": long])
    try folder.expect(
      "rural.target by area by quarter", is: ["-", "4", "-", "1", "-", "-", "5", "2", "6", "-", "-", "3"])
    let run = try folder.type(["explain rural.target[south, Q4]", "explain rural.target[east, Q1]"])
    #expect(run.output.contains("wide.csv:3") && run.output.contains("long.csv:4"), "\(run.output)")
    try folder.write(long + "south,rural,Q4,9\n", to: "long.csv")
    let found = try folder.mistakes()
    #expect(found.map(\.code) == ["E0608"], "\(found)")
  }

  /// Two tables of one breakdown, each in its own unit: the second was read in the unit of the first.
  @Test(arguments: [["a.csv", "b.csv"], ["b.csv", "a.csv"]])
  func tablesOfOneMeasureInSeveralUnits(_ order: [String]) throws {
    let folder = try TableFolder(
      TableFolder.head + order.map { "load \"\($0)\"\n" }.joined(),
      [
        "a.csv": "area,programme,budget in million baht\nnorth,rural,1\n",
        "b.csv": "area,programme,budget\nsouth,rural,100\n",
      ])
    try folder.expect("rural.budget[north] = 1,000,000 baht")
    try folder.expect("rural.budget[south] = 100 baht")
  }

  /// The line of each figure, where several rows or files give parts of one breakdown.
  @Test func explainNamesTheRowThatHoldsTheFigure() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"a.csv\"\nload \"b.csv\"\n",
      [
        "a.csv": "area,programme,target Q1,target Q2,target Q3\nnorth,rural,1,-,-\nnorth,rural,-,2,-\n",
        "b.csv": "area,programme,target Q4\n\n\nnorth,rural,4\n",
      ])
    let run = try folder.type(["Q1", "Q2", "Q4"].map { "explain rural.target[north, \($0)]" })
    let ends = run.output.split(separator: "\n").map { $0.split(separator: "/").last.map(String.init) }
    #expect(ends == ["a.csv:2", "a.csv:3", "b.csv:4"], "\(run.output)")
    // The row of `-` between is not where the figure was given before.
    let twice = try TableFolder(
      figures: "area,programme,target,actual\nnorth,rural,1,-\nnorth,rural,-,2\nnorth,rural,3,-\n")
    let said = try Tool(["check", twice.plan]).errors
    #expect(said.contains("given before, at") && said.contains("figures.csv:2\n"), "\(said)")
  }

  /// A key with doubled quotation marks is the name with single ones.
  @Test func keysWithQuotationMarks() throws {
    let folder = try nested(
      areas: "code,name,region\n1,\"the \"\"old\"\" town\",north\n",
      figures: "area,programme,target\n\"the \"\"old\"\" town\",rural,5\n")
    try folder.expect("rural.target", is: ["5"])
  }

  /// A table that is loaded, taken back, and another loaded in its place: the other one's figures count.
  @Test func anotherTableAfterUndo() throws {
    let folder = try TableFolder(TableFolder.head)
    try folder.write("area,programme,target\nnorth,rural,111\n", to: "a.csv")
    try folder.write("area,programme,target\nnorth,rural,222\n", to: "b.csv")
    let terminal = try PseudoTerminal([folder.plan], environment: ["TERM": "dumb"])
    try terminal.expect("base> ")
    terminal.type("load \"\(folder.file("a.csv").path)\"\r")
    try terminal.expect("loaded 1 figure")
    terminal.type("undo\r")
    try terminal.expect("taken back")
    terminal.type("load \"\(folder.file("b.csv").path)\"\r")
    try terminal.expect("loaded 1 figure")
    terminal.type("rural.target\r")
    let answer = try terminal.expect(" household")
    #expect(answer.contains("222"), "\(answer)")
    terminal.type("quit\r")
    #expect(terminal.waitForExit() == 0)
  }

  /// `any` and `all` over some members within a coarser one: those outside are none of their business.
  @Test func truthsOfMembersWithinOthers() throws {
    let folder = try nested(
      areas: "code,name,region\na1,,south\na2,,south\na3,,north\n",
      figures: "area,programme,target\na1,rural,5\na2,rural,6\na3,rural,7\n")
    try folder.expect("all(rural.target > 1 household over area)[area.a1, south]", is: ["true"])
    try folder.expect("any(rural.target > 9 household over area)[area.a1, south]", is: ["false"])
  }

  /// A mistake in the table of an axis is told once, and does not make mistakes of the figures.
  @Test func mistakesOfAnAxisAreToldOnce() throws {
    let folder = try nested(
      areas: "code,name,region\na1,,south\na1,,south\n",
      figures: "area,programme,target\na1,rural,5\na2,rural,6\n")
    try folder.expectMistakes(["E0608 at areas.csv:3:1"])
  }

  /// Every row that names no region is told, at its cell.
  @Test func everyUnknownRegionIsTold() throws {
    let folder = try nested(
      areas: "code,name,region\na1,,nroth\na2,,south\na3,,suoth\na4,,\n",
      figures: "area,programme,target\na2,rural,5\n")
    try folder.expectMistakes([
      "E0607 at areas.csv:2:5", "E0607 at areas.csv:4:5", "E0607 at areas.csv:5:5",
    ])
  }

  /// Two areas of one label: the label alone says neither, and must not mean the first.
  @Test func labelsOfSeveralMembers() throws {
    let folder = try nested(
      areas: "code,name,region\n1,บ้านใหม่,north\n2,บ้านใหม่,south\n",
      figures: "area,programme,target\nบ้านใหม่,rural,5\n")
    let found = try folder.mistakes()
    #expect(found.map(\.place) == ["figures.csv:2:1"], "\(found)")
  }

  /// A member of a table is named as any other: bare where that is a name, in quotation marks where not.
  @Test func membersOfTablesAreNamed() throws {
    let folder = try nested(
      areas: "code,name,region\na1,,north\n100101,,south\n",
      figures: "area,programme,target\na1,rural,5\n100101,rural,6\n")
    try folder.expect("rural.target[a1]", is: ["5"])
    try folder.expect("rural.target[\"100101\"]", is: ["6"])
  }

  /// Rows of nearly a million bytes with mistakes in them: the places are right, and messages stay short.
  @Test func manyVeryLongRows() throws {
    let long = String(repeating: "9", count: 1_000_000)
    let folder = try TableFolder(
      figures: "area,programme,target\n" + (0..<20).map { _ in "north,rural,\(long)\n" }.joined())
    try folder.expectMistakes((2...21).map { "E0607 at figures.csv:\($0):13" })
    #expect(try Tool(["check", folder.plan]).errors.utf8.count < 20_000)
  }
}
