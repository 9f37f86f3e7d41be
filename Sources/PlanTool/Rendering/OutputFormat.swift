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
      case .table(let table): lines(table)
      }
    }
  }

  private static let gap = 2
  private static let narrowestLast = 28

  private func lines(_ table: Table) -> [StyledText] {
    var columns = Array(table.columns.indices).filter { index in
      !(table.columns[index].title.isEmpty || table.columns[index].folds == 1)
        || table.rows.contains { !$0[index].text.isEmpty }
    }
    let cellWidths = table.rows.map { $0.map(\.text.width) }
    var widths = columns.map { index in
      cellWidths.reduce(TerminalWidth.of(table.columns[index].title)) { max($0, $1[index]) }
    }
    fit(&columns, &widths, table)
    var lines: [StyledText] = []
    if table.columns.contains(where: { !$0.title.isEmpty }) {
      let titles = columns.map { StyledText(table.columns[$0].title, .faint) }
      lines += line(titles, titles.map(\.width), columns, widths, table)
    }
    for (row, own) in zip(table.rows, cellWidths) {
      let cells = zip(columns, widths).map { index, width in
        own[index] <= width || index == columns.last && goesOn(table.columns[index])
          ? row[index].text : cut(row[index].text, to: width)
      }
      let shown = columns.indices.map { own[columns[$0]] <= widths[$0] ? own[columns[$0]] : cells[$0].width }
      lines += line(cells, shown, columns, widths, table)
    }
    return lines
  }

  /// Whether a column, where it stands last, goes on in further rows instead of being cut.
  private func goesOn(_ column: Table.Column) -> Bool {
    !column.isRight && column.shrinksTo == nil && column.folds == 0
  }

  private func cut(_ text: StyledText, to width: Int) -> StyledText {
    guard text.width > width, let role = text.runs.first?.role else { return text }
    return StyledText(TerminalWidth.cut(text.plain, to: width), role)
  }

  /// Narrows what may be narrowed, then leaves out what matters least, until the table fits the terminal.
  private func fit(_ columns: inout [Int], _ widths: inout [Int], _ table: Table) {
    guard let limit = width else { return }
    let total: ([Int]) -> Int = { $0.reduce(0, +) + max(0, $0.count - 1) * TextRendering.gap }
    // What stands last goes on in further rows, before anything else is cut.
    if let last = widths.last, let column = columns.last, goesOn(table.columns[column]), total(widths) > limit
    {
      widths[widths.count - 1] = max(min(last, TextRendering.narrowestLast), last - (total(widths) - limit))
    }
    while total(widths) > limit {
      let excess = total(widths) - limit
      if let position = columns.indices.first(where: { position in
        table.columns[columns[position]].shrinksTo.map { widths[position] > $0 } ?? false
      }) {
        let least = table.columns[columns[position]].shrinksTo ?? 0
        widths[position] = max(least, widths[position] - excess)
        continue
      }
      let foldable = columns.indices.filter { table.columns[columns[$0]].folds > 0 }
      guard
        let first = foldable.max(by: { table.columns[columns[$0]].folds < table.columns[columns[$1]].folds })
      else { return }
      columns.remove(at: first)
      widths.remove(at: first)
    }
  }

  /// The last column goes on in further lines where the terminal is too narrow for it.
  private func finished(_ head: StyledText, _ last: StyledText) -> [StyledText] {
    guard let limit = width, head.width + last.width > limit, limit - head.width >= 16 else {
      return [(head + last).withoutBlanksAtEnd]
    }
    let parts = last.wrapped(to: limit - head.width, indent: 0)
    let lines = parts.flatMap { $0.folded(to: limit - head.width) }
    return lines.enumerated().map { index, line in
      ((index == 0 ? head : StyledText(String(repeating: " ", count: head.width))) + line).withoutBlanksAtEnd
    }
  }

  /// - Parameter cellWidths: how wide the cells are themselves.
  private func line(
    _ cells: [StyledText], _ cellWidths: [Int], _ columns: [Int], _ widths: [Int], _ table: Table
  ) -> [StyledText] {
    var line = StyledText()
    /// Between the cell before and this one.
    var blanks = 0
    for (position, cell) in cells.enumerated() {
      if position > 0 { blanks += TextRendering.gap }
      let isRight = table.columns[columns[position]].isRight
      if position == cells.count - 1, !isRight {
        line.append(blanks: blanks)
        return finished(line, cell)
      }
      let missing = max(0, widths[position] - cellWidths[position])
      if isRight { blanks += missing }
      line.append(blanks: blanks)
      line += cell
      blanks = isRight ? 0 : missing
    }
    return [line.withoutBlanksAtEnd]
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
