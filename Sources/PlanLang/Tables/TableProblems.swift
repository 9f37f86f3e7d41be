internal import PlanRules

/// The problems found in one table, up to a limit; beyond that they are only counted.
struct TableProblems {
  private let file: TableFile
  private var found: [(excerpt: TableExcerpt, make: @Sendable (Origin) -> Problem)] = []
  private var uncounted = 0

  static let most = 20

  init(_ file: TableFile) { self.file = file }

  var isEmpty: Bool { found.isEmpty }

  /// - Parameter make: creates the problem, given the origin at which it is shown.
  mutating func add(
    _ cell: TableCell?, in reader: borrowing some TableSource & ~Copyable,
    _ make: @escaping @Sendable (Origin) -> Problem
  ) {
    add(reader.excerpt(of: cell), make)
  }

  mutating func add(_ excerpt: TableExcerpt, _ make: @escaping @Sendable (Origin) -> Problem) {
    guard found.count < TableProblems.most else {
      uncounted += 1
      return
    }
    found.append((excerpt, make))
  }

  /// Adds a problem that every row would otherwise repeat.
  mutating func addOnce(_ excerpt: TableExcerpt, _ make: @escaping @Sendable (Origin) -> Problem) {
    if !found.contains(where: { $0.excerpt == excerpt }) { add(excerpt, make) }
  }

  /// The problems, after adding the lines they refer to to the excerpts.
  func problems(_ excerpts: inout Excerpts) -> [Problem] {
    guard !found.isEmpty else { return [] }
    let text = excerpts.add(SourceText(name: file.name, excerpt: found.map(\.excerpt)))
    var start = 0
    var problems: [Problem] = []
    for (excerpt, make) in found {
      let (from, to) = (start + excerpt.mark.lowerBound, start + excerpt.mark.upperBound)
      problems.append(make(Span(file: text, start: from, end: to).origin))
      start += excerpt.bytes.count + 1
    }
    if uncounted > 0 {
      problems.append(
        Problem(
          .badTableRow, "`\(file.name)` has \(uncounted) more mistakes", at: .none,
          help: "fix the first ones: the others may be similar"))
    }
    return problems
  }
}

extension TableFailure {
  /// - Parameter origin: the origin of the statement that reads the table.
  func problem(_ file: TableFile, at origin: Origin) -> Problem {
    switch self {
    case .unreadable(let reason):
      Problem(
        .unreadableFile, "`\(file.name)` cannot be read: \(reason.words)", at: origin, help: reason.help)
    case .twoBytesALetter:
      Problem(
        .notUTF8, "`\(file.name)` is UTF-16 without a byte-order mark", at: origin,
        help: "save the table as UTF-8, for example as `CSV UTF-8`")
    case .tooLong(let line):
      Problem(
        .badTableRow, "line \(line) of `\(file.name)` is longer than a million bytes", at: origin,
        help: "is it a table of comma-separated values, saved as text?")
    case .unclosedQuote(let line):
      Problem(
        .badTableRow, "a quotation mark that opens in line \(line) of `\(file.name)` is never closed",
        at: origin,
        help: "write a quotation mark inside a cell twice: \"\"")
    case .changedWhileRead:
      Problem(
        .unreadableFile, "`\(file.name)` changed while it was read", at: origin, help: "read it again")
    }
  }
}
