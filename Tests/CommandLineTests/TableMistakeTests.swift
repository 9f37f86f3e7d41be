import Foundation
import TestSupport
import Testing

/// What is wrong in tables: each mistake with its code, at its line and column, and nothing answered.
@Suite struct TableMistakeTests {
  private func expectMistakes(
    _ figures: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try TableFolder(figures: figures).expectMistakes(expected, sourceLocation: sourceLocation)
  }

  // MARK: Headers

  @Test(
    arguments: [
      ("area,target\nnorth,5\n", ["E0605 at figures.csv:1:1"]),
      ("area,programme\nnorth,rural\n", ["E0605 at figures.csv:1:1"]),
      ("area,programme,target,\nnorth,rural,5,6\n", ["E0605 at figures.csv:1:23"]),
      ("area,programme,target,note\nnorth,rural,5,6\n", ["E0605 at figures.csv:1:23"]),
      ("area,programme,traget\nnorth,rural,5\n", ["E0605 at figures.csv:1:16"]),
      ("พื้นทิ,programme,target\nnorth,rural,5\n", ["E0605 at figures.csv:1:1"]),
      ("พื้นที่,โครงการ,target\nnorth,rural,5\n", ["E0605 at figures.csv:1:9"]),
      (
        "Area,Programme,Target\nnorth,rural,5\n",
        [
          "E0605 at figures.csv:1:1", "E0605 at figures.csv:1:6", "E0605 at figures.csv:1:16",
        ]
      ),
      ("area,programme,target,target\nnorth,rural,5,6\n", ["E0605 at figures.csv:1:23"]),
      ("area,area,programme,target\nnorth,north,rural,5\n", ["E0605 at figures.csv:1:6"]),
      ("area,พื้นที่,programme,target\nnorth,north,rural,5\n", ["E0605 at figures.csv:1:6"]),
      ("programme,target Q1 north,target north Q1\nrural,5,6\n", ["E0605 at figures.csv:1:27"]),
      ("area,programme,target north\nnorth,rural,5\n", ["E0605 at figures.csv:1:16"]),
      ("programme,target Q1 Q2\nrural,5\n", ["E0605 at figures.csv:1:11"]),
      ("area,programme,rate\nnorth,rural,5\n", ["E0605 at figures.csv:1:16"]),
      ("area,group,target\nnorth,rural,5\n", ["E0605 at figures.csv:1:6"]),
      ("area,programme,scenario,target\nnorth,rural,base,5\n", ["E0605 at figures.csv:1:16"]),
      ("area,programme,target Q5\nnorth,rural,5\n", ["E0205 at figures.csv:1:16"]),
      ("area,programme,target in persons\nnorth,rural,5\n", ["E0209 at figures.csv:1:16"]),
      ("area,programme,target Q1,target Q2 in baht\nnorth,rural,5,5\n", ["E0605 at figures.csv:1:26"]),
      // The columns are counted in characters of the file, quotation marks among them.
      ("\"area\",\"programme\",\"tar\"\"get\"\nnorth,rural,5\n", ["E0605 at figures.csv:1:21"]),
      // Nothing but a header of another table: all of it is told.
      ("a,b\n1,2\n", ["E0605 at figures.csv:1:1", "E0605 at figures.csv:1:3"]),
    ])
  func headers(_ table: String, _ expected: [String]) throws {
    try expectMistakes(table, expected)
  }

  /// A mistake in the header is no reason to judge the rows by it.
  @Test func rowsUnderAWrongHeaderAreNotJudged() throws {
    try expectMistakes(
      "area,programme,traget\nnowhere,rural,1e5\n",
      [
        "E0605 at figures.csv:1:16"
      ])
  }

  /// Columns that are passed over must be there.
  @Test func aColumnThatIsPassedOverIsMissing() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"figures.csv\" without target, nota\n",
      ["figures.csv": "area,programme,target,actual,note\nnorth,rural,x,5,y\n"])
    #expect(
      try Set(folder.mistakes().map(\.description)) == [
        "E0605 at test.plan:9:36", "E0605 at figures.csv:1:30",
      ])
  }

  @Test(arguments: ["", "\u{FEFF}", "\n\n", "\r\n"])
  func anEmptyTable(_ table: String) throws {
    try expectMistakes(table, ["E0605 at test.plan:9:6"])
  }

  // MARK: Rows

  @Test(
    arguments: [
      ("north,rural\n", "2:1"), ("north,rural,5,6\n", "2:1"), ("north\n", "2:1"),
      ("north,rural,1,250\n", "2:1"), ("north,rural,5\nsouth\n", "3:1"), ("\n\nnorth,rural\n", "4:1"),
      ("north,rural,5\r\nsouth,rural,\"1\n2\",3\r\n", "3:1"), ("north,rural,5\n ,\nnorth\n", "4:1"),
    ])
  func raggedRows(_ rows: String, _ place: String) throws {
    try expectMistakes("area,programme,target\n" + rows, ["E0606 at figures.csv:\(place)"])
  }

  @Test(arguments: ["north,rural,\"5\n", "\"north,rural,5\nsouth,rural,6\n", "north,rural,5\nsouth,rural,\""])
  func aQuotationMarkIsNeverClosed(_ rows: String) throws {
    let folder = try TableFolder(figures: "area,programme,target\n" + rows)
    try folder.expectMistakes(["E0606 at test.plan:9:6"])
    let line = rows.hasPrefix("north,rural,5\n") ? 3 : 2
    #expect(try Tool(["check", folder.plan]).errors.contains("opens in line \(line) of"))
  }

  @Test func aRowStandsAlone() throws {
    try expectMistakes(
      "area,programme,target\nnorth,rural,\n,rural,5\neast,,6\n,,7\n",
      [
        "E0607 at figures.csv:3:1", "E0607 at figures.csv:4:6", "E0607 at figures.csv:5:1",
        "E0607 at figures.csv:5:2",
      ])
  }

  // MARK: Cells

  @Test(
    arguments: [
      "1,23", "12..3", "1e5", "1E5", "NaN", "nan", "inf", "x", "5 household", "5x", "0x10", "1.2.3", "1,2345",
      ",123", "1,,234", "1,234,56", "12,34,567", "1.234,5", "1.", ".5", "--5", "5-", "+5", "- 5", "1 000",
      "1'000", "(20)", "5%", "%", "٣", "½", "5\u{200B}", "1\n2", "$5", "=1+1", "#REF!", "1_000",
      "\u{FEFF}5",
    ])
  func whatIsNoFigure(_ cell: String) throws {
    try expectMistakes(
      "area,programme,target\nnorth,rural,\"\(cell)\"\n",
      [
        "E0607 at figures.csv:2:14"
      ])
  }

  @Test func marksAroundCellsBelongToThem() throws {
    for (cell, column) in [("5\"", 13), ("\"5\"6", 13), ("5\"6\"", 13)] {
      try expectMistakes(
        "area,programme,target\nnorth,rural,\(cell)\n",
        [
          "E0607 at figures.csv:2:\(column)"
        ])
    }
  }

  @Test func unknownMembersAndProgrammes() throws {
    let folder = try TableFolder(
      figures:
        "quarter,area,programme,target\nQ1,nroth,rural,5\nQ5,north,rurall,6\nQ2,base,target,7\nq1,north,rural,8\n"
    )
    try folder.expectMistakes([
      "E0607 at figures.csv:2:4", "E0607 at figures.csv:3:1", "E0607 at figures.csv:3:10",
      "E0607 at figures.csv:4:4", "E0607 at figures.csv:4:9", "E0607 at figures.csv:5:1",
    ])
    let said = try Tool(["check", folder.plan]).errors
    #expect(said.contains("did you mean `north`?") && said.contains("did you mean `rural`?"))
  }

  /// The columns of a message are counted in what is seen: Thai vowels above and below count as letters of the text.
  @Test func columnsBehindThaiAreRight() throws {
    let folder = try TableFolder(figures: "area,programme,target\nใต้,บ้านริมคลอง,1e5\n")
    try folder.expectMistakes(["E0607 at figures.csv:2:17"])
    // The mark stands under the cell: vowels and tones above and below take no column of a terminal.
    let lines = try Tool(["check", folder.plan]).errors.split(separator: "\n").map(String.init)
    #expect(lines.contains(" 2 │ ใต้,บ้านริมคลอง,1e5"), "\(lines)")
    #expect(lines.contains("   │ " + String(repeating: " ", count: 13) + "^^^"), "\(lines)")
  }

  // MARK: Twice

  @Test func figuresStandOnce() throws {
    let folder = try TableFolder(
      figures: "area,programme,target,actual\nnorth,rural,5,1\nsouth,rural,6,2\nเหนือ,บ้านพอเพียง,5,-\n")
    try folder.expectMistakes(["E0608 at figures.csv:4:19"])
    #expect(try Tool(["check", folder.plan]).errors.contains("figures.csv:2"))
  }

  /// Rows with the same keys may complement each other.
  @Test func rowsComplementEachOther() throws {
    let folder = try TableFolder(
      figures: "area,programme,target,actual\nnorth,rural,5,-\nnorth,rural,,7\n")
    try folder.expect("rural.target", is: ["5"])
    try folder.expect("rural.actual", is: ["7"])
  }

  @Test func figuresStandOnceInAllFiles() throws {
    let head = TableFolder.head + "load \"a.csv\"\nload \"b.csv\"\n"
    let folder = try TableFolder(
      head,
      [
        "a.csv": "area,programme,target Q1,target Q2\nnorth,rural,5,6\nsouth,rural,7,8\n",
        "b.csv": "area,programme,target Q2,target Q3\neast,rural,5,6\nsouth,rural,7,8\n",
      ])
    try folder.expectMistakes(["E0608 at b.csv:3:13"])
    #expect(try Tool(["check", folder.plan]).errors.contains("a.csv:3"))
    // The same file twice.
    try folder.write(head.replacingOccurrences(of: "b.csv", with: "a.csv"), to: "test.plan")
    try folder.expectMistakes([
      "E0608 at a.csv:2:13", "E0608 at a.csv:2:15", "E0608 at a.csv:3:13", "E0608 at a.csv:3:15",
    ])
  }

  /// What the plan says itself, a table may not say again.
  @Test func figuresOfThePlanAreNotGivenAgain() throws {
    let folder = try TableFolder(
      TableFolder.head.replacingOccurrences(
        of: "canal \"บ้านริมคลอง\" in household {}", with: "canal in household { target by area 1, 2, 3 }")
        + "load \"figures.csv\"\n", ["figures.csv": "area,programme,target\nnorth,canal,1\n"])
    let found = try folder.mistakes()
    #expect(found.count == 1 && found[0].code.hasPrefix("E"), "\(found)")
  }

  /// Totals of a table are held against those of the plan.
  @Test func totalsOfATableAndOfThePlanAgree() throws {
    let plan = TableFolder.head.replacingOccurrences(
      of: "in household {}", with: "in household { target 10 }")
    let table = "area,programme,target\nnorth,rural,4\nsouth,rural,6\neast,canal,10\n"
    let folder = try TableFolder(plan + "load \"figures.csv\"\n", ["figures.csv": table])
    try folder.expect("rural.target by area", is: ["4", "6", "-"])
    try folder.write(table.replacingOccurrences(of: "6", with: "7"), to: "figures.csv")
    #expect(try folder.mistakes().map(\.code) == ["E0403"])
  }

  // MARK: Many

  /// At most twenty of a table are told, and how many more there are.
  @Test(arguments: [20, 21, 100])
  func atMostTwentyMistakesOfATable(_ count: Int) throws {
    let rows = (1...count).map { "north,rural,x\($0)\n" }.joined()
    let folder = try TableFolder(figures: "area,programme,target\n" + rows)
    let found = try folder.mistakes()
    #expect(
      found.prefix(20).map(\.description) == (1...20).map { "E0607 at figures.csv:\($0 + 1):13" })
    #expect(found.count == (count > 20 ? 21 : 20))
    let said = try Tool(["check", folder.plan]).errors
    #expect(said.contains("has \(count - 20) more mistakes") == (count > 20))
  }

  /// Mistakes of several tables and of the plan itself are told in one go.
  /// Each breakdown alone is small enough; all together they would not fit.
  @Test func moreFiguresThanThereIsRoomFor() throws {
    let members = { (name: String, count: Int) in
      "code\n" + (0..<count).map { "\(name)\($0)\n" }.joined()
    }
    let programmes = (0..<4).map { "programme p\($0) in household {}\n" }.joined()
    let folder = try TableFolder(
      """
      fiscal year 2561
      unit household
      axis a from "a.csv" key code
      axis b from "b.csv" key code
      \(programmes)load "figures.csv"

      """,
      [
        "a.csv": members("a", 1_250), "b.csv": members("b", 2_500),
        "figures.csv": "programme,a,b,target Q1\np0,a1,b1,5\np1,a1,b1,5\np2,a1,b1,5\np3,a2,b2,5\n",
      ])
    try folder.expectMistakes(["E0110 at figures.csv:4:1", "E0110 at figures.csv:5:1"])
  }

  @Test func mistakesOfAllTablesAreToldTogether() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"a.csv\"\nload \"b.csv\"\nkpi k passes when rural.targte > 5\n",
      [
        "a.csv": "area,programme,target\nnorth,rural,x\nsouth,rural\n",
        "b.csv": "area,programme,actual\nnorth,rurla,1\n",
      ])
    try folder.expectMistakes([
      "E0203 at test.plan:11:25", "E0607 at a.csv:2:13", "E0606 at a.csv:3:1", "E0607 at b.csv:2:7",
    ])
  }
}

/// Headings in other words have the plan's word as their remedy.
@Suite
struct TableHeadingTests {
  @Test(arguments: [
    ("โครงการ,เป้าหมาย", "`programme`"), ("programme,เป้าหมาย", "`target`"),
    ("programme,ผลงาน Q1", "`actual Q1`"),
    ("project,target", "`programme`"), ("programme,budget million baht", "`budget in million baht`"),
    ("programme,งบประมาณ", "`budget`"), ("programme,remarks", "use a name from the plan"),
  ])
  func haveARemedy(_ header: String, _ remedy: String) throws {
    let folder = try TableFolder(
      "unit household\ncurrency baht\nprogramme a in household {}\nload \"figures.csv\"\n",
      ["figures.csv": header + "\na,5\n"])
    let run = try Tool(["check", folder.plan])
    #expect(run.status == 2 && run.errors.contains(remedy), "\(header): \(run.errors)")
  }
}
