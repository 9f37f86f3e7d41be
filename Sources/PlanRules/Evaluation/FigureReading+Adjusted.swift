/// Targets after what is carried over.
extension FigureReading {
  /// A target after carry-over.
  func adjusted(of programme: ProgrammeID, in context: Context, at origin: Origin) throws -> NodeID {
    let target = try measure(.target, of: programme, in: context, at: origin)
    guard firstQuarter(of: context) > 0, state.carryRule(of: programme) != .none else { return target }
    let carried = try carried(of: programme, in: context, at: origin)
    return graph.node(.adjust(target: target, carried: carried))
  }

  /// The first quarter that a context asks for; nothing is ever carried into the first of a year.
  func firstQuarter(of context: Context) -> Int {
    switch context.selection(on: .quarter) {
    case .members(let from, _)?: from
    case .each?: 1
    case nil: 0
    }
  }

  /// What is carried into the first quarter of the context, or into each.
  func carried(of programme: ProgrammeID, in context: Context, at origin: Origin) throws -> NodeID {
    var quarterly = context.keeping(.quarter)
    let splitsYears = state.evaluation.count(of: .year) > 1
    if splitsYears { quarterly = quarterly.keeping(.year) }
    let settled = try closing.periods(.result, of: programme, in: context)
    let rule = state.carryRule(of: programme)
    let node = graph.node(
      .carried(
        target: try measure(.target, of: programme, in: quarterly, at: origin),
        result: try resultToCarry(of: programme, in: quarterly, asked: context, settled: settled, at: origin),
        settled: settled, rule: rule.passing(in: plan[programme].direction)))
    var into = node
    switch context.selection(on: .quarter) {
    case .members(let from, _)?: into = graph.node(.select(node, .quarter, member: from))
    case nil: into = graph.node(.select(node, .quarter, member: 0))
    case .each?: break
    }
    return splitsYears ? settle(into, along: .year, in: context, by: reduction(of: programme)) : into
  }

  /// Results that are not known by quarter are only needed where something is carried at all: from a settled
  /// quarter before the one that is asked, in a year that is asked.
  private func resultToCarry(
    of programme: ProgrammeID, in quarterly: Context, asked: Context, settled: NodeID, at origin: Origin
  ) throws -> NodeID {
    do {
      return try result(of: programme, in: quarterly, at: origin)
    } catch let problem as Problem {
      var first = 3
      if case .members(let from, _)? = asked.selection(on: .quarter) { first = from }
      var years = 0..<state.evaluation.count(of: .year)
      if case .members(let from, let through)? = asked.selection(on: .year) { years = from..<(through + 1) }
      let column = graph.column(settled)
      let carries = years.contains { year in
        (0..<first).contains { column.figure(at: [.year: year, .quarter: $0])?.isZero == false }
      }
      if carries { throw problem }
      return graph.constant(nil)
    }
  }

  /// True where the context holds a period that is open and, of a result, not expected either.
  func open(_ question: Closing.Question, _ programme: ProgrammeID, in context: Context) throws -> NodeID {
    graph.node(.not(try closing.spans(question, of: programme, in: context)))
  }
}

extension CarryRule {
  /// The rule by what remains (`adjusted - result`): where less is better, what remains is an allowance not used, a
  /// surplus, and what was exceeded is short.
  func passing(in direction: Direction) -> CarryRule {
    switch (self, direction) {
    case (.surplus, .lessIsBetter): .shortfall
    case (.shortfall, .lessIsBetter): .surplus
    case (.surplus, .moreIsBetter), (.shortfall, .moreIsBetter), (.surplusAndShortfall, _), (.none, _): self
    }
  }
}
