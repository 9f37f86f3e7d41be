/// The separators of a table written as text.
struct TableDialect {
  let separator: Character
  let lineEnd: String

  /// RFC 4180.
  static let csv = TableDialect(separator: ",", lineEnd: "\r\n")
}

/// Writes tables as text for spreadsheets, one table per file, with figures as plain decimals. Text around a table is
/// omitted.
struct TableRendering {
  var dialect = TableDialect.csv
  /// Whether a text that a spreadsheet would evaluate as a formula is prefixed with `'`; reading a table removes the
  /// prefix again.
  var guardsTexts = true
  /// The table to write; the first if none is named.
  var choice = TableChoice.first

  func render(_ tables: [DataTable]) -> String {
    choice.among(tables).map(render).joined(separator: dialect.lineEnd)
  }

  private func render(_ table: DataTable) -> String {
    var text = row(texts: table.columns)
    for fields in table.rows { row(fields, into: &text) }
    return text
  }

  func row(texts: [String]) -> String {
    var text = ""
    row(texts.map(DataTable.Field.text), into: &text)
    return text
  }

  /// Appends one row. This must be fast: a sweep has millions of them.
  func row(_ fields: [DataTable.Field], into line: inout String) {
    for (index, field) in fields.enumerated() {
      if index > 0 { line.append(dialect.separator) }
      switch field {
      case .plain(let text): line += text.isEmpty ? "" : quoted(text)
      case .text(let text): line += quoted(guarded(Visible.text(text)))
      }
    }
    line += dialect.lineEnd
  }

  // MARK: What a spreadsheet would run

  private func guarded(_ text: String) -> String {
    guardsTexts && text != "-" && TableRendering.wouldRun(text) ? "'" + text : text
  }

  /// Also for texts that already begin with such a prefix, since reading removes one.
  private static func wouldRun(_ text: String) -> Bool {
    switch text.unicodeScalars.first(where: { $0 != "'" }) {
    case "="?, "+"?, "-"?, "@"?, "\t"?, "\r"?: true
    default: false
    }
  }

  private func quoted(_ cell: String) -> String {
    // Fast path: most cells are digits, so check bytes before characters.
    var (isASCII, isMarked) = (true, false)
    let separator = dialect.separator.asciiValue
    var text = cell
    text.withUTF8 { bytes in
      for byte in bytes {
        isASCII = isASCII && byte < 0x80
        isMarked =
          isMarked || byte == separator || byte == UInt8(ascii: "\"") || (0x0A...0x0D).contains(byte)
      }
    }
    guard isMarked || (!isASCII && cell.contains(where: \.isNewline)) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// Which tables of an answer to write as CSV.
enum TableChoice: Equatable {
  case first
  case named(String)
  /// All tables, one after the other, separated by an empty line.
  case all

  init(_ name: String?) {
    switch name {
    case nil: self = .first
    case "all"?: self = .all
    case let name?: self = .named(name)
    }
  }

  func among(_ tables: [DataTable]) -> [DataTable] {
    switch self {
    case .first: Array(tables.prefix(1))
    case .named(let name): Array(tables.filter { $0.name == name }.prefix(1))
    case .all: tables
    }
  }
}
