/// Exact figures along axes. A single figure is a column of one.
///
/// While everything fits in 64 bits, the values are whole numbers over one common denominator, or fractions
/// with a denominator each (as a division leaves them); otherwise they are arbitrary-precision rationals. A
/// truth is 0 or 1, a light 1 to 3, a day `yyyymmdd`; a missing or pending value is unknown.
public struct Column: Hashable, Sendable {
  enum Values: Equatable, Sendable {
    case scaled([Int64], denominator: Int64)
    case fractions([Int64], denominators: [Int64])
    case exact([Rational])
  }

  /// The axes along which the figures are laid out.
  public let shape: Shape
  let values: Values
  /// Which values are known; `nil` if all are.
  let known: [Bool]?
  /// No numerator of `scaled` values has a larger magnitude. It shows which operations cannot overflow.
  let bound: UInt64

  /// - Parameter bound: if it is already known.
  init(shape: Shape, values: Values, known: [Bool]?, bound: UInt64? = nil) {
    self.shape = shape
    self.values = values
    self.known = known?.allSatisfy { $0 } == true ? nil : known
    if let bound {
      self.bound = bound
    } else if case .scaled(let numerators, _) = values {
      self.bound = Column.largestMagnitude(numerators)
    } else {
      self.bound = .max
    }
  }

  /// Lays figures out along axes; `nil` is a missing one.
  public init(_ figures: [Rational?], shape: Shape) {
    precondition(figures.count == shape.count)
    let anyMissing = figures.contains { $0 == nil }
    self.init(
      shape: shape, values: Column.packed(figures.map { $0 ?? .zero }),
      known: anyMissing ? figures.map { $0 != nil } : nil)
  }

  /// Whole numbers over a power of ten, at most the twelfth, as a table stores them: each with its highest
  /// bit flipped, so that zero represents a missing figure.
  public init(signFlipped decimals: UnsafeBufferPointer<Int64>, places: Int, shape: Shape) {
    self.init(turned: decimals, places: places, shape: shape)
  }

  /// The same for 32-bit numbers.
  public init(signFlipped decimals: UnsafeBufferPointer<Int32>, places: Int, shape: Shape) {
    self.init(turned: decimals, places: places, shape: shape)
  }

  private init<Number: FixedWidthInteger & SignedInteger>(
    turned decimals: UnsafeBufferPointer<Number>, places: Int, shape: Shape
  ) {
    precondition(decimals.count == shape.count && (0...12).contains(places))
    let denominator = (0..<places).reduce(Int64(1)) { power, _ in power * 10 }
    var (least, most) = (Number(0), Number(0))
    let figures = [Int64](unsafeUninitializedCapacity: decimals.count) { figures, count in
      for index in decimals.indices {
        let figure = decimals[index] ^ Number.min
        figures.initializeElement(at: index, to: Int64(figure))
        least = Swift.min(least, figure)
        most = Swift.max(most, figure)
      }
      count = decimals.count
    }
    guard least == .min else {
      self.init(
        shape: shape, values: .scaled(figures, denominator: denominator), known: nil,
        bound: Swift.max(Int64(least).magnitude, Int64(most).magnitude))
      return
    }
    let missing = Int64(Number.min)
    self.init(
      shape: shape, values: .scaled(figures.map { $0 == missing ? 0 : $0 }, denominator: denominator),
      known: figures.map { $0 != missing })
  }

  /// Creates a column of one figure; `nil` is a missing one.
  public init(_ figure: Rational?) {
    if let (numerator, denominator) = figure.map(\.small) ?? (0, 1), numerator != .min,
      denominator <= Column.largestDenominator
    {
      self.init(
        shape: .scalar, values: .scaled([numerator], denominator: denominator),
        known: figure == nil ? [false] : nil)
    } else {
      self.init([figure], shape: .scalar)
    }
  }

  /// Whether both columns hold the same values in the same form: equal figures over another denominator count
  /// as different.
  public static func == (a: Column, b: Column) -> Bool {
    a.shape == b.shape && a.values == b.values && a.known == b.known
  }

  /// Hashes only some values of a very long column: hashing all of them would take as long as computing them.
  /// There cannot be many such columns; thousands of shorter ones, however, may differ in a single value.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    if count > 16, count <= 4_096 { hasher.combine(digest) }
    let step = max(1, count / 16)
    for index in stride(from: 0, to: count, by: step) {
      switch values {
      case .scaled(let numerators, _), .fractions(let numerators, _): hasher.combine(numerators[index])
      case .exact(let rationals): hasher.combine(rationals[index])
      }
    }
  }

  /// A digest of every value and its position.
  private var digest: UInt64 {
    switch values {
    case .scaled(let numerators, _), .fractions(let numerators, _):
      var (digest, place): (UInt64, UInt64) = (0, 0)
      for numerator in numerators {
        digest ^= (UInt64(bitPattern: numerator) &+ place) &* 0x9E37_79B9_7F4A_7C15
        place &+= 0xD6E8_FEB8_6659_FD93
      }
      return digest
    case .exact(let rationals):
      return rationals.reduce(0) { $0 &* 31 &+ UInt64(bitPattern: Int64($1.hashValue)) }
    }
  }

  private static func largestMagnitude(_ numerators: [Int64]) -> UInt64 {
    var (least, most) = (Int64(0), Int64(0))
    for numerator in numerators {
      least = Swift.min(least, numerator)
      most = Swift.max(most, numerator)
    }
    return Swift.max(least.magnitude, most.magnitude)
  }

  /// How many figures the column has, missing ones included.
  public var count: Int { shape.count }

  func isKnown(_ index: Int) -> Bool { known?[index] ?? true }

  /// The figure at a position; `nil` where it is missing.
  public subscript(index: Int) -> Rational? { isKnown(index) ? value(index) : nil }

  /// The figure of a column of one.
  public var figure: Rational? { self[0] }

  func value(_ index: Int) -> Rational {
    switch values {
    case .scaled(let numerators, let denominator):
      denominator == 1
        ? Rational(Int(numerators[index]))
        : Rational(wide: Int128(numerators[index]), over: Int128(denominator))
    case .fractions(let numerators, let denominators):
      Rational(wide: Int128(numerators[index]), over: Int128(denominators[index]))
    case .exact(let rationals): rationals[index]
    }
  }

  /// The upper limit for common denominators.
  static let largestDenominator: Int64 = 1_000_000_000_000

  /// Stores values over a common denominator in 64 bits if possible.
  static func packed(_ values: [Rational]) -> Values {
    var common: UInt64 = 1
    for value in values {
      guard let (_, d) = value.small else { return .exact(values) }
      if d == 1 { continue }
      let (product, overflow) = common.multipliedReportingOverflow(
        by: UInt64(d) / greatestCommonDivisor(common, UInt64(d)))
      guard !overflow, product <= UInt64(largestDenominator) else { return .exact(values) }
      common = product
    }
    let denominator = Int64(common)
    var numerators = [Int64]()
    numerators.reserveCapacity(values.count)
    for value in values {
      guard let (n, d) = value.small else { return .exact(values) }
      let (numerator, overflow) = n.multipliedReportingOverflow(by: denominator / d)
      guard !overflow, numerator != .min else { return .exact(values) }
      numerators.append(numerator)
    }
    return .scaled(numerators, denominator: denominator)
  }

  /// The number of bits in the longest figure, or 0 if all figures fit in 64 bits.
  var largestWidth: Int {
    guard case .exact(let rationals) = values else { return 0 }
    return rationals.reduce(0) { max($0, $1.bitWidth) }
  }

  /// How many bits the sum of all figures may need: its denominator is no longer than all distinct ones
  /// together.
  var sumWidth: Int {
    guard case .exact(let rationals) = values, rationals.count > 1 else { return largestWidth }
    return Rational.widthOfSum(rationals)
  }

  /// The memory it takes, in 64-bit figures.
  var room: Int {
    switch values {
    case .scaled(let numerators, _): numerators.count
    case .fractions(let numerators, _): 2 * numerators.count
    case .exact(let rationals): rationals.reduce(0) { $0 + 8 + 2 * $1.bitWidth / 64 }
    }
  }

  /// Whether it is a single figure, as most columns of a plan are.
  var isSingle: Bool { shape.extents.isEmpty }
}
