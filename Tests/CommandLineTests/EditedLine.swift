import TestSupport
import Testing

/// What a line being edited ought to be: letters with their marks, and a cursor between them. It knows nothing of the
/// program.
struct EditedLine: CustomTestStringConvertible {
  var prompt = "base> "
  /// Each a letter with what stands above and below it.
  private(set) var cells: [[Unicode.Scalar]] = []
  private(set) var cursor = 0

  static func isThaiMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x0E00...0x0E7F).contains(scalar.value) && scalar.terminalWidth == 0
  }

  /// The text as it ought to be received.
  var text: String {
    var text = String.UnicodeScalarView()
    for cell in cells { text.append(contentsOf: cell) }
    return String(text)
  }

  var testDescription: String { text }

  // MARK: Edits

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars {
      if EditedLine.isThaiMark(scalar), cursor > 0 {
        cells[cursor - 1].append(scalar)
      } else {
        cells.insert([scalar], at: cursor)
        cursor += 1
      }
    }
  }

  mutating func replace(by text: String) {
    cells = []
    cursor = 0
    type(text)
  }

  mutating func moveLeft() { cursor = max(cursor - 1, 0) }
  mutating func moveRight() { cursor = min(cursor + 1, cells.count) }
  mutating func moveHome() { cursor = 0 }
  mutating func moveEnd() { cursor = cells.count }

  /// The last mark of the cell, or its letter.
  mutating func backspace() {
    guard cursor > 0 else { return }
    cells[cursor - 1].removeLast()
    if cells[cursor - 1].isEmpty {
      cells.remove(at: cursor - 1)
      cursor -= 1
    }
  }

  /// The cell, with all that stands on it.
  mutating func delete() {
    if cursor < cells.count { cells.remove(at: cursor) }
  }

  // MARK: The screen

  private func width(_ cell: [Unicode.Scalar]) -> Int { cell.reduce(0) { $0 + $1.terminalWidth } }

  /// The rows, without blanks at their ends, and the cursor's place. The last column stays free.
  func laidOut(columns: Int) -> (rows: [String], cursor: (row: Int, column: Int)) {
    var rows = [prompt]
    var column = prompt.count
    var place = (row: 0, column: 0)
    for (index, cell) in cells.enumerated() {
      if column + width(cell) > columns - 1 {
        rows.append("")
        column = 0
      }
      if index == cursor { place = (rows.count - 1, column) }
      var shown = String.UnicodeScalarView()
      shown.append(contentsOf: cell)
      rows[rows.count - 1] += String(shown)
      column += width(cell)
    }
    if cursor == cells.count {
      if column >= columns - 1 {
        rows.append("")
        column = 0
      }
      place = (rows.count - 1, column)
    }
    return (rows.map(EditedLine.withoutBlanksAtEnd), place)
  }

  private static func withoutBlanksAtEnd(_ row: String) -> String {
    var scalars = row.unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
