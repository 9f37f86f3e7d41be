/// An exact fraction for the tests: reduced, with a positive denominator. Generated figures stay far
/// below the range of `Int128`; an overflow traps, which is a fault of the generator.
struct Fraction: Hashable, Comparable, Sendable {
  let numerator: Int128
  let denominator: Int128

  init(_ numerator: Int128, _ denominator: Int128 = 1) {
    precondition(denominator != 0)
    let divisor = Fraction.commonDivisor(numerator, denominator)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  static let zero = Fraction(0)

  private static func commonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a < 0 ? -a : a, b < 0 ? -b : b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  static func + (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }

  static func - (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
  }

  static func * (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.numerator, a.denominator * b.denominator)
  }

  static func / (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.denominator, a.denominator * b.numerator)
  }

  static func < (a: Fraction, b: Fraction) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
}

extension Fraction: CustomStringConvertible {
  /// A terminating decimal as such (`-0.25`), any other as `n/d`: the form of `PlanProbe.exact`.
  var description: String {
    var power: Int128 = 1
    var places = 0
    while places < 30, power % denominator != 0 {
      power *= 10
      places += 1
    }
    guard power % denominator == 0 else { return "\(numerator)/\(denominator)" }
    let scaled = numerator * (power / denominator)
    var digits = String(scaled < 0 ? -scaled : scaled)
    guard places > 0 else { return (scaled < 0 ? "-" : "") + digits }
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (scaled < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
  }

  /// Reads back what `description` writes.
  init?(reading text: String) {
    let halves = text.split(separator: "/")
    if halves.count == 2, let top = Int128(halves[0]), let bottom = Int128(halves[1]), bottom != 0 {
      self.init(top, bottom)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let digits = Int128(parts.joined()) else { return nil }
    let places = parts.count == 2 ? parts[1].count : 0
    self.init(digits, (0..<places).reduce(1) { power, _ in power * 10 })
  }
}

/// SplitMix64: the same seed gives the same plans on every machine.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// True in `percent` of a hundred draws.
  mutating func chance(_ percent: Int) -> Bool { Int(next() % 100) < percent }

  /// A whole number of the range.
  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  mutating func pick<T>(_ items: [T]) -> T { items[pick(0...items.count - 1)] }

  mutating func shuffle<T>(_ items: [T]) -> [T] {
    var items = items
    for index in items.indices.dropFirst() { items.swapAt(index, pick(0...index)) }
    return items
  }
}

// MARK: Places and breakdowns

enum Axis: CaseIterable, Sendable { case year, quarter, region }
enum Unit: Sendable { case household, person, money, percent }
enum Measure: String, CaseIterable, Sendable { case target, actual, forecast, budget, spent }
enum Carry: String, CaseIterable, Sendable {
  case none, shortfall, surplus
  case both = "surplus and shortfall"
}

/// A quarter (0 to 3) of a fiscal year, in the order of time.
struct Moment: Comparable, Sendable {
  var year: Int
  var quarter: Int
  static func < (a: Moment, b: Moment) -> Bool { (a.year, a.quarter) < (b.year, b.quarter) }
}

/// A cell of a breakdown: the members that it stands at; nil on an axis that the breakdown lacks.
struct Place: Hashable, Sendable {
  var year: Int?
  var quarter: Int?
  var region: Int?

  var axes: Set<Axis> {
    var axes: Set<Axis> = []
    if year != nil { axes.insert(.year) }
    if quarter != nil { axes.insert(.quarter) }
    if region != nil { axes.insert(.region) }
    return axes
  }

  func projected(onto axes: Set<Axis>) -> Place {
    Place(
      year: axes.contains(.year) ? year : nil, quarter: axes.contains(.quarter) ? quarter : nil,
      region: axes.contains(.region) ? region : nil)
  }
}

/// Figures along some axes; a cell that is not there is a missing figure.
struct Breakdown: Sendable {
  var axes: Set<Axis>
  var cells: [Place: Fraction]

  /// The same figures along fewer axes: sums of what is known, or in a level programme the last known.
  func margin(_ axes: Set<Axis>, level: Bool) -> Breakdown {
    var groups: [Place: [(place: Place, value: Fraction)]] = [:]
    for (place, value) in cells { groups[place.projected(onto: axes), default: []].append((place, value)) }
    return Breakdown(axes: axes, cells: groups.mapValues { Breakdown.combined($0, level: level)! })
  }

  static func combined(_ known: [(place: Place, value: Fraction)], level: Bool) -> Fraction? {
    guard level else { return known.isEmpty ? nil : known.reduce(.zero) { $0 + $1.value } }
    return known.max {
      ($0.place.year ?? 0, $0.place.quarter ?? 0) < ($1.place.year ?? 0, $1.place.quarter ?? 0)
    }?.value
  }
}

// MARK: Numbers as text

extension PlanWriter {
  func percent(_ value: Fraction) -> String { "\(value * Fraction(100))%" }

  mutating func digits(_ value: Fraction) -> String {
    var text = "\(value)"
    if random.chance(60) {
      let parts = text.split(separator: ".")
      var whole = Array(parts[0])
      for place in stride(from: whole.count - 3, to: 0, by: -3) { whole.insert(",", at: place) }
      text = ([String(whole)] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }
    guard random.chance(8) else { return text }
    let thai = Array("๐๑๒๓๔๕๖๗๘๙")
    return String(text.map { $0.isASCII ? $0.wholeNumberValue.map { thai[$0] } ?? $0 : $0 })
  }

  mutating func money(_ baht: Fraction) -> String {
    switch random.pick(0...5) {
    case 0: return digits(baht) + " baht"
    case 1: return digits(baht / Fraction(1_000)) + " thousand baht"
    case 2: return digits(baht / Fraction(1_000_000)) + " ล้านบาท"
    default: return digits(baht / Fraction(1_000_000)) + " million baht"
    }
  }

  /// A figure; a plain number where the place gives it its unit.
  mutating func figure(_ value: Fraction, _ measure: Measure, _ unit: Unit, plain: Bool = true) -> String {
    let plain = plain && random.chance(75)
    if measure == .budget || measure == .spent {
      return plain && unit != .money ? digits(value) : money(value)
    }
    switch unit {
    case .household: return digits(value) + (plain ? "" : random.chance(70) ? " household" : " ครัวเรือน")
    case .person: return digits(value) + (plain ? "" : " person")
    case .money: return plain ? digits(value / Fraction(1_000_000)) : money(value)
    case .percent:
      let hundred = digits(value * Fraction(100))
      return random.chance(15) ? hundred + " percent" : random.chance(15) ? hundred : hundred + "%"
    }
  }
}

extension Fraction {
  /// The middle one in order of size, or the mean of the two in the middle.
  static func median(_ known: [Fraction]) -> Fraction {
    let sorted = known.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / Fraction(2)
  }
}
