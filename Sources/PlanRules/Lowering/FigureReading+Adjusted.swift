/// Targets after carry-over.
extension FigureReading {
  /// A target after carry-over.
  func adjusted(of programme: ProgrammeID, in context: Context, at origin: Origin) throws(Problem) -> NodeID {
    let target = try measure(.target, of: programme, in: context, at: origin)
    guard mayCarry(into: context, programme) else { return target }
    let carried = try carried(of: programme, in: context, at: origin)
    return graph.node(.adjust(target: target, carried: carried))
  }

  /// Whether anything may be carried into what a context selects; nothing is carried into the first period of
  /// a year.
  func mayCarry(into context: Context, _ programme: ProgrammeID) -> Bool {
    state.carryRule(of: programme) != .none
      && AxisID.periods.contains { period in
        switch context.selection(on: period) {
        case .members(let from, _)?: from > 0
        case .each?: true
        case nil: false
        }
      }
  }

  /// What is carried into the first period of the context, or into each.
  func carried(of programme: ProgrammeID, in context: Context, at origin: Origin) throws(Problem) -> NodeID {
    let period = state.period(of: programme)
    if let asked = context.periodCrossing(period) {
      throw .carriedByOtherPeriods(plan[programme].name, by: period, asked: asked, at: origin)
    }
    var periodic = context.each(period)
    let splitsYears = state.workspace.count(of: .year) > 1
    if splitsYears { periodic = periodic.keeping(.year) }
    let closing = Closing(state: state, axis: period)
    let closed = try closing.periods(.result, of: programme, in: context)
    let rule = state.carryRule(of: programme)
    let node = graph.node(
      .carried(
        target: try measure(.target, of: programme, in: periodic, at: origin),
        result: try resultToCarry(
          of: programme, by: period, in: periodic, asked: context, closed: closed, at: origin),
        closed: closed, rule: rule.passing(in: plan[programme].direction)))
    let into = atTheStart(node, of: period, in: context)
    return splitsYears ? collapse(into, along: .year, in: context, by: reduction(of: programme)) : into
  }

  /// The value of a node in the first period that a context selects, or at the beginning of each.
  ///
  /// If the context selects parts of a period, the first part has it: what is carried into a quarter is in
  /// its first month.
  func atTheStart(_ node: NodeID, of period: AxisID, in context: Context) -> NodeID {
    if let coarser = AxisID.periods.first(where: {
      period.isPart(of: $0) && context.selection(on: $0) == .each
    }) {
      let parts = coarser.monthsInPeriod / period.monthsInPeriod
      let count = period.periodsInYear
      let isLater = (0..<count).map { Optional($0 % parts > 0) }
      let later = graph.node(.constant(Column(truths: isLater, shape: Shape([(period, count)]))))
      return rolledUp(.sum, graph.node(.withhold(node, when: later)), along: period, to: coarser)
    }
    let asked = context.period(atMost: period)
    let parts = period.monthsInPeriod / asked.monthsInPeriod
    let at: (Int) -> NodeID = { [graph] member in
      member % parts == 0
        ? graph.node(.select(node, period, member: member / parts))
        : graph.node(.withhold(graph.node(.select(node, period, member: 0)), when: graph.truth(true)))
    }
    switch context.selection(on: asked) {
    case .each?:
      return asked == period ? node : graph.node(.stack((0..<asked.periodsInYear).map(at), along: asked))
    case .members(let from, _)?: return at(from)
    case nil: return at(0)
    }
  }

  /// Results that are not known by period are only needed if something is carried at all: from a closed
  /// period before the requested one, in a requested year.
  private func resultToCarry(
    of programme: ProgrammeID, by period: AxisID, in periodic: Context, asked: Context, closed: NodeID,
    at origin: Origin
  ) throws(Problem) -> NodeID {
    do {
      return try result(of: programme, in: periodic, at: origin)
    } catch {
      if error.isStop { throw error }
      var first = period.periodsInYear - 1
      if case .members(let from, _)? = asked.selection(on: period) { first = from }
      var years = 0..<state.workspace.count(of: .year)
      if case .members(let from, let through)? = asked.selection(on: .year) { years = from..<(through + 1) }
      let column = try graph.column(closed, at: origin)
      let carries = years.contains { year in
        (0..<first).contains { column.figure(at: [.year: year, period: $0])?.isZero == false }
      }
      if carries { throw error }
      return graph.constant(nil)
    }
  }

  /// True where the context covers a period that is open and, for a result, not expected either.
  func open(_ question: ReportQuestion, _ programme: ProgrammeID, in context: Context) throws(Problem)
    -> NodeID
  {
    graph.node(.not(try closing(of: programme, in: context).spans(question, of: programme, in: context)))
  }
}

extension Problem {
  fileprivate static func carriedByOtherPeriods(
    _ programme: String, by period: AxisID, asked: AxisID, at origin: Origin
  ) -> Problem {
    let (own, other) = (Calendar.name(of: period), Calendar.name(of: asked))
    return Problem(
      .noSuchBreakdown,
      "`\(programme)` carries over from \(own) to \(own), which does not fit into a \(other)",
      at: origin, help: "ask for it by \(own) or by year, or say `by \(other)` where it carries over")
  }
}

extension CarryRule {
  /// The rule in terms of what remains (`adjusted - result`). Where less is better, what remains is an unused
  /// allowance, which is a surplus; an excess is a shortfall.
  func passing(in direction: Direction) -> CarryRule {
    switch (self, direction) {
    case (.surplus, .lessIsBetter): .shortfall
    case (.shortfall, .lessIsBetter): .surplus
    case (.surplus, .moreIsBetter), (.shortfall, .moreIsBetter), (.surplusAndShortfall, _), (.none, _): self
    }
  }
}
