import PlanLang
import PlanRules

/// One cell of a table as a person reads it.
struct Cell {
  let text: StyledText

  init(_ text: StyledText) { self.text = text }

  init(_ text: String, _ role: StyledText.Role = .plain) { self.init(StyledText(text, role)) }

  static var empty: Cell { Cell("") }

  /// Where something stands in the files of the plan, as a link; empty for what has no place there.
  static func place(_ origin: Origin, in sources: Sources) -> Cell {
    Cell(sources.link(to: origin).map { StyledText(link: $0, .faint) } ?? StyledText())
  }
}

/// A table before it is laid out.
struct Table {
  struct Column {
    let title: String
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
    /// Begins a section; the first of a document is its title. Sections lie within those of a lower level.
    case heading(StyledText, level: Int)
    case table(Table)
    /// May be broken between words where the terminal is too narrow for it.
    case line(StyledText)
    /// A remark on what stands above it.
    case note(StyledText)
    /// Part of a picture: it stands as it is.
    case drawn(StyledText)
    /// One value alone, which stays on one line.
    case value(Cell)
    case blank
  }

  var blocks: [Block] = []
  /// The same for scripts; made only where it is asked for.
  var makeJSON: () -> JSON

  /// The same for spreadsheets, the table that is meant first; made only where it is asked for.
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
  /// The heading of what is shown of one thing: its name and its label.
  mutating func title(_ name: String, _ label: String?) {
    heading(StyledText(name, .name) + StyledText(label.map { "  " + $0 } ?? "", .strong))
  }
  mutating func note(_ text: StyledText) { blocks.append(.note(text)) }
  mutating func note(_ text: String) { note(StyledText(text, .faint)) }
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
