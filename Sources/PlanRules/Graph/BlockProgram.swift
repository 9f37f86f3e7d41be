/// Formulas along one long axis that end in reductions. They are computed one block of members at a time, so
/// that intermediate columns stay in the processor's cache and are not kept.
struct BlockProgram: Sendable {
  /// How many members a block has.
  static let blockLength = 4_096

  private let axis: AxisID
  private let length: Int
  private var steps: [Step] = []
  private var roots: [Root] = []
  /// For each step, the steps whose columns are no longer needed after it.
  private var spent: [[Int]] = []
  /// What the program computes over the whole axis, and what it takes from the graph.
  private(set) var size = Tally.Count()
  private(set) var known = Tally.Count()
  /// Steps that are only counted.
  private var skipped: Set<Int> = []
  /// Steps whose column exceeds a limit; so does everything that needs them.
  private var outgrown: Set<Int> = []
  /// The maximum length of a figure.
  private let bits: Int
  private let isOver: @Sendable () -> Bool

  private struct Step: Sendable {
    enum Source: Sendable {
      /// Known for the whole axis already, or the same everywhere along it.
      case column(Column)
      case function(NodeFunction, inputs: [Int])
    }

    let source: Source
    let isAlongAxis: Bool
  }

  private struct Root: Sendable {
    let node: NodeID
    let function: NodeFunction
    let input: Int
    var counted: Counted?
  }

  /// A count of the members that satisfy a comparison, made without storing the truths.
  private struct Counted: Sendable {
    let comparison: Comparison
    let a: Int
    let b: Int
    /// Where the truths are withheld.
    let withheld: Int?
    /// The steps that the count replaces.
    let steps: [Int]
  }

  /// Programs that compute reductions along an axis; reductions that share nodes are in one program.
  static func programs(of nodes: [NodeID], along axis: AxisID, in graph: Graph) -> [BlockProgram] {
    var programs: [BlockProgram] = []
    for group in groups(of: nodes, along: axis, in: graph) {
      // Processed in blocks they need no memory, but they do need time.
      let largest = group.region.reduce(0) { max($0, graph.shape(of: NodeID(index: $1)).count) }
      guard largest <= graph.limits[.cells] else {
        for root in group.roots { graph.refuse(root, .cells(largest)) }
        continue
      }
      programs.append(BlockProgram(group.roots, group.region, along: axis, in: graph))
    }
    return programs
  }

  /// The nodes along the axis below a reduction that are not computed, in the order of the graph.
  private static func region(below node: NodeID, along axis: AxisID, in graph: Graph) -> Set<Int> {
    var seen: Set<Int> = []
    var waiting = Array(graph.inputs(of: node))
    while let next = waiting.popLast() {
      guard graph.shape(of: next).has(axis), graph.computed(next) == nil, seen.insert(next.index).inserted
      else {
        continue
      }
      waiting += graph.inputs(of: next)
    }
    return seen
  }

  private static func groups(of nodes: [NodeID], along axis: AxisID, in graph: Graph) -> [(
    roots: [NodeID], region: Set<Int>
  )] {
    var groups: [(roots: [NodeID], region: Set<Int>)] = []
    for node in nodes {
      var roots = [node]
      var region = region(below: node, along: axis, in: graph)
      groups.removeAll { group in
        guard !group.region.isDisjoint(with: region) else { return false }
        roots = group.roots + roots
        region.formUnion(group.region)
        return true
      }
      groups.append((roots, region))
    }
    return groups
  }

  private init(_ nodes: [NodeID], _ region: Set<Int>, along axis: AxisID, in graph: Graph) {
    self.axis = axis
    bits = graph.limits.bits
    isOver = graph.cancellation.isOver
    length =
      nodes.first.flatMap { graph.shape(of: graph.input(of: $0)).around(axis)?.count } ?? 1
    var places: [NodeID: Int] = [:]
    for index in region.sorted() { take(NodeID(index: index), in: graph, &places) }
    for node in nodes {
      let input = place(of: graph.input(of: node), in: graph, &places)
      size.add(nodes: 1, cells: graph.shape(of: node).count)
      roots.append(Root(node: node, function: graph.function(of: node), input: input))
    }
    let uses = uses
    for index in roots.indices { roots[index].counted = counted(roots[index], uses) }
    spent = BlockProgram.spent(
      steps,
      kept: Set(
        roots.flatMap {
          [$0.input] + ($0.counted.map { [$0.a, $0.b] + [$0.withheld].compactMap { $0 } } ?? [])
        }))
    skipped = Set(roots.flatMap { $0.counted?.steps ?? [] })
  }

  /// How often each step is needed.
  private var uses: [Int] {
    var uses = [Int](repeating: 0, count: steps.count)
    for root in roots { uses[root.input] += 1 }
    for step in steps {
      if case .function(_, let inputs) = step.source { for input in inputs { uses[input] += 1 } }
    }
    return uses
  }

  private func counted(_ root: Root, _ uses: [Int]) -> Counted? {
    guard case .reduce(.count, axis, _, _) = root.function,
      case .function(let last, let inputs) = steps[root.input].source
    else { return nil }
    var (compared, withheld, passed): (Int, Int?, [Int]) = (root.input, nil, [])
    if case .withhold = last {
      guard uses[root.input] == 1 else { return nil }
      (compared, withheld, passed) = (inputs[0], inputs[1], [root.input])
    }
    guard case .function(.compare(let comparison), let sides) = steps[compared].source,
      uses[compared] == 1
    else { return nil }
    return Counted(
      comparison: comparison, a: sides[0], b: sides[1], withheld: withheld, steps: passed + [compared])
  }

  private static func spent(_ steps: [Step], kept: Set<Int>) -> [[Int]] {
    var spent = [[Int]](repeating: [], count: steps.count)
    var seen = kept
    for index in steps.indices.reversed() {
      guard case .function(_, let inputs) = steps[index].source else { continue }
      for input in inputs where seen.insert(input).inserted { spent[index].append(input) }
    }
    return spent
  }

  private mutating func take(_ node: NodeID, in graph: Graph, _ places: inout [NodeID: Int]) {
    let function = graph.function(of: node)
    if case .rollUp(_, _, let within, _) = function, within.axis == axis {
      // It produces the axis rather than running along it, so it is needed whole.
      add(.column(graph.columnOfPart(node)), isAlongAxis: true, node, &places)
      return
    }
    let inputs = graph.inputs(of: node).map { place(of: $0, in: graph, &places) }
    size.add(nodes: 1, cells: graph.shape(of: node).count)
    add(.function(function, inputs: inputs), isAlongAxis: true, node, &places)
  }

  private mutating func place(of node: NodeID, in graph: Graph, _ places: inout [NodeID: Int]) -> Int {
    if let known = places[node] { return known }
    known.add(nodes: 1, cells: graph.shape(of: node).count)
    let column = graph.columnOfPart(node)
    if graph.refusal(of: node) != nil { outgrown.insert(steps.count) }
    return add(.column(column), isAlongAxis: graph.shape(of: node).has(axis), node, &places)
  }

  @discardableResult
  private mutating func add(
    _ source: Step.Source, isAlongAxis: Bool, _ node: NodeID, _ places: inout [NodeID: Int]
  ) -> Int {
    steps.append(Step(source: source, isAlongAxis: isAlongAxis))
    places[node] = steps.count - 1
    return steps.count - 1
  }

  // MARK: Running

  /// The results of a program's reductions.
  struct Totals: Sendable {
    var columns: [(NodeID, Column)] = []
    /// Roots whose figures, or those below them, are too long.
    var refused: [NodeID] = []
    var wasStopped = false
  }

  private static let nothing = Column(nil as Rational?)

  /// Below this many values threads cost more than they save.
  private static let worthThreads = 500_000

  /// Runs programs, on all cores if that helps: a piece of work is one program, or part of its axis.
  static func run(_ programs: [BlockProgram]) -> [Totals] {
    let values = programs.reduce(0) { $0 + $1.length * $1.steps.count }
    guard values > worthThreads else { return programs.map { $0.run() } }
    var pieces: [(program: BlockProgram, members: Range<Int>)] = []
    for program in programs {
      let parts = programs.count >= 8 ? 1 : min(16, program.length / (4 * blockLength) + 1)
      let size = (program.length / parts / blockLength + 1) * blockLength
      for start in stride(from: 0, to: program.length, by: size) {
        pieces.append((program, start..<min(program.length, start + size)))
      }
    }
    let partials = Parallel.map(pieces) { $0.program.partials(in: $0.members) }
    var index = 0
    return programs.map { program in
      var parts: [Partials] = []
      var reached = 0
      while index < pieces.count, reached < program.length {
        parts.append(partials[index])
        reached = pieces[index].members.upperBound
        index += 1
      }
      return program.result(parts)
    }
  }

  /// The results of reductions over only some members of the axis; a reduction that covers none of them has
  /// no result.
  static func partials(of nodes: [NodeID], along axis: AxisID, in members: RangeSet<Int>, of graph: Graph)
    -> [NodeID: Column]
  {
    var found: [NodeID: Column] = [:]
    for program in programs(of: nodes, along: axis, in: graph) {
      let parts = members.ranges.map(program.partials)
      guard !parts.contains(where: { $0.wasStopped || !$0.refused.isEmpty }) else { continue }
      let reached = members.ranges.reduce(0) { $0 + $1.count }
      let share = program.size.cells / program.length
      graph.tally.computed.add(nodes: program.size.nodes, cells: share * reached)
      // Every figure is counted twice: as it is now, and as it was before.
      graph.tally.reused.add(nodes: program.known.nodes, cells: share * (program.length - reached) / 2)
      for (index, root) in program.roots.enumerated() {
        let columns = parts.flatMap { $0.columns[index] }
        if !columns.isEmpty { found[root.node] = program.combined(columns, root) }
      }
    }
    return found
  }

  private func run() -> Totals { result([partials(in: 0..<length)]) }

  private func result(_ parts: [Partials]) -> Totals {
    var result = Totals()
    result.wasStopped = parts.contains { $0.wasStopped }
    let refused = parts.reduce(into: Set<Int>()) { $0.formUnion($1.refused) }
    for root in roots.indices {
      let partials = parts.flatMap { $0.columns[root] }
      if refused.contains(root) || outgrows(partials, roots[root]) {
        result.refused.append(roots[root].node)
      } else {
        result.columns.append((roots[root].node, combined(partials, roots[root])))
      }
    }
    return result
  }

  private func outgrows(_ partials: [Column], _ root: Root) -> Bool {
    guard case (.sum, _)? = root.function.reductionAlongAxis else { return false }
    return partials.reduce(0) { $0 + $1.largestWidth } > bits
  }

  /// The results of the reductions over parts of the axis, root by root.
  private struct Partials: Sendable {
    var columns: [[Column]]
    /// Indices of roots whose figures are too long.
    var refused: Set<Int> = []
    var wasStopped = false
  }

  private func partials(in members: Range<Int>) -> Partials {
    var partials = Partials(columns: roots.map { _ in [] })
    for start in stride(from: members.lowerBound, to: members.upperBound, by: BlockProgram.blockLength) {
      let block = start..<min(members.upperBound, start + BlockProgram.blockLength)
      guard !isOver() else {
        partials.wasStopped = true
        break
      }
      for (root, column) in zip(roots.indices, reduced(in: block, &partials.refused)) {
        if let column { partials.columns[root].append(column) }
        // Combine partial results early: there may be very many blocks.
        if partials.columns[root].count == 64, !outgrows(partials.columns[root], roots[root]) {
          partials.columns[root] = [combined(partials.columns[root], roots[root])]
        }
      }
    }
    return partials
  }

  private func combined(_ partials: [Column], _ root: Root) -> Column {
    guard let (reduction, _) = root.function.reductionAlongAxis, partials.count > 1 else {
      return partials.first ?? root.function.computed(from: [Column(nil as Rational?)])
    }
    return .combined(reduction.traits.ofParts ?? reduction, partials)
  }

  /// The results of the reductions over a block; `nil` for those that do not cover any of it.
  private func reduced(in block: Range<Int>, _ refused: inout Set<Int>) -> [Column?] {
    var columns: [Column] = []
    var outgrown = self.outgrown
    columns.reserveCapacity(steps.count)
    for (index, step) in steps.enumerated() {
      if skipped.contains(index) {
        columns.append(BlockProgram.nothing)
        continue
      }
      switch step.source {
      case .column(let column): columns.append(step.isAlongAxis ? column.sliced(axis, block) : column)
      case .function(let function, let inputs):
        let needsOutgrown = !outgrown.isEmpty && inputs.contains(where: outgrown.contains)
        let inputs = inputs.map { columns[$0] }
        if needsOutgrown || function.outgrows(inputs, bits: bits) {
          outgrown.insert(index)
          columns.append(BlockProgram.nothing)
        } else {
          columns.append(function.inBlock(block, of: axis).computed(from: inputs, in: block, of: axis))
          if columns[index].largestWidth > bits { outgrown.insert(index) }
        }
      }
      // The next column can reuse this memory, which is still in the cache.
      for done in spent[index] { columns[done] = BlockProgram.nothing }
    }
    return roots.enumerated().map { place, root in
      guard let counted = root.counted else {
        if outgrown.contains(root.input) || root.function.outgrows([columns[root.input]], bits: bits) {
          refused.insert(place)
          return nil
        }
        return root.function.reduced(columns[root.input], in: block)
      }
      if outgrown.contains(counted.a) || outgrown.contains(counted.b) { refused.insert(place) }
      return count(counted, columns, in: block, root.function)
    }
  }

  private func count(_ counted: Counted, _ columns: [Column], in block: Range<Int>, _ function: NodeFunction)
    -> Column?
  {
    let (a, b) = (columns[counted.a], columns[counted.b])
    let withheld = counted.withheld.map { columns[$0] }
    if case .reduce(_, _, let first, let last) = function, first <= block.lowerBound,
      last >= block.upperBound - 1,
      withheld?.bound ?? 0 == 0, let count = Column.count(counted.comparison, a, b, along: axis, block.count)
    {
      return count
    }
    var truths = Column.compare(counted.comparison, a, b)
    if let withheld { truths = truths.withheld(when: withheld) }
    return function.reduced(truths, in: block)
  }
}
