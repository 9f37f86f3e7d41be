import PlanLang

/// The ways in which an answer is written out.
enum OutputFormat: String, CaseIterable, Sendable {
  case text, markdown, csv, json

  /// The endings of its files, the usual one first.
  var endings: [String] {
    switch self {
    case .text: ["txt"]
    case .markdown: ["md", "markdown"]
    case .csv: ["csv"]
    case .json: ["json"]
    }
  }

  /// How it writes the tables of an answer, for spreadsheets, row by row; `nil` for a format that has all that an answer shows.
  var dialect: TableDialect? {
    switch self {
    case .csv: .csv
    case .text, .markdown, .json: nil
    }
  }

  var hasTables: Bool { dialect != nil }

  /// The format of a file by its ending; `nil` where that says none.
  init?(ofFile path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    guard let format = OutputFormat.allCases.first(where: { $0.endings.contains(ending) }) else { return nil }
    self = format
  }

  /// `text, markdown, csv or json`.
  static let names = allCases.map(\.rawValue).choice
  /// Those that have tables, as messages call them: `CSV`.
  static let namesWithTables = allCases.filter(\.hasTables).map { $0.rawValue.uppercased() }.choice
  /// `.txt, .md, .csv or .json`.
  static let usualEndings = allCases.map { "." + $0.endings[0] }.choice

  /// - Parameter width: the terminal's; `nil` where nothing limits a line.
  /// - Parameter tables: how texts stand in tables, and which are written; the first where nothing is said.
  func render(_ document: Document, painter: Painter, width: Int?, tables: TableRendering = TableRendering())
    -> String
  {
    switch self {
    case .text: TextRendering(painter: painter, width: width).render(document)
    case .markdown: MarkdownRendering.render(document)
    case .csv: tables.render(document.tables)
    case .json: document.json.text() + "\n"
    }
  }
}
