import Glibc
import PlanLang
import PlanRules

/// Lays out a problem: the message, the source line with the exact place marked, notes, and the remedy.
struct DiagnosticLayout {
  let sources: Sources
  /// Texts without a name to show: the line just typed.
  var unnamed: Set<Int> = []

  func document(_ problems: [Problem]) -> Document {
    var document = Document(json: json(problems))
    for (index, problem) in problems.enumerated() {
      if index > 0 { document.blank() }
      document.append(layout(problem))
    }
    return document
  }

  private func layout(_ problem: Problem) -> Document {
    var document = Document()
    let role: StyledText.Role = problem.severity == .error ? .bad : .middling
    document.line(
      StyledText("\(problem.severity.rawValue)[\(problem.code.rawValue)]", role) + StyledText(": ")
        + StyledText(Visible.message(problem.message), .strong))
    let places =
      [(problem.origin, problem.label.map(Visible.message))]
      + problem.notes.map { ($0.origin, Visible.message($0.text)) }
    let gutter =
      places.compactMap { place in
        Span(place.0).map { String(sources.texts[$0.file].line(of: $0.start)).count }
      }.max() ?? 1
    for (index, place) in places.enumerated() {
      guard let span = Span(place.0), span.file < sources.texts.count else {
        if index > 0, let text = place.1 { document.line(StyledText("  note: ", .note) + text) }
        continue
      }
      excerpt(
        span, label: place.1, isMain: index == 0, gutter: gutter, role: index == 0 ? role : .note, &document)
    }
    if let help = problem.remedy { document.line(StyledText("  help: ", .note) + Visible.message(help)) }
    return document
  }

  private func excerpt(
    _ span: Span, label: String?, isMain: Bool, gutter: Int, role: StyledText.Role, _ document: inout Document
  ) {
    let text = sources.texts[span.file]
    let line = text.line(of: span.start)
    if !unnamed.contains(span.file) {
      let place = "\(text.name):\(line)" + (text.isTable ? "" : ":\(text.column(of: span.start))")
      document.line(
        StyledText(String(repeating: " ", count: gutter + 2) + (isMain ? "at " : "see ") + place, .faint))
    }
    if text.isTable {
      if let label {
        document.line(StyledText(String(repeating: " ", count: gutter + 4)) + StyledText(label, role))
      }
      return
    }
    let range = text.line(around: span.start)
    let window = DiagnosticLayout.window(
      before: text.ending(range.lowerBound..<min(max(span.start, range.lowerBound), range.upperBound)),
      marked: text.beginning(min(span.start, range.upperBound)..<min(span.end, range.upperBound)),
      after: text.beginning(min(max(span.end, span.start), range.upperBound)..<range.upperBound))
    let number = String(line)
    let pad = String(repeating: " ", count: gutter - number.count + 1)
    document.drawn(StyledText(pad + number + " │ ", .faint) + window.line)
    let marks = String(repeating: isMain ? "^" : "-", count: max(1, TerminalWidth.of(window.marked)))
    var under = StyledText(String(repeating: " ", count: gutter + 1) + " │ ", .faint)
    under += StyledText(String(repeating: " ", count: TerminalWidth.of(window.before)))
    under += StyledText(marks, role)
    if let label, let room = Terminal.columns(of: STDERR_FILENO),
      under.width + 1 + TerminalWidth.of(label) > room
    {
      document.drawn(under)
      document.line(StyledText(String(repeating: " ", count: gutter + 4)) + StyledText(label, role))
      return
    }
    if let label { under += StyledText(" " + label, role) }
    document.drawn(under)
  }

  /// The maximum width of an excerpt in columns: a page of text, or less on a narrow terminal.
  private static var widest: Int { min(100, max(20, (Terminal.columns(of: STDERR_FILENO) ?? .max / 2) - 8)) }

  /// The part of a very long line around its mark; tabs take one column.
  private static func window(before: String, marked: String, after: String) -> (
    before: String, marked: String, line: String
  ) {
    var before = shown(before)
    let marked = TerminalWidth.cut(shown(marked), to: widest)
    var after = shown(after)
    if TerminalWidth.of(before) > widest / 2, TerminalWidth.of(before + marked + after) > widest {
      var kept = String.UnicodeScalarView()
      for scalar in before.unicodeScalars.suffix(widest / 2) { kept.append(scalar) }
      before = "…" + String(kept)
    }
    let room = widest - TerminalWidth.of(before + marked)
    if TerminalWidth.of(after) > room { after = TerminalWidth.cut(after, to: max(2, room)) }
    return (before, marked, before + marked + after)
  }

  /// The maximum number of bytes read on either side; anything further away would not be shown.
  fileprivate static let maxBytes = 4_000

  private static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { shown.append(scalar.value < 0x20 ? " " : scalar) }
    // Escape before widths are measured, so that the marks line up with the text shown.
    return Visible.message(String(shown))
  }

  private func json(_ problems: [Problem]) -> JSON {
    var last: (file: Int, place: SourceText.Place)?
    let diagnostics = problems.map { json($0, after: &last) }
    return .object([
      ("schema", .string("codi-plan/diagnostics/1")), ("diagnostics", .array(diagnostics)),
    ])
  }

  /// - Parameter last: the place at which the previous problem begins.
  private func json(_ problem: Problem, after last: inout (file: Int, place: SourceText.Place)?) -> JSON {
    var members: [(String, JSON)] = [
      ("code", .string(problem.code.rawValue)), ("severity", .string(problem.severity.rawValue)),
      ("message", .string(Visible.message(problem.message))),
    ]
    if let span = Span(problem.origin), span.file < sources.texts.count {
      let text = sources.texts[span.file]
      let start = text.place(of: span.start, after: last?.file == span.file ? last?.place : nil)
      last = (span.file, start)
      members += [
        ("file", .string(Visible.text(text.name))), ("line", .number(text.line(of: span.start))),
        ("column", .number(start.column)), ("endLine", .number(text.line(of: span.end))),
        ("endColumn", .number(text.place(of: span.end, after: start).column)),
      ]
    } else {
      members += [
        ("file", .null), ("line", .null), ("column", .null), ("endLine", .null), ("endColumn", .null),
      ]
    }
    members.append(("help", JSON(problem.remedy.map(Visible.message))))
    return .object(members)
  }
}

extension SourceText {
  /// The beginning of a range, as much as could be displayed.
  fileprivate func beginning(_ range: Range<Int>) -> String {
    var end = min(range.upperBound, range.lowerBound + DiagnosticLayout.maxBytes)
    while end > range.lowerBound, end < range.upperBound, isInside(end) { end -= 1 }
    return text(range.lowerBound..<end)
  }

  /// The end of a range, as much as could be displayed.
  fileprivate func ending(_ range: Range<Int>) -> String {
    var start = max(range.lowerBound, range.upperBound - DiagnosticLayout.maxBytes)
    while start < range.upperBound, start > range.lowerBound, isInside(start) { start += 1 }
    return text(start..<range.upperBound)
  }

  /// Whether a byte continues the character before it.
  private func isInside(_ offset: Int) -> Bool { bytes[offset] & 0xC0 == 0x80 }
}
