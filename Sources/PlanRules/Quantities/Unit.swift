/// A product of powers of base units: `baht/household` is baht¹·household⁻¹. Empty for plain numbers and ratios.
public struct Dimension: Hashable, Sendable {
  /// A unit raised to a power.
  public struct Factor: Hashable, Sendable {
    /// Index into `UnitTable.definitions`.
    public let unit: Int
    /// The power; negative for units in the denominator.
    public let exponent: Int

    /// Creates a power of the unit at an index of `UnitTable.definitions`.
    public init(unit: Int, exponent: Int) {
      self.unit = unit
      self.exponent = exponent
    }
  }

  /// Ordered by unit; no exponent is zero.
  public let factors: [Factor]

  /// The dimension of plain numbers and ratios.
  public static let none = Dimension(factors: [])

  init(factors: [Factor]) { self.factors = factors }

  /// Creates the dimension of a base unit, by its index in `UnitTable.definitions`.
  public init(unit: Int) { factors = [Factor(unit: unit, exponent: 1)] }

  /// Whether figures of this dimension are plain numbers or ratios.
  public var isNone: Bool { factors.isEmpty }

  /// Returns the dimension of a product with a power of another; with power -1, of the quotient.
  public func times(_ other: Dimension, power: Int = 1) -> Dimension {
    if other.isNone { return self }
    if isNone, power == 1 { return other }
    var exponents: [(unit: Int, exponent: Int)] = factors.map { ($0.unit, $0.exponent) }
    for factor in other.factors {
      if let at = exponents.firstIndex(where: { $0.unit == factor.unit }) {
        exponents[at].exponent += power * factor.exponent
      } else {
        exponents.append((factor.unit, power * factor.exponent))
      }
    }
    return Dimension(
      factors: exponents.filter { $0.exponent != 0 }.sorted { $0.unit < $1.unit }
        .map { Factor(unit: $0.unit, exponent: $0.exponent) })
  }
}

/// A unit that a plan declares (`unit household "ครัวเรือน"`, `currency baht`, `unit rai = 1,600 sqm`).
public struct UnitDefinition: Hashable, Sendable {
  /// What a unit measures, which decides how figures in it are printed.
  public enum Kind: Hashable, Sendable {
    /// Counted or measured things.
    case count
    /// Money: printed to two places.
    case currency
    /// `percent`: one hundredth.
    case percent
  }

  /// The unit as plans write it: `household`.
  public let name: String
  /// A second name that plans may write, `ครัวเรือน`; `nil` where there is none.
  public let label: String?
  /// Whether it counts things, is money, or is `percent`.
  public let kind: Kind
  /// The base units that it consists of; for a base unit, itself.
  public let dimension: Dimension
  /// The size of this unit in base units: 1,600 for a rai of 1,600 sqm, 1 for a base unit.
  public let factor: Rational
  /// The decimal places that the plan asks for (`unit score to 4 places`).
  public let places: Int?
  /// The `##` comment above the declaration; `nil` where there is none.
  public let documentation: String?

  /// Creates a unit.
  ///
  /// - Parameter places: `nil` leaves decimal places to the kind.
  public init(
    name: String, label: String?, kind: Kind, dimension: Dimension, factor: Rational = .one, places: Int?,
    documentation: String? = nil
  ) {
    self.documentation = documentation
    self.name = name
    self.label = label
    self.kind = kind
    self.dimension = dimension
    self.factor = factor
    self.places = places
  }
}

/// The units of a plan, in the order of their declaration; `percent` is always the first.
public struct UnitTable: Hashable, Sendable {
  /// All units; a unit is identified by its index here, which never changes.
  public private(set) var definitions: [UnitDefinition]

  /// The index of `percent`.
  public static let percent = 0

  /// Creates the units of a plan that declares none: `percent` alone.
  public init() {
    let hundredth = Rational(1, over: 100) ?? .one
    definitions = [
      UnitDefinition(
        name: "percent", label: nil, kind: .percent, dimension: .none, factor: hundredth, places: 2)
    ]
  }

  /// Adds a base unit, whose dimension is itself, and returns its index.
  @discardableResult
  public mutating func declareBase(
    name: String, label: String?, kind: UnitDefinition.Kind, places: Int?, documentation: String? = nil
  ) -> Int {
    let index = definitions.count
    definitions.append(
      UnitDefinition(
        name: name, label: label, kind: kind, dimension: Dimension(unit: index), places: places,
        documentation: documentation))
    return index
  }

  /// Adds a unit that is a multiple of others, as a rai is 1,600 sqm, and returns its index.
  @discardableResult
  public mutating func declareDerived(
    name: String, label: String?, factor: Rational, dimension: Dimension, kind: UnitDefinition.Kind,
    places: Int?, documentation: String? = nil
  ) -> Int {
    definitions.append(
      UnitDefinition(
        name: name, label: label, kind: kind, dimension: dimension, factor: factor, places: places,
        documentation: documentation))
    return definitions.count - 1
  }

  /// The index of the plan's only currency; `nil` where it has several or none.
  public var onlyCurrency: Int? {
    let currencies = definitions.indices.filter {
      definitions[$0].kind == .currency && definitions[$0].factor == .one
    }
    return currencies.count == 1 ? currencies[0] : nil
  }
}

/// A scale word before a unit.
public enum Scale: Int, Hashable, Sendable, CaseIterable {
  case thousand = 3
  case million = 6
  case billion = 9

  /// The number that it stands for: 1,000,000 for `million`.
  public var factor: Rational { Rational.powerOfTen(rawValue) }

  /// The English word that plans write: `million`.
  public var name: String {
    switch self {
    case .thousand: "thousand"
    case .million: "million"
    case .billion: "billion"
    }
  }
}
