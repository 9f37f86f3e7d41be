import PlanRules
import Testing

struct RationalTests {
  @Test func fractionsAreReducedAndCanonical() {
    #expect(Rational(6, over: 4) == Rational(3, over: 2))
    #expect(Rational(-6, over: -4) == Rational(3, over: 2))
    #expect(Rational(1, over: 0) == nil)
    #expect(Rational(0, over: 7) == .zero)
  }

  @Test func decimalsAreExact() throws {
    let sum = try #require(Rational(decimalDigits: "0.1")) + #require(Rational(decimalDigits: "0.2"))
    #expect(sum == Rational(decimalDigits: "0.3"))
    let third = try #require(Rational(1, over: 3))
    #expect(third * Rational(3) == .one)
    #expect(third.exactText == "1/3")
    #expect(Rational(decimalDigits: "14832968918.62")?.exactText == "14832968918.62")
  }

  /// What leaves 64 bits stays exact, and comes back when it fits again.
  @Test(arguments: [1, 2, 7, 40])
  func overflowGrowsAndShrinks(power: Int) throws {
    let large = Rational(Int(Int64.max))
    var product = large
    for _ in 0..<power { product = product * large }
    for _ in 0..<power { product = try #require(product.divided(by: large)) }
    #expect(product == large)
    #expect(large + .one - .one == large)
    #expect((large + .one) > large)
    let least = Rational(Int(Int64.min + 1)) - .one
    #expect(least.exactText == "-9223372036854775808")
    #expect(-least == large + .one)
  }

  @Test(arguments: [
    ("0.5", 0, "1"), ("-0.5", 0, "-1"), ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.3449", 2, "2.34"),
    ("149", -2, "100"), ("150", -2, "200"), ("0.004", 2, "0.00"),
  ])
  func roundsHalfAwayFromZero(text: String, places: Int, rounded: String) throws {
    let negative = text.hasPrefix("-")
    let magnitude = try #require(Rational(decimalDigits: negative ? String(text.dropFirst()) : text))
    let value = negative ? -magnitude : magnitude
    #expect(value.rounded(places: places).fixed(places: max(0, places), grouped: false) == rounded)
  }

  /// Arithmetic of random fractions against arithmetic in 128 bits that shares nothing with it.
  @Test func agreesWithCrossMultiplication() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let (a, c) = (
        Int64.random(in: -5_000_000...5_000_000, using: &random),
        Int64.random(in: -9_999...9_999, using: &random)
      )
      let (b, d) = (
        Int64.random(in: 1...5_000_000, using: &random), Int64.random(in: 1...9_999, using: &random)
      )
      let (x, y) = (try #require(Rational(a, over: b)), try #require(Rational(c, over: d)))
      #expect(x + y == Rational(a * d + c * b, over: b * d))
      #expect(x * y == Rational(a * c, over: b * d))
      #expect((x < y) == (Int128(a) * Int128(d) < Int128(c) * Int128(b)))
      #expect(c == 0 ? x.divided(by: y) == nil : x.divided(by: y).map { $0 * y } == x)
    }
  }

  @Test func grouping() {
    #expect(Rational(1_234_567).fixed(places: 2, grouped: true) == "1,234,567.00")
    #expect(Rational(-999).trimmed(places: 2, grouped: true) == "-999")
  }
}
