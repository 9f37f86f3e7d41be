/// What can be said of a node before it is computed: whether it can have a missing value at all.
extension Graph {
  /// Whether every value of a node is known, whatever it is. `false` says nothing.
  func isAlwaysKnown(_ node: NodeID) -> Bool {
    if let known = foundKnown(node) { return known }
    var waiting = [node]
    // From below upwards: formulas may stand deep in one another.
    while let next = waiting.last {
      let unknown = inputs(of: next).filter { foundKnown($0) == nil }
      guard unknown.isEmpty else {
        waiting += unknown
        continue
      }
      find(next, isAlwaysKnown: isKnown(operation(of: next)))
      waiting.removeLast()
    }
    return foundKnown(node) ?? false
  }

  private func isKnown(_ operation: Operation) -> Bool {
    let all = { operation.inputs.allSatisfy { self.foundKnown($0) == true } }
    switch operation {
    case .constant(let column): return column.known == nil
    case .unknown, .series, .known, .nowOrLater: return true
    case .arithmetic(let arithmetic, _, _): return arithmetic != .divide && all()
    case .negate, .magnitude, .round, .compare, .connect, .not, .choose, .select, .stack, .light: return all()
    case .combine(_, let nodes): return !nodes.isEmpty && all()
    case .reduce(let reduction, _, _, let from, let through):
      return reduction == .count || (from <= through && all())
    case .change(_, _, _, _): return all()
    case .otherwise(let a, let b): return foundKnown(a) == true || foundKnown(b) == true
    case .adjust(let target, _): return foundKnown(target) == true
    case .withhold, .rollUp, .carried: return false
    }
  }
}
