extension Column {
  /// Combines two columns value by value; either may lack axes of the other. Unknown with anything is unknown.
  static func arithmetic(_ operation: Arithmetic, _ a: Column, _ b: Column) -> Column {
    if a.shape != b.shape {
      let shape = a.shape.union(b.shape)
      return arithmetic(operation, a.spread(to: shape), b.spread(to: shape))
    }
    let known = bothKnown(a, b)
    if let column = fastArithmetic(operation, a, b, known: known) { return column }
    return Column(
      (0..<a.count).map { index in
        guard let x = a[index], let y = b[index] else { return nil }
        switch operation {
        case .add: return x + y
        case .subtract: return x - y
        case .multiply: return x * y
        case .divide: return x.divided(by: y)
        }
      }, shape: a.shape)
  }

  private static func bothKnown(_ a: Column, _ b: Column) -> [Bool]? {
    switch (a.known, b.known) {
    case (nil, nil): nil
    case (let known?, nil), (nil, let known?): known
    case (let x?, let y?): zip(x, y).map { $0 && $1 }
    }
  }

  /// The loops over 64-bit columns; `nil` where the values do not fit, and the exact path has to serve.
  private static func fastArithmetic(_ operation: Arithmetic, _ a: Column, _ b: Column, known: [Bool]?)
    -> Column?
  {
    guard case .scaled(let x, let xd) = a.values, case .scaled(let y, let yd) = b.values else { return nil }
    switch operation {
    case .add, .subtract: return added(x, xd, y, yd, negated: operation == .subtract, a.shape, known)
    case .multiply: return multiplied(x, xd, y, yd, a.shape, known)
    case .divide: return divided(x, xd, y, yd, a.shape, known)
    }
  }

  private static func added(
    _ x: [Int64], _ xd: Int64, _ y: [Int64], _ yd: Int64, negated: Bool, _ shape: Shape, _ known: [Bool]?
  ) -> Column? {
    let divisor = Int64(greatestCommonDivisor(UInt64(xd), UInt64(yd)))
    let (denominator, tooWide) = xd.multipliedReportingOverflow(by: yd / divisor)
    guard !tooWide else { return nil }
    let xScale = yd / divisor
    let yScale = negated ? -(xd / divisor) : xd / divisor
    var sums = [Int64](repeating: 0, count: x.count)
    var overflowed = false
    for index in x.indices {
      let (left, o1) = x[index].multipliedReportingOverflow(by: xScale)
      let (right, o2) = y[index].multipliedReportingOverflow(by: yScale)
      let (sum, o3) = left.addingReportingOverflow(right)
      sums[index] = sum
      overflowed = overflowed || o1 || o2 || o3 || sum == .min
    }
    return overflowed
      ? nil : Column(shape: shape, values: .scaled(sums, denominator: denominator), known: known)
  }

  private static func multiplied(
    _ x: [Int64], _ xd: Int64, _ y: [Int64], _ yd: Int64, _ shape: Shape, _ known: [Bool]?
  ) -> Column? {
    let (denominator, tooWide) = xd.multipliedReportingOverflow(by: yd)
    guard !tooWide, denominator <= 1_000_000_000_000 else { return nil }
    var products = [Int64](repeating: 0, count: x.count)
    var overflowed = false
    for index in x.indices {
      let (product, overflow) = x[index].multipliedReportingOverflow(by: y[index])
      products[index] = product
      overflowed = overflowed || overflow || product == .min
    }
    return overflowed
      ? nil : Column(shape: shape, values: .scaled(products, denominator: denominator), known: known)
  }

  /// Leaves a fraction per value, unreduced; division by zero is missing.
  private static func divided(
    _ x: [Int64], _ xd: Int64, _ y: [Int64], _ yd: Int64, _ shape: Shape, _ known: [Bool]?
  ) -> Column? {
    let divisor = Int64(greatestCommonDivisor(UInt64(xd), UInt64(yd)))
    let xScale = yd / divisor
    let yScale = xd / divisor
    var numerators = [Int64](repeating: 0, count: x.count)
    var denominators = [Int64](repeating: 1, count: x.count)
    var known = known
    var overflowed = false
    for index in x.indices {
      if y[index] == 0 {
        if known == nil { known = [Bool](repeating: true, count: x.count) }
        known?[index] = false
        continue
      }
      let (numerator, o1) = x[index].multipliedReportingOverflow(by: xScale)
      let (denominator, o2) = y[index].multipliedReportingOverflow(by: yScale)
      overflowed = overflowed || o1 || o2 || numerator == .min || denominator == .min
      guard !overflowed else { return nil }
      numerators[index] = denominator < 0 ? -numerator : numerator
      denominators[index] = abs(denominator)
    }
    return Column(shape: shape, values: .fractions(numerators, denominators: denominators), known: known)
  }

  /// Compares two columns value by value, by cross-multiplication; unknown where either is.
  static func compare(_ comparison: Comparison, _ a: Column, _ b: Column) -> Column {
    if a.shape != b.shape {
      let shape = a.shape.union(b.shape)
      return compare(comparison, a.spread(to: shape), b.spread(to: shape))
    }
    let truths = (0..<a.count).map { comparison.holds(a.order(at: $0, against: b)) ? Int64(1) : 0 }
    return Column(shape: a.shape, values: .scaled(truths, denominator: 1), known: bothKnown(a, b))
  }

  /// -1, 0 or 1 as the value at a position is below, at or above the other's.
  func order(at index: Int, against other: Column) -> Int {
    if let (n, d) = smallParts(index), let (m, e) = other.smallParts(index) {
      let left = Int128(n) * Int128(e)
      let right = Int128(m) * Int128(d)
      return left < right ? -1 : left == right ? 0 : 1
    }
    let left = value(index)
    let right = other.value(index)
    return left < right ? -1 : left == right ? 0 : 1
  }

  private func smallParts(_ index: Int) -> (numerator: Int64, denominator: Int64)? {
    switch values {
    case .scaled(let numerators, let denominator): (numerators[index], denominator)
    case .fractions(let numerators, let denominators): (numerators[index], denominators[index])
    case .exact(let rationals): rationals[index].small
    }
  }

  /// Applies a function to each value; unknown stays unknown.
  func map(_ transform: (Rational) -> Rational?) -> Column {
    Column((0..<count).map { self[$0].flatMap(transform) }, shape: shape)
  }
}

extension Comparison {
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}
