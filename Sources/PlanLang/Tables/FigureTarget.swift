internal import PlanRules

/// A group of columns prepared for reading rows: the stride of each key and column within the block. It uses plain
/// memory, since it is accessed for every row of tables with a million figures.
final class FigureTarget {
  let group: FiguresHeader.Group
  let shape: Shape
  let keyShape: Shape
  let memory: Memory
  private let programmes: Int

  /// What the loop over rows needs, without references: counting these would take longer than the figures.
  struct Memory {
    let columnCount: Int
    let columns: UnsafeMutablePointer<Int>
    let offsets: UnsafeMutablePointer<Int>
    /// One for each key of the header.
    let strides: UnsafeMutablePointer<Int>
    let keyStrides: UnsafeMutablePointer<Int>
    /// Indexed by programme; a block is created when a row first mentions the programme. `FigureBlocks` owns it.
    let blocks: UnsafeMutablePointer<Unmanaged<FigureBlock>?>
    /// Whether a programme's block is in the table's unit, and whether its rows have the same keys.
    let areInUnit: UnsafeMutablePointer<Bool>
    let haveKeys: UnsafeMutablePointer<Bool>
    let values: UnsafeMutablePointer<Int64>
  }

  init(_ group: FiguresHeader.Group, _ keys: [FiguresHeader.Key], _ plan: Plan) {
    func kept(_ values: [Int]) -> UnsafeMutablePointer<Int> {
      let memory = UnsafeMutablePointer<Int>.allocate(capacity: max(1, values.count))
      memory.initialize(from: values, count: values.count)
      return memory
    }
    self.group = group
    let shape = Shape(group.axes.map { ($0, plan.axis($0).members.count) })
    let keyShape = Shape(
      keys.filter { $0.axis != .programme }.map { ($0.axis, plan.axis($0.axis).members.count) })
    (self.shape, self.keyShape) = (shape, keyShape)
    programmes = plan.programmes.count
    memory = Memory(
      columnCount: group.columns.count, columns: kept(group.columns.map(\.column)),
      offsets: kept(group.columns.map { shape.index(of: $0.members) }),
      strides: kept(keys.map { shape.stride(of: $0.axis) }),
      keyStrides: kept(keys.map { keyShape.stride(of: $0.axis) }),
      blocks: .allocate(capacity: max(1, programmes)), areInUnit: .allocate(capacity: max(1, programmes)),
      haveKeys: .allocate(capacity: max(1, programmes)),
      values: .allocate(capacity: max(1, group.columns.count)))
    memory.blocks.initialize(repeating: nil, count: programmes)
    memory.areInUnit.initialize(repeating: false, count: programmes)
    memory.haveKeys.initialize(repeating: false, count: programmes)
  }

  deinit {
    memory.columns.deallocate()
    memory.offsets.deallocate()
    memory.strides.deallocate()
    memory.keyStrides.deallocate()
    memory.blocks.deallocate()
    memory.areInUnit.deallocate()
    memory.haveKeys.deallocate()
    memory.values.deallocate()
  }
}
