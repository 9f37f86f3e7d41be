/// Reads what a programme's figures are in a context: stored measures, and all that is derived from them.
struct FigureReading {
  let state: ScenarioState

  var plan: Plan { _read { yield state.plan } }
  var graph: Graph { state.graph }

  /// A stored measure: a programme's own, a group's as the sum of its members' wherever they all have it.
  func measure(_ measure: MeasureID, of programme: ProgrammeID, in context: Context, at origin: Origin) throws
    -> NodeID
  {
    let own = try state.figures(programme, measure, asDeclared: context.isAsDeclared)
    if plan[programme].isGroup {
      let isOwn = isMasked(measure, context) && own.map { isReadable($0, in: context, programme) } == true
      do {
        if !isOwn, let sum = try membersSum(programme, .measure(measure), in: context, at: origin) {
          return sum
        }
      } catch let problem as Problem {
        // What the members cannot say the group may, or did until an amendment suspended it.
        guard let own, isReadable(own, in: context, programme) || wouldAnswer(own, in: context, programme)
        else {
          throw problem
        }
      }
    }
    guard let own else { return graph.constant(nil) }
    return try read(own, of: programme, measure, in: context, at: origin)
  }

  /// The sum of a group's members' figures, or `nil` where they cannot give it.
  func ofMembers(_ group: ProgrammeID, _ figure: Figure, in context: Context) throws -> NodeID? {
    do {
      return try membersSum(group, figure, in: context, at: .none)
    } catch let problem as Problem
      where problem.code == .noSuchBreakdown || problem.code == .suspendedBreakdown
    {
      return nil
    }
  }

  /// `nil` where no member has such figures at all.
  private func membersSum(_ group: ProgrammeID, _ figure: Figure, in context: Context, at origin: Origin)
    throws
    -> NodeID?
  {
    var nodes: [NodeID] = []
    for member in plan[group].members ?? [] where try has(figure, member, context) {
      switch figure {
      case .measure(let measure):
        nodes.append(try self.measure(measure, of: member, in: context, at: origin))
      case .result, .original, .adjusted, .carried, .rate, .gap, .light, .spending:
        nodes.append(try result(of: member, in: context, at: origin))
      }
    }
    guard !nodes.isEmpty else { return nil }
    return nodes.count == 1 ? nodes[0] : graph.node(.combine(.sum, nodes))
  }

  private func has(_ figure: Figure, _ programme: ProgrammeID, _ context: Context) throws -> Bool {
    switch figure {
    case .measure(let measure): try has(measure, programme, context)
    case .result, .original, .adjusted, .carried, .rate, .gap, .light, .spending:
      try has(.actual, programme, context) || has(.forecast, programme, context)
    }
  }

  /// Whether a programme, or a member of it, has figures of a measure.
  func has(_ measure: MeasureID, _ programme: ProgrammeID, _ context: Context) throws -> Bool {
    if try state.figures(programme, measure, asDeclared: context.isAsDeclared) != nil { return true }
    return try plan[programme].members?.contains { try has(measure, $0, context) } ?? false
  }

  /// `actual`, or `forecast` where there is no actual.
  func result(of programme: ProgrammeID, in context: Context, at origin: Origin) throws -> NodeID {
    if plan[programme].isGroup, try !hasOwnResult(programme, in: context),
      let sum = try membersSum(programme, .result, in: context, at: origin)
    {
      return sum
    }
    let actual = try state.figures(programme, .actual, asDeclared: context.isAsDeclared)
    let forecast = try state.figures(programme, .forecast, asDeclared: context.isAsDeclared)
    guard let actual else {
      return try forecast.map { try read($0, of: programme, .forecast, in: context, at: origin) }
        ?? graph.constant(nil)
    }
    guard let forecast else { return try read(actual, of: programme, .actual, in: context, at: origin) }
    return try merged(actual, forecast, of: programme, in: context, at: origin)
  }

  /// Cell by cell along the finest breakdown that both have, quarters first, and added up only then.
  private func merged(
    _ actual: MeasureFigures, _ forecast: MeasureFigures, of programme: ProgrammeID, in context: Context,
    at origin: Origin
  ) throws -> NodeID {
    for axes in sharedBreakdowns(actual, forecast, programme) {
      let split = axes.filter { state.evaluation.count(of: $0) > 1 }
      let finer = split.reduce(context) { $0.keeping($1, within: state.evaluation.nesting) }
      guard isReadable(actual, in: finer, programme), isReadable(forecast, in: finer, programme) else {
        continue
      }
      let node = graph.node(
        .otherwise(
          try read(actual, of: programme, .actual, in: finer, at: origin),
          try read(forecast, of: programme, .forecast, in: finer, at: origin)))
      return split.reversed().reduce(node) {
        settle($0, along: $1, beside: split, in: context, of: programme)
      }
    }
    // A forecast of the year says nothing of a quarter: there the actual stands alone.
    let isForecastOnly =
      !isReadable(actual, in: context, programme) && isReadable(forecast, in: context, programme)
    return isForecastOnly
      ? try read(forecast, of: programme, .forecast, in: context, at: origin)
      : try read(actual, of: programme, .actual, in: context, at: origin)
  }

  /// A group's own results stand before its members', where it declares them and they can be asked.
  private func hasOwnResult(_ group: ProgrammeID, in context: Context) throws -> Bool {
    try [MeasureID.actual, .forecast].contains { measure in
      let own = try state.figures(group, measure, asDeclared: context.isAsDeclared)
      return own.map { isReadable($0, in: context, group) } ?? false
    }
  }

  /// Along which axes both measures are known, the finest in time first; a level is only split in time.
  private func sharedBreakdowns(
    _ a: MeasureFigures, _ b: MeasureFigures, _ programme: ProgrammeID
  ) -> [[AxisID]] {
    let isLevel = plan[programme].kind == .level
    let shared = a.live.flatMap { one in
      b.live.map { other in one.axes.filter { other.axes.contains($0) && (!isLevel || $0.isTime) } }
    }
    let unique = Set(shared + [[]])
    return unique.sorted { x, y in
      let (quarters, others) = (x.contains(.quarter), y.contains(.quarter))
      if quarters != others { return quarters }
      return x.count != y.count ? x.count > y.count : x.lexicographicallyPrecedes(y)
    }
  }

  /// A target after carry-over.
  func adjusted(of programme: ProgrammeID, in context: Context, at origin: Origin) throws -> NodeID {
    let first: Int
    switch context.selection(on: .quarter) {
    case .members(let from, _)?: first = from
    case .each?: first = 1
    case nil: first = 0
    }
    guard first > 0, state.carryRule(of: programme) != .none else {
      return try measure(.target, of: programme, in: context, at: origin)
    }
    let target = try measure(.target, of: programme, in: context, at: origin)
    let carried = try carried(of: programme, in: context, at: origin)
    return graph.node(.adjust(target: target, carried: carried))
  }

  /// What is carried into the first quarter of the context, or into each.
  func carried(of programme: ProgrammeID, in context: Context, at origin: Origin) throws -> NodeID {
    var quarterly = context.keeping(.quarter)
    let splitsYears = state.evaluation.count(of: .year) > 1
    if splitsYears { quarterly = quarterly.keeping(.year) }
    let settled = try state.settled(programme, for: .carrying)
    let node = graph.node(
      .carried(
        target: try measure(.target, of: programme, in: quarterly, at: origin),
        result: try resultToCarry(of: programme, in: quarterly, asked: context, settled: settled, at: origin),
        settled: settled, rule: state.carryRule(of: programme)))
    var into = node
    switch context.selection(on: .quarter) {
    case .members(let from, _)?: into = graph.node(.select(node, .quarter, member: from))
    case nil: into = graph.node(.select(node, .quarter, member: 0))
    case .each?: break
    }
    return splitsYears ? settle(into, along: .year, in: context, of: programme) : into
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

  /// True where the context holds an open quarter without a forecast.
  func unsettled(_ programme: ProgrammeID, in context: Context) throws -> NodeID {
    var node = graph.node(.not(try state.settled(programme, for: .judging)))
    for axis in [AxisID.quarter, .year] where graph.shape(of: node).has(axis) {
      switch context.selection(on: axis) {
      case .each?: break
      case .members(let from, let through)?:
        node = graph.node(.reduce(.any, node, along: axis, from: from, through: through))
      case nil:
        node = graph.node(
          .reduce(.any, node, along: axis, from: 0, through: state.evaluation.count(of: axis) - 1))
      }
    }
    return node
  }

  /// Takes from a column along an axis what the context asks: each member, one, or the figure of a stretch.
  func settle(_ node: NodeID, along axis: AxisID, in context: Context, of programme: ProgrammeID) -> NodeID {
    guard graph.shape(of: node).has(axis) else { return node }
    let reduction: Reduction = plan[programme].kind == .level ? .last : .sum
    switch context.selection(on: axis) {
    case .each?: return node
    case .members(let from, let through)?:
      return from == through
        ? graph.node(.select(node, axis, member: from))
        : graph.node(.reduce(reduction, node, along: axis, from: from, through: through))
    case nil:
      let count = state.evaluation.count(of: axis)
      return graph.node(.reduce(reduction, node, along: axis, from: 0, through: count - 1))
    }
  }
}
