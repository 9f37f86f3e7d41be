/// How far a rule is from turning. What is short is negative.
public struct Margin: Hashable, Sendable {
  /// How far a ratio is from its threshold, in the unit of its numerator.
  public struct Shortfall: Hashable, Sendable {
    /// The threshold's share of the denominator minus the numerator, in base units: negative if the numerator
    /// is larger.
    public let amount: Rational
    /// The unit of the numerator, in which the amount is printed.
    public let unit: FigureUnit
    /// The ratio with which the rule compares: 0.96 for 96%.
    public let threshold: Rational
    /// The unit in which the threshold is printed; percent for a plain number.
    public let thresholdUnit: FigureUnit
  }

  /// The distance in base units, or as a ratio where it is in points: -0.05 is five points short.
  public let value: Rational
  /// The unit in which the distance is printed where it is not in points.
  public let unit: FigureUnit
  /// Whether the distance is in percentage points.
  public let isPoints: Bool
  /// The amount by which the numerator of a ratio falls short; `nil` if the rule compares no ratio, or two of
  /// them.
  public let shortfall: Shortfall?
  /// The name of the deciding member, if the rule covers several members; else `nil`.
  public let member: String?
  /// Whether nothing was left to reach, so that the sides of a ratio were compared without dividing.
  public let isOfNothing: Bool
}

/// Finds the comparison that decides a condition, and its margin.
///
/// In `and` and `or`, it is the first part, as written, that has the verdict of the whole. In `not`, it is
/// the part inside, reversed; in `if`, the branch taken; in `all`, the worst member; in `any`, the best one.
struct MarginReading {
  let workspace: Workspace
  /// The origin of the rule.
  let origin: Origin

  private var graph: Graph { workspace.graph }

  typealias Members = [AxisID: Int]

  private func truth(_ node: NodeID, at members: Members) throws(Problem) -> Bool? {
    try graph.column(node, at: origin).figure(at: members).map { !$0.isZero }
  }

  func margin(of parts: RuleParts, at members: Members = [:]) throws(Problem) -> Margin? {
    switch parts {
    case .opaque: return nil
    case .comparison(_, let margin):
      return if let margin { try self.margin(margin, at: members) } else { nil }
    case .connected(_, let a, let b, let whole):
      let verdict = try truth(whole, at: members)
      for part in [a, b] where try truth(part.truth, at: members) == verdict {
        return try margin(of: part, at: members)
      }
      return nil
    case .negated(let inner, _): return try margin(of: inner, at: members)?.negated
    case .chosen(let condition, let then, let otherwise, _):
      guard let holds = try truth(condition, at: members) else { return nil }
      return try margin(of: holds ? then : otherwise, at: members)
    case .each(let each, let whole): return try margin(of: each, truth(whole, at: members), at: members)
    }
  }

  private func margin(of each: RuleMembers, _ verdict: Bool?, at members: Members) throws(Problem) -> Margin?
  {
    let isAll = each.isAll
    var best: (margin: Margin, truth: Bool?)?
    for member in each.members {
      let there = members.merging([each.axis: member]) { $1 }
      let parts = each.parts(of: member)
      let truth = try truth(parts.truth, at: there)
      // Only members with the verdict of the whole decide it; the others do not matter.
      guard verdict == nil || truth == verdict, let found = try margin(of: parts, at: there) else { continue }
      let named = found.of(each.names(member))
      guard let so = best else {
        best = (named, truth)
        continue
      }
      guard isLike(named, so.margin) else { continue }
      if isAll ? named.value < so.margin.value : named.value > so.margin.value { best = (named, truth) }
    }
    return best?.margin
  }

  private func isLike(_ a: Margin, _ b: Margin) -> Bool {
    a.isPoints == b.isPoints
      && (a.isPoints
        || workspace.plan.units.dimension(of: a.unit) == workspace.plan.units.dimension(of: b.unit))
  }

  private func margin(_ part: RuleMargin, at members: Members) throws(Problem) -> Margin? {
    let figure: (NodeID) throws(Problem) -> Rational? = { (node) throws(Problem) in
      try graph.column(node, at: origin).figure(at: members)
    }
    if let plain = part.withoutDividing, try truth(plain.when, at: members) == true {
      return try figure(plain.node).map {
        Margin(
          value: $0, unit: plain.unit, isPoints: false, shortfall: nil, member: nil, isOfNothing: true)
      }
    }
    guard let value = try figure(part.node) else { return nil }
    var shortfall: Margin.Shortfall?
    if let missing = part.shortfall, let amount = try figure(missing.amount),
      let threshold = try figure(missing.threshold)
    {
      shortfall = Margin.Shortfall(
        amount: amount, unit: missing.unit, threshold: threshold, thresholdUnit: missing.thresholdUnit)
    }
    return Margin(
      value: value, unit: part.unit, isPoints: part.isPoints, shortfall: shortfall, member: nil,
      isOfNothing: false)
  }

  // MARK: As a node

  /// The same margin as a node, in points or in the dimension of a unit; parts of another dimension have none.
  func node(of parts: RuleParts, like model: Margin) -> NodeID {
    let missing = graph.constant(nil)
    switch parts {
    case .opaque: return missing
    case .comparison(_, let margin): return margin.map { node(of: $0, like: model) } ?? missing
    case .connected(_, let a, let b, let whole):
      let (first, second) = (node(of: a, like: model), node(of: b, like: model))
      return graph.node(.choose(same(a.truth, whole), then: first, else: second))
    case .negated(let inner, _): return graph.node(.negate(node(of: inner, like: model)))
    case .chosen(let condition, let then, let otherwise, _):
      return graph.node(
        .choose(condition, then: node(of: then, like: model), else: node(of: otherwise, like: model)))
    case .each(let each, let whole): return node(of: each, whole, like: model)
    }
  }

  private func node(of each: RuleMembers, _ whole: NodeID, like model: Margin) -> NodeID {
    let reduction: Reduction = each.isAll ? .min : .max
    let deciding: (RuleParts) -> NodeID = { parts in
      graph.node(
        .withhold(
          node(of: parts, like: model),
          when: graph.node(
            .connect(
              .and, graph.node(.known(whole)), graph.node(.not(same(parts.truth, whole)))))))
    }
    if each.parts.count > 1 || !graph.shape(of: each.parts[0].truth).has(each.axis) {
      return graph.node(.combine(reduction, each.parts.map(deciding)))
    }
    guard let first = each.members.first, let last = each.members.last else { return graph.constant(nil) }
    return graph.node(
      .reduce(reduction, deciding(each.parts[0]), along: each.axis, from: first, through: last))
  }

  private func node(of margin: RuleMargin, like model: Margin) -> NodeID {
    let missing = graph.constant(nil)
    let units = workspace.plan.units
    let fits: (Bool, FigureUnit) -> Bool = { isPoints, unit in
      isPoints == model.isPoints && (isPoints || units.dimension(of: unit) == units.dimension(of: model.unit))
    }
    let plain = fits(margin.isPoints, margin.unit) ? margin.node : missing
    guard let other = margin.withoutDividing else { return plain }
    return graph.node(
      .choose(other.when, then: fits(false, other.unit) ? other.node : missing, else: plain))
  }

  /// Whether two truths are the same, with pending as a third value.
  private func same(_ a: NodeID, _ b: NodeID) -> NodeID {
    let bothPending = graph.node(
      .connect(.and, graph.node(.not(graph.node(.known(a)))), graph.node(.not(graph.node(.known(b))))))
    let equal = graph.node(.otherwise(graph.node(.compare(.equal, a, b)), graph.truth(false)))
    return graph.node(.connect(.or, equal, bothPending))
  }
}

extension Margin {
  fileprivate var negated: Margin {
    Margin(
      value: -value, unit: unit, isPoints: isPoints, shortfall: shortfall, member: member,
      isOfNothing: isOfNothing)
  }

  fileprivate func of(_ name: String) -> Margin {
    Margin(
      value: value, unit: unit, isPoints: isPoints, shortfall: shortfall,
      member: member.map { name + ", " + $0 } ?? name, isOfNothing: isOfNothing)
  }
}
