/// Rows of a multi-line statement.
extension LineEditor {
  /// The number of cells between the beginning of the row and the cursor.
  var columnInRow: Int {
    let cursor = edit.extent.cursor
    return edit.characters(0..<cursor).reversed().prefix { $0 != "\n" }.count
  }

  var rowRest: Int {
    let (count, cursor) = edit.extent
    return edit.characters(cursor..<count).prefix { $0 != "\n" }.count
  }

  var isInFirstRow: Bool { columnInRow == edit.extent.cursor }
  var isInLastRow: Bool { rowRest == edit.extent.count - edit.extent.cursor }

  /// Moves up a row, or to the previous statement in the history.
  func goUp() {
    guard isInFirstRow else { return moveRow(-1) }
    if let text = recall.back(from: text) { replaceAll(with: text) }
  }

  func goDown() {
    guard isInLastRow else { return moveRow(1) }
    if let text = recall.forward(from: text) { replaceAll(with: text) }
  }

  private func moveRow(_ direction: Int) {
    let column = columnInRow
    if direction < 0 {
      edit.moveCursor(by: -column - 1)
      edit.moveCursor(by: min(0, column - columnInRow))
    } else {
      edit.moveCursor(by: rowRest + 1)
      edit.moveCursor(by: min(column, rowRest))
    }
  }
}
