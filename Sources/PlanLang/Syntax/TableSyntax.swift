/// A column of a table, by what stands in its header.
public typealias ColumnSyntax = NameSyntax

/// A table from which members or programmes are declared: which columns say what.
public struct TableSyntax: Sendable {
  public let path: String
  /// Of the path.
  public let span: Span
  public let key: ColumnSyntax
  public let label: ColumnSyntax?
}

/// `within region province_region`: the coarser axis, and the column that says to which of its members each belongs.
public struct WithinSyntax: Sendable {
  public let axis: NameSyntax
  public let column: ColumnSyntax
}

/// `programmes from "indicators.csv" key code label name unit unit`.
public struct ProgrammeTableDeclaration: Sendable {
  public let table: TableSyntax
  /// One unit for all.
  public let unit: UnitSyntax?
  /// Or a column that says each one's.
  public let unitColumn: ColumnSyntax?
  public let isLevel: Bool
  public let isLessBetter: Bool
  /// A column that says `flow` or `level`.
  public let kindColumn: ColumnSyntax?
}

/// `load "figures.csv" without note`.
public struct LoadSyntax: Sendable {
  public let path: String
  /// Of the path.
  public let span: Span
  /// Columns that are passed over.
  public let without: [ColumnSyntax]
  /// Whether reports that the table leaves out are zero, up to the last one that it has.
  public let countsMissingAsZero: Bool
}

extension Statement {
  /// The table that a statement reads, if it reads one, and where the path stands.
  public var table: (path: String, span: Span)? {
    switch form {
    case .axis(let axis): axis.table.map { ($0.path, $0.span) }
    case .programmes(let programmes): (programmes.table.path, programmes.table.span)
    case .load(let load): (load.path, load.span)
    case .plan, .fiscalYear, .periods, .asOf, .unit, .measure, .programme, .milestone, .kpi, .letting,
      .scenario, .move,
      .set, .scale, .without, .carry, .lights, .expect, .reported, .use, .question:
      nil
    }
  }
}
