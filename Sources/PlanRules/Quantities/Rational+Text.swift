internal import BigInt

extension Rational {
  /// The exact value as text: `24210`, `-0.25`, or a reduced fraction `7004/2261` where no decimal is exact.
  public var exactText: String {
    if let whole { return String(whole) }
    let (n, d) = parts
    if d == 1 { return n.description }
    guard let places = terminatingPlaces else { return "\(n)/\(d)" }
    return fixed(places: places, grouped: false)
  }

  /// Reads the format that `exactText` writes.
  public init?(exactText text: some StringProtocol) {
    let isNegative = text.first == "-"
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let numerator = Rational(decimalDigits: parts[0]) else { return nil }
    var value = numerator
    if parts.count == 2 {
      guard let denominator = Rational(decimalDigits: parts[1]), let quotient = value.divided(by: denominator)
      else {
        return nil
      }
      value = quotient
    }
    self = isNegative ? -value : value
  }

  /// How many decimal places represent the value exactly; `nil` if no number of places does.
  public var terminatingPlaces: Int? {
    if isWhole { return 0 }
    var (_, d) = parts
    var twos = 0
    var fives = 0
    while d % 2 == 0 {
      d /= 2
      twos += 1
    }
    while d % 5 == 0 {
      d /= 5
      fives += 1
    }
    return d == 1 ? max(twos, fives) : nil
  }

  /// Decimal digits with a fixed number of places, rounded half away from zero. The sign is an ASCII hyphen,
  /// never U+2212, so that scripts can read it back.
  public func fixed(places: Int, grouped: Bool) -> String {
    String(decoding: written(places: places, grouped: grouped), as: UTF8.self)
  }

  /// At most `places` decimals, trailing zeros trimmed.
  public func trimmed(places: Int, grouped: Bool) -> String {
    if isWhole { return fixed(places: 0, grouped: grouped) }
    var bytes = written(places: places, grouped: grouped)
    if places > 0 {
      while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
      if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The ASCII characters of the rounded value.
  private func written(places: Int, grouped: Bool) -> [UInt8] {
    let (digits, isNegative) = roundedDigits(places: places)
    let zeros = max(0, places + 1 - digits.utf8.count)
    let wholes = digits.utf8.count + zeros - places
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * (digits.utf8.count + zeros) + 2)
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    func append(_ digit: UInt8, at position: Int) {
      if position == wholes { bytes.append(UInt8(ascii: ".")) }
      if grouped, position > 0, position < wholes, (wholes - position) % 3 == 0 {
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(digit)
    }
    for position in 0..<zeros { append(UInt8(ascii: "0"), at: position) }
    for (offset, digit) in digits.utf8.enumerated() { append(digit, at: zeros + offset) }
    return bytes
  }

  /// The digits of the value times a power of ten, rounded to a whole number, and whether this number is
  /// below zero.
  private func roundedDigits(places: Int) -> (digits: String, isNegative: Bool) {
    if let magnitude = roundedMagnitude(places: places) {
      return (
        UInt64(exactly: magnitude).map { String($0) } ?? String(magnitude), signum < 0 && magnitude > 0
      )
    }
    let scaled = rounded(places: places) * Rational.powerOfTen(places)
    return (scaled.parts.numerator.magnitude.description, scaled.signum < 0)
  }

  private static func plain(_ digits: some Sequence<UInt8>) -> Int? {
    var whole = 0
    for byte in digits {
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      whole = whole * 10 + Int(digit)
    }
    return whole
  }

  /// Reads ASCII digits with an optional decimal point; the lexer has removed grouping already.
  public init?(decimalDigits text: some StringProtocol) {
    // Most numbers are a few plain digits.
    if (1...18).contains(text.utf8.count), let whole = Rational.plain(text.utf8) {
      self.init(whole)
      return
    }
    var digits = ""
    var places = 0
    var afterPoint = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.unicodeScalars.append(Unicode.Scalar(byte))
        if afterPoint { places += 1 }
      case UInt8(ascii: ".") where !afterPoint: afterPoint = true
      default: return nil
      }
    }
    guard !digits.isEmpty else { return nil }
    if let small = Int64(digits), places <= 18 {
      var scale: Int64 = 1
      for _ in 0..<places { scale *= 10 }
      self.init(wide: Int128(small), over: Int128(scale))
    } else if let big = BigInt(digits) {
      self.init(big: big, over: BigInt(10).power(places))
    } else {
      return nil
    }
  }
}

extension Int {
  /// As messages write counts: `30,000,000`; the largest `Int` stands for a number too large to count.
  package var grouped: String {
    self == .max ? "too many to count" : Rational(self).trimmed(places: 0, grouped: true)
  }
}
