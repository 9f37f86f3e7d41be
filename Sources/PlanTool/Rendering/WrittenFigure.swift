import PlanRules

/// A figure as it leaves the tool for a spreadsheet or a script: value, unit and exact value apart.
///
/// The only place in which a figure is taken apart so; every CSV and every JSON goes through it.
struct WrittenFigure {
  /// In base units.
  let figure: Rational
  let unit: FigureUnit
  /// A difference of percentages.
  let isPoints: Bool
  let format: FigureFormat

  /// More decimals than these a spreadsheet does not hold.
  private static let maxPlaces = 12

  /// Decimal digits without a unit, with as many places as needed up to twelve, and more only where a percentage would look like
  /// what it is judged by.
  var decimal: String {
    let places = unit.isPercent ? format.places(of: figure, in: unit) : 0
    return scaled.trimmed(places: max(WrittenFigure.maxPlaces, places), grouped: false)
  }

  /// `household`, `million baht`, `percent`, `points`; empty for a plain number.
  var unitName: String { WrittenFigure.name(of: unit, isPoints: isPoints, format) }

  /// With places as it prints where it is a percentage, else exactly, perhaps as a reduced fraction.
  var printedExactly: String {
    if isPoints {
      return (figure * Rational(100)).fixed(places: format.placesOfPoints(figure), grouped: false) + "%"
    }
    guard unit.isPercent else { return scaled.exactText }
    return scaled.fixed(places: format.places(of: figure, in: unit), grouped: false) + "%"
  }

  /// In its unit, percentages and points as plain ratios: `24210`, `0.25`, `1625/1614`.
  var exact: String { unit.isPercent || isPoints ? figure.exactText : scaled.exactText }

  private var scaled: Rational {
    isPoints ? figure * Rational(100) : figure.divided(by: format.units.factor(of: unit)) ?? figure
  }

  func `in`(_ other: FigureUnit) -> WrittenFigure {
    WrittenFigure(figure: figure, unit: other, isPoints: isPoints, format: format)
  }

  static func name(of unit: FigureUnit, isPoints: Bool, _ format: FigureFormat) -> String {
    if isPoints { return "points" }
    return unit.isPercent ? "percent" : format.units.name(of: unit)
  }
}

extension FigureCells {
  func written(_ value: Value) -> WrittenFigure? {
    guard case .quantity(let figure, let unit) = value.content else { return nil }
    return WrittenFigure(figure: figure, unit: unit, isPoints: value.isPoints, format: format)
  }

  func written(_ figure: Rational, _ unit: FigureUnit, isPoints: Bool = false) -> WrittenFigure {
    WrittenFigure(figure: figure, unit: unit, isPoints: isPoints, format: format)
  }

  func written(_ margin: Margin) -> WrittenFigure {
    written(margin.value, margin.isPoints ? .ratio : margin.unit, isPoints: margin.isPoints)
  }

  // MARK: JSON

  /// The figure in the unit in which it is written, exactly; percentages as printed; a word for what is no figure.
  func scriptText(_ value: Value) -> String? {
    switch value.content {
    case .quantity: written(value)?.printedExactly
    case .truth, .light, .pending: value.exactText
    case .date(let date): date.isoText
    case .missing: nil
    }
  }

  func json(_ value: Value) -> JSON { JSON(scriptText(value)) }

  /// Exactly where `json` has places as printed.
  func exact(_ value: Value) -> JSON { JSON(written(value)?.exact) }

  func unit(_ value: Value) -> JSON {
    switch value.content {
    case .quantity: JSON(written(value)?.unitName)
    case .missing(let unit?): .string(WrittenFigure.name(of: unit, isPoints: value.isPoints, format))
    case .truth, .light, .date, .pending, .missing(nil): .null
    }
  }

  /// What a script reads of any value.
  func members(_ value: Value) -> [(String, JSON)] {
    [("value", json(value)), ("unit", unit(value)), ("exact", exact(value)), ("printed", printed(value))]
      + FigureCells.standing(value)
  }

  /// As people read it, dates excepted: those are ISO for scripts.
  private func printed(_ value: Value) -> JSON {
    switch value.content {
    case .missing: .null
    case .date(let date): .string(date.isoText)
    case .quantity, .truth, .light, .pending: .string(format.text(value))
    }
  }

  /// The margin of a verdict, its unit, and its exact value.
  func members(_ margin: Margin?) -> [(String, JSON)] {
    let written = margin.map { self.written($0) }
    return [
      ("margin", JSON(written?.printedExactly)), ("unit", JSON(written?.unitName)),
      ("marginExact", JSON(written?.exact)),
    ]
  }

  /// The unit of figures that are written in base units: `baht` for those in million baht, nothing for ratios.
  func baseUnitName(_ unit: FigureUnit) -> String {
    let factors = format.units.dimension(of: unit).factors
    return factors.isEmpty ? "" : format.units.name(of: .units(factors, scale: nil))
  }

  func unitName(_ unit: FigureUnit) -> String { WrittenFigure.name(of: unit, isPoints: false, format) }
}
