/// A node of the graph of formulas, by its place in the graph.
public struct NodeID: Hashable, Sendable {
  let index: Int
}

/// What a node computes from other nodes. Two nodes that compute the same are the same node.
public enum Operation: Hashable, Sendable {
  case constant(Column)
  /// A figure that is sought; computed, it is what stands in its place now.
  indirect case unknown(Unknown)
  /// A figure that goes through the steps of a sweep.
  indirect case series(Series)
  case arithmetic(Arithmetic, NodeID, NodeID)
  case negate(NodeID)
  case magnitude(NodeID)
  /// Rounds half away from zero at a number of decimal places, counted in units of a factor.
  case round(NodeID, places: Int, factor: Rational)
  case compare(Comparison, NodeID, NodeID)
  case connect(Connective, NodeID, NodeID)
  case not(NodeID)
  case known(NodeID)
  /// The first where it is known, else the second.
  case otherwise(NodeID, NodeID)
  case choose(NodeID, then: NodeID, else: NodeID)
  /// The figure, but unknown wherever the condition is true.
  case withhold(NodeID, when: NodeID)
  /// Elementwise reduction of several columns.
  case combine(Reduction, [NodeID])
  case reduce(Reduction, NodeID, along: AxisID, from: Int, through: Int)
  case select(NodeID, AxisID, member: Int)
  /// Reduces the members of an axis to those of the coarser axis that they lie within.
  case rollUp(Reduction, NodeID, along: AxisID, within: Containment, count: Int)
  case stack([NodeID], along: AxisID)
  /// Changes the cells whose members lie in the place; axes not named are taken whole.
  case change(NodeID, Change, by: NodeID, place: [MemberRange])
  /// True where the figure, or one later in time, is true.
  case nowOrLater(NodeID)
  /// What each quarter takes over from the one before it (none in the first of a year).
  case carried(target: NodeID, result: NodeID, settled: NodeID, rule: CarryRule)
  /// A target after what is carried into it.
  case adjust(target: NodeID, carried: NodeID)
  indirect case light(result: NodeID, adjusted: NodeID, bands: LightBands)
}
