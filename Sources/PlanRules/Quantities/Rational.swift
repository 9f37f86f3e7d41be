internal import BigInt

/// An exact number: a reduced fraction, in 64 bits while it fits and in arbitrary precision where it does not.
///
/// The representation is canonical (reduced, positive denominator, small whenever possible), so equality and
/// hashing are by value.
public struct Rational: Hashable, Sendable {
  enum Storage: Hashable, Sendable {
    case small(Int64, Int64)
    indirect case big(BigInt, BigInt)
  }

  let storage: Storage

  private init(_ storage: Storage) { self.storage = storage }

  /// The number 0.
  public static let zero = Rational(0)
  /// The number 1, which is 100% of something.
  public static let one = Rational(1)

  /// Creates a whole number.
  public init(_ whole: Int) { storage = .small(Int64(whole), 1) }

  /// The fraction of two whole numbers; `nil` where the denominator is zero.
  public init?(_ numerator: Int64, over denominator: Int64) {
    guard denominator != 0 else { return nil }
    self.init(wide: Int128(numerator), over: Int128(denominator))
  }

  /// Reduces a 128-bit fraction; the denominator must not be zero.
  init(wide numerator: Int128, over denominator: Int128) {
    if denominator == 1, let whole = Int64(exactly: numerator), whole != .min {
      storage = .small(whole, 1)
      return
    }
    var n = numerator.magnitude
    var d = denominator.magnitude
    let divisor = greatestCommonDivisor(n, d)
    if divisor > 1 {
      n /= divisor
      d /= divisor
    }
    let negative = (numerator < 0) != (denominator < 0) && n != 0
    if n <= UInt128(Int64.max), d <= UInt128(Int64.max) {
      storage = .small(negative ? -Int64(n) : Int64(n), Int64(d))
    } else {
      let magnitude = BigInt(n)
      storage = .big(negative ? -magnitude : magnitude, BigInt(d))
    }
  }

  init(big numerator: BigInt, over denominator: BigInt) {
    // Whole numbers are already reduced; looking for a divisor of long ones would take time.
    let divisor = denominator == 1 ? 1 : numerator.greatestCommonDivisor(with: denominator)
    var n = divisor > 1 ? numerator / divisor : numerator
    var d = divisor > 1 ? denominator / divisor : denominator
    if d.sign == .minus {
      n.negate()
      d.negate()
    }
    if let small = Int64(exactly: n), small != .min, let smallDenominator = Int64(exactly: d) {
      storage = .small(small, smallDenominator)
    } else {
      storage = .big(n, d)
    }
  }

  /// The numerator and denominator when both fit in 64 bits.
  var small: (numerator: Int64, denominator: Int64)? {
    if case .small(let n, let d) = storage { return (n, d) }
    return nil
  }

  var parts: (numerator: BigInt, denominator: BigInt) {
    switch storage {
    case .small(let n, let d): (BigInt(n), BigInt(d))
    case .big(let n, let d): (n, d)
    }
  }

  /// The bits of the longer of numerator and denominator.
  var bitWidth: Int {
    switch storage {
    case .small: 64
    case .big(let n, let d): max(n.bitWidth, d.bitWidth)
    }
  }

  /// Whether the number is exactly zero.
  public var isZero: Bool { signum == 0 }

  /// -1, 0 or 1.
  public var signum: Int {
    switch storage {
    case .small(let n, _): Int(n.signum())
    case .big(let n, _): n.sign == .minus ? -1 : 1
    }
  }

  /// Whether the number has no fraction.
  public var isWhole: Bool {
    switch storage {
    case .small(_, let d): d == 1
    case .big(_, let d): d == 1
    }
  }

  /// The number without its sign.
  public var magnitude: Rational { signum < 0 ? -self : self }

  /// The value as an `Int`, if it is whole and fits.
  public var whole: Int? {
    if case .small(let n, 1) = storage { return Int(n) }
    return nil
  }
}

extension Rational: Comparable {
  /// Whether `a` is below `b`, compared exactly.
  public static func < (a: Rational, b: Rational) -> Bool {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage {
      return Int128(an) * Int128(bd) < Int128(bn) * Int128(ad)
    }
    let (an, ad) = a.parts
    let (bn, bd) = b.parts
    return an * bd < bn * ad
  }
}

extension Rational {
  /// The number with the opposite sign.
  public static prefix func - (a: Rational) -> Rational {
    switch a.storage {
    case .small(let n, let d): Rational(.small(-n, d))
    case .big(let n, let d): Rational(big: -n, over: d)
    }
  }

  /// The exact sum, of any size.
  public static func + (a: Rational, b: Rational) -> Rational {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage {
      return Rational(
        wide: Int128(an) * Int128(bd) + Int128(bn) * Int128(ad), over: Int128(ad) * Int128(bd))
    }
    let (an, ad) = a.parts
    let (bn, bd) = b.parts
    return Rational(big: an * bd + bn * ad, over: ad * bd)
  }

  /// The exact difference, of any size.
  public static func - (a: Rational, b: Rational) -> Rational { a + -b }

  /// The exact product, of any size.
  public static func * (a: Rational, b: Rational) -> Rational {
    if case .small(let an, let ad) = a.storage, case .small(let bn, let bd) = b.storage {
      return Rational(wide: Int128(an) * Int128(bn), over: Int128(ad) * Int128(bd))
    }
    let (an, ad) = a.parts
    let (bn, bd) = b.parts
    return Rational(big: an * bn, over: ad * bd)
  }

  /// The quotient; `nil` if the divisor is zero (a plan's division by zero is a missing figure).
  public func divided(by divisor: Rational) -> Rational? {
    guard !divisor.isZero else { return nil }
    if case .small(let an, let ad) = storage, case .small(let bn, let bd) = divisor.storage {
      return Rational(wide: Int128(an) * Int128(bd), over: Int128(ad) * Int128(bn))
    }
    let (an, ad) = parts
    let (bn, bd) = divisor.parts
    return Rational(big: an * bd, over: ad * bn)
  }

  /// The largest whole number that is not above this one.
  public var floor: Rational {
    if isWhole { return self }
    let (n, d) = parts
    let quotient = n / d
    return Rational(big: n.signum() < 0 ? quotient - 1 : quotient, over: 1)
  }

  /// Ten to a power that may be negative.
  public static func powerOfTen(_ exponent: Int) -> Rational {
    if (0...18).contains(abs(exponent)) {
      let power = Int64(smallPowerOfTen(abs(exponent)))
      return Rational(exponent < 0 ? .small(1, power) : .small(power, 1))
    }
    let power = BigInt(10).power(abs(exponent))
    return exponent < 0 ? Rational(big: 1, over: power) : Rational(big: power, over: 1)
  }

  /// Rounds half away from zero to a number of decimal places (which may be negative).
  public func rounded(places: Int) -> Rational {
    if let magnitude = roundedMagnitude(places: places) {
      if isWhole { return self }
      return Rational(
        wide: signum < 0 ? -Int128(magnitude) : Int128(magnitude), over: Rational.smallPowerOfTen(places))
    }
    let scale = Rational.powerOfTen(places)
    let scaled = self * scale
    let (n, d) = scaled.parts
    let (quotient, remainder) = n.magnitude.quotientAndRemainder(dividingBy: d.magnitude)
    let up = remainder * 2 >= d.magnitude
    let magnitude = BigInt(up ? quotient + 1 : quotient)
    let rounded = Rational(big: n.sign == .minus ? -magnitude : magnitude, over: 1)
    return places < 0
      ? rounded * Rational.powerOfTen(-places) : rounded.divided(by: scale) ?? rounded
  }

  /// The magnitude times a power of ten, rounded half away from zero to a whole number; `nil` if an
  /// intermediate result does not fit in 128 bits.
  func roundedMagnitude(places: Int) -> UInt128? {
    guard case .small(let n, let d) = storage, (0...18).contains(places) else { return nil }
    // Below 2^63 · 10^18, and the remainder below 2^63.
    let scaled = UInt128(n.magnitude) * Rational.smallPowerOfTen(places).magnitude
    if d == 1 { return scaled }
    let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: UInt128(d.magnitude))
    return remainder * 2 >= UInt128(d.magnitude) ? quotient + 1 : quotient
  }

  private static func smallPowerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

/// Euclid's algorithm in 128 bits, falling to 64 as soon as both fit.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  var x = a
  var y = b
  while y != 0 {
    if x <= UInt128(UInt64.max), y <= UInt128(UInt64.max) {
      return UInt128(greatestCommonDivisor(UInt64(x), UInt64(y)))
    }
    (x, y) = (y, x % y)
  }
  return x
}

func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var x = a
  var y = b
  while y != 0 { (x, y) = (y, x % y) }
  return x
}
