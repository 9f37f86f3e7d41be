public import PlanRules

/// The texts that a program was read from, in the order of reading.
public struct Sources: Sendable {
  public private(set) var texts: [SourceText] = []
  /// The tables that statements read, by where the statements name them.
  private(set) var tables: [Origin: TableFile] = [:]
  /// Which of the texts each table is, by where it is.
  private var tableTexts: [String: Int] = [:]
  let tableCache = TableCache()
  /// How far what is read from them may go.
  public var limits: Limits

  public init(limits: Limits = Limits()) { self.limits = limits }

  /// The most texts that spans can speak of.
  public static let mostTexts = 65_000

  /// The largest text, in bytes; in a larger one no span could say where it begins.
  public var largestText: Int { min(limits[.megabytes] << 20, 1 << 29 - 1) }

  public mutating func add(_ text: SourceText) -> Int {
    texts.append(text)
    return texts.count - 1
  }

  /// Which of the texts is the table that a statement reads.
  public func text(ofTableAt origin: Origin) -> Int? { tables[origin]?.source }

  /// The files that were read, tables among them.
  public var paths: [String] { texts.map(\.name) + tables.values.map(\.path).sorted() }

  mutating func add(table name: String, path: String, stamp: [Int], at origin: Origin) {
    let source = tableTexts[path] ?? add(SourceText(table: name))
    tableTexts[path] = source
    tables[origin] = TableFile(name: name, path: path, source: source, stamp: stamp)
  }

  public subscript(span: Span) -> String { texts[span.file].text(span.start..<span.end) }

  /// What stands at a span, on one line.
  public func words(_ span: Span) -> String { self[span].onOneLine }

  /// `scenarios/fy2561.plan:41`.
  public func place(of origin: Origin) -> String? {
    guard let span = Span(origin), span.file < texts.count else { return nil }
    let text = texts[span.file]
    return "\(text.name):\(text.line(of: span.start))"
  }
}
