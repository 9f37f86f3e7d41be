import Foundation
import TestSupport
import Testing

/// Tables in every writing that a spreadsheet makes: the same figures as if they stood in the plan.
@Suite struct TableTests {
  /// The figures of `everyQuarter`, as they would stand in the plan.
  private static let inThePlan = """
    programme rural "บ้านพอเพียง" in household {
      target by area by quarter {
        north { Q1 1,200, Q2 300, Q3 45, Q4 6 }
        south { Q1 70, Q2 -, Q3 0, Q4 1,000,000 }
        east { Q1 -5, Q2 12.5, Q3 -, Q4 8 }
      }
      actual by area by quarter { north { Q1 1,100 }, south { Q1 80, Q2 3 }, east { Q3 2.25 } }
    }
    """

  private static let wide = """
    area,programme,target Q1,target Q2,target Q3,target Q4,actual Q1,actual Q2,actual Q3,actual Q4
    north,rural,1200,300,45,6,1100,,-,
    south,rural,70,-,0,1000000,80,3,,
    east,rural,-5,12.5,,8,,,2.25,

    """

  private static let long = """
    quarter,programme,area,target,actual
    Q1,rural,north,1200,1100
    Q1,rural,south,70,80
    Q1,rural,east,-5,
    Q2,rural,north,300,
    Q2,rural,south,,3
    Q2,rural,east,12.5,
    Q3,rural,north,45,
    Q3,rural,south,0,
    Q3,rural,east,,2.25
    Q4,rural,north,6,
    Q4,rural,south,1000000,
    Q4,rural,east,8,

    """

  private static let questions = [
    "rural.target by area by quarter", "rural.actual by area by quarter", "rural.target",
    "rural.rate by area",
    "rural.adjusted by quarter", "rural.light by quarter", "sum(rural.target over area)[Q2]",
    "count(rural.actual >= rural.target over area)",
  ]

  private static func answers(_ folder: TableFolder) throws -> [[String]] {
    try questions.map(folder.figures)
  }

  /// Asked once, for all the tables that are held against it.
  private static let fromThePlan = Result { try answersFromThePlan() }

  private static func answersFromThePlan() throws -> [[String]] {
    let head = TableFolder.head.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("programme rural") }.joined(separator: "\n")
    return try answers(TableFolder(head + inThePlan))
  }

  @Test(arguments: [wide, long])
  func longAndWideTablesSayTheSameAsThePlan(_ table: String) throws {
    #expect(try Self.answers(TableFolder(figures: table)) == Self.fromThePlan.get())
  }

  /// Each spelling alone, over the same wide table.
  @Test(
    arguments: [
      ("byte-order mark", { "\u{FEFF}" + $0 }),
      ("CRLF", { $0.replacingOccurrences(of: "\n", with: "\r\n") }),
      ("byte-order mark and CRLF", { "\u{FEFF}" + $0.replacingOccurrences(of: "\n", with: "\r\n") }),
      ("no end of the last line", { String($0.dropLast()) }),
      ("empty lines", { $0.replacingOccurrences(of: "\n", with: "\n\n") }),
      ("empty lines with CRLF", { $0.replacingOccurrences(of: "\n", with: "\r\n\r\n") }),
      ("tabs", { $0.replacingOccurrences(of: ",", with: "\t") }),
      ("semicolons", { $0.replacingOccurrences(of: ",", with: ";") }),
      ("thousands separators", { $0.replacingOccurrences(of: ",1000000,", with: ",\"1,000,000\",") }),
      (
        "thousands separators beside tabs",
        {
          $0.replacingOccurrences(of: ",", with: "\t").replacingOccurrences(of: "1000000", with: "1,000,000")
        }
      ),
      ("every cell in quotation marks", TableTests.quoted),
      (
        "every cell in quotation marks, CRLF",
        {
          TableTests.quoted($0).replacingOccurrences(of: "\n", with: "\r\n")
        }
      ),
      ("Thai digits", TableTests.inThaiDigits),
      ("blanks around cells", { $0.replacingOccurrences(of: ",", with: " , ") }),
      ("blanks that do not break", { $0.replacingOccurrences(of: ",", with: "\u{A0},\u{A0}") }),
      ("another minus", { $0.replacingOccurrences(of: ",-5", with: ",−5") }),
      ("another dash for what is missing", { $0.replacingOccurrences(of: ",-,", with: ",–,") }),
      (
        "labels of areas",
        {
          $0.replacingOccurrences(of: "north", with: "เหนือ").replacingOccurrences(of: "south", with: "ใต้")
        }
      ),
      ("labels of programmes", { $0.replacingOccurrences(of: "rural", with: "บ้านพอเพียง") }),
      ("the label of the axis", { $0.replacingOccurrences(of: "area,", with: "พื้นที่,") }),
      ("zeros in front", { $0.replacingOccurrences(of: ",70,", with: ",0070,") }),
      ("zeros behind the point", { $0.replacingOccurrences(of: ",12.5,", with: ",12.500,") }),
    ] as [(String, @Sendable (String) -> String)])
  func spellingsOfATableDoNotMatter(_ name: String, _ respelled: @Sendable (String) -> String) throws {
    #expect(
      try Self.answers(TableFolder(figures: respelled(TableTests.wide))) == Self.fromThePlan.get(), "\(name)")
  }

  private static let quoted: @Sendable (String) -> String = { text in
    text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { "\"\($0)\"" }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }

  private static let inThaiDigits: @Sendable (String) -> String = { text in
    let (head, rows) = (text.prefix { $0 != "\n" }, text.drop { $0 != "\n" })
    let thai = Array("๐๑๒๓๔๕๖๗๘๙")
    return head + String(rows.map { $0.isASCII && $0.isNumber ? thai[$0.wholeNumberValue!] : $0 })
  }

  /// The order of rows and of columns is nobody's business.
  @Test func rowsAndColumnsStandInAnyOrder() throws {
    let table = """
      actual Q3,target Q4,area,target Q2,actual Q1,programme,target Q1,actual Q2,target Q3
      2.25,8,east,12.5,,rural,-5,,
      ,1000000,south,,80,rural,70,3,0
      ,6,north,300,1100,rural,1200,,45

      """
    #expect(try Self.answers(TableFolder(figures: table)) == Self.fromThePlan.get())
  }

  /// Figures of one measure may stand in several files, whichever programme, area or measure each is about.
  @Test func figuresAreSpreadOverSeveralFiles() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"c.csv\"\nload \"a.csv\"\nload \"b.csv\"\n",
      [
        "a.csv": "area,programme,target Q1,target Q2\nnorth,rural,1200,300\nsouth,rural,70,-\n",
        "b.csv":
          "programme,area,target Q4,target Q3\nrural,north,6,45\nrural,south,1000000,0\nrural,east,8,\n",
        "c.csv": """
        area,programme,actual Q1,actual Q2,actual Q3,actual Q4,target Q1,target Q2
        east,rural,,,2.25,,-5,12.5
        south,rural,80,3,,,,
        north,rural,1100,,,,,
        """,
      ])
    #expect(try Self.answers(folder) == Self.fromThePlan.get())
  }

  // MARK: Names

  /// A name is the same name however its accents are put together; the table on macOS may have them apart.
  @Test func namesAreComparedAsTheyAreRead() throws {
    let plan = """
      axis area { "Nghệ An", "Đà Nẵng", นํ้า }
      programme rural "บ้านน้ำ" in household {}
      unit household
      load "figures.csv"
      """
    let table = """
      area,programme,target
      \("Nghệ An".decomposedStringWithCanonicalMapping),rural,1
      \("Đà Nẵng".decomposedStringWithCanonicalMapping),rural,2
      \("นํ้า".decomposedStringWithCanonicalMapping),rural,3

      """
    let folder = try TableFolder(plan, ["figures.csv": table])
    try folder.expect("rural.target by area", is: ["1", "2", "3"])
  }

  /// Cells in quotation marks hold commas, marks and line ends: the lines of the file are counted all the same.
  @Test func quotedCellsHoldAnything() throws {
    let plan = """
      unit household
      axis area from "areas.csv" key code label name
      programme rural in household {}
      load "figures.csv" without "a note, in two lines"
      """
    let areas = "code,name\n1,\"Bang, Khen\"\n2,\"two\nlines\"\n3,\"the \"\"old\"\" town\"\n"
    let figures = """
      area,"a note, in two lines",programme,target
      "Bang, Khen","he said ""no"",
      and left",rural,"1,250"
      "two
      lines",,rural,20
      3,"",rural,3

      """
    let folder = try TableFolder(plan, ["areas.csv": areas, "figures.csv": figures])
    try folder.expect("rural.target by area", is: ["1250", "20", "3"])
    try folder.expect("rural.target[area.\"1\"]", is: ["1250"])
    // Rows of several lines: a mistake stands at the line on which its row begins.
    try folder.write(figures + "9,,rural,1\n", to: "figures.csv")
    try folder.expectMistakes(["E0607 at figures.csv:7:1"])
    try folder.write(figures.replacingOccurrences(of: "1,250", with: "1,25"), to: "figures.csv")
    #expect(try folder.mistakes().map(\.code) == ["E0607"])
    #expect(try folder.mistakes()[0].place?.hasPrefix("figures.csv:2:") == true)
  }

  /// Of several columns the header says which ones do not concern the plan.
  @Test func columnsArePassedOver() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"figures.csv\" without rate, \"หมายเหตุ, อื่น ๆ\", note\n",
      [
        "figures.csv": """
        rate,area,programme,"หมายเหตุ, อื่น ๆ",target,note
        12..3,north,rural,"1,2,3",5,NaN

        """
      ])
    try folder.expect("rural.target by area", is: ["5", "-", "-"])
  }

  // MARK: What is declared in tables

  @Test func programmesComeFromATable() throws {
    let plan = """
      fiscal year 2561
      as of Q4
      unit household "ครัวเรือน"
      unit tambon "ตำบล"
      currency baht "บาท"
      programmes from "p.csv" key code label name unit "นับเป็น" kind kind
      programmes from "q.csv" key code in million baht
      programmes from "r.csv" key code in tambon level
      load "figures.csv"
      """
    let folder = try TableFolder(
      plan,
      [
        "p.csv": "name,นับเป็น,code,kind\nบ้าน,ครัวเรือน,homes,\nสภา,tambon,councils,level\nเงิน,baht,money,flow\n",
        "q.csv": "code\nfund\n",
        "r.csv": "code,note\nplans,x\n",
        "figures.csv": """
        programme,target Q1,target Q2
        homes,1,2
        สภา,3,4
        money,5.25,6
        fund,0.5,1
        plans,7,8
        """,
      ])
    try folder.expect("homes.target", is: ["3"])
    try folder.expect("councils.target", is: ["4"])
    try folder.expect("money.target", is: ["11.25"])
    try folder.expect("fund.target in baht", is: ["1500000"])
    try folder.expect("plans.target by quarter", is: ["7", "8", "-", "-"])
    #expect(try Tool(["eval", "homes.target", folder.plan]).output == "3 household\n")
  }
}
