import PlanLang
import PlanRules

/// Every intermediate value as text, for golden tests and for developers of the stages.
enum Dump {
  static func tokens(_ source: SourceText, file: Int) -> String {
    var last: SourceText.Place?
    return Pipeline.tokens(source, file: file).tokens.map { token in
      let start = source.place(of: token.span.start, after: last)
      last = start
      let place = "\(source.line(of: token.span.start)):\(start.column)"
      return "\(place)\t\(kind(token.kind))\t\(token.spelling == "\n" ? "" : token.spelling)\n"
    }
    .joined()
  }

  private static func kind(_ kind: Token.Kind) -> String {
    switch kind {
    case .name: "name"
    case .number(let number): "number \(number.value.exactText)"
    case .text: "text"
    case .date(let date): "date \(date.isoText)"
    case .symbol: "symbol"
    case .lineEnd: "line end"
    case .comment: "comment"
    case .documentation: "documentation"
    case .fileEnd: "end"
    }
  }

  /// One line per statement: its place, its kind and its text.
  static func syntax(_ loaded: LoadedProgram) -> String {
    loaded.statements.map { statement in
      let source = loaded.sources.texts[statement.span.file]
      let sort = String(describing: statement.form).prefix { $0 != "(" }
      return "\(source.name):\(source.line(of: statement.span.start))\t\(sort)\t"
        + loaded.sources.words(at: statement.span.origin) + "\n"
    }
    .joined()
  }

  /// The names in the program and the things they refer to.
  static func program(_ program: CheckedProgram) -> String {
    var lines: [String] = []
    for name in program.names.order {
      guard let thing = program.names.thing(name), let origin = program.names.origin(name), origin != .none
      else {
        continue
      }
      lines.append("\(name)\t\(thing)\t\(program.sources.place(of: origin) ?? "")\n")
    }
    for name in program.names.goalOrder { lines.append("\(name)\tgoal\n") }
    return lines.joined()
  }

  /// The plan: figures with their breakdowns, moves, rules, scenarios.
  static func plan(_ program: CheckedProgram) -> String {
    let plan = program.plan
    var lines = ["years \(plan.years)", "carry \(plan.carry.rawValue)"]
    if let asOf = plan.asOf { lines.append("as of \(plan.calendar.name(of: asOf))") }
    for programme in plan.programmes {
      let members = plan.composition(of: programme).map { " = " + $0 } ?? ""
      lines.append(
        "programme \(programme.name) \(programme.kind.rawValue) in \(plan.units.name(of: programme.unit))\(members)"
      )
      for figures in programme.figures {
        let axes = figures.axes.map { " by " + plan.axis($0).name }.joined()
        let values = values(of: figures, program.sources)
        lines.append("  \(plan[figures.measure].name)\(axes): \(values.joined(separator: ", "))")
      }
    }
    for move in plan.moves { lines.append("move \(move.name ?? "-"): \(move.text)") }
    for kpi in plan.kpis { lines.append("kpi \(kpi.name): \(kpi.text)") }
    for scenario in plan.scenarios {
      lines.append("scenario \(scenario.name) from \(scenario.parents.map(plan.name(of:)))")
      lines += scenario.amendments.map { "  " + $0.text }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func values(of figures: DeclaredFigures, _ sources: Sources) -> [String] {
    switch figures.content {
    case .formulas(let values, _):
      values.map { value in
        guard let value else { return "-" }
        if case .literal(let literal) = value.form { return literal.value.exactText }
        return "(" + sources.words(at: value.origin) + ")"
      }
    case .table(let table): (0..<table.column.count).map { table.column[$0]?.exactText ?? "-" }
    }
  }
}
