import PlanLang

/// The output formats for answers.
enum OutputFormat: String, CaseIterable, Sendable {
  case text, markdown, csv, json

  /// The file name extensions of the format, the usual one first.
  var endings: [String] {
    switch self {
    case .text: ["txt"]
    case .markdown: ["md", "markdown"]
    case .csv: ["csv"]
    case .json: ["json"]
    }
  }

  /// How the format writes the tables of an answer for spreadsheets, row by row; `nil` for formats that contain
  /// everything in an answer.
  var dialect: TableDialect? {
    switch self {
    case .csv: .csv
    case .text, .markdown, .json: nil
    }
  }

  var hasTables: Bool { dialect != nil }

  /// The format implied by a file name extension; `nil` if there is none.
  init?(ofFile path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    guard let format = OutputFormat.allCases.first(where: { $0.endings.contains(ending) }) else { return nil }
    self = format
  }

  /// `text, markdown, csv or json`.
  static let names = allCases.map(\.rawValue).choice
  /// The formats that consist of tables, as named in messages: `CSV`.
  static let namesWithTables = allCases.filter(\.hasTables).map { $0.rawValue.uppercased() }.choice
  /// `.txt, .md, .csv or .json`.
  static let usualEndings = allCases.map { "." + $0.endings[0] }.choice

  /// - Parameter width: the width of the terminal; `nil` if lines are not limited.
  /// - Parameter tables: how texts are written in tables, and which tables to write; by default the first.
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
