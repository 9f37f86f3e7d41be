/// Sums, means and rules over the members of an axis.
extension FormulaLowering {
  func reduce(
    _ reduction: Reduction, _ inner: Formula, over axis: AxisID, in context: Context, at origin: Origin
  ) throws(Problem) -> Term {
    if axis == .step { return try reduceSteps(reduction, inner, in: context) }
    let terms: [Term]
    if axis.rangesOverEntities {
      if axis == .scenario {
        for scenario in plan.scenarioIDs {
          try workspace.source.requireNoCircle(through: scenario, at: origin)
        }
      }
      terms = try contexts(along: axis, in: context).map { (member) throws(Problem) in
        try lower(inner, in: member)
      }
      guard !terms.isEmpty else { return try ofNothing(reduction, over: axis, at: origin) }
    } else {
      terms = [try lower(inner, in: context.keeping(axis, within: workspace.nesting))]
    }
    try requireKind(of: terms[0], for: reduction, at: inner.origin)
    for term in terms.dropFirst() { try requireLike(terms[0], term, at: inner.origin, along: axis) }
    if reduction == .sum, axis == .programme || axis == .group {
      try requireSum(of: terms, over: axis, at: inner.origin)
    }
    var node = terms.count > 1 ? graph.node(.stack(terms.map(\.node), along: axis)) : terms[0].node
    let count = workspace.count(of: axis)
    if !graph.shape(of: node).has(axis) {
      node = graph.node(
        .stack([NodeID](repeating: node, count: axis.rangesOverEntities ? 1 : count), along: axis))
    }
    var (from, through) = (0, (graph.shape(of: node).around(axis)?.count ?? 1) - 1)
    if case .members(let first, let last)? = context.selection(on: axis) { (from, through) = (first, last) }
    let reduced: NodeID
    if let nearest = workspace.nesting.ancestors(of: axis).first(where: { context.selection(on: $0) != nil })
    {
      reduced = try reduceWithin(nearest, reduction, node, over: axis, in: context)
    } else {
      reduced = graph.node(.reduce(reduction, node, along: axis, from: from, through: through))
    }
    var term = Term(reduced, reduction.kind(of: terms[0].kind))
    term.isOpen = any(terms.compactMap(\.isOpen), along: axis, from: from, through: through)
    if reduction.traits.gives == .condition {
      term.parts = .each(
        members(terms, along: axis, from: from, through: through, isAll: reduction == .all, in: context),
        truth: reduced)
    }
    return term
  }

  /// Reduces over the programmes or groups of a plan that has none: a count is zero, a condition is pending,
  /// and a sum is an error.
  private func ofNothing(_ reduction: Reduction, over axis: AxisID, at origin: Origin) throws(Problem) -> Term
  {
    switch reduction.traits.gives {
    case .number: return Term(graph.constant(.zero), reduction.kind(of: .truth))
    case .condition: return Term(graph.constant(nil), .truth)
    case .sameKind: throw .nothingToGoOver(workspace.name(of: axis), at: origin)
    }
  }

  /// The members that `all` or `any` covers, to find the margin of the deciding one.
  private func members(
    _ terms: [Term], along axis: AxisID, from: Int, through: Int, isAll: Bool, in context: Context
  ) -> RuleMembers {
    let all = from <= through ? Array(from...through) : []
    let members = all.filter { member in
      workspace.nesting.ancestors(of: axis).allSatisfy { ancestor in
        guard case .members(let first, let last)? = context.selection(on: ancestor),
          let containment = workspace.nesting.containment(of: axis, in: ancestor)
        else { return true }
        return (first...last).contains(Int(containment.members[member]))
      }
    }
    let plan = plan
    return RuleMembers(
      isAll: isAll, axis: axis, parts: terms.map(\.ruleParts), members: members,
      names: { plan.axis(axis).members[$0].name })
  }

  /// Percentages of several programmes do not add up, unless they are shares of one whole.
  private func requireSum(of terms: [Term], over axis: AxisID, at origin: Origin) throws(Problem) {
    guard terms.count > 1, let percentage = terms.first(where: { $0.unit.isPercent }) else { return }
    let wholes = Set(terms.map { $0.quotient?.denominator })
    guard percentage.quotient == nil || wholes.count > 1 else { return }
    throw .percentagesDoNotAddUp(over: workspace.name(of: axis), at: origin)
  }

  /// Reduces over the steps of a sweep. What does not depend on the steps is the same in each of them. Steps
  /// in which a move cannot be made are left out.
  private func reduceSteps(_ reduction: Reduction, _ inner: Formula, in context: Context) throws(Problem)
    -> Term
  {
    let term = try lower(inner, in: context)
    try requireKind(of: term, for: reduction, at: inner.origin)
    let count = workspace.count(of: .step)
    var node = term.node
    if !graph.shape(of: node).has(.step) {
      let each = Column(truths: [Bool?](repeating: true, count: count), shape: Shape([(.step, count)]))
      node = graph.node(.choose(graph.node(.constant(each)), then: node, else: node))
    }
    let state = try workspace.state(context.scenario)
    if let refused = state.refused {
      node = FigureReading(state: state).left(out: refused, of: node, reduction)
    }
    return Term(
      graph.node(.reduce(reduction, node, along: .step, from: 0, through: count - 1)),
      reduction.kind(of: term.kind))
  }

  /// Reduces only those members that lie within the selection on coarser axes.
  private func reduceWithin(
    _ nearest: AxisID, _ reduction: Reduction, _ node: NodeID, over axis: AxisID, in context: Context
  ) throws(Problem) -> NodeID {
    let state = try workspace.state(context.scenario)
    let reading = FigureReading(state: state)
    var node = node
    if case .members(let from, let through)? = context.selection(on: axis) {
      let outside = (0..<workspace.count(of: axis)).map { Optional(!(from...through).contains($0)) }
      node = reading.left(
        out: graph.node(.constant(Column(truths: outside, shape: Shape([(axis, outside.count)])))), of: node,
        reduction)
    }
    let coarser = workspace.nesting.ancestors(of: axis).drop { $0 != nearest }
    for ancestor in coarser.dropFirst() where context.selection(on: ancestor) != nil {
      node = reading.left(out: reading.outside(axis, ancestor, in: context), of: node, reduction)
    }
    let rolled: (Reduction) -> NodeID = { reading.rolledUp($0, node, along: axis, to: nearest) }
    switch context.selection(on: nearest) {
    case .each?, nil: return rolled(reduction)
    case .members(let from, let through)?:
      if from == through { return graph.node(.select(rolled(reduction), nearest, member: from)) }
      if let whole = reduction.traits.ofParts {
        return graph.node(.reduce(whole, rolled(reduction), along: nearest, from: from, through: through))
      }
      node = graph.node(.withhold(node, when: reading.outside(axis, nearest, in: context)))
      return graph.node(
        .reduce(reduction, node, along: axis, from: 0, through: workspace.count(of: axis) - 1))
    }
  }

  /// Whether any of the terms is open anywhere along the axis.
  private func any(_ isOpen: [NodeID], along axis: AxisID, from: Int, through: Int) -> NodeID? {
    let reduced = isOpen.map { node in
      graph.shape(of: node).has(axis)
        ? graph.node(.reduce(.any, node, along: axis, from: from, through: through)) : node
    }
    return reduced.dropFirst().reduce(reduced.first) { union($0, $1) }
  }

  func union(_ a: NodeID?, _ b: NodeID?) -> NodeID? {
    guard let a, let b else { return a ?? b }
    return a == b ? a : graph.node(.connect(.or, a, b))
  }
}

extension Reduction {
  fileprivate func kind(of kind: Term.Kind) -> Term.Kind {
    switch traits.gives {
    case .sameKind: kind
    case .condition: .truth
    case .number: .quantity(.none, .number)
    }
  }
}

extension Problem {
  fileprivate static func percentagesDoNotAddUp(over axis: String, at origin: Origin) -> Problem {
    Problem(
      .unlikeMembers, "the percentages of several `\(axis)` do not add up", at: origin,
      help: "take their mean, `mean(… over \(axis))`, or divide the sums of what they are percentages of")
  }

  fileprivate static func nothingToGoOver(_ axis: String, at origin: Origin) -> Problem {
    Problem(
      .noSuchBreakdown, "`over \(axis)` has nothing to go over: the plan has no \(axis)s", at: origin,
      help: axis == "group" ? "go `over programme`, or declare a group: `group NAME = A + B`" : nil)
  }
}
