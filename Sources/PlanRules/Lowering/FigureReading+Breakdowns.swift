extension FigureReading {
  /// The axes along which a context selects more than the whole.
  private func asked(_ context: Context) -> [AxisID] {
    context.askedAxes.filter { !$0.rangesOverEntities && state.workspace.count(of: $0) > 1 }
  }

  /// Whether a breakdown can answer in a context: it has every selected axis, and a level would not be added
  /// up.
  func answers(_ breakdown: MeasureFigures.Breakdown, _ context: Context, _ programme: ProgrammeID)
    -> Bool
  {
    let speaksOfAll = context.allAsked {
      $0.rangesOverEntities || state.workspace.count(of: $0) <= 1
        || covers(breakdown.axes, of: $0, in: context)
    }
    guard speaksOfAll, !context.asksForCrossingPeriods else { return false }
    guard plan[programme].kind == .level else { return true }
    return breakdown.axes.allSatisfy { axis in
      axis.isTime || context.selection(on: axis).map(isSingle) == true
        || state.workspace.count(of: axis) == 1
    }
  }

  private func isSingle(_ selection: Context.Selection) -> Bool {
    switch selection {
    case .each: true
    case .members(let from, let through): from == through
    }
  }

  func isReadable(_ figures: MeasureFigures, in context: Context, _ programme: ProgrammeID) -> Bool {
    figures.live.contains { answers($0, context, programme) }
  }

  /// Whether a suspended breakdown would have answered.
  func wouldAnswer(_ figures: MeasureFigures, in context: Context, _ programme: ProgrammeID) -> Bool {
    figures.breakdowns.contains { $0.suspension != nil && answers($0, context, programme) }
  }

  /// The breakdown that answers in a context with the fewest additions; `nil` if none does.
  func breakdown(
    of figures: MeasureFigures, _ measure: MeasureID, in context: Context, _ programme: ProgrammeID
  ) -> MeasureFigures.Breakdown? {
    // Most measures have only one.
    if figures.breakdowns.count == 1 {
      let only = figures.breakdowns[0]
      return only.suspension == nil && answers(only, context, programme) ? only : nil
    }
    let isMasked = isMasked(measure, context)
    // What an `as of` hides is known only by period.
    let ranked: (Int) -> (Int, Int) = { place in
      let axes = figures.breakdowns[place].axes
      return (isMasked ? -axes.count(where: \.isTime) : 0, axes.count)
    }
    return figures.breakdowns.indices.lazy
      .filter {
        figures.breakdowns[$0].suspension == nil && answers(figures.breakdowns[$0], context, programme)
      }
      .min { ranked($0) < ranked($1) }
      .map { figures.breakdowns[$0] }
  }

  /// The breakdown that answers for the places of a context with the finest time axis: the shortest periods,
  /// years, or no time at all.
  func timed(
    _ figures: MeasureFigures, _ measure: MeasureID, in context: Context, _ programme: ProgrammeID
  ) -> MeasureFigures.Breakdown? {
    let places = context.ofAllTime()
    var asked = AxisID.periods.reversed().filter { period in
      figures.breakdowns.contains { $0.axes.contains(period) }
    }.map { places.keeping($0).keeping(.year) }
    asked += [places.keeping(.year), places]
    return asked.lazy.compactMap { breakdown(of: figures, measure, in: $0, programme) }.first
  }

  /// The figures in a context, from the breakdown that needs the fewest additions.
  func read(
    _ figures: MeasureFigures, of programme: ProgrammeID, _ measure: MeasureID, in context: Context,
    at origin: Origin
  ) throws(Problem) -> NodeID {
    guard let best = breakdown(of: figures, measure, in: context, programme) else {
      throw noBreakdown(figures, of: programme, measure, in: context, at: origin)
    }
    let node = isMasked(measure, context) ? seen(best) : best.node
    let reduction = reduction(of: programme)
    return best.axes.reversed().reduce(node) {
      collapse($0, along: $1, beside: best.axes, in: context, by: reduction)
    }
  }

  /// The reason why no breakdown answers.
  private func noBreakdown(
    _ figures: MeasureFigures, of programme: ProgrammeID, _ measure: MeasureID, in context: Context,
    at origin: Origin
  ) -> Problem {
    let able = figures.breakdowns.filter { answers($0, context, programme) }
    let subject = plan[programme].name + "." + plan[measure].name
    if let suspended = able.first(where: { $0.suspension != nil }), let suspension = suspended.suspension {
      return .suspended(
        subject + byAxes(suspended.axes), suspension,
        missing: suspension.missing.map(state.workspace.name), at: origin)
    }
    return .noSuchBreakdown(
      subject, asked: asked(context).map(state.workspace.name),
      has: figures.breakdowns.map { byAxes($0.axes) }, isLevel: plan[programme].kind == .level, at: origin)
  }

  private func byAxes(_ axes: [AxisID]) -> String {
    axes.isEmpty ? " in total" : axes.map { " by " + state.workspace.name(of: $0) }.listed(by: "")
  }

  func isMasked(_ measure: MeasureID, _ context: Context) -> Bool {
    state.asOf != nil && measure.isHiddenLater && !context.isAsDeclared
  }

  /// The figures without those that were not yet known at the `as of`.
  func masked(_ breakdown: MeasureFigures.Breakdown) -> NodeID {
    guard let later = state.later(breakdown.axes) else { return breakdown.node }
    return graph.node(.withhold(breakdown.node, when: later))
  }

  /// The figures as known at the `as of`: without those not yet known then, but with the known part of these.
  func seen(_ breakdown: MeasureFigures.Breakdown) -> NodeID {
    let masked = masked(breakdown)
    guard let soFar = breakdown.soFar, let later = state.later(breakdown.axes) else { return masked }
    let part = graph.node(.withhold(soFar, when: graph.node(.not(later))))
    return graph.node(.otherwise(masked, part))
  }
}

extension Problem {
  fileprivate static func suspended(
    _ subject: String, _ suspension: MeasureFigures.Suspension, missing: [String], at origin: Origin
  ) -> Problem {
    let names = missing.listed(by: " and ")
    return Problem(
      .suspendedBreakdown,
      "`\(subject)` is no longer known: `\(suspension.amendment)` does not say which \(names) it changes",
      at: origin, notes: [Note("this changes the total and leaves the \(names) open", at: suspension.origin)],
      help: "name the \(names) there too, or ask for the total")
  }

  fileprivate static func noSuchBreakdown(
    _ subject: String, asked: [String], has: [String], isLevel: Bool, at origin: Origin
  ) -> Problem {
    let wanted = asked.isEmpty ? "in total" : "by " + asked.listed(by: " by ")
    let known = has.map { String($0.dropFirst()) }.listed(by: "; ")
    return Problem(
      .noSuchBreakdown, "`\(subject)` has no figures \(wanted)", at: origin, label: "it is declared \(known)",
      help: isLevel && asked.isEmpty
        ? "a level does not add up: declare its total, or ask for one member"
        : "ask for it \(known), or declare it \(wanted)")
  }
}
