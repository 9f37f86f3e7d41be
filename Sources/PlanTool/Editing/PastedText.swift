import PlanLang

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

/// Rows of a spreadsheet that were pasted: the line shows blanks for their tabs.
struct PastedRows {
  private let shown: String
  private let rows: String

  /// `nil` where it is something else that was pasted.
  init?(_ pasted: String, shownAs shown: String) {
    let lines = pasted.split(whereSeparator: \.isNewline)
    guard !lines.isEmpty, lines.allSatisfy({ SpreadsheetRow.isRow($0) }) else { return nil }
    (self.shown, rows) = (shown, lines.joined(separator: "\n"))
  }

  /// A line with their tabs, so that it can be told what they are; `nil` where they are not in it any more.
  func restored(in text: String) -> String? {
    guard let range = text.firstRange(of: shown) else { return nil }
    return text[..<range.lowerBound] + rows + text[range.upperBound...]
  }
}
