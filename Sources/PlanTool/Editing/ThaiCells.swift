/// Represents each Thai letter with its vowels and tone marks as a single character, for an editor that uses one
/// character per cell.
///
/// When redrawing, libedit overwrites zero-width marks. Inside it, therefore, each letter with its marks is one
/// stand-in character of width one, which is converted back in its output and in the line it returns. A text that
/// itself contains a stand-in character gets another one for it, so nothing is ever lost.
struct ThaiCells {
  private var cells: [[Unicode.Scalar]] = []
  private var numbers: [[Unicode.Scalar]: Int] = [:]

  /// Letters that have width one everywhere and that no plan is written in, followed by private-use characters.
  private static let blocks: [ClosedRange<UInt32>] = [
    0x13000...0x1342E, 0x12000...0x12399, 0x14400...0x14646, 0x16800...0x16A38, 0xF0000...0xFFFFD,
  ]

  /// The marks above and below Thai letters, in the order of the key codes that represent them.
  static let marks: [Unicode.Scalar] = [
    "\u{0E31}", "\u{0E34}", "\u{0E35}", "\u{0E36}", "\u{0E37}", "\u{0E38}", "\u{0E39}", "\u{0E3A}",
    "\u{0E47}",
    "\u{0E48}", "\u{0E49}", "\u{0E4A}", "\u{0E4B}", "\u{0E4C}", "\u{0E4D}", "\u{0E4E}",
  ]

  private static func number(of scalar: Unicode.Scalar) -> Int? {
    var before = 0
    for block in blocks {
      if block.contains(scalar.value) { return before + Int(scalar.value - block.lowerBound) }
      before += block.count
    }
    return nil
  }

  private static func standIn(_ number: Int) -> Unicode.Scalar {
    var rest = number
    for block in blocks {
      if rest < block.count { return Unicode.Scalar(block.lowerBound + UInt32(rest)) ?? "?" }
      rest -= block.count
    }
    return "?"
  }

  static func isStandIn(_ scalar: Unicode.Scalar) -> Bool { number(of: scalar) != nil }

  /// The contents of a cell: a letter, possibly with marks.
  func content(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard let number = ThaiCells.number(of: scalar), number < cells.count else { return [scalar] }
    return cells[number]
  }

  /// The character that represents a cell.
  mutating func cell(_ content: [Unicode.Scalar]) -> Unicode.Scalar {
    if content.count == 1, !ThaiCells.isStandIn(content[0]) { return content[0] }
    if let number = numbers[content] { return ThaiCells.standIn(number) }
    numbers[content] = cells.count
    cells.append(content)
    return ThaiCells.standIn(cells.count - 1)
  }

  /// Marks combine with any letter before them, but not with a space or a line end: there they form cells of their
  /// own.
  static func carriesMarks(_ scalar: Unicode.Scalar) -> Bool { scalar != " " && scalar != "\n" }

  mutating func encode(_ text: String) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var pending: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if ThaiCells.marks.contains(scalar), let letter = pending.last, ThaiCells.carriesMarks(letter) {
        pending.append(scalar)
        continue
      }
      if !pending.isEmpty { result.append(cell(pending)) }
      pending = [scalar]
    }
    if !pending.isEmpty { result.append(cell(pending)) }
    return result
  }

  func decode(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    // Append one by one: appending a sequence would copy everything already there.
    for scalar in scalars {
      for part in content(scalar) { text.append(part) }
    }
    return String(text)
  }

  /// How a cell is displayed: a mark without a letter is shown on a dotted circle.
  static func shown(_ content: [Unicode.Scalar]) -> [Unicode.Scalar] {
    content.first.map { marks.contains($0) } == true ? ["\u{25CC}"] + content : content
  }
}
