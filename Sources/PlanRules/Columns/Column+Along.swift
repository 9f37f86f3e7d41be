extension Column {
  /// Reduces a range of an axis to one figure.
  func reduced(_ reduction: Reduction, along axis: AxisID, from first: Int, through last: Int) -> Column {
    guard let around = shape.around(axis) else { return self }
    let cells = Cells(outer: around.outer, size: around.count, inner: around.inner, members: first...last)
    if let column = fastReduced(reduction, cells, shape.removing(axis)) { return column }
    let shape = self.shape.removing(axis)
    var figures = [Rational?]()
    figures.reserveCapacity(shape.count)
    for block in 0..<cells.outer {
      for offset in 0..<cells.inner {
        figures.append(
          reduction.reduced(
            cells.members.lazy.map { self[(block * cells.size + $0) * cells.inner + offset] }))
      }
    }
    return Column(figures, shape: shape)
  }

  /// The part of a column that a reduction covers.
  private struct Cells {
    let outer: Int
    let size: Int
    let inner: Int
    let members: ClosedRange<Int>

    /// Adds each value, transformed by `make`, to its result.
    @inline(__always)
    func add(_ values: [Int64], to results: inout [Int64], _ make: (Int64) -> Int64) {
      values.withUnsafeBufferPointer { values in
        results.withUnsafeMutableBufferPointer { results in
          guard let values = values.baseAddress, let results = results.baseAddress else { return }
          for block in 0..<outer {
            if inner == 1 {
              // The members lie next to each other.
              var sum: Int64 = 0
              let start = values + block * size + members.lowerBound
              for index in 0..<members.count { sum &+= make(start[index]) }
              results[block] &+= sum
              continue
            }
            for member in members {
              let (source, result) = (values + (block * size + member) * inner, results + block * inner)
              for offset in 0..<inner { result[offset] &+= make(source[offset]) }
            }
          }
        }
      }
    }

    /// Visits all values in the order in which they are stored.
    @inline(__always)
    func forEach(_ body: (_ source: Int, _ result: Int) -> Void) {
      for block in 0..<outer {
        for member in members {
          let source = (block * size + member) * inner
          let result = block * inner
          for offset in 0..<inner { body(source + offset, result + offset) }
        }
      }
    }
  }

  /// The loops over 64-bit columns; `nil` if the values do not fit.
  private func fastReduced(_ reduction: Reduction, _ cells: Cells, _ shape: Shape) -> Column? {
    guard let loop = reduction.traits.loop, let (numerators, denominator) = whole else { return nil }
    var results = [Int64](repeating: 0, count: shape.count)
    switch loop {
    case .sum:
      guard known == nil else { return nil }
      let (bound, unbounded) = bound.multipliedReportingOverflow(by: UInt64(cells.members.count))
      guard !unbounded, bound < 1 << 62 else { return nil }
      numerators.withUnsafeBufferPointer { numerators in
        results.withUnsafeMutableBufferPointer { results in
          cells.forEach { results[$1] &+= numerators[$0] }
        }
      }
      return Column(
        shape: shape, values: .scaled(results, denominator: denominator), known: nil, bound: bound)
    case .count:
      if let known {
        cells.forEach { if known[$0], numerators[$0] != 0 { results[$1] += 1 } }
      } else {
        cells.add(numerators, to: &results) { $0 == 0 ? 0 : 1 }
      }
      return Column(
        shape: shape, values: .scaled(results, denominator: 1), known: nil,
        bound: UInt64(cells.members.count))
    case .truth:
      guard known == nil else { return nil }
      let start: Int64 = reduction == .all ? 1 : 0
      for index in results.indices { results[index] = start }
      cells.forEach { source, result in
        if (numerators[source] != 0) != (start == 1) { results[result] = 1 - start }
      }
      return Column(shape: shape, values: .scaled(results, denominator: 1), known: nil, bound: 1)
    case .last:
      var isKnown = [Bool](repeating: false, count: shape.count)
      cells.forEach { source, result in
        guard known?[source] ?? true else { return }
        results[result] = numerators[source]
        isKnown[result] = true
      }
      return Column(
        shape: shape, values: .scaled(results, denominator: denominator), known: isKnown, bound: bound)
    case .best:
      var isKnown = [Bool](repeating: false, count: shape.count)
      cells.forEach { source, result in
        guard known?[source] ?? true else { return }
        let figure = numerators[source]
        let isBetter =
          !isKnown[result] || (reduction == .min ? figure < results[result] : figure > results[result])
        if isBetter { results[result] = figure }
        isKnown[result] = true
      }
      return Column(
        shape: shape, values: .scaled(results, denominator: denominator), known: isKnown, bound: bound)
    }
  }

  /// Reduces several columns value by value.
  static func combined(_ reduction: Reduction, _ columns: [Column]) -> Column {
    // The most common case: the sum of a group's members.
    if reduction == .sum, columns.allSatisfy({ $0.known == nil }) {
      return columns.dropFirst().reduce(columns[0]) { .arithmetic(.add, $0, $1) }
    }
    return stacked(columns, along: .combined).reduced(
      reduction, along: .combined, from: 0, through: columns.count - 1)
  }

  func selected(_ axis: AxisID, member: Int) -> Column {
    guard let (outer, size, inner) = shape.around(axis) else { return self }
    let chosen: Values =
      switch values {
      case .scaled(let numerators, let denominator):
        .scaled(picked(numerators, outer, size, inner, member), denominator: denominator)
      case .fractions(let numerators, let denominators):
        .fractions(
          picked(numerators, outer, size, inner, member),
          denominators: picked(denominators, outer, size, inner, member))
      case .exact(let rationals): .exact(picked(rationals, outer, size, inner, member))
      }
    return Column(
      shape: shape.removing(axis), values: chosen,
      known: known.map { picked($0, outer, size, inner, member) },
      bound: bound)
  }

  private func picked<Element>(_ values: [Element], _ outer: Int, _ size: Int, _ inner: Int, _ member: Int)
    -> [Element]
  {
    var picked: [Element] = []
    picked.reserveCapacity(outer * inner)
    for block in 0..<outer {
      let start = (block * size + member) * inner
      picked.append(contentsOf: values[start..<(start + inner)])
    }
    return picked
  }

  /// Stacks columns along an axis that none of them has.
  static func stacked(_ columns: [Column], along axis: AxisID) -> Column {
    let layer = columns.reduce(Shape.scalar) { $0.union($1.shape) }
    let shape = layer.union(Shape([(axis, columns.count)]))
    let layers = columns.map { $0.spread(to: layer) }
    guard let (outer, _, inner) = shape.around(axis) else { return columns[0] }
    if let column = fastStacked(layers, shape, outer, inner) { return column }
    var figures = [Rational?]()
    figures.reserveCapacity(shape.count)
    for block in 0..<outer {
      for layer in layers {
        for offset in 0..<inner { figures.append(layer[block * inner + offset]) }
      }
    }
    return Column(figures, shape: shape)
  }

  private static func fastStacked(_ layers: [Column], _ shape: Shape, _ outer: Int, _ inner: Int) -> Column? {
    guard let denominator = layers.first?.whole?.denominator else { return nil }
    var numerators: [[Int64]] = []
    for layer in layers {
      guard let (values, own) = layer.whole, own == denominator else { return nil }
      numerators.append(values)
    }
    var stacked: [Int64] = []
    stacked.reserveCapacity(shape.count)
    let anyMissing = layers.contains { $0.known != nil }
    var known: [Bool] = []
    for block in 0..<outer {
      let place = (block * inner)..<((block + 1) * inner)
      for (layer, values) in zip(layers, numerators) {
        stacked.append(contentsOf: values[place])
        guard anyMissing else { continue }
        if let isKnown = layer.known {
          known.append(contentsOf: isKnown[place])
        } else {
          known.append(contentsOf: repeatElement(true, count: inner))
        }
      }
    }
    return Column(
      shape: shape, values: .scaled(stacked, denominator: denominator), known: anyMissing ? known : nil,
      bound: layers.reduce(0) { Swift.max($0, $1.bound) })
  }

  /// Changes the cells inside a place.
  func changed(_ change: Change, by amount: Column, place: [MemberRange]) -> Column {
    let shape = self.shape.union(amount.shape)
    let inside = PlaceInside(shape, place)
    if let column = fastChanged(change, by: amount, shape, inside) { return column }
    let old = spread(to: shape)
    let new = amount.spread(to: shape)
    return Column(
      (0..<shape.count).map { index in
        guard inside.contains(index) else { return old[index] }
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

  /// Which cells of a shape lie in a place, as runs that lie entirely inside it or entirely outside.
  private struct PlaceInside {
    let length: Int
    let isInside: [Bool]

    init(_ shape: Shape, _ place: [MemberRange]) {
      let last = shape.extents.lastIndex { extent in place.contains { $0.axis == extent.axis } } ?? -1
      let outer = Shape(extents: Array(shape.extents.prefix(last + 1)))
      isInside = outer.cells(in: place)
      length = shape.extents[(last + 1)...].reduce(1) { $0 * $1.count }
    }

    var isEverywhere: Bool { isInside.allSatisfy { $0 } }

    func contains(_ index: Int) -> Bool { isInside[index / length] }
  }

  /// The fast path, if all values are known and fit in 64 bits with room to spare.
  private func fastChanged(_ change: Change, by amount: Column, _ shape: Shape, _ inside: PlaceInside)
    -> Column?
  {
    guard known == nil, amount.known == nil, let (_, xd) = whole, let (_, yd) = amount.whole else {
      return nil
    }
    if inside.isEverywhere {
      switch change {
      case .add: return .arithmetic(.add, self, amount).spread(to: shape)
      case .multiply: return .arithmetic(.multiply, self, amount).spread(to: shape)
      case .replace: return amount.spread(to: shape)
      case .raise: return nil
      }
    }
    let limit: UInt64 = 1 << 62
    func fits(_ bound: UInt64, _ factor: Int64) -> UInt64? {
      let (product, overflow) = bound.multipliedReportingOverflow(by: factor.magnitude)
      return overflow || product >= limit / 2 ? nil : product
    }
    guard let (x, _) = spread(to: shape).whole, let (y, _) = amount.spread(to: shape).whole else {
      return nil
    }
    switch change {
    case .add, .replace:
      guard let common = Column.common(xd, yd), common.denominator <= Column.largestDenominator,
        let xb = fits(bound, common.x), let yb = fits(amount.bound, common.y)
      else { return nil }
      let (xs, ys) = (common.x, common.y)
      let keeps: Int64 = change == .add ? xs : 0
      let figures = changed(x, y, inside, inside: { $0 &* keeps &+ $1 &* ys }, outside: { $0 &* xs })
      return Column(
        shape: shape, values: .scaled(figures, denominator: common.denominator), known: nil, bound: xb + yb)
    case .multiply:
      let (denominator, tooWide) = xd.multipliedReportingOverflow(by: yd)
      guard !tooWide, denominator <= Column.largestDenominator, let outer = fits(bound, yd),
        amount.bound < limit, let inner = fits(bound, Int64(amount.bound))
      else { return nil }
      let figures = changed(x, y, inside, inside: { $0 &* $1 }, outside: { $0 &* yd })
      return Column(
        shape: shape, values: .scaled(figures, denominator: denominator), known: nil,
        bound: Swift.max(inner, outer))
    case .raise: return nil
    }
  }

  @inline(__always)
  private func changed(
    _ x: [Int64], _ y: [Int64], _ place: PlaceInside, inside: (Int64, Int64) -> Int64,
    outside: (Int64) -> Int64
  ) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: x.count) { figures, count in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress, let out = figures.baseAddress else { return }
          for (run, isInside) in place.isInside.enumerated() {
            let start = run * place.length
            if isInside {
              for index in start..<(start + place.length) {
                (out + index).initialize(to: inside(x[index], y[index]))
              }
            } else {
              for index in start..<(start + place.length) { (out + index).initialize(to: outside(x[index])) }
            }
          }
        }
      }
      count = x.count
    }
  }

  /// A level that changes from a period on. That period builds on the last known figure before it; later
  /// periods without a figure need no change, since they follow it anyway.
  private func raised(at index: Int, by amount: Rational, place: [MemberRange]) -> Rational? {
    if let known = self[index] { return known + amount }
    guard let axis = shape.period, let member = shape.member(of: axis, at: index),
      let range = place.first(where: { $0.axis == axis })
    else {
      return amount
    }
    let stride = shape.stride(of: axis)
    guard member == range.from else { return nil }
    let before = (0..<member).reversed().lazy.compactMap { self[index - (member - $0) * stride] }.first
    return (before ?? .zero) + amount
  }
}
