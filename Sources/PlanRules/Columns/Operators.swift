// Operators on figures of every kind.

/// Arithmetic on two exact figures; missing if either is, or if the divisor is zero.
public enum Arithmetic: UInt8, Hashable, Sendable {
  case add, subtract, multiply, divide
}

/// A comparison of two values; pending if either is missing.
public enum Comparison: UInt8, Hashable, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// How two conditions are joined, after Kleene: `false and` pending is false, `true or` pending is true.
public enum Connective: UInt8, Hashable, Sendable {
  case and, or
}

/// Which differences between result and adjusted target a period passes on, in the words of a plan's `carry`.
public enum CarryRule: String, Hashable, Sendable, CaseIterable {
  case surplusAndShortfall = "surplus and shortfall"
  case shortfall
  case surplus
  case none
}

/// How a change is applied to the existing figure.
public enum Change: UInt8, Hashable, Sendable {
  /// Adds to the figure; a missing one counts as zero.
  case add
  case replace
  case multiply
  /// Adds to a level from a period on: to the last known figure, and to each later figure that is known.
  case raise
}

/// A range of members of one axis.
public struct MemberRange: Hashable, Sendable {
  /// The axis whose members are meant.
  public let axis: AxisID
  /// The first member, counted from zero.
  public let from: Int
  /// The last member, itself included.
  public let through: Int
}
