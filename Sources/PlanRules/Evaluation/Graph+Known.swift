/// What can be said of a node before it is computed: whether it can have a missing value at all.
extension Graph {
  /// Whether every value of a node is known, whatever it is. `false` says nothing.
  func isAlwaysKnown(_ node: NodeID) -> Bool {
    if let known = alwaysKnown[node] { return known }
    var waiting = [node]
    // From below upwards: formulas may stand deep in one another.
    while let next = waiting.last {
      let inputs = operation(of: next).inputs.filter { alwaysKnown[$0] == nil }
      guard inputs.isEmpty else {
        waiting += inputs
        continue
      }
      alwaysKnown[next] = isKnown(operation(of: next))
      waiting.removeLast()
    }
    return alwaysKnown[node] ?? false
  }

  private func isKnown(_ operation: Operation) -> Bool {
    let all = { operation.inputs.allSatisfy { self.alwaysKnown[$0] == true } }
    switch operation {
    case .constant(let column): return column.known == nil
    case .unknown, .series, .known, .nowOrLater: return true
    case .arithmetic(let arithmetic, _, _): return arithmetic != .divide && all()
    case .negate, .magnitude, .round, .compare, .connect, .not, .choose, .select, .stack, .light: return all()
    case .combine(_, let nodes): return !nodes.isEmpty && all()
    case .reduce(let reduction, _, _, let from, let through):
      return reduction == .count || (from <= through && all())
    case .change(_, _, _, _): return all()
    case .otherwise(let a, let b): return alwaysKnown[a] == true || alwaysKnown[b] == true
    case .adjust(let target, _): return alwaysKnown[target] == true
    case .withhold, .rollUp, .carried: return false
    }
  }
}
