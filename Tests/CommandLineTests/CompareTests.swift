import Foundation
import TestSupport
import Testing

/// What `compare` says of scenarios that differ in parts of which the whole is the same.
@Suite
struct CompareTests {
  private static let plan = """
    fiscal year 2561
    unit household "ครัวเรือน"
    axis region { north "เหนือ", south "ใต้" }
    programme canal "คลอง" in household { target by quarter 100, 100, 100, 100; actual by quarter 100, 50, -, - }
    programme homes "บ้าน" in household { target by region 40, 20 }
    scenario later { move 50 household of target of canal from Q3 to Q4 }
    scenario elsewhere { move 5 household of target of homes from north to south }
    scenario same { set homes.target[north] = 40 }

    """

  @Test func quartersAndRegionsAreShownWhereTheWholeIsTheSame() throws {
    let folder = try TableFolder(CompareTests.plan)
    let quarters = try Tool(["eval", "compare base, later", folder.plan]).output
    #expect(!quarters.contains("nothing differs"), "\(quarters)")
    #expect(
      quarters.contains(#/canal\.target\[Q3\] +100 household +50 household +−50/#)
        && quarters.contains(#/canal\.target\[Q4\] +100 household +150 household +\+50/#), "\(quarters)")
    let regions = try Tool(["eval", "compare base, elsewhere", folder.plan]).output
    #expect(regions.contains(#/homes\.target\[north\] +40 household +35 household +−5/#), "\(regions)")
    #expect(try Tool(["eval", "compare base, same", folder.plan]).output.contains("nothing differs"))
    let shares = try Tool(["eval", "compare base, later by statement", folder.plan]).output
    #expect(shares.contains("nothing differs as a whole; `compare base, later` shows"), "\(shares)")
  }

  @Test func scriptsReadThePlaces() throws {
    let folder = try TableFolder(CompareTests.plan)
    let csv = try Tool(["eval", "compare base, later", folder.plan, "--format", "csv"]).output
    #expect(
      csv.components(separatedBy: "\r\n") == [
        "programme,figure,base,later,difference,unit", "canal,target[Q3],100,50,-50,household",
        "canal,target[Q4],100,150,50,household", "",
      ], "\(csv)")
    let json = try Tool(["eval", "compare base, later", folder.plan, "--format", "json"]).output
    #expect(json.contains("\"place\": \"[Q3]\""), "\(json)")
  }
}
