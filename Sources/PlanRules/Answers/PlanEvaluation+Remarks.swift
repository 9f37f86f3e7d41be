/// Remarks on declared figures that are used as they are, but were perhaps not meant that way.
extension PlanEvaluation {
  /// Warnings about the figures of the base, one for each programme and kind, in the order of the plan.
  public func remarksOnFigures() -> [Problem] {
    guard let state = try? state(.base) else { return [] }
    return remarksOnYears()
      + plan.programmes.indices.flatMap { index -> [Problem] in
        let id = ProgrammeID(index)
        guard !plan.hasLostFigures(id) else { return [] }
        return [hole(id, state), moreThanForecast(id, state)].compactMap { $0 } + negatives(id, state)
          + outOfProportion(id, state)
      }
  }

  /// A period of a flow that has a target but no actual, before a period that has one: it counts as nothing
  /// done.
  private func hole(_ id: ProgrammeID, _ state: ScenarioState) -> Problem? {
    guard plan[id].kind == .flow, !plan[id].isGroup, let actual = state.figures[id.index][.actual],
      let target = state.figures[id.index][.target]
    else { return nil }
    for breakdown in actual.live
    where !graph.isAlwaysKnown(breakdown.node) {
      guard let period = breakdown.axes.last(where: \.isPeriod) else { continue }
      let members = breakdown.axes.filter { !$0.isTime }
      // If no target tells the members apart, a target for the whole applies to all of them.
      let wished = target.live.first { wish in
        wish.axes.contains(period) && members.allSatisfy(wish.axes.contains)
      }
      guard let wished = wished ?? target.live.first(where: { $0.axes.contains(period) }) else { continue }
      let known = graph.node(.known(breakdown.node))
      let later = graph.node(.nowOrLater(known))
      let isHole = graph.node(
        .connect(
          .and, graph.node(.connect(.and, later, graph.node(.not(known)))),
          graph.node(.known(wished.node))))
      guard let column = column(isHole) else { continue }
      let holes = column.trueValues
      let count = holes.count { $0 }
      guard count > 0 else { continue }
      let first = Array(holes.indices.lazy.filter { holes[$0] }.prefix(3))
      let origin = plan[id].figures.first { $0.measure == .actual && $0.axes == breakdown.axes }?.origin
      return .hole(
        plan[id].name, first.map { place($0, column.shape) }, of: count, at: origin ?? plan[id].origin)
    }
    return nil
  }

  private func place(_ index: Int, _ shape: Shape) -> String {
    zip(shape.extents, shape.strides).map { extent, stride in
      plan.axis(extent.axis).members[index / stride % extent.count].name
    }.joined(separator: ", ")
  }

  /// More has already been done than is forecast for the year; in that case what was done counts.
  private func moreThanForecast(_ id: ProgrammeID, _ state: ScenarioState) -> Problem? {
    guard plan[id].kind == .flow, let forecast = state.figures[id.index][.forecast],
      forecast.live.allSatisfy({ $0.axes.isEmpty }), plan.years.count == 1,
      let expected = figure(.measure(.forecast), of: id).figure,
      let done = figure(.measure(.actual), of: id).figure, done > expected,
      let isOver = attempt({ () throws(Problem) in
        try FigureReading(state: state).closing(of: id, in: Context(scenario: .base)).spans(
          .actual, of: id, in: Context(scenario: .base))
      }), column(isOver)?.truth(0) == false
    else { return nil }
    let origin = plan[id].figures.first { $0.measure == .forecast }?.origin ?? plan[id].origin
    return .moreThanForecast(
      plan[id].name, done: format.text(done, in: plan[id].unit),
      expected: format.text(expected, in: plan[id].unit), at: origin)
  }

  /// Targets, results and budgets below zero: they count, but are seldom intended.
  private func negatives(_ id: ProgrammeID, _ state: ScenarioState) -> [Problem] {
    [MeasureID.target, .actual, .forecast, .budget, .spent].compactMap { measure in
      guard let figures = state.declaredOwn(measure, of: id),
        figures.breakdowns.contains(where: { breakdown in
          attempt { () throws(Problem) in try graph.hasNegative(breakdown.node) } == true
        })
      else { return nil }
      let origin = plan[id].figures.first { $0.measure == measure }?.origin ?? plan[id].origin
      return .negativeFigure(plan[id].name + "." + plan[measure].name, at: origin)
    }
  }
}

extension Problem {
  fileprivate static func hole(
    _ programme: String, _ places: [String], of count: Int, at origin: Origin
  ) -> Problem {
    let shown = places.joined(separator: places[0].contains(",") ? "; " : ", ")
    let named = count > places.count ? shown + " and \((count - places.count).grouped) more" : shown
    return Problem(
      .hole, "`\(programme)` has no actual in \(named) but has a later one: the gap counts as nothing done",
      at: origin, help: "write the figure, or a `0` where nothing was done")
  }

  fileprivate static func moreThanForecast(
    _ programme: String, done: String, expected: String, at origin: Origin
  ) -> Problem {
    Problem(
      .moreThanForecast,
      "`\(programme)` is forecast to reach \(expected) in the year, but has already reached \(done): what is done counts",
      at: origin, help: "update the forecast, or leave it out")
  }

  /// The warning (W0707) that a figure such as `mankong.target` is below zero.
  package static func negativeFigure(_ subject: String, at origin: Origin) -> Problem {
    Problem(
      .outOfProportion, "`\(subject)` has a figure below zero: is that meant?", at: origin,
      help: "it counts as written; remove the minus if it is not meant")
  }
}
