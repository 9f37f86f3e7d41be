/// What parts the cells and rows of a table that is written as text.
struct TableDialect {
  let separator: Character
  let lineEnd: String

  /// RFC 4180.
  static let csv = TableDialect(separator: ",", lineEnd: "\r\n")
}

/// Tables as text for spreadsheets, one table a file; figures as plain decimals. What stands around a table is for people.
struct TableRendering {
  var dialect = TableDialect.csv
  /// A text that a spreadsheet would take for a formula has a `'` in front; tables that are read take it off again.
  var guardsTexts = true
  /// Which table is meant; the first where none is named.
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

  /// One line more. A sweep has millions of them.
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

  /// Behind marks that were put there already, too: reading takes off one.
  private static func wouldRun(_ text: String) -> Bool {
    switch text.unicodeScalars.first(where: { $0 != "'" }) {
    case "="?, "+"?, "-"?, "@"?, "\t"?, "\r"?: true
    default: false
    }
  }

  private func quoted(_ cell: String) -> String {
    // Most cells are digits: bytes are looked at before characters.
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

/// Which tables of an answer are written as CSV.
enum TableChoice: Equatable {
  case first
  case named(String)
  /// One after the other, with an empty line between them.
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
