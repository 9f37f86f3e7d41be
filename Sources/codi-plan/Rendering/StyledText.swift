import PlanLang

/// Text with roles: what it is, not how it looks. Only `Painter` knows how a role looks.
struct StyledText: Hashable {
  enum Role: Hashable {
    case plain, strong, faint, name, good, middling, bad, note
  }

  struct Run: Hashable {
    let text: String
    let role: Role
  }

  private(set) var runs: [Run] = []

  init() {}

  init(_ text: String, _ role: Role = .plain) {
    if !text.isEmpty { runs = [Run(text: text, role: role)] }
  }

  static func + (a: StyledText, b: StyledText) -> StyledText {
    var sum = a
    sum.runs += b.runs
    return sum
  }

  static func + (a: StyledText, b: String) -> StyledText { a + StyledText(b) }

  static func += (a: inout StyledText, b: StyledText) { a.runs += b.runs }

  var plain: String { runs.map(\.text).joined() }
  var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }

  /// Columns on a terminal.
  var width: Int { runs.reduce(0) { $0 + TerminalWidth.of($1.text) } }

  /// The parts between gaps of three blanks: where a long answer may go on in the next line.
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

  /// The text in lines of a width, each further one indented; what has no gap stays whole.
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

  func padded(to width: Int, alignedRight: Bool = false) -> StyledText {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let blanks = StyledText(String(repeating: " ", count: missing))
    return alignedRight ? blanks + self : self + blanks
  }
}

/// The one place that knows escape codes.
struct Painter {
  let usesColour: Bool

  func paint(_ text: StyledText) -> String {
    guard usesColour else { return text.plain }
    return text.runs.map { run in
      guard let code = Painter.code(run.role) else { return run.text }
      return "\u{1B}[\(code)m\(run.text)\u{1B}[0m"
    }
    .joined()
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
    }
  }
}
