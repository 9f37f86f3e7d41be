internal import PlanRules

/// The meaning of the columns of a figures table: keys that identify rows, and figures.
struct FiguresHeader {
  struct Key {
    let column: Int
    /// `programme`, or an axis of the breakdowns.
    let axis: AxisID
  }

  /// The columns that fill one breakdown of a measure.
  struct Group {
    let measure: MeasureID
    /// The axes of the whole breakdown: those of the keys and those named in the headings.
    let axes: [AxisID]
    let unit: FigureUnit?
    var columns: [(column: Int, members: [AxisID: Int])]
  }

  private(set) var keys: [Key] = []
  private(set) var groups: [Group] = []
  let width: Int
  /// The first of the trailing columns without a heading: their cells must be empty.
  let nameless: (excerpt: TableExcerpt, width: Int)?

  private let plan: Plan
  private let resolver: Resolver

  /// Reads the header; mistakes in it are added to the problems.
  init(
    _ reader: borrowing some TableSource & ~Copyable, _ load: LoadSyntax, resolver: Resolver, _ table: String,
    _ found: inout TableProblems, _ problems: inout [Problem]
  ) {
    plan = resolver.plan
    self.resolver = resolver
    let cells = reader.header
    width = cells.count
    nameless =
      reader.cells.count > width
      ? (reader.excerpt(of: reader.cells[cells.count]), reader.cells.count) : nil
    for column in load.without where !cells.contains(column.text) {
      problems.append(.noColumn(column, table, cells))
    }
    let skipped = Set(load.without.map(\.text))
    var figures: [(column: Int, cell: HeaderCell)] = []
    var seen: [HeaderCell] = []
    for (column, text) in cells.enumerated() where !skipped.contains(text) {
      let cell: HeaderCell
      switch understood(text) {
      case .success(let known): cell = known
      case .failure(let mistake):
        found.add(reader.cells[column], in: reader) { mistake.problem(text, at: $0) }
        continue
      }
      if seen.contains(cell) {
        found.add(reader.cells[column], in: reader) { .columnTwice(text, at: $0) }
        continue
      }
      seen.append(cell)
      switch cell {
      case .key(let axis): keys.append(Key(column: column, axis: axis))
      case .figures: figures.append((column, cell))
      }
    }
    guard found.isEmpty, problems.isEmpty else { return }
    if !keys.contains(where: { $0.axis == .programme }) {
      found.add(nil, in: reader) { .noProgrammeColumn(at: $0) }
    }
    if figures.isEmpty { found.add(nil, in: reader) { .noFigures(at: $0) } }
    for (column, cell) in figures { add(cell, column, cells[column], reader, &found) }
  }

  private enum HeaderCell: Equatable {
    case key(AxisID)
    case figures(MeasureID, [AxisID: Int], FigureUnit?)
  }

  struct Mistake: Error {
    let problem: @Sendable (String, Origin) -> Problem

    func problem(_ text: String, at origin: Origin) -> Problem { problem(text, origin) }
  }

  /// Columns of one measure along the same axes belong to a single group.
  private mutating func add(
    _ cell: HeaderCell, _ column: Int, _ text: String, _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) {
    guard case .figures(let measure, let members, let unit) = cell else { return }
    let keyAxes = keys.map(\.axis).filter { $0 != .programme }
    if let twice = members.keys.sorted().first(where: keyAxes.contains) {
      let axis = plan.axis(twice).name
      found.add(reader.cells[column], in: reader) { .axisTwiceInTable(axis, text, at: $0) }
      return
    }
    let axes = (keyAxes + members.keys).sorted()
    let periods = axes.filter(\.isPeriod)
    if periods.count > 1 {
      let names = periods.map { plan.axis($0).name }
      found.add(reader.cells[column], in: reader) { .twoPeriodsInTable(text, names, at: $0) }
      return
    }
    if let index = groups.firstIndex(where: { $0.measure == measure && $0.axes == axes }) {
      if groups[index].unit != unit {
        found.add(reader.cells[column], in: reader) { .unitsDiffer(text, at: $0) }
      }
      groups[index].columns.append((column, members))
    } else {
      groups.append(Group(measure: measure, axes: axes, unit: unit, columns: [(column, members)]))
    }
  }

  // MARK: One cell

  private func understood(_ text: String) -> Result<HeaderCell, Mistake> {
    if text.isEmpty {
      return .failure(Mistake { _, origin in .namelessColumn(at: origin) })
    }
    if let (_, axis) = Vocabulary.axes.first(where: { $0.word == text && !$0.axis.isTime }) {
      return axis == .programme
        ? .success(.key(.programme)) : .failure(Mistake { text, origin in .notAKey(text, at: origin) })
    }
    if let axis = axes.first(where: { $0.name == text })
      ?? axes.first(where: { $0.label.map(NameSpelling.folded) == text })
    {
      return .success(.key(axis.id))
    }
    var unit: FigureUnit?
    var rest = text
    if let (before, words) = text.splitLast(" in ") {
      guard let syntax = Parser.unit(words), let known = try? resolver.unit(syntax) else {
        return .failure(Mistake { _, origin in .unknownUnitInTable(words, at: origin) })
      }
      (rest, unit) = (before, known)
    }
    return figures(rest, unit)
  }

  private func figures(_ text: String, _ unit: FigureUnit?) -> Result<HeaderCell, Mistake> {
    let names = plan.measures.map { AxisMember(name: $0.name, label: $0.label) }
    if let measure = TermIndex(names).find(text) { return .success(.figures(MeasureID(measure), [:], unit)) }
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    for count in (1...max(1, words.count)).reversed() {
      let first = words.prefix(count).joined(separator: " ")
      guard let measure = TermIndex(names).find(first) else { continue }
      let rest = Array(words.dropFirst(count))
      if case .success(let members) = members(rest) {
        return .success(.figures(MeasureID(measure), members, unit))
      }
      if unit == nil, let named = unitName(rest) {
        return .failure(Mistake { text, origin in .unitWithoutIn(text, "\(first) in \(named)", at: origin) })
      }
      return members(rest).map { .figures(MeasureID(measure), $0, unit) }
    }
    let derived = FigureWord.ofProgrammes.contains { $0.word.spelling == words.first }
    let known = plan.axes.map(\.name) + [StatementWord.programme.spelling] + plan.measures.map(\.name)
    return .failure(
      Mistake { text, origin in
        derived ? .derivedInTable(text, at: origin) : .unknownColumn(text, among: known, at: origin)
      })
  }

  /// `million baht` or `(million baht)` after a measure.
  private func unitName(_ words: [String]) -> String? {
    let text = String(
      words.joined(separator: " ").drop { "([".contains($0) }.reversed().drop { ")]".contains($0) }.reversed()
    )
    guard !text.isEmpty, let syntax = Parser.unit(text), (try? resolver.unit(syntax)) != nil else {
      return nil
    }
    return text
  }

  /// The members after a measure, each of a different axis; a name may contain spaces.
  private func members(_ words: [String]) -> Result<[AxisID: Int], Mistake> {
    var members: [AxisID: Int] = [:]
    var rest = words[...]
    while let word = rest.first {
      var taken = 0
      for count in (1...rest.count).reversed() {
        let name = rest.prefix(count).joined(separator: " ")
        guard let (axis, member) = member(name) else { continue }
        guard members.updateValue(member, forKey: axis) == nil else {
          let axis = plan.axis(axis).name
          return .failure(Mistake { text, origin in .axisTwiceInTable(axis, text, at: origin) })
        }
        taken = count
        break
      }
      guard taken > 0 else {
        let all = plan.axes.filter { $0.members.count <= 1_000 }.flatMap { $0.members.map(\.name) }
        return .failure(Mistake { _, origin in .unknownMemberInHeader(word, among: all, at: origin) })
      }
      rest = rest.dropFirst(taken)
    }
    return .success(members)
  }

  /// Declared axes come before axes of time: a declared name takes precedence.
  private var axes: [Axis] { plan.axes.filter(\.id.isDeclared) + plan.axes.filter(\.id.isTime) }

  private func member(_ name: String) -> (AxisID, Int)? {
    let axes = axes
    for axis in axes {
      if let member = axis.members.firstIndex(where: { $0.name == name }) { return (axis.id, member) }
    }
    for axis in axes {
      if let member = plan.calendar.member(of: axis.id, otherwiseNamed: name) { return (axis.id, member) }
      if let member = axis.members.firstIndex(where: { $0.label.map(NameSpelling.folded) == name }) {
        return (axis.id, member)
      }
    }
    return nil
  }
}

extension String {
  /// The parts before and after the last occurrence of a text.
  fileprivate func splitLast(_ separator: String) -> (String, String)? {
    let words = components(separatedBy: separator)
    guard words.count > 1, let last = words.last else { return nil }
    return (words.dropLast().joined(separator: separator).trimmed, last.trimmed)
  }

  private func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}

extension Problem {
  static func namelessColumn(at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "this column has no name", at: origin, help: "name it, or leave it out of the table")
  }

  fileprivate static func notAKey(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "figures are not declared by `\(name)`", at: origin,
      help: "a row stands for a `programme` and members of the plan's axes")
  }

  fileprivate static func unknownUnitInTable(_ unit: String, at origin: Origin) -> Problem {
    Problem(.unknownUnit, "there is no unit `\(unit.shortened)`", at: origin)
  }

  fileprivate static func unitsDiffer(_ column: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(column)` is not in the unit of the columns beside it", at: origin,
      help: "write all columns of a measure in one unit")
  }

  fileprivate static func axisTwiceInTable(_ axis: String, _ column: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(column)` names its \(axis) twice", at: origin,
      help: "an axis is either a column, or part of column names")
  }

  fileprivate static func twoPeriodsInTable(_ column: String, _ periods: [String], at origin: Origin)
    -> Problem
  {
    Problem(
      .badTableHeader, "`\(column)` is given by \(periods.joined(separator: " and by "))", at: origin,
      help: "keep one of them: a figure has one period")
  }

  fileprivate static func derivedInTable(_ column: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(column.shortened)` is worked out from other figures", at: origin,
      help: "skip the column: `load \"…\" without \"\(column.shortened)\"`")
  }

  fileprivate static func unknownColumn(_ column: String, among names: [String], at origin: Origin) -> Problem
  {
    // `traget Q1` means `target Q1`.
    let words = column.split(separator: " ", maxSplits: 1).map(String.init)
    let near =
      WrongWord.column(words) ?? Suggestion.nearest(to: column, among: names)
      ?? words.first.flatMap { Suggestion.nearest(to: $0, among: names) }.map { near in
        ([near] + words.dropFirst()).joined(separator: " ")
      }
    return Problem(
      .badTableHeader, "`\(column.shortened)` is neither an axis nor a measure of the plan", at: origin,
      help: near.map { "did you mean `\($0)`?" }
        ?? "use a name from the plan, such as `programme` or `target`, or skip the column: `load \"…\" without \"\(column.shortened)\"`"
    )
  }

  fileprivate static func unknownMemberInHeader(_ word: String, among names: [String], at origin: Origin)
    -> Problem
  {
    let near = Suggestion.nearest(to: word, among: names)
    return Problem(
      .unknownMember, "no axis has a member `\(word.shortened)`", at: origin,
      help: near.map { "did you mean `\($0)`?" }
    )
  }

  fileprivate static func unitWithoutIn(_ text: String, _ meant: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "`\(text.shortened)` has a unit without `in`", at: origin,
      help: "did you mean `\(meant)`?")
  }

  fileprivate static func noProgrammeColumn(at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "no column says which programme a row is about", at: origin,
      help: "add a column `programme`")
  }

  fileprivate static func noFigures(at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "no column holds figures", at: origin,
      help: "name columns after measures, as in `target` or `target Q1`")
  }
}
