/// What is certain about a node before it is computed: whether it can have a missing value at all.
extension Graph {
  /// Whether every value of a node is certain to be known. `false` means that this is not certain.
  func isAlwaysKnown(_ node: NodeID) -> Bool {
    if let known = cachedTotality(node) { return known }
    var waiting = [node]
    // Bottom-up without recursion, since formulas may be nested deeply.
    while let next = waiting.last {
      let unknown = inputs(of: next).filter { cachedTotality($0) == nil }
      guard unknown.isEmpty else {
        waiting += unknown
        continue
      }
      find(next, isAlwaysKnown: isKnown(next))
      waiting.removeLast()
    }
    return cachedTotality(node) ?? false
  }

  private func isKnown(_ node: NodeID) -> Bool {
    let inputs = inputs(of: node)
    let all = { inputs.allSatisfy { self.cachedTotality($0) == true } }
    switch function(of: node) {
    case .constant(let column): return column.known == nil
    case .unknown, .series, .known, .nowOrLater: return true
    case .arithmetic(let arithmetic): return arithmetic != .divide && all()
    case .negate, .magnitude, .round, .compare, .connect, .not, .choose, .select, .stack, .light: return all()
    case .combine: return !inputs.isEmpty && all()
    case .reduce(let reduction, _, let from, let through):
      return reduction == .count || (from <= through && all())
    case .change: return all()
    case .otherwise: return inputs.contains { cachedTotality($0) == true }
    case .adjust: return cachedTotality(input(of: node)) == true
    case .withhold, .rollUp, .carried: return false
    }
  }
}

/// What is certain about the signs of a node before it is computed.
extension Graph {
  /// Whether every value of a node is certain to be above zero. `false` means that this is not certain.
  func isAlwaysPositive(_ node: NodeID) -> Bool {
    switch function(of: node) {
    case .constant(let column): column.known == nil && column.isAbove(.zero)
    case .arithmetic(.multiply), .arithmetic(.divide), .arithmetic(.add), .select:
      inputs(of: node).allSatisfy(isAlwaysPositive)
    case .reduce(.sum, _, let from, let through): from <= through && isAlwaysPositive(input(of: node))
    case .reduce, .arithmetic, .unknown, .series, .negate, .magnitude, .round, .compare, .connect, .not,
      .known,
      .otherwise, .choose, .withhold, .combine, .rollUp, .stack, .change, .nowOrLater, .carried, .adjust,
      .light:
      false
    }
  }

  /// Whether a declared figure is below zero; figures that depend on a sweep or an unknown are not examined.
  func hasNegative(_ node: NodeID) throws(Problem) -> Bool {
    if let known = knownNegatives[node] { return known }
    let found = try looksNegative(node)
    knownNegatives[node] = found
    return found
  }

  private func looksNegative(_ node: NodeID) throws(Problem) -> Bool {
    switch function(of: node) {
    case .constant(let column): return !column.isAtLeast(.zero)
    case .arithmetic(.multiply):
      for input in inputs(of: node) where try hasNegative(input) { return true }
      return false
    case .unknown, .series: return false
    case .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not, .known, .otherwise, .choose,
      .withhold, .combine, .reduce, .select, .rollUp, .stack, .change, .nowOrLater, .carried, .adjust, .light:
      return if shape(of: node).has(.step) { false } else { try !column(node, at: .none).isAtLeast(.zero) }
    }
  }
}

extension Column {
  fileprivate func isAbove(_ bound: Rational) -> Bool {
    allKnown {
      $0 > 0
    } or: {
      $0 > bound
    }
  }
  fileprivate func isAtLeast(_ bound: Rational) -> Bool {
    allKnown {
      $0 >= 0
    } or: {
      $0 >= bound
    }
  }

  /// Whether a condition holds for all known values. It must be one that, if it holds for a value, holds for
  /// all larger ones. It is given for whole numbers over one denominator and for exact figures.
  private func allKnown(_ holds: (Int64) -> Bool, or holdsExactly: (Rational) -> Bool) -> Bool {
    guard let (numerators, _) = whole else {
      return (0..<count).allSatisfy { self[$0].map(holdsExactly) ?? true }
    }
    var least = Int64.max
    for numerator in numerators { least = Swift.min(least, numerator) }
    // If the condition holds for every stored number, it does not matter which of them are unknown.
    if numerators.isEmpty || holds(least) { return true }
    guard let known else { return false }
    return zip(numerators, known).allSatisfy { !$1 || holds($0) }
  }
}

/// A single figure out of many.
extension Graph {
  /// The figure of a node at a member of each of its axes; what an amendment changed elsewhere is not
  /// computed.
  ///
  /// - Parameter place: one member each; for an axis that it does not name, the first.
  func figure(of node: NodeID, at place: [Narrowing] = []) throws(Problem) -> Rational? {
    var node = node
    var chosen: [(axis: AxisID, member: Int)] = []
    if !place.isEmpty { chosen = place.map { ($0.axis, $0.from) } }
    // A place names few axes, so a linear search is faster than hashing.
    func member(_ axis: AxisID) -> Int { chosen.last { $0.axis == axis }?.member ?? 0 }
    func figure(_ column: Column) -> Rational? {
      column[column.shape.extents.reduce(0) { $0 * $1.count + member($1.axis) }]
    }
    while computed(node) == nil {
      switch function(of: node) {
      case .select(let axis, let member):
        chosen.append((axis, member))
        node = input(of: node)
      case .change(let change, let place):
        let isChanged = place.allSatisfy { ($0.from...$0.through).contains(member($0.axis)) }
        guard !isChanged || change == .replace else { return figure(try column(node, at: .none)) }
        let inputs = inputs(of: node)
        node = isChanged ? inputs[inputs.startIndex + 1] : inputs[inputs.startIndex]
      case .constant, .unknown, .series, .arithmetic, .negate, .magnitude, .round, .compare, .connect, .not,
        .known, .otherwise, .choose, .withhold, .combine, .reduce, .rollUp, .stack, .nowOrLater, .carried,
        .adjust, .light:
        return figure(try column(node, at: .none))
      }
    }
    return figure(try column(node, at: .none))
  }
}

extension Graph {
  /// The column of a node.
  ///
  /// - Throws: if the work was cancelled or exceeds a limit, with the origin of the formula being evaluated.
  func column(_ node: NodeID, at origin: Origin) throws(Problem) -> Column {
    do throws(Stop) {
      return try column(node)
    } catch {
      switch error {
      case .cancelled: throw cancellation.problem
      case .refused(let refusal): throw refusal.problem(limits, at: origin)
      }
    }
  }
}
