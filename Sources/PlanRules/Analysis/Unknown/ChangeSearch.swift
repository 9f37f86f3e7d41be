/// Finds, for each figure that a rule reads, the smallest change of it alone that turns the verdict.
///
/// The figure is made the unknown, as `set` would make it another number, and the rule is followed from where it stands
/// upwards and downwards until its verdict turns. What is found is tried out before it is said.
struct ChangeSearch {
  let evaluation: PlanEvaluation
  let kpi: KPIID
  let scenario: Int

  private var plan: Plan { evaluation.plan }

  /// Figures with very many cells would keep a planner waiting.
  private static let mostCells = 400
  /// How often a comparison on the way may turn.
  private static let mostStretches = 500

  private struct Input {
    let programme: ProgrammeID
    let measure: MeasureID
    let place: [Narrowing]
    let value: Rational
    let unit: FigureUnit
  }

  func changes(turning verdict: Verdict) -> [SmallestChange] {
    guard let now = verdict.truth else { return [] }
    var best: [FigureKey: SmallestChange] = [:]
    var order: [FigureKey] = []
    for input in inputs() {
      if evaluation.interruption.poll() { break }
      guard let change = smallestChange(of: input, to: !now) else { continue }
      let key = FigureKey(programme: input.programme, measure: input.measure)
      if best[key] == nil { order.append(key) }
      if best[key].map({ change.relative < $0.relative }) ?? true { best[key] = change }
    }
    let found = order.compactMap { best[$0] }
    return found.enumerated().sorted { a, b in
      a.element.relative != b.element.relative
        ? a.element.relative < b.element.relative : a.offset < b.offset
    }
    .map(\.element).filter { holds($0, !now) }
  }

  private struct FigureKey: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
  }

  // MARK: Inputs

  /// The figures that the rule reads, by cell of the breakdown in which they are known.
  private func inputs() -> [Input] {
    let asked = evaluation.asking(plan)
    asked.readFigures = []
    guard (try? rule(in: asked, scenario)) != nil, let state = try? asked.state(scenario) else { return [] }
    let leaves = (asked.readFigures ?? []).flatMap { key in
      self.leaves(of: key.programme).map { FigureKey(programme: $0, measure: key.measure) }
    }
    let unique = Set(leaves).sorted { ($0.programme, $0.measure) < ($1.programme, $1.measure) }
    let inputs = unique.flatMap { key -> [Input] in
      guard let figures = state.figures[key.programme.index][key.measure] else { return [] }
      return cells(of: figures, key)
    }
    return Array(inputs.prefix(ChangeSearch.mostCells))
  }

  private func leaves(of programme: ProgrammeID) -> [ProgrammeID] {
    plan[programme].members.map { $0.flatMap(leaves) } ?? [programme]
  }

  private func cells(of figures: MeasureFigures, _ key: FigureKey) -> [Input] {
    let live = figures.live.map { $0.axes.filter { evaluation.count(of: $0) > 1 } }
    // By quarter where that is known: a change there keeps the quarters; else as fine as the figure is declared.
    guard
      let axes = live.first(where: { $0.contains(.quarter) && $0.allSatisfy(\.isTime) })
        ?? live.max(by: { $0.count < $1.count })
    else { return [] }
    let places = axes.reduce([[Narrowing]]([[]])) { places, axis in
      places.flatMap { place in
        (0..<evaluation.count(of: axis)).map {
          place + [Narrowing(axis: axis, from: $0, through: $0, origin: .none)]
        }
      }
    }
    return places.compactMap { place in
      let value = evaluation.figure(.measure(key.measure), of: key.programme, at: place, scenario: scenario)
      guard case .quantity(let figure, _) = value.content else { return nil }
      return Input(
        programme: key.programme, measure: key.measure, place: place, value: figure, unit: figures.unit)
    }
  }

  private func rule(in evaluation: PlanEvaluation, _ scenario: Int) throws -> Term {
    evaluation.steps = 0
    return try FormulaLowering(evaluation: evaluation).rule(
      of: kpi, in: Context(scenario: scenario), at: .none)
  }

  // MARK: The search

  /// The same scenario with one figure set last.
  private func setting(_ input: Input, to formula: Formula.Form) -> (
    evaluation: PlanEvaluation, scenario: Int
  ) {
    var plan = plan
    let set = Amendment(
      .set(input.measure, of: input.programme, place: input.place, to: Formula(formula, at: .none)),
      at: .none,
      text: "")
    plan.scenarios.append(
      Scenario(
        name: "what if", label: nil, documentation: nil, parents: scenario == 0 ? [] : [scenario - 1],
        amendments: [set], origin: .none))
    let other = PlanEvaluation(
      plan: plan, graph: Graph(over: evaluation.graph), asOf: evaluation.asOf,
      interruption: evaluation.interruption)
    return (other, plan.scenarios.count)
  }

  private func smallestChange(of input: Input, to wanted: Bool) -> SmallestChange? {
    let unknown = Unknown(value: input.value, unit: input.unit)
    let (asked, number) = setting(input, to: .unknown(unknown))
    guard let rule = try? rule(in: asked, number), UnknownTrace.depends(rule.node, in: asked.graph) else {
      return nil
    }
    let step = plan.units.step(of: input.unit)
    let up = turn(rule.node, asked.graph, from: input.value, step: step, to: wanted)
    let down = turn(rule.node, asked.graph, from: input.value, step: -step, to: wanted)
    let nearest = [up, down].compactMap { $0 }.min {
      ($0 - input.value).magnitude < ($1 - input.value).magnitude
    }
    return nearest.map {
      SmallestChange(
        programme: input.programme, measure: input.measure, place: input.place, before: input.value,
        after: $0,
        unit: input.unit, step: step)
    }
  }

  /// The first value in whole steps, upwards or downwards, with which the rule has another truth.
  ///
  /// Downwards it ends at zero: figures of plans are not negative, unless they are already.
  private func turn(_ node: NodeID, _ graph: Graph, from start: Rational, step: Rational, to wanted: Bool)
    -> Rational?
  {
    guard let quotient = start.divided(by: step), var k = quotient.floor.whole else { return nil }
    var point = start
    for _ in 0..<ChangeSearch.mostStretches {
      var trace = UnknownTrace(graph: graph, point: point)
      guard let truth = try? trace.truth(of: node) else { return nil }
      if truth == wanted { return point }
      let next = trace.borders.compactMap { border in
        border.inSteps(of: step).firstWhole(from: k + 1, where: border.sign(at: point))
      }
      .min()
      guard let next else { return nil }
      k = next
      point = Rational(k) * step
      if step.signum < 0, start.signum >= 0, point.signum < 0 { return nil }
    }
    return nil
  }

  /// Whether the change does what is said of it, asked of the engine like any other `set`.
  private func holds(_ change: SmallestChange, _ wanted: Bool) -> Bool {
    let input = Input(
      programme: change.programme, measure: change.measure, place: change.place, value: change.after,
      unit: change.unit)
    let literal = Literal(value: change.after, unit: change.unit, places: 0, isBare: false)
    let (asked, number) = setting(input, to: .literal(literal))
    guard let rule = try? rule(in: asked, number) else { return false }
    return asked.graph.column(rule.node).truth(0) == wanted
  }
}

extension UnitTable {
  /// The smallest step of a figure in a unit, in base units: whole counts, money to two places, as the unit says.
  public func step(of unit: FigureUnit) -> Rational {
    let whole = unit.unscaled
    guard case .units(let factors, _) = whole, factors.count == 1, factors[0].exponent == 1 else {
      return factor(of: whole) * Rational.powerOfTen(-2)
    }
    let definition = definitions[factors[0].unit]
    let places: Int
    switch definition.kind {
    case .count: places = definition.places ?? 0
    case .currency, .percent: places = definition.places ?? 2
    }
    return factor(of: whole) * Rational.powerOfTen(-places)
  }
}
