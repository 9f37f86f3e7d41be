/// What is done with figures, whatever they are figures of.

public enum Arithmetic: UInt8, Hashable, Sendable {
  case add, subtract, multiply, divide
}

public enum Comparison: UInt8, Hashable, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

public enum Connective: UInt8, Hashable, Sendable {
  case and, or
}

public enum CarryRule: String, Hashable, Sendable, CaseIterable {
  case surplusAndShortfall = "surplus and shortfall"
  case shortfall
  case surplus
  case none
}

/// How a change meets the figure that stands in its place.
public enum Change: UInt8, Hashable, Sendable {
  /// Adds to the figure; what is added to a missing one counts from zero.
  case add
  case replace
  case multiply
  /// Adds to a level from a quarter on: to what stood there last, and to each later figure that is known.
  case raise
}

/// A range of members of one axis.
public struct MemberRange: Hashable, Sendable {
  public let axis: AxisID
  public let from: Int
  public let through: Int
}
