/// Finds members by name, given as the bytes of a cell: a hash table with open addressing, with all keys in one block
/// of memory.
struct KeyIndex {
  private let table: KeyTable
  /// Looks keys up in the table, and remembers where it found the last one.
  private(set) var finder: KeyFinder

  /// - Parameter names: the names with their members; the first of several equal names wins.
  init(_ names: [(name: String, member: Int)]) {
    table = KeyTable(names)
    finder = table.finder
  }

  /// - Parameter key: the key; at least eight more bytes must be readable after it.
  @inline(__always)
  mutating func findNear(_ key: UnsafeBufferPointer<UInt8>) -> Int? { finder.findNear(key) }

  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? { finder.find(key) }
}

/// The memory of a hash table of keys. The two threads that read a table share it. Counting references to it for each row
/// would make them wait for each other, so the owner lends its pointers instead.
private final class KeyTable: @unchecked Sendable {
  let finder: KeyFinder

  init(_ names: [(name: String, member: Int)]) {
    var size = 16
    while size < names.count * 2 { size *= 2 }
    let length = names.reduce(0) { $0 + $1.name.utf8.count }
    var building = KeyFinder(
      bytes: .allocate(capacity: max(1, length)), starts: .allocate(capacity: names.count + 1),
      values: .allocate(capacity: max(1, names.count)), words: .allocate(capacity: max(1, names.count)),
      slots: .allocate(capacity: size), mask: size - 1)
    building.slots.initialize(repeating: -1, count: size)
    building.starts.initialize(to: 0)
    for (name, member) in names {
      var name = name
      name.withUTF8 { building.add($0, member) }
    }
    finder = building
  }

  deinit {
    finder.bytes.deallocate()
    finder.starts.deallocate()
    finder.values.deallocate()
    finder.words.deallocate()
    finder.slots.deallocate()
  }
}

/// A view of a table of keys, without a reference to it: its owner must outlive it.
struct KeyFinder {
  fileprivate let bytes: UnsafeMutablePointer<UInt8>
  /// Where each key begins, and where the last one ends.
  fileprivate let starts: UnsafeMutablePointer<Int32>
  fileprivate let values: UnsafeMutablePointer<Int32>
  /// The first eight bytes of each key, padded with zeros.
  fileprivate let words: UnsafeMutablePointer<UInt64>
  fileprivate let slots: UnsafeMutablePointer<Int32>
  fileprivate let mask: Int
  private var count = 0
  /// The member found last. Most tables are sorted, so a key is often the same as that of the row before, or the next
  /// one.
  private var last = 0

  fileprivate init(
    bytes: UnsafeMutablePointer<UInt8>, starts: UnsafeMutablePointer<Int32>,
    values: UnsafeMutablePointer<Int32>, words: UnsafeMutablePointer<UInt64>,
    slots: UnsafeMutablePointer<Int32>, mask: Int
  ) {
    (self.bytes, self.starts, self.values) = (bytes, starts, values)
    (self.words, self.slots, self.mask) = (words, slots, mask)
  }

  /// Adds a key that is not there yet; there must be room for it.
  fileprivate mutating func add(_ key: UnsafeBufferPointer<UInt8>, _ member: Int) {
    guard find(key) == nil else { return }
    var slot = Int(truncatingIfNeeded: KeyFinder.hash(key)) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = Int32(count)
    (values + count).initialize(to: Int32(member))
    (words + count).initialize(to: key.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    let start = Int(starts[count])
    if let first = key.baseAddress { (bytes + start).initialize(from: first, count: key.count) }
    (starts + count + 1).initialize(to: Int32(start + key.count))
    count += 1
  }

  /// - Parameter key: the key; at least eight more bytes must be readable after it.
  @inline(__always)
  mutating func findNear(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = key.baseAddress, !key.isEmpty else { return findAnywhere(key) }
    let unused = UInt64(max(0, 8 - key.count)) * 8
    let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    let first = (word << unused) >> unused
    for guess in last..<min(last + 2, count)
    where words[guess] == first && (key.count <= 8 ? length(guess) == key.count : isEqual(guess, key)) {
      last = guess
      return Int(values[guess])
    }
    return findAnywhere(key)
  }

  @inline(never)
  private mutating func findAnywhere(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    if count > 0, isEqual(0, key) {
      last = 0
      return Int(values[0])
    }
    guard let entry = entry(of: key) else { return nil }
    last = entry
    return Int(values[entry])
  }

  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? { entry(of: key).map { Int(values[$0]) } }

  private func entry(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Int(truncatingIfNeeded: KeyFinder.hash(key)) & mask
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
    for offset in key.indices where bytes[start + offset] != key[offset] { return false }
    return true
  }

  /// FNV-1a with an extra mixing step, so that the low bits are well distributed.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 29)
  }
}
