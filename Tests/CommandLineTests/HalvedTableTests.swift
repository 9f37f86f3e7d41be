import Foundation
import TestSupport
import Testing

/// A table of a megabyte is read in two halves at the same time: figures, and the lines in which they stand, are those of
/// one that is read in turn.
@Suite struct HalvedTableTests {
  private func check(
    _ table: HalvedTable, _ name: String = "", sourceLocation: SourceLocation = #_sourceLocation
  )
    throws
  {
    let (smallSize, largeSize) = (table.small.utf8.count, table.large.utf8.count)
    #expect(smallSize < 1 << 20 && largeSize >= 1 << 20, sourceLocation: sourceLocation)
    let (small, large) = try table.folders()
    let questions = HalvedTable.questions + table.explained
    let (right, found) = (
      try HalvedTable.answers(small, questions), try HalvedTable.answers(large, questions)
    )
    #expect(right.hasPrefix("status 0\n"), "\(right.suffix(300))", sourceLocation: sourceLocation)
    // Not as an expectation of the two texts: they are long.
    if found != right {
      let lines = zip(found.split(separator: "\n"), right.split(separator: "\n")).filter { $0 != $1 }
      Issue.record(
        "\(name): \(lines.prefix(3).map { "`\($0)`, not `\($1)`" }.joined(separator: "; "))",
        sourceLocation: sourceLocation)
    }
  }

  /// Every cell of both programmes, as it is written.
  private func checkCells(_ table: HalvedTable, _ cell: (Int, Int) -> String, _ name: String) throws {
    let (_, large) = try table.folders()
    for (programme, label) in HalvedTable.programmes.enumerated() {
      for (measure, first) in [programme == 0 ? ("target", 0) : ("actual", 2)] {
        let question = "\(label).\(measure) by area by quarter"
        let found = try large.figures(question)
        let right = (0..<HalvedTable.areas).flatMap { area in
          (0..<4).map { quarter -> String in
            guard quarter < 2 else { return "-" }
            let text = cell(area * 2 + programme, first + quarter)
            return text.isEmpty ? "-" : text
          }
        }
        if found != right {
          let place = zip(found, right).enumerated().first { $0.element.0 != $0.element.1 }
          Issue.record(
            "\(name), \(question): \(found.count) figures, first wrong \(String(describing: place))")
        }
      }
    }
  }

  // MARK: Figures

  /// Which rows have figures of another sort.
  enum Part: CaseIterable, Sendable {
    case first, second, both

    func holds(_ row: Int) -> Bool {
      switch self {
      case .first: row < HalvedTable.areas * 3 / 4
      case .second: row > HalvedTable.areas * 5 / 4
      case .both: true
      }
    }
  }

  static let sorts: [(name: String, figures: [String])] = [
    ("decimals", ["0.5", "1.25", "7"]),
    ("beyond 32 bits", ["2147483648", "-2147483648", "5", "-2147483649"]),
    ("around 32 bits", ["2147483647", "-2147483647", "0"]),
    ("beyond 64 bits", ["9223372036854775808", "3", "98765432109876543210987"]),
    ("around 64 bits", ["9223372036854775807", "-9223372036854775807", "-9223372036854775808"]),
    ("many places", ["0.000000000001", "9000000000", "1"]), ("missing", ["", "", "8"]),
    ("below zero", ["-1", "-999"]),
  ]

  @Test(arguments: Part.allCases, 0..<sorts.count)
  func figuresOfOneHalf(_ part: Part, sort: Int) throws {
    let (name, figures) = Self.sorts[sort]
    let cell = { (row: Int, column: Int) in
      part.holds(row) && (row + column) % 5 != 0
        ? figures[(row + column) % figures.count] : "\(row % 700 + column)"
    }
    let table = HalvedTable(cell)
    try check(table, name)
    try checkCells(table, cell, name)
  }

  /// Totals by an own addition.
  @Test func totalsAreThoseOfAllRows() throws {
    let cell = { (row: Int, column: Int) in (row * 7 + column * 13) % 1_000 }
    let (_, large) = try HalvedTable().folders()
    for (programme, name) in HalvedTable.programmes.enumerated() {
      let totals = (0..<3).map { region in
        stride(from: region, to: HalvedTable.areas, by: 3).reduce(0) {
          $0 + cell($1 * 2 + programme, 0) + cell($1 * 2 + programme, 1)
        }
      }
      try large.expect("\(name).target by region", is: totals.map { "\($0)" })
    }
  }

  // MARK: Order and layout

  @Test func rowsInAnyOrder() throws {
    var table = HalvedTable { "\($0 * 3 + $1)" }
    // 1,009 and the number of rows have no common divisor: each row comes once.
    table.rows = table.rows.indices.map { table.rows[$0 * 1_009 % table.rows.count] }
    try check(table, "mixed")
    table.rows.reverse()
    try check(table, "mixed and reversed")
    table.rows = HalvedTable().rows.reversed()
    try check(table, "reversed")
    let rows = HalvedTable().rows
    table.rows = (0..<2).flatMap { part in stride(from: part, to: rows.count, by: 2).map { rows[$0] } }
    try check(table, "one programme in each half")
  }

  @Test(arguments: ["\n", "\r\n"], [true, false])
  func lineEnds(_ lineEnd: String, endsItsLastLine: Bool) throws {
    var table = HalvedTable()
    (table.lineEnd, table.endsItsLastLine) = (lineEnd, endsItsLastLine)
    try check(table)
    // Empty lines at the middle, so that one of the two begins with them, and at the end.
    let middle = table.middle
    table.rows.insert(contentsOf: ["", "", ""], at: middle)
    table.rows.insert(contentsOf: ["", ""], at: middle + 4)
    table.rows += ["", ""]
    try check(table, "with empty lines")
  }

  /// Short rows at the middle, which falls on each of their bytes in turn.
  @Test(arguments: ["\n", "\r\n"])
  func theMiddleOnEachByte(_ lineEnd: String) throws {
    for shift in stride(from: 0, to: 44, by: 2) {
      var table = HalvedTable()
      table.lineEnd = lineEnd
      let middle = table.middle
      for row in middle - 5...middle + 5 { table.notes[row] = "" }
      for row in middle...middle + 1 { table.notes[row] = "\"\(lineEnd)\"" }
      table.shift = shift
      try check(table, "moved by \(shift)")
    }
  }

  // MARK: Cells over several lines

  /// What stands between quotation marks looks like rows of areas that have no others, and is none.
  @Test(arguments: [3, 40])
  func quotedLinesAtTheMiddle(_ count: Int) throws {
    let note = String(repeating: "n", count: 460)
    let lines = (0..<count).map { "a\(100 + $0),rural,1,2,3,4,\(note)" }
    for distance in [-2, -1, 0] {
      var table = HalvedTable()
      table.rows.removeAll { row in lines.contains { $0.hasPrefix(row.prefix { $0 != "," } + ",") } }
      table.notes[table.middle + distance] = "\"\n" + lines.joined(separator: "\n") + "\""
      try check(table, "\(count) lines in a cell, \(distance) from the middle")
    }
  }

  /// Quotation marks in cells: doubled, and one that opens before the middle and closes behind it.
  @Test func quotationMarksAroundTheMiddle() throws {
    var table = HalvedTable()
    let middle = table.middle
    for row in middle - 4...middle + 4 {
      table.notes[row] = row % 2 == 0 ? "\"a \"\"b\"\"\n,,\"" : "\"\"\"\""
    }
    try check(table)
    table.notes[middle] = "\"" + String(repeating: "\n", count: 5_000) + "\""
    try check(table, "line ends alone")
  }

  // MARK: Other tables

  @Test func longFormat() throws {
    var table = HalvedTable()
    table.header = "quarter,area,programme,target,actual"
    table.rows = (0..<HalvedTable.areas * 4).map { row in
      let (area, rest) = (row / 4, row % 4)
      return "Q\(rest / 2 + 1),a\(area),\(HalvedTable.programmes[rest % 2]),\(row % 900),\(row % 77)"
    }
    try check(table)
    // Quarter by quarter: each half holds a figure of every area.
    table.rows = (0..<HalvedTable.areas * 4).map { row in
      let (quarter, rest) = (row / (HalvedTable.areas * 2), row % (HalvedTable.areas * 2))
      return
        "Q\(quarter + 1),a\(rest / 2),\(HalvedTable.programmes[rest % 2]),\(row % 900),\(row % 77)"
    }
    try check(table, "by quarter")
  }

  /// A row for the targets of an area in one half, and a row for its results in the other.
  @Test func partsOfARowInBothHalves() throws {
    var table = HalvedTable()
    let rows = table.rows.map { $0.split(separator: ",") }
    let first = rows.map { "\($0[0]),\($0[1]),\($0[2]),,,\($0[5])" }
    let second = rows.map { "\($0[0]),\($0[1]),,\($0[3]),\($0[4])," }
    // The last areas have no second row, so that no half of the file has two rows of one area.
    table.rows = first + second.dropLast(200)
    try check(table)
  }

  /// A large table after a small one, and one before it, of the same breakdowns.
  @Test(arguments: [["figures.csv", "more.csv"], ["more.csv", "figures.csv"]])
  func severalTables(_ order: [String]) throws {
    var table = HalvedTable { row, _ in row > 9 ? "\(row)" : "" }
    let plan = HalvedTable.plan.replacing(
      "load \"figures.csv\" without note",
      with: order.map { "load \"\($0)\" without note" }.joined(separator: "\n"))
    let more = (0..<5).flatMap { area in HalvedTable.programmes.map { "a\(area),\($0),0.5,2,3,4,\n" } }
    for header in [table.header, "programme,area,target Q1,target Q2,actual Q1,actual Q2"] {
      table.header = header
      if header.hasPrefix("programme") {
        table.rows = table.rows.map { row in
          let cells = row.split(separator: ",", omittingEmptySubsequences: false)
          return ([cells[1], cells[0]] + cells[2...]).joined(separator: ",")
        }
      }
      let tables = [
        "more.csv": "area,programme,target Q1,target Q2,actual Q1,actual Q2,note\n" + more.joined()
      ]
      let (small, large) = try table.folders(plan: plan, beside: tables)
      let questions = HalvedTable.questions + table.explained
      let (right, found) = (
        try HalvedTable.answers(small, questions), try HalvedTable.answers(large, questions)
      )
      let areAlike = right == found && right.hasPrefix("status 0\n")
      #expect(areAlike, "\(order), \(header)")
      // The same figure in both is told, whichever comes first.
      for folder in [small, large] {
        try folder.write(tables["more.csv"]! + "a900,canal,1,2,3,4,\n", to: "more.csv")
      }
      let (told, saidOfLarge) = (try small.mistakes(), try large.mistakes())
      #expect(told == saidOfLarge && told.count >= 4)
    }
  }
}
