internal import Glibc

/// Reads a table of comma-separated values record by record, keeping no more than one block in memory.
///
/// It follows RFC 4180: quoted cells may contain commas, line ends and doubled quotation marks, and may have spaces
/// around them. Lines end with LF or CRLF, or all of them with CR. Empty rows are skipped. If the first line contains
/// no comma, cells are separated by tabs or semicolons; a line such as `sep=;` before it sets the separator
/// explicitly. Text that is not UTF-8 is decoded on the fly (`TableDecoder`).
struct TableReader: TableSource, ~Copyable {
  static let longestRecord = 1 << 20
  /// Cells are read eight bytes at a time, including the last one.
  private static let slack = 8

  private let path: String
  private let descriptor: Int32
  private var opened = stat()
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 18
  private var position = 0
  private var filled = 0
  private var total = 0
  private var isAtEnd = false
  private var separator = UInt8(ascii: ",")
  /// The decoder of a table that is not UTF-8.
  private var decoder: TableDecoder?
  /// Whether lines end with CR alone.
  private var endsWithReturns = false
  /// Whether the last byte read was a CR.
  private var wasReturn = false
  private var nextLine = 1
  /// The line on which the record begins, counted from 1.
  private(set) var line = 0
  /// The number of cells in the longest record so far.
  private var cellCapacity = 64
  private var cellStart: UnsafeMutablePointer<TableCell>
  private(set) var cellCount = 0
  private var record = 0..<0

  init(path: String) throws(TableFailure) {
    self.path = path
    descriptor = SystemCall.retried {
      path.withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    }
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
    let beginning = UnsafeBufferPointer(start: buffer, count: filled)
    if let foreign = ForeignFile(beginning) { throw .unreadable(foreign.reason) }
    if beginning.hasTwoBytesALetter { throw .twoBytesALetter }
    decodeBeginning()
    if filled >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { position = 3 }
    chooseLineEnd()
    if !takeSeparatorLine() { chooseSeparator() }
  }

  var encoding: TableEncoding { decoder?.encoding ?? .utf8 }

  /// Reads the second half of a table, from the first line end after its middle; lines are counted from there.
  ///
  /// Whether a record really begins there is only known once the first reader arrives.
  private init(secondHalfOf first: borrowing TableReader) throws(TableFailure) {
    path = first.path
    let path = path
    descriptor = SystemCall.retried {
      path.withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    }
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

  func secondHalf() -> TableReader? { isWorthTwoReaders ? try? TableReader(secondHalfOf: self) : nil }

  private var isWorthTwoReaders: Bool {
    opened.st_size >= TableReader.worthTwoReaders && decoder == nil && !endsWithReturns
  }

  /// Below this many bytes, a second thread costs more than it saves.
  private static let worthTwoReaders = 1 << 20

  /// The offset in the file at which the next record begins.
  var offset: Int { total - filled + position }

  /// The number of lines consumed.
  var linesRead: Int { nextLine - 1 }

  deinit {
    buffer.deallocate()
    cellStart.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  private mutating func chooseSeparator() {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    var isEmpty = true
    for index in position..<filled {
      let byte = buffer[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n"), !isQuoted {
        if isEmpty { continue }
        break
      }
      if !TableReader.isBlank(byte) { isEmpty = false }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
    separator = candidates.first { counts[$0] != nil } ?? UInt8(ascii: ",")
  }

  /// Consumes a line such as `sep=;`, with or without quotation marks, which spreadsheets put before a table to name
  /// the separator.
  private mutating func takeSeparatorLine() -> Bool {
    guard let end = (position..<filled).first(where: { buffer[$0] == UInt8(ascii: "\n") }) else {
      return false
    }
    var line = Array(
      UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: buffer, count: filled)[position..<end]))
    if line.first == UInt8(ascii: "\"") {
      line.removeFirst()
      guard let closing = line.firstIndex(of: UInt8(ascii: "\"")) else { return false }
      line.remove(at: closing)
    }
    guard line.count > 4, String(decoding: line[..<4], as: UTF8.self).lowercased() == "sep=" else {
      return false
    }
    let (said, behind) = (line[4], line[5...])
    guard said == UInt8(ascii: "\t") || (0x21..<0x7F).contains(said), said != UInt8(ascii: "\""),
      !Unicode.Scalar(said).continuesName,
      // If another program saved the file again, the line has been padded with empty cells.
      behind.allSatisfy({ TableReader.isBlank($0) || $0 == said || $0 == UInt8(ascii: ",") })
    else { return false }
    separator = said
    position = end + 1
    nextLine += 1
    return true
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  // MARK: Cells

  var cells: UnsafeBufferPointer<TableCell> { UnsafeBufferPointer(start: cellStart, count: cellCount) }

  @inline(__always)
  private mutating func append(_ cell: TableCell) {
    if cellCount == cellCapacity {
      let larger = UnsafeMutablePointer<TableCell>.allocate(capacity: cellCapacity * 2)
      larger.update(from: cellStart, count: cellCount)
      cellStart.deallocate()
      cellStart = larger
      cellCapacity *= 2
    }
    cellStart[cellCount] = cell
    cellCount += 1
  }

  /// The raw bytes of a cell, after decoding; doubled quotation marks are kept.
  func bytes(_ cell: TableCell) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: buffer + cell.start, count: cell.end - cell.start)
  }

  func text(_ cell: TableCell) -> String {
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

  /// Whether the record has the given number of cells; extra cells must be empty.
  @inline(__always)
  func hasWidth(_ width: Int) -> Bool { cellCount == width || isBlank(from: width) }

  private func isBlank(from first: Int) -> Bool {
    guard first < cellCount else { return false }
    return cells[first...].allSatisfy { bytes($0).allSatisfy(TableReader.isBlank) }
  }

  /// Whether the record is UTF-8.
  var isUTF8: Bool {
    UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: buffer, count: filled)[record]).firstBadByte
      == nil
  }

  /// The record on one line, for a message, with the range of a cell in it. Of a very long record, only the part near
  /// the cell is kept.
  func excerpt(of cell: TableCell?) -> TableExcerpt {
    var start = record.lowerBound
    if let cell, cell.start - start > TableReader.longestExcerpt {
      start = cell.start - TableReader.longestExcerpt / 2
    }
    // Do not split a character.
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

  /// Advances to the next record that is not empty; `false` at the end.
  mutating func next() throws(TableFailure) -> Bool {
    while true {
      let begin = nextLine
      if try scan() {
        let first = cells[0]
        if first.start == first.end || buffer[first.start] <= UInt8(ascii: " "), isBlank(from: 0) { continue }
        line = begin
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
      // The last line is unterminated: terminate it.
      buffer[filled] = UInt8(ascii: "\n")
      filled += 1
    }
  }

  /// Scans one record in the buffer; `false` if its end has not been read yet.
  private mutating func scan() throws(TableFailure) -> Bool {
    cellCount = 0
    var index = position
    var lines = 0
    let (buffer, filled, separator) = (buffer, filled, separator)
    let separators = UInt64(separator) &* 0x0101_0101_0101_0101
    let (newline, quote, return_) = (UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: "\r"))
    while true {
      var cell = TableCell(start: index, end: index, hasPairedQuotes: false)
      // Most cells begin with a letter or a digit.
      if index < filled, buffer[index] <= quote, let opening = openingQuote(from: index) {
        index = opening + 1
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
        // Anything between the closing quotation mark and the separator becomes part of the cell, which is then
        // reported.
        let closed = index
        while index < filled, buffer[index] != separator, buffer[index] != newline { index += 1 }
        if (closed..<index).contains(where: { !TableReader.isBlank(buffer[$0]) }) {
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

  /// The position of the next separator or line end, searched eight bytes at a time: cells are short, and branch
  /// prediction cannot foresee where each ends.
  ///
  /// - Parameter separators: the separator repeated in all eight bytes.
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
      // The lowest set bit is the highest bit of the first byte that is zero.
      let found = (((a &- ones) & ~a) | ((b &- ones) & ~b)) & highest
      if found != 0 { return min(filled, index + found.trailingZeroBitCount / 8) }
      index += 8
    }
    return filled
  }

  /// The position of a cell's opening quotation mark, after any leading blanks; `nil` if there is none.
  @inline(never)
  private func openingQuote(from start: Int) -> Int? {
    var index = start
    while index < filled, TableReader.isBlank(buffer[index]), buffer[index] != separator { index += 1 }
    return index < filled && buffer[index] == UInt8(ascii: "\"") ? index : nil
  }

  /// Whether a cell begins with the apostrophe that keeps a spreadsheet from evaluating it, as written in our CSV
  /// output.
  private static func isGuarded(_ buffer: UnsafeMutablePointer<UInt8>, _ cell: TableCell) -> Bool {
    switch (cell.start..<cell.end).first(where: { buffer[$0] != UInt8(ascii: "'") }).map({ buffer[$0] }) {
    case UInt8(ascii: "=")?, UInt8(ascii: "+")?, UInt8(ascii: "-")?, UInt8(ascii: "@")?, 9?, 13?: true
    default: false
    }
  }

  private func endInQuotes() throws(TableFailure) -> Bool {
    if isAtEnd { throw .unclosedQuote(line: nextLine) }
    return false
  }

  // MARK: Bytes

  /// Reads more bytes, keeping those not consumed yet.
  private mutating func fill() throws(TableFailure) {
    let kept = filled - position
    guard kept < TableReader.longestRecord else { throw .tooLong(line: nextLine) }
    if kept > capacity / 2 {
      // One byte more than is read, in case the last line needs a terminator.
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
    let room = capacity - filled - 1
    let count = try bytesRead(
      into: buffer + filled, room: decoder == nil ? room : room / TableDecoder.maxBytes)
    isAtEnd = count == 0
    total += count
    if decoder == nil { filled += count } else { decode(count) }
    if endsWithReturns { turnReturns(from: kept) }
  }

  private func bytesRead(into memory: UnsafeMutablePointer<UInt8>, room: Int) throws(TableFailure) -> Int {
    while true {
      let count = read(descriptor, memory, room)
      if count >= 0 { return count }
      if errno != EINTR { throw .unreadable(SystemReason(errno: errno)) }
    }
  }

  // MARK: Other encodings and line ends

  /// Detects the encoding, and decodes the bytes read so far if necessary.
  private mutating func decodeBeginning() {
    let bytes = UnsafeBufferPointer(start: buffer, count: filled)
    let encoding = TableEncoding(of: bytes, isWhole: filled >= opened.st_size)
    guard encoding.name != nil else { return }
    decoder = TableDecoder(encoding)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 4 + TableReader.slack)
    larger.update(from: buffer, count: filled)
    buffer.deallocate()
    buffer = larger
    capacity *= 4
    let count = filled
    filled = 0
    decode(count)
  }

  /// Decodes the bytes that follow the filled part of the buffer.
  private mutating func decode(_ count: Int) {
    guard let decoded = decoder?.decode(UnsafeBufferPointer(start: buffer + filled, count: count)) else {
      return
    }
    decoded.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { (buffer + filled).update(from: start, count: bytes.count) }
    }
    filled += decoded.count
  }

  /// Whether the first line ends with CR alone, in which case all lines are assumed to.
  private mutating func chooseLineEnd() {
    var isQuoted = false
    for index in position..<filled {
      let byte = buffer[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      let isPair = index + 1 < filled && buffer[index + 1] == UInt8(ascii: "\n")
      guard byte == UInt8(ascii: "\r"), !isPair else { return }
      endsWithReturns = true
      return turnReturns(from: position)
    }
  }

  /// Replaces CR by LF, unless an LF follows.
  private mutating func turnReturns(from start: Int) {
    let (newline, return_) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    if wasReturn, start < filled, buffer[start] == newline {
      memmove(buffer + start, buffer + start + 1, filled - start - 1)
      filled -= 1
    }
    guard start < filled else { return }
    wasReturn = buffer[filled - 1] == return_
    for index in start..<filled where buffer[index] == return_ {
      if index + 1 == filled || buffer[index + 1] != newline { buffer[index] = newline }
    }
  }

  private func requireUnchanged() throws(TableFailure) {
    var now = stat()
    guard fstat(descriptor, &now) == 0, Int(now.st_size) == total, opened.st_size == now.st_size,
      opened.st_mtim.tv_sec == now.st_mtim.tv_sec, opened.st_mtim.tv_nsec == now.st_mtim.tv_nsec
    else { throw .changedWhileRead }
  }
}
