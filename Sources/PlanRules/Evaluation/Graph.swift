/// The graph of pure formulas over columns.
///
/// A node is identified by what it computes, so the same formula asked for twice is one node, and an edit computes
/// anew only what it changed. Nodes refer only to earlier ones.
public final class Graph {
  private var operations: [Operation] = []
  private var shapes: [Shape] = []
  private var nodes: [Operation: NodeID] = [:]
  private var columns: [Column?] = []
  /// Set once a figure has grown beyond all use; what needs it is refused.
  private(set) var hasOutgrown = false
  /// What this graph stands on: the first nodes are its, as far as it went when this one began.
  private let base: Graph?
  private let firstOwn: Int

  public init() {
    base = nil
    firstOwn = 0
  }

  /// A graph for something that is only tried: it knows all that is known, and goes away with what it adds.
  public init(over base: Graph) {
    self.base = base
    firstOwn = base.count
  }

  /// Whether nodes of the other graph are the same nodes here.
  func knows(_ other: Graph) -> Bool { self === other || base === other }

  private var count: Int { firstOwn + operations.count }

  /// How many nodes there are, and how many of them have been computed.
  public var size: (nodes: Int, computed: Int) {
    (count, columns.count { $0 != nil } + (base?.size.computed ?? 0))
  }

  func operation(of node: NodeID) -> Operation {
    node.index < firstOwn ? base?.operation(of: node) ?? operations[0] : operations[node.index - firstOwn]
  }

  func node(_ operation: Operation) -> NodeID {
    if let known = known(operation) { return known }
    let node = NodeID(index: count)
    shapes.append(shape(of: operation))
    operations.append(operation)
    columns.append(nil)
    nodes[operation] = node
    return node
  }

  private func known(_ operation: Operation) -> NodeID? {
    if let node = nodes[operation] { return node }
    // What the graph below has learned since belongs to it alone.
    guard let node = base?.known(operation), node.index < firstOwn else { return nil }
    return node
  }

  func constant(_ figure: Rational?) -> NodeID { node(.constant(Column(figure))) }

  func truth(_ truth: Bool) -> NodeID { constant(truth ? .one : .zero) }

  func shape(of node: NodeID) -> Shape {
    node.index < firstOwn ? base?.shape(of: node) ?? .scalar : shapes[node.index - firstOwn]
  }

  private func shape(of operation: Operation) -> Shape {
    switch operation {
    case .constant(let column): column.shape
    case .unknown: .scalar
    case .reduce(_, let node, let axis, _, _), .select(let node, let axis, _):
      shape(of: node).removing(axis)
    case .rollUp(_, let node, let axis, let within, let count):
      shape(of: node).removing(axis).union(Shape([(within.axis, count)]))
    case .stack(let nodes, let axis):
      nodes.reduce(Shape([(axis, nodes.count)])) { $0.union(shape(of: $1)) }
    case .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not, .known, .otherwise, .choose,
      .withhold, .combine, .change, .nowOrLater, .carried, .adjust, .light:
      operation.inputs.reduce(.scalar) { $0.union(shape(of: $1)) }
    }
  }

  /// The column of a node, computed at most once.
  public func column(_ node: NodeID) -> Column {
    if let column = computed(node) { return column }
    for needed in uncomputed(below: node) { keep(compute(operation(of: needed)), at: needed) }
    return known(node)
  }

  private func computed(_ node: NodeID) -> Column? {
    node.index < firstOwn ? base?.computed(node) : columns[node.index - firstOwn]
  }

  private func keep(_ column: Column, at node: NodeID) {
    if node.index < firstOwn {
      base?.keep(column, at: node)
    } else {
      columns[node.index - firstOwn] = column
    }
  }

  /// What has to be computed first, in the order of the graph; no recursion, however deep the formula is.
  private func uncomputed(below node: NodeID) -> [NodeID] {
    var seen: Set<Int> = [node.index]
    var waiting = [node]
    while let next = waiting.popLast() {
      for input in operation(of: next).inputs
      where computed(input) == nil && seen.insert(input.index).inserted {
        waiting.append(input)
      }
    }
    return seen.sorted().map { NodeID(index: $0) }
  }

  private func known(_ node: NodeID) -> Column { computed(node) ?? Column(nil as Rational?) }

  private func bounded(_ arithmetic: Arithmetic, _ a: Column, _ b: Column) -> Column {
    guard a.largestWidth + b.largestWidth < Graph.widest else {
      hasOutgrown = true
      return Column(nil as Rational?)
    }
    return .arithmetic(arithmetic, a, b)
  }

  /// Bits of the two sides of an operation together: some twelve thousand digits.
  private static let widest = 40_000

  private func compute(_ operation: Operation) -> Column {
    switch operation {
    case .constant(let column): column
    case .unknown(let unknown): Column(unknown.value)
    case .arithmetic(let arithmetic, let a, let b): bounded(arithmetic, known(a), known(b))
    case .negate(let a): known(a).negated()
    case .magnitude(let a): known(a).map(\.magnitude)
    case .round(let a, let places, let factor):
      known(a).map { ($0.divided(by: factor) ?? $0).rounded(places: places) * factor }
    case .compare(let comparison, let a, let b): .compare(comparison, known(a), known(b))
    case .connect(let connective, let a, let b): .connect(connective, known(a), known(b))
    case .not(let a): known(a).negatedTruth()
    case .known(let a): known(a).knownTruth()
    case .otherwise(let a, let b): known(a).otherwise(known(b))
    case .choose(let condition, let then, let otherwise):
      .choose(known(condition), known(then), known(otherwise))
    case .withhold(let a, let condition): known(a).withheld(when: known(condition))
    case .combine(let reduction, let nodes):
      Column.stacked(nodes.map(known), along: .combined).reduced(
        reduction, along: .combined, from: 0, through: nodes.count - 1)
    case .reduce(let reduction, let a, let axis, let first, let last):
      known(a).reduced(reduction, along: axis, from: first, through: last)
    case .rollUp(let reduction, let a, let axis, let within, let count):
      known(a).rolledUp(reduction, along: axis, within: within, count: count)
    case .select(let a, let axis, let member): known(a).selected(axis, member: member)
    case .stack(let nodes, let axis): .stacked(nodes.map(known), along: axis)
    case .change(let a, let change, let amount, let place):
      known(a).changed(change, by: known(amount), place: place)
    case .nowOrLater(let a): known(a).nowOrLater()
    case .carried(let target, let result, let settled, let rule):
      .carried(target: known(target), result: known(result), settled: known(settled), rule: rule)
    case .adjust(let target, let carried): .adjusted(target: known(target), carried: known(carried))
    case .light(let result, let adjusted, let bands):
      .light(result: known(result), adjusted: known(adjusted), bands: bands)
    }
  }
}

extension AxisID {
  /// Stands in while several columns are made one; no figure is ever broken down by it.
  static let combined = AxisID(rawValue: -1)
}

extension Operation {
  /// The nodes that this one is computed from.
  var inputs: [NodeID] {
    switch self {
    case .constant, .unknown: []
    case .negate(let a), .magnitude(let a), .round(let a, _, _), .not(let a), .known(let a),
      .nowOrLater(let a),
      .reduce(_, let a, _, _, _), .select(let a, _, _), .rollUp(_, let a, _, _, _):
      [a]
    case .arithmetic(_, let a, let b), .compare(_, let a, let b), .connect(_, let a, let b),
      .otherwise(let a, let b), .withhold(let a, let b), .change(let a, _, let b, _), .adjust(let a, let b),
      .light(let a, let b, _):
      [a, b]
    case .choose(let a, let b, let c), .carried(let a, let b, let c, _): [a, b, c]
    case .combine(_, let nodes), .stack(let nodes, _): nodes
    }
  }
}
