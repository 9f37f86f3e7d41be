/// The only formatter of figures: what a figure looks like wherever it is shown.
///
/// Rounding is half away from zero, and only here: percentages and money to 2 places, counts whole unless they
/// have a fraction, quotients of units to 2 places, or as the unit says.
public struct FigureFormat: Sendable {
  public let units: UnitTable

  public init(units: UnitTable) { self.units = units }

  /// The number alone, grouped in threes: `7,004`, `−3.36`; with a percent sign where it is a percentage.
  public func number(_ value: Rational, in unit: FigureUnit, signed: Bool = false) -> String {
    let scaled = value.divided(by: units.factor(of: unit)) ?? value
    let (places, trimmed) = units.places(of: unit)
    let digits =
      trimmed ? scaled.trimmed(places: places, grouped: true) : scaled.fixed(places: places, grouped: true)
    return typographic(digits, signed: signed) + (unit.isPercent ? "%" : "")
  }

  /// The number and its unit: `7,004 household`, `67.67 million baht`, `309.77%`.
  public func text(_ value: Rational, in unit: FigureUnit, signed: Bool = false) -> String {
    let number = number(value, in: unit, signed: signed)
    let name = units.name(of: unit)
    return unit.isPercent || name.isEmpty ? number : number + " " + name
  }

  /// As short as it can be said in a sentence: `96%` for a threshold that is written so.
  public func short(_ value: Rational, in unit: FigureUnit) -> String {
    let scaled = value.divided(by: units.factor(of: unit)) ?? value
    let digits = typographic(
      scaled.trimmed(places: max(2, units.places(of: unit).count), grouped: true), signed: false)
    if unit.isPercent { return digits + "%" }
    let name = units.name(of: unit)
    return name.isEmpty ? digits : digits + " " + name
  }

  /// As a statement takes it, with every digit: `67,670,000.01 baht`.
  public func writable(_ value: Rational, in unit: FigureUnit) -> String {
    var unit = unit
    var scaled = value.divided(by: units.factor(of: unit)) ?? value
    if scaled.terminatingPlaces ?? .max > 6 {
      unit = unit.unscaled
      scaled = value.divided(by: units.factor(of: unit)) ?? value
    }
    let digits = scaled.trimmed(places: scaled.terminatingPlaces ?? 6, grouped: true)
    if unit.isPercent { return digits + "%" }
    let name = units.name(of: unit)
    return name.isEmpty ? digits : digits + " " + name
  }

  /// Percentage points: `−3.36 points`.
  public func points(_ value: Rational, signed: Bool = true) -> String {
    typographic((value * Rational(100)).fixed(places: 2, grouped: true), signed: signed) + " points"
  }

  private func typographic(_ digits: String, signed: Bool) -> String {
    if digits.hasPrefix("-") {
      let magnitude = digits.dropFirst()
      // What rounds to nothing has no sign.
      return magnitude.allSatisfy { $0 == "0" || $0 == "." } ? String(magnitude) : "−" + magnitude
    }
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return signed && !isZero ? "+" + digits : digits
  }
}
