/// Which axes lie within which: areas in provinces, provinces in regions.
struct AxisNesting {
  /// By the number of the axis: this is looked up for every figure that is read, so it avoids hashing.
  private let containments: [Containment?]
  private let ancestors: [[AxisID]]

  init(_ plan: Plan) {
    let count = (plan.axes.map(\.id.rawValue).max() ?? 0) + 1
    var containments = [Containment?](repeating: nil, count: count)
    for axis in plan.axes { containments[axis.id.rawValue] = axis.within }
    self.containments = containments
    ancestors = (0..<count).map { axis in
      let id = AxisID(rawValue: axis)
      if id.isPeriod { return id.longerPeriods }
      var ancestors: [AxisID] = []
      var next = containments[axis]?.axis
      while let found = next, !ancestors.contains(found) {
        ancestors.append(found)
        next = containments[found.rawValue]?.axis
      }
      return ancestors
    }
  }

  /// The coarser axes that contain an axis, the nearest first.
  func ancestors(of axis: AxisID) -> [AxisID] {
    axis.rawValue < ancestors.count ? ancestors[axis.rawValue] : []
  }

  func isNested(_ axis: AxisID, in other: AxisID) -> Bool { ancestors(of: axis).contains(other) }

  /// How the members of an axis lie within those of one of its ancestors.
  func containment(of axis: AxisID, in ancestor: AxisID) -> Containment? {
    if axis.isPeriod { return isNested(axis, in: ancestor) ? axis.containment(in: ancestor) : nil }
    guard axis.rawValue < containments.count, let nearest = containments[axis.rawValue] else { return nil }
    if nearest.axis == ancestor { return nearest }
    guard let further = containment(of: nearest.axis, in: ancestor) else { return nil }
    return Containment(axis: ancestor, members: nearest.members.map { further.members[Int($0)] })
  }
}
