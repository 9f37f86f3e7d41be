import PlanLang
import PlanRules

/// One cell of a table, for display.
struct Cell {
  let text: StyledText

  init(_ text: StyledText) { self.text = text }

  init(_ text: String, _ role: StyledText.Role = .plain) { self.init(StyledText(text, role)) }

  static var empty: Cell { Cell("") }

  /// A place in the files of the plan, as a link; empty if there is none.
  static func place(_ origin: Origin, in sources: Sources) -> Cell {
    Cell(sources.link(to: origin).map { StyledText(link: $0, .faint) } ?? StyledText())
  }
}

/// A table before layout.
struct Table {
  struct Column {
    let title: String
    var isRight = false
    /// The priority with which the column is moved below if the terminal is too narrow, highest first. A column with
    /// a minimum width, such as a label, is dropped instead.
    var folds = 0
    /// The minimum width to which the column may be cut.
    var shrinksTo: Int?
    /// Whether the column, together with the first one, identifies the row.
    var isKey = false

    /// Whether the column may be dropped.
    var isLabel: Bool { folds > 0 && shrinksTo != nil }
  }

  let columns: [Column]
  let rows: [[Cell]]

  init(_ columns: [Column], _ rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }
}

/// The contents of an answer, independent of the output format.
struct Document {
  enum Block {
    /// Begins a section; the first heading of a document is its title. Sections are nested by level.
    case heading(StyledText, level: Int)
    case table(Table)
    /// A line, which may be wrapped between words if the terminal is too narrow.
    case line(StyledText)
    /// A remark on the content above it.
    case note(StyledText)
    /// Part of a picture, which must not be reformatted.
    case drawn(StyledText)
    /// A single value, which stays on one line.
    case value(Cell)
    case blank
  }

  var blocks: [Block] = []
  /// The same content for scripts, created on demand.
  var makeJSON: () -> JSON

  /// The same content for spreadsheets, with the main table first, created on demand.
  var makeTables: () -> [DataTable]

  var json: JSON { makeJSON() }
  var tables: [DataTable] { makeTables() }

  init(
    _ blocks: [Block] = [], json: @autoclosure @escaping () -> JSON = .null,
    tables: @autoclosure @escaping () -> [DataTable] = []
  ) {
    self.blocks = blocks
    makeJSON = json
    makeTables = tables
  }

  mutating func heading(_ text: StyledText, level: Int = 1) { blocks.append(.heading(text, level: level)) }
  /// Adds the heading for a thing: its name and its label.
  mutating func title(_ name: String, _ label: String?) {
    heading(StyledText(name, .name) + StyledText(label.map { "  " + $0 } ?? "", .strong))
  }
  mutating func note(_ text: StyledText) { blocks.append(.note(text)) }
  mutating func note(_ text: String) { note(StyledText(text, .faint)) }
  mutating func line(_ text: StyledText) { blocks.append(.line(text)) }
  mutating func line(_ text: String, _ role: StyledText.Role = .plain) { line(StyledText(text, role)) }
  /// Adds the `##` comment of a declaration, line by line.
  mutating func documentation(_ text: String?) {
    for part in text?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] { line(String(part)) }
  }
  mutating func drawn(_ text: StyledText) { blocks.append(.drawn(text)) }
  mutating func table(_ table: Table) { if !table.rows.isEmpty { blocks.append(.table(table)) } }
  mutating func blank() { if !blocks.isEmpty { blocks.append(.blank) } }

  mutating func append(_ other: Document) { blocks += other.blocks }
}
