import PlanRules

/// A figure as written for a spreadsheet or a script, with value, unit and exact value kept separate.
///
/// This is the only place where a figure is split up in this way; all CSV and JSON output uses it.
struct WrittenFigure {
  /// The value in base units.
  let figure: Rational
  let unit: FigureUnit
  /// Whether the figure is a difference of percentages.
  let isPoints: Bool
  let format: FigureFormat

  /// Spreadsheets do not keep more decimal places than this.
  private static let maxPlaces = 12

  /// Decimal digits without a unit, with as many places as needed, up to twelve; more only if a percentage would
  /// otherwise look equal to the figure it is compared with.
  var decimal: String {
    let places = unit.isPercent ? format.places(of: figure, in: unit) : 0
    return scaled.trimmed(places: max(WrittenFigure.maxPlaces, places), grouped: false)
  }

  /// `household`, `million baht`, `percent`, `points`; empty for a plain number.
  var unitName: String { WrittenFigure.name(of: unit, isPoints: isPoints, format) }

  /// A percentage with the places as displayed; any other figure exactly, possibly as a reduced fraction.
  var printedExactly: String {
    if isPoints {
      return (figure * Rational(100)).fixed(places: format.placesOfPoints(figure), grouped: false) + "%"
    }
    guard unit.isPercent else { return scaled.exactText }
    return scaled.fixed(places: format.places(of: figure, in: unit), grouped: false) + "%"
  }

  /// The exact value in its unit, with percentages and points as plain ratios: `24210`, `0.25`, `1625/1614`.
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

  /// The exact figure in the unit in which it is written; percentages as displayed; a word for anything that is not a
  /// figure.
  func scriptText(_ value: Value) -> String? {
    switch value.content {
    case .quantity: written(value)?.printedExactly
    case .truth, .light, .pending: value.exactText
    case .date(let date): date.isoText
    case .missing: nil
    }
  }

  func json(_ value: Value) -> JSON { JSON(scriptText(value)) }

  /// The exact value, where `json` rounds to the places displayed.
  func exact(_ value: Value) -> JSON { JSON(written(value)?.exact) }

  func unit(_ value: Value) -> JSON {
    switch value.content {
    case .quantity: JSON(written(value)?.unitName)
    case .missing(let unit?): .string(WrittenFigure.name(of: unit, isPoints: value.isPoints, format))
    case .truth, .light, .date, .pending, .missing(nil): .null
    }
  }

  /// The JSON members for any value.
  func members(_ value: Value) -> [(String, JSON)] {
    [("value", json(value)), ("unit", unit(value)), ("exact", exact(value)), ("printed", printed(value))]
      + FigureCells.standing(value)
  }

  /// The value as displayed, except for dates, which are in ISO format for scripts.
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

  /// The name of the base unit: `baht` for figures in million baht, empty for ratios.
  func baseUnitName(_ unit: FigureUnit) -> String {
    let factors = format.units.dimension(of: unit).factors
    return factors.isEmpty ? "" : format.units.name(of: .units(factors, scale: nil))
  }

  func unitName(_ unit: FigureUnit) -> String { WrittenFigure.name(of: unit, isPoints: false, format) }
}
