/// Traces how an unknown enters a figure: a walk through the graph around one value of the unknown.
///
/// As long as no comparison on the way turns, every figure that depends on the unknown is a quotient of
/// polynomials. Each polynomial whose sign the walk had to determine is a border: the findings hold up to the
/// first value at which one of these signs changes. So a verdict is known for whole ranges at a time,
/// exactly.
struct UnknownTrace {
  let graph: Graph
  /// The value of the unknown around which the walk is made.
  let point: Rational
  /// Polynomials whose sign was determined.
  private(set) var borders: [Polynomial] = []
  private var traced: [NodeID: Tracing] = [:]

  /// The unknown enters in a way that is too involved to be traced.
  struct TooInvolved: Error {}

  private static let highestDegree = 12

  typealias Cell = UnknownFigure?

  struct Tracing {
    let shape: Shape
    let cells: [Cell]

    init(_ cells: [Cell], _ shape: Shape) {
      self.cells = cells
      self.shape = shape
    }

    func spread(to wider: Shape) -> [Cell] {
      guard let indices = wider.indices(into: shape) else { return cells }
      return indices.map { cells[$0] }
    }
  }

  init(graph: Graph, point: Rational) {
    self.graph = graph
    self.point = point
  }

  /// The truth of a node of one cell around the point; `nil` is pending.
  mutating func truth(of node: NodeID) throws -> Bool? {
    try trace(node)
    return try tracing(node).cells[0].map { try sign(of: $0) != 0 }
  }

  /// Whether a node depends on the unknown at all.
  static func depends(_ node: NodeID, in graph: Graph) -> Bool { !dependent(below: node, in: graph).isEmpty }

  /// Nodes that depend on the unknown, in the order of the graph.
  private static func dependent(below node: NodeID, in graph: Graph) -> [NodeID] {
    var reached: Set<Int> = [node.index]
    var waiting = [node]
    while let next = waiting.popLast() {
      for input in graph.inputs(of: next) where reached.insert(input.index).inserted {
        waiting.append(input)
      }
    }
    var dependent: Set<Int> = []
    for index in reached.sorted() {
      let node = NodeID(index: index)
      if case .unknown = graph.function(of: node) {
        dependent.insert(index)
      } else if graph.inputs(of: node).contains(where: { dependent.contains($0.index) }) {
        dependent.insert(index)
      }
    }
    return dependent.sorted().map { NodeID(index: $0) }
  }

  private mutating func trace(_ node: NodeID) throws {
    for next in UnknownTrace.dependent(below: node, in: graph) where traced[next] == nil {
      let found = try compute(graph.function(of: next), Array(graph.inputs(of: next)))
      for case let cell? in found.cells where cell.degree > UnknownTrace.highestDegree { throw TooInvolved() }
      traced[next] = found
    }
  }

  /// What does not depend on the unknown has the value that the engine computes.
  private func tracing(_ node: NodeID) throws -> Tracing {
    if let known = traced[node] { return known }
    let column = try graph.column(node)
    return Tracing((0..<column.count).map { column[$0].map { UnknownFigure($0) } }, column.shape)
  }

  // MARK: Signs

  private mutating func sign(of polynomial: Polynomial) -> Int {
    if !polynomial.isConstant { borders.append(polynomial) }
    return polynomial.sign(at: point)
  }

  private mutating func sign(of figure: UnknownFigure) throws -> Int {
    sign(of: figure.numerator) * sign(of: figure.denominator)
  }

  private mutating func order(_ a: UnknownFigure, _ b: UnknownFigure) throws -> Int { try sign(of: a - b) }

  private mutating func truth(_ cell: Cell) throws -> Bool? { try cell.map { try sign(of: $0) != 0 } }

  private static func cell(_ truth: Bool?) -> Cell { truth.map { UnknownFigure($0 ? .one : .zero) } }

  // MARK: Functions

  private mutating func each(
    _ nodes: [NodeID], _ combine: (inout UnknownTrace, [Cell]) throws -> Cell
  ) throws -> Tracing {
    let inputs = try nodes.map { try tracing($0) }
    let shape = inputs.reduce(Shape.scalar) { $0.union($1.shape) }
    let spread = inputs.map { $0.spread(to: shape) }
    return Tracing(
      try (0..<shape.count).map { index in try combine(&self, spread.map { $0[index] }) }, shape)
  }

  private mutating func compute(_ function: NodeFunction, _ inputs: [NodeID]) throws -> Tracing {
    switch function {
    case .unknown: return Tracing([UnknownFigure(.unknown)], .scalar)
    case .series:
      // A sweep is never traced.
      throw TooInvolved()
    case .constant(let column):
      return Tracing((0..<column.count).map { column[$0].map { UnknownFigure($0) } }, column.shape)
    case .arithmetic(let arithmetic):
      return try each(inputs) { try $0.arithmetic(arithmetic, $1[0], $1[1]) }
    case .negate: return try each(inputs) { $1[0].map { -$0 } }
    case .magnitude:
      return try each(inputs) { trace, cells in
        try cells[0].map { try trace.sign(of: $0) < 0 ? -$0 : $0 }
      }
    case .round(let places, let factor):
      return try each(inputs) { trace, cells in
        try cells[0].map { try trace.rounded($0, places: places, factor: factor) }
      }
    case .compare(let comparison):
      return try each(inputs) { trace, cells in
        guard let x = cells[0], let y = cells[1] else { return nil }
        return UnknownTrace.cell(comparison.holds(try trace.order(x, y)))
      }
    case .connect(let connective):
      return try each(inputs) { trace, cells in
        let (x, y) = (try trace.truth(cells[0]), try trace.truth(cells[1]))
        return UnknownTrace.cell(connective == .and ? Truth.and(x, y) : Truth.or(x, y))
      }
    case .not: return try each(inputs) { UnknownTrace.cell(try $0.truth($1[0]).map { !$0 }) }
    case .known: return try each(inputs) { UnknownTrace.cell($1[0] != nil) }
    case .otherwise: return try each(inputs) { $1[0] ?? $1[1] }
    case .choose:
      return try each(inputs) { trace, cells in
        try trace.truth(cells[0]).flatMap { $0 ? cells[1] : cells[2] }
      }
    case .withhold:
      return try each(inputs) { try $0.truth($1[1]) == true ? nil : $1[0] }
    case .combine(let reduction): return try each(inputs) { try $0.reduced(reduction, $1) }
    case .reduce(let reduction, let axis, let from, let through):
      return try reduce(reduction, try tracing(inputs[0]), along: axis, from: from, through: through)
    case .select(let axis, let member):
      return try reduce(.last, try tracing(inputs[0]), along: axis, from: member, through: member)
    case .rollUp(let reduction, let axis, let within, let count):
      return try rolledUp(reduction, try tracing(inputs[0]), along: axis, within, count)
    case .stack(let axis): return try stacked(inputs, along: axis)
    case .change(let change, let place):
      return try changed(inputs[0], change, by: inputs[1], place: place)
    case .nowOrLater: return try nowOrLater(try tracing(inputs[0]))
    case .carried(let rule):
      return try carried(inputs[0], inputs[1], inputs[2], rule)
    case .adjust:
      return try each(inputs) { try $0.adjusted($1[0], $1[1]) }
    case .light(let bands):
      return try each(inputs) { try $0.light($1[0], $1[1], bands) }
    }
  }

  private mutating func arithmetic(_ arithmetic: Arithmetic, _ a: Cell, _ b: Cell) throws -> Cell {
    guard let a, let b else { return nil }
    switch arithmetic {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return try sign(of: b) == 0 ? nil : a.divided(by: b)
    }
  }

  private mutating func rounded(_ figure: UnknownFigure, places: Int, factor: Rational) throws
    -> UnknownFigure
  {
    guard let inverse = Rational.one.divided(by: factor) else { return figure }
    let scaled = figure * UnknownFigure(inverse)
    guard let here = scaled.numerator.value(at: point).divided(by: scaled.denominator.value(at: point)) else {
      return figure
    }
    let result = here.rounded(places: places)
    let half = (Rational.one.divided(by: Rational(2)) ?? .zero) * Rational.powerOfTen(-places)
    // All values that round to the same result lie between these two.
    _ = try order(scaled, UnknownFigure(result - half))
    _ = try order(scaled, UnknownFigure(result + half))
    return UnknownFigure(result * factor)
  }

  private mutating func reduced(_ reduction: Reduction, _ cells: [Cell]) throws -> Cell {
    try reduction.reduced(cells, by: &self)
  }

  private mutating func reduce(
    _ reduction: Reduction, _ input: Tracing, along axis: AxisID, from: Int, through: Int
  ) throws -> Tracing {
    guard let (outer, size, inner) = input.shape.around(axis) else { return input }
    var cells: [Cell] = []
    for block in 0..<outer {
      for offset in 0..<inner {
        let run = (from...through).map { input.cells[(block * size + $0) * inner + offset] }
        cells.append(from == through && reduction == .last ? run[0] : try reduced(reduction, run))
      }
    }
    return Tracing(cells, input.shape.removing(axis))
  }

  private mutating func rolledUp(
    _ reduction: Reduction, _ input: Tracing, along axis: AxisID, _ within: Containment, _ count: Int
  ) throws -> Tracing {
    let plan = RollUp(input.shape, along: axis, within: within, count: count)
    var cells = [[Cell]](repeating: [], count: plan.result.count)
    plan.forEach { cells[$1].append(input.cells[$0]) }
    return Tracing(try cells.map { try reduced(reduction, $0) }, plan.result)
  }

  private func stacked(_ nodes: [NodeID], along axis: AxisID) throws -> Tracing {
    let inputs = try nodes.map { try tracing($0) }
    let layer = inputs.reduce(Shape.scalar) { $0.union($1.shape) }
    let shape = layer.union(Shape([(axis, nodes.count)]))
    let layers = inputs.map { $0.spread(to: layer) }
    guard let (outer, size, inner) = shape.around(axis) else { return inputs[0] }
    var cells: [Cell] = []
    for block in 0..<outer {
      for member in 0..<size {
        for offset in 0..<inner { cells.append(layers[member][block * inner + offset]) }
      }
    }
    return Tracing(cells, shape)
  }

  private func changed(_ node: NodeID, _ change: Change, by amount: NodeID, place: [MemberRange]) throws
    -> Tracing
  {
    let (base, by) = (try tracing(node), try tracing(amount))
    let shape = base.shape.union(by.shape)
    let (old, new) = (base.spread(to: shape), by.spread(to: shape))
    let isInside = shape.cells(in: place)
    let cells = (0..<shape.count).map { index -> Cell in
      guard isInside[index] else { return old[index] }
      switch change {
      case .add: return new[index].map { (old[index] ?? UnknownFigure(.zero)) + $0 } ?? old[index]
      case .replace: return new[index]
      case .multiply: return old[index].flatMap { figure in new[index].map { figure * $0 } }
      case .raise: return new[index].map { raised(old, shape, index, by: $0, place: place) } ?? old[index]
      }
    }
    return Tracing(cells, shape)
  }

  /// Like the engine's raising of a level: its period builds on the last known figure.
  private func raised(
    _ old: [Cell], _ shape: Shape, _ index: Int, by amount: UnknownFigure, place: [MemberRange]
  )
    -> Cell
  {
    if let known = old[index] { return known + amount }
    guard let axis = shape.period, let member = shape.member(of: axis, at: index),
      let range = place.first(where: { $0.axis == axis })
    else { return amount }
    let stride = shape.stride(of: axis)
    guard member == range.from else { return nil }
    let before = (0..<member).reversed().lazy.compactMap { old[index - (member - $0) * stride] }.first
    return before.map { $0 + amount } ?? amount
  }

  private mutating func nowOrLater(_ input: Tracing) throws -> Tracing {
    // A truth about a period does not change within a range, so the engine's own rule can be used.
    var truths: [Bool?] = []
    for cell in input.cells { truths.append(try truth(cell)) }
    let column = Column(truths: truths, shape: input.shape).nowOrLater()
    return Tracing((0..<column.count).map { UnknownTrace.cell(column.truth($0)) }, input.shape)
  }

  private mutating func adjusted(_ target: Cell, _ carried: Cell) throws -> Cell {
    guard let target else { return try carried.flatMap { try sign(of: $0) == 0 ? nil : $0 } }
    return carried.map { target + $0 } ?? target
  }

  private mutating func carried(_ target: NodeID, _ result: NodeID, _ closed: NodeID, _ rule: CarryRule)
    throws
    -> Tracing
  {
    let inputs = [try tracing(target), try tracing(result), try tracing(closed)]
    let shape = inputs.reduce(Shape.scalar) { $0.union($1.shape) }
    let spread = inputs.map { $0.spread(to: shape) }
    var carried = [Cell](repeating: nil, count: shape.count)
    guard let (outer, periods, inner) = shape.period.flatMap(shape.around) else {
      return Tracing(carried, shape)
    }
    for block in 0..<outer {
      for offset in 0..<inner {
        var adjusted: Cell = nil
        for period in 0..<periods {
          let index = (block * periods + period) * inner + offset
          if period > 0, try truth(spread[2][index - inner]) == true {
            let zero = UnknownFigure(.zero)
            let remainder = (adjusted ?? zero) - (spread[1][index - inner] ?? zero)
            carried[index] = try passedOn(remainder, rule)
          }
          adjusted = try self.adjusted(spread[0][index], carried[index])
        }
      }
    }
    return Tracing(carried, shape)
  }

  private mutating func passedOn(_ remainder: UnknownFigure, _ rule: CarryRule) throws -> UnknownFigure {
    switch rule {
    case .surplusAndShortfall: return remainder
    case .shortfall: return try sign(of: remainder) > 0 ? remainder : UnknownFigure(.zero)
    case .surplus: return try sign(of: remainder) < 0 ? remainder : UnknownFigure(.zero)
    case .none: return UnknownFigure(.zero)
    }
  }

  private mutating func light(_ result: Cell, _ adjusted: Cell, _ bands: LightBands) throws -> Cell {
    guard let adjusted else { return nil }
    let colours = LightBands.colours(bands.direction)
    if try sign(of: adjusted) <= 0 {
      switch bands.direction {
      case .moreIsBetter: return UnknownTrace.cell(.green)
      case .lessIsBetter:
        guard let result else { return nil }
        return UnknownTrace.cell(try order(result, adjusted) <= 0 ? .green : .red)
      }
    }
    guard let result else { return nil }
    for (light, border) in [(colours.low, bands.lower), (colours.middle, bands.upper)] {
      let order = try order(result, adjusted * UnknownFigure(border.rate))
      if border.belongsBelow ? order <= 0 : order < 0 { return UnknownTrace.cell(light) }
    }
    return UnknownTrace.cell(colours.high)
  }

  private static func cell(_ light: Light) -> Cell { UnknownFigure(Rational(light.rawValue)) }
}

extension UnknownTrace: ReductionArithmetic {
  func sum(_ figures: [UnknownFigure]) -> UnknownFigure? {
    figures.first.map { figures.dropFirst().reduce($0, +) }
  }

  func divided(_ figure: UnknownFigure, by count: Int) -> UnknownFigure {
    figure * UnknownFigure(Rational.one.divided(by: Rational(count)) ?? .zero)
  }

  mutating func isBelow(_ figure: UnknownFigure, _ other: UnknownFigure) throws -> Bool {
    try order(figure, other) < 0
  }

  mutating func isTrue(_ figure: UnknownFigure) throws -> Bool { try sign(of: figure) != 0 }

  func figure(_ whole: Int) -> UnknownFigure { UnknownFigure(Rational(whole)) }
}
