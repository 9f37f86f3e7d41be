internal import Glibc

/// The text of one file, or of one line typed at the prompt.
public struct SourceText: Hashable, Sendable {
  /// How the file is called in messages.
  public let name: String
  public let bytes: [UInt8]
  /// Where each line begins.
  private let lineStarts: [Int]
  /// Of an excerpt: which lines of the file these are, and how many letters of each are left out before what there is.
  private let excerpts: [Excerpt]?

  private struct Excerpt: Hashable, Sendable {
    let line: Int
    let skipped: Int
  }
  /// A table, of which no text is kept: offsets in it count lines.
  public let isTable: Bool

  /// A table, of which only lines are spoken.
  init(table name: String) {
    self.name = name
    bytes = []
    lineStarts = [0]
    excerpts = nil
    isTable = true
  }

  /// Some lines of a file, for messages about them.
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
  }

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    lineStarts = SourceText.lineStarts(of: bytes)
    excerpts = nil
    isTable = false
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

  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The offset of the first byte that is not UTF-8; `nil` where all of it is. Letters of two bytes each may look like UTF-8 with a
  /// zero behind every letter.
  public var firstBadByte: Int? {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.firstBadByte ?? (bytes.hasTwoBytesALetter ? 0 : nil)
    }
  }

  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// Line (from 1) of an offset.
  public func line(of offset: Int) -> Int {
    if isTable { return offset }
    let position = position(ofLineAt: offset)
    return excerpts?[position].line ?? position + 1
  }

  /// - Parameter hint: a line at the offset, or not far before it.
  func line(of offset: Int, after hint: Int) -> Int {
    guard excerpts == nil, lineStarts[hint - 1] <= offset else { return line(of: offset) }
    var line = hint
    while line < lineStarts.count, lineStarts[line] <= offset { line += 1 }
    return line
  }

  /// Which of the lines that there are holds an offset.
  private func position(ofLineAt offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, without its end.
  public func range(ofLine line: Int) -> Range<Int> { isTable ? 0..<0 : range(at: line - 1) }

  /// The bytes of the line around an offset, without its end.
  public func line(around offset: Int) -> Range<Int> {
    isTable ? 0..<0 : range(at: position(ofLineAt: offset))
  }

  private func range(at position: Int) -> Range<Int> {
    let start = lineStarts[position]
    var end = position + 1 < lineStarts.count ? lineStarts[position + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// Column (from 1) of an offset, counted in Unicode scalars.
  public func column(of offset: Int) -> Int { place(of: offset).column }

  /// A place of which the column is known.
  public struct Place: Sendable {
    fileprivate let offset: Int
    public let column: Int
  }

  /// - Parameter earlier: a place in the same text. Where it lies on the same line, only what is between is counted: a line
  ///   may have a million statements.
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
