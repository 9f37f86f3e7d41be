internal import Glibc

/// The text of one file, or of one line typed at the prompt.
public struct SourceText: Hashable, Sendable {
  /// The name of the file in messages, or words for a text that is no file.
  public let name: String
  /// The bytes as read, including any byte-order mark; they need not be UTF-8. Empty for a table.
  public let bytes: [UInt8]
  /// The offset at which each line begins.
  private let lineStarts: [Int]
  /// For an excerpt, the file lines it shows, with the number of characters left out at the beginning of each.
  private let excerpts: [Excerpt]?

  private struct Excerpt: Hashable, Sendable {
    let line: Int
    let skipped: Int
  }
  /// Whether the text represents a table whose bytes are not kept; then offsets are line numbers, from 1.
  public let isTable: Bool
  /// Whether the text was typed at the prompt rather than read from a file.
  public let isTyped: Bool

  /// Creates the text of a table; messages about it only name lines.
  init(table name: String) {
    self.name = name
    bytes = []
    lineStarts = [0]
    excerpts = nil
    isTable = true
    isTyped = false
  }

  /// Creates a text from excerpts of a file, for messages about them.
  init(name: String, excerpt: [TableExcerpt]) {
    self.name = name
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for line in excerpt {
      if !starts.isEmpty { bytes.append(UInt8(ascii: "\n")) }
      starts.append(bytes.count)
      bytes += line.bytes
    }
    self.bytes = bytes
    lineStarts = starts.isEmpty ? [0] : starts
    excerpts = excerpt.map { Excerpt(line: $0.line, skipped: $0.skipped) }
    isTable = false
    isTyped = false
  }

  /// Creates a text from the bytes of a file.
  public init(name: String, bytes: [UInt8]) { self.init(name: name, bytes: bytes, isTyped: false) }

  /// Creates the text of a line that was typed.
  public init(typed text: String) { self.init(name: "line", bytes: Array(text.utf8), isTyped: true) }

  private init(name: String, bytes: [UInt8], isTyped: Bool) {
    self.name = name
    self.bytes = bytes
    lineStarts = SourceText.lineStarts(of: bytes)
    excerpts = nil
    isTable = false
    self.isTyped = isTyped
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      while let start = starts.last, let end = memchr(base + start, 0x0A, bytes.count - start) {
        starts.append(UnsafeRawPointer(end) - base + 1)
      }
    }
    return starts
  }

  /// Creates a text from a string, such as a typed line.
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The offset of the first byte that is not UTF-8; `nil` if there is none. For UTF-16 it is 0, although a zero byte
  /// is valid UTF-8.
  public var firstBadByte: Int? {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.firstBadByte ?? (bytes.hasTwoBytesALetter ? 0 : nil)
    }
  }

  /// The text between two UTF-8 offsets, clamped to the bounds of the source; invalid bytes are replaced by U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// The line of a UTF-8 offset, from 1; in an excerpt, the line number in the file.
  public func line(of offset: Int) -> Int {
    if isTable { return offset }
    let position = position(ofLineAt: offset)
    return excerpts?[position].line ?? position + 1
  }

  /// - Parameter hint: the line of the offset, or one shortly before it.
  func line(of offset: Int, after hint: Int) -> Int {
    guard excerpts == nil, lineStarts[hint - 1] <= offset else { return line(of: offset) }
    var line = hint
    while line < lineStarts.count, lineStarts[line] <= offset { line += 1 }
    return line
  }

  /// The index of the line that contains an offset.
  private func position(ofLineAt offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The UTF-8 offsets of a line, without its line end; empty for a table.
  ///
  /// - Parameter line: the line, from 1; in an excerpt, counted within the excerpt.
  public func range(ofLine line: Int) -> Range<Int> { isTable ? 0..<0 : range(at: line - 1) }

  /// The UTF-8 offsets of the line around an offset, without its line end; empty for a table.
  public func line(around offset: Int) -> Range<Int> {
    isTable ? 0..<0 : range(at: position(ofLineAt: offset))
  }

  private func range(at position: Int) -> Range<Int> {
    let start = lineStarts[position]
    var end = position + 1 < lineStarts.count ? lineStarts[position + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// The column of a UTF-8 offset, from 1, counted in Unicode scalars; always 1 in a table.
  public func column(of offset: Int) -> Int { place(of: offset).column }

  /// An offset with its column.
  public struct Place: Sendable {
    fileprivate let offset: Int
    /// The column, from 1, counted in Unicode scalars.
    public let column: Int
  }

  /// The place of a UTF-8 offset.
  ///
  /// - Parameter earlier: a place in the same text. If it is on the same line, only the scalars in between are
  ///   counted, since a line may contain a million statements.
  public func place(of offset: Int, after earlier: Place? = nil) -> Place {
    if isTable { return Place(offset: offset, column: 1) }
    let position = position(ofLineAt: offset)
    let start = lineStarts[position]
    if let earlier, earlier.offset >= start, earlier.offset <= offset {
      let between = text(earlier.offset..<offset).unicodeScalars.count
      return Place(offset: offset, column: earlier.column + between)
    }
    let skipped = excerpts?[position].skipped ?? 0
    return Place(
      offset: offset, column: skipped + text(start..<max(start, offset)).unicodeScalars.count + 1)
  }
}
