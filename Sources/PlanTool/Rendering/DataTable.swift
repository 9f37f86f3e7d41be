import PlanRules

/// A table for spreadsheets: one figure or text per cell, with a name for every column.
struct DataTable {
  enum Field {
    /// A name, a label or other words, which a spreadsheet must not evaluate.
    case text(String)
    /// Digits, a date or a word of the language, written unchanged.
    case plain(String)

    static var empty: Field { .plain("") }
  }

  /// The name by which the table is requested.
  var name: String
  let columns: [String]
  let rows: [[Field]]
}

/// The possible contents of a figure's cell.
enum FigureEntry {
  case figure(WrittenFigure)
  /// An unknown figure, with its unit if that is known.
  case missing(FigureUnit?)
  /// A light, a truth value or a date.
  case word(String)

  /// The unit of the figure, even if the figure is missing.
  var unit: FigureUnit? {
    switch self {
    case .figure(let figure): figure.unit
    case .missing(let unit): unit
    case .word: nil
    }
  }
}

extension FigureCells {
  func entry(_ value: Value) -> FigureEntry {
    switch value.content {
    case .quantity(let figure, let unit): .figure(written(figure, unit, isPoints: value.isPoints))
    case .missing(let unit): .missing(unit)
    case .truth, .light, .pending: .word(value.exactText)
    case .date(let date): .word(date.isoText)
    }
  }

  func entry(_ figure: Rational?, _ unit: FigureUnit, isPoints: Bool = false) -> FigureEntry {
    figure.map { .figure(written($0, unit, isPoints: isPoints)) } ?? .missing(isPoints ? nil : unit)
  }

  func entry(_ margin: Margin?) -> FigureEntry { margin.map { .figure(written($0)) } ?? .missing(nil) }

  /// The word for a value that is not a figure: a light, a verdict.
  func word(_ value: Value) -> DataTable.Field { .plain(scriptText(value) ?? "") }

  /// A light, and whether it is final.
  func lightWords(_ light: Value) -> [DataTable.Field] {
    [word(light), .plain(light.light == nil ? "" : FigureCells.words(light.standing) ?? "")]
  }
}

/// Rows of figures as a table in which each figure has its unit: in a column `unit` if the figures of each row share
/// one, otherwise with one row per figure. Amounts written in thousands or millions, such as money, use the same
/// scale throughout the table.
struct FigureTable {
  struct Row {
    var keys: [DataTable.Field] = []
    let figures: [FigureEntry]
    var words: [DataTable.Field] = []
  }

  /// The columns that identify a row.
  let keys: [String]
  let figures: [String]
  /// The columns after the figures: labels, lights, places.
  var words: [String] = []

  let isWide: Bool
  private let hasUnits: Bool
  /// The smallest scale used for each combination of units.
  private let scales: [[Dimension.Factor]: Scale?]
  private let names: [FigureUnit: String]
  private let format: FigureFormat

  /// - Parameter rows: all rows; if they are produced one by one, a single row with a figure in the unit of each
  ///   column.
  /// - Parameter hasUnits: whether there is a unit column, if the rows do not determine it.
  init(
    keys: [String], figures: [String], words: [String] = [], rows: [Row], hasUnits: Bool? = nil,
    _ format: FigureFormat
  ) {
    (self.keys, self.figures, self.words, self.format) = (keys, figures, words, format)
    var scales: [[Dimension.Factor]: Scale?] = [:]
    var units: Set<FigureUnit> = []
    for row in rows {
      for entry in row.figures {
        guard case .figure(let figure) = entry, units.insert(figure.unit).inserted,
          case .units(let factors, let scale) = figure.unit
        else { continue }
        if let known = scales[factors] {
          scales[factors] = .some(FigureTable.smaller(known, scale))
        } else {
          scales[factors] = .some(scale)
        }
      }
    }
    self.scales = scales
    names = Dictionary(
      uniqueKeysWithValues: units.map { ($0, WrittenFigure.name(of: $0, isPoints: false, format)) })
    let isWordy = rows.contains { row in
      row.figures.contains { if case .word = $0 { true } else { false } }
    }
    self.hasUnits = hasUnits ?? (!units.isEmpty || !isWordy)
    isWide =
      rows.allSatisfy { row in
        var shared: FigureUnit?
        var arePoints: Bool?
        return row.figures.allSatisfy { entry in
          guard case .figure(let figure) = entry else { return true }
          let unit = FigureTable.unified(figure.unit, scales)
          defer { (shared, arePoints) = (unit, figure.isPoints) }
          return (shared ?? unit) == unit && (arePoints ?? figure.isPoints) == figure.isPoints
        }
      }
  }

  private static func smaller(_ a: Scale?, _ b: Scale?) -> Scale? {
    guard let a, let b else { return nil }
    return a.rawValue < b.rawValue ? a : b
  }

  private static func unified(_ unit: FigureUnit, _ scales: [[Dimension.Factor]: Scale?]) -> FigureUnit {
    guard case .units(let factors, _) = unit, let scale = scales[factors] else { return unit }
    return .units(factors, scale: scale)
  }

  var columns: [String] {
    isWide ? keys + figures + (hasUnits ? ["unit"] : []) + words : keys + ["figure", "value", "unit"] + words
  }

  /// The lines of a row in the table: a single one, or one per figure.
  func lines(_ row: Row) -> [[DataTable.Field]] {
    guard isWide else {
      return zip(figures, row.figures).map { name, entry in
        row.keys + [.text(name), field(entry), .plain(unitName([entry]))] + row.words
      }
    }
    return [row.keys + row.figures.map(field) + (hasUnits ? [.plain(unitName(row.figures))] : []) + row.words]
  }

  func table(_ name: String, _ rows: [Row]) -> DataTable {
    DataTable(name: name, columns: columns, rows: rows.flatMap(lines))
  }

  private func field(_ entry: FigureEntry) -> DataTable.Field {
    switch entry {
    case .figure(let figure): .plain(figure.in(FigureTable.unified(figure.unit, scales)).decimal)
    case .missing: .empty
    case .word(let word): .plain(word)
    }
  }

  private func unitName(_ entries: [FigureEntry]) -> String {
    for entry in entries {
      if case .figure(let figure) = entry { return name(figure.unit, isPoints: figure.isPoints) }
    }
    return entries.lazy.compactMap(\.unit).first.map { name($0, isPoints: false) } ?? ""
  }

  private func name(_ unit: FigureUnit, isPoints: Bool) -> String {
    let unit = FigureTable.unified(unit, scales)
    return isPoints ? "points" : names[unit] ?? WrittenFigure.name(of: unit, isPoints: false, format)
  }
}

extension DataTable {
  /// Creates a table of figures from all of its rows.
  init(
    _ name: String, keys: [String], figures: [String], words: [String] = [], _ rows: [FigureTable.Row],
    _ format: FigureFormat
  ) {
    self = FigureTable(keys: keys, figures: figures, words: words, rows: rows, format).table(name, rows)
  }
}
