internal import PlanRules

/// Some columns of a small table, as text: the names and labels of members or programmes.
struct TableRows: Sendable {
  /// The cells, row by row, with one for each requested column.
  private let cells: [String]
  private let lines: [Int32]
  private let columnCount: Int
  /// Built once, so that plans that are checked again share them.
  let members: [AxisMember]
  let encoding: TableEncoding

  private init(_ cells: [String], lines: [Int32], hasLabels: Bool, _ encoding: TableEncoding) {
    self.encoding = encoding
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
  /// - Parameter columns: the first holds the keys, which must be neither empty nor repeated; the second holds
  ///   labels.
  static func read(
    _ file: TableFile, _ columns: [ColumnSyntax?], at origin: Origin, cache: TableCache,
    _ excerpts: inout Excerpts, _ problems: inout [Problem]
  ) -> TableRows? {
    let key = TableCache.RowsKey(file: file, columns: columns.map { $0?.text ?? "" })
    if let known = cache.rows(key) { return known }
    var found = TableProblems(file)
    do throws(TableFailure) {
      var reader = try file.open()
      let rows = try read(&reader, columns, &found, file, at: origin, &problems)
      problems += found.problems(&excerpts)
      guard found.isEmpty, let rows else { return nil }
      cache.keep(rows, as: key)
      return rows
    } catch {
      problems.append(error.problem(file, at: origin))
      return nil
    }
  }

  private static func read(
    _ reader: inout some TableSource & ~Copyable, _ columns: [ColumnSyntax?], _ found: inout TableProblems,
    _ file: TableFile,
    at origin: Origin, _ problems: inout [Problem]
  ) throws(TableFailure) -> TableRows? {
    guard try reader.next() else {
      problems.append(.emptyTable(file.name, at: origin))
      return nil
    }
    guard reader.isUTF8 else {
      found.add(nil, in: reader) { .tableNotUTF8(at: $0) }
      return nil
    }
    let (header, firstLine) = (reader.header, reader.excerpt(of: nil))
    // Including columns without a heading, which are never requested.
    let fullWidth = reader.cells.count
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
      guard reader.hasWidth(wanted) || count == fullWidth else {
        found.add(nil, in: reader) { .raggedRow(count, wanted: wanted, at: $0) }
        continue
      }
      let start = cells.count
      for position in positions {
        cells.append(position.map { reader.text(reader.cells[$0]).trimmed } ?? "")
      }
      lines.append(Int32(truncatingIfNeeded: reader.line))
      let keyCell = positions[0].map { reader.cells[$0] }
      let written = cells[start]
      let name = NameSpelling.folded(written)
      cells[start] = name
      if name.isEmpty {
        found.add(keyCell, in: reader) { .emptyKey(at: $0) }
      } else if let first = keys.insert(name, written, line: reader.line) {
        found.add(keyCell, in: reader) { .keyTwice(written, as: first, at: $0) }
      }
    }
    if lines.isEmpty, found.isEmpty { found.add(firstLine) { .headerAlone(file.name, at: $0) } }
    guard !lines.isEmpty else { return nil }
    return TableRows(
      cells, lines: lines, hasLabels: columns.count > 1 && columns[1] != nil, reader.encoding)
  }
}

/// The keys of a table and their lines. Most tables are sorted, which rules out repetitions without a lookup.
private struct TableKeys {
  /// The spelling of a key, and its line.
  struct Place: Sendable {
    let written: String
    let line: Int
  }

  private var inOrder: [(key: String, place: Place)] = []
  /// Built when a key is first out of order.
  private var places: [String: Place]?

  /// The earlier place of the key, if it is not new.
  mutating func insert(_ key: String, _ written: String, line: Int) -> Place? {
    let place = Place(written: written, line: line)
    if places == nil {
      guard let last = inOrder.last, key <= last.key else {
        inOrder.append((key, place))
        return nil
      }
      places = Dictionary(inOrder.map { ($0.key, $0.place) }) { $1 }
      inOrder = []
    }
    return places?.updateValue(place, forKey: key)
  }
}

extension TableRows {
  /// A mistake in a cell.
  struct Mistake {
    let line: Int
    let column: ColumnSyntax
    /// The problem, without its place.
    let problem: Problem
  }

  /// The problems of some lines, each shown at its cell.
  static func problems(in file: TableFile, _ mistakes: [Mistake], _ excerpts: inout Excerpts) -> [Problem] {
    guard let first = mistakes.first else { return [] }
    var found = TableProblems(file)
    do throws(TableFailure) {
      var reader = try file.open()
      guard try reader.next() else { return [] }
      let header = reader.header
      var rest = mistakes[...]
      while try reader.next() {
        while let mistake = rest.first, mistake.line <= reader.line {
          rest.removeFirst()
          let position = header.firstIndex(of: mistake.column.text) ?? 0
          guard position < reader.cells.count else { continue }
          found.add(reader.cells[position], in: reader) { mistake.problem.at($0) }
        }
      }
    } catch {
      return [error.problem(file, at: first.column.span.origin)]
    }
    return found.problems(&excerpts)
  }
}

extension String {
  /// Shortened to fit in a message.
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
      .badTableHeader, "`\(name)` has no rows", at: origin,
      help: "the first line names the columns; each line after it is a row")
  }

  static func headerAlone(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(name)` has no rows, only this line of column names", at: origin,
      help: "each line after it is a row")
  }

  /// Returns `nil` if the table is UTF-8, as it should be.
  static func otherEncoding(_ encoding: TableEncoding, _ name: String, at origin: Origin) -> Problem? {
    encoding.name.map {
      Problem(
        .otherEncoding, "`\(name)` is not UTF-8: it was read as \($0)", at: origin,
        help: "check its names, then save it as `CSV UTF-8` so that nothing is guessed")
    }
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
      .badTableRow, "this row has \(count) cells, but the header has \(wanted)", at: origin,
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

  fileprivate static func keyTwice(_ written: String, as first: TableKeys.Place, at origin: Origin) -> Problem
  {
    let isSame = written.unicodeScalars.elementsEqual(first.written.unicodeScalars)
    let (here, there) = written.toldApart(from: first.written)
    return Problem(
      .tableCellTwice, "`\(written.shortened)` is already in line \(first.line)", at: origin,
      help: isSame
        ? "each row needs a name of its own; where both say the same, keep one of them"
        : "they look the same, and are one name: here `\(here)`, there `\(there)`")
  }
}
