extension Column {
  /// Combines two columns value by value; either may lack axes of the other. If one value is unknown, so is
  /// the result.
  static func arithmetic(_ operation: Arithmetic, _ a: Column, _ b: Column) -> Column {
    if a.isSingle, b.isSingle { return single(operation, a, b) }
    let pair = Pair(a, b)
    let column: Column? =
      switch operation {
      case .add: added(pair, negated: false)
      case .subtract: added(pair, negated: true)
      case .multiply: multiplied(pair)
      case .divide: divided(pair)
      }
    if let column { return column }
    let (x, y) = (a.spread(to: pair.shape), b.spread(to: pair.shape))
    return Column((0..<x.count).map { figure(operation, x[$0], y[$0]) }, shape: pair.shape)
  }

  private static func figure(_ operation: Arithmetic, _ x: Rational?, _ y: Rational?) -> Rational? {
    guard let x, let y else { return nil }
    switch operation {
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide: return x.divided(by: y)
    }
  }

  private static func single(_ operation: Arithmetic, _ a: Column, _ b: Column) -> Column {
    if operation != .divide, a.known == nil, b.known == nil, case .scaled(let x, 1) = a.values,
      case .scaled(let y, 1) = b.values
    {
      let (value, overflow) =
        switch operation {
        case .add: x[0].addingReportingOverflow(y[0])
        case .subtract: x[0].subtractingReportingOverflow(y[0])
        case .multiply, .divide: x[0].multipliedReportingOverflow(by: y[0])
        }
      if !overflow, value != .min {
        return Column(
          shape: .scalar, values: .scaled([value], denominator: 1), known: nil, bound: value.magnitude)
      }
    }
    return Column(figure(operation, a.figure, b.figure))
  }

  // MARK: Loops over 64-bit columns; `nil` if the values do not fit and the exact path has to take over

  /// Sums of magnitudes below this cannot overflow.
  private static let safe: UInt64 = 1 << 62

  private static func scaled(_ bound: UInt64, by factor: Int64) -> UInt64 {
    let (product, overflow) = bound.multipliedReportingOverflow(by: factor.magnitude)
    return overflow ? .max : product
  }

  private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  /// The factors that bring two denominators to a common one.
  static func common(_ xd: Int64, _ yd: Int64) -> (x: Int64, y: Int64, denominator: Int64)? {
    if xd == yd { return (1, 1, xd) }
    let divisor = Int64(greatestCommonDivisor(UInt64(xd), UInt64(yd)))
    let (denominator, tooWide) = xd.multipliedReportingOverflow(by: yd / divisor)
    return tooWide ? nil : (yd / divisor, xd / divisor, denominator)
  }

  private static func added(_ pair: Pair, negated: Bool) -> Column? {
    guard let (x, xd) = pair.a.whole, let (y, yd) = pair.b.whole, let common = common(xd, yd) else {
      return nil
    }
    let (xs, ys) = (common.x, negated ? -common.y : common.y)
    let values: (numerators: [Int64], bound: UInt64?)
    let bound = sum(scaled(pair.a.bound, by: xs), scaled(pair.b.bound, by: ys))
    if bound < safe {
      let sums: [Int64] =
        xs == 1 && ys == 1
        ? pair.runs.combine(x, y) { $0 &+ $1 }
        : xs == 1 && ys == -1
          ? pair.runs.combine(x, y) { $0 &- $1 } : pair.runs.combine(x, y) { $0 &* xs &+ $1 &* ys }
      values = (sums, bound)
    } else {
      var overflowed = false
      let sums = pair.runs.combine(x, y) { x, y in
        let (left, o1) = x.multipliedReportingOverflow(by: xs)
        let (right, o2) = y.multipliedReportingOverflow(by: ys)
        let (sum, o3) = left.addingReportingOverflow(right)
        overflowed = overflowed || o1 || o2 || o3 || sum == .min
        return sum
      }
      if overflowed { return nil }
      values = (sums, nil)
    }
    return Column(
      shape: pair.shape, values: .scaled(values.numerators, denominator: common.denominator),
      known: pair.bothKnown, bound: values.bound)
  }

  private static func multiplied(_ pair: Pair) -> Column? {
    guard let (x, xd) = pair.a.whole, let (y, yd) = pair.b.whole else { return nil }
    let (denominator, tooWide) = xd.multipliedReportingOverflow(by: yd)
    guard !tooWide, denominator <= largestDenominator else { return nil }
    let (bound, unbounded) = pair.a.bound.multipliedReportingOverflow(by: pair.b.bound)
    let isSafe = !unbounded && bound < safe
    var overflowed = false
    let products =
      isSafe
      ? pair.runs.combine(x, y) { $0 &* $1 }
      : pair.runs.combine(x, y) { x, y in
        let (product, overflow) = x.multipliedReportingOverflow(by: y)
        overflowed = overflowed || overflow || product == .min
        return product
      }
    if overflowed { return nil }
    return Column(
      shape: pair.shape, values: .scaled(products, denominator: denominator), known: pair.bothKnown,
      bound: isSafe ? bound : nil)
  }

  /// Leaves one unreduced fraction for each value; division by zero is missing.
  private static func divided(_ pair: Pair) -> Column? {
    guard let (_, xd) = pair.a.whole, let (_, yd) = pair.b.whole, let common = common(xd, yd) else {
      return nil
    }
    guard let (x, _) = pair.a.spread(to: pair.shape).whole, let (y, _) = pair.b.spread(to: pair.shape).whole
    else {
      return nil
    }
    var numerators = [Int64](repeating: 0, count: x.count)
    var denominators = [Int64](repeating: 1, count: x.count)
    var known = pair.bothKnown
    for index in x.indices {
      if y[index] == 0 {
        if known == nil { known = [Bool](repeating: true, count: x.count) }
        known?[index] = false
        continue
      }
      let (numerator, o1) = x[index].multipliedReportingOverflow(by: common.x)
      let (denominator, o2) = y[index].multipliedReportingOverflow(by: common.y)
      guard !o1, !o2, numerator != .min, denominator != .min else { return nil }
      numerators[index] = denominator < 0 ? -numerator : numerator
      denominators[index] = abs(denominator)
    }
    return Column(shape: pair.shape, values: .fractions(numerators, denominators: denominators), known: known)
  }

  // MARK: Comparing

  /// Compares two columns value by value, by cross-multiplication; unknown if either value is.
  static func compare(_ comparison: Comparison, _ a: Column, _ b: Column) -> Column {
    let pair = Pair(a, b)
    if let truths = fastComparison(comparison, pair) {
      return Column(
        shape: pair.shape, values: .scaled(truths, denominator: 1), known: pair.bothKnown, bound: 1)
    }
    let (x, y) = (a.spread(to: pair.shape), b.spread(to: pair.shape))
    let truths = (0..<x.count).map { comparison.holds(x.order(at: $0, against: y)) ? Int64(1) : 0 }
    return Column(shape: pair.shape, values: .scaled(truths, denominator: 1), known: pair.bothKnown, bound: 1)
  }

  private static func fastComparison(_ comparison: Comparison, _ pair: Pair) -> [Int64]? {
    guard let (x, xd) = pair.a.whole, let (y, yd) = pair.b.whole, let common = common(xd, yd) else {
      return nil
    }
    let (xs, ys) = (common.x, common.y)
    guard scaled(pair.a.bound, by: xs) < safe, scaled(pair.b.bound, by: ys) < safe else {
      return pair.runs.combine(x, y) {
        let (left, right) = (Int128($0) * Int128(xs), Int128($1) * Int128(ys))
        return comparison.holds(left < right ? -1 : left == right ? 0 : 1) ? 1 : 0
      }
    }
    if xs == 1, ys == 1 {
      switch comparison {
      case .equal: return pair.runs.combine(x, y) { $0 == $1 ? 1 : 0 }
      case .notEqual: return pair.runs.combine(x, y) { $0 != $1 ? 1 : 0 }
      case .less: return pair.runs.combine(x, y) { $0 < $1 ? 1 : 0 }
      case .lessOrEqual: return pair.runs.combine(x, y) { $0 <= $1 ? 1 : 0 }
      case .greater: return pair.runs.combine(x, y) { $0 > $1 ? 1 : 0 }
      case .greaterOrEqual: return pair.runs.combine(x, y) { $0 >= $1 ? 1 : 0 }
      }
    }
    switch comparison {
    case .equal: return pair.runs.combine(x, y) { $0 &* xs == $1 &* ys ? 1 : 0 }
    case .notEqual: return pair.runs.combine(x, y) { $0 &* xs != $1 &* ys ? 1 : 0 }
    case .less: return pair.runs.combine(x, y) { $0 &* xs < $1 &* ys ? 1 : 0 }
    case .lessOrEqual: return pair.runs.combine(x, y) { $0 &* xs <= $1 &* ys ? 1 : 0 }
    case .greater: return pair.runs.combine(x, y) { $0 &* xs > $1 &* ys ? 1 : 0 }
    case .greaterOrEqual: return pair.runs.combine(x, y) { $0 &* xs >= $1 &* ys ? 1 : 0 }
    }
  }

  /// How many values along an axis satisfy a comparison, if all are known and each column is single or lies
  /// along this axis alone; else `nil`.
  static func count(_ comparison: Comparison, _ a: Column, _ b: Column, along axis: AxisID, _ length: Int)
    -> Column?
  {
    let line = Shape([(axis, length)])
    guard a.known == nil, b.known == nil, a.isSingle || a.shape == line, b.isSingle || b.shape == line,
      !(a.isSingle && b.isSingle), let (x, xd) = a.whole, let (y, yd) = b.whole, xd == yd
    else { return nil }
    let count: Int64 =
      switch comparison {
      case .equal: counted(x, y, { $0 .== $1 }, { $0 == $1 })
      case .notEqual: counted(x, y, { $0 .!= $1 }, { $0 != $1 })
      case .less: counted(x, y, { $0 .< $1 }, { $0 < $1 })
      case .lessOrEqual: counted(x, y, { $0 .<= $1 }, { $0 <= $1 })
      case .greater: counted(x, y, { $0 .> $1 }, { $0 > $1 })
      case .greaterOrEqual: counted(x, y, { $0 .>= $1 }, { $0 >= $1 })
      }
    return Column(
      shape: .scalar, values: .scaled([count], denominator: 1), known: nil, bound: count.magnitude)
  }

  private typealias Eight = SIMD8<Int64>

  /// Eight at a time: the compiler does not vectorise the counting of truths by itself.
  @inline(__always)
  private static func counted(
    _ x: [Int64], _ y: [Int64], _ hold: (Eight, Eight) -> SIMDMask<SIMD8<Int64.SIMDMaskScalar>>,
    _ holds: (Int64, Int64) -> Bool
  ) -> Int64 {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        guard let p = x.baseAddress, let q = y.baseAddress else { return 0 }
        let length = max(x.count, y.count)
        let eights = length / 8 * 8
        let (fixedX, fixedY) = (Eight(repeating: p[0]), Eight(repeating: q[0]))
        let (goesX, goesY) = (x.count == length, y.count == length)
        let (none, one) = (Eight(), Eight(repeating: 1))
        var counts = Eight()
        for index in stride(from: 0, to: eights, by: 8) {
          let a = goesX ? UnsafeRawPointer(p + index).loadUnaligned(as: Eight.self) : fixedX
          let b = goesY ? UnsafeRawPointer(q + index).loadUnaligned(as: Eight.self) : fixedY
          counts &+= none.replacing(with: one, where: hold(a, b))
        }
        var count = counts.wrappedSum()
        for index in eights..<length { count &+= holds(p[goesX ? index : 0], q[goesY ? index : 0]) ? 1 : 0 }
        return count
      }
    }
  }

  /// -1, 0 or 1 if the value at a position is below, equal to or above the other's.
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

  func negated() -> Column {
    guard let (numerators, denominator) = whole else { return map { -$0 } }
    return Column(
      shape: shape, values: .scaled(numerators.map { 0 &- $0 }, denominator: denominator), known: known,
      bound: bound)
  }
}

extension Comparison {
  @inline(__always)
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
