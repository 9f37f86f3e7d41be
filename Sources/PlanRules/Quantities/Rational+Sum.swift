internal import BigInt

extension Rational {
  /// The sum of several figures; `nil` of none.
  ///
  /// To reduce each partial sum of fractions that have no denominator in common takes ever longer as it grows. So what does
  /// not fit in 64 bits is brought to one denominator first, and reduced once.
  static func sum(_ figures: [Rational]) -> Rational? {
    guard var total = figures.first else { return nil }
    for (index, next) in figures.enumerated().dropFirst() {
      total = total + next
      if total.small == nil, index + 2 < figures.count {
        return sumOverOneDenominator([total] + figures[(index + 1)...])
      }
    }
    return total
  }

  private static func sumOverOneDenominator(_ figures: [Rational]) -> Rational {
    // Numerators that stand over the same denominator: 128 bits hold more of them than there is memory for.
    var small: [Int64: Int128] = [:]
    var rest: [Rational] = []
    for figure in figures {
      if let (numerator, denominator) = figure.small {
        small[denominator, default: 0] += Int128(numerator)
      } else {
        rest.append(figure)
      }
    }
    var denominator = BigInt(1)
    for divisor in small.keys.sorted() {
      let common = BigInt(divisor)
      denominator *= common / common.greatestCommonDivisor(with: denominator % common)
    }
    var numerator = BigInt(0)
    for (divisor, sum) in small { numerator += BigInt(sum) * (denominator / BigInt(divisor)) }
    return tree(rest + [Rational(big: numerator, over: denominator)])
  }

  /// Halves first: long figures meet few others.
  private static func tree(_ figures: [Rational]) -> Rational {
    guard figures.count > 1 else { return figures.first ?? .zero }
    let middle = figures.count / 2
    return tree(Array(figures[..<middle])) + tree(Array(figures[middle...]))
  }

  /// How many bits a sum may take: its denominator is no longer than all that differ together.
  static func widthOfSum(_ figures: [Rational]) -> Int {
    var widest = 0
    var denominators: Set<BigInt> = []
    var width = 0
    for figure in figures {
      widest = max(widest, figure.bitWidth)
      let denominator = figure.parts.denominator
      if denominators.insert(denominator).inserted { width += denominator.bitWidth }
    }
    return widest + width
  }
}
