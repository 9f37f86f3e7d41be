/// The graph of pure formulas over columns.
///
/// A node is identified by what it computes. The same formula requested twice is therefore one node, and an
/// edit recomputes only what it changed. Nodes refer only to earlier ones.
public final class Graph {
  private var functions: [NodeFunction] = []
  private var shapes: [Shape] = []
  /// The inputs of all nodes, one node after the other, and where the inputs of each node end.
  private var inputs: [NodeID] = []
  private var inputEnds: [Int] = []
  private var table = NodeTable()
  private var columns: [Column?] = []
  /// Whether a node reduces an axis that is too long to be kept whole.
  private var areLong: [Bool] = []
  /// Whether every value of a node is certain to be known, by index; `nil` if this has not been determined.
  private var alwaysKnown: [Bool?] = []
  /// Which nodes have a figure below zero, as far as this has been queried.
  var knownNegatives: [NodeID: Bool] = [:]
  /// Nodes that are not computed because they, or their inputs, exceed a limit.
  private var refusals: [NodeID: Refusal] = [:]
  private(set) var limits = Limits()
  private(set) var cancellation = Cancellation()
  /// The memory that the columns of nodes take, in 64-bit figures.
  private var room = 0
  /// How many calls are active, each nested in the one before it.
  private var activeCalls = 0
  /// The number of the search that last visited each node, and the number of the current one.
  private var visits: [UInt32] = []
  private var search: UInt32 = 0
  /// Shared with the base graph.
  public let tally: Tally
  /// The graph that this one extends. It contributes the first nodes: those it had when this graph was
  /// created.
  private let base: Graph?
  private let firstOwn: Int

  /// Creates an empty graph that shares nothing with others.
  public init() {
    base = nil
    firstOwn = 0
    tally = Tally()
  }

  /// Creates a graph for a trial: it knows everything that the base graph knows, and its additions go away
  /// with it.
  public init(over base: Graph) {
    self.base = base
    firstOwn = base.count
    tally = base.tally
  }

  /// Sets the limits and the cancellation that apply from now on.
  func serve(_ limits: Limits, _ cancellation: Cancellation) {
    self.limits = limits
    self.cancellation = cancellation
  }

  /// Whether nodes of the other graph are the same nodes here.
  func knows(_ other: Graph) -> Bool { self === other || base === other }

  private var count: Int { firstOwn + functions.count }

  func function(of node: NodeID) -> NodeFunction {
    node.index < firstOwn ? base?.function(of: node) ?? functions[0] : functions[node.index - firstOwn]
  }

  func node(_ operation: Operation) -> NodeID {
    let hash = NodeTable.hash(of: operation)
    if let known = known(operation, hash) { return known }
    let node = NodeID(index: count)
    let start = inputs.count
    operation.inputs.append(to: &inputs)
    inputEnds.append(inputs.count)
    shapes.append(shape(of: operation.function, inputs: inputs[start...]))
    areLong.append(isLong(operation.function, inputs[start...]))
    functions.append(operation.function)
    columns.append(nil)
    table.insertLast(hash: hash)
    return node
  }

  /// The node with an operation, if there is one.
  func known(_ operation: Operation) -> NodeID? { known(operation, NodeTable.hash(of: operation)) }

  private func known(_ operation: Operation, _ hash: Int) -> NodeID? {
    let place = table.place(hash: hash) { place in
      operation.inputs.elementsEqual(ownInputs(place)) && functions[place] == operation.function
    }
    if let place { return NodeID(index: firstOwn + place) }
    // Nodes that the base graph has added since then belong to it alone.
    guard let node = base?.known(operation, hash), node.index < firstOwn else { return nil }
    return node
  }

  func constant(_ figure: Rational?) -> NodeID { node(.constant(Column(figure))) }

  func truth(_ truth: Bool) -> NodeID { constant(truth ? .one : .zero) }

  func shape(of node: NodeID) -> Shape {
    node.index < firstOwn ? base?.shape(of: node) ?? .scalar : shapes[node.index - firstOwn]
  }

  private func shape(of function: NodeFunction, inputs: ArraySlice<NodeID>) -> Shape {
    let first = { self.shape(of: inputs[inputs.startIndex]) }
    switch function {
    case .constant(let column): return column.shape
    case .unknown: return .scalar
    case .series(let series): return Shape([(.step, series.steps.count)])
    case .reduce(_, let axis, _, _), .select(let axis, _): return first().removing(axis)
    case .rollUp(_, let axis, let within, let count):
      return first().removing(axis).union(Shape([(within.axis, count)]))
    case .stack(let axis):
      return inputs.reduce(Shape([(axis, inputs.count)])) { $0.union(shape(of: $1)) }
    case .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not, .known, .otherwise, .choose,
      .withhold, .combine, .change, .nowOrLater, .carried, .adjust, .light:
      return inputs.reduce(.scalar) { $0.union(shape(of: $1)) }
    }
  }

  /// The inputs of a node.
  func inputs(of node: NodeID) -> ArraySlice<NodeID> {
    guard node.index >= firstOwn else { return base?.inputs(of: node) ?? [] }
    return ownInputs(node.index - firstOwn)
  }

  /// The first input of a node.
  ///
  /// - Precondition: its function has inputs.
  func input(of node: NodeID) -> NodeID {
    let inputs = inputs(of: node)
    return inputs[inputs.startIndex]
  }

  private func ownInputs(_ place: Int) -> ArraySlice<NodeID> {
    inputs[(place == 0 ? 0 : inputEnds[place - 1])..<inputEnds[place]]
  }

  func isComputed(_ node: NodeID) -> Bool {
    node.index < firstOwn ? base?.isComputed(node) == true : columns[node.index - firstOwn] != nil
  }

  /// The column of a node, computed at most once.
  func column(_ node: NodeID) throws(Stop) -> Column {
    if let column = computed(node) {
      if let refusal = refusal(of: node) { throw .refused(refusal) }
      tally.reused.add(nodes: 1, cells: column.count)
      return column
    }
    work(out: node)
    if let refusal = refusal(of: node) { throw .refused(refusal) }
    guard let column = computed(node) else { throw .cancelled }
    return column
  }

  /// The column of a node that is needed to compute others. It is missing if the work was stopped; in that
  /// case the others are refused or cancelled as well.
  func columnOfPart(_ node: NodeID) -> Column {
    if !isComputed(node) { work(out: node) }
    return known(node)
  }

  private func work(out node: NodeID) {
    evictIfOverBudget()
    activeCalls += 1
    defer { activeCalls -= 1 }
    if !computeAtOnce(node, depth: 32) { prepare([node]) }
  }

  /// Why a node was not computed, if that is the case.
  func refusal(of node: NodeID) -> Refusal? {
    if node.index < firstOwn { return base?.refusal(of: node) }
    return refusals.isEmpty ? nil : refusals[node]
  }

  /// Computes a node that is only a few steps from what is known; `false` if it is not, or has a long axis
  /// below it.
  private func computeAtOnce(_ node: NodeID, depth: Int) -> Bool {
    if isComputed(node) {
      tally.reused.add(nodes: 1, cells: shape(of: node).count)
      return true
    }
    guard depth > 0, longAxis(of: node) == nil else { return false }
    for input in inputs(of: node) where !computeAtOnce(input, depth: depth - 1) { return false }
    compute(node)
    return true
  }

  /// - Precondition: its inputs are computed.
  private func compute(_ node: NodeID) {
    let function = function(of: node)
    let cells = shape(of: node).count
    // Cancelled work is not cached: it has no value.
    if cancellation.poll(cells: cells) { return }
    if case .constant(let column) = function { return keep(column, at: node) }
    tally.computed.add(nodes: 1, cells: cells)
    for input in inputs(of: node) {
      if let refusal = refusal(of: input) { return refuse(node, refusal) }
    }
    if let refusal = tooLarge(cells) { return refuse(node, refusal) }
    let inputs = inputs(of: node).map(known)
    guard !function.outgrows(inputs, bits: limits.bits) else { return refuse(node, .digits) }
    let column = function.computed(from: inputs)
    if column.largestWidth > limits.bits { return refuse(node, .digits) }
    keep(column, at: node)
  }

  private func tooLarge(_ cells: Int) -> Refusal? {
    cells > limits[.cells] || room + cells > 2 * limits[.cells] ? .cells(cells) : nil
  }

  func refuse(_ node: NodeID, _ refusal: Refusal) {
    if node.index < firstOwn {
      base?.refuse(node, refusal)
    } else {
      refusals[node] = refusal
      // So that it is not tried again.
      columns[node.index - firstOwn] = Column(nil as Rational?)
    }
  }

  /// Cached columns need not be kept for ever: each can be computed again.
  private func evictIfOverBudget() {
    // A computation in progress still needs the columns that were computed for it.
    guard room > limits[.cells], activeCalls == 0 else { return }
    for index in columns.indices {
      if case .constant = functions[index] { continue }
      columns[index] = nil
    }
    refusals = [:]
    room = 0
  }

  func computed(_ node: NodeID) -> Column? {
    node.index < firstOwn ? base?.computed(node) : columns[node.index - firstOwn]
  }

  private func keep(_ column: Column, at node: NodeID) {
    if node.index < firstOwn {
      base?.keep(column, at: node)
    } else {
      columns[node.index - firstOwn] = column
      // A constant takes no extra memory.
      if case .constant = functions[node.index - firstOwn] { return }
      room += column.room
    }
  }

  /// Computes nodes together, so that what they share along a long axis is processed only once.
  public func prepare(_ nodes: [NodeID]) {
    evictIfOverBudget()
    activeCalls += 1
    defer { activeCalls -= 1 }
    let nodes = nodes.filter { !computeAtOnce($0, depth: 32) }
    guard !nodes.isEmpty else { return }
    let needed = uncomputed(below: nodes)
    let long = needed.filter { longAxis(of: $0) != nil }
    if !long.isEmpty { compute(longReductions: long) }
    for node in needed where !isComputed(node) { compute(node) }
  }

  /// The nodes that have to be computed first, in graph order; without recursion, however deep the formula
  /// is. Below a reduction along a long axis, nothing is included: only the result is computed here.
  private func uncomputed(below nodes: [NodeID]) -> [NodeID] {
    search &+= 1
    var found: [Int] = []
    var waiting: [NodeID] = []
    let visit = { [self] (node: NodeID) in
      guard isNew(node) else { return }
      guard !isComputed(node) else { return tally.reused.add(nodes: 1, cells: shape(of: node).count) }
      found.append(node.index)
      waiting.append(node)
    }
    for node in nodes { visit(node) }
    while let next = waiting.popLast() {
      if longAxis(of: next) == nil { for input in inputs(of: next) { visit(input) } }
    }
    return found.sorted().map { NodeID(index: $0) }
  }

  /// Whether this search has not yet visited a node.
  private func isNew(_ node: NodeID) -> Bool {
    if visits.count < count { visits += [UInt32](repeating: 0, count: count * 2 - visits.count) }
    if visits[node.index] == search { return false }
    visits[node.index] = search
    return true
  }

  private func known(_ node: NodeID) -> Column { computed(node) ?? Column(nil as Rational?) }

  // MARK: Long axes

  private func isLong(_ function: NodeFunction, _ inputs: ArraySlice<NodeID>) -> Bool {
    guard let (reduction, axis) = function.reductionAlongAxis, reduction.traits.ofParts != nil,
      let around = shape(of: inputs[inputs.startIndex]).around(axis)
    else { return false }
    return around.count > BlockProgram.blockLength
  }

  /// The axis that a node reduces block by block; `nil` if the node is computed at once.
  private func longAxis(of node: NodeID) -> AxisID? {
    guard node.index < firstOwn ? base?.longAxis(of: node) != nil : areLong[node.index - firstOwn],
      let (_, axis) = function(of: node).reductionAlongAxis, !isComputed(input(of: node))
    else { return nil }
    return axis
  }

  private func compute(longReductions nodes: [NodeID]) {
    let axes = Set(nodes.compactMap(longAxis)).sorted()
    for axis in axes {
      let along = nodes.filter { longAxis(of: $0) == axis }
      let found = Differences.found(for: along, along: axis, in: self)
      for (node, column) in found { keep(column, at: node) }
      let programs = BlockProgram.programs(of: along.filter { found[$0] == nil }, along: axis, in: self)
      for program in programs {
        tally.computed.add(nodes: program.size.nodes, cells: program.size.cells)
        tally.reused.add(nodes: program.known.nodes, cells: program.known.cells)
      }
      // Some of the parts were not fully computed.
      guard !cancellation.isCancelled else { return }
      for result in BlockProgram.run(programs) {
        guard !result.wasStopped else { return cancellation.cancel() }
        for (node, column) in result.columns { keep(column, at: node) }
        for node in result.refused { refuse(node, .digits) }
      }
    }
  }
}

extension Graph {
  /// Whether every value of a node is certain to be known, if that has been determined.
  func cachedTotality(_ node: NodeID) -> Bool? {
    node.index < alwaysKnown.count ? alwaysKnown[node.index] : nil
  }

  func find(_ node: NodeID, isAlwaysKnown: Bool) {
    if alwaysKnown.count < count {
      alwaysKnown += [Bool?](repeating: nil, count: count * 2 - alwaysKnown.count)
    }
    alwaysKnown[node.index] = isAlwaysKnown
  }
}

extension AxisID {
  /// A placeholder axis while several columns are combined into one; no figure is ever broken down by it.
  static let combined = AxisID(rawValue: -1)
}
