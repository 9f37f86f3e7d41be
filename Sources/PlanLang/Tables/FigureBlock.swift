internal import Glibc
internal import PlanRules

/// The figures of one measure of one programme along one breakdown, while they are being read from a table.
///
/// It is passed between threads, but only ever used by one at a time.
final class FigureBlock: @unchecked Sendable {
  let shape: Shape
  /// The unit in which the figures are written; `nil` if it follows from their place.
  let unit: FigureUnit?
  /// The axes that identify rows; all axes once several rows share a key, or tables have different keys.
  private(set) var keys: Shape
  /// The figures, as long as all of them fit in 32 bits, which halves the memory traffic. The sign bit of each is
  /// flipped, so that the value meaning "unset" is stored as zero, which is what fresh memory contains.
  private var narrow: UnsafeMutablePointer<Int32>?
  /// The same in 64 bits, once a figure does not fit in 32.
  private var wide: UnsafeMutablePointer<Int64>
  private let count: Int
  /// The number of decimal places: each figure is stored as a whole number over this power of ten.
  private var places = 0
  /// The exact figures, once one does not fit in 64 bits.
  private var exact: [Rational?]?
  private var lines: UnsafeMutablePointer<UInt32>
  private var isByCell: Bool
  private var files: [UInt16] = []
  /// Whether an allocation failed: some figures are missing then, and the table must be rejected.
  private(set) var lacksMemory = false

  private static let unset = Int64.min
  /// The largest number of decimal places that the common denominator of a column may have.
  private static let maxPlaces = 12

  /// Returns `nil` if there is not enough memory for this many figures in their widest representation.
  init?(shape: Shape, keys: Shape, unit: FigureUnit?) {
    guard FigureBlock.hasRoom(for: shape.count) else { return nil }
    let narrow: UnsafeMutablePointer<Int32>? = FigureBlock.zeros(shape.count)
    let wide: UnsafeMutablePointer<Int64>? = FigureBlock.zeros(0)
    let lines: UnsafeMutablePointer<UInt32>? = FigureBlock.zeros(keys.count)
    guard let narrow, let wide, let lines else {
      free(narrow)
      free(wide)
      free(lines)
      return nil
    }
    (self.narrow, self.wide, self.lines) = (narrow, wide, lines)
    (self.shape, self.keys, self.unit) = (shape, keys, unit)
    count = shape.count
    isByCell = keys == shape
  }

  deinit {
    free(narrow)
    free(wide)
    free(lines)
  }

  private func releaseBuffers() {
    free(narrow)
    narrow = nil
    if let least = realloc(wide, MemoryLayout<Int64>.size) {
      wide = least.bindMemory(to: Int64.self, capacity: 1)
    }
  }

  /// Whether there is room for the worst case: narrow and wide figures side by side during a conversion plus two sets
  /// of lines, or a column and its data. The check itself uses no memory.
  static func hasRoom(for count: Int) -> Bool {
    guard count > 1 << 20 else { return true }
    // Not from the heap: an optimized build removes an allocation that is freed unused.
    let size = count * 20
    guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return false }
    munmap(memory, size)
    return true
  }

  /// Zeroed memory that is mapped page by page on first write, so that most of it is still in the cache then.
  private static func zeros<Number: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Number>? {
    calloc(max(1, count), MemoryLayout<Number>.size)?.bindMemory(to: Number.self, capacity: max(1, count))
  }

  @inline(__always)
  private func isSet(_ index: Int) -> Bool {
    if let narrow { return narrow[index] != 0 }
    return wide[index] != 0
  }

  private subscript(index: Int) -> Int64 {
    get {
      if let narrow { return Int64(narrow[index] ^ .min) }
      return wide[index] ^ FigureBlock.unset
    }
    set {
      if let narrow, FigureBlock.isNarrow(newValue) {
        narrow[index] = Int32(truncatingIfNeeded: newValue) ^ .min
      } else {
        if narrow != nil, !isWide() { return }
        wide[index] = newValue ^ FigureBlock.unset
      }
    }
  }

  @inline(__always)
  private static func isNarrow(_ value: Int64) -> Bool {
    value > Int64(Int32.min) && value <= Int64(Int32.max)
  }

  /// Ensures that figures have 64 bits each; returns `false` if there is no memory for it.
  @inline(never)
  private func isWide() -> Bool {
    guard let narrow else { return true }
    guard let fresh: UnsafeMutablePointer<Int64> = FigureBlock.zeros(count) else {
      lacksMemory = true
      return false
    }
    free(wide)
    wide = fresh
    for index in 0..<count where narrow[index] != 0 {
      wide[index] = Int64(narrow[index] ^ .min) ^ FigureBlock.unset
    }
    free(narrow)
    self.narrow = nil
    return true
  }

  /// Whether the line can be recorded once for a whole row; otherwise it is recorded for each figure.
  ///
  /// - Parameter hasKeys: whether the row has the same keys as the block.
  @inline(__always)
  func notesRow(_ key: Int, hasKeys: Bool) -> Bool {
    if !isByCell, hasKeys, lines[key] == 0 { return true }
    noteByCell()
    return false
  }

  @inline(never)
  private func noteByCell() {
    guard !isByCell else { return }
    guard let cellLines: UnsafeMutablePointer<UInt32> = FigureBlock.zeros(count) else {
      lacksMemory = true
      return
    }
    isByCell = true
    let positions = shape.positions(in: keys)
    var cellFiles = files.isEmpty ? [] : [UInt16](repeating: 0, count: count)
    for cell in 0..<count where exact.map({ $0[cell] != nil }) ?? isSet(cell) {
      cellLines[cell] = lines[positions[cell]]
      if !files.isEmpty { cellFiles[cell] = files[positions[cell]] }
    }
    free(lines)
    (lines, files, keys) = (cellLines, cellFiles, shape)
  }

  /// The row from which a figure was read: its line, and the index of its file.
  func row(key: Int, cell: Int) -> (line: Int, file: Int) {
    guard !lacksMemory else { return (0, 0) }
    let place = isByCell ? cell : key
    return (Int(lines[place]), files.isEmpty ? 0 : Int(files[place]))
  }

  /// Records where a row or a figure was read.
  @inline(__always)
  func note(_ place: Int, line: Int, file: Int) {
    // After a failed allocation, the lines may still be by row rather than by cell.
    guard !lacksMemory else { return }
    lines[place] = UInt32(truncatingIfNeeded: line)
    guard file > 0 || !files.isEmpty else { return }
    if files.isEmpty { files = [UInt16](repeating: 0, count: keys.count) }
    files[place] = UInt16(truncatingIfNeeded: file)
  }

  /// Stores a figure; `false` if its cell is already set.
  @inline(__always)
  func put(_ value: Int64, places: Int, at index: Int) -> Bool {
    guard exact == nil else { return put(FigureBlock.rational(value, places), at: index) }
    guard !isSet(index) else { return false }
    if places == self.places {
      self[index] = value
      return true
    }
    return putScaled(value, places, at: index)
  }

  /// Stores a row of figures with the given decimal places, at offsets from a base. Returns `false` and stores
  /// nothing if any cell is already set or the block has different decimal places.
  func putRow(_ values: UnsafePointer<Int64>, places: Int, base: Int, offsets: UnsafePointer<Int>, count: Int)
    -> Bool
  {
    guard places == self.places, exact == nil else { return false }
    if let narrow {
      let narrow = narrow + base
      var areNarrow = true
      for index in 0..<count {
        if narrow[offsets[index]] != 0 { return false }
        areNarrow = areNarrow && FigureBlock.isNarrow(values[index])
      }
      if areNarrow {
        for index in 0..<count {
          narrow[offsets[index]] = Int32(truncatingIfNeeded: values[index]) ^ .min
        }
        return true
      }
      guard isWide() else { return true }
    }
    let wide = wide + base
    for index in 0..<count where wide[offsets[index]] != 0 { return false }
    for index in 0..<count { wide[offsets[index]] = values[index] ^ FigureBlock.unset }
    return true
  }

  func put(_ figure: Rational, at index: Int) -> Bool {
    if exact == nil { leave64Bits() }
    guard exact?[index] == nil else { return false }
    exact?[index] = figure
    return true
  }

  /// Whether another block of the same breakdown can be merged: no figure is set in both, and both use the same
  /// representation.
  func canMerge(_ other: FigureBlock) -> Bool {
    guard exact == nil, other.exact == nil, places == other.places, unit == other.unit, keys == other.keys,
      files.isEmpty, other.files.isEmpty
    else { return false }
    // Every figure has a line, either through its row or of its own.
    for index in other.linesFilled where lines[index] != 0 && other.lines[index] != 0 { return false }
    return true
  }

  /// Whether all rows of this block come before all rows of the other in key order, as in a sorted table.
  private func areApart(_ other: FigureBlock) -> Bool {
    !isByCell && !other.isByCell && linesFilled.upperBound <= other.linesFilled.lowerBound
  }

  /// - Parameter lines: the number of lines before those of the other block.
  func merge(_ other: FigureBlock, behind count: Int) {
    defer { other.releaseBuffers() }
    if areApart(other), let narrow, let others = other.narrow {
      // At most one of the two is non-zero.
      for index in 0..<self.count { narrow[index] |= others[index] }
    } else {
      for index in other.figuresFilled where other.isSet(index) { self[index] = other[index] }
    }
    other.countLines(from: count)
    for index in other.linesFilled where other.lines[index] != 0 { lines[index] = other.lines[index] }
  }

  /// Shifts the line numbers by the number of lines before them.
  func countLines(from count: Int) {
    for index in linesFilled where lines[index] != 0 { lines[index] += UInt32(truncatingIfNeeded: count) }
  }

  /// The range from the first set figure to the last.
  private var figuresFilled: Range<Int> {
    var (from, to) = (0, count)
    while from < to, !isSet(from) { from += 1 }
    while to > from, !isSet(to - 1) { to -= 1 }
    return from..<to
  }

  private var linesFilled: Range<Int> {
    var (from, to) = (0, keys.count)
    while from < to, lines[from] == 0 { from += 1 }
    while to > from, lines[to - 1] == 0 { to -= 1 }
    return from..<to
  }

  private func putScaled(_ value: Int64, _ places: Int, at index: Int) -> Bool {
    if places > self.places {
      guard places <= FigureBlock.maxPlaces, let factor = FigureBlock.power(places - self.places) else {
        return put(FigureBlock.rational(value, places), at: index)
      }
      for other in 0..<count where isSet(other) {
        let (scaled, overflow) = self[other].multipliedReportingOverflow(by: factor)
        guard !overflow, scaled != FigureBlock.unset else {
          // The figures before this one have already been scaled: undo that.
          for earlier in 0..<other where isSet(earlier) { self[earlier] /= factor }
          return put(FigureBlock.rational(value, places), at: index)
        }
        self[other] = scaled
      }
      self.places = places
      self[index] = value
      return true
    }
    guard let factor = FigureBlock.power(self.places - places) else {
      return put(FigureBlock.rational(value, places), at: index)
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: factor)
    guard !overflow, scaled != FigureBlock.unset else {
      return put(FigureBlock.rational(value, places), at: index)
    }
    self[index] = scaled
    return true
  }

  private func leave64Bits() {
    exact = (0..<count).map {
      isSet($0) ? FigureBlock.rational(self[$0], places) : nil
    }
  }

  private static func rational(_ value: Int64, _ places: Int) -> Rational {
    Rational(Int(value)) * .powerOfTen(-places)
  }

  /// The power of ten, if it may be the common denominator of a column.
  private static func power(_ exponent: Int) -> Int64? {
    guard exponent <= maxPlaces else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Moves the figures out into a column; this leaves the block empty and frees its memory for the next column.
  func takeColumn() -> Column {
    if let exact { return Column(exact, shape: shape) }
    defer { releaseBuffers() }
    if let narrow {
      return Column(
        signFlipped: UnsafeBufferPointer(start: narrow, count: count), places: places, shape: shape)
    }
    return Column(
      signFlipped: UnsafeBufferPointer(start: wide, count: count), places: places, shape: shape)
  }

  func tablePlaces(_ origin: @escaping @Sendable (Int, Int) -> Origin) -> TablePlaces {
    TablePlaces(
      keys: keys, lines: Array(UnsafeBufferPointer(start: lines, count: keys.count)), files: files,
      origin: origin)
  }
}
