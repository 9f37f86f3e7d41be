/// A function, and its results, in one block of the members of a long axis.
extension NodeFunction {
  /// The same function for a block of the members of an axis; positions are counted from the start of the
  /// block.
  func inBlock(_ block: Range<Int>, of axis: AxisID) -> NodeFunction {
    guard case .change(let change, let place) = self,
      let range = place.first(where: { $0.axis == axis })
    else { return self }
    let from = max(range.from, block.lowerBound)
    let through = min(range.through, block.upperBound - 1)
    let rest = place.filter { $0.axis != axis }
    guard from <= through else {
      // Nothing in the block is changed, which a place without members expresses.
      return .change(change, place: rest + [MemberRange(axis: axis, from: block.count, through: block.count)])
    }
    return .change(
      change,
      place: rest + [
        MemberRange(axis: axis, from: from - block.lowerBound, through: through - block.lowerBound)
      ])
  }

  func computed(from inputs: [Column], in block: Range<Int>, of axis: AxisID) -> Column {
    switch self {
    case .stack(axis): computed(from: Array(inputs[block]))
    case .constant(let column): column.sliced(axis, block)
    case .series(let series): series.column(block)
    case .stack, .reduce, .rollUp, .unknown, .arithmetic, .negate, .magnitude, .round, .compare, .connect,
      .not, .known, .otherwise,
      .choose, .withhold, .combine, .select, .change, .nowOrLater, .carried, .adjust, .light:
      computed(from: inputs)
    }
  }

  /// The reduction over a block of the axis that it reduces; `nil` if it does not cover any of the block.
  func reduced(_ column: Column, in block: Range<Int>) -> Column? {
    switch self {
    case .reduce(let reduction, let axis, let first, let last):
      let (from, through) = (max(first, block.lowerBound), min(last, block.upperBound - 1))
      guard from <= through else { return nil }
      return column.reduced(
        reduction, along: axis, from: from - block.lowerBound, through: through - block.lowerBound)
    case .rollUp(let reduction, let axis, let within, let count):
      let part = Containment(axis: within.axis, members: Array(within.members[block]))
      return column.rolledUp(reduction, along: axis, within: part, count: count)
    case .constant, .series, .stack, .unknown, .arithmetic, .negate, .magnitude, .round, .compare, .connect,
      .not, .known, .otherwise,
      .choose, .withhold, .combine, .select, .change, .nowOrLater, .carried, .adjust, .light:
      return nil
    }
  }
}

extension Column {
  /// The values of a range of an axis.
  func sliced(_ axis: AxisID, _ members: Range<Int>) -> Column {
    guard let (outer, size, inner) = shape.around(axis), members.count < size else { return self }
    let shape = self.shape.removing(axis).union(Shape([(axis, members.count)]))
    func cut<Element>(_ values: [Element]) -> [Element] {
      var cut: [Element] = []
      cut.reserveCapacity(outer * members.count * inner)
      for block in 0..<outer {
        let start = (block * size + members.lowerBound) * inner
        cut.append(contentsOf: values[start..<(start + members.count * inner)])
      }
      return cut
    }
    let values: Values =
      switch self.values {
      case .scaled(let numerators, let denominator): .scaled(cut(numerators), denominator: denominator)
      case .fractions(let numerators, let denominators):
        .fractions(cut(numerators), denominators: cut(denominators))
      case .exact(let rationals): .exact(cut(rationals))
      }
    return Column(shape: shape, values: values, known: known.map(cut), bound: bound)
  }
}
