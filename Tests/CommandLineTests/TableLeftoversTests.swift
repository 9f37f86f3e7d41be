import Foundation
import TestSupport
import Testing

/// What spreadsheets leave in tables, and in which bytes they write them: it is read, and said where something had to be guessed.
@Suite struct TableLeftoversTests {
  private static let header = "area,programme,target\n"
  private static let rows = "north,rural,5\nsouth,rural,1250\n"

  private func expectRead(_ figures: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = try TableFolder(figures: figures)
    try folder.expect("rural.target by area", is: ["5", "1250", "-"], sourceLocation: sourceLocation)
  }

  @Test(
    arguments: [
      // A line that says what parts the cells, as it is written and as it comes back.
      "sep=,\narea,programme,target\nnorth,rural,5\nsouth,rural,\"1,250\"\n",
      "sep=;\r\narea;programme;target\r\nnorth;rural;5\r\nsouth;rural;1,250\r\n",
      "SEP=|\narea|programme|target\nnorth|rural|5\nsouth|rural|1250\n",
      "sep=\t\narea\tprogramme\ttarget\nnorth\trural\t5\nsouth\trural\t1,250\n",
      "\u{FEFF}\"sep=;\"\narea;programme;target\nnorth;rural;5\nsouth;rural;1250\n",
      "sep=,,,\narea,programme,target\nnorth,rural,5\nsouth,rural,1250\n",
      // Columns and rows in which nothing stands.
      "area,programme,target,,\nnorth,rural,5,,\nsouth,rural,1250,,\n,,,,\n",
      "area,programme,target\nnorth,rural,5,, ,\nsouth,rural,1250\n,,\n\"\",\"\",\n , ,\t\n",
      ",,\n\n,,\narea,programme,target\n,,\nnorth,rural,5\nsouth,rural,1250\n\n",
      ";;;\narea;programme;target;\nnorth;rural;5;\nsouth;rural;1250;\n",
      // Blanks around quotation marks.
      "area, \"programme\" ,target\n\"north\" ,rural, \"5\"\n \"south\",\t\"rural\" , \"1,250\" \r\n",
      // Lines that end with CR alone.
      "area,programme,target\rnorth,rural,5\rsouth,rural,1250\r",
      "area,programme,target\rnorth,rural,5\rsouth,rural,\"1,250\"",
      "sep=;\rarea;programme;target\rnorth;rural;5\r\rsouth;rural;1250\r;;\r",
      "\"area\",programme,target\rnorth,rural,5\r\nsouth,rural,1250\r",
    ])
  func leftovers(_ table: String) throws { try expectRead(Array(table.utf8)) }

  /// Lines are counted as they stand in the file.
  @Test(
    arguments: [
      ("sep=;\narea;programme;target\nnorth;rural;5\nsuoth;rural;6\n", "E0607 at figures.csv:4:1"),
      ("area,programme,target\r\rnorth,rural,5\rsuoth,rural,6\r", "E0607 at figures.csv:4:1"),
      ("area,programme,target\n,,\nnorth,rural, \"x\"\n", "E0607 at figures.csv:3:15"),
      ("area,programme,target,,\nnorth,rural,5,,7\n", "E0605 at figures.csv:1:23"),
      ("area,programme,target,\nnorth,rural,5,7\nsouth,rural,5,7\n", "E0605 at figures.csv:1:23"),
      ("area,programme,target\n", "E0605 at figures.csv:1:1"),
      ("area,programme,target", "E0605 at figures.csv:1:1"),
      ("sep=,\narea,programme,target\n,,\n", "E0605 at figures.csv:2:1"),
    ])
  func mistakesKeepTheirPlace(_ table: String, _ mistake: String) throws {
    try TableFolder(figures: table).expectMistakes([mistake])
  }

  // MARK: Bytes

  /// Latin letters, the Thai ones, and what Windows-874 has beside them.
  private static let thai = "area,programme,target,note\r\nเหนือ,บ้านพอเพียง,5,“ก”\r\nใต้,rural,1250,๑\r\n"

  private func expectRemarked(
    _ bytes: [UInt8], _ encoding: String, sourceLocation: SourceLocation = #_sourceLocation
  )
    throws
  {
    let folder = try TableFolder(figures: bytes)
    try folder.write(TableFolder.head + "load \"figures.csv\" without note\n", to: "test.plan")
    try folder.expect("rural.target by area", is: ["5", "1250", "-"], sourceLocation: sourceLocation)
    let run = try Tool(["check", folder.plan])
    #expect(
      run.status == 0 && run.errors.contains("warning[W0710]"), "\(run.errors)",
      sourceLocation: sourceLocation)
    #expect(
      run.errors.contains("it was read as \(encoding)"), "\(run.errors)", sourceLocation: sourceLocation)
    // Typed, it is remarked as well.
    let typed = try folder.type(["rural.target", "note"])
    #expect(typed.output.contains("1,255"), "\(typed.output)", sourceLocation: sourceLocation)
  }

  private static func windows874(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "“": 0x93
      case "”": 0x94
      default: scalar.isASCII ? UInt8(scalar.value) : UInt8(scalar.value - 0x0E00 + 0xA0)
      }
    }
  }

  @Test func windows874IsRead() throws {
    try expectRemarked(Self.windows874(Self.thai), "Windows-874 (TIS-620)")
    try expectRemarked(
      Self.windows874(Self.thai.replacingOccurrences(of: "\r\n", with: "\r")), "Windows-874 (TIS-620)")
    // One letter alone is enough.
    let folder = try TableFolder(
      "unit h\naxis a { x \"ก\", y \"ข\" }\nprogramme p in h {}\nload \"figures.csv\"\n")
    try Data(Self.windows874("a,programme,target\nก,p,5\nข,p,6\n")).write(to: folder.file("figures.csv"))
    try folder.expect("p.target by a", is: ["5", "6"])
  }

  @Test(arguments: [true, false])
  func utf16IsRead(isBigEndian: Bool) throws {
    for text in [Self.thai, Self.thai.replacingOccurrences(of: ",", with: "\t")] {
      let units = [0xFEFF] + Array(text.utf16)
      let bytes = units.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isBigEndian ? [high, low] : [low, high]
      }
      try expectRemarked(bytes, "UTF-16")
    }
  }

  /// Longer than what is read at a time: letters are cut in two in many places.
  @Test func longTablesAreReadInOtherEncodings() throws {
    let members = (0..<6_000).map { "\"พื้นที่\($0)\"" }
    let plan =
      "unit h\naxis a { \(members.joined(separator: ", ")) }\nprogramme p in h {}\nload \"figures.csv\"\n"
    var rows = (0..<6_000).map { "พื้นที่\($0),p,\($0),หมายเหตุที่ยาวพอสมควรของแถวนี้ \($0)😀" }
    let folder = try TableFolder(plan.replacingOccurrences(of: "csv\"", with: "csv\" without note"))
    let header = "a,programme,target,note"
    let utf16 = ([header] + rows).joined(separator: "\r\n").utf16.flatMap {
      [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    try Data([0xFF, 0xFE] + utf16).write(to: folder.file("figures.csv"))
    try folder.expect("p.target", is: ["17997000"])
    rows = rows.map { String($0.dropLast()) }
    for end in ["\n", "\r\n", "\r"] {
      try Data(Self.windows874(([header] + rows).joined(separator: end))).write(
        to: folder.file("figures.csv"))
      try folder.expect("p.target", is: ["17997000"])
      try folder.write(([header] + rows).joined(separator: end) + end, to: "figures.csv")
      try folder.expect("p.target", is: ["17997000"])
    }
  }

  @Test func tablesOfNamesAreReadInOtherEncodings() throws {
    let folder = try TableFolder(
      """
      unit household "ครัวเรือน"
      axis area from "areas.csv" key code label name
      programmes from "p.csv" key code label name unit unit
      expect บ้าน.target = 0 household
      """.replacingOccurrences(of: "expect บ้าน.target = 0 household", with: ""))
    try Data(Self.windows874("code;name\r\n010;เหนือ\r\n10;ใต้\r\n")).write(to: folder.file("areas.csv"))
    try Data(Self.windows874("code,name,unit,\r\nhomes,บ้าน,ครัวเรือน,\r\n,,,\r\n")).write(
      to: folder.file("p.csv"))
    let run = try Tool(["check", folder.plan])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.components(separatedBy: "W0710").count == 3, "\(run.errors)")
    #expect(try Tool(["eval", "บ้าน.target", folder.plan]).status == 0)
  }

  // MARK: Rows that are pasted

  @Test func rowsOnStandardInputAreTold() throws {
    let folder = try TableFolder(TableFolder.head)
    for rows in ["rural\t5\t6\n", "บ้านพอเพียง\t1,250\nบ้านริมคลอง\t-\n", "programme\ttarget\n", "\t5\t6\n"] {
      let run = try Tool([folder.plan], input: rows)
      #expect(run.status == 2 && run.errors.components(separatedBy: "error[").count == 2, "\(run.errors)")
      #expect(run.errors.contains("E0611") && run.errors.contains("load \"figures.csv\""), "\(run.errors)")
    }
    // Lines of figures in a block may have tabs in them, and so may statements.
    try folder.write("unit h\nprogramme a in h {\n\ttarget\t10,20\n}\n", to: "test.plan")
    try folder.expectMistakes(["E0104 at test.plan:3:9"])
    try folder.write(TableFolder.head, to: "test.plan")
    let run = try Tool([folder.plan], input: "rural\t.target\nset\trural.target\t5\n")
    #expect(!run.errors.contains("E0611"), "\(run.errors)")
  }

  @Test func rowsPastedAtThePromptAreTold() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.paste("mankong\t100\t-\ncanal\t50\t20\n")
    bench.enter()
    #expect(bench.screen.shows("these are 2 rows of a spreadsheet"), "\(bench.screen)")
    #expect(bench.screen.shows("load \"figures.csv\""), "\(bench.screen)")
    bench.clear()
    bench.terminal.paste("mankong\t-")
    bench.enter()
    #expect(bench.screen.shows("this is a row of a spreadsheet"), "\(bench.screen)")
    #expect(bench.answer(to: "mankong.target").contains("100 household"))
  }
}
