/// A polynomial in one unknown with exact coefficients.
struct Polynomial: Equatable {
  /// The coefficient of each power, the constant first; the last one is not zero.
  private(set) var coefficients: [Rational]

  init(_ coefficients: [Rational]) {
    var kept = coefficients[...]
    while kept.last?.isZero == true { kept = kept.dropLast() }
    self.coefficients = Array(kept)
  }

  init(_ constant: Rational) { self.init([constant]) }

  static let zero = Polynomial([])
  static let one = Polynomial(.one)
  static let unknown = Polynomial([.zero, .one])

  /// Zero counts as a constant.
  var degree: Int { max(0, coefficients.count - 1) }
  var isConstant: Bool { coefficients.count < 2 }
  var constant: Rational { coefficients.first ?? .zero }

  func value(at point: Rational) -> Rational {
    coefficients.reversed().reduce(.zero) { $0 * point + $1 }
  }

  func sign(at point: Rational) -> Int { value(at: point).signum }

  static prefix func - (a: Polynomial) -> Polynomial { Polynomial(a.coefficients.map { -$0 }) }

  static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    let count = max(a.coefficients.count, b.coefficients.count)
    return Polynomial(
      (0..<count).map { power in
        (power < a.coefficients.count ? a.coefficients[power] : .zero)
          + (power < b.coefficients.count ? b.coefficients[power] : .zero)
      })
  }

  static func - (a: Polynomial, b: Polynomial) -> Polynomial { a + -b }

  static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    guard !a.coefficients.isEmpty, !b.coefficients.isEmpty else { return .zero }
    var product = [Rational](repeating: .zero, count: a.coefficients.count + b.coefficients.count - 1)
    for (i, x) in a.coefficients.enumerated() {
      for (j, y) in b.coefficients.enumerated() { product[i + j] = product[i + j] + x * y }
    }
    return Polynomial(product)
  }

  /// The same polynomial in k, where the unknown is k steps.
  func inSteps(of step: Rational) -> Polynomial {
    var power = Rational.one
    return Polynomial(
      coefficients.map { coefficient in
        defer { power = power * step }
        return coefficient * power
      })
  }

  /// How much it grows from each whole number to the next: p(k + 1) − p(k), one degree lower.
  private var growth: Polynomial {
    // Horner's scheme with k + 1 in place of k.
    let shift = Polynomial([.one, .one])
    return coefficients.reversed().reduce(Polynomial.zero) { $0 * shift + Polynomial($1) } - self
  }

  /// The first whole number, from `start` on, at which the polynomial no longer has the sign.
  ///
  /// Between two sign changes of its growth, a polynomial only rises or only falls, so that bisection finds
  /// the place. Where the growth changes its sign is the same question, one degree lower.
  func firstWhole(from start: Int, where sign: Int) -> Int? {
    guard !isConstant else { return constant.signum == sign ? nil : start }
    let growth = growth
    var low = start
    while true {
      if self.sign(at: Rational(low)) != sign { return low }
      let direction = growth.sign(at: Rational(low))
      guard let turn = growth.firstWhole(from: low + 1, where: direction) else {
        return endless(from: low, sign: sign, direction: direction)
      }
      if self.sign(at: Rational(turn)) != sign { return halve(low, turn, sign: sign) }
      guard turn > low else { return nil }
      low = turn
    }
  }

  /// From here on the polynomial only rises, only falls, or stays constant.
  private func endless(from low: Int, sign: Int, direction: Int) -> Int? {
    if direction == 0 || direction == sign && sign != 0 { return nil }
    var step = 1
    while step < Polynomial.farthest {
      let high = low + step
      if self.sign(at: Rational(high)) != sign { return halve(low, high, sign: sign) }
      step *= 2
    }
    return nil
  }

  private static let farthest = 1 << 60

  private func halve(_ low: Int, _ high: Int, sign: Int) -> Int {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.sign(at: Rational(middle)) == sign { low = middle } else { high = middle }
    }
    return high
  }
}

/// A figure that depends on an unknown: one polynomial over another.
struct UnknownFigure {
  let numerator: Polynomial
  let denominator: Polynomial

  init(_ numerator: Polynomial, over denominator: Polynomial = .one) {
    // A constant denominator is absorbed into the numerator.
    if denominator.isConstant, let inverse = Rational.one.divided(by: denominator.constant) {
      self.numerator = numerator * Polynomial(inverse)
      self.denominator = .one
    } else {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  init(_ constant: Rational) { self.init(Polynomial(constant)) }

  var degree: Int { max(numerator.degree, denominator.degree) }

  static prefix func - (a: UnknownFigure) -> UnknownFigure {
    UnknownFigure(-a.numerator, over: a.denominator)
  }

  static func + (a: UnknownFigure, b: UnknownFigure) -> UnknownFigure {
    if a.denominator == b.denominator { return UnknownFigure(a.numerator + b.numerator, over: a.denominator) }
    return UnknownFigure(
      a.numerator * b.denominator + b.numerator * a.denominator, over: a.denominator * b.denominator)
  }

  static func - (a: UnknownFigure, b: UnknownFigure) -> UnknownFigure { a + -b }

  static func * (a: UnknownFigure, b: UnknownFigure) -> UnknownFigure {
    UnknownFigure(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  /// The divisor is not zero where it is used.
  func divided(by divisor: UnknownFigure) -> UnknownFigure {
    UnknownFigure(numerator * divisor.denominator, over: denominator * divisor.numerator)
  }
}
