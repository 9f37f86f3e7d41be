import PlanLang
import PlanRules

/// The answer of `show` about one thing in the plan.
struct ShowLayout {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }
  private var format: FigureFormat { evaluation.format }
  private var tables: ShowTables { ShowTables(evaluation: evaluation, scenario: scenario) }
  private var verdictTables: CheckTables {
    CheckTables(evaluation: evaluation, sources: sources, scenario: scenario)
  }

  // MARK: Programmes

  func programme(_ id: ProgrammeID) -> Document {
    let programme = plan[id]
    var document = Document(
      json: ShowJSON(evaluation: evaluation, scenario: scenario).programme(id), tables: [tables.programme(id)]
    )
    document.title(programme.name, programme.label)
    document.note(sort(id))
    document.documentation(programme.documentation)
    document.blank()
    let statement = evaluation.carryStatement(of: id, scenario: scenario)
    document.table(statement.isEmpty ? periods(id) : carryTable(id, statement))
    if !statement.isEmpty, let apart = evaluation.carriedApart(of: id, scenario: scenario) {
      document.note(text(apart))
    }
    document.table(otherMeasures(id))
    if let distance = evaluation.distance(of: id, scenario: scenario) {
      document.blank()
      document.line(text(distance, programme))
    }
    return document
  }

  private func sort(_ id: ProgrammeID) -> String {
    let programme = plan[id]
    var words =
      plan.composition(of: programme).map { ($0.hasPrefix("mean of") ? "the " : "the sum of ") + $0 }
      ?? programme.kind.rawValue
    words += ", in \(cells.unitName(programme.unit))"
    if programme.direction == .lessIsBetter { words += ", less is better" }
    let rule = evaluation.carryRuleInForce(of: id, scenario: scenario)
    if programme.kind == .flow, !programme.isMean { words += ", carries \(rule.rawValue)" }
    return words
  }

  private func periods(_ id: ProgrammeID) -> Table {
    let row = evaluation.performance(of: id, scenario: scenario)
    return Table(
      [
        .init(title: ""), .init(title: "target", isRight: true), .init(title: "result", isRight: true),
        .init(title: "rate", isRight: true), .init(title: "light"),
      ],
      (row.years + row.periods).map { period in
        [
          Cell(period.name), cells.number(period.target), cells.number(period.result, .strong),
          cells.number(period.rate), cells.light(period.light),
        ]
      })
  }

  /// The carry-over as a statement: each column follows from the one before.
  private func carryTable(_ id: ProgrammeID, _ rows: [CarryStatementRow]) -> Table {
    let year = evaluation.performance(of: id, scenario: scenario).years
    let isWhole = plan.years.count == 1
    let hasAny: ((CarryStatementRow) -> Value) -> Bool = { value in rows.contains { !value($0).isMissing } }
    var lines: [(String, (CarryStatementRow) -> Cell, Value?)] = [
      (
        "declared", { cells.number($0.declared) },
        evaluation.figure(.original(.target), of: id, scenario: scenario)
      )
    ]
    if hasAny(\.movedIn) {
      lines.append(("moved in", { cells.number($0.movedIn) }, isWhole ? sum(rows.map(\.movedIn)) : nil))
    }
    if hasAny(\.movedOut) {
      lines.append(
        ("moved out", { negated($0.movedOut) }, isWhole ? negative(sum(rows.map(\.movedOut))) : nil))
    }
    if hasAny(\.changed) {
      lines.append(("changed", { cells.number($0.changed) }, isWhole ? sum(rows.map(\.changed)) : nil))
    }
    lines += [
      ("carried in", { cells.number($0.carriedIn) }, nil),
      ("adjusted target", { cells.number($0.adjusted, .strong) }, isWhole ? year[0].adjusted : nil),
      ("result", { cells.number($0.result, .strong) }, isWhole ? year[0].result : nil),
      ("carried out", { cells.number($0.carriedOut) }, nil),
      ("rate", { cells.number($0.rate) }, isWhole ? year[0].rate : nil),
      ("light", { cells.light($0.light) }, isWhole ? year[0].light : nil),
    ]
    let heads = [Table.Column(title: "")] + rows.map { Table.Column(title: $0.name, isRight: true) }
    return Table(
      heads + [.init(title: isWhole ? plan.calendar.name(ofYearAt: 0) : "", isRight: true)],
      lines.map { name, cell, whole in
        let total = whole.map { $0.light == nil ? cells.number($0) : cells.light($0) } ?? .empty
        return [Cell(name, .faint)] + rows.map(cell) + [total]
      })
  }

  private func negated(_ value: Value) -> Cell { cells.number(negative(value)) }

  private func negative(_ value: Value) -> Value {
    guard case .quantity(let figure, let unit) = value.content else { return value }
    return Value(.quantity(-figure, unit))
  }

  private func sum(_ values: [Value]) -> Value {
    values.dropFirst().reduce(values[0]) { total, next in
      switch (total.content, next.content) {
      case (.quantity(let a, let unit), .quantity(let b, _)): Value(.quantity(a + b, unit))
      case (.quantity, _): total
      default: next
      }
    }
  }

  /// Budget, spending and the planner's own measures.
  private func otherMeasures(_ id: ProgrammeID) -> Table {
    let rows = evaluation.furtherMeasures(of: id, scenario: scenario).map { measure in
      [Cell(measure.name, .name), cells.text(measure.value), Cell(measure.label ?? "")]
    }
    return Table([.init(title: ""), .init(title: "", isRight: true), .init(title: "")], rows)
  }

  private func text(_ apart: CarriedApart) -> String {
    let part =
      switch apart {
      case .members: "member"
      case .axis(let axis): plan.axis(axis).name
      }
    return "each \(part) carries over from its own reports: their adjusted targets may not add up to this one"
  }

  private func text(_ distance: LightDistance, _ programme: Programme) -> StyledText {
    let amount = format.text(distance.missing.magnitude, in: programme.unit)
    let light = StyledText(distance.next.name, FigureCells.role(distance.next))
    var text: StyledText
    switch distance.direction {
    case .moreIsBetter: text = StyledText("\(amount) more for ") + light
    case .lessIsBetter:
      text =
        StyledText(distance.missing.signum > 0 ? "\(amount) too many for " : "\(amount) more, and still ")
        + light
    }
    if distance.isSoFar { text = text + StyledText(" by the end") }
    if let each = distance.eachOpenPeriod {
      let periods = distance.openPeriods.inASentence
      text += StyledText(
        ": \(format.text(each, in: programme.unit)) in \(distance.openPeriods.count > 1 ? "each of " : "")\(periods)"
      )
    }
    return text
  }

  // MARK: Moves, KPIs, milestones, scenarios

  func move(_ name: String, at span: Span) throws(Problem) -> Document {
    guard let statement = evaluation.moveStatements(scenario: scenario).last(where: { $0.move.name == name })
    else {
      throw Problem(
        .notDefinedHere, "move `\(name)` is not in force here", at: span.origin,
        help: "this scenario takes it back, or it is later than the `as of`")
    }
    return move(statement)
  }

  func move(_ statement: MoveStatement) -> Document {
    var document = Document(
      json: ShowJSON(evaluation: evaluation, scenario: scenario).move(statement),
      tables: [tables.move(statement)])
    if let name = statement.move.name {
      document.title(name, statement.move.label)
    }
    document.table(
      Table(
        [
          .init(title: ""), .init(title: "before", isRight: true), .init(title: ""), .init(title: "after"),
          .init(title: ""),
        ], statement.lines.flatMap(rows)))
    document.append(costs(statement))
    if let reason = statement.move.reason { document.line(StyledText("because ", .faint) + reason) }
    if let date = statement.move.approved {
      document.line(StyledText("approved ", .faint) + plan.calendar.text(of: date))
    }
    return document
  }

  /// Shown after a typed move: that nothing was lost, and the resulting cost per unit.
  func conservation(_ statement: MoveStatement) -> Document {
    var document = Document()
    for line in statement.lines {
      let measure = plan[line.measure].name
      let sum = format.text(line.sumAfter, in: line.unit)
      let sides =
        line.giver.programme == line.receiver.programme
        ? "\(plan[line.giver.programme].name).\(measure) \(format.text(line.receiver.after ?? .zero, in: line.unit))"
        : "\(plan[line.giver.programme].name) and \(plan[line.receiver.programme].name) together \(sum) of \(measure)"
      document.note(sides + " before and after")
    }
    document.append(costs(statement))
    return document
  }

  private func costs(_ statement: MoveStatement) -> Document {
    guard let cost = statement.costPerUnit else { return Document() }
    var text = "moved at \(format.text(cost))"
    for (programme, cost) in statement.costOfSides {
      text += "; \(plan[programme].name) now \(format.text(cost))"
    }
    return Document([.note(StyledText(text, .faint))])
  }

  private func rows(_ line: MoveStatement.Line) -> [[Cell]] {
    let measure = plan[line.measure].name
    let row: (MoveStatement.Side) -> [Cell] = { side in
      [
        Cell("\(plan[side.programme].name).\(measure)", .name), Cell(number(side.before, line.unit)),
        Cell("→", .faint), Cell(format.text(side.after ?? .zero, in: line.unit)), .empty,
      ]
    }
    if line.giver.programme == line.receiver.programme {
      return [
        row(
          MoveStatement.Side(
            programme: line.giver.programme, before: line.giver.before, after: line.receiver.after))
      ]
    }
    let sum = [
      Cell("together", .faint), Cell(number(line.sumBefore, line.unit), .faint), Cell("=", .faint),
      Cell(format.text(line.sumAfter, in: line.unit), .faint), Cell("nothing lost", .faint),
    ]
    return [row(line.giver), row(line.receiver), sum]
  }

  private func number(_ figure: Rational?, _ unit: FigureUnit) -> String {
    figure.map { format.number($0, in: unit) } ?? "–"
  }

  func kpi(_ id: KPIID) throws(Problem) -> Document {
    let kpi = plan.kpis[id.index]
    guard let verdict = try evaluation.verdicts(scenario: scenario).first(where: { $0.kpi == id }) else {
      return Document(
        [.line(StyledText("\(kpi.name) has no rule in this scenario"))], tables: [verdictTables.kpis([])])
    }
    var document = Document(
      json: ShowJSON(evaluation: evaluation, scenario: scenario).kpi(verdict),
      tables: [verdictTables.kpis([verdict])])
    document.title(kpi.name, kpi.label)
    document.documentation(kpi.documentation)
    document.line(StyledText("passes when ", .faint) + verdict.rule)
    let margin = CheckLayout(evaluation: evaluation, sources: sources, scenario: scenario).margin(verdict)
    document.line(
      StyledText(verdict.verdict.rawValue, FigureCells.role(verdict.verdict))
        + StyledText(margin.isEmpty ? "" : ": \(margin)"))
    return document
  }

  func milestone(_ id: MilestoneID) -> Document {
    let milestone = plan.milestones[id.index]
    let asOf = evaluation.asOf(inScenario: scenario)
    let verdict = milestone.verdict(asOf: asOf, in: plan)
    let done = milestone.done(asOf: asOf, in: plan)
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/show/1")), ("milestone", .string(milestone.name)),
        ("label", JSON(milestone.label)), ("due", .string(milestone.due.isoText)),
        ("done", JSON(done?.isoText)), ("verdict", .string(verdict.rawValue)),
      ]), tables: [verdictTables.milestones([milestone])])
    document.title(milestone.name, milestone.label)
    document.documentation(milestone.documentation)
    let state = done.map { ", done \(plan.calendar.text(of: $0))" } ?? ", not done"
    document.line(
      StyledText(verdict.rawValue, FigureCells.role(verdict))
        + StyledText(": due \(plan.calendar.text(of: milestone.due))\(state)"))
    return document
  }

  func scenario(_ id: ScenarioID) -> Document {
    let scenario = plan[id]
    let name = plan.name(of: id)
    let amendments = scenario.map { $0.amendments.map(\.text) } ?? plan.moves.map(\.text)
    let parents =
      scenario.map { ($0.parents.isEmpty ? [.base] : $0.parents).map(plan.name(of:)) } ?? []
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/show/1")), ("scenario", .string(name)),
        ("label", JSON(scenario?.label)),
        ("from", .array(parents.map(JSON.string))), ("amendments", .array(amendments.map(JSON.string))),
      ]),
      tables: [DataTable(name: "amendments", columns: ["amendment"], rows: amendments.map { [.text($0)] })])
    document.title(name, scenario?.label)
    document.documentation(scenario?.documentation)
    if !parents.isEmpty { document.line(StyledText("from ", .faint) + parents.joined(separator: ", ")) }
    for amendment in amendments { document.line("  " + amendment) }
    return document
  }

  func formula(_ id: LetID) -> Document {
    let definition = plan.lets[id.index]
    let parameters =
      definition.parameters.isEmpty ? "" : "(" + definition.parameters.joined(separator: ", ") + ")"
    let body = definition.body.map { sources.words(at: $0.origin) } ?? "only in a scenario"
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/show/1")), ("let", .string(definition.name)),
        ("formula", .string(body)),
      ]),
      tables: [
        DataTable(
          name: "formula", columns: ["name", "formula"], rows: [[.text(definition.name), .text(body)]])
      ])
    document.line(StyledText(definition.name, .name) + StyledText("\(parameters) = \(body)"))
    document.documentation(definition.documentation)
    return document
  }

  // MARK: Axes and measures

  func axis(_ id: AxisID) -> Document {
    let axis = plan.axis(id)
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/show/1")), ("axis", .string(axis.name)), ("label", JSON(axis.label)),
        ("within", JSON(axis.within.map { plan.axis($0.axis).name })),
        (
          "members",
          .array(axis.members.map { .object([("name", .string($0.name)), ("label", JSON($0.label))]) })
        ),
      ]), tables: [tables.names("members", axis.members.map { ($0.name, $0.label) })])
    document.title(axis.name, axis.label)
    let within = axis.within.map { ", within " + plan.axis($0.axis).name } ?? ""
    document.note("an axis of \(Count.of(axis.members.count, "member"))\(within)")
    document.documentation(axis.documentation)
    document.blank()
    document.table(
      Table(
        [.init(title: ""), .init(title: "")],
        axis.members.map { [Cell($0.name, .name), Cell($0.label ?? "")] }))
    return document
  }

  func measure(_ id: MeasureID) -> Document {
    let measure = plan[id]
    let unit = measure.unit.map(cells.unitName)
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/show/1")), ("measure", .string(measure.name)),
        ("label", JSON(measure.label)), ("unit", JSON(unit)),
      ]), tables: [tables.names("measure", [(measure.name, measure.label)])])
    document.title(measure.name, measure.label)
    let demanded = unit ?? (measure.isMoney ? "a currency" : "the unit of each programme")
    document.note("a measure, in \(demanded)")
    document.documentation(measure.documentation)
    document.line(StyledText("ask for it: ", .faint) + StyledText("\(measure.name) by programme", .strong))
    return document
  }
}
