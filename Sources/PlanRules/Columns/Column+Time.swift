extension Column {
  /// True where the value, or a later one along years and periods, is true.
  func nowOrLater() -> Column {
    var truths = trueValues.map { $0 ? Int64(1) : 0 }
    let period = shape.period
    let (periods, periodStride) = (
      period.flatMap(shape.around)?.count ?? 1, period.map(shape.stride(of:)) ?? 1
    )
    truths.withUnsafeMutableBufferPointer { truths in
      if let (outer, count, inner) = period.flatMap(shape.around) {
        for block in 0..<outer {
          for index in (0..<(count - 1)).reversed() {
            let start = (block * count + index) * inner
            for index in start..<(start + inner) { truths[index] |= truths[index + inner] }
          }
        }
      }
      guard let (outer, years, inner) = shape.around(.year) else { return }
      for block in 0..<outer {
        for year in (0..<(years - 1)).reversed() {
          let start = (block * years + year) * inner
          // By now the first period of the next year says whether anything in it or after it is true.
          for index in start..<(start + inner) {
            let member = index / periodStride % periods
            truths[index] |= truths[index + inner - member * periodStride]
          }
        }
      }
    }
    return Column(shape: shape, values: .scaled(truths, denominator: 1), known: nil)
  }

  /// Carry-over along the periods of a year, by the institute's rule (เป้าคงเหลือ, เป้าสะสม): what each
  /// period takes over from the one before. A missing target or result of a closed period counts as zero;
  /// from a period that is not closed, nothing is carried.
  static func carried(target: Column, result: Column, closed: Column, rule: CarryRule) -> Column {
    let shape = target.shape.union(result.shape).union(closed.shape)
    let (target, result) = (target.spread(to: shape), result.spread(to: shape))
    guard let (outer, periods, inner) = shape.period.flatMap(shape.around) else {
      return target.map { _ in nil }
    }
    let steps = CarrySteps(outer: outer, periods: periods, inner: inner, rule: rule)
    if let column = steps.fast(target, result, steps.passes(closed, shape)) { return column }
    let closed = closed.spread(to: shape)
    var carried = [Rational?](repeating: nil, count: shape.count)
    for block in 0..<outer {
      for offset in 0..<inner {
        var adjusted: Rational? = nil
        for period in 0..<periods {
          let index = (block * periods + period) * inner + offset
          if period > 0 {
            let before = index - inner
            if closed.truth(before) == true {
              carried[index] = rule.passesOn((adjusted ?? .zero) - (result[before] ?? .zero))
            }
          }
          adjusted = Column.adjusted(target[index], carried[index])
        }
      }
    }
    return Column(carried, shape: shape)
  }

  /// A target after carry-over; missing only if the target is missing and nothing, or zero, is carried.
  static func adjusted(_ target: Rational?, _ carried: Rational?) -> Rational? {
    guard let target else { return carried.flatMap { $0.isZero ? nil : $0 } }
    return target + (carried ?? .zero)
  }

  static func adjusted(target: Column, carried: Column) -> Column {
    let pair = Pair(target, carried)
    if let (x, xd) = target.whole, let (y, yd) = carried.whole {
      let sum = Column.arithmetic(
        .add,
        Column(
          shape: target.shape, values: .scaled(target.zeroFilled(x), denominator: xd), known: nil,
          bound: target.bound),
        Column(
          shape: carried.shape, values: .scaled(carried.zeroFilled(y), denominator: yd), known: nil,
          bound: carried.bound))
      if target.known == nil { return sum.spread(to: pair.shape) }
    }
    let (x, y) = (target.spread(to: pair.shape), carried.spread(to: pair.shape))
    return Column((0..<pair.shape.count).map { adjusted(x[$0], y[$0]) }, shape: pair.shape)
  }

  /// The light of a rate, found without dividing.
  static func light(result: Column, adjusted: Column, bands: LightBands) -> Column {
    let pair = Pair(result, adjusted)
    if let lights = fastLights(pair, bands) {
      return Column(shape: pair.shape, values: .scaled(lights, denominator: 1), known: nil, bound: 3)
    }
    let (x, y) = (result.spread(to: pair.shape), adjusted.spread(to: pair.shape))
    return Column(
      (0..<pair.shape.count).map { index -> Rational? in
        y[index].flatMap { bands.light(result: x[index], adjusted: $0) }.map { Rational($0.rawValue) }
      }, shape: pair.shape)
  }

  /// The fast path, if all values are known: cross-multiplication in 64 bits.
  private static func fastLights(_ pair: Pair, _ bands: LightBands) -> [Int64]? {
    guard pair.a.known == nil, pair.b.known == nil, let (x, xd) = pair.a.whole, let (y, yd) = pair.b.whole,
      let first = Crossing(bands.lower, xd, yd), let second = Crossing(bands.upper, xd, yd),
      let even = Crossing(.init(rate: .one, belongsBelow: true), xd, yd),
      first.fits(pair.a.bound, pair.b.bound), second.fits(pair.a.bound, pair.b.bound),
      even.fits(pair.a.bound, pair.b.bound)
    else { return nil }
    let colours = LightBands.colours(bands.direction)
    let (low, middle, high) = (
      Int64(colours.low.rawValue), Int64(colours.middle.rawValue), Int64(colours.high.rawValue)
    )
    // A border belongs either to the band below it or to the one above: `<=` is `<` of the next whole number.
    let (a, b, c) = (first.ofResult, first.ofAdjusted, first.slack)
    let (d, e, f) = (second.ofResult, second.ofAdjusted, second.slack)
    switch bands.direction {
    case .moreIsBetter:
      return pair.runs.combine(x, y) { result, adjusted in
        let isLow = result &* a < adjusted &* b &+ c
        let isBelowHigh = result &* d < adjusted &* e &+ f
        let light = isLow ? low : isBelowHigh ? middle : high
        return adjusted <= 0 ? high : light
      }
    case .lessIsBetter:
      let (g, h, i) = (even.ofResult, even.ofAdjusted, even.slack)
      return pair.runs.combine(x, y) { result, adjusted in
        let isLow = result &* a < adjusted &* b &+ c
        let isBelowHigh = result &* d < adjusted &* e &+ f
        let light = isLow ? low : isBelowHigh ? middle : high
        return adjusted > 0 ? light : result &* g < adjusted &* h &+ i ? low : high
      }
    }
  }

  /// `result / adjusted` against a border, as whole numbers: `result * ofResult < adjusted * ofAdjusted + slack`.
  private struct Crossing {
    let ofResult: Int64
    let ofAdjusted: Int64
    let slack: Int64

    init?(_ border: LightBands.Border, _ resultDenominator: Int64, _ adjustedDenominator: Int64) {
      guard let (p, q) = border.rate.small, let common = Column.common(resultDenominator, adjustedDenominator)
      else { return nil }
      let (left, o1) = q.multipliedReportingOverflow(by: common.x)
      let (right, o2) = p.multipliedReportingOverflow(by: common.y)
      guard !o1, !o2 else { return nil }
      (ofResult, ofAdjusted, slack) = (left, right, border.belongsBelow ? 1 : 0)
    }

    func fits(_ result: UInt64, _ adjusted: UInt64) -> Bool {
      let (left, o1) = result.multipliedReportingOverflow(by: ofResult.magnitude)
      let (right, o2) = adjusted.multipliedReportingOverflow(by: ofAdjusted.magnitude)
      return !o1 && !o2 && left < 1 << 62 && right < 1 << 62
    }
  }
}

/// Carry-over along a column whose consecutive periods are `inner` values apart.
private struct CarrySteps {
  let outer: Int
  let periods: Int
  let inner: Int
  let rule: CarryRule

  /// Which periods pass something on.
  enum Passes {
    /// Block by block, the same for all other members.
    case blocks([Bool])
    /// Cell by cell: members close at different times.
    case cells([Bool])
  }

  func passes(_ closed: Column, _ shape: Shape) -> Passes {
    // Usually closing depends on time alone, and other members need not be compared.
    let isOfTime = closed.shape.extents.allSatisfy { $0.axis.isTime }
    let beforePeriods = shape.extents.prefix { !$0.axis.isPeriod }
    guard isOfTime, beforePeriods.allSatisfy({ $0.axis.isTime }) else {
      return .cells(closed.spread(to: shape).trueValues)
    }
    return .blocks(closed.spread(to: Shape(extents: shape.extents.filter { $0.axis.isTime })).trueValues)
  }

  /// In 64 bits; `nil` if the values do not fit.
  func fast(_ target: Column, _ result: Column, _ passes: Passes) -> Column? {
    guard let (x, xd) = target.whole, let (y, yd) = result.whole, let common = Column.common(xd, yd),
      common.denominator <= Column.largestDenominator
    else { return nil }
    let (targets, o1) = target.bound.multipliedReportingOverflow(by: common.x.magnitude)
    let (results, o2) = result.bound.multipliedReportingOverflow(by: common.y.magnitude)
    // What is carried may be the sum of everything before it.
    let most = UInt64(1) << 61 / UInt64(max(1, periods))
    guard !o1, !o2, targets < most, results < most else { return nil }
    let count = outer * periods * inner
    var carried = [Int64](repeating: 0, count: count)
    var known = [Bool](repeating: false, count: count)
    var adjusted = target.zeroFilled(x)
    let spent = result.zeroFilled(y)
    let (xs, ys) = (common.x, common.y)
    if xs != 1 { for index in adjusted.indices { adjusted[index] &*= xs } }
    adjusted.withUnsafeMutableBufferPointer { adjusted in
      carried.withUnsafeMutableBufferPointer { carried in
        spent.withUnsafeBufferPointer { spent in
          for block in 0..<outer {
            for period in 1..<periods {
              let start = (block * periods + period) * inner
              let before = start - inner
              switch passes {
              case .blocks(let passes):
                guard passes[block * periods + period - 1] else { continue }
                for offset in 0..<inner {
                  let left = adjusted[before + offset] &- spent[before + offset] &* ys
                  let carry = passesOn(left)
                  carried[start + offset] = carry
                  adjusted[start + offset] &+= carry
                }
                for index in start..<(start + inner) { known[index] = true }
              case .cells(let passes):
                for offset in 0..<inner where passes[before + offset] {
                  let left = adjusted[before + offset] &- spent[before + offset] &* ys
                  let carry = passesOn(left)
                  carried[start + offset] = carry
                  adjusted[start + offset] &+= carry
                  known[start + offset] = true
                }
              }
            }
          }
        }
      }
    }
    return Column(
      shape: target.shape, values: .scaled(carried, denominator: common.denominator), known: known,
      bound: UInt64(periods) * (targets + results))
  }

  @inline(__always)
  private func passesOn(_ left: Int64) -> Int64 {
    switch rule {
    case .surplusAndShortfall: left
    case .shortfall: Swift.max(left, 0)
    case .surplus: Swift.min(left, 0)
    case .none: 0
    }
  }
}

extension CarryRule {
  /// The part of a period's remainder that is carried on; a shortfall is positive.
  func passesOn(_ remainder: Rational) -> Rational {
    switch self {
    case .surplusAndShortfall: remainder
    case .shortfall: Swift.max(remainder, .zero)
    case .surplus: Swift.min(remainder, .zero)
    case .none: .zero
    }
  }
}
