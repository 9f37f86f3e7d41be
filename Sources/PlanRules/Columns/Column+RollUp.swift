/// Maps the values along an axis to the coarser axis that contains its members.
struct RollUp {
  let result: Shape
  private let within: Containment
  private let stride: Int
  /// The stride along the coarser axis, if the column has that one too: then each member counts only beside
  /// its own.
  private let ownStride: Int
  private let resultStride: Int
  private let sourceOffsets: [Int]
  private let resultOffsets: [Int]

  init(_ shape: Shape, along axis: AxisID, within: Containment, count: Int) {
    let rest = shape.removing(axis).removing(within.axis)
    result = rest.union(Shape([(within.axis, count)]))
    self.within = within
    stride = shape.stride(of: axis)
    ownStride = shape.stride(of: within.axis)
    resultStride = result.stride(of: within.axis)
    sourceOffsets = rest.offsets(in: shape)
    resultOffsets = rest.offsets(in: result)
  }

  /// Visits all values: the position of each, and the position of the result that it belongs to.
  @inline(__always)
  func forEach(_ body: (_ source: Int, _ result: Int) -> Void) {
    within.members.withUnsafeBufferPointer { members in
      for (source, target) in zip(sourceOffsets, resultOffsets) {
        for member in members.indices {
          let around = Int(members[member])
          body(source + member * stride + around * ownStride, target + around * resultStride)
        }
      }
    }
  }
}

extension Shape {
  /// The position of each cell's value in a shape that has only some of the axes.
  public func positions(in narrower: Shape) -> [Int] {
    self == narrower ? Array(0..<count) : indices(into: narrower) ?? Array(0..<count)
  }

  /// The position of each value of this shape in a wider one, with the other axes at their first member.
  func offsets(in wider: Shape) -> [Int] {
    var offsets = [0]
    for extent in extents {
      let stride = wider.stride(of: extent.axis)
      offsets = offsets.flatMap { base in (0..<extent.count).map { base + $0 * stride } }
    }
    return offsets
  }
}

extension Column {
  /// Reduces the members of an axis to those of a coarser one.
  func rolledUp(_ reduction: Reduction, along axis: AxisID, within: Containment, count: Int) -> Column {
    let plan = RollUp(shape, along: axis, within: within, count: count)
    if let column = fastRollUp(reduction, plan) { return column }
    var cells = [[Int]](repeating: [], count: plan.result.count)
    plan.forEach { cells[$1].append($0) }
    return Column(cells.map { reduction.reduced($0.lazy.map { self[$0] }) }, shape: plan.result)
  }

  /// The loops over 64-bit columns; `nil` if the values do not fit.
  private func fastRollUp(_ reduction: Reduction, _ plan: RollUp) -> Column? {
    guard case .scaled(let numerators, let denominator) = values else { return nil }
    var sums = [Int64](repeating: 0, count: plan.result.count)
    if reduction == .count {
      if let known {
        plan.forEach { if numerators[$0] != 0, known[$0] { sums[$1] += 1 } }
      } else {
        numerators.withUnsafeBufferPointer { numerators in
          sums.withUnsafeMutableBufferPointer { sums in
            plan.forEach { sums[$1] &+= numerators[$0] == 0 ? 0 : 1 }
          }
        }
      }
      return Column(shape: plan.result, values: .scaled(sums, denominator: 1), known: nil)
    }
    guard reduction == .sum, known == nil else { return nil }
    var hasAny = [Bool](repeating: false, count: sums.count)
    var overflowed = false
    plan.forEach { source, target in
      let (sum, overflow) = sums[target].addingReportingOverflow(numerators[source])
      sums[target] = sum
      hasAny[target] = true
      overflowed = overflowed || overflow || sum == .min
    }
    return overflowed
      ? nil : Column(shape: plan.result, values: .scaled(sums, denominator: denominator), known: hasAny)
  }
}
