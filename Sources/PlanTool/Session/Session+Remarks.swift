import PlanLang
import PlanRules

/// Remarks of the prompt on a statement, besides its changes.
extension Session {
  /// Answers the obvious next question: the value of a formula just declared, or why setting a figure changes
  /// nothing.
  func remark(on statement: Statement) -> Document {
    switch statement.form {
    case .let(let definition) where definition.parameters.isEmpty:
      guard case .let(let id)? = open.program.names.thing(definition.name.text),
        let value = try? evaluation.value(
          of: Formula(.formula(named: id, arguments: []), at: .none), scenario: active)
      else { return Document() }
      return Document([
        .line(
          StyledText(definition.name.text, .name) + " = " + StyledText(evaluation.format.text(value), .strong)
        )
      ])
    case .set, .scale:
      guard let asOf = evaluation.asOf(inScenario: active),
        let amendment = plan[active]?.amendments.last,
        let moment = amendment.hiddenMoment(in: plan.calendar),
        moment > asOf.lastMonth
      else { return Document() }
      let seen = plan.calendar.name(of: asOf)
      return Document([
        .line(
          StyledText(
            "the plan is shown as of \(seen), before this was known: use `forecast` for what is expected",
            .middling))
      ])
    case .move, .without, .carry, .lights, .asOf, .kpi, .let, .plan, .fiscalYear, .periods, .unit, .axis,
      .measure,
      .programme, .programmes, .load, .milestone, .scenario, .expect, .reported, .use, .question:
      return Document()
    }
  }

  /// Confirms a declaration, with the number of figures, programmes or members read from a table.
  func noted(_ statement: Statement) -> String {
    switch statement.form {
    case .load(let load):
      let count = plan.programmes.reduce(0) { count, programme in
        programme.figures.reduce(count) { $0 + ($1.origin == load.span.origin ? $1.knownCount : 0) }
      }
      return "loaded \(Count.of(count, "figure"))"
    case .programmes(let table):
      let file = open.sources.text(ofTableAt: table.table.span.origin)
      let count = plan.programmes.count { Span($0.origin)?.file == file }
      return "noted \(Count.of(count, "programme"))"
    case .axis(let axis) where axis.table != nil:
      let count = plan.axes.first { $0.name == axis.name.text }?.members.count ?? 0
      return "noted \(Count.of(count, "member"))"
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone, .scenario, .move, .set,
      .scale,
      .without, .carry, .lights, .asOf, .kpi, .let, .expect, .reported, .use, .question:
      return "noted"
    }
  }
}
