internal import PlanRules

/// Declarations and figures that come from tables.
extension Checker {
  /// The members of an axis declared by a table, with the cells that name the coarser members containing them.
  mutating func members(_ axis: AxisDeclaration, _ table: TableSyntax) -> TableRows? {
    rows(table, [table.key, table.label, axis.within?.column])
  }

  /// The rows of a table; mistakes in a faulty table are reported only once.
  private mutating func rows(_ table: TableSyntax, _ columns: [ColumnSyntax?]) -> TableRows? {
    guard let file = sources.tables[table.span.origin], !faultyTables.contains(table.span.origin) else {
      return nil
    }
    let rows = TableRows.read(
      file, columns, at: table.span.origin, cache: sources.tableCache, &excerpts, &problems)
    if rows == nil { faultyTables.insert(table.span.origin) }
    remark(on: rows, file, table)
    return rows
  }

  /// Notes that a table was read although it is not UTF-8.
  private mutating func remark(on rows: TableRows?, _ file: TableFile, _ table: TableSyntax) {
    if let rows, let remark = Problem.otherEncoding(rows.encoding, file.name, at: table.span.origin) {
      problems.append(remark)
    }
  }

  /// Resolves the coarser members named by table rows; all axes are known by now.
  mutating func resolveContainments() {
    for statement in statements {
      guard case .axis(let syntax) = statement.form, let within = syntax.within, let table = syntax.table,
        case .axis(let id)? = names.thing(syntax.name.text), let rows = members(syntax, table)
      else { continue }
      attempt { (checker) throws(Problem) in
        let coarser = try checker.resolver().axis(within.axis)
        guard coarser.isDeclared, coarser != id else { throw .notACoarserAxis(within.axis) }
        var index = TermIndex(checker.plan.axis(coarser).members)
        let members = rows.rows.map { row -> Int32? in
          var text = rows[row, 2]
          return text.withUTF8 { index.find($0) }.map(Int32.init)
        }
        guard members.allSatisfy({ $0 != nil }) else {
          return checker.reportCoarser(rows, members, within.column, table, checker.plan.axis(coarser))
        }
        let position = checker.plan.axes.firstIndex { $0.id == id } ?? 0
        let old = checker.plan.axes[position]
        let nested = Axis(
          id: id, name: old.name, label: old.label, members: old.members,
          within: Containment(axis: coarser, members: members.compactMap { $0 }),
          documentation: old.documentation)
        if checker.isWithin(coarser, id) { throw .nestedInACircle(within.axis) }
        checker.plan.axes[position] = nested
      }
    }
  }

  /// Reports rows that name an unknown coarser member, each at its place in the table.
  private mutating func reportCoarser(
    _ rows: TableRows, _ members: [Int32?], _ column: ColumnSyntax, _ table: TableSyntax, _ axis: Axis
  ) {
    guard let file = sources.tables[table.span.origin] else { return }
    let names = axis.members.map(\.name)
    let wrong = zip(rows.rows, members).filter { $1 == nil }.map { row, _ in
      TableRows.Mistake(
        line: rows.line(of: row), column: column,
        problem: .unknownCoarserMember(rows[row, 2], axis.name, among: names, at: .none))
    }
    problems += TableRows.problems(in: file, wrong, &excerpts)
    faultyTables.insert(table.span.origin)
  }

  private func isWithin(_ axis: AxisID, _ other: AxisID) -> Bool {
    var next = plan.axis(axis).within?.axis
    while let found = next {
      if found == other { return true }
      next = plan.axis(found).within?.axis
    }
    return false
  }

  /// Declares one programme per row.
  mutating func declare(_ declaration: ProgrammeTableDeclaration) {
    let table = declaration.table
    guard let file = sources.tables[table.span.origin],
      let rows = TableRows.read(
        file, [table.key, table.label, declaration.unitColumn, declaration.kindColumn], at: table.span.origin,
        cache: sources.tableCache, &excerpts, &problems)
    else { return }
    remark(on: rows, file, table)
    var wrong: [TableRows.Mistake] = []
    for row in rows.rows {
      let line = rows.line(of: row)
      let span = Span(file: file.source, start: line, end: line)
      var column = table.key
      do throws(Problem) {
        let name = NameSyntax(text: rows[row, 0], span: span)
        if Vocabulary.isReserved(name.text) { throw .reserved(name) }
        try names.declare(name, as: .programme(ProgrammeID(plan.programmes.count)))
        names.take(label: rows[row, 1], of: name)
        // The name is already declared, so the programme must be appended even if the rest of the row is wrong.
        var (unit, kind) = (FigureUnit.number, Programme.Kind.flow)
        defer {
          var programme = Programme(
            name: name.text, label: rows[row, 1].isEmpty ? nil : rows[row, 1], documentation: nil,
            unit: unit, kind: kind, members: nil, origin: span.origin)
          if declaration.isLessBetter { programme.direction = .lessIsBetter }
          plan.programmes.append(programme)
        }
        column = declaration.kindColumn ?? column
        kind = try self.kind(rows[row, 3], declaration, at: span)
        column = declaration.unitColumn ?? column
        unit = try self.unit(rows[row, 2], declaration, at: span)
      } catch {
        wrong.append(TableRows.Mistake(line: line, column: column, problem: error))
      }
    }
    let found = TableRows.problems(in: file, wrong, &excerpts)
    problems += found.map { $0.tellingApart(in: sources.adding(excerpts)) }
  }

  private func kind(_ word: String, _ declaration: ProgrammeTableDeclaration, at span: Span) throws(Problem)
    -> Programme.Kind
  {
    if declaration.isLevel { return .level }
    if word.isEmpty { return .flow }
    guard let kind = Programme.Kind(rawValue: word) else { throw .unknownKind(word, at: span) }
    return kind
  }

  private func unit(_ words: String, _ declaration: ProgrammeTableDeclaration, at span: Span) throws(Problem)
    -> FigureUnit
  {
    if let unit = declaration.unit { return try resolver().unit(unit) }
    guard declaration.unitColumn != nil else { return .number }
    if let index = names.unit(NameSpelling.folded(words)) { return .unit(index) }
    guard let syntax = Parser.unit(words), let unit = try? resolver().unit(syntax) else {
      throw .unknownUnitOfRow(words, plan.units.definitions.map(\.name), at: span)
    }
    return unit
  }

  /// Reads all tables of figures, or reuses what an earlier check read from the same tables.
  mutating func loadFigures() {
    let loads = statements.compactMap { statement -> LoadSyntax? in
      if case .load(let load) = statement.form { load } else { nil }
    }
    // With members or programmes missing, the table of figures would only appear to be wrong.
    guard !loads.isEmpty, faultyTables.isEmpty else { return }
    let terms = FigureTerms(
      plan,
      loads: loads.compactMap { load in
        sources.tables[load.span.origin].map {
          .init(origin: load.span.origin, file: $0, without: load.without.map(\.text))
        }
      })
    let loaded: LoadedFigures
    if let known = sources.tableCache.figures(for: terms) {
      loaded = known
    } else {
      var table = FiguresTable(resolver: resolver())
      var found: [Problem] = []
      for load in loads {
        guard let file = sources.tables[load.span.origin] else { continue }
        table.read(file, load, &excerpts, &found)
      }
      problems += found
      guard found.isEmpty else {
        // Tables are loaded completely or not at all; checking totals now would only repeat the mistakes.
        plan.withLostFigures.formUnion(plan.programmes.indices.map { ProgrammeID($0) })
        return
      }
      loaded = table.loaded()
      sources.tableCache.keep(loaded, for: terms)
    }
    let filling = Set(loads.filter(\.countsMissingAsZero).map { $0.span.origin })
    problems += loaded.remarks
    for (programme, figures) in loaded.figures {
      let figures = filling.contains(figures.origin) ? figures.countingMissingAsZero : figures
      attempt { (checker) throws(Problem) in
        let known = checker.plan[programme].figures
        if let first = known.first(where: { $0.measure == figures.measure && $0.axes == figures.axes }) {
          throw .givenInTableToo(
            checker.plan[programme].name + "." + checker.plan[figures.measure].name, at: figures.origin,
            first: first.origin)
        }
        checker.plan.programmes[programme.index].figures.append(figures)
      }
    }
  }
}

extension Problem {
  fileprivate static func notACoarserAxis(_ name: NameSyntax) -> Problem {
    Problem(
      .wrongSort, "members cannot lie within `\(name.text)`", at: name.span.origin,
      help: "declare the coarser axis first: `axis region { north, south }`")
  }

  fileprivate static func nestedInACircle(_ name: NameSyntax) -> Problem {
    Problem(.circularDefinition, "these axes lie within each other in a circle", at: name.span.origin)
  }

  fileprivate static func unknownCoarserMember(
    _ text: String, _ axis: String, among names: [String], at origin: Origin
  ) -> Problem {
    let near = Suggestion.nearest(to: text, among: names)
    return Problem(
      .badTableCell,
      text.isEmpty ? "this row does not say which `\(axis)`" : "`\(axis)` has no member `\(text)`",
      at: origin, help: near.map { "did you mean `\($0)`?" })
  }

  fileprivate static func unknownKind(_ word: String, at span: Span) -> Problem {
    Problem(
      .badTableCell, "`\(word)` is not a kind of programme", at: span.origin,
      help: "`flow` adds up over time, `level` does not")
  }

  fileprivate static func unknownUnitOfRow(_ words: String, _ units: [String], at span: Span) -> Problem {
    let near = Suggestion.nearest(to: words, among: units)
    return Problem(
      .unknownUnit, "there is no unit `\(words)`", at: span.origin,
      help: near.map { "did you mean `\($0)`?" } ?? "declare it: `unit NAME \"\(words)\"`")
  }

  fileprivate static func givenInTableToo(_ subject: String, at origin: Origin, first: Origin) -> Problem {
    Problem(
      .declaredBreakdownTwice, "`\(subject)` already has these figures", at: origin,
      notes: [Note("they are declared here", at: first)],
      help: "leave them out of the table, or out of the plan")
  }
}
