/// Finds nodes by what they compute: a hash table of the places of operations that are kept elsewhere.
struct NodeTable {
  /// The place of an operation and one, or zero; as many as a power of two.
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 1024)
  /// Of the operations, by place.
  private var hashes: [Int] = []

  /// What an operation is found by.
  static func hash(of operation: Operation) -> Int { operation.mixture.value }

  /// The place of an operation among all of them.
  func place(of operation: Operation, hash: Int, in operations: [Operation]) -> Int? {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash, operations[place] == operation { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Takes in the next operation, which is not among the others.
  mutating func insertLast(hash: Int) {
    hashes.append(hash)
    if hashes.count * 2 > slots.count {
      slots = [UInt32](repeating: 0, count: slots.count * 4)
      for place in hashes.indices { insert(place) }
    } else {
      insert(hashes.count - 1)
    }
  }

  private mutating func insert(_ place: Int) {
    var slot = hashes[place] & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(place + 1)
  }
}

/// Mixes the few numbers that tell operations apart: cheaper than the standard library's hash, and every lookup needs one.
private struct Mixture {
  private(set) var value = 0

  init(_ kind: Int, _ hash: Int) {
    add(kind)
    add(hash)
  }

  init(_ kind: Int, _ nodes: [NodeID], _ detail: Int) {
    self.init(kind, detail)
    for node in nodes { add(node.index) }
  }

  init(_ kind: Int, _ a: NodeID, _ detail: Int = 0) {
    add(kind)
    add(a.index)
    add(detail)
  }

  init(_ kind: Int, _ a: NodeID, _ b: NodeID, _ detail: Int = 0) {
    self.init(kind, a, detail)
    add(b.index)
  }

  mutating func add(_ number: Int) {
    var mixed =
      (UInt64(bitPattern: Int64(value)) ^ UInt64(bitPattern: Int64(number))) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    value = Int(truncatingIfNeeded: mixed >> 1)
  }
}

extension Operation {
  fileprivate var mixture: Mixture {
    switch self {
    case .constant(let column): return Mixture(0, column.hashValue)
    case .unknown(let unknown): return Mixture(1, unknown.hashValue)
    case .series(let series): return Mixture(2, series.hashValue)
    case .arithmetic(let arithmetic, let a, let b): return Mixture(3, a, b, Int(arithmetic.rawValue))
    case .negate(let a): return Mixture(4, a)
    case .magnitude(let a): return Mixture(5, a)
    case .round(let a, let places, _): return Mixture(6, a, places)
    case .compare(let comparison, let a, let b): return Mixture(7, a, b, Int(comparison.rawValue))
    case .connect(let connective, let a, let b): return Mixture(8, a, b, Int(connective.rawValue))
    case .not(let a): return Mixture(9, a)
    case .known(let a): return Mixture(10, a)
    case .otherwise(let a, let b): return Mixture(11, a, b)
    case .choose(let a, let b, let c): return Mixture(12, a, b, c.index)
    case .withhold(let a, let b): return Mixture(13, a, b)
    case .combine(let reduction, let nodes): return Mixture(14, nodes, Int(reduction.rawValue))
    case .stack(let nodes, let axis): return Mixture(15, nodes, axis.rawValue)
    case .reduce(let reduction, let a, let axis, let from, let through):
      return Mixture(16, a, Int(reduction.rawValue) << 32 ^ axis.rawValue << 16 ^ from << 8 ^ through)
    case .select(let a, let axis, let member): return Mixture(17, a, axis.rawValue << 32 ^ member)
    case .rollUp(let reduction, let a, let axis, let within, _):
      return Mixture(18, a, Int(reduction.rawValue) << 32 ^ axis.rawValue << 16 ^ within.axis.rawValue)
    case .change(let a, let change, let b, let place):
      var mixture = Mixture(19, a, b, Int(change.rawValue))
      for range in place { mixture.add(range.axis.rawValue << 32 ^ range.from) }
      return mixture
    case .nowOrLater(let a): return Mixture(20, a)
    case .carried(let target, let result, let settled, _): return Mixture(21, target, result, settled.index)
    case .adjust(let target, let carried): return Mixture(22, target, carried)
    case .light(let result, let adjusted, _): return Mixture(23, result, adjusted)
    }
  }
}
