extension PseudoTerminal {
  /// What a keyboard has beyond letters.
  public enum Key: Sendable {
    case up, down, left, right, home, end, pageUp, pageDown
    case insert, delete, backspace, tab, shiftTab, escape, enter, altEnter
    case wordLeft, wordRight, altBackspace
    case control(Character), alt(Character)
  }
}

extension PseudoTerminal.Key {
  /// As xterm sends them.
  func bytes(applicationCursorKeys: Bool) -> [UInt8] {
    let cursor = applicationCursorKeys ? "\u{1B}O" : "\u{1B}["
    let text =
      switch self {
      case .up: cursor + "A"
      case .down: cursor + "B"
      case .right: cursor + "C"
      case .left: cursor + "D"
      case .home: cursor + "H"
      case .end: cursor + "F"
      case .insert: "\u{1B}[2~"
      case .delete: "\u{1B}[3~"
      case .pageUp: "\u{1B}[5~"
      case .pageDown: "\u{1B}[6~"
      case .backspace: "\u{7F}"
      case .tab: "\t"
      case .shiftTab: "\u{1B}[Z"
      case .escape: "\u{1B}"
      case .enter: "\r"
      case .altEnter: "\u{1B}\r"
      case .wordLeft: "\u{1B}[1;5D"
      case .wordRight: "\u{1B}[1;5C"
      case .altBackspace: "\u{1B}\u{7F}"
      case .control(let letter): String(Unicode.Scalar((letter.asciiValue ?? 0) & 0x1F))
      case .alt(let letter): "\u{1B}\(letter)"
      }
    return Array(text.utf8)
  }
}
