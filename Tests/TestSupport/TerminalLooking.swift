extension TerminalScreen: CustomStringConvertible {
  /// The screen in a frame, with the cursor's place below.
  public var description: String {
    let edge = "+" + String(repeating: "-", count: columns) + "+"
    let lines = lines.map { line in "|" + line.map(\.text).joined() + "|" }
    let place = "cursor at row \(cursor.row), column \(cursor.column)"
    return ([edge] + lines + [edge, place]).joined(separator: "\n")
  }

  /// The cell in which a text first begins, from the top.
  public func position(of text: String) -> (row: Int, column: Int)? {
    let wanted = Array(text.unicodeScalars)
    for row in 0..<rows {
      for column in 0..<columns where lines[row][column].letter == wanted.first {
        var shown = String.UnicodeScalarView()
        for cell in lines[row][column...] { cell.append(to: &shown) }
        if shown.starts(with: wanted) { return (row, column) }
      }
    }
    return nil
  }

  /// Whether a text stands somewhere in one row of the screen.
  public func shows(_ text: String) -> Bool { position(of: text) != nil }
}
