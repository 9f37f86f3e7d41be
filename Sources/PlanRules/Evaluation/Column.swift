/// Exact figures along axes. A single figure is a column of one.
///
/// While everything fits in 64 bits the values are whole numbers over one common denominator, or fractions with
/// a denominator each (what a division leaves); where it does not they are arbitrary-precision rationals. Truth is
/// 0 or 1, a light 1 to 3, a day `yyyymmdd`; what is missing, or pending, is not known.
public struct Column: Hashable, Sendable {
  enum Values: Hashable, Sendable {
    case scaled([Int64], denominator: Int64)
    case fractions([Int64], denominators: [Int64])
    case exact([Rational])
  }

  public let shape: Shape
  let values: Values
  /// Which values are known; `nil` where all are.
  let known: [Bool]?

  init(shape: Shape, values: Values, known: [Bool]?) {
    self.shape = shape
    self.values = values
    self.known = known?.allSatisfy { $0 } == true ? nil : known
  }

  /// Lays figures out along axes; `nil` is a missing one.
  public init(_ figures: [Rational?], shape: Shape) {
    precondition(figures.count == shape.count)
    let anyMissing = figures.contains { $0 == nil }
    self.init(
      shape: shape, values: Column.packed(figures.map { $0 ?? .zero }),
      known: anyMissing ? figures.map { $0 != nil } : nil)
  }

  public init(_ figure: Rational?) { self.init([figure], shape: .scalar) }

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

  /// Stores values over a common denominator in 64 bits where that is possible.
  static func packed(_ values: [Rational]) -> Values {
    var common: UInt64 = 1
    for value in values {
      guard let (_, d) = value.small else { return .exact(values) }
      let (product, overflow) = common.multipliedReportingOverflow(
        by: UInt64(d) / greatestCommonDivisor(common, UInt64(d)))
      guard !overflow, product <= 1_000_000_000_000 else { return .exact(values) }
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

  /// How many bits the longest figure takes, where figures have left 64 bits.
  var largestWidth: Int {
    guard case .exact(let rationals) = values else { return 0 }
    return rationals.reduce(0) { max($0, $1.bitWidth) }
  }

  /// The same values with other shapes' axes left in place: positions are taken as given.
  func gathered(_ indices: [Int], shape: Shape) -> Column {
    let picked: Values =
      switch values {
      case .scaled(let numerators, let denominator):
        .scaled(indices.map { numerators[$0] }, denominator: denominator)
      case .fractions(let numerators, let denominators):
        .fractions(indices.map { numerators[$0] }, denominators: indices.map { denominators[$0] })
      case .exact(let rationals): .exact(indices.map { rationals[$0] })
      }
    return Column(shape: shape, values: picked, known: known.map { known in indices.map { known[$0] } })
  }

  /// Repeats the values along the axes that only the wider shape has.
  func spread(to wider: Shape) -> Column {
    guard let indices = wider.indices(into: shape) else { return self }
    return gathered(indices, shape: wider)
  }
}
