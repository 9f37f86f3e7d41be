internal import PlanRules

/// The figures of one measure of one programme along one breakdown, while a table is read into them.
final class FigureBlock {
  let shape: Shape
  /// The axes by which rows are told apart.
  let keys: Shape
  private let numerators: UnsafeMutablePointer<Int64>
  private let count: Int
  /// The figures are whole numbers over this power of ten.
  private var places = 0
  /// Once a figure does not fit in 64 bits.
  private var exact: [Rational?]?
  private let lines: UnsafeMutablePointer<UInt32>
  private var files: [UInt16] = []

  static let unset = Int64.min

  init(shape: Shape, keys: Shape) {
    self.shape = shape
    self.keys = keys
    count = shape.count
    numerators = .allocate(capacity: count)
    numerators.initialize(repeating: FigureBlock.unset, count: count)
    lines = .allocate(capacity: keys.count)
    lines.initialize(repeating: 0, count: keys.count)
  }

  deinit {
    numerators.deallocate()
    lines.deallocate()
  }

  /// Which row a figure of a key was read from: the line, and which of the files.
  func row(ofKey key: Int) -> (line: Int, file: Int) {
    (Int(lines[key]), files.isEmpty ? 0 : Int(files[key]))
  }

  @inline(__always)
  func note(key: Int, line: Int, file: Int) {
    lines[key] = UInt32(truncatingIfNeeded: line)
    guard file > 0 || !files.isEmpty else { return }
    if files.isEmpty { files = [UInt16](repeating: 0, count: keys.count) }
    files[key] = UInt16(truncatingIfNeeded: file)
  }

  /// Puts a figure in its place; `false` where one stands there already.
  @inline(__always)
  func put(_ value: Int64, places: Int, at index: Int) -> Bool {
    guard exact == nil else { return put(FigureBlock.rational(value, places), at: index) }
    guard numerators[index] == FigureBlock.unset else { return false }
    if places == self.places {
      numerators[index] = value
      return true
    }
    return putScaled(value, places, at: index)
  }

  /// Puts a row of figures of the block's own places, at distances from a base; those that are unset are passed over.
  /// `false`, and nothing is put, where a figure stands there already or the block has other places.
  func putRow(_ values: UnsafePointer<Int64>, places: Int, base: Int, offsets: UnsafePointer<Int>, count: Int)
    -> Bool
  {
    guard places == self.places, exact == nil else { return false }
    let numerators = numerators + base
    for index in 0..<count where numerators[offsets[index]] != FigureBlock.unset { return false }
    for index in 0..<count { numerators[offsets[index]] = values[index] }
    return true
  }

  func put(_ figure: Rational, at index: Int) -> Bool {
    if exact == nil { leave64Bits() }
    guard exact?[index] == nil else { return false }
    exact?[index] = figure
    return true
  }

  private func putScaled(_ value: Int64, _ places: Int, at index: Int) -> Bool {
    if places > self.places {
      guard let factor = FigureBlock.power(places - self.places) else {
        return put(FigureBlock.rational(value, places), at: index)
      }
      for other in 0..<count where numerators[other] != FigureBlock.unset {
        let (scaled, overflow) = numerators[other].multipliedReportingOverflow(by: factor)
        guard !overflow, scaled != FigureBlock.unset else {
          // Those before it are scaled already: they are brought back.
          for earlier in 0..<other where numerators[earlier] != FigureBlock.unset {
            numerators[earlier] /= factor
          }
          return put(FigureBlock.rational(value, places), at: index)
        }
        numerators[other] = scaled
      }
      self.places = places
      numerators[index] = value
      return true
    }
    guard let factor = FigureBlock.power(self.places - places) else {
      return put(FigureBlock.rational(value, places), at: index)
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: factor)
    guard !overflow, scaled != FigureBlock.unset else {
      return put(FigureBlock.rational(value, places), at: index)
    }
    numerators[index] = scaled
    return true
  }

  private func leave64Bits() {
    exact = (0..<count).map {
      numerators[$0] == FigureBlock.unset ? nil : FigureBlock.rational(numerators[$0], places)
    }
  }

  private static func rational(_ value: Int64, _ places: Int) -> Rational {
    Rational(Int(value)) * .powerOfTen(-places)
  }

  /// Powers of ten that may be common denominators of a column.
  private static func power(_ exponent: Int) -> Int64? {
    guard exponent <= 12 else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// What was read, as a column.
  func column() -> Column {
    if let exact { return Column(exact, shape: shape) }
    let figures = UnsafeBufferPointer(start: numerators, count: count)
    return Column(decimals: figures, places: places, missing: FigureBlock.unset, shape: shape)
  }

  func tablePlaces(_ origin: @escaping @Sendable (Int, Int) -> Origin) -> TablePlaces {
    TablePlaces(
      keys: keys, lines: Array(UnsafeBufferPointer(start: lines, count: keys.count)), files: files,
      origin: origin)
  }
}
