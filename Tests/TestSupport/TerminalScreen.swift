/// What a terminal shows after the bytes it was fed: cells, cursor and modes.
public struct TerminalScreen: Sendable {
  /// The two families differ in what follows a letter in the last column. Both keep the cursor there until
  /// the next letter wraps; but xterm, and most others, then treat the last column as the cursor's place,
  /// while tmux takes it to stand behind the edge: BS goes to the last column and EL erases nothing.
  public enum Manner: Sendable { case xterm, tmux }

  public let manner: Manner
  public internal(set) var columns: Int
  public internal(set) var rows: Int

  public internal(set) var isCursorVisible = true
  public internal(set) var bracketedPaste = false
  public internal(set) var applicationCursorKeys = false
  public internal(set) var bells = 0
  /// Rows that left the top of the main screen.
  public internal(set) var scrolledOff: [String] = []
  /// What the terminal would say to the program: take it with `takeReplies`.
  public internal(set) var pendingReplies: [UInt8] = []
  /// Sequences without effect here, as `ESC[?5h`.
  public internal(set) var unknownSequences: [String] = []
  /// Control characters that no program means to send.
  public internal(set) var rawControlsPrinted: [Unicode.Scalar] = []
  /// Marks without a letter before them in their row: nobody sees them.
  public internal(set) var strayMarks: [Unicode.Scalar] = []
  /// How often bytes that are not UTF-8 became U+FFFD.
  public internal(set) var malformedSequences = 0

  var lines: [[TerminalCell]]
  var cursorRow = 0
  /// Equal to `columns` while the wrap is pending.
  var column = 0
  /// The place of the letter before the cursor, while nothing moved it since.
  var lastPrinted: (row: Int, column: Int)?
  var attributes = CellAttributes()
  var wrapsAround = true
  var insertsLetters = false
  /// First and last row of the part that scrolls.
  var margins: ClosedRange<Int>
  var saved = SavedCursor()
  /// The main screen, while the alternate one is shown.
  var main: (lines: [[TerminalCell]], saved: SavedCursor)?
  var parser = TerminalParser()

  struct SavedCursor {
    var row = 0
    var column = 0
    var attributes = CellAttributes()
  }

  public init(columns: Int, rows: Int, manner: Manner = .xterm) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    self.manner = manner
    lines = Array(repeating: Array(repeating: TerminalCell(), count: self.columns), count: self.rows)
    margins = 0...(self.rows - 1)
  }

  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
  }

  public mutating func takeReplies() -> [UInt8] {
    defer { pendingReplies = [] }
    return pendingReplies
  }
}

// MARK: What is seen

extension TerminalScreen {
  /// The rows without the blanks at their ends.
  public var text: [String] { lines.map(TerminalScreen.text) }

  public func row(_ index: Int) -> String { TerminalScreen.text(lines[index]) }

  /// From 0; in the last column also while the wrap is pending.
  public var cursor: (row: Int, column: Int) { (cursorRow, min(column, columns - 1)) }

  /// A letter stands in the last column and the next one will wrap.
  public var isWrapPending: Bool { column == columns }

  public var isAlternate: Bool { main != nil }

  public func cell(row: Int, column: Int) -> TerminalCell { lines[row][column] }

  public func attributes(row: Int, column: Int) -> CellAttributes { lines[row][column].attributes }

  /// All that was shown, up to the last row that is not blank.
  public var allText: [String] {
    let rows = text
    let end = rows.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    return scrolledOff + rows[..<end]
  }

  static func text(_ cells: [TerminalCell]) -> String {
    let end = cells.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
    var scalars = String.UnicodeScalarView()
    for cell in cells[..<end] { cell.append(to: &scalars) }
    return String(scalars)
  }
}

// MARK: Another size

extension TerminalScreen {
  /// Cuts or pads rows, without joining what had wrapped. Rows leave at the top only as far as the cursor
  /// would fall off the bottom, as in xterm.
  public mutating func resize(columns newColumns: Int, rows newRows: Int) {
    let (newColumns, newRows) = (max(newColumns, 1), max(newRows, 1))
    let off = max(cursorRow - newRows + 1, 0)
    if main == nil { scrolledOff += lines[..<off].map(TerminalScreen.text) }
    lines = TerminalScreen.fitted(lines, droppingFirst: off, columns: newColumns, rows: newRows)
    if let stashed = main {
      let off = max(stashed.saved.row - newRows + 1, 0)
      scrolledOff += stashed.lines[..<off].map(TerminalScreen.text)
      main?.lines = TerminalScreen.fitted(
        stashed.lines, droppingFirst: off, columns: newColumns, rows: newRows)
      main?.saved.row -= off
    }
    (columns, rows) = (newColumns, newRows)
    margins = 0...(rows - 1)
    cursorRow -= off
    column = min(column, columns)
    lastPrinted = nil
  }

  private static func fitted(
    _ lines: [[TerminalCell]], droppingFirst dropped: Int, columns: Int, rows: Int
  ) -> [[TerminalCell]] {
    var fitted = lines.dropFirst(dropped).prefix(rows).map { line in
      var line = Array(line.prefix(columns))
      // Half of a wide letter is none.
      if line[line.count - 1].width == 2 { line[line.count - 1] = TerminalCell() }
      return line + Array(repeating: TerminalCell(), count: columns - line.count)
    }
    let blank = Array(repeating: TerminalCell(), count: columns)
    while fitted.count < rows { fitted.append(blank) }
    return fitted
  }
}
