/// Identifies an axis of a figure. Identities are ordered as a column lays out its values.
public struct AxisID: Hashable, Comparable, Sendable {
  /// The place of the axis in the order of all axes.
  public let rawValue: Int

  /// Creates the identity of an axis from its place in the order; for axes of the plan use `declared(_:)`.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Scenarios, base first.
  public static let scenario = AxisID(rawValue: 0)
  /// Programmes that are not groups, in the order of the plan.
  public static let programme = AxisID(rawValue: 1)
  /// Programmes that are groups, in the order of the plan.
  public static let group = AxisID(rawValue: 2)
  /// Fiscal years, Buddhist Era.
  public static let year = AxisID(rawValue: 3)
  /// The steps of a sweep: last of all, so that their values are adjacent.
  public static let step = AxisID(rawValue: 1 << 40)

  /// An axis that the plan declares; the first has the index 0.
  public static func declared(_ index: Int) -> AxisID { AxisID(rawValue: firstDeclared + index) }

  private static let firstDeclared = year.rawValue + 1 + PeriodUnit.allCases.count

  /// Whether the plan declares it.
  public var isDeclared: Bool { rawValue >= AxisID.firstDeclared && self != .step }

  /// Whether `a` varies more slowly than `b` where a column has both.
  public static func < (a: AxisID, b: AxisID) -> Bool { a.rawValue < b.rawValue }

  /// Years and their periods: the axes along which time runs.
  public var isTime: Bool { rawValue >= AxisID.year.rawValue && rawValue < AxisID.firstDeclared }

  /// Whether the periods of a fiscal year lie along it: halves, quarters, months.
  public var isPeriod: Bool { isTime && self != .year }

  /// Axes along which a question runs over plans or programmes, rather than along a breakdown of their figures.
  public var rangesOverEntities: Bool { self == .scenario || self == .programme || self == .group }
}

/// One place along an axis.
public struct AxisMember: Hashable, Sendable {
  /// The member as plans write it in brackets: `north`, `Q3`, `2562`.
  public let name: String
  /// The label shown to readers, `เหนือ`; `nil` if the plan gives none.
  public let label: String?

  /// Creates a member of an axis.
  public init(name: String, label: String? = nil) {
    self.name = name
    self.label = label
  }
}

/// A way in which figures are broken down.
public struct Axis: Hashable, Sendable {
  /// Which axis it is, and so its position in a column.
  public let id: AxisID
  /// The axis as plans write it after `by` and `over`: `region`, `quarter`.
  public let name: String
  /// The label shown to readers; `nil` if the plan gives none, and for the axes of every plan.
  public let label: String?
  /// The members in order; columns and places count them from zero.
  public let members: [AxisMember]
  /// The coarser axis whose members contain these; `nil` if the axis is not nested.
  public let within: Containment?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?

  /// Creates an axis with its members in order.
  public init(
    id: AxisID, name: String, label: String? = nil, members: [AxisMember], within: Containment? = nil,
    documentation: String? = nil
  ) {
    self.documentation = documentation
    self.id = id
    self.name = name
    self.label = label
    self.members = members
    self.within = within
  }
}

/// How the members of an axis lie within those of a coarser one: areas within regions.
public struct Containment: Hashable, Sendable {
  /// The coarser axis: regions, where provinces lie within them.
  public let axis: AxisID
  /// For each member of the finer axis, the member of the coarser one.
  public let members: [Int32]

  /// Creates a containment from the position of the coarser member for each finer one.
  public init(axis: AxisID, members: [Int32]) {
    self.axis = axis
    self.members = members
  }

  /// An axis is seldom nested in another in two ways, so the members themselves need not be hashed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(axis)
    hasher.combine(members.count)
  }
}
