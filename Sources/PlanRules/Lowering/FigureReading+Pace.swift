/// What was due by now, and what was reached: a year that is not over is judged by its closed periods alone.
extension FigureReading {
  /// The result of the closed periods of a context, and what was due by their end.
  struct Pace {
    let done: NodeID
    let due: NodeID
  }

  /// - Parameter isOver: whether everything that the context selects is closed.
  func pace(of programme: ProgrammeID, in context: Context, isOver: NodeID, at origin: Origin) throws(Problem)
    -> Pace
  {
    let whole = Pace(
      done: try result(of: programme, in: context, at: origin),
      due: try adjusted(of: programme, in: context, at: origin))
    if try isTrueThroughout(isOver) { return whole }
    let missing = graph.constant(nil)
    var far = try closedPart(of: programme, in: context) ?? Pace(done: missing, due: missing)
    // If the figures of a member have no periods, only the whole can say what was due.
    if let members = try unlessStopped({ () throws(Problem) in
      try memberParts(of: programme, in: context)
    }) ?? nil {
      far = choose(try isHalfReported(programme, in: context), members, far)
    }
    return choose(isOver, whole, far)
  }

  private func choose(_ condition: NodeID, _ a: Pace, _ b: Pace) -> Pace {
    Pace(
      done: graph.node(.choose(condition, then: a.done, else: b.done)),
      due: graph.node(.choose(condition, then: a.due, else: b.due)))
  }

  /// Whether a truth that depends on time alone holds throughout; `false` without looking if it also varies
  /// by member.
  func isTrueThroughout(_ node: NodeID) throws(Problem) -> Bool {
    guard graph.shape(of: node).extents.allSatisfy(\.axis.isTime) else { return false }
    return try graph.column(node, at: .none).trueValues.allSatisfy { $0 }
  }

  private func keepingTime(_ context: Context, by period: AxisID) -> Context {
    let periodic = context.each(period)
    return state.workspace.count(of: .year) > 1 ? periodic.keeping(.year) : periodic
  }

  /// Reduces values by period and year to the time that a context selects.
  private func inTime(_ node: NodeID, by period: AxisID, in context: Context, _ reduction: Reduction)
    -> NodeID
  {
    let ofYears = collapse(node, along: period, beside: [], in: context, by: reduction)
    return collapse(ofYears, along: .year, in: context, by: reduction)
  }

  /// The closed periods of a context taken together; `nil` if the target is not known by period.
  private func closedPart(of programme: ProgrammeID, in context: Context) throws(Problem) -> Pace? {
    let closing = closing(of: programme, in: context)
    let periodic = keepingTime(context, by: closing.axis)
    guard
      let target = try unlessStopped({ () throws(Problem) in
        try measure(.target, of: programme, in: periodic, at: .none)
      }),
      let result = try unlessStopped({ () throws(Problem) in
        try result(of: programme, in: periodic, at: .none)
      })
    else { return nil }
    let open = graph.node(.not(try closing.periods(.actual, of: programme, in: context)))
    let far: (NodeID) -> NodeID = { node in
      inTime(
        graph.node(.withhold(node, when: open)), by: closing.axis, in: context, reduction(of: programme))
    }
    var due = far(target)
    if mayCarry(into: context, programme),
      let carried = try unlessStopped({ () throws(Problem) in
        try carried(of: programme, in: context, at: .none)
      })
    {
      var openFirst = atTheStart(open, of: closing.axis, in: context)
      openFirst = collapse(openFirst, along: .year, in: context, by: .any)
      due = graph.node(
        .adjust(target: due, carried: graph.node(.withhold(carried, when: openFirst))))
    }
    return Pace(done: far(result), due: due)
  }

  /// Whether a context covers a period in which some members have reported and others have not.
  private func isHalfReported(_ programme: ProgrammeID, in context: Context) throws(Problem) -> NodeID {
    let closing = closing(of: programme, in: context)
    let open = graph.node(.not(try closing.periods(.actual, of: programme, in: context)))
    var some: [NodeID] = []
    if let members = plan[programme].members {
      some = try members.map { (member) throws(Problem) in
        try closing.periods(.actual, of: member, in: context)
      }
    } else if let finer = byMember(programme, in: context) {
      let closed = try closing.periods(.actual, of: programme, in: finer.context)
      some = [
        finer.axes.reversed().reduce(closed) {
          collapse($0, along: $1, beside: finer.axes, in: context, by: .any)
        }
      ]
    }
    guard !some.isEmpty else { return graph.truth(false) }
    let half = graph.node(.connect(.and, open, graph.node(.combine(.any, some))))
    return inTime(half, by: closing.axis, in: context, .any)
  }

  /// A context that keeps apart all members that close on their own; `nil` if there are none.
  private func byMember(_ programme: ProgrammeID, in context: Context) -> (context: Context, axes: [AxisID])?
  {
    guard let figures = state.figures[programme.index][.actual],
      let breakdown = timed(figures, .actual, in: context, programme),
      breakdown.axes.contains(where: \.isPeriod), !graph.isAlwaysKnown(masked(breakdown))
    else { return nil }
    let axes = breakdown.axes.filter { !$0.isTime && !isPinned($0, in: context) }
    guard !axes.isEmpty else { return nil }
    return (axes.reduce(context) { $0.keeping($1, within: state.workspace.nesting) }, axes)
  }

  /// The sums of what was due from the members, and of what they reached, each by its own closed periods.
  private func memberParts(of programme: ProgrammeID, in context: Context) throws(Problem) -> Pace? {
    // A group that lost its members, because one of their names is unknown, has no sum of members.
    if let members = plan[programme].members, !members.isEmpty, !plan[programme].isMean,
      state.figures[programme.index][.actual] == nil
    {
      let parts = try members.map { (member) throws(Problem) in
        try pace(
          of: member, in: context,
          isOver: try closing(of: member, in: context).spans(.actual, of: member, in: context), at: .none)
      }
      return Pace(
        done: graph.node(.combine(.sum, parts.map(\.done))), due: graph.node(.combine(.sum, parts.map(\.due)))
      )
    }
    guard let finer = byMember(programme, in: context),
      let each = try closedPart(of: programme, in: finer.context)
    else { return nil }
    let added: (NodeID) -> NodeID = { node in
      finer.axes.reversed().reduce(node) {
        collapse($0, along: $1, beside: finer.axes, in: context, by: .sum)
      }
    }
    return Pace(done: added(each.done), due: added(each.due))
  }

}
