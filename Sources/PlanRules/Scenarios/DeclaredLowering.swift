/// Lowers the figures that a programme declares for a measure: one column for each breakdown, all in one unit, all
/// with the same total.
struct DeclaredLowering {
  let state: ScenarioState
  let programme: ProgrammeID
  let measure: MeasureID
  /// The unit that a plain number takes here; `nil` if a unit has to be written.
  private let demanded: FigureUnit?

  init(state: ScenarioState, programme: ProgrammeID, measure: MeasureID) {
    self.state = state
    self.programme = programme
    self.measure = measure
    let own = state.plan[measure].unit
    demanded =
      state.plan[measure].isMoney
      ? own ?? state.plan.units.onlyCurrency.map { .unit($0) } : own ?? state.plan[programme].unit
  }

  private var plan: Plan { _read { yield state.plan } }
  private var subject: String { plan[programme].name + "." + plan[measure].name }

  func lower(_ lines: [DeclaredFigures]) throws(Problem) -> MeasureFigures {
    var written: Written?
    let breakdowns = try lines.map { (line) throws(Problem) in
      let node =
        switch line.content {
        case .formulas(let values, let origins):
          try column(of: values, origins, along: line.axes, &written)
        case .table(let table): try self.node(table, line, &written)
        }
      return MeasureFigures.Breakdown(axes: line.axes, node: node)
    }
    let unit = displayUnit(lines) ?? written?.unit ?? demanded ?? .number
    let dimension = written?.dimension ?? plan.units.dimension(of: unit)
    let figures = MeasureFigures(breakdowns: breakdowns, dimension: dimension, unit: unit)
    try requireNothingAfterEnd(breakdowns, lines)
    try TotalsCheck(state: state, programme: programme, measure: measure).check(figures, lines: lines)
    return figures
  }

  /// Refuses figures after the end of a programme that stops.
  private func requireNothingAfterEnd(
    _ breakdowns: [MeasureFigures.Breakdown], _ lines: [DeclaredFigures]
  ) throws(Problem) {
    guard let end = plan[programme].until else { return }
    let graph = state.graph
    for (breakdown, line) in zip(breakdowns, lines) where breakdown.axes.contains(where: \.isTime) {
      let shape = graph.shape(of: breakdown.node)
      let known = try graph.column(graph.node(.known(breakdown.node)), at: .none).trueValues
      let axis = breakdown.axes.last(where: \.isPeriod) ?? plan.calendar.period
      let periods = known.indices.lazy.filter { known[$0] }.compactMap { index -> Period? in
        let (year, member) = (shape.member(of: .year, at: index), shape.member(of: axis, at: index))
        // A figure for a year also counts for its first period.
        guard let member else { return year.map { Period(axis, year: $0, index: 0) } }
        return year != nil || plan.years.count == 1 ? Period(axis, year: year ?? 0, index: member) : nil
      }
      guard let last = periods.max(by: { $0.end < $1.end }), last.end > end else { continue }
      let until = shape.period == nil ? Period(axis, at: plan.calendar.end(ofYear: last.year)) : last
      let name = plan.calendar.name(ofEnd: end)
      throw .afterEnd(subject, name, last: until, plan, at: line.origin)
    }
  }

  /// The unit of the first figure that has one: all others must be of its dimension.
  private struct Written {
    let unit: FigureUnit
    let dimension: Dimension
  }

  private func column(
    of values: [Formula?], _ origins: [Origin], along axes: [AxisID], _ written: inout Written?
  ) throws(Problem) -> NodeID {
    guard let figures = try plainFigures(values, origins, &written) else {
      return column(try nodes(values, origins, &written), along: axes)
    }
    let shape = Shape(axes.map { ($0, state.workspace.count(of: $0)) })
    return state.graph.node(.constant(Column(figures, shape: shape)))
  }

  /// Figures that are written as plain numbers, as most are, and so need no formula. `nil` if one of them is
  /// something else or does not fit; the formula then reports the error.
  private func plainFigures(_ values: [Formula?], _ origins: [Origin], _ written: inout Written?)
    throws(Problem)
    -> [Rational?]?
  {
    guard let demanded else { return nil }
    let dimension = plan.units.dimension(of: demanded)
    let factors = (plan.units.factor(of: demanded), plan.units.factor(of: demanded.unscaled))
    var found = written
    var figures: [Rational?] = []
    figures.reserveCapacity(values.count)
    for (position, formula) in values.enumerated() {
      guard let formula else {
        figures.append(nil)
        continue
      }
      guard case .literal(let literal) = formula.form else { return nil }
      var unit = demanded
      if literal.isBare, literal.value.isZero {
        figures.append(.zero)
      } else if literal.unit == .number, demanded != .number, demanded != .ratio {
        figures.append(literal.value * (literal.isScaled ? factors.1 : factors.0))
        try requireSame(dimension, unit, found, at: origins[position])
      } else {
        unit = literal.unit
        guard plan.units.dimension(of: unit) == dimension else { return nil }
        figures.append(literal.value)
        try requireSame(dimension, unit, found, at: origins[position])
      }
      if found == nil { found = Written(unit: unit, dimension: dimension) }
    }
    written = found
    return figures
  }

  private func nodes(_ values: [Formula?], _ origins: [Origin], _ written: inout Written?) throws(Problem)
    -> [NodeID?]
  {
    try zip(values, origins).map { (formula, origin) throws(Problem) -> NodeID? in
      guard let formula else { return nil }
      let term = try value(formula)
      guard case .quantity(let dimension, let unit) = term.kind else {
        throw .notAFigure(subject, at: origin)
      }
      if !term.isBareZero { try requireSame(dimension, unit, written, at: origin) }
      if written == nil, !term.isBareZero || demanded != nil {
        written = Written(unit: unit, dimension: dimension)
      }
      return term.node
    }
  }

  /// A table as it is: its plain numbers are in the unit that its header or its place gives.
  private func node(_ table: FigureTable, _ line: DeclaredFigures, _ written: inout Written?) throws(Problem)
    -> NodeID
  {
    guard let unit = table.unit ?? demanded else {
      throw .needsCurrency(subject, currencies: plan.units.currencyNames, at: line.origin)
    }
    let dimension = plan.units.dimension(of: unit)
    if let demanded, plan.units.dimension(of: demanded) != dimension {
      throw .mixedUnits(
        subject, plan.units.name(of: demanded), plan.units.name(of: unit), at: line.origin)
    }
    try requireSame(dimension, unit, written, at: line.origin)
    if written == nil { written = Written(unit: unit, dimension: dimension) }
    let graph = state.graph
    let figures = graph.node(.constant(table.column))
    let factor = plan.units.factor(of: unit)
    return factor == .one
      ? figures : graph.node(.arithmetic(.multiply, figures, graph.constant(factor)))
  }

  private func requireSame(_ dimension: Dimension, _ unit: FigureUnit, _ written: Written?, at origin: Origin)
    throws(Problem)
  {
    guard let written, written.dimension != dimension else { return }
    throw .mixedUnits(
      subject, plan.units.name(of: written.unit), plan.units.name(of: unit), at: origin)
  }

  /// Money prints as it is written; everything else in the programme's or the measure's unit.
  private func displayUnit(_ lines: [DeclaredFigures]) -> FigureUnit? {
    guard plan[measure].isMoney, plan[measure].unit == nil else { return demanded }
    for line in lines {
      switch line.content {
      case .table(let table): if let unit = table.unit { return unit }
      case .formulas(let values, _):
        for case .literal(let literal)? in values.map({ $0?.form }) where !literal.isBare {
          return literal.unit
        }
      }
    }
    return nil
  }

  private func value(_ formula: Formula) throws(Problem) -> Term {
    var context = Context(scenario: state.scenario)
    context.isAsDeclared = true
    let term = try FormulaLowering(workspace: state.workspace).lower(formula, in: context)
    guard let demanded else {
      guard case .quantity(let dimension, _) = term.kind, plan.units.isMoney(dimension) || term.isBareZero
      else {
        throw .needsCurrency(subject, currencies: plan.units.currencyNames, at: formula.origin)
      }
      return term
    }
    let fitted = try FormulaLowering(workspace: state.workspace).fit(
      term, to: demanded, place: subject, at: formula.origin)
    return fitted
  }

  /// A single column of all values: built at once if they are plain numbers, stacked if they are formulas.
  private func column(_ nodes: [NodeID?], along axes: [AxisID]) -> NodeID {
    let graph = state.graph
    let shape = Shape(axes.map { ($0, state.workspace.count(of: $0)) })
    let constants = nodes.map { node -> Rational?? in
      guard let node else { return .some(nil) }
      if case .constant(let column) = graph.function(of: node) { return .some(column.figure) }
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
    let size = nodes.count / state.workspace.count(of: axis)
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

  fileprivate static func afterEnd(
    _ subject: String, _ end: String, last: Period, _ plan: Plan, at origin: Origin
  ) -> Problem {
    let year = plan.years.count == 1 ? "" : ", " + plan.calendar.name(ofYearAt: last.year)
    let name = plan.calendar.name(of: last.axis, at: last.index)
    return Problem(
      .figureAfterEnd, "`\(subject)` has a figure after \(end), when the programme ends", at: origin,
      help: "write `-` for what is after \(end), or let it end later: `until \(name)\(year)`")
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
