import PlanLang

/// Markdown with tables, as understood by forges and converters; pictures are kept as drawn.
struct MarkdownRendering {
  /// The parts separated by blank lines.
  private var parts: [String] = []
  private var paragraph: [String] = []
  private var picture: [String] = []

  static func render(_ document: Document) -> String {
    var rendering = MarkdownRendering()
    for block in document.blocks { rendering.add(block) }
    rendering.endPart()
    return rendering.parts.map { $0 + "\n" }.joined(separator: "\n")
  }

  private mutating func add(_ block: Document.Block) {
    switch block {
    case .blank: endPart()
    case .heading(let text, let level):
      endPart()
      parts.append(String(repeating: "#", count: level) + " " + MarkdownRendering.written(text))
    case .table(let table):
      endPart()
      parts.append(MarkdownRendering.written(table))
    case .line(let text), .note(let text): line(text)
    case .value(let cell): line(cell.text)
    case .drawn(let text):
      if !paragraph.isEmpty { endPart() }
      picture.append(text.plain)
    }
  }

  private mutating func line(_ text: StyledText) {
    if !picture.isEmpty { endPart() }
    paragraph.append(MarkdownRendering.escapedBeginning(MarkdownRendering.written(text)))
  }

  private mutating func endPart() {
    // Two spaces at the end of a line prevent it from being joined with the next.
    if !paragraph.isEmpty { parts.append(paragraph.joined(separator: "  \n")) }
    if !picture.isEmpty { parts.append((["```text"] + picture + ["```"]).joined(separator: "\n")) }
    (paragraph, picture) = ([], [])
  }

  private static func written(_ table: Table) -> String {
    let titles = row(table.columns.map { $0.title.isEmpty ? " " : escaped($0.title) })
    let rule = row(table.columns.map { $0.isRight ? "---:" : "---" })
    return ([titles, rule] + table.rows.map { row($0.map { written($0.text) }) }).joined(separator: "\n")
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private static func written(_ text: StyledText) -> String {
    text.runs.map { run in
      guard let link = run.link, !link.isTyped else { return escaped(run.text) }
      return "[\(escaped(run.text))](\(address(link)))"
    }
    .joined()
  }

  /// The address of a line in a file, as used by forges; letters of other scripts are not escaped, since readers
  /// display them.
  private static func address(_ link: FileLine) -> String {
    var address = ""
    for scalar in Visible.text(link.file).unicodeScalars {
      switch scalar {
      case " ", "(", ")", "<", ">", "%", "#", "?", "\\", "|":
        address += "%" + String(scalar.value, radix: 16, uppercase: true)
      default: address.unicodeScalars.append(scalar)
      }
    }
    return address + "#L\(link.line)"
  }

  /// Escapes characters that are special in Markdown with a backslash.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "|*`<\\".contains(character) { escaped += "\\" }
      escaped.append(character)
    }
    return escaped
  }

  /// Escapes the beginning of a line that would otherwise be a heading, a quotation or a list item.
  private static func escapedBeginning(_ line: String) -> String {
    ["#", ">", "- ", "+ "].contains(where: line.hasPrefix) ? "\\" + line : line
  }
}
