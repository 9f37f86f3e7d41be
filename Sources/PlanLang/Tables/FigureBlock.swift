internal import PlanRules

/// The figures of one measure of one programme along one breakdown, while a table is read into them.
final class FigureBlock {
  let shape: Shape
  /// In which the figures are written; `nil` where their place says it.
  let unit: FigureUnit?
  /// The axes by which rows are told apart; all of them once several rows share a key, or tables have other keys.
  private(set) var keys: Shape
  private let numerators: UnsafeMutablePointer<Int64>
  private let count: Int
  /// The figures are whole numbers over this power of ten.
  private var places = 0
  /// Once a figure does not fit in 64 bits.
  private var exact: [Rational?]?
  private var lines: UnsafeMutablePointer<UInt32>
  private var isByCell: Bool
  private var files: [UInt16] = []

  static let unset = Int64.min
  /// What the common denominator of a column has room for.
  private static let mostPlaces = 12

  init(shape: Shape, keys: Shape, unit: FigureUnit?) {
    self.unit = unit
    self.shape = shape
    self.keys = keys
    count = shape.count
    numerators = .allocate(capacity: count)
    numerators.initialize(repeating: FigureBlock.unset, count: count)
    isByCell = keys == shape
    lines = .allocate(capacity: keys.count)
    lines.initialize(repeating: 0, count: keys.count)
  }

  deinit {
    numerators.deallocate()
    lines.deallocate()
  }

  /// Whether a row can be noted as a whole; where it cannot, each of its figures is.
  @inline(__always)
  func notesRow(_ key: Int, _ keys: Shape) -> Bool {
    if !isByCell, keys == self.keys, lines[key] == 0 { return true }
    noteByCell()
    return false
  }

  @inline(never)
  private func noteByCell() {
    guard !isByCell else { return }
    isByCell = true
    let positions = shape.positions(in: keys)
    let cells = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    var cellFiles = files.isEmpty ? [] : [UInt16](repeating: 0, count: count)
    for cell in 0..<count {
      let isSet = exact.map { $0[cell] != nil } ?? (numerators[cell] != FigureBlock.unset)
      (cells + cell).initialize(to: isSet ? lines[positions[cell]] : 0)
      if isSet, !files.isEmpty { cellFiles[cell] = files[positions[cell]] }
    }
    lines.deallocate()
    (lines, files, keys) = (cells, cellFiles, shape)
  }

  /// Which row a figure was read from: the line, and which of the files.
  func row(key: Int, cell: Int) -> (line: Int, file: Int) {
    let place = isByCell ? cell : key
    return (Int(lines[place]), files.isEmpty ? 0 : Int(files[place]))
  }

  /// Notes where a row, or a figure, was read.
  @inline(__always)
  func note(_ place: Int, line: Int, file: Int) {
    lines[place] = UInt32(truncatingIfNeeded: line)
    guard file > 0 || !files.isEmpty else { return }
    if files.isEmpty { files = [UInt16](repeating: 0, count: keys.count) }
    files[place] = UInt16(truncatingIfNeeded: file)
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
      guard places <= FigureBlock.mostPlaces, let factor = FigureBlock.power(places - self.places) else {
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
    guard exponent <= mostPlaces else { return nil }
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
