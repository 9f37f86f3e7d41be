/// Lowers the figures that a programme declares for a measure: one column for each breakdown, all in one unit, all
/// with the same total.
struct DeclaredLowering {
  let state: ScenarioState
  let programme: ProgrammeID
  let measure: MeasureID

  private var plan: Plan { state.plan }
  private var subject: String { plan[programme].name + "." + plan[measure].name }

  /// The unit that a plain number takes here; `nil` where only a written unit can say.
  private var demanded: FigureUnit? {
    let measure = plan[measure]
    if measure.isMoney { return measure.unit ?? plan.units.onlyCurrency.map { .unit($0) } }
    return measure.unit ?? plan[programme].unit
  }

  func lower(_ lines: [DeclaredFigures]) throws -> MeasureFigures {
    var written: (unit: FigureUnit, dimension: Dimension, origin: Origin)?
    var breakdowns: [MeasureFigures.Breakdown] = []
    for line in lines {
      let nodes = try line.values.enumerated().map { offset, formula -> NodeID? in
        guard let formula else { return nil }
        let term = try value(formula)
        guard case .quantity(let dimension, let unit) = term.kind else {
          throw Problem.notAFigure(subject, at: line.origins[offset])
        }
        if let written, written.dimension != dimension, !term.isBareZero {
          throw Problem.mixedUnits(
            subject, state.evaluation.format.units.name(of: written.unit), plan.units.name(of: unit),
            at: line.origins[offset])
        }
        if written == nil, !term.isBareZero || demanded != nil {
          written = (unit, dimension, line.origins[offset])
        }
        return term.node
      }
      breakdowns.append(MeasureFigures.Breakdown(axes: line.axes, node: column(nodes, along: line.axes)))
    }
    let unit = displayUnit(lines) ?? written?.unit ?? demanded ?? .number
    let dimension = written?.dimension ?? plan.units.dimension(of: unit)
    let figures = MeasureFigures(breakdowns: breakdowns, dimension: dimension, unit: unit)
    try TotalsCheck(state: state, programme: programme, measure: measure).check(figures, lines: lines)
    return figures
  }

  /// Money prints as it is written; everything else in the programme's or the measure's unit.
  private func displayUnit(_ lines: [DeclaredFigures]) -> FigureUnit? {
    guard plan[measure].isMoney, plan[measure].unit == nil else { return demanded }
    for case let formula? in lines.flatMap(\.values) {
      if case .literal(let literal) = formula.form, !literal.isBare { return literal.unit }
    }
    return nil
  }

  private func value(_ formula: Formula) throws -> Term {
    var context = Context(scenario: state.scenario)
    context.isAsDeclared = true
    let term = try FormulaLowering(evaluation: state.evaluation).lower(formula, in: context)
    guard let demanded else {
      guard case .quantity(let dimension, _) = term.kind, plan.units.isMoney(dimension) || term.isBareZero
      else {
        throw Problem.needsCurrency(subject, currencies: plan.units.currencyNames, at: formula.origin)
      }
      return term
    }
    let fitted = try FormulaLowering(evaluation: state.evaluation).fit(
      term, to: demanded, place: subject, at: formula.origin)
    return fitted
  }

  /// One column of all values: at once where they are plain numbers, stacked where they are formulas.
  private func column(_ nodes: [NodeID?], along axes: [AxisID]) -> NodeID {
    let graph = state.graph
    let shape = Shape(axes.map { ($0, state.evaluation.count(of: $0)) })
    let constants = nodes.map { node -> Rational?? in
      guard let node else { return .some(nil) }
      if case .constant(let column) = graph.operation(of: node) { return .some(column.figure) }
      return nil
    }
    if constants.allSatisfy({ $0 != nil }) {
      return graph.node(.constant(Column(constants.map { $0 ?? nil }, shape: shape)))
    }
    let missing = graph.constant(nil)
    return stacked(nodes.map { $0 ?? missing }[...], along: axes[...])
  }

  private func stacked(_ nodes: ArraySlice<NodeID>, along axes: ArraySlice<AxisID>) -> NodeID {
    guard let axis = axes.first else { return nodes.first ?? state.graph.constant(nil) }
    let size = nodes.count / state.evaluation.count(of: axis)
    let layers = stride(from: nodes.startIndex, to: nodes.endIndex, by: size).map {
      stacked(nodes[$0..<($0 + size)], along: axes.dropFirst())
    }
    return state.graph.node(.stack(layers, along: axis))
  }
}

extension UnitTable {
  func isMoney(_ dimension: Dimension) -> Bool {
    dimension.factors.count == 1 && dimension.factors[0].exponent == 1
      && definitions[dimension.factors[0].unit].kind == .currency
  }

  var currencyNames: [String] { definitions.filter { $0.kind == .currency }.map(\.name) }
}

extension Problem {
  fileprivate static func notAFigure(_ subject: String, at origin: Origin) -> Problem {
    Problem(.wrongKind, "`\(subject)` needs a figure here", at: origin)
  }

  fileprivate static func mixedUnits(_ subject: String, _ first: String, _ second: String, at origin: Origin)
    -> Problem
  {
    Problem(.unlikeUnits, "the figures of `\(subject)` are in \(first), this one is in \(second)", at: origin)
  }

  fileprivate static func needsCurrency(_ subject: String, currencies: [String], at origin: Origin) -> Problem
  {
    Problem(
      .needsUnit, "`\(subject)` is money: this figure does not say in which currency", at: origin,
      help: currencies.isEmpty
        ? "declare one, for example `currency baht \"บาท\"`"
        : "write the currency after the number: \(currencies.map { "`\($0)`" }.joined(separator: " or "))")
  }
}
