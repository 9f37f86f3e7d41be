internal import PlanRules

/// Some columns of a small table, as text: the names and labels of members or programmes.
struct TableRows: Sendable {
  /// Row by row, each with a cell for every column that was asked for.
  private let cells: [String]
  private let lines: [Int32]
  private let columnCount: Int
  /// Made once, so that plans that are checked again share them.
  let members: [AxisMember]

  private init(_ cells: [String], lines: [Int32], hasLabels: Bool) {
    self.cells = cells
    self.lines = lines
    columnCount = cells.count / lines.count
    members = stride(from: 0, to: cells.count, by: columnCount).map { start in
      let label = hasLabels && !cells[start + 1].isEmpty ? cells[start + 1] : nil
      return AxisMember(name: cells[start], label: label)
    }
  }

  var rows: Range<Int> { lines.indices }

  func line(of row: Int) -> Int { Int(lines[row]) }

  subscript(row: Int, column: Int) -> String { cells[row * columnCount + column] }

  /// Reads the columns of a table.
  ///
  /// - Parameter columns: the first holds keys: none may be empty, none may come twice; the second holds labels.
  static func read(
    _ file: TableFile, _ columns: [ColumnSyntax?], at origin: Origin, sources: inout Sources,
    problems: inout [Problem]
  ) -> TableRows? {
    let key = TableCache.RowsKey(file: file, columns: columns.map { $0?.text ?? "" })
    if let known = sources.tableCache.rows(key) { return known }
    var found = TableProblems(file)
    do throws(TableReader.Failure) {
      var reader = try TableReader(path: file.path)
      let rows = try read(&reader, columns, &found, file, at: origin, &problems)
      problems += found.problems(&sources)
      guard found.isEmpty, let rows else { return nil }
      sources.tableCache.keep(rows, as: key)
      return rows
    } catch {
      problems.append(error.problem(file, at: origin))
      return nil
    }
  }

  private static func read(
    _ reader: inout TableReader, _ columns: [ColumnSyntax?], _ found: inout TableProblems, _ file: TableFile,
    at origin: Origin, _ problems: inout [Problem]
  ) throws(TableReader.Failure) -> TableRows? {
    guard try reader.next() else {
      problems.append(.emptyTable(file.name, at: origin))
      return nil
    }
    guard reader.isUTF8 else {
      found.add(nil, in: reader) { .tableNotUTF8(at: $0) }
      return nil
    }
    let header = reader.cells.map { reader.text($0).trimmed }
    var positions: [Int?] = []
    for column in columns {
      guard let column else {
        positions.append(nil)
        continue
      }
      let all = header.indices.filter { header[$0] == column.text }
      guard let position = all.first else {
        problems.append(.noColumn(column, file.name, header))
        return nil
      }
      if all.count > 1 {
        let name = column.text
        found.add(reader.cells[all[1]], in: reader) { .columnTwice(name, at: $0) }
      }
      positions.append(position)
    }
    var cells: [String] = []
    var lines: [Int32] = []
    var keys = TableKeys()
    while try reader.next() {
      guard reader.isUTF8 else {
        found.add(nil, in: reader) { .tableNotUTF8(at: $0) }
        continue
      }
      let (count, wanted) = (reader.cells.count, header.count)
      guard count == wanted else {
        found.add(nil, in: reader) { .raggedRow(count, wanted: wanted, at: $0) }
        continue
      }
      let start = cells.count
      for position in positions {
        cells.append(position.map { reader.text(reader.cells[$0]).trimmed } ?? "")
      }
      lines.append(Int32(truncatingIfNeeded: reader.line))
      let keyCell = positions[0].map { reader.cells[$0] }
      let name = cells[start]
      if name.isEmpty {
        found.add(keyCell, in: reader) { .emptyKey(at: $0) }
      } else if let line = keys.insert(name, line: reader.line) {
        found.add(keyCell, in: reader) { .keyTwice(name, line: line, at: $0) }
      }
    }
    if lines.isEmpty, found.isEmpty { problems.append(.emptyTable(file.name, at: origin)) }
    guard !lines.isEmpty else { return nil }
    return TableRows(cells, lines: lines, hasLabels: columns.count > 1 && columns[1] != nil)
  }
}

/// The keys of a table, and on which lines they stand. Most tables are sorted: then none can have come before.
private struct TableKeys {
  private var inOrder: [(key: String, line: Int)] = []
  /// Made with the first key that is out of order.
  private var lines: [String: Int]?

  /// The line on which the key stood last, where it is not new.
  mutating func insert(_ key: String, line: Int) -> Int? {
    if lines == nil {
      guard let last = inOrder.last, key <= last.key else {
        inOrder.append((key, line))
        return nil
      }
      lines = Dictionary(inOrder.map { ($0.key, $0.line) }) { $1 }
      inOrder = []
    }
    return lines?.updateValue(line, forKey: key)
  }
}

extension TableRows {
  /// What is wrong in a column of some lines, each shown where it stands.
  static func problems(
    in file: TableFile, _ column: ColumnSyntax, lines: [Int: String], _ sources: inout Sources,
    _ make: @escaping @Sendable (String, Origin) -> Problem
  ) -> [Problem] {
    var found = TableProblems(file)
    do throws(TableReader.Failure) {
      var reader = try TableReader(path: file.path)
      guard try reader.next() else { return [] }
      let position = reader.cells.indices.first { reader.text(reader.cells[$0]).trimmed == column.text } ?? 0
      while try reader.next() {
        guard let text = lines[reader.line], position < reader.cells.count else { continue }
        found.add(reader.cells[position], in: reader) { make(text, $0) }
      }
    } catch {
      return [error.problem(file, at: column.span.origin)]
    }
    return found.problems(&sources)
  }
}

extension String {
  /// What a message has room for.
  var shortened: String {
    guard utf8.count > 60 else { return self }
    var short = UnicodeScalarView()
    for scalar in unicodeScalars.prefix(50) { short.append(scalar) }
    return String(short) + "…"
  }
}

extension Problem {
  static func emptyTable(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(name)` holds no rows", at: origin,
      help: "the first line names the columns, each further one is a row")
  }

  static func noColumn(_ column: ColumnSyntax, _ table: String, _ header: [String]) -> Problem {
    let near = Suggestion.nearest(to: column.text, among: header)
    return Problem(
      .badTableHeader, "`\(table)` has no column `\(column.text)`", at: column.span.origin,
      help: near.map { "did you mean `\($0)`?" }
        ?? "it has \(header.prefix(8).map { "`\($0)`" }.joined(separator: ", "))")
  }

  static func columnTwice(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "there are two columns `\(name.shortened)`", at: origin,
      help: "give one of them another name")
  }

  static func raggedRow(_ count: Int, wanted: Int, at origin: Origin) -> Problem {
    Problem(
      .badTableRow, "this row has \(count) cells, and the header has \(wanted)", at: origin,
      help: count > wanted
        ? "a comma inside a cell needs quotation marks around the cell: \"1,250\""
        : "leave a cell empty for a missing figure, with its comma")
  }

  static func tableNotUTF8(at origin: Origin) -> Problem {
    Problem(
      .notUTF8, "this row is not UTF-8", at: origin,
      help: "save the table as UTF-8, for example as `CSV UTF-8`")
  }

  fileprivate static func emptyKey(at origin: Origin) -> Problem {
    Problem(.badTableCell, "this row has no name", at: origin)
  }

  fileprivate static func keyTwice(_ name: String, line: Int, at origin: Origin) -> Problem {
    Problem(.tableCellTwice, "`\(name.shortened)` stands in line \(line) already", at: origin)
  }
}
