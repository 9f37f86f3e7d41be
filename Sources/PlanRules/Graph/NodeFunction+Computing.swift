extension NodeFunction {
  /// The result of the function for the columns of its inputs.
  func computed(from inputs: [Column]) -> Column {
    switch self {
    case .constant(let column): column
    case .unknown(let unknown): Column(unknown.value)
    case .series(let series): series.column(0..<series.steps.count)
    case .arithmetic(let arithmetic): .arithmetic(arithmetic, inputs[0], inputs[1])
    case .negate: inputs[0].negated()
    case .magnitude: inputs[0].map(\.magnitude)
    case .round(let places, let factor):
      inputs[0].map { ($0.divided(by: factor) ?? $0).rounded(places: places) * factor }
    case .compare(let comparison): .compare(comparison, inputs[0], inputs[1])
    case .connect(let connective): .connect(connective, inputs[0], inputs[1])
    case .not: inputs[0].negatedTruth()
    case .known: inputs[0].knownTruth()
    case .otherwise: inputs[0].otherwise(inputs[1])
    case .choose: .choose(inputs[0], inputs[1], inputs[2])
    case .withhold: inputs[0].withheld(when: inputs[1])
    case .combine(let reduction): .combined(reduction, inputs)
    case .reduce(let reduction, let axis, let first, let last):
      inputs[0].reduced(reduction, along: axis, from: first, through: last)
    case .rollUp(let reduction, let axis, let within, let count):
      inputs[0].rolledUp(reduction, along: axis, within: within, count: count)
    case .select(let axis, let member): inputs[0].selected(axis, member: member)
    case .stack(let axis): .stacked(inputs, along: axis)
    case .change(let change, let place): inputs[0].changed(change, by: inputs[1], place: place)
    case .nowOrLater: inputs[0].nowOrLater()
    case .carried(let rule):
      .carried(target: inputs[0], result: inputs[1], closed: inputs[2], rule: rule)
    case .adjust: .adjusted(target: inputs[0], carried: inputs[1])
    case .light(let bands): .light(result: inputs[0], adjusted: inputs[1], bands: bands)
    }
  }

  /// Whether the figures are so long that computing the result would take too much time; checked in advance.
  ///
  /// - Parameter bits: how long the result may be.
  func outgrows(_ inputs: [Column], bits: Int) -> Bool {
    switch self {
    case .arithmetic: inputs[0].largestWidth + inputs[1].largestWidth > 2 * bits
    case .reduce(let reduction, _, _, _), .rollUp(let reduction, _, _, _):
      reduction.traits.adds && inputs.contains { $0.sumWidth > 2 * bits }
    case .combine: inputs.contains { $0.sumWidth > 2 * bits }
    case .constant, .unknown, .series, .negate, .magnitude, .round, .compare, .connect, .not, .known,
      .otherwise,
      .choose, .withhold, .select, .stack, .change, .nowOrLater, .carried, .adjust, .light:
      false
    }
  }

  /// The reduction and its axis, if the function is a reduction along an axis.
  var reductionAlongAxis: (Reduction, AxisID)? {
    switch self {
    case .reduce(let reduction, let axis, _, _), .rollUp(let reduction, let axis, _, _): (reduction, axis)
    case .constant, .unknown, .series, .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not,
      .known, .otherwise, .choose, .withhold, .combine, .select, .stack, .change, .nowOrLater, .carried,
      .adjust, .light:
      nil
    }
  }
}
