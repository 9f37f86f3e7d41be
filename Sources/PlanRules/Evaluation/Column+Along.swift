extension Reduction {
  /// Makes one figure of several. `sum`, `min`, `max` and `mean` of nothing known are missing.
  func reduced(_ figures: some Sequence<Rational?>) -> Rational? {
    switch self {
    case .sum: figures.reduce(nil) { total, next in Reduction.sum(total, next) }
    case .min: figures.reduce(nil) { least, next in Reduction.pick(least, next, <) }
    case .max: figures.reduce(nil) { most, next in Reduction.pick(most, next, >) }
    case .mean: Reduction.mean(figures)
    case .any: Reduction.connect(figures, from: false, Truth.or)
    case .all: Reduction.connect(figures, from: true, Truth.and)
    case .count: Rational(figures.reduce(0) { $0 + ($1?.isZero == false ? 1 : 0) })
    case .last: figures.reduce(nil) { last, next in next ?? last }
    }
  }

  private static func sum(_ total: Rational?, _ next: Rational?) -> Rational? {
    guard let next else { return total }
    return total.map { $0 + next } ?? next
  }

  private static func pick(_ best: Rational?, _ next: Rational?, _ better: (Rational, Rational) -> Bool)
    -> Rational?
  {
    guard let best, let next else { return best ?? next }
    return better(next, best) ? next : best
  }

  private static func mean(_ figures: some Sequence<Rational?>) -> Rational? {
    let known = figures.compactMap { $0 }
    return known.reduce(nil) { sum($0, $1) }?.divided(by: Rational(known.count))
  }

  private static func connect(
    _ truths: some Sequence<Rational?>, from start: Bool, _ join: (Bool?, Bool?) -> Bool?
  ) -> Rational? {
    let truth = truths.reduce(Optional(start)) { join($0, $1.map { !$0.isZero }) }
    return truth.map { $0 ? .one : .zero }
  }
}

extension Column {
  /// Reduces a stretch of an axis to one figure.
  func reduced(_ reduction: Reduction, along axis: AxisID, from first: Int, through last: Int) -> Column {
    guard let (outer, size, inner) = shape.around(axis) else { return self }
    let shape = self.shape.removing(axis)
    if reduction == .sum, known == nil, case .scaled(let numerators, let denominator) = values,
      let sums = summed(numerators, outer: outer, size: size, inner: inner, from: first, through: last)
    {
      return Column(shape: shape, values: .scaled(sums, denominator: denominator), known: nil)
    }
    var figures = [Rational?]()
    figures.reserveCapacity(shape.count)
    for block in 0..<outer {
      for offset in 0..<inner {
        figures.append(
          reduction.reduced(
            (first...last).lazy.map { self[(block * size + $0) * inner + offset] }))
      }
    }
    return Column(figures, shape: shape)
  }

  private func summed(
    _ numerators: [Int64], outer: Int, size: Int, inner: Int, from first: Int, through last: Int
  ) -> [Int64]? {
    var sums = [Int64](repeating: 0, count: outer * inner)
    for block in 0..<outer {
      for member in first...last {
        for offset in 0..<inner {
          let (sum, overflow) = sums[block * inner + offset].addingReportingOverflow(
            numerators[(block * size + member) * inner + offset])
          if overflow || sum == .min { return nil }
          sums[block * inner + offset] = sum
        }
      }
    }
    return sums
  }

  func selected(_ axis: AxisID, member: Int) -> Column {
    guard let (outer, size, inner) = shape.around(axis) else { return self }
    var indices = [Int]()
    indices.reserveCapacity(outer * inner)
    for block in 0..<outer {
      for offset in 0..<inner { indices.append((block * size + member) * inner + offset) }
    }
    return gathered(indices, shape: shape.removing(axis))
  }

  /// Puts columns beside each other along an axis that none of them has.
  static func stacked(_ columns: [Column], along axis: AxisID) -> Column {
    let layer = columns.reduce(Shape.scalar) { $0.union($1.shape) }
    let shape = layer.union(Shape([(axis, columns.count)]))
    let layers = columns.map { $0.spread(to: layer) }
    guard let (outer, size, inner) = shape.around(axis) else { return columns[0] }
    var figures = [Rational?]()
    figures.reserveCapacity(shape.count)
    for block in 0..<outer {
      for member in 0..<size {
        for offset in 0..<inner { figures.append(layers[member][block * inner + offset]) }
      }
    }
    return Column(figures, shape: shape)
  }

  /// Changes the cells that lie in a place.
  func changed(_ change: Change, by amount: Column, place: [Operation.Place]) -> Column {
    let shape = self.shape.union(amount.shape)
    let old = spread(to: shape)
    let new = amount.spread(to: shape)
    let isInside = shape.cells(in: place)
    return Column(
      (0..<shape.count).map { index in
        guard isInside[index] else { return old[index] }
        switch change {
        case .add: return new[index].map { (old[index] ?? .zero) + $0 } ?? old[index]
        case .replace: return new[index]
        case .multiply:
          guard let figure = old[index], let factor = new[index] else { return nil }
          return figure * factor
        case .raise: return new[index].map { old.raised(at: index, by: $0, place: place) } ?? old[index]
        }
      }, shape: shape)
  }

  /// A level that changes from a quarter on: that quarter stands on what was known last, later ones that are not known
  /// follow it anyway.
  private func raised(at index: Int, by amount: Rational, place: [Operation.Place]) -> Rational? {
    if let known = self[index] { return known + amount }
    guard let position = shape.position(of: .quarter),
      let stretch = place.first(where: { $0.axis == .quarter })
    else {
      return amount
    }
    let stride = shape.strides[position]
    let quarter = index / stride % shape.extents[position].count
    guard quarter == stretch.from else { return nil }
    let before = (0..<quarter).reversed().lazy.compactMap { self[index - (quarter - $0) * stride] }.first
    return (before ?? .zero) + amount
  }
}
