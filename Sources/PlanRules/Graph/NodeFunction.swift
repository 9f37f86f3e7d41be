/// A node of the graph of formulas, by its place in the graph.
public struct NodeID: Hashable, Sendable {
  let index: Int
}

/// What a node computes from its inputs. Which nodes these are stands beside it, in the order in which a case names them.
enum NodeFunction: Hashable, Sendable {
  case constant(Column)
  /// A figure that is sought; computed, it is what stands in its place now.
  indirect case unknown(Unknown)
  /// A figure that goes through the steps of a sweep.
  indirect case series(Series)
  /// Of two figures.
  case arithmetic(Arithmetic)
  case negate
  case magnitude
  /// Rounds half away from zero at a number of decimal places, counted in units of a factor.
  case round(places: Int, factor: Rational)
  /// Of two figures.
  case compare(Comparison)
  /// Of two truths.
  case connect(Connective)
  case not
  /// Whether the figure is known.
  case known
  /// The first where it is known, else the second.
  case otherwise
  /// Of a truth and two figures: the first where it is true, else the second.
  case choose
  /// The figure, but unknown wherever the condition, its second input, is true.
  case withhold
  /// Elementwise reduction of all inputs.
  case combine(Reduction)
  case reduce(Reduction, along: AxisID, from: Int, through: Int)
  case select(AxisID, member: Int)
  /// Reduces the members of an axis to those of the coarser axis that they lie within.
  case rollUp(Reduction, along: AxisID, within: Containment, count: Int)
  /// An input for each member.
  case stack(along: AxisID)
  /// Changes, by its second input, the cells whose members lie in the place; axes not named are taken whole.
  case change(Change, place: [MemberRange])
  /// True where the figure, or one later in time, is true.
  case nowOrLater
  /// Of target, result and what is closed: what each quarter takes over from the one before it (none in the first of a year).
  case carried(CarryRule)
  /// A target after what is carried into it, its second input.
  case adjust
  /// Of a result and what it is judged by.
  indirect case light(LightBands)
}
