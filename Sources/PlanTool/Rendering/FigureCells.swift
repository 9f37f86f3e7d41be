import PlanRules

/// Figures, lights and verdicts as cells and as JSON: one way for each, wherever they are shown.
struct FigureCells {
  let format: FigureFormat

  init(_ evaluation: PlanEvaluation) { format = evaluation.format }

  /// The number alone; its unit stands in the heading or beside it.
  func number(_ value: Value, _ role: StyledText.Role = .plain) -> Cell {
    Cell(StyledText(format.number(value), value.isMissing ? .faint : role), raw: raw(value))
  }

  /// The number with its unit.
  func text(_ value: Value) -> Cell { Cell(StyledText(format.text(value)), raw: raw(value)) }

  func light(_ value: Value) -> Cell {
    guard let light = value.light else { return Cell("–", .faint) }
    var text = FigureCells.mark(light) + StyledText(" " + light.name, FigureCells.role(light))
    if let words = FigureCells.words(value.standing) { text += StyledText(" " + words, .faint) }
    return Cell(text, raw: light.name)
  }

  /// The same in a narrow column, where the words stand in a line below the table.
  static func sign(_ standing: LightStanding) -> String {
    switch standing {
    case .closed: ""
    case .expected: "≈"
    case .soFar: "…"
    }
  }

  /// What the signs of a table stand for, where it has any.
  static func legend(of table: Table) -> Document {
    let texts = table.rows.flatMap { $0.map(\.text.plain) }
    var words: [String] = []
    if texts.contains(where: { $0.hasSuffix("…") }) { words.append("… so far: by what was due until now") }
    if texts.contains(where: { $0.hasSuffix("≈") }) { words.append("≈ expected: by the forecast") }
    return words.isEmpty ? Document() : Document([.line(StyledText(words.joined(separator: "; "), .faint))])
  }

  /// The same in JSON, only where a light is not final.
  static func standing(_ light: Value) -> [(String, JSON)] {
    switch light.standing {
    case .closed: []
    case .expected: [("expected", .bool(true))]
    case .soFar: [("soFar", .bool(true))]
    }
  }

  /// How a light is marked that is not final.
  static func words(_ standing: LightStanding) -> String? {
    switch standing {
    case .closed: nil
    case .expected: "expected"
    case .soFar: "so far"
    }
  }

  /// A rate with the mark of its light: what a narrow column has room for.
  func rate(_ rate: Value, _ light: Value) -> Cell {
    guard let colour = light.light, !rate.isMissing else {
      // Nothing was left to reach: the light says so, and there is no rate.
      return light.light.map { Cell(StyledText("–  ", .faint) + FigureCells.mark($0), raw: "") }
        ?? Cell("–  ", .faint)
    }
    return Cell(
      StyledText(format.number(rate) + " ") + FigureCells.mark(colour)
        + StyledText(FigureCells.sign(light.standing), .faint), raw: raw(rate))
  }

  func verdict(_ verdict: Verdict) -> Cell { Cell(StyledText(verdict.rawValue, FigureCells.role(verdict))) }

  static func mark(_ light: Light) -> StyledText {
    switch light {
    case .green: StyledText("●", .good)
    case .yellow: StyledText("◐", .middling)
    case .red: StyledText("○", .bad)
    }
  }

  static func role(_ light: Light) -> StyledText.Role {
    switch light {
    case .green: .good
    case .yellow: .middling
    case .red: .bad
    }
  }

  static func role(_ verdict: Verdict) -> StyledText.Role {
    switch verdict {
    case .pass: .good
    case .fail: .bad
    case .pending: .middling
    }
  }

  /// As a script reads it: the exact number in its unit, rates as printed; empty where it is missing.
  func raw(_ value: Value) -> String {
    // A spreadsheet would take 1/3 for a day.
    if case .quantity(let figure, let unit) = value.content, !unit.isPercent {
      let scaled = figure.divided(by: format.units.factor(of: unit)) ?? figure
      if scaled.terminatingPlaces == nil { return scaled.fixed(places: 9, grouped: false) }
    }
    return exact(value) ?? ""
  }

  /// The exact figure in the unit in which it is written, rates and programmes in percent as printed.
  func exact(_ value: Value) -> String? {
    switch value.content {
    case .quantity(let figure, let unit): exact(figure, unit)
    case .truth, .light, .pending: value.exactText
    case .date(let date): date.isoText
    case .missing: nil
    }
  }

  func exact(_ figure: Rational, _ unit: FigureUnit) -> String {
    let scaled = figure.divided(by: format.units.factor(of: unit)) ?? figure
    let places = format.places(of: figure, in: unit)
    return unit.isPercent ? scaled.fixed(places: places, grouped: false) + "%" : scaled.exactText
  }

  func json(_ value: Value) -> JSON { JSON(exact(value)) }

  func unitName(_ unit: FigureUnit) -> String {
    unit.isPercent ? "percent" : format.units.name(of: unit)
  }
}
