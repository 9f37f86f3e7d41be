import Foundation
import TestSupport

/// A table that can be written small, and so large that two readers share it: line by line the same, but for the length of
/// notes that are passed over. The small one, read by one reader, says what is right.
struct HalvedTable {
  static let areas = 1_200
  static let programmes = ["rural", "canal"]

  var header = "area,programme,target Q1,target Q2,actual Q1,actual Q2"
  /// Each without its note; an empty one is an empty line.
  var rows: [String]
  /// Instead of the usual note, by row.
  var notes: [Int: String] = [:]
  var lineEnd = "\n"
  var endsItsLastLine = true
  /// At the end of the first note, so that the middle of the file lies elsewhere.
  var shift = 0

  static let plan = """
    plan "halves"
    fiscal year 2561
    unit household
    axis region { r0, r1, r2 }
    axis area from "areas.csv" key code within region
    programme rural in household {}
    programme canal in household {}
    load "figures.csv" without note

    """

  static var areaTable: String {
    "code,region\n" + (0..<areas).map { "a\($0),r\($0 % 3)\n" }.joined()
  }

  /// Rows in the order of the areas.
  ///
  /// - Parameter cell: the text of a figure by the row, and which of the four it is.
  init(_ cell: (_ row: Int, _ column: Int) -> String) {
    rows = (0..<HalvedTable.areas * 2).map { row in
      let cells = (0..<4).map { cell(row, $0) }
      return "a\(row / 2),\(HalvedTable.programmes[row % 2])," + cells.joined(separator: ",")
    }
  }

  /// Small whole numbers.
  init() { self.init { "\(($0 * 7 + $1 * 13) % 1_000)" } }

  var small: String { text(noteLength: 0) }
  var large: String { text(noteLength: 460) }

  private func text(noteLength: Int) -> String {
    let note = String(repeating: "n", count: noteLength)
    var lines = [header + ",note"]
    for (index, row) in rows.enumerated() {
      guard !row.isEmpty else {
        lines.append("")
        continue
      }
      let usual = index == 0 ? note + String(repeating: "s", count: shift) : note
      lines.append(row + "," + (notes[index] ?? usual))
    }
    return lines.joined(separator: lineEnd) + (endsItsLastLine ? lineEnd : "")
  }

  /// The row in which the middle of the large table lies.
  var middle: Int {
    let text = large.utf8
    let half = Data(text.prefix(text.count / 2))
    // Sought, not counted byte by byte, which takes its time in a debug build.
    var (ends, place) = (0, half.startIndex)
    while let end = half.range(of: Data([10]), in: place..<half.endIndex) {
      (ends, place) = (ends + 1, end.upperBound)
    }
    return ends - 1
  }

  /// Both, each in a folder of its own.
  func folders(plan: String = HalvedTable.plan, beside tables: [String: String] = [:]) throws -> (
    small: TableFolder, large: TableFolder
  ) {
    let folder = { (text: String) in
      try TableFolder(
        plan, tables.merging(["areas.csv": HalvedTable.areaTable, "figures.csv": text]) { $1 })
    }
    return (try folder(small), try folder(large))
  }

  /// What is answered to all questions, where files are told by their names alone.
  static func answers(_ folder: TableFolder, _ questions: [String]) throws -> String {
    let run = try folder.type(questions)
    return "status \(run.status)\n\(run.output)\n\(run.errors)"
      .replacingOccurrences(of: folder.url.path + "/", with: "")
  }

  static let questions = [
    "rural.target by region by quarter", "canal.actual by region by quarter", "rural.target", "canal.target",
    "min(rural.actual over area)", "max(canal.target over area) by region",
  ]

  /// Where single figures stand: in both halves, and around the middle.
  var explained: [String] {
    let around = max(2, min(middle / 2, HalvedTable.areas - 3))
    let areas = [0, 7, around - 2, around - 1, around, around + 1, around + 2, 900, HalvedTable.areas - 1]
    return areas.flatMap { area in
      ["rural.target", "canal.actual"].flatMap { figure in
        ["Q1", "Q2"].map { "explain \(figure)[a\(area), \($0)]" }
      }
    }
  }
}
