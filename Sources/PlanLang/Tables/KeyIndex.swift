/// Finds members by name, given as the bytes of a cell: a hash table with open addressing, with all keys in one block
/// of memory.
struct KeyIndex {
  private var bytes: [UInt8] = []
  private var starts: [Int32] = [0]
  private var values: [Int32] = []
  /// The first eight bytes of each key, padded with zeros.
  private var words: [UInt64] = []
  private var slots: [Int32]
  private let mask: Int
  /// The member found last. Most tables are sorted, so a key is often the same as that of the row before, or the next
  /// one.
  private var last = 0

  /// - Parameter names: the names with their members; the first of several equal names wins.
  init(_ names: [(name: String, member: Int)]) {
    var size = 16
    while size < names.count * 2 { size *= 2 }
    mask = size - 1
    slots = [Int32](repeating: -1, count: size)
    for (name, member) in names {
      var name = name
      name.withUTF8 { key in
        guard find(key) == nil else { return }
        var slot = Int(truncatingIfNeeded: KeyIndex.hash(key)) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(values.count)
        values.append(Int32(member))
        bytes.append(contentsOf: key)
        words.append(key.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        starts.append(Int32(bytes.count))
      }
    }
  }

  /// - Parameter key: the key; at least eight more bytes must be readable after it.
  @inline(__always)
  mutating func findNear(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = key.baseAddress, !key.isEmpty else { return findAnywhere(key) }
    let unused = UInt64(max(0, 8 - key.count)) * 8
    let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    let first = (word << unused) >> unused
    for guess in last..<min(last + 2, values.count)
    where words[guess] == first && (key.count <= 8 ? length(guess) == key.count : isEqual(guess, key)) {
      last = guess
      return Int(values[guess])
    }
    return findAnywhere(key)
  }

  @inline(never)
  private mutating func findAnywhere(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    if !values.isEmpty, isEqual(0, key) {
      last = 0
      return Int(values[0])
    }
    guard let entry = entry(of: key) else { return nil }
    last = entry
    return Int(values[entry])
  }

  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? { entry(of: key).map { Int(values[$0]) } }

  private func entry(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Int(truncatingIfNeeded: KeyIndex.hash(key)) & mask
    while true {
      let entry = Int(slots[slot])
      if entry < 0 { return nil }
      if isEqual(entry, key) { return entry }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private func length(_ entry: Int) -> Int { Int(starts[entry + 1]) - Int(starts[entry]) }

  @inline(__always)
  private func isEqual(_ entry: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let (start, end) = (Int(starts[entry]), Int(starts[entry + 1]))
    guard end - start == key.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for offset in key.indices where bytes[start + offset] != key[offset] { return false }
      return true
    }
  }

  /// FNV-1a with an extra mixing step, so that the low bits are well distributed.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 29)
  }
}
