internal import PlanRules

/// The blocks into which figures are read from tables, in the order in which the tables mention them.
struct FigureBlocks {
  struct Key: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
    let axes: [AxisID]
  }

  private struct Entry: Sendable {
    let programme: ProgrammeID
    let measure: MeasureID
    let axes: [AxisID]
    let block: FigureBlock
    let origin: Origin
  }

  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  /// The number of figures allocated so far.
  private var cells = 0

  /// The limit for all tables of a plan together.
  private let maxCells: Int

  init(limits: Limits) { maxCells = limits[.cells] }

  /// A measure whose figures could not all be stored for lack of memory, or the last measure if there is not enough
  /// memory to turn the blocks into columns.
  var measureLackingMemory: MeasureID? {
    if let entry = entries.first(where: { $0.block.lacksMemory }) { return entry.measure }
    return FigureBlock.hasRoom(for: cells) ? nil : entries.last?.measure
  }

  /// The block of a breakdown, created if necessary; `nil` if this would exceed the total number of figures allowed,
  /// or the memory.
  mutating func block(_ key: Key, load: LoadSyntax, cells: Int, make: () -> FigureBlock?) -> FigureBlock? {
    if let place = places[key] { return entries[place].block }
    guard self.cells + cells <= maxCells else { return nil }
    guard let block = make() else { return nil }
    self.cells += cells
    add(
      key,
      Entry(
        programme: key.programme, measure: key.measure, axes: key.axes, block: block,
        origin: load.span.origin))
    return block
  }

  private mutating func add(_ key: Key, _ entry: Entry) {
    places[key] = entries.count
    entries.append(entry)
  }

  private static func key(_ entry: Entry) -> Key {
    Key(programme: entry.programme, measure: entry.measure, axes: entry.axes)
  }

  /// Whether blocks of the same tables can be merged: no figure is set in both, and together they are within the
  /// limit.
  func canMerge(_ others: FigureBlocks) -> Bool {
    cells + others.cells <= maxCells
      && others.entries.allSatisfy { entry in
        places[FigureBlocks.key(entry)].map { entries[$0].block.canMerge(entry.block) } ?? true
      }
  }

  /// - Parameter lines: the number of lines before those of the other blocks.
  mutating func merge(_ others: FigureBlocks, behind lines: Int) {
    for entry in others.entries {
      let key = FigureBlocks.key(entry)
      if let place = places[key] {
        entries[place].block.merge(entry.block, behind: lines)
      } else {
        entry.block.countLines(from: lines)
        cells += entry.block.shape.count
        add(key, entry)
      }
    }
  }

  /// Moves the contents of the blocks out into columns, leaving the blocks empty.
  func takeColumns(_ origin: @escaping @Sendable (Int, Int) -> Origin) -> [(
    programme: ProgrammeID, figures: DeclaredFigures
  )] {
    Parallel.map(entries) { entry in
      let table = FigureTable(
        column: entry.block.takeColumn(), unit: entry.block.unit, places: entry.block.tablePlaces(origin))
      return (
        entry.programme,
        DeclaredFigures(
          measure: entry.measure, axes: entry.axes, content: .table(table), origin: entry.origin)
      )
    }
  }
}
