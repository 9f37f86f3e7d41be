public import PlanRules

/// Spreadsheet rows pasted among statements: cells separated by tabs.
public enum SpreadsheetRow {
  /// Whether a line has several cells and does not read like a statement: only figures and ordinary words.
  public static func isRow(_ line: some StringProtocol) -> Bool {
    let cells = cells(line)
    guard cells.count > 1, let first = cells.first else { return false }
    // A statement may contain tabs; a column heading is not a statement.
    let word = first.prefix { !$0.isWhitespace }
    if StatementWord(spelled: String(word)) != nil, first != StatementWord.programme.spelling {
      return false
    }
    return cells.allSatisfy { cell in cell.unicodeScalars.allSatisfy { !marks.contains($0) } }
  }

  private static let marks = Set("{}[]=<>;\"#".unicodeScalars)

  private static func cells(_ line: some StringProtocol) -> [String] {
    line.split(separator: "\t").map { String($0).trimmed }.filter { !$0.isEmpty }
  }

  /// The problems of a text, with all those caused by pasted rows replaced by a single problem that names the rows.
  ///
  /// - Parameter file: the index of the text in the sources.
  public static func reported(_ problems: [Problem], in text: SourceText, file: Int) -> [Problem] {
    guard !problems.isEmpty, text.bytes.contains(UInt8(ascii: "\t")) else { return problems }
    var found: [Problem] = []
    var isReported = false
    /// Computed when a line first looks like a row.
    var blocks: [Range<Int>]?
    /// The line examined last, cached because one line may have many mistakes.
    var last: (line: Range<Int>, isRow: Bool) = (0..<0, false)
    for problem in problems {
      guard let span = Span(problem.origin), span.file == file else {
        found.append(problem)
        continue
      }
      if !last.line.contains(span.start) {
        let line = text.line(around: span.start)
        last = (line, isRow(text.text(line)))
      }
      guard last.isRow else {
        found.append(problem)
        continue
      }
      // Inside braces, lines of figures may contain tabs.
      let known = blocks ?? self.blocks(of: text, file)
      blocks = known
      if known.contains(where: { $0.contains(span.start) }) {
        found.append(problem)
      } else {
        if !isReported { found.append(rows(in: text, from: span, file: file)) }
        isReported = true
      }
    }
    return found
  }

  /// The ranges of top-level brace blocks, which include nested ones.
  private static func blocks(of text: SourceText, _ file: Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var (depth, start) = (0, 0)
    for token in Lexer.read(text, file: file).tokens {
      if token.kind == .symbol(.openBrace) {
        if depth == 0 { start = token.span.start }
        depth += 1
      } else if token.kind == .symbol(.closeBrace), depth > 0 {
        depth -= 1
        if depth == 0 { blocks.append(start..<token.span.end) }
      }
    }
    return depth > 0 ? blocks + [start..<text.bytes.count] : blocks
  }

  /// The problem of a text that consists only of rows; `nil` if it contains anything else.
  ///
  /// - Parameter file: the index of the text in the sources.
  public static func only(in text: SourceText, file: Int) -> Problem? {
    let lines = text.text(0..<text.bytes.count).split(whereSeparator: \.isNewline)
    guard !lines.isEmpty, lines.allSatisfy(isRow) else { return nil }
    return rows(in: text, from: Span(file: file, start: 0, end: 0), file: file)
  }

  private static func rows(in text: SourceText, from span: Span, file: Int) -> Problem {
    let range = text.line(around: span.start)
    let rest = text.text(range.lowerBound..<text.bytes.count)
    let count = rest.split(whereSeparator: \.isNewline).prefix(while: isRow).count
    let figures = cells(text.text(range)).count { TableNumber.isFigure($0) }
    // If there are as many figures as a year has quarters or months, they are assumed to be by quarter or month.
    let period = [AxisID.quarter, .month].first { $0.periodsInYear == figures }
    let columns =
      period.map { Calendar.ofTheReport.names(of: $0).map { "target " + $0 }.joined(separator: ",") }
      ?? (figures == 2 ? "target,actual" : "target")
    return .pastedRow(
      count, columns: columns, at: Span(file: file, start: range.lowerBound, end: range.upperBound))
  }
}

extension TableNumber {
  fileprivate static func isFigure(_ cell: String) -> Bool {
    switch TableNumber(Array(cell.utf8)) {
    case .decimal, .long, .percent: true
    case .missing, .bad: false
    }
  }

  private init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer { TableNumber($0) }
  }
}

extension Problem {
  fileprivate static func pastedRow(_ count: Int, columns: String, at span: Span) -> Problem {
    Problem(
      .pastedRow,
      count > 1
        ? "these are \(count) rows of a spreadsheet, with tabs between their cells"
        : "this is a row of a spreadsheet, with tabs between its cells", at: span.origin,
      help:
        "save the sheet as `CSV UTF-8` and read it: `load \"figures.csv\"`; its first line names the columns, such as `programme,\(columns)`"
    )
  }
}
