extension Unicode.Scalar {
  var isBlank: Bool { isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }
}

extension String {
  /// The words of the string separated by single spaces, whatever white space was between them, and none at the ends.
  public var onOneLine: String {
    guard !isOnOneLine else { return self }
    var line = String.UnicodeScalarView()
    var isBetween = false
    for scalar in unicodeScalars {
      if scalar.isBlank {
        isBetween = true
      } else {
        if isBetween, !line.isEmpty { line.append(" ") }
        isBetween = false
        line.append(scalar)
      }
    }
    return String(line)
  }

  /// Whether there are only single spaces between words and no other white space, as in most statements.
  private var isOnOneLine: Bool {
    var previous = UInt8(ascii: " ")
    for byte in utf8 {
      switch byte {
      case 0x09...0x0D: return false
      case UInt8(ascii: " "): if previous == byte { return false }
      default: if String.beginsFurtherBlanks(byte) { return false }
      }
      previous = byte
    }
    return previous != UInt8(ascii: " ")
  }

  /// The string without white space at its ends.
  var trimmed: String {
    guard mayHaveBlankEnds, let first = unicodeScalars.first, let last = unicodeScalars.last,
      first.isBlank || last.isBlank
    else { return self }
    let scalars = unicodeScalars.drop { $0.isBlank }
    guard let end = scalars.lastIndex(where: { !$0.isBlank }) else { return "" }
    return String(scalars[...end])
  }

  /// A quick check that avoids Unicode lookups.
  private var mayHaveBlankEnds: Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    if first <= 0x20 || String.beginsFurtherBlanks(first) || last <= 0x20 { return true }
    return last >= 0x80 && utf8.suffix(3).contains(where: String.beginsFurtherBlanks)
  }

  /// Whether a byte can begin non-ASCII white space.
  private static func beginsFurtherBlanks(_ byte: UInt8) -> Bool {
    byte == 0xC2 || (0xE1...0xE3).contains(byte)
  }
}
