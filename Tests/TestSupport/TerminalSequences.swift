/// A control sequence taken apart: `ESC[?25h` is mode `?`, numbers [25], ending "h".
struct ControlSequence {
  private let bytes: [UInt8]
  let prefix: String
  /// The parameters with their parts between colons; nil where nothing is written.
  let parameters: [[Int?]]
  /// The intermediate characters and the final one.
  let ending: String

  init(_ collected: [UInt8], final: UInt8) {
    bytes = collected + [final]
    let isPrivate = collected.first.map { (0x3C...0x3F).contains($0) } ?? false
    prefix = isPrivate ? String(Unicode.Scalar(collected[0])) : ""
    let rest = collected.dropFirst(isPrivate ? 1 : 0)
    let end = rest.firstIndex { $0 < 0x30 } ?? rest.endIndex
    ending = String(decoding: rest[end...] + [final], as: UTF8.self)
    parameters = rest[..<end].split(separator: 0x3B, omittingEmptySubsequences: false).map { parameter in
      parameter.split(separator: 0x3A, omittingEmptySubsequences: false).map {
        Int(String(decoding: $0, as: UTF8.self))
      }
    }
  }

  var kind: String { prefix + ending }

  var shown: String { "ESC[" + String(decoding: bytes, as: UTF8.self) }

  var numbers: [Int] { parameters.map { ($0.first ?? nil) ?? 0 } }

  /// A number that chooses: 0 unless it is written.
  func choice(_ index: Int = 0) -> Int { index < parameters.count ? numbers[index] : 0 }

  /// A number that counts: 1 unless it is written; 0 counts as 1.
  func count(_ index: Int = 0) -> Int { min(max(choice(index), 1), 100_000) }
}

extension TerminalScreen {
  mutating func escapeSequence(_ intermediates: [UInt8], final: UInt8) {
    let name = String(decoding: intermediates + [final], as: UTF8.self)
    switch name {
    case "7": saveCursor()
    case "8": restoreCursor()
    case "D": lineFeed()
    case "E":
      moveTo(column: 0)
      lineFeed()
    case "M": reverseLineFeed()
    // Keypad modes, the ASCII set, and the end of a string: nothing that is seen.
    case "=", ">", "(B", ")B", "\\": break
    case "c": reset()
    default: unknownSequences.append("ESC" + name)
    }
  }

  mutating func controlSequence(_ sequence: ControlSequence) {
    let count = sequence.count()
    switch sequence.kind {
    case "A": moveVertically(by: -count)
    case "B": moveVertically(by: count)
    case "C": moveTo(column: place + count)
    case "D": moveTo(column: max(place - count, 0))
    case "E":
      moveVertically(by: count)
      moveTo(column: 0)
    case "F":
      moveVertically(by: -count)
      moveTo(column: 0)
    case "G", "`": moveTo(column: count - 1)
    case "d": moveTo(row: count - 1)
    case "H", "f":
      moveTo(row: count - 1)
      moveTo(column: sequence.count(1) - 1)
    case "J" where sequence.choice() <= 3: eraseScreen(sequence.choice())
    case "K" where sequence.choice() <= 2: eraseLine(sequence.choice())
    case "L": insertLines(count)
    case "M": deleteLines(count)
    case "@": insertBlanks(count)
    case "P": deleteLetters(count)
    case "X": eraseLetters(count)
    case "S": scrollUp(count)
    case "T": scrollDown(count)
    case "r": setMargins(sequence)
    case "s": saveCursor()
    case "u": restoreCursor()
    case "m": selectGraphics(sequence)
    case "n": reportStatus(sequence)
    case "c" where sequence.choice() == 0: reply("[?62;22c")
    case ">c" where sequence.choice() == 0: reply("[>1;10;0c")
    case "h", "l": setModes(sequence)
    case "?h", "?l": setPrivateModes(sequence)
    // The shape of the cursor.
    case " q": break
    default: unknownSequences.append(sequence.shown)
    }
  }

  private mutating func reply(_ text: String) { pendingReplies += Array("\u{1B}\(text)".utf8) }

  private mutating func reportStatus(_ sequence: ControlSequence) {
    switch sequence.choice() {
    case 5: reply("[0n")
    case 6: reply("[\(cursor.row + 1);\(cursor.column + 1)R")
    default: unknownSequences.append(sequence.shown)
    }
  }

  private mutating func setMargins(_ sequence: ControlSequence) {
    let bottom = sequence.choice(1) == 0 ? rows : min(sequence.choice(1), rows)
    guard sequence.count() < bottom else { return }
    margins = (sequence.count() - 1)...(bottom - 1)
    moveTo(row: 0)
    moveTo(column: 0)
  }

  private mutating func setModes(_ sequence: ControlSequence) {
    for number in sequence.numbers {
      if number == 4 {
        insertsLetters = sequence.ending == "h"
      } else {
        unknownSequences.append("ESC[\(number)\(sequence.ending)")
      }
    }
  }

  private mutating func setPrivateModes(_ sequence: ControlSequence) {
    let isSet = sequence.ending == "h"
    for number in sequence.numbers {
      switch number {
      case 1: applicationCursorKeys = isSet
      case 7: wrapsAround = isSet
      case 25: isCursorVisible = isSet
      case 1049: isSet ? showAlternate() : showMain()
      case 2004: bracketedPaste = isSet
      // A blinking cursor, and drawing held back until a frame is whole.
      case 12, 2026: break
      default: unknownSequences.append("ESC[?\(number)\(sequence.ending)")
      }
    }
  }

  private mutating func reset() {
    var fresh = TerminalScreen(columns: columns, rows: rows, manner: manner)
    fresh.scrolledOff = scrolledOff
    fresh.pendingReplies = pendingReplies
    fresh.bells = bells
    fresh.unknownSequences = unknownSequences
    fresh.rawControlsPrinted = rawControlsPrinted
    fresh.strayMarks = strayMarks
    fresh.malformedSequences = malformedSequences
    self = fresh
  }
}
