extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are UTF-16 without a byte-order mark: one byte of each pair is zero or 14, as for Latin and
  /// Thai letters. In single-byte text, no such byte accompanies every letter.
  var hasTwoBytesALetter: Bool {
    let looked = Swift.min(count & ~1, 512)
    guard looked >= 4, self[0] == 0 || self[1] == 0 || self[0] == 0x0E || self[1] == 0x0E else {
      return false
    }
    return [0, 1].contains { upper in
      stride(from: upper, to: looked, by: 2).allSatisfy { self[$0] == 0 || self[$0] == 0x0E }
        && stride(from: 1 - upper, to: looked, by: 2).allSatisfy { self[$0] != 0 }
    }
  }

  /// The offset of the first byte that is not valid UTF-8 (RFC 3629); `nil` if all bytes are valid.
  var firstBadByte: Int? {
    var place = 0
    while place < count {
      if place + 8 <= count, isPlain(from: place) {
        place += 8
        continue
      }
      guard let width = width(ofScalarAt: place) else { return place }
      place += width
    }
    return nil
  }

  /// Whether eight bytes are all ASCII.
  private func isPlain(from place: Int) -> Bool {
    let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: place, as: UInt64.self)
    return word & 0x8080_8080_8080_8080 == 0
  }

  /// The number of bytes in a scalar; `nil` if it is malformed.
  private func width(ofScalarAt place: Int) -> Int? {
    let first = self[place]
    if first < 0x80 { return 1 }
    // Overlong forms, surrogates and values beyond Unicode can be recognized by the second byte.
    let (width, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (width, second) = (2, 0x80...0xBF)
    case 0xE0: (width, second) = (3, 0xA0...0xBF)
    case 0xED: (width, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (width, second) = (3, 0x80...0xBF)
    case 0xF0: (width, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (width, second) = (4, 0x80...0xBF)
    case 0xF4: (width, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard place + width <= count, second.contains(self[place + 1]) else { return nil }
    for further in 2..<Swift.max(2, width) where self[place + further] & 0xC0 != 0x80 { return nil }
    return width
  }
}

extension UTF8 {
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}
