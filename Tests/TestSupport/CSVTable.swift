/// A table of comma-separated values as a spreadsheet reads it: RFC 4180, nothing guessed.
public struct CSVTable {
  public struct Unreadable: Error { public let reason: String }

  public let columns: [String]
  public let rows: [[String]]

  /// - Throws: where quotation marks or line ends are not as they must be.
  public init(_ text: String) throws {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Substring(text).unicodeScalars
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted:
        if scalars.first == "\"" {
          cell.unicodeScalars.append(scalars.removeFirst())
        } else {
          isQuoted = false
        }
      case "\"" where cell.isEmpty: isQuoted = true
      case "\"" where !isQuoted: throw Unreadable(reason: "a quotation mark inside of `\(cell)`")
      case "," where !isQuoted:
        record.append(cell)
        cell = ""
      case "\r" where !isQuoted && scalars.first == "\n":
        scalars.removeFirst()
        records.append(record + [cell])
        (record, cell) = ([], "")
      case "\n" where !isQuoted, "\r" where !isQuoted:
        throw Unreadable(reason: "a line end alone behind `\(cell)`")
      default: cell.unicodeScalars.append(scalar)
      }
    }
    guard cell.isEmpty, record.isEmpty, let head = records.first else {
      throw Unreadable(reason: "no table, or a last line without an end")
    }
    (columns, rows) = (head, Array(records.dropFirst()))
  }

  /// A column by its name.
  public subscript(_ name: String) -> [String] {
    guard let index = columns.firstIndex(of: name) else { return [] }
    return rows.map { $0.indices.contains(index) ? $0[index] : "" }
  }
}
