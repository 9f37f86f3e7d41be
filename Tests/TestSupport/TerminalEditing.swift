// MARK: Printing

extension TerminalScreen {
  mutating func print(_ scalar: Unicode.Scalar) {
    let width = scalar.terminalWidth
    guard width > 0 else { return stack(scalar) }
    guard width <= columns else { return }
    if column + width > columns {
      if wrapsAround {
        moveTo(column: 0)
        lineFeed()
      } else {
        column = columns - width
      }
    }
    if insertsLetters { insertBlanks(width) }
    mendHalves(column..<(column + width))
    var cell = TerminalCell()
    cell.letter = scalar
    cell.width = width
    cell.attributes = attributes
    lines[cursorRow][column] = cell
    if width == 2 {
      cell.letter = " "
      cell.width = 0
      lines[cursorRow][column + 1] = cell
    }
    lastPrinted = (cursorRow, column)
    column += width
    if !wrapsAround { column = min(column, columns - 1) }
  }

  private mutating func stack(_ mark: Unicode.Scalar) {
    guard lastPrinted != nil || column > 0 else {
      strayMarks.append(mark)
      return
    }
    var (row, column) = lastPrinted ?? (cursorRow, column - 1)
    if lines[row][column].width == 0 { column -= 1 }
    lines[row][column].marks.append(mark)
  }

  /// A wide letter of which the range covers one half goes altogether.
  private mutating func mendHalves(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if lines[cursorRow][range.lowerBound].width == 0 { blank(range.lowerBound - 1) }
    if range.upperBound < columns, lines[cursorRow][range.upperBound].width == 0 { blank(range.upperBound) }
  }

  private mutating func blank(_ column: Int) {
    let attributes = lines[cursorRow][column].attributes
    lines[cursorRow][column] = TerminalCell()
    lines[cursorRow][column].attributes = attributes
  }
}

// MARK: The cursor

extension TerminalScreen {
  /// From where moves and erasures count: the two manners differ while the wrap is pending.
  var place: Int { manner == .xterm ? min(column, columns - 1) : column }

  mutating func moveTo(column newColumn: Int) {
    column = min(newColumn, columns - 1)
    lastPrinted = nil
  }

  mutating func moveTo(row newRow: Int) {
    cursorRow = min(newRow, rows - 1)
    column = place
    lastPrinted = nil
  }

  /// Within the scrolling part, if it starts there.
  mutating func moveVertically(by count: Int) {
    if count < 0 {
      cursorRow = max(cursorRow + count, cursorRow < margins.lowerBound ? 0 : margins.lowerBound)
    } else {
      cursorRow = min(cursorRow + count, cursorRow > margins.upperBound ? rows - 1 : margins.upperBound)
    }
    moveTo(column: column)
  }

  mutating func backspace() { moveTo(column: max(place - 1, 0)) }

  /// A pending wrap stays pending.
  mutating func tabulate() {
    if column < columns { moveTo(column: (column / 8 + 1) * 8) }
  }

  /// tmux lets a pending wrap come along into the next row.
  mutating func lineFeed() {
    if cursorRow == margins.upperBound {
      scrollUp(1)
    } else {
      cursorRow = min(cursorRow + 1, rows - 1)
    }
    column = place
    lastPrinted = nil
  }

  mutating func reverseLineFeed() {
    if cursorRow == margins.lowerBound {
      scrollDown(1)
    } else {
      cursorRow = max(cursorRow - 1, 0)
    }
    column = place
    lastPrinted = nil
  }

  mutating func saveCursor() {
    saved = SavedCursor(row: cursorRow, column: column, attributes: attributes)
  }

  mutating func restoreCursor() {
    cursorRow = min(saved.row, rows - 1)
    column = min(saved.column, manner == .xterm ? columns : columns - 1)
    attributes = saved.attributes
    lastPrinted = nil
  }

  mutating func showAlternate() {
    guard main == nil else { return }
    saveCursor()
    main = (lines, saved)
    saved = SavedCursor()
    for row in 0..<rows { lines[row] = blanks(columns) }
  }

  mutating func showMain() {
    guard let stashed = main else { return }
    (lines, saved) = stashed
    main = nil
    restoreCursor()
  }
}

// MARK: Erasing and scrolling

extension TerminalScreen {
  private func blanks(_ count: Int) -> [TerminalCell] {
    var cell = TerminalCell()
    cell.attributes.background = attributes.background
    return Array(repeating: cell, count: count)
  }

  private mutating func erase(_ range: Range<Int>) {
    mendHalves(range)
    lines[cursorRow].replaceSubrange(range, with: blanks(range.count))
    lastPrinted = nil
  }

  mutating func eraseLine(_ part: Int) {
    switch part {
    case 0:
      column = place
      erase(column..<columns)
    case 1: erase(0..<min(column + 1, columns))
    default: erase(0..<columns)
    }
  }

  mutating func eraseScreen(_ part: Int) {
    switch part {
    case 0:
      eraseLine(0)
      for row in (cursorRow + 1)..<rows { lines[row] = blanks(columns) }
    case 1:
      eraseLine(1)
      for row in 0..<cursorRow { lines[row] = blanks(columns) }
    case 2:
      for row in 0..<rows { lines[row] = blanks(columns) }
      lastPrinted = nil
    default: scrolledOff = []
    }
  }

  mutating func eraseLetters(_ count: Int) {
    column = place
    erase(column..<min(column + count, columns))
  }

  mutating func insertBlanks(_ count: Int) {
    column = place
    guard column < columns else { return }
    if lines[cursorRow][column].width == 0 { mendHalves(column..<(column + 1)) }
    lines[cursorRow].insert(contentsOf: blanks(min(count, columns - column)), at: column)
    lines[cursorRow].removeLast(lines[cursorRow].count - columns)
    if lines[cursorRow][columns - 1].width == 2 { blank(columns - 1) }
    lastPrinted = nil
  }

  mutating func deleteLetters(_ count: Int) {
    column = place
    let range = column..<min(column + count, columns)
    mendHalves(range)
    lines[cursorRow].removeSubrange(range)
    lines[cursorRow] += blanks(range.count)
    lastPrinted = nil
  }

  mutating func insertLines(_ count: Int) { shiftRows(count, scrollLinesDown) }

  mutating func deleteLines(_ count: Int) { shiftRows(count, scrollLinesUp) }

  /// Only within the scrolling part. xterm then goes to the first column.
  private mutating func shiftRows(_ count: Int, _ shift: (Int, Int) -> [[TerminalCell]]) {
    guard margins.contains(cursorRow) else { return }
    lines = shift(count, cursorRow)
    if manner == .xterm { column = 0 }
    lastPrinted = nil
  }

  mutating func scrollUp(_ count: Int) {
    let count = min(count, margins.count)
    if margins.lowerBound == 0, main == nil {
      scrolledOff += lines[..<count].map(TerminalScreen.text)
    }
    lines = scrollLinesUp(count, margins.lowerBound)
    lastPrinted = nil
  }

  mutating func scrollDown(_ count: Int) {
    lines = scrollLinesDown(count, margins.lowerBound)
    lastPrinted = nil
  }

  private func scrollLinesUp(_ count: Int, _ top: Int) -> [[TerminalCell]] {
    let count = min(count, margins.upperBound - top + 1)
    var moved = lines
    moved.removeSubrange(top..<(top + count))
    moved.insert(
      contentsOf: Array(repeating: blanks(columns), count: count), at: margins.upperBound + 1 - count)
    return moved
  }

  private func scrollLinesDown(_ count: Int, _ top: Int) -> [[TerminalCell]] {
    let count = min(count, margins.upperBound - top + 1)
    var moved = lines
    moved.removeSubrange((margins.upperBound + 1 - count)...margins.upperBound)
    moved.insert(contentsOf: Array(repeating: blanks(columns), count: count), at: top)
    return moved
  }
}
