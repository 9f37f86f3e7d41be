extension PlanEvaluation {
  /// What a formula comes to in a scenario (0 is the base).
  public func value(of formula: Formula, scenario: Int = 0) throws(Problem) -> Value {
    let answer = try answer(formula, by: [], scenario: scenario)
    return answer.values[0]
  }

  /// What a formula comes to for each member along the axes.
  ///
  /// - Throws: the first problem, where the question has no answer for any member. Where it has one for some, the
  ///   others are missing, and their problems stand beside the answer.
  public func answer(_ formula: Formula, by axes: [AxisID], scenario: Int = 0) throws(Problem) -> Answer {
    try answer(formula, by: axes, in: Context(scenario: scenario))
  }

  /// Computes what several questions ask for together, so that what they share is gone through once.
  public func prepare(_ questions: [(formula: Formula, axes: [AxisID])], scenario: Int = 0) {
    var nodes: [NodeID] = []
    let lowering = FormulaLowering(evaluation: self)
    for (formula, axes) in questions {
      steps = 0
      var contexts = [Context(scenario: scenario)]
      for axis in axes where axis.isOverWholes {
        contexts = contexts.flatMap { lowering.contexts(along: axis, in: $0) }
      }
      for context in contexts {
        let inner = axes.filter { !$0.isOverWholes }.reduce(context) { $0.keeping($1) }
        guard let term = try? lowering.lower(formula, in: inner) else { continue }
        nodes.append(term.node)
      }
    }
    graph.prepare(nodes)
  }

  func answer(_ formula: Formula, by axes: [AxisID], in context: Context) throws(Problem) -> Answer {
    steps = 0
    let wholes = axes.filter(\.isOverWholes)
    let inner = axes.filter { !$0.isOverWholes }
    var contexts = [([AxisID: Int](), context)]
    let lowering = FormulaLowering(evaluation: self)
    for axis in wholes {
      contexts = contexts.flatMap { place, context in
        lowering.contexts(along: axis, in: context).enumerated().map { member, context in
          (place.merging([axis: member]) { $1 }, context)
        }
      }
    }
    var problems: [Problem] = []
    var terms: [(place: [AxisID: Int], term: Term)] = []
    for (place, context) in contexts {
      do {
        terms.append((place, try lowering.lower(formula, in: inner.reduce(context) { $0.keeping($1) })))
      } catch let problem as Problem {
        problems.append(problem)
      } catch {}
    }
    graph.prepare(terms.map(\.term.node))
    var columns: [[AxisID: Int]: (column: Column, term: Term)] = [:]
    for (place, term) in terms { columns[place] = (graph.column(term.node), term) }
    if columns.isEmpty, let first = problems.first { throw first }
    if graph.hasOutgrown { throw Problem.outgrown(at: formula.origin) }
    return Answer(
      axes: axes.map(plan.axis), values: values(columns, axes: axes, wholes: wholes), problems: problems)
  }

  private func values(
    _ columns: [[AxisID: Int]: (column: Column, term: Term)], axes: [AxisID], wholes: [AxisID]
  ) -> [Value] {
    let counts = axes.map { count(of: $0) }
    let total = counts.reduce(1, *)
    return (0..<total).map { index in
      var members: [AxisID: Int] = [:]
      var rest = index
      for (axis, count) in zip(axes, counts).reversed() {
        members[axis] = rest % count
        rest /= count
      }
      guard let (column, term) = columns[members.filter { wholes.contains($0.key) }] else {
        return Value(.missing(nil))
      }
      return Value(
        column.figure(at: members), term, quotient: term.quotient.flatMap { quotient($0, at: members) })
    }
  }

  private func quotient(_ quotient: Term.Quotient, at members: [AxisID: Int]) -> Value.Quotient? {
    guard let numerator = graph.column(quotient.numerator).figure(at: members),
      let denominator = graph.column(quotient.denominator).figure(at: members)
    else { return nil }
    return Value.Quotient(numerator: numerator, denominator: denominator, unit: quotient.unit)
  }

  /// A figure of a programme at a place; missing where the programme has no such breakdown.
  public func figure(
    _ figure: Figure, of programme: ProgrammeID, at place: [Narrowing] = [], scenario: Int = 0
  ) -> Value {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    let narrowed = place.isEmpty ? formula : Formula(.narrow(formula, to: place), at: .none)
    return (try? value(of: narrowed, scenario: scenario)) ?? Value(.missing(nil))
  }

  /// Whether a figure of a programme can be asked quarter by quarter.
  public func isByQuarter(_ figure: Figure, of programme: ProgrammeID, scenario: Int = 0) -> Bool {
    let quarter = Narrowing(axis: .quarter, from: 0, through: 0, origin: .none)
    let formula = Formula(
      .narrow(Formula(.figure(figure, of: programme), at: .none), to: [quarter]), at: .none)
    guard let value = try? value(of: formula, scenario: scenario) else { return false }
    guard value.isMissing, case .missing(let unit) = value.content else { return true }
    // A measure that nobody declared is missing everywhere, which is no breakdown.
    return unit != nil && declares(figure, programme, scenario)
  }

  private func declares(_ figure: Figure, _ programme: ProgrammeID, _ scenario: Int) -> Bool {
    guard let state = try? state(scenario) else { return false }
    let reading = FigureReading(state: state)
    let context = Context(scenario: scenario)
    let measures: [MeasureID] =
      switch figure {
      case .measure(let measure), .original(let measure): [measure]
      case .result, .rate, .gap, .light: [.actual, .forecast]
      case .adjusted, .carried: [.target]
      case .spending: [.spent, .budget]
      }
    return measures.contains { (try? reading.has($0, programme, context)) == true }
  }

  /// Whether a programme, or one of its members, has figures of a measure.
  public func has(_ measure: MeasureID, _ programme: ProgrammeID, scenario: Int = 0) -> Bool {
    declares(.measure(measure), programme, scenario)
  }
}

extension Column {
  /// The figure at a member of each axis; axes that the column lacks are passed over.
  func figure(at members: [AxisID: Int]) -> Rational? {
    self[shape.index(of: members)]
  }
}

extension PlanEvaluation {
  /// The quarter at whose end a scenario sees the plan.
  public func asOf(inScenario scenario: Int) -> Moment? { (try? state(scenario))?.asOf ?? asOf ?? plan.asOf }

  /// The carry-over rule in force for a programme.
  public func carryRuleInForce(of programme: ProgrammeID, scenario: Int = 0) -> CarryRule {
    (try? state(scenario))?.carryRule(of: programme) ?? .none
  }
}
