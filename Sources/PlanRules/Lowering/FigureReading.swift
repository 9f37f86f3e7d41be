/// Reads the figures of a programme in a context: stored measures, and everything derived from them.
struct FigureReading {
  let state: ScenarioState

  var plan: Plan { _read { yield state.plan } }
  var graph: Graph { state.graph }

  /// How the periods of a programme close: its own periods, or shorter ones if a context tells these apart.
  func closing(of programme: ProgrammeID, in context: Context) -> Closing {
    Closing(state: state, axis: context.period(atMost: state.period(of: programme)))
  }

  /// A stored measure: a programme's own; for a group, its own if it can answer, else the sum of its
  /// members'.
  func measure(_ measure: MeasureID, of programme: ProgrammeID, in context: Context, at origin: Origin)
    throws(Problem)
    -> NodeID
  {
    if plan[programme].isMean { return try mean(measure, of: programme, in: context, at: origin) }
    let own = try state.figures(programme, measure, asDeclared: context.isAsDeclared)
    if plan[programme].isGroup, own.map({ isReadable($0, in: context, programme) }) != true {
      do {
        if let sum = try membersSum(programme, .measure(measure), in: context, at: origin) { return sum }
      } catch {
        // If the members cannot answer either, report that an amendment suspended the group's own breakdown.
        guard !error.isStop, let own, wouldAnswer(own, in: context, programme) else { throw error }
      }
    }
    guard let own else { return graph.constant(nil) }
    return try read(own, of: programme, measure, in: context, at: origin)
  }

  /// Whether a programme, or a member of it, has figures of a measure.
  func has(_ measure: MeasureID, _ programme: ProgrammeID, _ context: Context) throws(Problem) -> Bool {
    if plan[programme].isMean, !measure.isOfMeans { return false }
    if try state.figures(programme, measure, asDeclared: context.isAsDeclared) != nil { return true }
    guard let members = plan[programme].members else { return false }
    return try state.membersHave(measure, in: programme, context) { () throws(Problem) in
      for member in members where try has(measure, member, context) { return true }
      return false
    }
  }

  /// `actual`, or `forecast` if there is no actual.
  func result(of programme: ProgrammeID, in context: Context, at origin: Origin) throws(Problem) -> NodeID {
    if plan[programme].isMean {
      return try meanOfMembers(programme) { (member) throws(Problem) in
        try result(of: member, in: context, at: origin)
      }
    }
    let actual = try state.figures(programme, .actual, asDeclared: context.isAsDeclared)
    let forecast = try state.figures(programme, .forecast, asDeclared: context.isAsDeclared)
    if plan[programme].isGroup, actual.map({ isReadable($0, in: context, programme) }) != true,
      let sum = try resultOfMembers(of: programme, forecast, in: context, at: origin)
    {
      return sum
    }
    guard let actual else {
      guard let forecast else { return graph.constant(nil) }
      return try read(forecast, of: programme, .forecast, in: context, at: origin)
    }
    guard let forecast else { return try read(actual, of: programme, .actual, in: context, at: origin) }
    return try merged(actual, forecast, of: programme, in: context, at: origin)
  }

  /// Combines actual and forecast cell by cell along the finest breakdown that both have, shortest periods
  /// first, and only then adds up.
  ///
  /// Until a cell is closed, its forecast is what it is expected to reach. What is already known of the cell
  /// (the first quarters of a year, some regions of a quarter) is part of the forecast, and replaces it once
  /// it is larger.
  private func merged(
    _ actual: MeasureFigures, _ forecast: MeasureFigures, of programme: ProgrammeID, in context: Context,
    at origin: Origin
  ) throws(Problem) -> NodeID {
    for axes in sharedBreakdowns(actual, forecast, programme) {
      let split = axes.filter { state.workspace.count(of: $0) > 1 }
      let finer = split.reduce(context) { $0.keeping($1, within: state.workspace.nesting) }
      guard isReadable(actual, in: finer, programme), isReadable(forecast, in: finer, programme) else {
        continue
      }
      let node = try expected(
        try read(forecast, of: programme, .forecast, in: finer, at: origin),
        beside: try read(actual, of: programme, .actual, in: finer, at: origin),
        of: programme, in: finer,
        isPartial: !isWhole(actual, .actual, of: programme, in: finer))
      return addedUp(node, along: split, in: context, of: programme)
    }
    // A forecast does not fill in what the actual does not break down, as long as there is any actual at all.
    if !isReadable(actual, in: context, programme), isReadable(forecast, in: context, programme),
      try isNeverKnown(actual)
    {
      return try read(forecast, of: programme, .forecast, in: context, at: origin)
    }
    return try read(actual, of: programme, .actual, in: context, at: origin)
  }

  /// The values of cells that have a forecast.
  ///
  /// - Parameter isPartial: whether a cell may be partly known and still be open.
  func expected(
    _ forecast: NodeID, beside known: NodeID, of programme: ProgrammeID, in context: Context, isPartial: Bool
  ) throws(Problem) -> NodeID {
    let plain = graph.node(.otherwise(known, forecast))
    guard isPartial else { return plain }
    let closed = try closing(of: programme, in: context).spans(.actual, of: programme, in: context)
    let open =
      plan[programme].kind == .level
      ? graph.node(.otherwise(forecast, known)) : graph.node(.combine(.max, [forecast, known]))
    return graph.node(.choose(closed, then: plain, else: open))
  }

  /// Whether the selected cells are those of the finest breakdown, so that no cell is partly known.
  private func isWhole(
    _ figures: MeasureFigures, _ measure: MeasureID, of programme: ProgrammeID, in context: Context
  ) -> Bool {
    guard let finest = timed(figures, measure, in: context, programme) else { return false }
    return finest.axes.allSatisfy { state.workspace.count(of: $0) <= 1 || isPinned($0, in: context) }
  }

  /// Whether nothing at all is known of a measure.
  private func isNeverKnown(_ figures: MeasureFigures) throws(Problem) -> Bool {
    for breakdown in figures.live {
      let node = seen(breakdown)
      guard !graph.isAlwaysKnown(node), !graph.shape(of: node).has(.step),
        try graph.column(node, at: .none).known?.contains(true) == false
      else { return false }
    }
    return true
  }

  /// Adds up what was combined cell by cell, along the axes that the finer context keeps.
  func addedUp(_ node: NodeID, along split: [AxisID], in context: Context, of programme: ProgrammeID)
    -> NodeID
  {
    split.reversed().reduce(node) {
      collapse($0, along: $1, beside: split, in: context, by: reduction(of: programme))
    }
  }

  /// The axes along which both measures are known, the shortest periods first; a level is only split in time.
  private func sharedBreakdowns(
    _ a: MeasureFigures, _ b: MeasureFigures, _ programme: ProgrammeID
  ) -> [[AxisID]] {
    let isLevel = plan[programme].kind == .level
    let shared = a.live.flatMap { one in
      b.live.map { other in
        let periods = [one, other].compactMap { $0.axes.last(where: \.isPeriod) }
        let axes = one.axes.filter { other.axes.contains($0) && (!isLevel || $0.isTime) && !$0.isPeriod }
        guard periods.count == 2, !periods[0].crosses(periods[1]) else { return axes.sorted() }
        // Months on one side and quarters on the other meet in the quarters.
        return (axes + [periods[0].isPart(of: periods[1]) ? periods[1] : periods[0]]).sorted()
      }
    }
    return finestFirst(shared + [[]])
  }

  func finestFirst(_ breakdowns: [[AxisID]]) -> [[AxisID]] {
    Set(breakdowns).sorted { x, y in
      let periods = [x, y].map { $0.last(where: \.isPeriod) ?? .year }
      if periods[0] != periods[1] { return periods[0] > periods[1] }
      return x.count != y.count ? x.count > y.count : x.lexicographicallyPrecedes(y)
    }
  }
}

extension MeasureID {
  /// The measures that a group of means has; it has no others.
  var isOfMeans: Bool { self == .target || self == .actual || self == .forecast }
}
