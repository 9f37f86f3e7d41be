/// A truth of three values: what is not known is neither true nor false.
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

  static func connect(_ connective: Connective, _ a: Column, _ b: Column) -> Column {
    let shape = a.shape.union(b.shape)
    let (x, y) = (a.spread(to: shape), b.spread(to: shape))
    let truths = (0..<shape.count).map { index in
      switch connective {
      case .and: Truth.and(x.truth(index), y.truth(index))
      case .or: Truth.or(x.truth(index), y.truth(index))
      }
    }
    return Column(truths: truths, shape: shape)
  }

  func negatedTruth() -> Column {
    Column(truths: (0..<count).map { truth($0).map { !$0 } }, shape: shape)
  }

  func knownTruth() -> Column { Column(truths: (0..<count).map { isKnown($0) }, shape: shape) }

  func otherwise(_ replacement: Column) -> Column {
    if known == nil, replacement.shape.extents.allSatisfy({ self.shape.has($0.axis) }) { return self }
    let shape = self.shape.union(replacement.shape)
    let (x, y) = (spread(to: shape), replacement.spread(to: shape))
    return Column((0..<shape.count).map { x[$0] ?? y[$0] }, shape: shape)
  }

  static func choose(_ condition: Column, _ then: Column, _ otherwise: Column) -> Column {
    let shape = condition.shape.union(then.shape).union(otherwise.shape)
    let c = condition.spread(to: shape)
    let (x, y) = (then.spread(to: shape), otherwise.spread(to: shape))
    return Column(
      (0..<shape.count).map { index in
        guard let holds = c.truth(index) else { return nil }
        return holds ? x[index] : y[index]
      }, shape: shape)
  }

  func withheld(when condition: Column) -> Column {
    let shape = self.shape.union(condition.shape)
    let (x, c) = (spread(to: shape), condition.spread(to: shape))
    return Column((0..<shape.count).map { c.truth($0) == true ? nil : x[$0] }, shape: shape)
  }
}
