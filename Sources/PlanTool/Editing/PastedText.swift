import PlanLang

/// In this mode, terminals enclose pasted text in two control sequences.
enum BracketedPaste {
  static let on = "\u{1B}[?2004h"
  static let off = "\u{1B}[?2004l"
}

/// Pasted text, cleaned up for use in a statement.
enum PastedText {
  /// Normalizes line ends, replaces tabs by spaces, and removes control characters and trailing line ends.
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

/// Pasted spreadsheet rows, whose tabs appear in the line as spaces.
struct PastedRows {
  private let shown: String
  private let rows: String

  /// Returns `nil` if something other than rows was pasted.
  init?(_ pasted: String, shownAs shown: String) {
    let lines = pasted.split(whereSeparator: \.isNewline)
    guard !lines.isEmpty, lines.allSatisfy({ SpreadsheetRow.isRow($0) }) else { return nil }
    (self.shown, rows) = (shown, lines.joined(separator: "\n"))
  }

  /// The line with its tabs restored, so that the rows can be recognized; `nil` if it no longer contains them.
  func restored(in text: String) -> String? {
    guard let range = text.firstRange(of: shown) else { return nil }
    return text[..<range.lowerBound] + rows + text[range.upperBound...]
  }
}
