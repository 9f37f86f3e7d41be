import PlanLang
import PlanRules

/// What `help` says: of everything, or of one word.
struct Help {
  let session: Session

  func document(_ word: String) -> Document {
    if word.isEmpty { return overview() }
    if let statement = StatementWord(rawValue: word) { return entry(statement.form, statement.summary) }
    if let command = SessionCommand(rawValue: word) { return entry(command.form, command.summary) }
    if let function = BuiltInFunction.named(word) { return self.function(function) }
    return named(word)
  }

  private func entry(_ form: String, _ text: String) -> Document {
    Document([.line(StyledText(form, .name)), .line(StyledText(text))])
  }

  private func overview() -> Document {
    var document = Document()
    document.line("Ask for any figure: `mankong.rate`, `housing.rate by quarter`, `mankong.target[Q3]`.")
    document.blank()
    document.table(
      table("questions and statements", StatementWord.allCases.map { ($0.rawValue, $0.summary) }))
    document.blank()
    document.table(table("the session", SessionCommand.allCases.map { ($0.rawValue, $0.summary) }))
    document.blank()
    document.table(table("functions", BuiltInFunction.all.map { ($0.name, $0.summary) }))
    document.blank()
    document.line("help WORD says more of a word, a programme or a KPI; Tab completes.", .faint)
    return document
  }

  private func table(_ title: String, _ rows: [(String, String)]) -> Table {
    Table(
      [.init(title: title), .init(title: "", shrinksTo: 20)], rows.map { [Cell($0, .name), Cell($1)] })
  }

  private func function(_ function: BuiltInFunction) -> Document {
    entry(
      "\(function.name)(\(function.parameters.joined(separator: ", ")))",
      "\(function.summary) For example, \(function.example.expression) is \(function.example.result).")
  }

  /// Something of the plan: its documentation, unit, breakdowns, and where it is declared.
  private func named(_ word: String) -> Document {
    let names = session.open.program.names
    let plan = session.plan
    var document = Document()
    if case .programme(let id)? = names.thing(word) {
      let programme = plan[id]
      document.line(
        StyledText(programme.name, .name) + StyledText(programme.label.map { "  " + $0 } ?? "", .strong))
      if let text = programme.documentation { document.line(text) }
      let members = programme.members.map { " = " + $0.map { plan[$0].name }.joined(separator: " + ") } ?? ""
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
      if let text = kpi.documentation { document.line(text) }
      document.line("passes when \(kpi.text)", .faint)
    } else if let thing = names.thing(word) {
      document.line(StyledText(word, .name) + StyledText("  " + description(of: thing)))
    } else {
      document.line("nothing is called `\(word)`; help alone lists what there is", .faint)
      return document
    }
    if let origin = names.origin(word) ?? kpiOrigin(word), let place = session.open.sources.place(of: origin)
    {
      document.line("declared at \(place)", .faint)
    }
    return document
  }

  private func kpiOrigin(_ word: String) -> Origin? {
    session.open.program.names.kpi(word).map { session.plan.kpis[$0.index].origin }
  }

  private func unitName(_ unit: FigureUnit) -> String {
    unit.isPercent ? "percent" : session.plan.units.name(of: unit)
  }

  private func description(of thing: NamedThing) -> String {
    let plan = session.plan
    switch thing {
    case .unit(let unit): return "a unit" + (plan.units.definitions[unit].label.map { ": " + $0 } ?? "")
    case .axis(let axis): return "an axis: " + plan.axis(axis).members.map(\.name).joined(separator: ", ")
    case .members(let members):
      return "a member of " + members.map { plan.axis($0.axis).name }.joined(separator: " and ")
    case .measure(let id): return "a measure" + (plan[id].label.map { ": " + $0 } ?? "")
    case .derived: return "worked out from targets and results"
    case .programme: return "a programme"
    case .letting(let id):
      let definition = plan.lets[id.index]
      return "a formula: "
        + (definition.body.map { session.open.sources.words(at: $0.origin) } ?? "only in a scenario")
    case .scenario(let number):
      return number == 0
        ? "the plan as it is written"
        : "a scenario" + (plan.scenarios[number - 1].label.map { ": " + $0 } ?? "")
    case .move: return "a move"
    case .function: return "a function"
    }
  }
}
