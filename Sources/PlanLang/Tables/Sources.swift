public import PlanRules

/// The texts that a program was read from, in the order of reading.
public struct Sources: Sendable {
  /// The texts; a span refers to its text by its index here. A table has an empty text, and each excerpt of a table
  /// is a text of its own.
  public private(set) var texts: [SourceText] = []
  /// The tables that statements read, keyed by the place in which a statement names them.
  private(set) var tables: [Origin: TableFile] = [:]
  /// The index of the text of each table, keyed by path.
  private var tableTexts: [String: Int] = [:]
  let tableCache = TableCache()
  /// The limits on what is read from the texts.
  public var limits: Limits

  /// Creates sources without any texts.
  public init(limits: Limits = Limits()) { self.limits = limits }

  /// The maximum number of texts that spans can distinguish.
  public static let maxTexts = 65_000

  /// The size in bytes of the largest text that is read: the limit on files or, if lower, the largest offset that
  /// fits in a packed span.
  public var largestText: Int { min(limits[.megabytes] << 20, 1 << 29 - 1) }

  /// Adds a text.
  ///
  /// - Returns: The index of the text, which the spans of its tokens carry as their `file`.
  public mutating func add(_ text: SourceText) -> Int {
    texts.append(text)
    return texts.count - 1
  }

  /// The index of the text that represents a table; `nil` if no statement reads a table there.
  ///
  /// - Parameter origin: the path in the statement that reads the table.
  public func text(ofTableAt origin: Origin) -> Int? { tables[origin]?.source }

  /// The names of the texts, then the paths of the tables that statements read.
  public var paths: [String] { texts.map(\.name) + tables.values.map(\.path).sorted() }

  mutating func add(table name: String, path: String, stamp: [Int], at origin: Origin) {
    let source = tableTexts[path] ?? add(SourceText(table: name))
    tableTexts[path] = source
    tables[origin] = TableFile(name: name, path: path, source: source, stamp: stamp)
  }

  /// The source text of a span.
  public subscript(span: Span) -> String { texts[span.file].text(span.start..<span.end) }

  /// The source text of a span, with its line breaks and runs of blanks as single blanks.
  public func words(_ span: Span) -> String { self[span].onOneLine }

  /// The file and the line of an origin, `scenarios/fy2561.plan:41`; `nil` if the origin points into
  /// none of the texts.
  public func place(of origin: Origin) -> String? { link(to: origin)?.text }

  /// The file and the line of an origin; `nil` if the origin points into none of the texts.
  public func link(to origin: Origin) -> FileLine? {
    guard let span = Span(origin), span.file < texts.count else { return nil }
    let text = texts[span.file]
    return FileLine(file: text.name, line: text.line(of: span.start), isTyped: text.isTyped)
  }
}

/// Lines of tables for use in messages. They are texts of their own, numbered after the others.
struct Excerpts {
  private let first: Int
  private(set) var texts: [SourceText] = []

  /// - Parameter sources: the texts that already exist.
  init(besides sources: Sources) { first = sources.texts.count }

  /// Adds lines of a table.
  ///
  /// - Returns: The index of their text, for use in spans.
  mutating func add(_ text: SourceText) -> Int {
    texts.append(text)
    return first + texts.count - 1
  }
}

extension Sources {
  /// The sources together with excerpts for messages.
  func adding(_ excerpts: Excerpts) -> Sources {
    var all = self
    for text in excerpts.texts { _ = all.add(text) }
    return all
  }
}

/// A line of a file of the plan.
public struct FileLine: Hashable, Sendable {
  /// The file as it was named.
  public let file: String
  /// The line number, counted from one.
  public let line: Int
  /// Whether the line was typed at the prompt rather than read from a file.
  public let isTyped: Bool

  /// `scenarios/fy2561.plan:41`.
  public var text: String { "\(file):\(line)" }
}
