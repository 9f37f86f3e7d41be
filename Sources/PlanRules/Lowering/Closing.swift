/// Which periods of a programme are closed: their figures are final, and what is missing in them will not
/// come.
///
/// A period is closed for a member (a region, a member of a group) when that member has an `actual` in it or
/// in a later one, when it is not after `as of`, or when the programme ended before it. It is closed for the
/// whole when it is closed for every member that has a target; if no target is broken down by member, for
/// every member. Members count only along the axes of the figures that are read: an actual by quarter for the
/// whole closes the quarter for the whole.
///
/// All truths here run along the years (if there are several), the periods of one axis, and the members that
/// the context keeps separate.
struct Closing {
  let state: ScenarioState
  /// The axis of the periods.
  let axis: AxisID

  private var plan: Plan { _read { yield state.plan } }
  private var graph: Graph { state.graph }
  private var reading: FigureReading { FigureReading(state: state) }
  private var times: TimeTruths { state.times(along: axis) }

  /// Which periods are closed (or, for `result`, closed or expected) in a context, ignoring what the context
  /// says about time.
  func periods(_ question: ReportQuestion, of programme: ProgrammeID, in context: Context) throws(Problem)
    -> NodeID
  {
    try state.closing(question, of: programme, along: axis, in: places(context)) {
      (context) throws(Problem) in
      guard let members = plan[programme].members, !members.isEmpty else {
        return own(question, of: programme, in: context) ?? times.upToAsOf
      }
      let all = try ofMembers(question, members, in: context)
      return try ownOfGroup(question, programme, in: context).map { graph.node(.connect(.or, all, $0)) }
        ?? all
    }
  }

  /// Which years have a forecast for the year as a whole, which is then the expected result of the year.
  func expectedYears(of programme: ProgrammeID, in context: Context) throws(Problem) -> NodeID? {
    let forecast = state.figures[programme.index][.forecast]
    if plan[programme].isGroup, forecast == nil {
      let members = try awaitedMembers(.result, plan[programme].members ?? [], in: context).map {
        $0.programme
      }
      let years = try members.map { (member) throws(Problem) in try expectedYears(of: member, in: context) }
      guard years.contains(where: { $0 != nil }) else { return nil }
      let closed = try members.map { (member) throws(Problem) in
        try closedYears(.result, of: member, in: context)
      }
      return graph.node(
        .combine(
          .all,
          zip(years, closed).map { year, closed in
            year.map { graph.node(.connect(.or, $0, closed)) } ?? closed
          }))
    }
    guard let forecast, !forecast.live.contains(where: { $0.axes.contains(where: \.isPeriod) }) else {
      return nil
    }
    let yearly = state.workspace.count(of: .year) > 1 ? places(context).keeping(.year) : places(context)
    // A forecast for all years together says nothing about any one of them.
    let asked = context.selection(on: .year) == nil ? [yearly, places(context)] : [yearly]
    for context in asked {
      guard let breakdown = reading.breakdown(of: forecast, .forecast, in: context, programme) else {
        continue
      }
      let known = graph.node(.known(breakdown.node))
      return overMembers(known, breakdown.axes, .target, programme, in: context)
    }
    return nil
  }

  /// Whether the whole time range of a context is closed (or, for `result`, expected).
  func spans(_ question: ReportQuestion, of programme: ProgrammeID, in context: Context) throws(Problem)
    -> NodeID
  {
    let periods = try periods(question, of: programme, in: context)
    var node = reading.collapse(periods, along: axis, beside: [], in: context, by: .all)
    if question == .result, !context.asksForPeriods,
      let expected = try expectedYears(of: programme, in: context)
    {
      node = graph.node(.connect(.or, node, expected))
    }
    return collapse(node, along: .year, in: context, by: .all)
  }

  /// Whether all periods of each year are closed.
  private func closedYears(_ question: ReportQuestion, of programme: ProgrammeID, in context: Context)
    throws(Problem)
    -> NodeID
  {
    collapse(
      try periods(question, of: programme, in: context), along: axis, in: Context(scenario: .base), by: .all)
  }

  private func collapse(_ node: NodeID, along axis: AxisID, in context: Context, by reduction: Reduction)
    -> NodeID
  {
    reading.collapse(node, along: axis, in: context, by: reduction)
  }

  /// What a context says about members, without what it says about time.
  private func places(_ context: Context) -> Context {
    context.ofAllTime().with {
      ($0.isRule, $0.isAsDeclared, $0.fitsPlainNumbers, $0.bindings) = (false, false, false, nil)
    }
  }

  // MARK: A programme's own

  /// `nil` if it has no figures that could close anything.
  private func own(_ question: ReportQuestion, of programme: ProgrammeID, in context: Context) -> NodeID? {
    let closed = report(question.measure, of: programme, in: context, lasts: true)
    let expected = question == .result ? forecast(of: programme, in: context) : nil
    guard closed != nil || expected != nil || plan[programme].until != nil else { return nil }
    let known = joined(closed, expected, question, programme, in: context)
    let over = [times.isSeenEarly ? times.upToAsOf : nil, times.after(plan[programme].until), known]
    let parts = over.compactMap { $0 }
    return parts.dropFirst().reduce(parts.first) { closed, part in
      closed.map { graph.node(.connect(.or, $0, part)) }
    }
  }

  /// A group that declares its own figures is closed by them.
  private func ownOfGroup(_ question: ReportQuestion, _ group: ProgrammeID, in context: Context)
    throws(Problem)
    -> NodeID?
  {
    let figures = state.figures[group.index]
    let declares = figures[question.measure] != nil || (question == .result && figures[.forecast] != nil)
    return declares ? own(question, of: group, in: context) : nil
  }

  /// Truths along members and time, with the axes of the breakdown that they come from.
  private struct Cells {
    let node: NodeID
    let axes: [AxisID]
  }

  /// Where a measure is known, in the breakdown that answers the context with the finest time axes.
  ///
  /// - Parameter lasts: whether a known figure also closes what lies before it.
  private func report(_ measure: MeasureID, of programme: ProgrammeID, in context: Context, lasts: Bool)
    -> Cells?
  {
    guard let figures = state.figures[programme.index][measure],
      let answering = reading.timed(figures, measure, in: context, programme)
    else { return nil }
    let breakdown =
      answering.isRemainder ? leftBehind(figures, in: context, programme) ?? answering : answering
    let figure = measure.isHiddenLater ? reading.masked(breakdown) : breakdown.node
    if graph.isAlwaysKnown(figure) {
      // It is the same for all members, so none of them has to be examined.
      let extents = graph.shape(of: figure).extents.filter(\.axis.isTime)
      let shape = Shape(extents: extents)
      let all = Column(truths: [Bool?](repeating: true, count: shape.count), shape: shape)
      return Cells(node: inTime(graph.node(.constant(all)), lasts: lasts), axes: [])
    }
    return Cells(
      node: inTime(graph.node(.known(figure)), lasts: lasts), axes: breakdown.axes.filter { !$0.isTime })
  }

  /// A breakdown by period that an amendment suspended: which of its periods were reported has not changed.
  private func leftBehind(_ figures: MeasureFigures, in context: Context, _ programme: ProgrammeID)
    -> MeasureFigures.Breakdown?
  {
    figures.breakdowns.first {
      $0.suspension != nil && $0.axes.contains(where: \.isPeriod)
        && reading.answers($0, context.ofAllTime(), programme)
    }
  }

  /// Converts truths about the periods in which something is known to truths about the periods of the axis.
  ///
  /// - Parameter lasts: whether a known figure also closes what lies before it.
  private func inTime(_ known: NodeID, lasts: Bool) -> NodeID {
    guard let own = graph.shape(of: known).period, own != axis else { return spread(known, lasts: lasts) }
    // A quarter is still open if only its first month has reported.
    if own > axis {
      let later = lasts ? graph.node(.nowOrLater(spreadOverYears(known))) : known
      return spread(reading.rolledUp(.all, later, along: own, to: axis), lasts: false)
    }
    return spread(dividedIntoPeriods(known, of: own), lasts: lasts)
  }

  private func spread(_ known: NodeID, lasts: Bool) -> NodeID {
    let isSpread = times.shape.extents.allSatisfy { graph.shape(of: known).has($0.axis) }
    let spread = isSpread ? known : graph.node(.connect(.or, known, times.never))
    return lasts ? graph.node(.nowOrLater(spread)) : spread
  }

  private func spreadOverYears(_ known: NodeID) -> NodeID {
    let years = state.workspace.count(of: .year)
    guard years > 1, !graph.shape(of: known).has(.year) else { return known }
    let never = Column(truths: [Bool?](repeating: false, count: years), shape: Shape([(.year, years)]))
    return graph.node(.connect(.or, known, graph.node(.constant(never))))
  }

  /// What holds for a half holds for each of its quarters.
  private func dividedIntoPeriods(_ node: NodeID, of longer: AxisID) -> NodeID {
    let parts = longer.monthsInPeriod / axis.monthsInPeriod
    let members = (0..<axis.periodsInYear).map { graph.node(.select(node, longer, member: $0 / parts)) }
    return graph.node(.stack(members, along: axis))
  }

  /// Converts truths about members to the periods of the axis; a period counts even if only a part of it is
  /// known.
  private func inPeriods(_ node: NodeID) -> NodeID {
    guard let own = graph.shape(of: node).period, own != axis else { return node }
    return own > axis
      ? reading.rolledUp(.any, node, along: own, to: axis) : dividedIntoPeriods(node, of: own)
  }

  /// Forecasts for single periods; a forecast for the year says nothing about them.
  private func forecast(of programme: ProgrammeID, in context: Context) -> Cells? {
    guard let figures = state.figures[programme.index][.forecast],
      reading.timed(figures, .forecast, in: context, programme)?.axes.contains(where: \.isPeriod) == true
    else { return nil }
    return report(.forecast, of: programme, in: context, lasts: false)
  }

  /// Closed or expected, combined cell by cell along the members that both tell apart, and only then for all
  /// of them.
  private func joined(
    _ closed: Cells?, _ expected: Cells?, _ question: ReportQuestion, _ programme: ProgrammeID,
    in context: Context
  ) -> NodeID? {
    guard let closed, let expected else {
      return (closed ?? expected).map { overMembers($0.node, $0.axes, question.plan, programme, in: context) }
    }
    let shared = closed.axes.filter(expected.axes.contains)
    let finer = shared.reduce(context) { $0.keeping($1, within: state.workspace.nesting) }
    let sides = [closed, expected].map { overMembers($0.node, $0.axes, question.plan, programme, in: finer) }
    return overMembers(
      graph.node(.connect(.or, sides[0], sides[1])), shared, question.plan, programme, in: context)
  }

  /// Reduces truths by member to what the context selects: a single member, or all members that are expected
  /// to report.
  private func overMembers(
    _ node: NodeID, _ axes: [AxisID], _ wish: MeasureID, _ programme: ProgrammeID, in context: Context
  ) -> NodeID {
    let counted = axes.filter { !$0.isTime && graph.shape(of: node).has($0) }
    guard !counted.isEmpty else { return node }
    var node = node
    if counted.contains(where: { !reading.isPinned($0, in: context) }),
      let awaited = awaited(wish, of: programme, along: counted)
    {
      node = graph.node(.connect(.or, node, graph.node(.not(awaited))))
    }
    return counted.reversed().reduce(node) {
      reading.collapse($0, along: $1, beside: axes, in: context, by: .all)
    }
  }

  /// The members that a period is still waiting for, where others have reported in it; `nil` if members are
  /// not told apart.
  func waitedFor(_ question: ReportQuestion, of programme: ProgrammeID, in context: Context) throws(Problem)
    -> (
      node: NodeID, axes: [AxisID]
    )?
  {
    guard let figures = state.figures[programme.index][question.measure],
      let breakdown = reading.timed(figures, question.measure, in: context, programme)
    else { return nil }
    let axes = breakdown.axes.filter { !$0.isTime && !reading.isPinned($0, in: context) }
    guard !axes.isEmpty else { return nil }
    let finer = axes.reduce(context) { $0.keeping($1, within: state.workspace.nesting) }
    let closed = try periods(question, of: programme, in: finer)
    var open = graph.node(.not(closed))
    if let awaited = awaited(question.plan, of: programme, along: axes) {
      open = graph.node(.connect(.and, open, awaited))
    }
    // If nobody has reported, no member is singled out.
    let some = axes.reduce(closed) { reading.collapse($0, along: $1, in: context.asking($1, nil), by: .any) }
    return (graph.node(.connect(.and, open, some)), axes)
  }

  /// For which members a target (or budget) is known: in any of its breakdowns, and in the period itself if
  /// it is known by period. `nil` if all members are expected to report.
  private func awaited(_ wish: MeasureID, of programme: ProgrammeID, along axes: [AxisID]) -> NodeID? {
    guard let figures = state.figures[programme.index][wish] else { return nil }
    let spoken: (MeasureFigures.Breakdown) -> Int = { breakdown in
      axes.count { reading.covers(breakdown.axes, of: $0) }
    }
    // An amendment that suspends a breakdown does not remove any of its members.
    let best = figures.breakdowns.map(spoken).max() ?? 0
    guard best > 0 else { return nil }
    let candidates = figures.breakdowns.filter { spoken($0) == best }
    let known = candidates.map { (breakdown: $0, node: inPeriods(members(knownIn: $0, along: axes))) }
    let periodic = known.filter { $0.breakdown.axes.contains(where: \.isPeriod) }.map(\.node)
    let others = known.filter { !$0.breakdown.axes.contains(where: \.isPeriod) }.map(\.node)
    let any: ([NodeID]) -> NodeID = { $0.dropFirst().reduce($0[0]) { graph.node(.connect(.or, $0, $1)) } }
    guard !periodic.isEmpty else { return any(others) }
    let byPeriod = any(periodic)
    guard !others.isEmpty else { return byPeriod }
    let anywhere = collapse(byPeriod, along: axis, in: Context(scenario: .base), by: .any)
    return graph.node(.choose(anywhere, then: byPeriod, else: any(others)))
  }

  /// For which members of the axes, and when, a breakdown has a known figure.
  private func members(knownIn breakdown: MeasureFigures.Breakdown, along axes: [AxisID]) -> NodeID {
    let known = graph.node(.known(breakdown.node))
    return breakdown.axes.reversed().reduce(known) { node, axis in
      if axis.isTime || axes.contains(axis) { return node }
      if let coarser = state.workspace.nesting.ancestors(of: axis).first(where: axes.contains) {
        return reading.rolledUp(.any, node, along: axis, to: coarser)
      }
      return graph.node(
        .reduce(.any, node, along: axis, from: 0, through: state.workspace.count(of: axis) - 1))
    }
  }

  // MARK: Groups

  private func ofMembers(_ question: ReportQuestion, _ members: [ProgrammeID], in context: Context)
    throws(Problem)
    -> NodeID
  {
    let truths = try awaitedMembers(question, members, in: context).map { (member) throws(Problem) in
      let periods = try periods(question, of: member.programme, in: context)
      return member.when.map { graph.node(.connect(.or, periods, graph.node(.not($0)))) } ?? periods
    }
    guard !truths.isEmpty else { return times.upToAsOf }
    return truths.count == 1 ? truths[0] : graph.node(.combine(.all, truths))
  }

  /// The members that a group waits for, and when (`nil` is always): those with a target; if none has one,
  /// those that report at all; if none does, all of them.
  private func awaitedMembers(_ question: ReportQuestion, _ members: [ProgrammeID], in context: Context)
    throws(Problem)
    -> [(programme: ProgrammeID, when: NodeID?)]
  {
    let plain = Context(scenario: context.scenario)
    let wanting = try members.including { (member) throws(Problem) in
      try reading.has(question.plan, member, plain)
    }
    if !wanting.isEmpty {
      return try wanting.map { (member) throws(Problem) in
        (member, try known(question.plan, of: member, in: context))
      }
    }
    let reporting = try members.including { (member) throws(Problem) in
      if try reading.has(question.measure, member, plain) { return true }
      return question == .spent ? false : try reading.has(.forecast, member, plain)
    }
    return (reporting.isEmpty ? members : reporting).map { ($0, nil) }
  }

  /// The periods in which a member of a group has a target; `nil` if it has one in all of them.
  private func known(_ wish: MeasureID, of programme: ProgrammeID, in context: Context) throws(Problem)
    -> NodeID?
  {
    if let members = plan[programme].members {
      let wishing = try members.including { (member) throws(Problem) in
        try reading.has(wish, member, Context(scenario: .base))
      }
      var parts = try wishing.map { (member) throws(Problem) in try known(wish, of: member, in: context) }
      if state.figures[programme.index][wish] != nil {
        parts.append(ownKnown(wish, of: programme, in: context))
      }
      if parts.contains(where: { $0 == nil }) { return nil }
      return parts.compactMap { $0 }.reduce(nil as NodeID?) { all, next in
        all.map { graph.node(.connect(.or, $0, next)) } ?? next
      }
    }
    return ownKnown(wish, of: programme, in: context)
  }

  private func ownKnown(_ wish: MeasureID, of programme: ProgrammeID, in context: Context) -> NodeID? {
    guard let figures = state.figures[programme.index][wish] else { return nil }
    // A target that is not broken down by the requested places applies to all of them.
    let asked = [context, Context(scenario: context.scenario)].first {
      reading.timed(figures, wish, in: $0, programme) != nil
    }
    guard let asked, let breakdown = reading.timed(figures, wish, in: asked, programme),
      !graph.isAlwaysKnown(breakdown.node)
    else { return nil }
    var node = graph.node(.known(breakdown.node))
    for axis in breakdown.axes.reversed() where !axis.isTime {
      node = reading.collapse(node, along: axis, beside: breakdown.axes, in: asked, by: .any)
    }
    return inTime(node, lasts: false)
  }
}
