/// The figures of a group, derived from those of its members.
extension FigureReading {
  /// The sum of the figures of a group's members, or `nil` if they cannot provide it.
  func ofMembers(_ group: ProgrammeID, _ figure: Figure, in context: Context) throws(Problem) -> NodeID? {
    do {
      return try membersSum(group, figure, in: context, at: .none)
    } catch {
      guard error.code == .noSuchBreakdown || error.code == .suspendedBreakdown else { throw error }
      return nil
    }
  }

  /// `nil` if no member has such figures at all.
  func membersSum(_ group: ProgrammeID, _ figure: Figure, in context: Context, at origin: Origin)
    throws(Problem)
    -> NodeID?
  {
    let members = try (plan[group].members ?? []).including { (member) throws(Problem) in
      try has(figure, member, context)
    }
    if case .measure(let measure) = figure { try requireOneUnit(measure, of: members, in: group) }
    let nodes = try members.map { (member) throws(Problem) in
      switch figure {
      case .measure(let measure): try self.measure(measure, of: member, in: context, at: origin)
      case .result, .original, .adjusted, .carried, .rate, .gap, .light, .spending, .due, .pace:
        try result(of: member, in: context, at: origin)
      }
    }
    guard !nodes.isEmpty else { return nil }
    return nodes.count == 1 ? nodes[0] : graph.node(.combine(.sum, nodes))
  }

  private func has(_ figure: Figure, _ programme: ProgrammeID, _ context: Context) throws(Problem) -> Bool {
    switch figure {
    case .measure(let measure): try has(measure, programme, context)
    case .result, .original, .adjusted, .carried, .rate, .gap, .light, .spending, .due, .pace:
      if try has(.actual, programme, context) { true } else { try has(.forecast, programme, context) }
    }
  }

  /// Money in several currencies has no sum.
  func requireOneUnit(_ measure: MeasureID, of members: [ProgrammeID], in group: ProgrammeID) throws(Problem)
  {
    guard plan[measure].isMoney, members.count > 1 else { return }
    var first: (programme: ProgrammeID, dimension: Dimension, unit: FigureUnit)?
    for member in members {
      guard case .quantity(let dimension, let unit) = try kind(of: measure, of: member) else {
        continue
      }
      guard let model = first else {
        first = (member, dimension, unit)
        continue
      }
      if model.dimension != dimension {
        throw .currenciesDoNotAddUp(
          plan[group], plan[measure].name,
          (plan[model.programme].name, plan.units.name(of: model.unit.unscaled)),
          (plan[member].name, plan.units.name(of: unit.unscaled)))
      }
    }
  }

  // MARK: Results

  /// The results of a group's members, combined with the group's own forecast until each of them has
  /// reported; `nil` if it has neither.
  func resultOfMembers(
    of group: ProgrammeID, _ forecast: MeasureFigures?, in context: Context, at origin: Origin
  ) throws(Problem) -> NodeID? {
    guard let forecast, isReadable(forecast, in: context, group) else {
      return try membersSum(group, .result, in: context, at: origin)
    }
    let nesting = state.workspace.nesting
    for axes in finestFirst(forecast.live.map(\.axes) + [[]]) {
      let split = axes.filter { state.workspace.count(of: $0) > 1 }
      let finer = split.reduce(context) { $0.keeping($1, within: nesting) }
      guard isReadable(forecast, in: finer, group), let members = try ofMembers(group, .result, in: finer)
      else {
        continue
      }
      let own = try read(forecast, of: group, .forecast, in: finer, at: origin)
      let node = try expected(own, beside: members, of: group, in: finer, isPartial: true)
      return addedUp(node, along: split, in: context, of: group)
    }
    return nil
  }

  // MARK: Means

  func mean(_ measure: MeasureID, of group: ProgrammeID, in context: Context, at origin: Origin)
    throws(Problem)
    -> NodeID
  {
    guard measure.isOfMeans else { return graph.constant(nil) }
    return try meanOfMembers(group) { (member) throws(Problem) in
      try self.measure(measure, of: member, in: context, at: origin)
    }
  }

  /// The weighted mean of the members' figures; unknown while one of them is.
  func meanOfMembers(_ group: ProgrammeID, _ read: (ProgrammeID) throws(Problem) -> NodeID) throws(Problem)
    -> NodeID
  {
    guard case .mean(let weights) = plan[group].combination, let members = plan[group].members,
      !weights.isEmpty
    else { return graph.constant(nil) }
    let sum = weights.reduce(.zero, +)
    var total: NodeID?
    for (member, weight) in zip(members, weights) {
      let part = graph.node(.arithmetic(.multiply, try read(member), graph.constant(weight)))
      total = total.map { graph.node(.arithmetic(.add, $0, part)) } ?? part
    }
    return total.map { graph.node(.arithmetic(.divide, $0, graph.constant(sum))) } ?? graph.constant(nil)
  }
}

extension UnitTable {
  var currencyCount: Int { definitions.count { $0.kind == .currency && $0.factor == .one } }
}

extension Problem {
  fileprivate static func currenciesDoNotAddUp(
    _ group: Programme, _ measure: String, _ a: (name: String, unit: String),
    _ b: (name: String, unit: String)
  ) -> Problem {
    Problem(
      .unlikeMembers,
      "the \(measure) of `\(group.name)` has no sum: `\(a.name)` is in \(a.unit), `\(b.name)` in \(b.unit)",
      at: group.origin,
      help: "group programmes of one currency, or say what one is worth: `currency \(b.unit) = 35 \(a.unit)`")
  }
}
