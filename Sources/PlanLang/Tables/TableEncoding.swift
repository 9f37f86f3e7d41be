/// The encoding of the text of a table.
enum TableEncoding: Sendable {
  case utf8
  /// Windows Thai: TIS-620 plus a few characters.
  case windows874
  case utf16(isBigEndian: Bool)

  /// The name used in messages; `nil` for UTF-8, which every table should use.
  var name: String? {
    switch self {
    case .utf8: nil
    case .windows874: "Windows-874 (TIS-620)"
    case .utf16: "UTF-16"
    }
  }

  /// Detects the encoding from the first bytes of a table.
  ///
  /// - Parameter isWhole: whether these are all bytes of the table, so that no character is cut off at the end.
  init(of bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
    if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16(isBigEndian: false)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16(isBigEndian: true)
    } else if let bad = bytes.firstBadByte, isWhole || bad + 4 <= bytes.count, TableEncoding.isThai(bytes) {
      self = .windows874
    } else {
      self = .utf8
    }
  }

  /// Whether the non-ASCII bytes are plausible Thai: each mark follows a Thai letter, and few of them touch Latin
  /// letters, as the accented letters of other encodings would.
  private static func isThai(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (letters, besideOurs) = (0, 0)
    var followsLeadByte = false
    var previous: Unicode.Scalar = " "
    for byte in bytes {
      guard let scalar = scalar(ofThai: byte) else { return false }
      if !scalar.isASCII {
        if isMark(scalar), !thaiLetters.contains(previous.value) { return false }
        letters += 1
      }
      // A truncated UTF-8 sequence: no Thai syllable ends this way.
      if scalar.isASCII, followsLeadByte { return false }
      followsLeadByte = byte == 0xB8 || byte == 0xB9 ? previous.value == 0x0E40 : false
      if scalar.isASCII != previous.isASCII, (scalar.isASCII ? scalar : previous).startsName {
        besideOurs += 1
      }
      previous = scalar
    }
    return besideOurs * 2 <= letters
  }

  private static let thaiLetters: ClosedRange<UInt32> = 0x0E01...0x0E4E

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x0E31 || (0x0E33...0x0E3A).contains(scalar.value)
      || (0x0E47...0x0E4E).contains(scalar.value)
  }

  /// - Returns: `nil` if the byte is not defined in Windows-874.
  fileprivate static func scalar(ofThai byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case 0..<0x80: Unicode.Scalar(byte)
    case 0x80: "€"
    case 0x85: "…"
    case 0x91: "‘"
    case 0x92: "’"
    case 0x93: "“"
    case 0x94: "”"
    case 0x95: "•"
    case 0x96: "–"
    case 0x97: "—"
    case 0xA0: "\u{A0}"
    case 0xA1...0xDA, 0xDF...0xFB: Unicode.Scalar(UInt32(byte) - 0xA0 + 0x0E00)
    default: nil
    }
  }
}

/// Converts the bytes of a table to UTF-8, block by block.
struct TableDecoder {
  let encoding: TableEncoding
  /// The bytes of an incomplete character at the end of the last block.
  private var rest: [UInt8] = []

  /// The most bytes of UTF-8 that a single input byte can become.
  static let maxBytes = 3

  init(_ encoding: TableEncoding) { self.encoding = encoding }

  mutating func decode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count * 2)
    switch encoding {
    case .utf8: decoded.append(contentsOf: bytes)
    case .windows874:
      for byte in bytes {
        if byte < 0x80 {
          decoded.append(byte)
        } else if let letter = UTF8.encode(TableEncoding.scalar(ofThai: byte) ?? "\u{FFFD}") {
          decoded.append(contentsOf: letter)
        }
      }
    case .utf16(let isBigEndian): decodeUTF16(bytes, isBigEndian, into: &decoded)
    }
    return decoded
  }

  private mutating func decodeUTF16(
    _ bytes: some Collection<UInt8>, _ isBigEndian: Bool, into decoded: inout [UInt8]
  ) {
    let all = rest + bytes
    var units: [UInt16] = []
    units.reserveCapacity(all.count / 2)
    for index in stride(from: 0, to: all.count - 1, by: 2) {
      let (first, second) = (UInt16(all[index]), UInt16(all[index + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
    }
    var taken = units.count * 2
    if let last = units.last, UTF16.isLeadSurrogate(last) {
      units.removeLast()
      taken -= 2
    }
    rest = Array(all.dropFirst(taken))
    // Invalid code units become replacement characters, which match no key of the plan.
    _ = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false) {
      decoded.append($0)
    }
  }
}
