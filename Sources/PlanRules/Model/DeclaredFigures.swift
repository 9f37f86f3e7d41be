/// The figures of a measure along one breakdown, as declared.
public struct DeclaredFigures: Sendable {
  /// Figures that were written one by one, or read from a table.
  public enum Content: Sendable {
    /// As written, laid out along the axes, and where each is written; `nil` is a missing figure.
    case formulas([Formula?], origins: [Origin])
    /// As read from a table.
    case table(FigureTable)
  }

  /// The measure to which the figures belong, such as `target`.
  public let measure: MeasureID
  /// The axes of the breakdown in the order of `AxisID`; empty for the total.
  public let axes: [AxisID]
  /// The figures, laid out along `axes` with the last one the fastest.
  public let content: Content
  /// Where the breakdown is declared.
  public let origin: Origin

  /// Creates a breakdown of a measure.
  ///
  /// - Parameter axes: in the order of `AxisID`; empty for the total.
  public init(measure: MeasureID, axes: [AxisID], content: Content, origin: Origin) {
    self.measure = measure
    self.axes = axes
    self.content = content
    self.origin = origin
  }

  /// The same figures of a table with zeros for missing reports; plans and forecasts stay as they are.
  public var countingMissingAsZero: DeclaredFigures {
    guard measure.canCountMissingAsZero, case .table(let table) = content else { return self }
    return DeclaredFigures(
      measure: measure, axes: axes, content: .table(table.countingMissingAsZero), origin: origin)
  }

  /// How many figures are not missing.
  public var knownCount: Int {
    switch content {
    case .formulas(let values, _): values.count { $0 != nil }
    case .table(let table): (0..<table.column.count).count { table.column.isKnown($0) }
    }
  }
}

/// Figures that were read from a table of plain numbers, all in one unit.
public struct FigureTable: Sendable {
  /// Along the axes of the breakdown, in the unit in which they are written.
  public let column: Column
  /// `nil` if the place in the plan determines the unit of plain numbers.
  public let unit: FigureUnit?
  /// Where each figure was read; a missing one was read nowhere.
  public let places: TablePlaces

  /// Creates a table; its column has the axes of the breakdown to which it belongs.
  public init(column: Column, unit: FigureUnit?, places: TablePlaces) {
    self.column = column
    self.unit = unit
    self.places = places
  }
}

/// The rows and files from which figures were read, stored by row, since a row holds many figures.
public struct TablePlaces: Sendable {
  /// The axes, among those of the breakdown, that identify a row.
  let keys: Shape
  /// Line numbers, from 1, along the keys; 0 if there is no row.
  let lines: [UInt32]
  /// The index of the file that each row comes from, along the keys; empty if all rows are in the first file.
  let files: [UInt16]
  /// Makes the origin of a line in a file.
  let origin: @Sendable (_ file: Int, _ line: Int) -> Origin

  /// Creates the places of figures that were read row by row.
  ///
  /// - Parameters:
  ///   - keys: the axes that identify a row.
  ///   - lines: line numbers, from 1, along the keys; 0 if there is no row.
  ///   - files: the file of each row, along the keys; empty if all rows are in the first.
  ///   - origin: makes the origin of a line in a file.
  public init(
    keys: Shape, lines: [UInt32], files: [UInt16],
    origin: @escaping @Sendable (_ file: Int, _ line: Int) -> Origin
  ) {
    self.keys = keys
    self.lines = lines
    self.files = files
    self.origin = origin
  }

  /// Where the figure at a member of each axis was read.
  func origin(at members: [AxisID: Int]) -> Origin {
    let row = keys.index(of: members)
    guard row < lines.count, lines[row] > 0 else { return .none }
    return origin(files.isEmpty ? 0 : Int(files[row]), Int(lines[row]))
  }
}
