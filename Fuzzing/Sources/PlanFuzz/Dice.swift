/// Chance that comes out the same for the same seed (SplitMix64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, and not with, the count.
  mutating func roll(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[roll(items.count)] }

  /// True once in so many times.
  mutating func oneIn(_ count: Int) -> Bool { roll(count) == 0 }
}
