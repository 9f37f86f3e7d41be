import PlanLang

/// A table as aligned columns. If the terminal is too narrow for all of them, labels are cut or dropped first;
/// whatever still does not fit continues below as whole columns, with the row names repeated, so that nothing
/// important is lost.
struct TextTable {
  let table: Table
  /// The width of the terminal; `nil` if lines are not limited.
  let width: Int?
  private let cellWidths: [[Int]]

  private static let gap = 2
  private static let narrowestLast = 28

  init(_ table: Table, width: Int?) {
    (self.table, self.width) = (table, width)
    cellWidths = table.rows.map { $0.map(\.text.width) }
  }

  /// Columns side by side, with their widths.
  private struct Part {
    var columns: [Int]
    var widths: [Int]

    var total: Int { widths.reduce(0, +) + max(0, widths.count - 1) * TextTable.gap }

    mutating func remove(at position: Int) {
      columns.remove(at: position)
      widths.remove(at: position)
    }
  }

  func lines() -> [StyledText] {
    let columns = table.columns.indices.filter { index in
      !(table.columns[index].title.isEmpty || table.columns[index].folds == 1)
        || table.rows.contains { !$0[index].text.isEmpty }
    }
    let whole = part(columns)
    let parts = width.map { self.parts(of: whole, to: $0) } ?? [whole]
    return parts.enumerated().flatMap { number, part in
      (number == 0 ? [] : [StyledText()]) + lines(of: part, isFirst: number == 0)
    }
  }

  private func part(_ columns: [Int]) -> Part {
    Part(
      columns: columns,
      widths: columns.map { index in
        cellWidths.reduce(TerminalWidth.of(table.columns[index].title)) { max($0, $1[index]) }
      })
  }

  // MARK: What has room

  /// The columns that fit, followed by parts for those that do not.
  private func parts(of whole: Part, to limit: Int) -> [Part] {
    var first = whole
    letLastGoOn(&first, limit)
    let labels = giveWay(&first, limit)
    shrink(&first, limit, sparing: keys)
    guard first.total > limit else { return [first] }
    // Move the least important columns below first; columns with the same priority move together.
    while first.total > limit,
      let most = first.columns.map({ table.columns[$0].folds }).max(), most > 0
    {
      for position in first.columns.indices.reversed()
      where table.columns[first.columns[position]].folds == most {
        first.remove(at: position)
      }
    }
    while first.total > limit, first.columns.count > keys.count + 1 {
      first.remove(at: first.columns.count - 1)
    }
    shrink(&first, limit)
    let rest = whole.columns.filter { !first.columns.contains($0) && !labels.contains($0) }
    return [first] + below(rest, keys, labels, limit)
  }

  /// The columns that identify a row: the first one, and those marked as keys.
  private var keys: [Int] { table.columns.indices.filter { $0 == 0 || table.columns[$0].isKey } }

  /// Groups columns that belong together, such as quarters, if a single part has room for them.
  private func groups(_ columns: [Int], _ keys: [Int], _ limit: Int) -> [[Int]] {
    var groups: [[Int]] = []
    for column in columns {
      if let last = groups.last?.last, table.columns[last].folds > 0,
        table.columns[last].folds == table.columns[column].folds
      {
        groups[groups.count - 1].append(column)
      } else {
        groups.append([column])
      }
    }
    return groups.flatMap { part(keys + $0).total <= limit ? [$0] : $0.map { [$0] } }
  }

  private func below(_ rest: [Int], _ keys: [Int], _ labels: [Int], _ limit: Int) -> [Part] {
    var parts: [Part] = []
    var waiting = groups(rest, keys, limit)[...]
    while !waiting.isEmpty {
      var next = part(keys + waiting.removeFirst())
      while let group = waiting.first {
        let larger = part(next.columns + group)
        guard larger.total <= limit else { break }
        next = larger
        waiting.removeFirst()
      }
      if waiting.isEmpty {
        for label in labels {
          let larger = part(next.columns + [label])
          if larger.total <= limit { next = larger }
        }
      }
      letLastGoOn(&next, limit)
      shrink(&next, limit)
      parts.append(next)
    }
    return parts
  }

  /// Wraps the last column before anything else is cut.
  private func letLastGoOn(_ part: inout Part, _ limit: Int) {
    guard let last = part.widths.last, let column = part.columns.last, goesOn(table.columns[column]),
      part.total > limit
    else { return }
    // Continuation lines are indented.
    let least = max(TextTable.narrowestLast, longestWord(in: column) + 2)
    part.widths[part.widths.count - 1] = max(min(last, least), last - (part.total - limit))
  }

  /// The length of the longest word: words are not broken, so the column must have room for it.
  private func longestWord(in column: Int) -> Int {
    table.rows.reduce(0) { longest, row in
      row[column].text.plain.split(separator: " ").reduce(longest) { max($0, TerminalWidth.of(String($1))) }
    }
  }

  /// Whether a column, if it is the last, wraps into further lines instead of being cut.
  private func goesOn(_ column: Table.Column) -> Bool {
    !column.isRight && column.shrinksTo == nil && column.folds == 0
  }

  /// Cuts labels, then drops them, to make room for the other columns; returns those dropped.
  private func giveWay(_ part: inout Part, _ limit: Int) -> [Int] {
    var left: [Int] = []
    while part.total > limit {
      let labels = part.columns.indices.filter { table.columns[part.columns[$0]].isLabel }
      guard
        let label = labels.max(by: {
          table.columns[part.columns[$0]].folds < table.columns[part.columns[$1]].folds
        })
      else { break }
      let least = table.columns[part.columns[label]].shrinksTo ?? 0
      let needed = part.widths[label] - (part.total - limit)
      if needed >= least {
        part.widths[label] = needed
      } else {
        left.append(part.columns[label])
        part.remove(at: label)
      }
    }
    return left
  }

  /// Cuts the columns that may be cut; row names are only cut if not even a single column fits beside them.
  private func shrink(_ part: inout Part, _ limit: Int, sparing spared: [Int] = []) {
    for position in part.columns.indices where part.total > limit && !spared.contains(part.columns[position])
    {
      guard let least = table.columns[part.columns[position]].shrinksTo, part.widths[position] > least else {
        continue
      }
      part.widths[position] = max(least, part.widths[position] - (part.total - limit))
    }
  }

  // MARK: Lines

  private func lines(of part: Part, isFirst: Bool) -> [StyledText] {
    var lines: [StyledText] = []
    if part.columns.contains(where: { !table.columns[$0].title.isEmpty }) {
      let titles = part.columns.map { StyledText(table.columns[$0].title, .faint) }
      lines += line(titles, titles.map(\.width), part)
    }
    let own = part.columns.filter { !keys.contains($0) }
    for (row, widths) in zip(table.rows, cellWidths) {
      if !isFirst, own.allSatisfy({ row[$0].text.isEmpty }) { continue }
      let cells = zip(part.columns, part.widths).map { index, width in
        widths[index] <= width || index == part.columns.last && goesOn(table.columns[index])
          ? row[index].text : cut(row[index].text, to: width)
      }
      let shown = part.columns.indices.map {
        widths[part.columns[$0]] <= part.widths[$0] ? widths[part.columns[$0]] : cells[$0].width
      }
      lines += line(cells, shown, part)
    }
    return lines
  }

  private func cut(_ text: StyledText, to width: Int) -> StyledText {
    guard text.width > width, let role = text.runs.first?.role else { return text }
    return StyledText(TerminalWidth.cut(text.plain, to: width), role)
  }

  /// The last column wraps into further lines if the terminal is too narrow for it.
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

  /// - Parameter cellWidths: the actual widths of the cells.
  private func line(_ cells: [StyledText], _ cellWidths: [Int], _ part: Part) -> [StyledText] {
    var line = StyledText()
    /// The number of spaces between the previous cell and this one.
    var blanks = 0
    for (position, cell) in cells.enumerated() {
      if position > 0 { blanks += TextTable.gap }
      let isRight = table.columns[part.columns[position]].isRight
      if position == cells.count - 1, !isRight {
        line.append(blanks: blanks)
        return finished(line, cell)
      }
      let missing = max(0, part.widths[position] - cellWidths[position])
      if isRight { blanks += missing }
      line.append(blanks: blanks)
      line += cell
      blanks = isRight ? 0 : missing
    }
    return [line.withoutBlanksAtEnd]
  }
}
