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

  /// Whether it has the tables of an answer, for spreadsheets, row by row. Other formats have all that an answer shows.
  var hasTables: Bool {
    switch self {
    case .csv: true
    case .text, .markdown, .json: false
    }
  }

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
  /// `.txt, .md, .csv or .json`.
  static let usualEndings = allCases.map { "." + $0.endings[0] }.choice

  /// - Parameter width: the terminal's; `nil` where nothing limits a line.
  /// - Parameter csv: how texts stand in CSV, and which tables are written; the first where nothing is said.
  func render(_ document: Document, painter: Painter, width: Int?, csv: CSVRendering = CSVRendering())
    -> String
  {
    switch self {
    case .text: TextRendering(painter: painter, width: width).render(document)
    case .markdown: MarkdownRendering.render(document)
    case .csv: csv.render(document.tables)
    case .json: document.json.text() + "\n"
    }
  }
}
