/// A column of a table, by the text of its heading: a name, or a text where the heading is no word.
public typealias ColumnSyntax = NameSyntax

/// `"provinces.csv" key code label name`: a table that declares a member or a programme in each row.
public struct TableSyntax: Sendable {
  /// The path as it is written, relative to the folder of the file that names it.
  public let path: String
  /// The path, with its quotation marks.
  public let span: Span
  /// The column after `key`, which holds the names.
  public let key: ColumnSyntax
  /// The column after `label`, which holds the labels; `nil` if there is none.
  public let label: ColumnSyntax?
}

/// `within region province_region`: the coarser axis, and the column that names the coarser member of each
/// row.
public struct WithinSyntax: Sendable {
  /// The coarser axis: `region`.
  public let axis: NameSyntax
  /// The column that names the coarser member; where none is written, the column with the name of the axis.
  public let column: ColumnSyntax
}

/// `programmes from "indicators.csv" key code label name unit unit`.
public struct ProgrammeTableDeclaration: Sendable {
  /// The table, with the columns of the names and labels.
  public let table: TableSyntax
  /// The unit of all programmes, after `in`; `nil` if a column says it, or if they count plain
  /// numbers.
  public let unit: UnitSyntax?
  /// The column after `unit`, which holds the unit of each programme; `nil` if there is none.
  public let unitColumn: ColumnSyntax?
  /// Whether `level` is written, for all programmes of the table.
  public let isLevel: Bool
  /// Whether `less is better` is written, for all programmes of the table.
  public let isLessBetter: Bool
  /// The column after `kind`, which holds `flow` or `level`, or is empty for a flow; `nil` if there is
  /// none.
  public let kindColumn: ColumnSyntax?
}

/// `load "figures.csv" without note missing counts as zero`.
public struct LoadSyntax: Sendable {
  /// The path as it is written, relative to the folder of the file that names it.
  public let path: String
  /// The path, with its quotation marks.
  public let span: Span
  /// The columns after `without`, which are not read; empty where none are named.
  public let without: [ColumnSyntax]
  /// Whether `missing counts as zero` is written: reports that the table lacks are zero, up to the last one
  /// that it has.
  public let countsMissingAsZero: Bool
}

extension Statement {
  /// The path of the table that the statement reads, and the span of that path; `nil` if it reads none.
  public var table: (path: String, span: Span)? {
    switch form {
    case .axis(let axis): axis.table.map { ($0.path, $0.span) }
    case .programmes(let programmes): (programmes.table.path, programmes.table.span)
    case .load(let load): (load.path, load.span)
    case .plan, .fiscalYear, .periods, .asOf, .unit, .measure, .programme, .milestone, .kpi, .let,
      .scenario, .move,
      .set, .scale, .without, .carry, .lights, .expect, .reported, .use, .question:
      nil
    }
  }
}
