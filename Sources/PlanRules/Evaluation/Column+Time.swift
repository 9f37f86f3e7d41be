extension Column {
  /// True where the value, or a later one along years and quarters, is true.
  func nowOrLater() -> Column {
    let years = shape.around(.year)?.count ?? 1
    let quarters = shape.around(.quarter)?.count ?? 1
    let strides = shape.strides
    let yearStride = shape.position(of: .year).map { strides[$0] } ?? 0
    let quarterStride = shape.position(of: .quarter).map { strides[$0] } ?? 0
    var truths = (0..<count).map { truth($0) == true }
    for base in 0..<count where isFirst(base, yearStride, years) && isFirst(base, quarterStride, quarters) {
      var later = false
      for year in (0..<years).reversed() {
        for quarter in (0..<quarters).reversed() {
          let index = base + year * yearStride + quarter * quarterStride
          later = later || truths[index]
          truths[index] = later
        }
      }
    }
    return Column(truths: truths.map { $0 }, shape: shape)
  }

  private func isFirst(_ index: Int, _ stride: Int, _ count: Int) -> Bool {
    stride == 0 || index / stride % count == 0
  }

  /// Carry-over along the quarters of a year, by the institute's rule (เป้าคงเหลือ, เป้าสะสม): what each
  /// quarter takes over from the one before. From a settled quarter a missing target or result counts as zero; from
  /// any other nothing is carried.
  static func carried(target: Column, result: Column, settled: Column, rule: CarryRule) -> Column {
    let shape = target.shape.union(result.shape).union(settled.shape)
    let (target, result) = (target.spread(to: shape), result.spread(to: shape))
    let settled = settled.spread(to: shape)
    guard let (outer, quarters, inner) = shape.around(.quarter) else { return target.map { _ in nil } }
    var carried = [Rational?](repeating: nil, count: shape.count)
    for block in 0..<outer {
      for offset in 0..<inner {
        var adjusted: Rational? = nil
        for quarter in 0..<quarters {
          let index = (block * quarters + quarter) * inner + offset
          if quarter > 0 {
            let before = index - inner
            if settled.truth(before) == true {
              carried[index] = rule.passesOn((adjusted ?? .zero) - (result[before] ?? .zero))
            }
          }
          adjusted = Column.adjusted(target[index], carried[index])
        }
      }
    }
    return Column(carried, shape: shape)
  }

  /// A target after carry-over; missing only where the target is and nothing, or zero, is carried.
  static func adjusted(_ target: Rational?, _ carried: Rational?) -> Rational? {
    guard let target else { return carried.flatMap { $0.isZero ? nil : $0 } }
    return target + (carried ?? .zero)
  }

  static func adjusted(target: Column, carried: Column) -> Column {
    let shape = target.shape.union(carried.shape)
    let (x, y) = (target.spread(to: shape), carried.spread(to: shape))
    return Column((0..<shape.count).map { adjusted(x[$0], y[$0]) }, shape: shape)
  }

  /// The light of a rate, found without dividing: green where nothing is left to reach.
  static func light(result: Column, adjusted: Column, bands: LightBands) -> Column {
    let shape = result.shape.union(adjusted.shape)
    let (x, y) = (result.spread(to: shape), adjusted.spread(to: shape))
    return Column(
      (0..<shape.count).map { index -> Rational? in
        guard let adjusted = y[index] else { return nil }
        if adjusted.signum <= 0 { return Rational(Light.green.rawValue) }
        guard let result = x[index] else { return nil }
        return Rational(bands.light(result: result, adjusted: adjusted).rawValue)
      }, shape: shape)
  }
}

extension CarryRule {
  /// What of a quarter's remainder goes on: what is short is positive.
  func passesOn(_ remainder: Rational) -> Rational {
    switch self {
    case .surplusAndShortfall: remainder
    case .shortfall: Swift.max(remainder, .zero)
    case .surplus: Swift.min(remainder, .zero)
    case .none: .zero
    }
  }
}

extension LightBands {
  /// The colour of `result / adjusted`, compared by cross-multiplication; `adjusted` is above zero.
  public func light(result: Rational, adjusted: Rational) -> Light {
    if isBelow(redToYellow, result, adjusted) { return .red }
    return isBelow(yellowToGreen, result, adjusted) ? .yellow : .green
  }

  private func isBelow(_ border: Border, _ result: Rational, _ adjusted: Rational) -> Bool {
    let limit = border.rate * adjusted
    return border.belongsBelow ? result <= limit : result < limit
  }
}
