/// The results of reductions along a long axis, derived from earlier reductions that differ from them only in
/// a few members: one figure of a country changed, and its totals with it.
struct Differences {
  private let graph: Graph
  private let axis: AxisID
  /// For nodes along the axis: the earlier node, and the members in which the two may differ.
  private var counterparts: [NodeID: Counterpart] = [:]

  private struct Counterpart {
    let node: NodeID
    let members: RangeSet<Int>
  }

  /// How far back the changes of a figure are traced.
  enum Version: CaseIterable {
    /// To the version before its last change.
    case previous
    /// To the version before all of its changes.
    case first
  }

  /// With more pieces than this, computing the whole costs no more.
  private static let maxPieces = 16
  /// How many changes of a figure may be stacked before the figure is computed whole.
  private static let maxLayers = 16

  /// The reductions that can be derived in this way, with their results.
  static func found(for nodes: [NodeID], along axis: AxisID, in graph: Graph) -> [NodeID: Column] {
    var found: [NodeID: Column] = [:]
    for version in Version.allCases {
      let missing = nodes.filter { found[$0] == nil }
      guard !missing.isEmpty else { break }
      let differences = Differences(below: missing, along: axis, in: graph, to: version)
      found.merge(differences.reductions(missing)) { first, _ in first }
    }
    return found
  }

  private init(below nodes: [NodeID], along axis: AxisID, in graph: Graph, to version: Version) {
    self.graph = graph
    self.axis = axis
    var region: Set<Int> = []
    var waiting = nodes.flatMap { graph.inputs(of: $0) }
    while let next = waiting.popLast() {
      let isComputed = graph.computed(next) != nil
      guard graph.shape(of: next).has(axis), !isComputed || changedMembers(of: next) != nil,
        region.insert(next.index).inserted
      else { continue }
      if !isComputed { waiting += graph.inputs(of: next) }
    }
    // Nodes refer only to earlier ones, so their inputs have been handled before them.
    for index in region.sorted() { find(NodeID(index: index), version) }
  }

  /// Where a change of a figure lies along the axis; `nil` if the node is not a change, or it affects every
  /// member.
  private func changedMembers(of node: NodeID) -> Range<Int>? {
    guard case .change(_, let place) = graph.function(of: node),
      let range = place.first(where: { $0.axis == axis }), let amount = graph.inputs(of: node).last,
      !graph.shape(of: amount).has(axis)
    else { return nil }
    return range.from..<(range.through + 1)
  }

  private mutating func find(_ node: NodeID, _ version: Version) {
    if let changed = changedMembers(of: node) {
      let before = graph.input(of: node)
      let further = version == .first ? counterparts[before] : nil
      var members = further?.members ?? RangeSet()
      members.insert(contentsOf: changed)
      counterparts[node] = Counterpart(node: further?.node ?? before, members: members)
      return
    }
    guard graph.function(of: node).goesMemberByMember(along: axis),
      let (earlier, members) = counterpart(of: node)
    else { return }
    counterparts[node] = Counterpart(node: earlier, members: members)
  }

  /// The node of the same function over the earlier nodes, if that node is known and any input differs.
  private func counterpart(of node: NodeID) -> (NodeID, RangeSet<Int>)? {
    let inputs = Array(graph.inputs(of: node))
    var members = RangeSet<Int>()
    var earlier = inputs
    for (position, input) in inputs.enumerated() {
      guard let counterpart = counterparts[input] else { continue }
      earlier[position] = counterpart.node
      members.formUnion(counterpart.members)
    }
    guard earlier != inputs, members.ranges.count <= Differences.maxPieces,
      let node = graph.known(Operation(graph.function(of: node), Operation.Inputs(earlier)))
    else { return nil }
    return (node, members)
  }

  // MARK: Reductions

  private func reductions(_ nodes: [NodeID]) -> [NodeID: Column] {
    var pairs: [(node: NodeID, earlier: NodeID, known: Column)] = []
    var members = RangeSet<Int>()
    for node in nodes {
      guard let (earlier, differing) = counterpart(of: node),
        let known = graph.computed(earlier)
      else { continue }
      pairs.append((node, earlier, known))
      members.formUnion(differing)
    }
    guard !pairs.isEmpty, members.ranges.count <= Differences.maxPieces else { return [:] }
    flatten()
    let parts = BlockProgram.partials(
      of: pairs.flatMap { [$0.node, $0.earlier] }, along: axis, in: members, of: graph)
    var found: [NodeID: Column] = [:]
    for (node, earlier, known) in pairs {
      guard let (reduction, _) = graph.function(of: node).reductionAlongAxis,
        let now = parts[node], let before = parts[earlier],
        let column = known.replacing(before, by: now, in: reduction)
      else { continue }
      found[node] = column
    }
    return found
  }

  /// Computes in full those figures on which many changes are stacked; otherwise each new change would repeat
  /// all of them.
  private func flatten() {
    for node in counterparts.keys where changedMembers(of: node) != nil {
      var (layers, next) = (0, node)
      while graph.computed(next) == nil, case .change = graph.function(of: next) {
        (layers, next) = (layers + 1, graph.input(of: next))
      }
      if layers > Differences.maxLayers { _ = graph.columnOfPart(node) }
    }
  }
}

extension NodeFunction {
  /// Whether the result for a member of the axis depends on that member alone.
  fileprivate func goesMemberByMember(along axis: AxisID) -> Bool {
    switch self {
    case .reduce(_, let other, _, _), .select(let other, _), .stack(let other): other != axis
    case .rollUp(_, let other, let within, _): other != axis && within.axis != axis
    case .carried, .nowOrLater: !axis.isTime
    case .constant, .unknown, .series, .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not,
      .known, .otherwise, .choose, .withhold, .combine, .change, .adjust, .light:
      true
    }
  }
}

extension Column {
  /// The result of a reduction after one of its parts changed; `nil` if it has to be computed from the whole.
  fileprivate func replacing(_ before: Column, by now: Column, in reduction: Reduction) -> Column? {
    guard shape == before.shape, shape == now.shape else { return nil }
    var cells: [Rational?] = []
    cells.reserveCapacity(count)
    for index in 0..<count {
      guard let cell = Column.replaced(self[index], before[index], now[index], reduction) else { return nil }
      cells.append(cell)
    }
    return Column(cells, shape: shape)
  }

  private static func replaced(
    _ whole: Rational?, _ before: Rational?, _ now: Rational?, _ reduction: Reduction
  ) -> Rational?? {
    if before == now { return .some(whole) }
    switch reduction.traits.change {
    case .subtracts:
      guard let whole else { return .some(now) }
      guard let before else { return .some(now.map { whole + $0 } ?? whole) }
      // The sum does not say whether anything else in it is known.
      return now.map { .some(whole - before + $0) }
    case .chooses:
      let isBetter: (Rational, Rational) -> Bool = { reduction == .min ? $0 < $1 : $1 < $0 }
      guard let whole else { return .some(now) }
      if let before, !isBetter(whole, before) {
        // The changed part was the one that decided.
        guard let now, !isBetter(whole, now) else { return nil }
        return .some(now)
      }
      return .some(now.map { isBetter($0, whole) ? $0 : whole } ?? whole)
    case .anew: return nil
    }
  }
}
