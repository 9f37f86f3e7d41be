/// A whole number of any length, for figures past 64 bits: limbs of 32 bits, the lowest first, none at the end that is 0.
struct WideInteger: Sendable {
  var limbs: [UInt32] = []
  var isNegative = false

  init(_ value: Int = 0) {
    isNegative = value < 0
    var rest = value.magnitude
    while rest > 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  private init(_ limbs: [UInt32], _ isNegative: Bool) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
    self.isNegative = isNegative && !self.limbs.isEmpty
  }

  var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

  static prefix func - (a: WideInteger) -> WideInteger { WideInteger(a.limbs, !a.isNegative) }

  static func + (a: WideInteger, b: WideInteger) -> WideInteger {
    if a.isNegative == b.isNegative { return WideInteger(sum(a.limbs, b.limbs), a.isNegative) }
    let isFirstLarger = !isLess(a.limbs, b.limbs)
    let (larger, smaller) = isFirstLarger ? (a, b) : (b, a)
    return WideInteger(difference(larger.limbs, smaller.limbs), larger.isNegative)
  }

  static func - (a: WideInteger, b: WideInteger) -> WideInteger { a + -b }

  static func * (a: WideInteger, b: WideInteger) -> WideInteger {
    var product = [UInt32](repeating: 0, count: a.limbs.count + b.limbs.count + 1)
    for (i, x) in a.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.limbs.enumerated() {
        let digit = UInt64(product[i + j]) + UInt64(x) * UInt64(y) + carry
        product[i + j] = UInt32(truncatingIfNeeded: digit)
        carry = digit >> 32
      }
      product[i + b.limbs.count] = UInt32(carry)
    }
    return WideInteger(product, a.isNegative != b.isNegative)
  }

  private static func sum(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var carry: UInt64 = 0
    var sum: [UInt32] = []
    for index in 0..<max(a.count, b.count) {
      let digit = UInt64(index < a.count ? a[index] : 0) + UInt64(index < b.count ? b[index] : 0) + carry
      sum.append(UInt32(truncatingIfNeeded: digit))
      carry = digit >> 32
    }
    return sum + [UInt32(carry)]
  }

  private static func difference(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var borrow: Int64 = 0
    return a.indices.map { index in
      var digit = Int64(a[index]) - Int64(index < b.count ? b[index] : 0) - borrow
      borrow = digit < 0 ? 1 : 0
      if digit < 0 { digit += 1 << 32 }
      return UInt32(digit)
    }
  }

  private static func isLess(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    a.count != b.count ? a.count < b.count : a.reversed().lexicographicallyPrecedes(b.reversed())
  }
}

extension WideInteger: CustomStringConvertible {
  /// In decimal digits, by dividing by ten again and again.
  var description: String {
    var (rest, digits) = (limbs, "")
    while !rest.isEmpty {
      var left: UInt64 = 0
      for index in rest.indices.reversed() {
        let part = left << 32 | UInt64(rest[index])
        rest[index] = UInt32(part / 10)
        left = part % 10
      }
      digits = "\(left)" + digits
      while rest.last == 0 { rest.removeLast() }
    }
    return (isNegative ? "-" : "") + (digits.isEmpty ? "0" : digits)
  }
}

/// An exact fraction of any size. It is never reduced: two are compared by multiplying them out.
struct WideFraction: Comparable, Sendable {
  let numerator: WideInteger
  /// Above zero.
  let denominator: WideInteger

  private init(_ numerator: WideInteger, over denominator: WideInteger) {
    let isNegative = denominator.sign < 0
    (self.numerator, self.denominator) = isNegative ? (-numerator, -denominator) : (numerator, denominator)
  }

  init(_ value: Int, _ denominator: Int = 1) {
    self.init(WideInteger(value), over: WideInteger(denominator))
  }

  /// Reads a decimal or a fraction: `-12.5`, `7004/2261`.
  init?(reading text: String) {
    let halves = text.split(separator: "/")
    if halves.count == 2, let top = WideFraction(reading: String(halves[0])),
      let bottom = WideFraction(reading: String(halves[1]))
    {
      self = top / bottom
      return
    }
    var (value, power, isBehindPoint) = (WideInteger(), WideInteger(1), false)
    for character in text.drop(while: { $0 == "-" }) {
      if character == ".", !isBehindPoint {
        isBehindPoint = true
        continue
      }
      guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
      value = value * WideInteger(10) + WideInteger(digit)
      if isBehindPoint { power = power * WideInteger(10) }
    }
    self.init(text.hasPrefix("-") ? -value : value, over: power)
  }

  static let zero = WideFraction(0)
  var sign: Int { numerator.sign }

  static func + (a: WideFraction, b: WideFraction) -> WideFraction {
    if (a.denominator - b.denominator).sign == 0 {
      return WideFraction(a.numerator + b.numerator, over: a.denominator)
    }
    return WideFraction(
      a.numerator * b.denominator + b.numerator * a.denominator, over: a.denominator * b.denominator)
  }

  static prefix func - (a: WideFraction) -> WideFraction { WideFraction(-a.numerator, over: a.denominator) }
  static func - (a: WideFraction, b: WideFraction) -> WideFraction { a + -b }

  static func * (a: WideFraction, b: WideFraction) -> WideFraction {
    WideFraction(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  static func / (a: WideFraction, b: WideFraction) -> WideFraction {
    WideFraction(a.numerator * b.denominator, over: a.denominator * b.numerator)
  }

  static func < (a: WideFraction, b: WideFraction) -> Bool { (a - b).sign < 0 }
  static func == (a: WideFraction, b: WideFraction) -> Bool { (a - b).sign == 0 }
}
