/// Thai letters with their vowels and tone marks as single characters, for an editor that keeps one character a cell.
///
/// libedit overwrites a mark of zero width when it redraws. So inside it each letter with its marks is one stand-in
/// character of width one; what it prints is turned back, and so is the line that it returns. A text that really
/// holds a stand-in gets one too, so nothing is ever lost.
struct ThaiCells {
  private var cells: [[Unicode.Scalar]] = []
  private var numbers: [[Unicode.Scalar]: Int] = [:]

  /// Characters that are letters of width one everywhere and that no plan is written in, then private ones.
  private static let blocks: [ClosedRange<UInt32>] = [
    0x13000...0x1342E, 0x12000...0x12399, 0x14400...0x14646, 0x16800...0x16A38, 0xF0000...0xFFFFD,
  ]

  /// The marks above and below Thai letters, in the order of the codes that stand for them as keys.
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

  /// What a cell holds: a letter, or a letter with its marks.
  func content(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard let number = ThaiCells.number(of: scalar), number < cells.count else { return [scalar] }
    return cells[number]
  }

  /// The character that stands for a cell.
  mutating func cell(_ content: [Unicode.Scalar]) -> Unicode.Scalar {
    if content.count == 1, !ThaiCells.isStandIn(content[0]) { return content[0] }
    if let number = numbers[content] { return ThaiCells.standIn(number) }
    numbers[content] = cells.count
    cells.append(content)
    return ThaiCells.standIn(cells.count - 1)
  }

  /// Marks stand on any letter before them, but not on a blank or a line end: there they are cells of their own.
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
    // One by one: adding a sequence copies all that is there already.
    for scalar in scalars {
      for part in content(scalar) { text.append(part) }
    }
    return String(text)
  }

  /// What is shown for a cell: a mark without a letter stands on a dotted circle, so that it can be seen.
  static func shown(_ content: [Unicode.Scalar]) -> [Unicode.Scalar] {
    content.first.map { marks.contains($0) } == true ? ["\u{25CC}"] + content : content
  }
}
