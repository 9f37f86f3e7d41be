/// Finds, for each figure that a rule reads, the smallest change to that figure alone that flips the verdict.
///
/// The figure becomes the unknown, as if `set` gave it another value. The rule is then traced upwards and
/// downwards from the figure's current value until its verdict flips. Each change is tried out before it is
/// reported.
struct ChangeSearch {
  let evaluation: PlanEvaluation
  let kpi: KPIID
  let scenario: ScenarioID

  private var plan: Plan { _read { yield evaluation.plan } }

  /// Figures with very many cells would keep a planner waiting.
  private static let maxCells = 400
  /// How many ranges of the unknown are tried in one direction.
  private static let maxRanges = 5_000

  private struct Input {
    let programme: ProgrammeID
    let measure: MeasureID
    let place: [Narrowing]
    let value: Rational
    let unit: FigureUnit
  }

  /// The changes that turn a verdict, and whether every figure could be traced to the end.
  struct Found {
    var changes: [SmallestChange] = []
    var isComplete = true
  }

  func changes(turning verdict: Verdict) -> Found {
    var found = Found()
    guard let now = verdict.truth else { return found }
    var candidates: [FigureKey: [SmallestChange]] = [:]
    for input in inputs() {
      if evaluation.cancellation.poll() { break }
      do {
        guard let change = try smallestChange(of: input, to: !now) else { continue }
        candidates[FigureKey(programme: input.programme, measure: input.measure), default: []].append(change)
      } catch {
        found.isComplete = false
      }
    }
    for key in candidates.keys.sorted(by: { ($0.programme, $0.measure) < ($1.programme, $1.measure) }) {
      // If several places need the same change, the last of them is the most likely to be still open to it.
      let nearest = (candidates[key] ?? []).enumerated().sorted { a, b in
        let (x, y) = (a.element.difference.magnitude, b.element.difference.magnitude)
        return x != y ? x < y : a.offset > b.offset
      }
      if let change = nearest.lazy.map(\.element).first(where: { holds($0, !now) }) {
        found.changes.append(change)
      }
    }
    found.changes = found.changes.enumerated().sorted { a, b in
      a.element.relative != b.element.relative
        ? a.element.relative < b.element.relative : a.offset < b.offset
    }
    .map(\.element)
    return found
  }

  private struct FigureKey: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
  }

  // MARK: Inputs

  /// The figures that the rule reads, by cell of the breakdown in which they are known.
  private func inputs() -> [Input] {
    let asked = evaluation.asking(plan)
    asked.workspace.readFigures = []
    guard (try? rule(in: asked, scenario)) != nil, let state = try? asked.state(scenario) else { return [] }
    let leaves = (asked.workspace.readFigures ?? []).flatMap { key in
      self.leaves(of: key.programme).map { FigureKey(programme: $0, measure: key.measure) }
    }
    let unique = Set(leaves).sorted { ($0.programme, $0.measure) < ($1.programme, $1.measure) }
    let inputs = unique.flatMap { key -> [Input] in
      guard let figures = state.figures[key.programme.index][key.measure] else { return [] }
      return cells(of: figures, key)
    }
    return Array(inputs.prefix(ChangeSearch.maxCells))
  }

  private func leaves(of programme: ProgrammeID) -> [ProgrammeID] {
    plan[programme].members.map { $0.flatMap(leaves) } ?? [programme]
  }

  private func cells(of figures: MeasureFigures, _ key: FigureKey) -> [Input] {
    // Try every known breakdown, including the total: the rule may not read what a change would suspend. A
    // level in one region says nothing about the others, so it is only changed in breakdowns over time.
    let isLevel = plan[key.programme].kind == .level
    let live = figures.live.map { $0.axes.filter { evaluation.count(of: $0) > 1 } }.filter {
      !isLevel || $0.allSatisfy(\.isTime)
    }
    return Set(live).sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
      .flatMap { cells(along: $0, key, figures.unit) }
  }

  private func cells(along axes: [AxisID], _ key: FigureKey, _ unit: FigureUnit) -> [Input] {
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
        programme: key.programme, measure: key.measure, place: place, value: figure, unit: unit)
    }
  }

  private func rule(in evaluation: PlanEvaluation, _ scenario: ScenarioID) throws(Problem) -> Term {
    evaluation.workspace.steps = 0
    return try FormulaLowering(workspace: evaluation.workspace).rule(
      of: kpi, in: Context(scenario: scenario), at: .none)
  }

  // MARK: The search

  /// The same scenario with one figure set by its last amendment.
  private func setting(_ input: Input, to formula: Formula.Form) -> (
    evaluation: PlanEvaluation, scenario: ScenarioID
  ) {
    var plan = plan
    let set = Amendment(
      .set(input.measure, of: input.programme, place: input.place, to: Formula(formula, at: .none)),
      at: .none,
      text: "")
    let number = plan.append(
      Scenario(
        name: "what if", label: nil, documentation: nil, parents: scenario.isBase ? [] : [scenario],
        amendments: [set], origin: .none))
    let other = PlanEvaluation(
      plan: plan, graph: Graph(over: evaluation.graph), asOf: evaluation.asOf,
      cancellation: evaluation.cancellation)
    return (other, number)
  }

  /// - Throws: if the figure could not be traced to the end.
  private func smallestChange(of input: Input, to wanted: Bool) throws -> SmallestChange? {
    let unknown = Unknown(value: input.value, unit: input.unit)
    let (asked, number) = setting(input, to: .unknown(unknown))
    guard let rule = try? rule(in: asked, number), UnknownTrace.depends(rule.node, in: asked.graph) else {
      return nil
    }
    let step = plan.units.step(of: input.unit)
    let up = try turn(rule.node, asked.graph, from: input.value, step: step, to: wanted)
    let down = try turn(rule.node, asked.graph, from: input.value, step: -step, to: wanted)
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

  /// The first value, in whole steps upwards or downwards, at which the rule's truth changes.
  ///
  /// The search downwards ends at zero: figures of plans are not negative unless they already are.
  private func turn(_ node: NodeID, _ graph: Graph, from start: Rational, step: Rational, to wanted: Bool)
    throws -> Rational?
  {
    guard let quotient = start.divided(by: step), var k = quotient.floor.whole else { return nil }
    // Setting the figure to its current value must not change the verdict. If it does, the figure is not what
    // turns it.
    var first = UnknownTrace(graph: graph, point: start)
    guard try first.truth(of: node) == !wanted else { return nil }
    var point = start
    for _ in 0..<ChangeSearch.maxRanges {
      var trace = UnknownTrace(graph: graph, point: point)
      if try trace.truth(of: node) == wanted { return point }
      let next = trace.borders.compactMap { border in
        border.inSteps(of: step).firstWhole(from: k + 1, where: border.sign(at: point))
      }
      .min()
      guard let next else { return nil }
      k = next
      point = Rational(k) * step
      if step.signum < 0, start.signum >= 0, point.signum < 0 { return nil }
      if evaluation.cancellation.poll() { return nil }
    }
    throw UnknownTrace.TooInvolved()
  }

  /// Whether the change has the reported effect when it is evaluated like any other `set`, and whether it is
  /// possible at all: it must not suspend figures that another rule reads.
  private func holds(_ change: SmallestChange, _ wanted: Bool) -> Bool {
    let input = Input(
      programme: change.programme, measure: change.measure, place: change.place, value: change.after,
      unit: change.unit)
    let literal = Literal(value: change.after, unit: change.unit, places: 0, isBare: false)
    let (asked, number) = setting(input, to: .literal(literal))
    guard let rule = try? rule(in: asked, number), asked.column(rule.node)?.truth(0) == wanted else {
      return false
    }
    return asked.problems(inScenario: number).isEmpty && asked.problemsOfRules(scenario: number).isEmpty
  }
}

extension UnitTable {
  /// The smallest step of a figure in a unit, in base units: one for counts, two decimal places for money,
  /// unless the unit says otherwise.
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
