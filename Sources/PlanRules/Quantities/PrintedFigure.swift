/// The only formatter of figures: what a figure looks like wherever it is shown.
///
/// Rounding is half away from zero, and happens only here: percentages and money to 2 places, counts whole
/// unless they have a fraction, quotients of units to 2 places, unless the unit says otherwise. A percentage
/// has as many extra places as it needs to be told from what it is judged by: 99,999 of 100,000 is 99.999%,
/// and never 100.00% beside a rule that it fails.
public struct FigureFormat: Sendable {
  /// The units of the plan, with the words after figures and their decimal places.
  public let units: UnitTable
  /// Ratios by which figures are judged: all of a target, the borders of lights, the thresholds of rules.
  public let landmarks: [Rational]
  /// The era in which days are printed.
  public let era: Era

  /// Creates the format of a plan's figures.
  public init(units: UnitTable, landmarks: [Rational] = [.one], era: Era = .buddhist) {
    self.units = units
    self.landmarks = landmarks
    self.era = era
  }

  /// The number alone, grouped in threes: `7,004`, `−3.36`; with a percent sign if it is a percentage.
  ///
  /// - Parameter others: figures that it must not look equal to.
  public func number(
    _ value: Rational, in unit: FigureUnit, signed: Bool = false, apartFrom others: [Rational] = []
  ) -> String {
    let scaled = value.divided(by: units.factor(of: unit)) ?? value
    let (_, trimmed) = units.places(of: unit)
    let places = places(of: value, in: unit, apartFrom: others)
    let digits =
      trimmed ? scaled.trimmed(places: places, grouped: true) : scaled.fixed(places: places, grouped: true)
    return typographic(digits, signed: signed) + (unit.isPercent ? "%" : "")
  }

  /// How many decimal places are needed to tell a figure from what it is judged by.
  public func places(of value: Rational, in unit: FigureUnit, apartFrom others: [Rational] = []) -> Int {
    let least = places(ofUnlikeZero: value, in: unit)
    let isNear = unit.isPercent && isNearLandmark(value, places: least)
    guard isNear || !others.isEmpty else { return least }
    return places(
      of: value, factor: units.factor(of: unit), least: least, apartFrom: isNear ? landmarks + others : others
    )
  }

  /// A figure that is not zero must not look like zero: 5,000 baht are 0.005 million. Percentages use their
  /// landmarks.
  private func places(ofUnlikeZero value: Rational, in unit: FigureUnit) -> Int {
    let least = units.places(of: unit).count
    let factor = units.factor(of: unit)
    guard !unit.isPercent, !value.isZero, value.magnitude < factor * .powerOfTen(-least),
      let scaled = value.magnitude.divided(by: factor)
    else { return least }
    var places = least
    while places < FigureFormat.maxPlaces, scaled < .powerOfTen(-places) { places += 1 }
    return scaled.rounded(places: places) == scaled ? places : places + 1
  }

  /// Whether a percentage may look like one of the landmarks: two figures that round to the same value differ
  /// by less than one unit in the last place.
  private func isNearLandmark(_ value: Rational, places: Int) -> Bool {
    let apart = units.factor(of: .ratio) * .powerOfTen(-places)
    let (low, high) = (value - apart, value + apart)
    return landmarks.contains { low < $0 && $0 < high }
  }

  private func places(of value: Rational, factor: Rational, least: Int, apartFrom marks: [Rational]) -> Int {
    let scaled = value.divided(by: factor) ?? value
    let near = marks.lazy.filter { $0 != value }.map { $0.divided(by: factor) ?? $0 }
    return near.reduce(least) { places, mark in
      var places = places
      while places < FigureFormat.maxPlaces, scaled.rounded(places: places) == mark.rounded(places: places) {
        places += 1
      }
      return places
    }
  }

  private static let maxPlaces = 60

  /// The number and its unit: `7,004 household`, `67.67 million baht`, `309.77%`.
  public func text(
    _ value: Rational, in unit: FigureUnit, signed: Bool = false, apartFrom others: [Rational] = []
  ) -> String {
    let number = number(value, in: unit, signed: signed, apartFrom: others)
    let name = units.name(of: unit)
    return unit.isPercent || name.isEmpty ? number : number + " " + name
  }

  /// As short as possible, for use in a sentence: `96%` for a threshold that is written like that.
  public func short(_ value: Rational, in unit: FigureUnit) -> String {
    let scaled = value.divided(by: units.factor(of: unit)) ?? value
    let digits = typographic(
      scaled.trimmed(places: max(2, units.places(of: unit).count), grouped: true), signed: false)
    if unit.isPercent { return digits + "%" }
    let name = units.name(of: unit)
    return name.isEmpty ? digits : digits + " " + name
  }

  /// As a statement accepts it, with every digit: `67,670,000.01 baht`.
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
    typographic(
      (value * Rational(100)).fixed(places: placesOfPoints(value), grouped: true), signed: signed) + " points"
  }

  /// A distance that is not zero must not look like zero.
  public func placesOfPoints(_ value: Rational) -> Int {
    places(of: value * Rational(100), factor: .one, least: 2, apartFrom: [.zero])
  }

  private func typographic(_ digits: String, signed: Bool) -> String {
    if digits.hasPrefix("-") {
      let magnitude = digits.dropFirst()
      // A value that rounds to zero has no sign.
      return magnitude.allSatisfy { $0 == "0" || $0 == "." } ? String(magnitude) : "−" + String(magnitude)
    }
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return signed && !isZero ? "+" + digits : digits
  }
}
