internal import PlanRules

extension Parser {
  /// What follows `from` in a declaration: the file, and the roles of its columns.
  private mutating func table(_ clauses: (inout Parser) throws(Problem) -> Bool) throws(Problem)
    -> TableSyntax
  {
    let span = current.span
    let path = try text("the file, in quotation marks")
    var key: ColumnSyntax?
    var label: ColumnSyntax?
    while !atEnd {
      if key == nil, take(word: .key) {
        key = try column()
      } else if label == nil, take(word: .label) {
        label = try column()
      } else if try !clauses(&self) {
        throw unexpected("`key`, `label` or another clause, each once")
      }
    }
    guard let key else { throw unexpected("`key` and the column that holds the names") }
    return TableSyntax(path: path, span: span, key: key, label: label)
  }

  /// The name of a column, in quotation marks if it is not a valid name.
  private mutating func column() throws(Problem) -> ColumnSyntax {
    if case .text(let text) = current.kind {
      let span = current.span
      advance()
      return ColumnSyntax(text: NameSpelling.folded(text), span: span)
    }
    return try name("the name of a column")
  }

  /// `axis area from "areas.csv" key code label name within region`.
  mutating func axisTable() throws(Problem) -> (TableSyntax, WithinSyntax?) {
    var within: WithinSyntax?
    let table = try table { (parser) throws(Problem) in
      guard within == nil, parser.take(word: .within) else { return false }
      let axis = try parser.name("the name of the coarser axis")
      let isClause = parser.at(word: .key) || parser.at(word: .label)
      within = WithinSyntax(axis: axis, column: parser.atEnd || isClause ? axis : try parser.column())
      return true
    }
    return (table, within)
  }

  mutating func programmeTable() throws(Problem) -> ProgrammeTableDeclaration {
    try expect(word: .from)
    var unit: UnitSyntax?
    var (unitColumn, kindColumn): (ColumnSyntax?, ColumnSyntax?)
    var (isLevel, isLessBetter) = (false, false)
    let table = try table { (parser) throws(Problem) in
      if unit == nil, unitColumn == nil, parser.take(word: .unit) {
        unitColumn = try parser.column()
      } else if unit == nil, unitColumn == nil, parser.take(word: .in) {
        unit = try parser.unitSyntax()
      } else if kindColumn == nil, !isLevel, parser.take(word: .kind) {
        kindColumn = try parser.column()
      } else if kindColumn == nil, !isLevel, parser.take(word: .level) {
        isLevel = true
      } else if !isLessBetter, parser.at(.comma) || parser.at(word: .less) {
        let sort = try parser.sort()
        (isLevel, isLessBetter) = (isLevel || sort.isLevel, sort.isLessBetter)
      } else {
        return false
      }
      return true
    }
    return ProgrammeTableDeclaration(
      table: table, unit: unit, unitColumn: unitColumn, isLevel: isLevel, isLessBetter: isLessBetter,
      kindColumn: kindColumn)
  }

  mutating func loadSyntax() throws(Problem) -> LoadSyntax {
    let span = current.span
    let path = try text("the file, in quotation marks")
    var without: [ColumnSyntax] = []
    if take(word: .without) {
      repeat { without.append(try column()) } while take(.comma)
    }
    return LoadSyntax(
      path: path, span: span, without: without, countsMissingAsZero: try missingCountsAsZero())
  }
}
