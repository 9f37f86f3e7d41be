/// Terminals send what is pasted between two marks while this is on.
enum BracketedPaste {
  static let on = "\u{1B}[?2004h"
  static let off = "\u{1B}[?2004l"
}

/// What was pasted, as a statement can hold it.
enum PastedText {
  /// Line ends as one character, tabs as blanks, no control characters, no line end at the end.
  static func cleaned(_ pasted: String) -> (text: String, dropped: Int) {
    var text = String.UnicodeScalarView()
    var dropped = 0
    var previous: Unicode.Scalar?
    for scalar in pasted.unicodeScalars {
      switch scalar.value {
      case 10: if previous != "\r" { text.append("\n") }
      case 13: text.append("\n")
      case 9:
        text.append(" ")
        text.append(" ")
      case 0..<0x20, 0x7F..<0xA0: dropped += 1
      default: text.append(scalar)
      }
      previous = scalar
    }
    while text.last == "\n" { text.removeLast() }
    return (String(text), dropped)
  }
}
