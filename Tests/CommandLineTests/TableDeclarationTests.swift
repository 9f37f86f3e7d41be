import Foundation
import TestSupport
import Testing

/// Axes and programmes that are declared in tables, and what is wrong with them.
@Suite struct TableDeclarationTests {
  private let plan = """
    unit household "ครัวเรือน"
    axis region { north "เหนือ", south "ใต้" }
    axis area from "areas.csv" key code label name within region part
    programmes from "p.csv" key code label name unit unit kind kind
    """

  /// The same without the regions.
  private var planWithoutRegions: String { plan.replacingOccurrences(of: " within region part", with: "") }

  private let areas = "code,name,part\n1,หนึ่ง,north\n2,สอง,ใต้\n"
  private let programmes = "code,name,unit,kind\nhomes,บ้าน,household,flow\nplans,แผน,ครัวเรือน,level\n"

  @Test func nothingIsWrong() throws {
    let folder = try TableFolder(plan, ["areas.csv": areas, "p.csv": programmes])
    #expect(try Tool(["check", folder.plan]).status == 0)
  }

  @Test(
    arguments: [
      ("", ["E0605 at test.plan:3:16"]),
      ("code,name,part\n", ["E0605 at areas.csv:1:1"]),
      ("kode,name,part\n1,หนึ่ง,north\n", ["E0605 at test.plan:3:32"]),
      ("code,label,part\n1,หนึ่ง,north\n", ["E0605 at test.plan:3:43"]),
      ("code,name,part,code\n1,หนึ่ง,north,1\n", ["E0605 at areas.csv:1:16"]),
      ("code,name,part\n1,หนึ่ง\n2,สอง,north\n", ["E0606 at areas.csv:2:1"]),
      ("code,name,part\n1,หนึ่ง,north\n,สอง,north\n", ["E0607 at areas.csv:3:1"]),
      ("code,name,part\n1,หนึ่ง,north\n1,สอง,north\n", ["E0608 at areas.csv:3:1"]),
    ])
  func tablesOfMembers(_ table: String, _ expected: [String]) throws {
    let folder = try TableFolder(planWithoutRegions, ["areas.csv": table, "p.csv": programmes])
    try folder.expectMistakes(expected)
  }

  @Test func theColumnOfTheCoarserAxisIsMissing() throws {
    let folder = try TableFolder(
      plan, ["areas.csv": "code,name,region\n1,หนึ่ง,north\n", "p.csv": programmes])
    try folder.expectMistakes(["E0605 at test.plan:3:62"])
  }

  /// A member has to lie somewhere: one that does not, or in what is no member, is told with its line.
  @Test(arguments: [("nroth", 3), ("", 3)])
  func membersLieInKnownOnes(_ region: String, _ line: Int) throws {
    let folder = try TableFolder(
      plan, ["areas.csv": "code,name,part\n1,หนึ่ง,north\n2,สอง,\(region)\n", "p.csv": programmes])
    #expect(try folder.mistakes().map(\.code) == ["E0607"])
    #expect(try Tool(["check", folder.plan]).errors.contains("areas.csv:\(line):"))
  }

  @Test(
    arguments: [
      ("code,name,unit,kind\nhomes,บ้าน,houshold,flow\n", ["E0209 at p.csv:2:12"]),
      ("code,name,unit,kind\nhomes,บ้าน,household,stock\n", ["E0607 at p.csv:2:22"]),
      ("code,name,unit,kind\nhomes,บ้าน,household,flow\nhomes,บ้าน,household,flow\n", ["E0608 at p.csv:3:1"]),
      ("code,name,unit,kind\nhomes,บ้าน,household,flow\nregion,บ้าน,household,flow\n", ["E0202 at p.csv:3:1"]),
      ("code,name,unit\nhomes,บ้าน,household\n", ["E0605 at test.plan:4:60"]),
      ("", ["E0605 at test.plan:4:17"]),
    ])
  func tablesOfProgrammes(_ table: String, _ expected: [String]) throws {
    let folder = try TableFolder(planWithoutRegions, ["areas.csv": areas, "p.csv": table])
    try folder.expectMistakes(expected)
  }

  /// An axis lies within others, never within itself; time holds no members of tables.
  @Test(arguments: ["within area part", "within quarter part", "within year part", "within nowhere part"])
  func whatAnAxisCannotLieWithin(_ clause: String) throws {
    let folder = try TableFolder(
      plan.replacingOccurrences(of: "within region part", with: clause),
      ["areas.csv": areas, "p.csv": programmes])
    let found = try folder.mistakes()
    #expect(found.count == 1 && found[0].place?.hasPrefix("test.plan:3:") == true, "\(found)")
  }

  @Test func axesDoNotLieWithinEachOther() throws {
    let folder = try TableFolder(
      "axis a from \"a.csv\" key code within b\naxis b from \"b.csv\" key code within a\n",
      ["a.csv": "code,b\nx,y\n", "b.csv": "code,a\ny,x\n"])
    let found = try folder.mistakes()
    #expect(!found.isEmpty && found.allSatisfy { $0.code == "E0207" }, "\(found)")
  }

  @Test(
    arguments: [
      "axis area from", "axis area from \"areas.csv\"", "axis area from \"areas.csv\" label name",
      "axis area from \"areas.csv\" key", "axis area from \"areas.csv\" key code key code",
      "axis area from areas.csv key code", "axis area from \"areas.csv\" key code in household",
      "programmes \"p.csv\" key code", "programmes from \"p.csv\" key code unit unit in household",
      "programmes from \"p.csv\" key code level kind kind", "load", "load figures.csv",
      "load \"f.csv\" without",
      "load \"f.csv\" with note", "load \"f.csv\" without note note",
    ])
  func unfinishedStatements(_ statement: String) throws {
    let folder = try TableFolder("unit household\n" + statement + "\n", ["areas.csv": areas, "f.csv": ""])
    let run = try Tool(["check", folder.plan])
    #expect(run.status == 2 && run.output.isEmpty && run.errors.contains("error[E01"), "\(run.errors)")
  }
}
