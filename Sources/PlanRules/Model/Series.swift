/// A figure that goes through several values, one for each step of a sweep: `from`, `from + step`, and so on.
public struct Series: Hashable, Sendable {
  /// The first value, in base units.
  public let from: Rational
  /// The difference between consecutive values, in base units; negative if the sweep goes down, never zero.
  public let step: Rational
  /// How many values it goes through.
  public let count: Int
  /// How many steps each value is held: with two swept figures, the first stays while the second goes through
  /// all values.
  public let every: Int
  /// The selected steps, counted over the whole sweep: all of them, or a part.
  public let steps: Range<Int>
  /// The unit in which it is written.
  public let unit: FigureUnit

  /// Creates the values of a swept figure; `from` and `step` are in base units.
  public init(from: Rational, step: Rational, count: Int, every: Int, steps: Range<Int>, unit: FigureUnit) {
    self.from = from
    self.step = step
    self.count = count
    self.every = every
    self.steps = steps
    self.unit = unit
  }

  /// The same figure in a part of the sweep.
  func part(_ steps: Range<Int>) -> Series {
    Series(from: from, step: step, count: count, every: every, steps: steps, unit: unit)
  }

  /// The figure at a step of the whole sweep.
  public func value(at index: Int) -> Rational { from + step * Rational(index / every % count) }

  /// The values of some steps, counted from the first selected step.
  func column(_ block: Range<Int>) -> Column {
    let shape = Shape([(.step, block.count)])
    guard case .scaled(let ends, let denominator) = Column.packed([from, step]),
      let last = Int64(exactly: count), ends[1].multipliedReportingOverflow(by: last).overflow == false,
      ends[0].addingReportingOverflow(ends[1] &* last).overflow == false
    else {
      return Column(block.map { value(at: steps.lowerBound + $0) }, shape: shape)
    }
    let first = steps.lowerBound + block.lowerBound
    let (start, step) = (ends[0], ends[1])
    let bound = Swift.max(start.magnitude, (start &+ step &* last).magnitude)
    var figures: [Int64]
    if every == 1, first % count + block.count <= count {
      let begin = start &+ step &* Int64(first % count)
      figures = [Int64](unsafeUninitializedCapacity: block.count) { figures, initialized in
        for offset in 0..<block.count {
          figures.initializeElement(at: offset, to: begin &+ step &* Int64(truncatingIfNeeded: offset))
        }
        initialized = block.count
      }
    } else {
      figures = (0..<block.count).map { start &+ step &* Int64((first + $0) / every % count) }
    }
    return Column(shape: shape, values: .scaled(figures, denominator: denominator), known: nil, bound: bound)
  }
}
