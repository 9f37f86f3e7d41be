internal import Glibc

/// Reads a table of comma-separated values record by record, holding no more of it than a stretch at a time.
///
/// After RFC 4180: cells between quotation marks may hold commas, line ends and doubled quotation marks; lines end with
/// LF or CRLF. A byte-order mark says nothing. Where the first line has no comma, tabs or semicolons part the cells.
struct TableReader: ~Copyable {
  /// What stops the reading.
  enum Failure: Error {
    case unreadable(SystemReason)
    /// A record that is longer than any of this world, and the line on which it begins.
    case tooLong(line: Int)
    case unclosedQuote(line: Int)
    case changedWhileRead
  }

  /// Where a cell lies in the buffer, its quotation marks aside.
  struct Cell {
    var start: Int
    var end: Int
    /// Quotation marks stand doubled in it.
    var hasPairedQuotes: Bool
  }

  static let longestRecord = 1 << 20
  /// Cells are read eight bytes at a time, the last one too.
  private static let slack = 8

  private let descriptor: Int32
  private var opened = stat()
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 18
  private var position = 0
  private var filled = 0
  private var total = 0
  private var isAtEnd = false
  private var separator = UInt8(ascii: ",")
  private var nextLine = 1
  /// The line on which the record begins, from 1.
  private(set) var line = 0
  /// As many as the longest record until now has had.
  private var cellCapacity = 64
  private var cellStart: UnsafeMutablePointer<Cell>
  private(set) var cellCount = 0
  private var record = 0..<0

  init(path: String) throws(Failure) {
    descriptor = SystemCall.retried { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    buffer = .allocate(capacity: capacity + TableReader.slack)
    cellStart = .allocate(capacity: cellCapacity)
    guard descriptor >= 0 else { throw .unreadable(SystemReason(errno: errno)) }
    guard fstat(descriptor, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(
        opened.st_mode & S_IFMT == S_IFDIR
          ? SystemReason(errno: EISDIR)
          : SystemReason("it is not a file", help: "name a file, not a pipe or a device"))
    }
    try fill()
    if filled >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { position = 3 }
    chooseSeparator()
  }

  /// Reads a table from the first line end behind its middle on; lines are counted from there.
  ///
  /// Whether a record begins there only the first reader can tell, once it arrives.
  init(secondHalfOf first: borrowing TableReader, path: String) throws(Failure) {
    descriptor = SystemCall.retried { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    buffer = .allocate(capacity: capacity + TableReader.slack)
    cellStart = .allocate(capacity: cellCapacity)
    guard descriptor >= 0 else { throw .unreadable(SystemReason(errno: errno)) }
    opened = first.opened
    separator = first.separator
    total = Int(opened.st_size) / 2
    guard lseek(descriptor, off_t(total), SEEK_SET) == off_t(total) else {
      throw .unreadable(SystemReason(errno: errno))
    }
    try fill()
    while position < filled, buffer[position] != UInt8(ascii: "\n") { position += 1 }
    position = min(filled, position + 1)
  }

  var isWorthTwoReaders: Bool { opened.st_size >= TableReader.worthTwoReaders }

  /// Below this many bytes another thread costs more than it saves.
  private static let worthTwoReaders = 1 << 20

  /// Where the next record begins in the file.
  var offset: Int { total - filled + position }

  /// How many lines were gone through.
  var linesRead: Int { nextLine - 1 }

  deinit {
    buffer.deallocate()
    cellStart.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  private mutating func chooseSeparator() {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for index in position..<filled {
      let byte = buffer[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n"), !isQuoted { break }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
    separator = candidates.first { counts[$0] != nil } ?? UInt8(ascii: ",")
  }

  // MARK: Cells

  var cells: UnsafeBufferPointer<Cell> { UnsafeBufferPointer(start: cellStart, count: cellCount) }

  @inline(__always)
  private mutating func append(_ cell: Cell) {
    if cellCount == cellCapacity {
      let larger = UnsafeMutablePointer<Cell>.allocate(capacity: cellCapacity * 2)
      larger.update(from: cellStart, count: cellCount)
      cellStart.deallocate()
      cellStart = larger
      cellCapacity *= 2
    }
    cellStart[cellCount] = cell
    cellCount += 1
  }

  /// The bytes of a cell, as they stand in the file.
  func bytes(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: buffer + cell.start, count: cell.end - cell.start)
  }

  func text(_ cell: Cell) -> String {
    let text = String(decoding: bytes(cell), as: UTF8.self)
    guard cell.hasPairedQuotes else { return text }
    var single = String.UnicodeScalarView()
    var wasQuote = false
    for scalar in text.unicodeScalars {
      wasQuote = scalar == "\"" && !wasQuote
      if !(scalar == "\"" && !wasQuote) { single.append(scalar) }
    }
    return String(single)
  }

  /// Whether the record is UTF-8.
  var isUTF8: Bool {
    UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: buffer, count: filled)[record]).firstBadByte
      == nil
  }

  /// The record on one line, for a message, and where a cell of it stands there. Of a very long record what lies far from
  /// the cell is left out.
  func excerpt(of cell: Cell?) -> TableExcerpt {
    var start = record.lowerBound
    if let cell, cell.start - start > TableReader.longestExcerpt {
      start = cell.start - TableReader.longestExcerpt / 2
    }
    // No letter is cut in two.
    while start > record.lowerBound, buffer[start] & 0xC0 == 0x80 { start -= 1 }
    let marked = cell.map { $0.start..<min($0.end, $0.start + TableReader.longestExcerpt) }
    let end = min(record.upperBound, (marked?.upperBound ?? start) + TableReader.longestExcerpt)
    let bytes = (start..<end).map {
      buffer[$0] < 0x20 && buffer[$0] != 0x09 ? UInt8(ascii: " ") : buffer[$0]
    }
    let mark = marked.map { ($0.lowerBound - start)..<($0.upperBound - start) } ?? 0..<bytes.count
    let skipped = (record.lowerBound..<start).count { buffer[$0] & 0xC0 != 0x80 }
    return TableExcerpt(line: line, skipped: skipped, bytes: bytes, mark: mark)
  }

  private static let longestExcerpt = 400

  // MARK: Records

  /// Goes to the next record that is no empty line; `false` at the end.
  mutating func next() throws(Failure) -> Bool {
    while true {
      line = nextLine
      if try scan() {
        if cells.count == 1, cells[0].start == cells[0].end { continue }
        return true
      }
      guard isAtEnd else {
        try fill()
        continue
      }
      guard position < filled else {
        try requireUnchanged()
        return false
      }
      // The last line has no end: it gets one.
      buffer[filled] = UInt8(ascii: "\n")
      filled += 1
    }
  }

  /// Reads one record from the buffer; `false` where its end is not in it yet.
  private mutating func scan() throws(Failure) -> Bool {
    cellCount = 0
    var index = position
    var lines = 0
    let (buffer, filled, separator) = (buffer, filled, separator)
    let separators = UInt64(separator) &* 0x0101_0101_0101_0101
    let (newline, quote, return_) = (UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: "\r"))
    while true {
      var cell = Cell(start: index, end: index, hasPairedQuotes: false)
      if index < filled, buffer[index] == quote {
        index += 1
        cell.start = index
        while true {
          guard index < filled else { return try endInQuotes() }
          let byte = buffer[index]
          if byte == newline { lines += 1 }
          if byte == quote {
            guard index + 1 < filled || isAtEnd else { return try endInQuotes() }
            guard index + 1 < filled, buffer[index + 1] == quote else { break }
            cell.hasPairedQuotes = true
            index += 1
          }
          index += 1
        }
        cell.end = index
        index += 1
        // What stands between the closing mark and the separator belongs to nobody: the cell takes it in, and is told off.
        let closed = index
        while index < filled, buffer[index] != separator, buffer[index] != newline { index += 1 }
        if index > closed, !(index == closed + 1 && buffer[closed] == return_) {
          cell.start -= 1
          cell.end = index
        }
      } else {
        index = TableReader.endOfCell(from: index, in: buffer, to: filled, separators)
        cell.end = index
      }
      guard index < filled else { return false }
      let isLast = buffer[index] == newline
      if isLast, cell.end == index, cell.end > cell.start, buffer[cell.end - 1] == return_ { cell.end -= 1 }
      if buffer[cell.start] == UInt8(ascii: "'"), TableReader.isGuarded(buffer, cell) { cell.start += 1 }
      append(cell)
      index += 1
      guard isLast else { continue }
      let end = index >= position + 2 && buffer[index - 2] == return_ ? index - 2 : index - 1
      record = position..<max(position, end)
      position = index
      nextLine += lines + 1
      return true
    }
  }

  /// Where the next separator or line end is, eight bytes at a time: cells are short, and where each ends no processor can
  /// foresee.
  ///
  /// - Parameter separators: the separator eight times over.
  @inline(__always)
  private static func endOfCell(
    from start: Int, in buffer: UnsafeMutablePointer<UInt8>, to filled: Int, _ separators: UInt64
  ) -> Int {
    let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let newlines = UInt64(UInt8(ascii: "\n")) &* ones
    var index = start
    while index < filled {
      let word = UInt64(littleEndian: UnsafeRawPointer(buffer + index).loadUnaligned(as: UInt64.self))
      let (a, b) = (word ^ separators, word ^ newlines)
      // The highest bit of the first byte that is zero, and of none before it.
      let found = (((a &- ones) & ~a) | ((b &- ones) & ~b)) & highest
      if found != 0 { return min(filled, index + found.trailingZeroBitCount / 8) }
      index += 8
    }
    return filled
  }

  /// Whether a cell begins with the mark that keeps a spreadsheet from running it, as it is written in CSV.
  private static func isGuarded(_ buffer: UnsafeMutablePointer<UInt8>, _ cell: Cell) -> Bool {
    switch (cell.start..<cell.end).first(where: { buffer[$0] != UInt8(ascii: "'") }).map({ buffer[$0] }) {
    case UInt8(ascii: "=")?, UInt8(ascii: "+")?, UInt8(ascii: "-")?, UInt8(ascii: "@")?, 9?, 13?: true
    default: false
    }
  }

  private func endInQuotes() throws(Failure) -> Bool {
    if isAtEnd { throw .unclosedQuote(line: line) }
    return false
  }

  // MARK: Bytes

  /// Reads on, keeping what has not been taken yet.
  private mutating func fill() throws(Failure) {
    let kept = filled - position
    guard kept < TableReader.longestRecord else { throw .tooLong(line: nextLine) }
    if kept > capacity / 2 {
      // One more byte than is read: the last line may need an end.
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + TableReader.slack)
      larger.update(from: buffer + position, count: kept)
      buffer.deallocate()
      buffer = larger
      capacity *= 2
    } else if position > 0 {
      memmove(buffer, buffer + position, kept)
    }
    position = 0
    filled = kept
    while true {
      let count = read(descriptor, buffer + filled, capacity - filled - 1)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(SystemReason(errno: errno))
      }
      isAtEnd = count == 0
      filled += count
      total += count
      return
    }
  }

  private func requireUnchanged() throws(Failure) {
    var now = stat()
    guard fstat(descriptor, &now) == 0, Int(now.st_size) == total, opened.st_size == now.st_size,
      opened.st_mtim.tv_sec == now.st_mtim.tv_sec, opened.st_mtim.tv_nsec == now.st_mtim.tv_nsec
    else { throw .changedWhileRead }
  }
}

/// A line of a table, or a part of it, for a message.
struct TableExcerpt {
  let line: Int
  /// How many letters of the line are left out before it.
  let skipped: Int
  let bytes: [UInt8]
  /// What the message is about.
  let mark: Range<Int>
}
