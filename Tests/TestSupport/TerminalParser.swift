/// Where the bytes stand: inside a letter, inside an escape sequence, or between them.
struct TerminalParser: Sendable {
  enum State { case ground, escape, control, string, stringEscape }

  var state = State.ground
  /// The bytes of the unfinished escape sequence, after ESC, ESC [ or the opening of a string.
  var collected: [UInt8] = []
  /// The kind of the unfinished string: the byte after ESC.
  var opening: UInt8 = 0

  /// The unfinished letter: its bits so far, the bytes it lacks, and what the next may be.
  var letterBits: UInt32 = 0
  var lacking = 0
  var next: ClosedRange<UInt8> = 0x80...0xBF
}

extension TerminalScreen {
  mutating func take(_ byte: UInt8) {
    switch parser.state {
    case .ground: takeText(byte)
    case .escape: takeEscape(byte)
    case .control: takeControl(byte)
    case .string: takeString(byte)
    case .stringEscape:
      parser.state = .ground
      if byte == 0x5C { return endString() }
      // A string is also ended by any other escape sequence.
      endString()
      parser.state = .escape
      takeEscape(byte)
    }
  }

  // MARK: Letters

  private mutating func takeText(_ byte: UInt8) {
    if parser.lacking > 0 {
      if parser.next.contains(byte) { return continueLetter(byte) }
      parser.lacking = 0
      printMalformed()
    }
    switch byte {
    case 0x20...0x7E: print(Unicode.Scalar(byte))
    case 0x00...0x1F, 0x7F: controlCharacter(byte)
    case 0xC2...0xDF: beginLetter(byte & 0x1F, lacking: 1)
    case 0xE0: beginLetter(0, lacking: 2, next: 0xA0...0xBF)
    case 0xED: beginLetter(0x0D, lacking: 2, next: 0x80...0x9F)
    case 0xE1...0xEF: beginLetter(byte & 0x0F, lacking: 2)
    case 0xF0: beginLetter(0, lacking: 3, next: 0x90...0xBF)
    case 0xF4: beginLetter(4, lacking: 3, next: 0x80...0x8F)
    case 0xF1...0xF3: beginLetter(byte & 0x07, lacking: 3)
    default: printMalformed()
    }
  }

  private mutating func beginLetter(
    _ bits: UInt8, lacking: Int, next: ClosedRange<UInt8> = 0x80...0xBF
  ) {
    parser.letterBits = UInt32(bits)
    parser.lacking = lacking
    parser.next = next
  }

  private mutating func continueLetter(_ byte: UInt8) {
    parser.letterBits = parser.letterBits << 6 | UInt32(byte & 0x3F)
    parser.lacking -= 1
    parser.next = 0x80...0xBF
    guard parser.lacking == 0 else { return }
    // The ranges for the second byte leave neither surrogates nor anything beyond U+10FFFF.
    let scalar = Unicode.Scalar(parser.letterBits)!
    if (0x80...0x9F).contains(scalar.value) {
      rawControlsPrinted.append(scalar)
    } else {
      print(scalar)
    }
  }

  private mutating func printMalformed() {
    malformedSequences += 1
    print("\u{FFFD}")
  }

  private mutating func controlCharacter(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: backspace()
    case 0x09: tabulate()
    case 0x0A: lineFeed()
    case 0x0D: moveTo(column: 0)
    case 0x1B: begin(.escape)
    case 0x0B, 0x0C:
      rawControlsPrinted.append(Unicode.Scalar(byte))
      lineFeed()
    default: rawControlsPrinted.append(Unicode.Scalar(byte))
    }
  }

  // MARK: Sequences

  private mutating func begin(_ state: TerminalParser.State) {
    parser.state = state
    parser.collected.removeAll(keepingCapacity: true)
  }

  private mutating func takeEscape(_ byte: UInt8) {
    switch byte {
    case 0x20...0x2F: parser.collected.append(byte)
    case 0x5B where parser.collected.isEmpty: begin(.control)
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
      begin(.string)
      parser.opening = byte
    case 0x30...0x7E:
      parser.state = .ground
      escapeSequence(parser.collected, final: byte)
    default: takeInside(byte, prefix: "ESC")
    }
  }

  private mutating func takeControl(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3F: parser.collected.append(byte)
    case 0x40...0x7E:
      parser.state = .ground
      controlSequence(ControlSequence(parser.collected, final: byte))
    default: takeInside(byte, prefix: "ESC[")
    }
  }

  /// A control character acts at once, even within a sequence; CAN, SUB, ESC and letters break it off.
  private mutating func takeInside(_ byte: UInt8, prefix: String) {
    if byte < 0x20, ![0x18, 0x1A, 0x1B].contains(byte) { return controlCharacter(byte) }
    unknownSequences.append(prefix + String(decoding: parser.collected, as: UTF8.self) + "…")
    parser.state = .ground
    if byte != 0x18, byte != 0x1A { takeText(byte) }
  }

  private mutating func takeString(_ byte: UInt8) {
    switch byte {
    case 0x07 where parser.opening == 0x5D:
      parser.state = .ground
      endString()
    case 0x1B: parser.state = .stringEscape
    case 0x18, 0x1A: parser.state = .ground
    default: break
    }
  }

  /// Titles and the like need no answer; other strings ask for something.
  private mutating func endString() {
    guard parser.opening != 0x5D else { return }
    unknownSequences.append("ESC" + String(Unicode.Scalar(parser.opening)) + "…")
  }
}
