/// Applies a context's selections to the axes of a breakdown.
extension FigureReading {
  private var nesting: AxisNesting { state.workspace.nesting }

  /// Whether a breakdown can answer along an axis in a context: it has the axis, one nested in it, or periods
  /// that make up the selection.
  func covers(_ axes: [AxisID], of asked: AxisID, in context: Context) -> Bool {
    covers(axes, of: asked)
      || (asked.isPeriod && context.isOfMembers(asked)
        && axes.contains { $0.isPeriod && context.selection(on: $0) != nil })
  }

  /// Whether a breakdown can answer along an axis: it has the axis, or one nested in it.
  func covers(_ axes: [AxisID], of asked: AxisID) -> Bool {
    axes.contains(asked) || axes.contains { nesting.isNested($0, in: asked) }
  }

  /// Reduces an axis of a breakdown to what the context selects on it and on the coarser axes around it.
  ///
  /// - Parameter others: the other axes of the breakdown; selections that they answer themselves are not
  ///   applied to this one.
  func collapse(
    _ node: NodeID, along axis: AxisID, beside others: [AxisID], in context: Context, by reduction: Reduction
  ) -> NodeID {
    var asked: [AxisID] = []
    for ancestor in nesting.ancestors(of: axis)
    where context.asks(of: ancestor, beside: axis) && !others.contains(ancestor) {
      asked.append(ancestor)
    }
    guard !asked.isEmpty else { return collapse(node, along: axis, in: context, by: reduction) }
    var node = node
    var (axis, coarser) = (axis, asked[...])
    if context.selection(on: axis) == nil {
      let nearest = asked[0]
      node = rolledUp(reduction, node, along: axis, to: nearest)
      (axis, coarser) = (nearest, asked.dropFirst())
    }
    for ancestor in coarser where !context.isImplied(ancestor) {
      node = left(out: outside(axis, ancestor, in: context), of: node, reduction)
    }
    return collapse(node, along: axis, in: context, by: reduction)
  }

  /// Reduces an axis to what the context selects: each member, a single one, or the figure of a range.
  func collapse(_ node: NodeID, along axis: AxisID, in context: Context, by reduction: Reduction) -> NodeID {
    guard graph.shape(of: node).has(axis) else { return node }
    switch context.selection(on: axis) {
    case .each?: return node
    case .members(let from, let through)?:
      return from == through
        ? graph.node(.select(node, axis, member: from))
        : graph.node(.reduce(reduction, node, along: axis, from: from, through: through))
    case nil:
      let count = state.workspace.count(of: axis)
      return graph.node(.reduce(reduction, node, along: axis, from: 0, through: count - 1))
    }
  }

  /// Whether a context selects members of an axis one by one, and not several together.
  func isPinned(_ axis: AxisID, in context: Context) -> Bool {
    switch context.selection(on: axis) {
    case .each?: true
    case .members(let from, let through)?: from == through
    case nil: false
    }
  }

  /// How the figures of a programme are combined along an axis.
  func reduction(of programme: ProgrammeID) -> Reduction { plan[programme].kind == .level ? .last : .sum }

  /// The values without those that a reduction leaves out.
  func left(out outside: NodeID, of node: NodeID, _ reduction: Reduction) -> NodeID {
    // A missing value is not counted either.
    guard let truth = reduction.traits.leftOut else { return graph.node(.withhold(node, when: outside)) }
    return graph.node(.choose(outside, then: graph.truth(truth), else: node))
  }

  func rolledUp(_ reduction: Reduction, _ node: NodeID, along axis: AxisID, to ancestor: AxisID) -> NodeID {
    guard let containment = nesting.containment(of: axis, in: ancestor) else { return node }
    return graph.node(
      .rollUp(
        reduction, node, along: axis, within: containment, count: state.workspace.count(of: ancestor)))
  }

  /// True for the members of an axis that lie outside the selection on a coarser one.
  func outside(_ axis: AxisID, _ ancestor: AxisID, in context: Context) -> NodeID {
    guard let containment = nesting.containment(of: axis, in: ancestor) else { return graph.truth(false) }
    let members = containment.members.map(Int.init)
    let count = state.workspace.count(of: ancestor)
    let column: Column
    switch context.selection(on: ancestor) {
    case .members(let from, let through)?:
      column = Column(
        truths: members.map { !(from...through).contains($0) }, shape: Shape([(axis, members.count)]))
    case .each?, nil:
      let shape = Shape([(axis, members.count), (ancestor, count)])
      let isFinerFirst = axis < ancestor
      column = Column(
        truths: (0..<shape.count).map { index in
          let (member, around) =
            isFinerFirst ? (index / count, index % count) : (index % members.count, index / members.count)
          return members[member] != around
        }, shape: shape)
    }
    return graph.node(.constant(column))
  }
}
