import PlanLang

/// The ways in which an answer is written out.
enum OutputFormat: String, CaseIterable, Sendable {
  case text, markdown, csv, json

  /// - Parameter width: the terminal's; `nil` where nothing limits a line.
  /// - Parameter guardsTexts: in CSV no text is one that a spreadsheet would run.
  func render(_ document: Document, painter: Painter, width: Int?, guardsTexts: Bool = true) -> String {
    switch self {
    case .text: TextRendering(painter: painter, width: width).render(document)
    case .markdown: MarkdownRendering.render(document)
    case .csv: CSVRendering(guardsTexts: guardsTexts).render(document)
    case .json: document.json.text() + "\n"
    }
  }
}

/// Tables as aligned columns.
struct TextRendering {
  let painter: Painter
  let width: Int?

  func render(_ document: Document) -> String {
    var text = ""
    for line in lines(document) {
      painter.paint(line, into: &text)
      text += "\n"
    }
    return text
  }

  func lines(_ document: Document) -> [StyledText] {
    document.blocks.flatMap { block in
      switch block {
      case .blank: [StyledText()]
      case .line(let line): width.map { line.folded(to: $0) } ?? [line]
      case .drawn(let line): [line]
      case .value(let cell): [cell.text]
      case .table(let table): TextTable(table, width: width).lines()
      }
    }
  }
}

enum MarkdownRendering {
  static func render(_ document: Document) -> String {
    document.blocks.map { block in
      switch block {
      case .blank: "\n"
      case .line(let line), .drawn(let line): escaped(line.plain) + "\n"
      case .value(let cell): escaped(cell.text.plain) + "\n"
      case .table(let table): render(table)
      }
    }
    .joined()
  }

  private static func render(_ table: Table) -> String {
    let titles = row(table.columns.map { $0.title.isEmpty ? " " : $0.title })
    let rule = row(table.columns.map { $0.isRight ? "---:" : "---" })
    return titles + rule + table.rows.map { row($0.map { escaped($0.text.plain) }) }.joined()
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "|" { escaped += "\\|" } else { escaped.append(character) }
    }
    return escaped
  }
}

/// RFC 4180; figures as plain numbers. Only tables: what stands around them is for people.
struct CSVRendering {
  /// A text that a spreadsheet would take for a formula has a `'` in front; tables that are read take it off again.
  let guardsTexts: Bool

  func render(_ document: Document) -> String {
    let tables = document.blocks.compactMap { block -> Table? in
      switch block {
      case .table(let table): table
      case .value(let cell): Table([.init(title: "value")], [[cell]])
      case .line, .drawn, .blank: nil
      }
    }
    return tables.map(render).joined(separator: "\r\n")
  }

  private func render(_ table: Table) -> String {
    row(texts: table.columns.map { $0.title.isEmpty ? $0.key : CSVRendering.trimmed($0.title) })
      + table.rows.map { row($0.map { $0.hasRaw ? unlessFigure($0.raw) : guarded($0.raw) }) }.joined()
  }

  private static func trimmed(_ title: String) -> String {
    title.split(separator: " ").joined(separator: " ")
  }

  func row(texts: [String]) -> String { row(texts.map(guarded)) }

  /// Cells as they are.
  func row(_ cells: [String]) -> String {
    cells.map(CSVRendering.quoted).joined(separator: ",") + "\r\n"
  }

  // MARK: What a spreadsheet would run

  private func guarded(_ text: String) -> String {
    guardsTexts && text != "-" && CSVRendering.wouldRun(text) ? "'" + text : text
  }

  /// A cell that says of itself how a script reads it is mostly a figure, and a figure may begin with a sign.
  private func unlessFigure(_ text: String) -> String {
    let number = text.utf8.drop { $0 == UInt8(ascii: "-") }.allSatisfy {
      $0 &- 0x30 < 10 || [UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "%")].contains($0)
    }
    return number ? text : guarded(text)
  }

  /// Behind marks that were put there already, too: reading takes off one.
  private static func wouldRun(_ text: String) -> Bool {
    switch text.unicodeScalars.first(where: { $0 != "'" }) {
    case "="?, "+"?, "-"?, "@"?, "\t"?, "\r"?: true
    default: false
    }
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
