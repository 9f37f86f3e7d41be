internal import PlanRules

/// The rows of a table, one after the other: of a file of comma-separated values (`TableReader`), or of a sheet.
///
/// Whoever reads figures or names from tables knows no more of them than this. Cells are looked at where they lie: nothing
/// of a row is copied that nobody asks for.
protocol TableSource: ~Copyable, SendableMetatype {
  /// Goes to the next row in which something stands; `false` at the end.
  mutating func next() throws(TableFailure) -> Bool

  /// Where the row begins: a line of the file, or a row of the sheet, from 1.
  var line: Int { get }
  /// The cells of the row; they hold until the next one is read.
  var cells: UnsafeBufferPointer<TableCell> { get }
  /// The bytes of a cell, as they stand in the table.
  func bytes(_ cell: TableCell) -> UnsafeBufferPointer<UInt8>
  /// The text of a cell, as a person reads it.
  func text(_ cell: TableCell) -> String
  /// Whether the row has the wanted number of cells, or more that are all empty.
  func hasWidth(_ width: Int) -> Bool
  /// Whether the row is UTF-8.
  var isUTF8: Bool { get }
  /// What the table was read as.
  var encoding: TableEncoding { get }
  /// The row on one line, for a message, and where a cell of it stands there.
  func excerpt(of cell: TableCell?) -> TableExcerpt

  // MARK: Two at a time

  /// Another reader, from the middle of the table on; `nil` where one alone is as fast.
  func secondHalf() -> Self?
  /// Where the next row begins, for one that reads the other half.
  var offset: Int { get }
  /// How many lines were gone through.
  var linesRead: Int { get }
}

extension TableSource where Self: ~Copyable {
  /// The cells of the row as the names of columns, without empty ones at its end: spreadsheets leave them behind.
  var header: [String] {
    var names = cells.map { NameSpelling.folded(text($0).trimmed) }
    while let last = names.last, last.isEmpty { names.removeLast() }
    return names
  }
}

/// Where a cell lies in what was read, its quotation marks aside.
struct TableCell {
  var start: Int
  var end: Int
  /// Quotation marks stand doubled in it.
  var hasPairedQuotes: Bool
}

/// What stops the reading of a table.
enum TableFailure: Error {
  case unreadable(SystemReason)
  /// UTF-16 without its mark.
  case twoBytesALetter
  /// A row that is longer than any can be, and the line on which it begins.
  case tooLong(line: Int)
  case unclosedQuote(line: Int)
  case changedWhileRead
}

extension TableFile {
  /// Opens the table, whatever holds it.
  func open() throws(TableFailure) -> TableReader { try TableReader(path: path) }
}
