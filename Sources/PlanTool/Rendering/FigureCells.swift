import PlanRules

/// Formats figures, lights and verdicts as cells and as JSON, consistently wherever they are shown.
struct FigureCells {
  let format: FigureFormat

  init(_ evaluation: PlanEvaluation) { format = evaluation.format }

  /// The number alone; its unit is in the heading or beside it.
  func number(_ value: Value, _ role: StyledText.Role = .plain) -> Cell {
    Cell(StyledText(format.number(value), value.isMissing ? .faint : role))
  }

  /// The number with its unit.
  func text(_ value: Value) -> Cell { Cell(StyledText(format.text(value))) }

  func light(_ value: Value) -> Cell {
    guard let light = value.light else { return Cell("–", .faint) }
    var text = FigureCells.mark(light) + StyledText(" " + light.name, FigureCells.role(light))
    if let words = FigureCells.words(value.standing) { text += StyledText(" " + words, .faint) }
    return Cell(text)
  }

  /// The short form for a narrow column; a line below the table explains it.
  static func sign(_ standing: LightStanding) -> String {
    switch standing {
    case .closed: ""
    case .expected: "≈"
    case .soFar: "…"
    }
  }

  /// The legend for the signs used in a table, if any.
  static func legend(of table: Table) -> Document {
    var signs: Set<Unicode.Scalar> = []
    for row in table.rows {
      for cell in row { if let last = cell.text.plain.unicodeScalars.last { signs.insert(last) } }
    }
    var words: [String] = []
    if signs.contains("…") { words.append("… so far: against what was due by now") }
    if signs.contains("≈") { words.append("≈ expected: based on the forecast") }
    return words.isEmpty ? Document() : Document([.note(StyledText(words.listed(by: "; "), .faint))])
  }

  /// The same in JSON, only if a light is not final.
  static func standing(_ light: Value) -> [(String, JSON)] {
    switch light.standing {
    case .closed: []
    case .expected: [("expected", .bool(true))]
    case .soFar: [("soFar", .bool(true))]
    }
  }

  /// The words for a light that is not final.
  static func words(_ standing: LightStanding) -> String? {
    switch standing {
    case .closed: nil
    case .expected: "expected"
    case .soFar: "so far"
    }
  }

  /// A rate with the mark of its light, which fits in a narrow column.
  func rate(_ rate: Value, _ light: Value) -> Cell {
    guard let colour = light.light, !rate.isMissing else {
      // There was nothing left to achieve: show the light, but no rate.
      return light.light.map { Cell(StyledText("–  ", .faint) + FigureCells.mark($0)) }
        ?? Cell("–  ", .faint)
    }
    return Cell(
      StyledText(format.number(rate) + " ") + FigureCells.mark(colour)
        + StyledText(FigureCells.sign(light.standing), .faint))
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
}
