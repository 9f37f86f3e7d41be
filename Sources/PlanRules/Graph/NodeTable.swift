/// Finds nodes by what they compute: a hash table of the indices of operations that are stored elsewhere.
struct NodeTable {
  /// The index of an operation plus one, or zero; the number of slots is a power of two.
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 1024)
  /// The hashes of the operations, by index.
  private var hashes: [Int] = []

  /// The hash by which an operation is looked up.
  static func hash(of operation: Operation) -> Int { operation.mixture.value }

  /// The index of an operation.
  ///
  /// - Parameter isSame: whether the operation at an index is the same.
  func place(hash: Int, isSame: (Int) -> Bool) -> Int? {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash, isSame(place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Inserts the next operation, which must not be in the table yet.
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

/// Mixes the few numbers that tell operations apart: cheaper than the standard library's hash, which matters
/// because every lookup needs one.
private struct Mixture {
  private(set) var value = 0

  mutating func add(_ number: Int) {
    var mixed =
      (UInt64(bitPattern: Int64(value)) ^ UInt64(bitPattern: Int64(number))) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    value = Int(truncatingIfNeeded: mixed >> 1)
  }

  mutating func add(_ inputs: Operation.Inputs) {
    switch inputs {
    case .none: break
    case .one(let a): add(a.index)
    case .two(let a, let b):
      add(a.index)
      add(b.index)
    case .three(let a, let b, let c):
      add(a.index)
      add(b.index)
      add(c.index)
    case .many(let nodes): for node in nodes { add(node.index) }
    }
  }
}

extension Operation {
  fileprivate var mixture: Mixture {
    var mixture = Mixture()
    mixture.add(function.mixed)
    mixture.add(inputs)
    return mixture
  }
}

extension NodeFunction {
  /// The kind of function, and the numbers in which it differs most from others of its kind.
  fileprivate var mixed: Int {
    let (kind, detail): (Int, Int) =
      switch self {
      case .constant(let column): (0, column.hashValue)
      case .unknown(let unknown): (1, unknown.hashValue)
      case .series(let series): (2, series.hashValue)
      case .arithmetic(let arithmetic): (3, Int(arithmetic.rawValue))
      case .negate: (4, 0)
      case .magnitude: (5, 0)
      case .round(let places, _): (6, places)
      case .compare(let comparison): (7, Int(comparison.rawValue))
      case .connect(let connective): (8, Int(connective.rawValue))
      case .not: (9, 0)
      case .known: (10, 0)
      case .otherwise: (11, 0)
      case .choose: (12, 0)
      case .withhold: (13, 0)
      case .combine(let reduction): (14, Int(reduction.rawValue))
      case .stack(let axis): (15, axis.rawValue)
      case .reduce(let reduction, let axis, let from, let through):
        (16, Int(reduction.rawValue) << 32 ^ axis.rawValue << 16 ^ from << 8 ^ through)
      case .select(let axis, let member): (17, axis.rawValue << 32 ^ member)
      case .rollUp(let reduction, let axis, let within, _):
        (18, Int(reduction.rawValue) << 32 ^ axis.rawValue << 16 ^ within.axis.rawValue)
      case .change(let change, let place):
        (19, place.reduce(Int(change.rawValue)) { $0 &* 31 &+ ($1.axis.rawValue << 32 ^ $1.from) })
      case .nowOrLater: (20, 0)
      case .carried: (21, 0)
      case .adjust: (22, 0)
      case .light: (23, 0)
      }
    return detail &* 32 &+ kind
  }
}
