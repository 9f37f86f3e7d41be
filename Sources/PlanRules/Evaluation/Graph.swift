/// The graph of pure formulas over columns.
///
/// A node is identified by what it computes, so the same formula asked for twice is one node, and an edit computes
/// anew only what it changed. Nodes refer only to earlier ones.
public final class Graph {
  private var operations: [Operation] = []
  private var shapes: [Shape] = []
  private var nodes: [Operation: NodeID] = [:]
  private var columns: [Column?] = []
  /// What was found out of nodes without computing them.
  var alwaysKnown: [NodeID: Bool] = [:]
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
    case .series(let series): Shape([(.step, series.steps.count)])
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
    prepare([node])
    return known(node)
  }

  func computed(_ node: NodeID) -> Column? {
    node.index < firstOwn ? base?.computed(node) : columns[node.index - firstOwn]
  }

  private func keep(_ column: Column, at node: NodeID) {
    if node.index < firstOwn {
      base?.keep(column, at: node)
    } else {
      columns[node.index - firstOwn] = column
    }
  }

  /// Computes nodes together: what they share along a long axis is gone through once.
  public func prepare(_ nodes: [NodeID]) {
    let needed = uncomputed(below: nodes)
    compute(longReductions: needed.filter { longAxis(of: $0) != nil })
    for node in needed where computed(node) == nil {
      let operation = operation(of: node)
      let inputs = operation.inputs.map(known)
      if operation.outgrows(inputs) {
        hasOutgrown = true
        keep(Column(nil as Rational?), at: node)
      } else {
        keep(operation.computed(from: inputs), at: node)
      }
    }
  }

  /// What has to be computed first, in the order of the graph; no recursion, however deep the formula is. Of what is
  /// reduced along a long axis only the result is computed here.
  private func uncomputed(below nodes: [NodeID]) -> [NodeID] {
    var seen: Set<Int> = []
    var waiting: [NodeID] = []
    for node in nodes where computed(node) == nil && seen.insert(node.index).inserted { waiting.append(node) }
    while let next = waiting.popLast() {
      if longAxis(of: next) != nil { continue }
      for input in operation(of: next).inputs
      where computed(input) == nil && seen.insert(input.index).inserted {
        waiting.append(input)
      }
    }
    return seen.sorted().map { NodeID(index: $0) }
  }

  private func known(_ node: NodeID) -> Column { computed(node) ?? Column(nil as Rational?) }

  // MARK: Long axes

  /// The axis that a node reduces block by block; `nil` where it is computed at once.
  private func longAxis(of node: NodeID) -> AxisID? {
    guard let (reduction, input, axis) = operation(of: node).reductionAlongAxis, reduction.goesBlockwise,
      computed(input) == nil, let around = shape(of: input).around(axis),
      around.count > BlockProgram.blockLength
    else { return nil }
    return axis
  }

  private func compute(longReductions nodes: [NodeID]) {
    guard !nodes.isEmpty else { return }
    let axes = Set(nodes.compactMap(longAxis)).sorted()
    for axis in axes {
      let programs = BlockProgram.programs(
        of: nodes.filter { longAxis(of: $0) == axis }, along: axis, in: self)
      for result in BlockProgram.run(programs) {
        for (node, column) in result.columns { keep(column, at: node) }
        hasOutgrown = hasOutgrown || result.hasOutgrown
      }
    }
  }
}

extension AxisID {
  /// Stands in while several columns are made one; no figure is ever broken down by it.
  static let combined = AxisID(rawValue: -1)
}
