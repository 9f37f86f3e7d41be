/// How a formula varies along an axis.
struct FormulaReach: OptionSet {
  let rawValue: Int

  /// A figure in it names its member itself: `canal.target[Q2]` along quarters, `canal.target` along programmes.
  static let bound = FormulaReach(rawValue: 1)
  /// A part of it may differ from member to member.
  static let open = FormulaReach(rawValue: 2)
}

extension Formula {
  /// Whether a question along an axis would have the same answer for every member, because all figures in it
  /// name their member themselves. Labelling the answers with the members would then be misleading.
  public func isBound(along axis: AxisID) -> Bool {
    guard axis != .scenario, axis != .step else { return false }
    return reach(along: axis) == .bound
  }

  private func reach(along axis: AxisID) -> FormulaReach {
    switch form {
    case .literal, .missing, .truth, .light, .date, .unknown, .series: []
    case .figure(_, let programme): axis.rangesOverEntities && programme != nil ? .bound : .open
    // Definitions elsewhere, and values of the whole plan, are not examined.
    case .formula, .parameter, .kpi, .kpis, .milestone, .approved: .open
    case .narrow(let inner, let place):
      inner.reach(along: axis, isNamed: place.contains { $0.axis == axis })
    case .reduce(_, let inner, let over): inner.reach(along: axis, isNamed: over == axis)
    case .negate, .not, .convert, .arithmetic, .otherwise, .compare, .connect, .choose, .call:
      parts.reduce([]) { $0.union($1.reach(along: axis)) }
    }
  }

  private func reach(along axis: AxisID, isNamed: Bool) -> FormulaReach {
    let inner = reach(along: axis)
    return isNamed && !inner.isEmpty ? .bound : inner
  }
}
