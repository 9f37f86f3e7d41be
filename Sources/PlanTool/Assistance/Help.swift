import PlanLang
import PlanRules

/// The text of `help`: general, or about one word.
struct Help {
  let session: Session

  func document(_ words: String) -> Document {
    let word = words.split { $0.isWhitespace }.first.map(String.init) ?? ""
    if word.isEmpty { return overview() }
    if let statement = StatementWord(spelled: word) {
      return entry(statement.form, statement.sentence, example: statement.example)
    }
    if let command = SessionCommand(rawValue: word) {
      return entry(command.form, command.summary, example: command.example)
    }
    if let function = BuiltInFunction.named(word) { return self.function(function) }
    return named(name(meant: words) ?? word, asked: words)
  }

  private func entry(_ form: String, _ text: String, example: String) -> Document {
    Document([
      .line(StyledText(form, .name)), .line(StyledText(text)),
      .line(StyledText("for example  ", .faint) + StyledText(example, .strong)),
    ])
  }

  /// One screen: what to type first, and every word that has help of its own.
  private func overview() -> Document {
    var document = Document()
    document.table(
      Table(
        [.init(title: ""), .init(title: "", shrinksTo: 20)],
        [
          ("ask", "mankong.rate     housing.rate by quarter     mankong.target[Q3]"),
          ("change", "move 1,250 household of target from mankong to canal in Q4"),
          ("judge", "check     why not disbursement     compare base, no_reshuffle"),
          ("go back", "undo     redo     history     scenario base"),
          ("keep", "keep NAME     save FILE     (what is in a file is never changed)"),
        ].map { [Cell($0, .faint), Cell($1, .strong)] }))
    document.blank()
    let questions = StatementWord.allCases.filter { $0.sort == .question }
    let statements = StatementWord.allCases.filter { $0.sort != .question }
    for (title, names) in [
      ("questions", questions.map(\.spelling)), ("statements", statements.map(\.spelling)),
      ("the session", SessionCommand.allCases.map(\.rawValue)),
      ("functions", BuiltInFunction.all.map(\.name)),
    ] { list(names, title, &document) }
    document.blank()
    document.line(
      "`help WORD` says more about each of these, and about everything in the plan: `help mankong`", .faint)
    document.line(
      "Tab completes, → takes what is offered in grey, Ctrl-R searches, Alt-Enter adds a line", .faint)
    return document
  }

  private func list(_ names: [String], _ title: String, _ document: inout Document) {
    let indent = 13
    let room = max(20, (Terminal.width ?? 80) - indent)
    var lines: [StyledText] = []
    var line = StyledText()
    for name in names {
      if !line.isEmpty, line.width + 2 + TerminalWidth.of(name) > room {
        lines.append(line)
        line = StyledText()
      }
      line += StyledText(line.isEmpty ? "" : "  ") + StyledText(name, .name)
    }
    for (index, text) in (lines + [line]).enumerated() {
      document.line(StyledText(index == 0 ? title : "", .faint).padded(to: indent) + text)
    }
  }

  private func function(_ function: BuiltInFunction) -> Document {
    entry(
      "\(function.name)(\(function.parameters.joined(separator: ", ")))", function.summary,
      example: "\(function.example.expression)    \(function.example.result)")
  }

  /// The name of the thing asked about, given its name or label.
  private func name(meant words: String) -> String? {
    let asked = words.withoutMarks
    let names = session.open.program.names
    for name in [asked, asked.split(separator: " ").first.map(String.init) ?? asked]
    where names.thing(name) != nil || names.kpi(name) != nil || names.milestone(name) != nil { return name }
    return session.plan.name(labelled: asked)
  }

  /// Whether the word is not the name of anything declared in the plan.
  private func isWordOfTheLanguage(_ word: String) -> Bool {
    switch session.open.program.names.thing(word) {
    case .derived?, .scenario(.base)?, nil: true
    case .unit?, .axis?, .members?, .measure?, .programme?, .let?, .scenario?, .move?, .function?: false
    }
  }

  /// A thing in the plan: its documentation, unit, breakdowns, and where it is declared.
  private func named(_ word: String, asked words: String) -> Document {
    let names = session.open.program.names
    let plan = session.plan
    let word = names.named(NameSpelling.folded(word))
    var document = Document()
    if case .programme(let id)? = names.thing(word) {
      let programme = plan[id]
      document.line(
        StyledText(programme.name, .name) + StyledText(programme.label.map { "  " + $0 } ?? "", .strong))
      document.documentation(programme.documentation)
      let members = plan.composition(of: programme).map { " = " + $0 } ?? ""
      document.line(
        (programme.isGroup ? "group" : "programme") + members + ", in " + unitName(programme.unit)
          + ", \(programme.kind.rawValue)", .faint)
      for figures in programme.figures {
        let axes = figures.axes.map { " by " + plan.axis($0).name }.joined()
        document.line("  \(plan[figures.measure].name)\(axes)", .faint)
      }
    } else if let id = names.kpi(word) {
      let kpi = plan.kpis[id.index]
      document.line(StyledText(kpi.name, .name) + StyledText(kpi.label.map { "  " + $0 } ?? "", .strong))
      document.documentation(kpi.documentation)
      document.line("passes when \(kpi.text)", .faint)
    } else if let id = names.milestone(word) {
      let milestone = plan.milestones[id.index]
      document.line(
        StyledText(milestone.name, .name) + StyledText(milestone.label.map { "  " + $0 } ?? "", .strong))
      document.documentation(milestone.documentation)
      document.line("a milestone, due \(plan.calendar.text(of: milestone.due))", .faint)
    } else if isWordOfTheLanguage(word), let term = Vocabulary.term(word) {
      document.line(
        StyledText(word, .name) + StyledText(term.formula.isEmpty ? "" : " = " + term.formula, .strong))
      document.line(term.sentence)
    } else if let thing = names.thing(word) {
      document.line(StyledText(word, .name) + StyledText("  " + description(of: thing)))
      document.documentation(documentation(of: thing))
    } else if let clause = ClauseWord(spelled: word),
      let statement = StatementWord.allCases.first(where: { $0.clauseWords.contains(clause) })
    {
      document.line(StyledText(word, .name) + " is a part of `\(statement.spelling)`: \(clause.sentence)")
      document.append(entry(statement.form, statement.sentence, example: statement.example))
    } else {
      let known =
        names.order + names.goalOrder + StatementWord.allCases.map(\.spelling)
        + SessionCommand.allCases.map(\.rawValue)
      let near = Suggestion.nearest(to: word, among: known).map { "did you mean `\($0)`?" }
      let remedy = WrongWord.remedy(for: word) ?? near ?? "`help` alone lists what there is"
      document.line("nothing is called `\(Visible.message(words.withoutMarks))`; " + remedy, .faint)
      return document
    }
    if let origin = names.origin(word) ?? kpiOrigin(word), let place = session.open.sources.place(of: origin)
    {
      document.line("declared at \(place)", .faint)
    }
    return document
  }

  private func kpiOrigin(_ word: String) -> Origin? {
    let names = session.open.program.names
    return names.kpi(word).map { session.plan.kpis[$0.index].origin }
      ?? names.milestone(word).map { session.plan.milestones[$0.index].origin }
  }

  /// The `##` comment above the declaration.
  private func documentation(of thing: NamedThing) -> String? {
    let plan = session.plan
    switch thing {
    case .unit(let unit): return plan.units.definitions[unit].documentation
    case .axis(let axis): return plan.axis(axis).documentation
    case .measure(let measure): return plan[measure].documentation
    case .programme(let programme): return plan[programme].documentation
    case .let(let id): return plan.lets[id.index].documentation
    case .scenario(let scenario): return plan[scenario]?.documentation
    case .members, .derived, .move, .function: return nil
    }
  }

  private func unitName(_ unit: FigureUnit) -> String {
    unit.isPercent ? "percent" : session.plan.units.name(of: unit)
  }

  private func description(of thing: NamedThing) -> String {
    let plan = session.plan
    switch thing {
    case .unit(let unit): return "a unit" + (plan.units.definitions[unit].label.map { ": " + $0 } ?? "")
    case .axis(let axis):
      let names = plan.axis(axis).members.map(\.name)
      let shown = names.prefix(8).joined(separator: ", ")
      return "an axis of \(Count.of(names.count, "member"))"
        + (names.isEmpty ? "" : names.count > 8 ? ": \(shown), …" : ": \(shown)")
    case .members(let members):
      let label = members.compactMap { plan.axis($0.axis).members[$0.member].label }.first
      return "a member of " + members.map { plan.axis($0.axis).name }.inASentence
        + (label.map { ": " + $0 } ?? "")
    case .measure(let id): return "a measure" + (plan[id].label.map { ": " + $0 } ?? "")
    case .derived: return "worked out from targets and results"
    case .programme: return "a programme"
    case .let(let id):
      let definition = plan.lets[id.index]
      return "a formula: "
        + (definition.body.map { session.open.sources.words(at: $0.origin) } ?? "only in a scenario")
    case .scenario(let id):
      guard let scenario = plan[id] else { return "the plan as it is written" }
      return "a scenario" + (scenario.label.map { ": " + $0 } ?? "")
    case .move: return "a move"
    case .function: return "a function"
    }
  }
}

extension String {
  /// The text without surrounding quotation marks.
  fileprivate var withoutMarks: String {
    var words = drop { $0.isWhitespace || $0 == "\"" }
    while let last = words.last, last.isWhitespace || last == "\"" { words.removeLast() }
    return String(words)
  }
}
