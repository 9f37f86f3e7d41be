/// The comparisons in a condition, structured as the condition is written, to find which of them decides and
/// by how much.
indirect enum RuleParts {
  /// A condition that has no margin: `known(x)`, a milestone.
  case opaque(truth: NodeID)
  case comparison(truth: NodeID, margin: RuleMargin?)
  case connected(Connective, RuleParts, RuleParts, truth: NodeID)
  case negated(RuleParts, truth: NodeID)
  case chosen(condition: NodeID, then: RuleParts, else: RuleParts, truth: NodeID)
  /// `all` or `any` over an axis.
  case each(RuleMembers, truth: NodeID)

  var truth: NodeID {
    switch self {
    case .opaque(let truth), .comparison(let truth, _), .connected(_, _, _, let truth),
      .negated(_, let truth), .chosen(_, _, _, let truth), .each(_, let truth):
      truth
    }
  }
}

/// A condition evaluated for each member along an axis.
struct RuleMembers {
  /// Whether it has to hold for all of them, or for any.
  let isAll: Bool
  let axis: AxisID
  /// A single element if the truths of all members lie along the axis; else, over programmes and scenarios,
  /// one for each.
  let parts: [RuleParts]
  /// The members that the condition covers.
  let members: [Int]
  let names: (Int) -> String

  func parts(of member: Int) -> RuleParts { parts.count == 1 ? parts[0] : parts[member] }
}

/// How far a comparison is from turning: `A - B` for `A >= B`, `B - A` for `A <= B`, `-|A - B|` for `A = B`.
struct RuleMargin {
  let node: NodeID
  let unit: FigureUnit
  /// Whether the margin is in percentage points.
  let isPoints: Bool
  /// What is missing to reach the threshold, in the unit of the numerator.
  let shortfall: Shortfall?
  /// If there is nothing to divide by, the sides are compared in the unit of the numerator.
  let withoutDividing: WithoutDividing?

  struct Shortfall {
    /// threshold × denominator − numerator
    let amount: NodeID
    let unit: FigureUnit
    let threshold: NodeID
    let thresholdUnit: FigureUnit
  }

  struct WithoutDividing {
    let when: NodeID
    let node: NodeID
    let unit: FigureUnit
  }
}
