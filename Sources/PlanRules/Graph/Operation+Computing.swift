extension Operation {
  /// What the operation evaluates to for the columns of its inputs.
  func computed(from inputs: [Column]) -> Column {
    switch self {
    case .constant(let column): column
    case .unknown(let unknown): Column(unknown.value)
    case .series(let series): series.column(0..<series.steps.count)
    case .arithmetic(let arithmetic, _, _): .arithmetic(arithmetic, inputs[0], inputs[1])
    case .negate: inputs[0].negated()
    case .magnitude: inputs[0].map(\.magnitude)
    case .round(_, let places, let factor):
      inputs[0].map { ($0.divided(by: factor) ?? $0).rounded(places: places) * factor }
    case .compare(let comparison, _, _): .compare(comparison, inputs[0], inputs[1])
    case .connect(let connective, _, _): .connect(connective, inputs[0], inputs[1])
    case .not: inputs[0].negatedTruth()
    case .known: inputs[0].knownTruth()
    case .otherwise: inputs[0].otherwise(inputs[1])
    case .choose: .choose(inputs[0], inputs[1], inputs[2])
    case .withhold: inputs[0].withheld(when: inputs[1])
    case .combine(let reduction, _): .combined(reduction, inputs)
    case .reduce(let reduction, _, let axis, let first, let last):
      inputs[0].reduced(reduction, along: axis, from: first, through: last)
    case .rollUp(let reduction, _, let axis, let within, let count):
      inputs[0].rolledUp(reduction, along: axis, within: within, count: count)
    case .select(_, let axis, let member): inputs[0].selected(axis, member: member)
    case .stack(_, let axis): .stacked(inputs, along: axis)
    case .change(_, let change, _, let place): inputs[0].changed(change, by: inputs[1], place: place)
    case .nowOrLater: inputs[0].nowOrLater()
    case .carried(_, _, _, let rule):
      .carried(target: inputs[0], result: inputs[1], settled: inputs[2], rule: rule)
    case .adjust: .adjusted(target: inputs[0], carried: inputs[1])
    case .light(_, _, let bands): .light(result: inputs[0], adjusted: inputs[1], bands: bands)
    }
  }

  /// Whether to work it out would take too long because of the length of its figures, before it is tried.
  ///
  /// - Parameter bits: how long the result may be.
  func outgrows(_ inputs: [Column], bits: Int) -> Bool {
    switch self {
    case .arithmetic: inputs[0].largestWidth + inputs[1].largestWidth > 2 * bits
    case .reduce(let reduction, _, _, _, _), .rollUp(let reduction, _, _, _, _):
      reduction.traits.adds && inputs.contains { $0.sumWidth > 2 * bits }
    case .combine: inputs.contains { $0.sumWidth > 2 * bits }
    case .constant, .unknown, .series, .negate, .magnitude, .round, .compare, .connect, .not, .known,
      .otherwise,
      .choose, .withhold, .select, .stack, .change, .nowOrLater, .carried, .adjust, .light:
      false
    }
  }

  /// What is reduced along an axis, where that is what the operation does.
  var reductionAlongAxis: (Reduction, NodeID, AxisID)? {
    switch self {
    case .reduce(let reduction, let node, let axis, _, _), .rollUp(let reduction, let node, let axis, _, _):
      (reduction, node, axis)
    case .constant, .unknown, .series, .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not,
      .known,
      .otherwise, .choose, .withhold, .combine, .select, .stack, .change, .nowOrLater, .carried, .adjust,
      .light:
      nil
    }
  }

  /// The nodes that this one is computed from.
  var inputs: [NodeID] {
    var inputs: [NodeID] = []
    addInputs(to: &inputs)
    return inputs
  }

  func addInputs(to inputs: inout [NodeID]) {
    switch self {
    case .constant, .unknown, .series: break
    case .negate(let a), .magnitude(let a), .round(let a, _, _), .not(let a), .known(let a),
      .nowOrLater(let a),
      .reduce(_, let a, _, _, _), .select(let a, _, _), .rollUp(_, let a, _, _, _):
      inputs.append(a)
    case .arithmetic(_, let a, let b), .compare(_, let a, let b), .connect(_, let a, let b),
      .otherwise(let a, let b), .withhold(let a, let b), .change(let a, _, let b, _), .adjust(let a, let b),
      .light(let a, let b, _):
      inputs.append(a)
      inputs.append(b)
    case .choose(let a, let b, let c), .carried(let a, let b, let c, _):
      inputs.append(a)
      inputs.append(b)
      inputs.append(c)
    case .combine(_, let nodes), .stack(let nodes, _): inputs += nodes
    }
  }

  /// The same operation on other nodes, as many as it has inputs.
  func replacing(inputs: [NodeID]) -> Operation {
    switch self {
    case .constant, .unknown, .series: self
    case .arithmetic(let arithmetic, _, _): .arithmetic(arithmetic, inputs[0], inputs[1])
    case .negate: .negate(inputs[0])
    case .magnitude: .magnitude(inputs[0])
    case .round(_, let places, let factor): .round(inputs[0], places: places, factor: factor)
    case .compare(let comparison, _, _): .compare(comparison, inputs[0], inputs[1])
    case .connect(let connective, _, _): .connect(connective, inputs[0], inputs[1])
    case .not: .not(inputs[0])
    case .known: .known(inputs[0])
    case .otherwise: .otherwise(inputs[0], inputs[1])
    case .choose: .choose(inputs[0], then: inputs[1], else: inputs[2])
    case .withhold: .withhold(inputs[0], when: inputs[1])
    case .combine(let reduction, _): .combine(reduction, inputs)
    case .reduce(let reduction, _, let axis, let from, let through):
      .reduce(reduction, inputs[0], along: axis, from: from, through: through)
    case .select(_, let axis, let member): .select(inputs[0], axis, member: member)
    case .rollUp(let reduction, _, let axis, let within, let count):
      .rollUp(reduction, inputs[0], along: axis, within: within, count: count)
    case .stack(_, let axis): .stack(inputs, along: axis)
    case .change(_, let change, _, let place): .change(inputs[0], change, by: inputs[1], place: place)
    case .nowOrLater: .nowOrLater(inputs[0])
    case .carried(_, _, _, let rule):
      .carried(target: inputs[0], result: inputs[1], settled: inputs[2], rule: rule)
    case .adjust: .adjust(target: inputs[0], carried: inputs[1])
    case .light(_, _, let bands): .light(result: inputs[0], adjusted: inputs[1], bands: bands)
    }
  }
}
