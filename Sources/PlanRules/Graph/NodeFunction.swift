/// A node of the graph of formulas, identified by its index in the graph.
public struct NodeID: Hashable, Sendable {
  let index: Int
}

/// What a node computes from its inputs. The inputs are stored separately, in the order in which a case names
/// them.
enum NodeFunction: Hashable, Sendable {
  case constant(Column)
  /// A figure that is being solved for; computed, it has its current value.
  indirect case unknown(Unknown)
  /// A figure that varies over the steps of a sweep.
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
  /// The first figure if it is known, else the second.
  case otherwise
  /// Of a truth and two figures: the first figure where the truth is true, else the second.
  case choose
  /// The figure, but unknown wherever the condition, its second input, is true.
  case withhold
  /// Elementwise reduction of all inputs.
  case combine(Reduction)
  case reduce(Reduction, along: AxisID, from: Int, through: Int)
  case select(AxisID, member: Int)
  /// Reduces the members of an axis to those of the coarser axis that contains them.
  case rollUp(Reduction, along: AxisID, within: Containment, count: Int)
  /// One input for each member.
  case stack(along: AxisID)
  /// Applies the second input to the cells whose members lie in the place; axes that it does not name are
  /// taken whole.
  case change(Change, place: [MemberRange])
  /// True where the figure, or one later in time, is true.
  case nowOrLater
  /// Of target, result and which periods are closed: what each period takes over from the one before (nothing
  /// in the first of a year).
  case carried(CarryRule)
  /// A target after carry-over, which is the second input.
  case adjust
  /// Of a result and the figure that it is judged by.
  indirect case light(LightBands)
}
