internal import PlanRules

/// A figure in a table cell: digits of either script, thousands separators, decimals, a sign.
enum TableNumber {
  case missing
  /// A whole number over a power of ten.
  case decimal(Int64, places: Int)
  /// A number with more digits than fit in 64 bits.
  case long(Rational, places: Int)
  case percent(Rational)
  case bad

  /// Parses up to eight plain digits at once; `nil` for anything else.
  ///
  /// - Parameter bytes: the cell; at least eight more bytes must be readable after it.
  @inline(__always)
  static func plainDigits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard (1...8).contains(bytes.count), let start = bytes.baseAddress else { return nil }
    let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    let unused = UInt64(8 - bytes.count) * 8
    // Align the digits with the highest byte, and pad with zeros before them.
    let zeros: UInt64 = 0x3030_3030_3030_3030
    let digits = unused == 0 ? word : (word << unused) | (zeros >> (64 - unused))
    guard (((digits &+ 0x4646_4646_4646_4646) | (digits &- zeros)) & 0x8080_8080_8080_8080) == 0 else {
      return nil
    }
    var sum = digits &- zeros
    sum = (sum &* 10 &+ (sum >> 8)) & 0x00FF_00FF_00FF_00FF
    sum = (sum &* 100 &+ (sum >> 16)) & 0x0000_FFFF_0000_FFFF
    return Int64(truncatingIfNeeded: (sum &* 10_000 &+ (sum >> 32)) & 0xFFFF_FFFF)
  }

  @inline(__always)
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Fast path for most cells: a few plain digits, possibly with a sign or decimals.
    var index = 0
    let count = bytes.count
    guard count > 0 else {
      self = .missing
      return
    }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var value: Int64 = 0
    var places = -1
    let first = index
    guard count <= 18 else {
      self = TableNumber.involved(bytes)
      return
    }
    while index < count {
      let digit = bytes[index] &- 0x30
      if digit < 10 {
        value = value &* 10 &+ Int64(digit)
        if places >= 0 { places += 1 }
      } else if bytes[index] == UInt8(ascii: "."), places < 0, index > first {
        places = 0
      } else {
        self = TableNumber.involved(bytes)
        return
      }
      index += 1
    }
    if index == first || places == 0 {
      self = TableNumber.involved(bytes)
    } else {
      self = .decimal(isNegative ? -value : value, places: max(0, places))
    }
  }

  @inline(never)
  private static func involved(_ bytes: UnsafeBufferPointer<UInt8>) -> TableNumber {
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    while let last = scalars.last, last.isBlank { scalars.removeLast() }
    while let first = scalars.first, first.isBlank { scalars.removeFirst() }
    if scalars.isEmpty || scalars == ["-"] || scalars == ["–"] || scalars == ["−"] { return .missing }
    var isPercent = false
    if scalars.last == "%" {
      isPercent = true
      scalars.removeLast()
      while let last = scalars.last, last.isBlank { scalars.removeLast() }
    }
    var isNegative = false
    if let sign = scalars.first, sign == "-" || sign == "−" {
      isNegative = true
      scalars.removeFirst()
    }
    guard let (digits, places) = digits(scalars), let magnitude = Rational(decimalDigits: digits) else {
      return .bad
    }
    let figure = isNegative ? -magnitude : magnitude
    if isPercent { return .percent(figure) }
    let whole = (figure * .powerOfTen(places)).whole
    return whole.map { .decimal(Int64($0), places: places) } ?? .long(figure, places: places)
  }

  /// The digits in ASCII, if they are grouped in threes or not at all.
  private static func digits(_ scalars: [Unicode.Scalar]) -> (text: String, places: Int)? {
    var text = ""
    var groups: [Int] = [0]
    var places: Int?
    for scalar in scalars {
      if let digit = scalar.digit {
        text.unicodeScalars.append(Unicode.Scalar(digit + 0x30))
        if let known = places { places = known + 1 } else { groups[groups.count - 1] += 1 }
      } else if scalar == ",", places == nil {
        groups.append(0)
      } else if scalar == ".", places == nil {
        places = 0
        text += "."
      } else {
        return nil
      }
    }
    guard groups[0] > 0, places != 0, text.utf8.count <= 1_000 else { return nil }
    guard groups.count == 1 || (groups[0] <= 3 && groups.dropFirst().allSatisfy { $0 == 3 }) else {
      return nil
    }
    return (text, places ?? 0)
  }
}
