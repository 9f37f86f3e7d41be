/// The unit in which a figure is written: the one in which it was declared or requested.
public enum FigureUnit: Hashable, Sendable {
  /// A number without a unit.
  case number
  /// A ratio without a unit, written in percent.
  case ratio
  /// Powers of declared units, perhaps in thousands or millions; a programme in percent is `percent` to the first.
  case units([Dimension.Factor], scale: Scale?)

  /// One declared unit, by its index in `UnitTable.definitions`, perhaps in thousands or millions.
  public static func unit(_ index: Int, scale: Scale? = nil) -> FigureUnit {
    .units([Dimension.Factor(unit: index, exponent: 1)], scale: scale)
  }

  /// Whether figures in it are written with a percent sign.
  public var isPercent: Bool {
    switch self {
    case .number: false
    case .ratio: true
    case .units(let factors, _): factors.count == 1 && factors[0].unit == UnitTable.percent
    }
  }
}

extension UnitTable {
  /// The dimension of figures written in a unit.
  public func dimension(of unit: FigureUnit) -> Dimension {
    switch unit {
    case .number, .ratio: .none
    case .units(let factors, _):
      factors.reduce(.none) { $0.times(definitions[$1.unit].dimension, power: $1.exponent) }
    }
  }

  /// The size of a unit in base units: 1,000,000 for `million baht`, 1/100 for `percent`.
  public func factor(of unit: FigureUnit) -> Rational {
    switch unit {
    case .number: return .one
    case .ratio: return definitions[UnitTable.percent].factor
    case .units(let factors, let scale):
      var product = scale?.factor ?? .one
      for factor in factors {
        for _ in 0..<abs(factor.exponent) {
          let one = definitions[factor.unit].factor
          product = factor.exponent > 0 ? product * one : product.divided(by: one) ?? product
        }
      }
      return product
    }
  }

  /// The words after a figure: `household`, `million baht`, `baht/household`, `%`.
  public func name(of unit: FigureUnit) -> String {
    switch unit {
    case .number: return ""
    case .ratio: return "%"
    case .units(let factors, let scale):
      if unit.isPercent { return "%" }
      let name: (Dimension.Factor) -> String = { factor in
        let power = abs(factor.exponent)
        return self.definitions[factor.unit].name + (power > 1 ? "^\(power)" : "")
      }
      let above = factors.filter { $0.exponent > 0 }.map(name).listed(by: "·")
      let below = factors.filter { $0.exponent < 0 }.map(name)
      let words = ([above.isEmpty ? "1" : above] + below).listed(by: "/")
      return scale.map { $0.name + " " + words } ?? words
    }
  }

  /// How many decimal places a figure in this unit has, and whether trailing zeros are dropped.
  public func places(of unit: FigureUnit) -> (count: Int, trimmed: Bool) {
    switch unit {
    case .number: return (2, true)
    case .ratio: return (2, false)
    case .units(let factors, let scale):
      guard factors.count == 1, factors[0].exponent == 1 else { return (2, false) }
      let definition = definitions[factors[0].unit]
      if let places = definition.places { return (places, false) }
      switch definition.kind {
      case .currency, .percent: return (2, false)
      case .count: return (scale == nil ? 2 : 3, true)
      }
    }
  }
}
