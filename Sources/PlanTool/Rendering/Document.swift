/// One cell of a table: as a person reads it, and as a script does.
struct Cell {
  let text: StyledText
  /// Made only where a script reads; `nil` where it reads the same as a person.
  private let makeRaw: (() -> String)?

  var raw: String { makeRaw?() ?? text.plain }
  /// Whether a script reads something of its own, mostly a figure.
  var hasRaw: Bool { makeRaw != nil }

  init(_ text: StyledText) {
    self.text = text
    makeRaw = nil
  }

  init(_ text: StyledText, raw: @autoclosure @escaping () -> String) {
    self.text = text
    makeRaw = raw
  }

  init(_ text: String, _ role: StyledText.Role = .plain) { self.init(StyledText(text, role)) }

  static var empty: Cell { Cell("") }
}

/// A table before it is laid out.
struct Table {
  struct Column {
    let title: String
    /// How a spreadsheet calls the column, where people need no heading.
    var key = ""
    var isRight = false
    /// What goes on below first where the terminal is too narrow, the highest first; with a least width, as a label has one, it
    /// is left out.
    var folds = 0
    /// The least width to which the column may be cut.
    var shrinksTo: Int?
    /// Says with the first column which row it is.
    var isKey = false

    /// What people can do without.
    var isLabel: Bool { folds > 0 && shrinksTo != nil }
  }

  let columns: [Column]
  let rows: [[Cell]]

  init(_ columns: [Column], _ rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }
}

/// What an answer shows, whatever it is written to.
struct Document {
  enum Block {
    case table(Table)
    /// May be broken between words where the terminal is too narrow for it.
    case line(StyledText)
    /// Part of a picture: it stands as it is.
    case drawn(StyledText)
    /// One value alone: a line for people, a table of one for a spreadsheet.
    case value(Cell)
    case blank
  }

  var blocks: [Block] = []
  /// The same for scripts; made only where it is asked for.
  var makeJSON: () -> JSON

  var json: JSON { makeJSON() }

  init(_ blocks: [Block] = [], json: @autoclosure @escaping () -> JSON = .null) {
    self.blocks = blocks
    makeJSON = json
  }

  mutating func line(_ text: StyledText) { blocks.append(.line(text)) }
  mutating func line(_ text: String, _ role: StyledText.Role = .plain) { line(StyledText(text, role)) }
  /// What stands above a declaration behind `##`, line by line.
  mutating func documentation(_ text: String?) {
    for part in text?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] { line(String(part)) }
  }
  mutating func drawn(_ text: StyledText) { blocks.append(.drawn(text)) }
  mutating func table(_ table: Table) { if !table.rows.isEmpty { blocks.append(.table(table)) } }
  mutating func blank() { if !blocks.isEmpty { blocks.append(.blank) } }

  mutating func append(_ other: Document) { blocks += other.blocks }
}
