/// The axes along which a column lays its values out, slowest first, in the order of `AxisID`.
public struct Shape: Hashable, Sendable {
  /// An axis of a shape with its number of members.
  public struct Extent: Hashable, Sendable {
    /// The axis along which figures lie.
    public let axis: AxisID
    /// How many members the axis has.
    public let count: Int
  }

  /// The axes in the order of `AxisID`, the slowest first; empty for a single figure.
  public let extents: [Extent]

  /// The shape of a single figure.
  public static let scalar = Shape(extents: [])

  /// Creates a shape from axes in any order.
  public init(extents: [Extent]) {
    self.extents = extents.count < 2 ? extents : extents.sorted { $0.axis < $1.axis }
  }

  /// Creates a shape from axes, in any order, and their numbers of members.
  public init(_ pairs: [(axis: AxisID, count: Int)]) {
    self.init(extents: pairs.map { Extent(axis: $0.axis, count: $0.count) })
  }

  /// How many values a column of this shape has; the largest `Int` if there are too many to count.
  public var count: Int {
    extents.reduce(1) { product, extent in
      let (count, overflow) = product.multipliedReportingOverflow(by: extent.count)
      return overflow ? .max : count
    }
  }

  /// Whether figures lie along an axis.
  public func has(_ axis: AxisID) -> Bool { extents.contains { $0.axis == axis } }

  /// Where an axis stands among `extents`; `nil` where figures do not lie along it.
  public func position(of axis: AxisID) -> Int? { extents.firstIndex { $0.axis == axis } }

  /// The position of the value at a member of each axis; axes that are not named are taken at their first.
  public func index(of members: [AxisID: Int]) -> Int {
    extents.reduce(0) { $0 * $1.count + (members[$1.axis] ?? 0) }
  }

  /// The position of the value at a member of each of the axes; others are taken at their first.
  func index(of axes: [AxisID], _ members: [Int]) -> Int {
    var index = 0
    for extent in extents {
      var member = 0
      for position in axes.indices where axes[position] == extent.axis { member = members[position] }
      index = index * extent.count + member
    }
    return index
  }

  /// How far apart neighbours along each axis lie.
  public var strides: [Int] { extents.map { stride(of: $0.axis) } }

  /// How far apart neighbours along an axis lie; zero if there is no such axis.
  public func stride(of axis: AxisID) -> Int {
    guard let position = position(of: axis) else { return 0 }
    return extents[(position + 1)...].reduce(1) { $0 * $1.count }
  }

  /// Which cells lie in a place; axes that it does not name are taken whole.
  func cells(in place: [MemberRange]) -> [Bool] {
    var inside = [true]
    for extent in extents {
      let range = place.first { $0.axis == extent.axis }
      let members = (0..<extent.count).map { member in
        range.map { ($0.from...$0.through).contains(member) } ?? true
      }
      inside = inside.flatMap { outer in members.map { outer && $0 } }
    }
    return inside
  }

  /// The axis of periods; where there are several, that of the shortest.
  var period: AxisID? { extents.last { $0.axis.isPeriod }?.axis }

  func removing(_ axis: AxisID) -> Shape {
    has(axis) ? Shape(extents: extents.filter { $0.axis != axis }) : self
  }

  func union(_ other: Shape) -> Shape {
    if other.extents.isEmpty || self == other { return self }
    if extents.isEmpty { return other }
    return Shape(extents: extents + other.extents.filter { !has($0.axis) })
  }

  /// For each value of a column of this shape, its position in a column whose shape has only some of the
  /// axes. `nil` if the two shapes are the same.
  func indices(into narrower: Shape) -> [Int]? {
    if self == narrower { return nil }
    let steps = extents.map { narrower.stride(of: $0.axis) }
    var indices = [Int]()
    indices.reserveCapacity(count)
    appendIndices(from: 0, at: 0, steps: steps, into: &indices)
    return indices
  }

  private func appendIndices(from position: Int, at base: Int, steps: [Int], into indices: inout [Int]) {
    guard position < extents.count else {
      indices.append(base)
      return
    }
    for member in 0..<extents[position].count {
      appendIndices(from: position + 1, at: base + member * steps[position], steps: steps, into: &indices)
    }
  }

  /// The shape seen from one axis: how many blocks come before it, its members, and how many values each step
  /// spans.
  func around(_ axis: AxisID) -> (outer: Int, count: Int, inner: Int)? {
    guard let position = position(of: axis) else { return nil }
    let outer = extents[..<position].reduce(1) { $0 * $1.count }
    let inner = extents[(position + 1)...].reduce(1) { $0 * $1.count }
    return (outer, extents[position].count, inner)
  }
}
