internal import BigInt

extension Rational {
  /// The sum of several figures; `nil` if there are none.
  ///
  /// Reducing each partial sum of fractions without a common denominator takes ever longer as the sum grows.
  /// So figures that do not fit in 64 bits are brought to one denominator first, and the sum is reduced once.
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
    // Sums of numerators by denominator: 128 bits hold more of them than there is memory for.
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

  /// Adds in a balanced tree, so that long figures take part in few additions.
  private static func tree(_ figures: [Rational]) -> Rational {
    guard figures.count > 1 else { return figures.first ?? .zero }
    let middle = figures.count / 2
    return tree(Array(figures[..<middle])) + tree(Array(figures[middle...]))
  }

  /// How many bits a sum may need: its denominator is no longer than all distinct ones together.
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
