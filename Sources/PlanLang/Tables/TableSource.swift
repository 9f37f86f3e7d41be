internal import PlanRules

/// The rows of a table, one after the other, whether it is a file of comma-separated values (`TableReader`) or a
/// sheet.
///
/// This is all that code reading figures or names from tables knows about them. Cells are inspected in place: nothing
/// in a row is copied unless it is needed.
protocol TableSource: ~Copyable, SendableMetatype {
  /// Advances to the next row that is not empty; `false` at the end.
  mutating func next() throws(TableFailure) -> Bool

  /// Where the row begins: a line of the file or a row of the sheet, counted from 1.
  var line: Int { get }
  /// The cells of the row, valid until the next one is read.
  var cells: UnsafeBufferPointer<TableCell> { get }
  /// The raw bytes of a cell.
  func bytes(_ cell: TableCell) -> UnsafeBufferPointer<UInt8>
  /// The text of a cell, unescaped.
  func text(_ cell: TableCell) -> String
  /// Whether the row has the given number of cells; extra cells must be empty.
  func hasWidth(_ width: Int) -> Bool
  /// Whether the row is UTF-8.
  var isUTF8: Bool { get }
  /// The encoding in which the table was read.
  var encoding: TableEncoding { get }
  /// The row on one line, for a message, with the range of a cell in it.
  func excerpt(of cell: TableCell?) -> TableExcerpt

  // MARK: Two at a time

  /// Another reader, starting in the middle of the table; `nil` if a single reader is just as fast.
  func secondHalf() -> Self?
  /// The offset of the next row, for comparison with the reader of the other half.
  var offset: Int { get }
  /// The number of lines consumed.
  var linesRead: Int { get }
}

extension TableSource where Self: ~Copyable {
  /// The cells of the row as column names, without empty ones at the end, which spreadsheets tend to leave behind.
  var header: [String] {
    var names = cells.map { NameSpelling.folded(text($0).trimmed) }
    while let last = names.last, last.isEmpty { names.removeLast() }
    return names
  }
}

/// The position of a cell in the bytes read, without its quotation marks.
struct TableCell {
  var start: Int
  var end: Int
  /// Whether it contains doubled quotation marks.
  var hasPairedQuotes: Bool
}

/// The reasons for which reading a table stops.
enum TableFailure: Error {
  case unreadable(SystemReason)
  /// UTF-16 without a byte-order mark.
  case twoBytesALetter
  /// A row that exceeds the maximum length, and the line on which it begins.
  case tooLong(line: Int)
  case unclosedQuote(line: Int)
  case changedWhileRead
}

extension TableFile {
  /// Opens the table, regardless of its file format.
  func open() throws(TableFailure) -> TableReader { try TableReader(path: path) }
}
