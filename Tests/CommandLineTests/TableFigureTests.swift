import Foundation
import TestSupport
import Testing

/// The figures in cells: exactly those that are written, whatever their length and number of places.
@Suite struct TableFigureTests {
  /// The three areas' targets, from the text of three cells.
  private func targets(_ cells: [String]) throws -> [String] {
    let rows = zip(["north", "south", "east"], cells).map { "\($0),rural,\"\($1)\"\n" }
    return try TableFolder(figures: "area,programme,target\n" + rows.joined()).figures("rural.target by area")
  }

  @Test(
    arguments: [
      (["0", "-0", "00"], ["0", "0", "0"]),
      (["1.5", "2.25", "3"], ["1.5", "2.25", "3"]),
      // Each cell with more places than those before it, and the other way round.
      (["1", "0.1", "0.123456789012"], ["1", "0.1", "0.123456789012"]),
      (["0.123456789012", "0.1", "1"], ["0.123456789012", "0.1", "1"]),
      (["-0.000001", "999999999999", "0.1"], ["-0.000001", "999999999999", "0.1"]),
      // Whole numbers around the limits of 64 bits.
      (
        ["9223372036854775807", "-9223372036854775807", "9223372036854775808"],
        ["9223372036854775807", "-9223372036854775807", "9223372036854775808"]
      ),
      (
        ["9,223,372,036,854,775,807", "18446744073709551616", "-18446744073709551617"],
        ["9223372036854775807", "18446744073709551616", "-18446744073709551617"]
      ),
      // Each fits, but not over the common power of ten.
      (["9223372036854775807", "0.5", "1"], ["9223372036854775807", "0.5", "1"]),
      (["0.5", "9223372036854775807", "1"], ["0.5", "9223372036854775807", "1"]),
      (
        ["922337203685477580.7", "9223372036854775.807", "0.001"],
        [
          "922337203685477580.7", "9223372036854775.807", "0.001",
        ]
      ),
      (
        ["123456789012345678901234567890.12", "-", "0.01"],
        ["123456789012345678901234567890.12", "-", "0.01"]
      ),
      (["๙,๒๒๓,๓๗๒,๐๓๖,๘๕๔,๗๗๕,๘๐๘", "๐.๕", "−๑"], ["9223372036854775808", "0.5", "-1"]),
      ([" 7 ", "\u{A0}8", "9\t"], ["7", "8", "9"]),
      (["-", " - ", ""], ["-", "-", "-"]),
      (["–", "−", "  "], ["-", "-", "-"]),
    ])
  func cellsAreReadExactly(_ cells: [String], _ figures: [String]) throws {
    #expect(try targets(cells) == figures)
  }

  /// A total is exact too where the parts have left 64 bits.
  @Test func sumsOfLongFiguresAreExact() throws {
    let table = """
      area,programme,target,actual
      north,rural,9223372036854775807,9223372036854775806.5
      south,rural,9223372036854775807,9223372036854775806.75
      east,rural,0.25,1

      """
    let folder = try TableFolder(figures: table)
    try folder.expect("rural.target", is: ["18446744073709551614.25"])
    try folder.expect("rural.gap by area", is: ["-0.5", "-0.25", "0.75"])
  }

  // MARK: Units

  @Test func percentCells() throws {
    let plan = """
      axis area { north, south, east }
      programme share in percent level {}
      load "figures.csv"
      """
    let folder = try TableFolder(
      plan, ["figures.csv": "area,programme,target\nnorth,share,12.5%\nsouth,share,๘๐\neast,share, 7 %\n"])
    #expect(try Tool(["eval", "share.target[north]", folder.plan]).output == "12.50%\n")
    try folder.expect("share.target[north] = 12.5%")
    try folder.expect("share.target[south] = 80%")
    try folder.expect("share.target[east] = 7%")
  }

  @Test func percentOfNothingIsNoFigure() throws {
    let folder = try TableFolder(figures: "area,programme,target\nnorth,rural,5%\n")
    try folder.expectMistakes(["E0607 at figures.csv:2:13"])
  }

  /// A header may say the unit and the scale of its figures.
  /// Tables and lines of one measure are in one currency, whichever comes first.
  @Test func budgetsOfTwoCurrencies() throws {
    let head = "currency baht\ncurrency dollar\naxis region { north, south }\n"
    let table = ["b.csv": "region,programme,budget in baht\nnorth,rural,1\nsouth,rural,2\n"]
    let later = try TableFolder(
      head + "programme rural { budget by quarter 1 dollar, 1 dollar, 1 dollar, 0 dollar }\nload \"b.csv\"\n",
      table)
    #expect(try Tool(["check", later.plan]).errors.contains("E0301"))
    let two = try TableFolder(
      head + "axis side { east, west }\nprogramme rural {}\nload \"b.csv\"\nload \"c.csv\"\n",
      table.merging(["c.csv": "side,programme,budget in dollar\neast,rural,1\nwest,rural,2\n"]) { $1 })
    #expect(try Tool(["check", two.plan]).errors.contains("E0301"))
    let same = try TableFolder(
      head + "axis side { east, west }\nprogramme rural {}\nload \"b.csv\"\nload \"c.csv\"\n",
      table.merging(["c.csv": "side,programme,budget in baht\neast,rural,1\nwest,rural,2\n"]) { $1 })
    try same.expect("rural.budget = 3 baht")
  }

  @Test(arguments: ["budget in million baht", "budget in ล้านบาท", " budget  in million baht "])
  func headersSayTheUnit(_ header: String) throws {
    let folder = try TableFolder(
      figures: "programme,area,\(header)\nrural,north,1.25\nrural,south,\"1,000\"\nrural,east,0.0000001\n")
    for (area, baht) in [("north", "1,250,000"), ("south", "1,000,000,000"), ("east", "0.1")] {
      try folder.expect("rural.budget[\(area)] = \(baht) baht")
    }
  }

  @Test func unitsOfHeadersHoldForEachMeasure() throws {
    let folder = try TableFolder(
      figures: """
        programme,area,target in thousand household,actual,budget Q1 in million baht,budget Q2 in million baht,spent in baht
        rural,north,1.5,750,2,3,1000

        """)
    for claim in [
      "rural.target[north] = 1,500 household", "rural.actual[north] = 750 household",
      "rural.budget[north] = 5,000,000 baht", "rural.budget[north, Q2] = 3,000,000 baht",
      "rural.spent[north] = 1,000 baht",
    ] { try folder.expect(claim) }
  }

  /// A plain number takes the unit of its place: the programme's, the measure's own, or the only currency.
  @Test func plainNumbersTakeTheUnitOfTheirPlace() throws {
    let folder = try TableFolder(
      """
      unit household
      unit person
      currency baht
      axis area { north, south }
      measure members "สมาชิก" in person
      programme rural in household {}
      programme fund in million baht {}
      load "figures.csv"
      """,
      [
        "figures.csv": """
        programme,area,target,budget,สมาชิก north
        rural,,,,
        """
      ])
    #expect(try folder.mistakes().map(\.code) == ["E0605"])
    try folder.write(
      "programme,area,target,budget,สมาชิก\nrural,north,5,7,9\nfund,south,2,3,-\n", to: "figures.csv")
    for claim in [
      "rural.target = 5 household", "rural.budget = 7 baht", "rural.members = 9 person",
      "fund.target = 2,000,000 baht", "fund.budget = 3 baht", "not known(fund.members)",
    ] { try folder.expect(claim) }
  }

  /// A header's members may be quoted labels of several words, on several axes.
  @Test func membersInHeaders() throws {
    let folder = try TableFolder(
      """
      unit household
      axis area { north "ภาค เหนือ", south }
      axis sex { women, men "ชาย" }
      measure reached "ทำได้ จริง" in household
      programme rural in household {}
      load "figures.csv"
      """,
      [
        "figures.csv": """
        programme,target north women,target ภาค เหนือ men,target women south,target south ชาย,ทำได้ จริง ภาค เหนือ Q1
        rural,1,2,3,4,5
        """
      ])
    try folder.expect("rural.target by area by sex", is: ["1", "2", "3", "4"])
    try folder.expect("rural.reached[north, Q1]", is: ["5"])
  }

  /// Years too are an axis, as a key and in headers.
  @Test func figuresOfSeveralYears() throws {
    let head =
      "fiscal year 2561 to 2562\nunit household\nprogramme rural in household {}\nload \"figures.csv\"\n"
    for table in [
      "programme,year,target Q1,target Q2\nrural,2561,1,2\nrural,2562,3,4\n",
      "programme,target 2561 Q1,target Q2 2561,target 2562 Q1,target 2562 Q2\nrural,1,2,3,4\n",
      "year,quarter,programme,target\n2561,Q1,rural,1\n2561,Q2,rural,2\n2562,Q1,rural,3\n2562,Q2,rural,4\n",
    ] {
      let folder = try TableFolder(head, ["figures.csv": table])
      #expect(
        try folder.figures("rural.target by year by quarter") == ["1", "2", "-", "-", "3", "4", "-", "-"],
        "\(table)")
    }
  }
}
