/// Three-valued truth: an unknown value is neither true nor false.
enum Truth {
  static func and(_ a: Bool?, _ b: Bool?) -> Bool? {
    if a == false || b == false { return false }
    return a == nil || b == nil ? nil : true
  }

  static func or(_ a: Bool?, _ b: Bool?) -> Bool? {
    if a == true || b == true { return true }
    return a == nil || b == nil ? nil : false
  }
}

extension Column {
  init(truths: [Bool?], shape: Shape) {
    self.init(
      shape: shape, values: .scaled(truths.map { $0 == true ? 1 : 0 }, denominator: 1),
      known: truths.contains { $0 == nil } ? truths.map { $0 != nil } : nil)
  }

  /// The truth at a position; `nil` is pending.
  func truth(_ index: Int) -> Bool? { self[index].map { !$0.isZero } }

  /// Where the column is true; pending counts as false.
  var trueValues: [Bool] {
    guard let (numerators, _) = whole else { return (0..<count).map { truth($0) == true } }
    guard let known else { return numerators.map { $0 != 0 } }
    return zip(numerators, known).map { $0 != 0 && $1 }
  }

  static func connect(_ connective: Connective, _ a: Column, _ b: Column) -> Column {
    let pair = Pair(a, b)
    if a.known == nil, b.known == nil, let (x, _) = a.whole, let (y, _) = b.whole {
      let truths: [Int64] =
        connective == .and
        ? pair.runs.combine(x, y) { $0 != 0 && $1 != 0 ? 1 : 0 }
        : pair.runs.combine(x, y) { $0 != 0 || $1 != 0 ? 1 : 0 }
      // The bound is computed here: if nothing is true, it is zero, and later steps can skip the condition.
      return Column(shape: pair.shape, values: .scaled(truths, denominator: 1), known: nil)
    }
    let (x, y) = (a.spread(to: pair.shape), b.spread(to: pair.shape))
    if let (left, _) = x.whole, let (right, _) = y.whole {
      return connect(connective, (left, x.known), (right, y.known), pair.shape)
    }
    let truths = (0..<pair.shape.count).map { index in
      switch connective {
      case .and: Truth.and(x.truth(index), y.truth(index))
      case .or: Truth.or(x.truth(index), y.truth(index))
      }
    }
    return Column(truths: truths, shape: pair.shape)
  }

  /// If some values are unknown: an operand that decides the result alone does so.
  private static func connect(
    _ connective: Connective, _ a: (values: [Int64], known: [Bool]?), _ b: (values: [Int64], known: [Bool]?),
    _ shape: Shape
  ) -> Column {
    let deciding = connective == .or
    var truths = [Int64](repeating: 0, count: shape.count)
    var known = [Bool](repeating: true, count: shape.count)
    for index in truths.indices {
      let (knowsA, knowsB) = (a.known?[index] ?? true, b.known?[index] ?? true)
      let (isA, isB) = (a.values[index] != 0, b.values[index] != 0)
      let isDecided = knowsA && isA == deciding || knowsB && isB == deciding
      known[index] = isDecided || knowsA && knowsB
      truths[index] = isDecided == deciding && known[index] ? 1 : 0
    }
    return Column(shape: shape, values: .scaled(truths, denominator: 1), known: known)
  }

  func negatedTruth() -> Column {
    guard let (numerators, _) = whole else {
      return Column(truths: (0..<count).map { truth($0).map { !$0 } }, shape: shape)
    }
    return Column(
      shape: shape, values: .scaled(numerators.map { $0 == 0 ? 1 : 0 }, denominator: 1), known: known,
      bound: 1)
  }

  func knownTruth() -> Column {
    let truths = known.map { $0.map { $0 ? Int64(1) : 0 } } ?? [Int64](repeating: 1, count: count)
    return Column(shape: shape, values: .scaled(truths, denominator: 1), known: nil, bound: 1)
  }

  func otherwise(_ replacement: Column) -> Column {
    if known == nil, replacement.shape.extents.allSatisfy({ self.shape.has($0.axis) }) { return self }
    let shape = self.shape.union(replacement.shape)
    let (x, y) = (spread(to: shape), replacement.spread(to: shape))
    guard let isKnown = x.known else { return x }
    return Column.picked(isKnown, x, y)
  }

  static func choose(_ condition: Column, _ then: Column, _ otherwise: Column) -> Column {
    let shape = condition.shape.union(then.shape).union(otherwise.shape)
    let c = condition.spread(to: shape)
    let chosen = picked(c.trueValues, then.spread(to: shape), otherwise.spread(to: shape))
    guard let known = c.known else { return chosen }
    return Column(
      shape: shape, values: chosen.values,
      known: chosen.known.map { zip($0, known).map { $0 && $1 } } ?? known, bound: chosen.bound)
  }

  /// The first value where the condition holds, the second elsewhere; all three have the same shape.
  private static func picked(_ isFirst: [Bool], _ x: Column, _ y: Column) -> Column {
    if let (a, ad) = x.whole, let (b, bd) = y.whole, let common = common(ad, bd),
      common.denominator <= largestDenominator, fits(x.bound, common.x), fits(y.bound, common.y)
    {
      let (xs, ys) = (common.x, common.y)
      let figures = isFirst.indices.map { isFirst[$0] ? a[$0] &* xs : b[$0] &* ys }
      return Column(
        shape: x.shape, values: .scaled(figures, denominator: common.denominator), known: known(isFirst, x, y)
      )
    }
    if case .fractions(let n, let d) = x.values, let (b, bd) = y.whole {
      let numerators = isFirst.indices.map { isFirst[$0] ? n[$0] : b[$0] }
      let denominators = isFirst.indices.map { isFirst[$0] ? d[$0] : bd }
      return Column(
        shape: x.shape, values: .fractions(numerators, denominators: denominators),
        known: known(isFirst, x, y))
    }
    return Column(isFirst.indices.map { isFirst[$0] ? x[$0] : y[$0] }, shape: x.shape)
  }

  private static func fits(_ bound: UInt64, _ factor: Int64) -> Bool {
    let (product, overflow) = bound.multipliedReportingOverflow(by: factor.magnitude)
    return !overflow && product < 1 << 62
  }

  private static func known(_ isFirst: [Bool], _ x: Column, _ y: Column) -> [Bool]? {
    guard x.known != nil || y.known != nil else { return nil }
    return isFirst.indices.map { isFirst[$0] ? x.isKnown($0) : y.isKnown($0) }
  }

  func withheld(when condition: Column) -> Column {
    let shape = self.shape.union(condition.shape)
    if condition.bound == 0 { return spread(to: shape) }
    let (x, c) = (spread(to: shape), condition.spread(to: shape))
    let isWithheld = c.trueValues
    let known = isWithheld.indices.map { x.isKnown($0) && !isWithheld[$0] }
    return Column(shape: shape, values: x.values, known: known, bound: x.bound)
  }
}
