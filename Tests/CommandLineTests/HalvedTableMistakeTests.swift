import Foundation
import TestSupport
import Testing

/// Mistakes in a table that two readers share are told in the order of its lines, as of one that is read in turn.
@Suite struct HalvedTableMistakeTests {
  /// The mistakes of the large table, which are those of the small one.
  private func mistakes(_ table: HalvedTable, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> [String]
  {
    let largeSize = table.large.utf8.count
    #expect(largeSize >= 1 << 20, sourceLocation: sourceLocation)
    let (small, large) = try table.folders()
    let (right, found) = (try small.mistakes(), try large.mistakes())
    #expect(found == right, sourceLocation: sourceLocation)
    return found.map(\.description)
  }

  /// The message of what is wrong with a table as a whole.
  private func messages(_ table: HalvedTable) throws -> [String] {
    let (small, large) = try table.folders()
    return try [small, large].map { folder in
      let run = try Tool(["check", folder.plan])
      let errors = run.errors.split(separator: "\n").filter { $0.hasPrefix("error") }.joined(separator: "\n")
      return "\(run.status) " + errors.replacingOccurrences(of: folder.url.path + "/", with: "")
    }
  }

  /// The line of a row: the header is the first.
  private func line(_ row: Int) -> Int { row + 2 }

  @Test(arguments: [(100, 2_000), (3, 100), (2_000, 2_300), (1_150, 1_250)])
  func aRowTwice(_ first: Int, _ second: Int) throws {
    var table = HalvedTable()
    table.rows[second] = table.rows[first]
    let large = try table.folders().large
    let run = try Tool(["check", large.plan])
    let found = try mistakes(table)
    #expect(found.count == 4)
    #expect(found.allSatisfy { $0.hasPrefix("E0608 at figures.csv:\(line(second)):") })
    #expect(run.errors.contains("figures.csv:\(line(first))"))
  }

  /// Only one figure of two rows stands in both.
  @Test func oneFigureTwice() throws {
    var table = HalvedTable()
    table.rows[200] = "a50,rural,1,,3,4"
    table.rows[100] = "a50,rural,,2,,"
    table.rows[2_101] = "a50,rural,,,,7"
    // Those that stood there are gone.
    let found = try mistakes(table)
    #expect(found == ["E0608 at figures.csv:2103:14"])
  }

  @Test(arguments: [10, 1_190, 1_200, 1_210, 2_399])
  func aBadCell(_ row: Int) throws {
    var table = HalvedTable()
    table.rows[row] = table.rows[row].split(separator: ",").dropLast().joined(separator: ",") + ",many"
    let column = table.rows[row].count - 3
    #expect(try mistakes(table) == ["E0607 at figures.csv:\(line(row)):\(column)"])
  }

  /// Twenty are told, and the others counted, wherever they stand.
  @Test(arguments: [(0, 30), (15, 15), (30, 0), (19, 1), (20, 1), (5, 16), (1, 400)])
  func manyBadCells(_ inFirst: Int, _ inSecond: Int) throws {
    var table = HalvedTable()
    let bad = (0..<inFirst).map { $0 * 3 + 5 } + (0..<inSecond).map { $0 * 2 + 1_500 }
    for row in bad { table.rows[row] = "a\(row / 2),\(HalvedTable.programmes[row % 2]),x,2,3,4" }
    let found = try mistakes(table)
    let told = bad.prefix(20).map { "E0607 at figures.csv:\(line($0)):" }
    #expect(found.count == told.count + (bad.count > 20 ? 1 : 0))
    #expect(zip(found, told).allSatisfy { $0.hasPrefix($1) })
    let texts = try messages(table)
    #expect(texts[0] == texts[1])
    let rest = texts[1].contains("has \(bad.count - 20) more mistakes")
    #expect(rest == (bad.count > 20))
  }

  /// Every sort of mistake, in the second half alone and in both.
  @Test(arguments: [[1_800], [300, 1_800], [1_800, 1_801, 2_399]])
  func otherMistakes(_ rows: [Int]) throws {
    for wrong in [
      "a5,rural,1", "a5,rural,1,2,3,4,5,6", "nowhere,rural,1,2,3,4", "a5,nothing,x,2,3,4", ",rural,1,2,3,4",
    ] {
      var table = HalvedTable()
      for row in rows { table.rows[row] = wrong }
      let found = try mistakes(table)
      #expect(found.count >= rows.count, "\(wrong)")
      #expect(found.first?.contains("figures.csv:\(line(rows[0])):") == true, "\(wrong): \(found)")
    }
  }

  /// Lines are counted through cells of several lines and empty lines in both halves.
  @Test func aBadCellBehindCellsOfSeveralLines() throws {
    var table = HalvedTable()
    for row in [20, 500, 1_100, 1_300, 1_700] { table.notes[row] = "\"\n\nx\n\"" }
    table.rows[2_000] = "a1000,rural,1,2,three,4"
    table.rows.insert(contentsOf: ["", ""], at: 1_900)
    table.rows.insert("", at: 600)
    #expect(try mistakes(table) == ["E0607 at figures.csv:\(line(2_003) + 15):17"])
  }

  /// What is bad in the cell that is never closed is not told; what stands before it is.
  @Test(arguments: [300, 1_199, 1_200, 1_203, 2_399])
  func anUnclosedQuotationMark(_ row: Int) throws {
    var table = HalvedTable()
    table.rows[row] = table.rows[row].split(separator: ",").dropLast().joined(separator: ",") + ",\"4"
    let texts = try messages(table)
    #expect(texts[0] == texts[1])
    #expect(texts[1].contains("opens in line \(line(row)) of `figures.csv` is never closed"))
    table.rows[200] = "a1,rural,x,2,3,4"
    let both = try messages(table)
    #expect(both[0] == both[1])
  }

  /// Bytes that are no UTF-8 in the second half.
  @Test func otherEncodings() throws {
    var table = HalvedTable()
    table.rows[2_000] = "a1000,rural,1,2,?,4"
    for folder in [try table.folders().small, try table.folders().large] {
      var bytes = [UInt8](try Data(contentsOf: folder.file("figures.csv")))
      bytes[bytes.firstIndex(of: UInt8(ascii: "?"))!] = 0xE9
      try Data(bytes).write(to: folder.file("figures.csv"))
      #expect(try folder.mistakes().map(\.description) == ["E0604 at figures.csv:2002:17"])
    }
  }
}
