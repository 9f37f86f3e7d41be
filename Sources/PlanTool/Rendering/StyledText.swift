import PlanLang
import PlanRules

/// Text with roles, which describe what it is. Only `Painter` decides how a role looks.
struct StyledText: Hashable {
  enum Role: Hashable {
    case plain, strong, faint, name, good, middling, bad, note
    /// Roles in a statement that is being typed.
    case keyword, literal, unknown, match, ghost
    /// The selected one of several.
    case selected
  }

  struct Run: Hashable {
    let text: String
    let role: Role
    /// The target of the text, for formats that support links.
    var link: FileLine?
  }

  private(set) var runs: [Run] = []

  init() {}

  init(_ text: String, _ role: Role = .plain) {
    if !text.isEmpty { runs = [Run(text: Visible.text(text), role: role)] }
  }

  /// The place of a line, linked to it.
  init(link: FileLine, _ role: Role = .plain) {
    runs = [Run(text: Visible.text(link.text), role: role, link: link)]
  }

  /// Appends text, to the last run if the role is the same.
  mutating func append(_ text: String, _ role: Role) {
    if let last = runs.last, last.role == role, last.link == nil {
      runs[runs.count - 1] = Run(text: last.text + Visible.text(text), role: role)
    } else {
      self += StyledText(text, role)
    }
  }

  mutating func append(blanks count: Int) {
    guard count > 0 else { return }
    let blanks = String(unsafeUninitializedCapacity: count) { bytes in
      bytes.initialize(repeating: UInt8(ascii: " "))
      return count
    }
    runs.append(Run(text: blanks, role: .plain))
  }

  static func + (a: StyledText, b: StyledText) -> StyledText {
    var sum = a
    sum.runs += b.runs
    return sum
  }

  static func + (a: StyledText, b: String) -> StyledText { a + StyledText(b) }

  static func += (a: inout StyledText, b: StyledText) { a.runs += b.runs }

  var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).listed(by: "") }
  var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }

  /// The width in terminal columns.
  var width: Int { runs.reduce(0) { $0 + TerminalWidth.of($1.text) } }

  /// The parts between gaps of three spaces, at which a long answer may be broken.
  var segments: [StyledText] {
    var segments = [StyledText()]
    for run in runs {
      var rest = Substring(run.text)
      while let gap = rest.firstRange(of: StyledText.gap) {
        segments[segments.count - 1] += StyledText(String(rest[..<gap.lowerBound]), run.role)
        segments.append(StyledText())
        rest = rest[gap.upperBound...]
      }
      segments[segments.count - 1] += StyledText(String(rest), run.role)
    }
    return segments
  }

  static let gap = "   "

  /// The text wrapped to a width, with continuation lines indented; text without a gap is not broken.
  func wrapped(to width: Int, indent: Int) -> [StyledText] {
    guard self.width > width else { return [self] }
    var lines: [StyledText] = []
    var line = StyledText()
    for segment in segments {
      if !line.isEmpty,
        line.width + StyledText.gap.count + segment.width > width - (lines.isEmpty ? 0 : indent)
      {
        lines.append(line)
        line = StyledText()
      }
      line += line.isEmpty ? segment : StyledText(StyledText.gap) + segment
    }
    return lines + [line]
  }

  /// The text wrapped to a width between words; continuation lines are indented by two more than the first.
  func folded(to width: Int) -> [StyledText] {
    guard self.width > width else { return [self] }
    let depth = plain.prefix { $0 == " " }.count
    let indent = StyledText(String(repeating: " ", count: min(depth + 2, width / 2)))
    var lines: [StyledText] = []
    var line = StyledText()
    var hasWord = false
    for (word, blanks) in words {
      if hasWord, line.width + blanks + word.width > width {
        lines.append(line)
        line = indent + word
      } else {
        line += StyledText(String(repeating: " ", count: blanks)) + word
      }
      hasWord = true
    }
    return lines + [line]
  }

  /// The words of the text, each with the number of spaces before it; a word may have several roles.
  private var words: [(word: StyledText, blanks: Int)] {
    var words: [(word: StyledText, blanks: Int)] = []
    var word = StyledText()
    var blanks = 0
    for run in runs {
      for scalar in run.text.unicodeScalars {
        guard scalar == " " else {
          word.append(String(scalar), run.role)
          continue
        }
        if !word.isEmpty {
          words.append((word, blanks))
          (word, blanks) = (StyledText(), 0)
        }
        blanks += 1
      }
    }
    return word.isEmpty ? words : words + [(word, blanks)]
  }

  /// The text cut to a width, with an ellipsis if anything is missing.
  func cut(to width: Int) -> StyledText {
    guard self.width > width else { return self }
    var cut = StyledText()
    var room = width
    for run in runs {
      let needed = TerminalWidth.of(run.text)
      if needed < room {
        cut.append(run.text, run.role)
        room -= needed
      } else {
        cut.append(
          needed == room
            ? TerminalWidth.cut(run.text, to: max(1, room - 1)) : TerminalWidth.cut(run.text, to: room),
          run.role)
        break
      }
    }
    return cut
  }

  var withoutBlanksAtEnd: StyledText {
    var text = self
    while let last = text.runs.last, last.text.utf8.last == UInt8(ascii: " ") {
      text.runs.removeLast()
      let bytes = last.text.utf8
      guard let end = bytes.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { continue }
      text.runs.append(Run(text: String(last.text[...end]), role: last.role))
      break
    }
    return text
  }

  func padded(to width: Int, alignedRight: Bool = false) -> StyledText {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let blanks = StyledText(String(repeating: " ", count: missing))
    return alignedRight ? blanks + self : self + blanks
  }
}

/// Applies colours and styles to text.
struct Painter {
  let usesColour: Bool

  func paint(_ text: StyledText) -> String {
    var painted = ""
    paint(text, into: &painted)
    return painted
  }

  func paint(_ text: StyledText, into painted: inout String) {
    for run in text.runs {
      if usesColour, let code = Painter.code(run.role) {
        painted += "\u{1B}[\(code)m\(run.text)\u{1B}[0m"
      } else {
        painted += run.text
      }
    }
  }

  private static func code(_ role: StyledText.Role) -> String? {
    switch role {
    case .plain: nil
    case .strong: "1"
    case .faint: "2"
    case .name: "36"
    case .good: "32"
    case .middling: "33"
    case .bad: "31"
    case .note: "34"
    case .keyword: "1"
    case .literal: "33"
    case .unknown: "4;31"
    case .match: "1;4"
    case .ghost: "2"
    case .selected: "7"
    }
  }
}

/// Escapes text from a plan for display: control characters and characters that change the text direction are made
/// visible, so that they never reach the terminal.
enum Visible {
  static func text(_ text: String) -> String { escaping(text, where: isHidden) }

  /// Escapes a text for a message: there, all other invisible characters are shown as well.
  static func message(_ text: String) -> String { escaping(text) { isHidden($0) || $0.cannotBeSeen } }

  private static func escaping(_ text: String, where isHidden: (Unicode.Scalar) -> Bool) -> String {
    var looked = text
    let isPlain = looked.withUTF8 { bytes in bytes.allSatisfy { (0x20..<0x7F).contains($0) } }
    guard !isPlain, text.unicodeScalars.contains(where: isHidden)
    else { return text }
    var visible = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        for part in escape(scalar).unicodeScalars { visible.append(part) }
      } else {
        visible.append(scalar)
      }
    }
    return String(visible)
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case _ where SystemPath.byte(of: scalar) != nil: true
    case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    if let byte = SystemPath.byte(of: scalar) { return "\\x\(String(byte, radix: 16))" }
    switch scalar {
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: return scalar.escape
    }
  }
}
