/// How several figures become one. All reductions skip missing figures.
public enum Reduction: UInt8, Hashable, Sendable, CaseIterable {
  case sum, min, max, mean
  /// The middle value in order of size; for an even number of values, the mean of the two in the middle.
  case median
  /// Three-valued, after Kleene.
  case any, all
  /// How many are true.
  case count
  /// The last known one: a level over a span of time.
  case last

  /// The properties of a reduction besides its computation.
  var traits: Traits {
    switch self {
    case .sum: Traits(ofParts: .sum, loop: .sum, change: .subtracts, adds: true)
    case .min: Traits(ofParts: .min, loop: .best, change: .chooses)
    case .max: Traits(ofParts: .max, loop: .best, change: .chooses)
    case .mean: Traits(adds: true)
    case .median: Traits(adds: true)
    case .any: Traits(takes: .conditions, gives: .condition, ofParts: .any, leftOut: false, loop: .truth)
    case .all: Traits(takes: .conditions, gives: .condition, ofParts: .all, leftOut: true, loop: .truth)
    case .count:
      Traits(takes: .conditions, gives: .number, ofParts: .sum, loop: .count, change: .subtracts)
    case .last: Traits(ofParts: .last, loop: .last)
    }
  }

  struct Traits {
    enum Operands { case figures, conditions }
    enum Outcome { case sameKind, condition, number }
    /// The loops over columns of 64 bits.
    enum Loop { case sum, count, truth, last, best }
    /// How the whole changes if one of its parts does.
    enum Change { case subtracts, chooses, anew }

    let takes: Operands
    let gives: Outcome
    /// The reduction that combines the reductions of parts into that of the whole; `nil` if it needs the
    /// whole.
    let ofParts: Reduction?
    /// The value that replaces a member that is left out; `nil` is a missing figure.
    let leftOut: Bool?
    /// `nil` if there is no such loop: then figures are reduced one by one.
    let loop: Loop?
    let change: Change
    /// Whether it adds figures up, so that their digits grow.
    let adds: Bool

    init(
      takes: Operands = .figures, gives: Outcome = .sameKind, ofParts: Reduction? = nil, leftOut: Bool? = nil,
      loop: Loop? = nil, change: Change = .anew, adds: Bool = false
    ) {
      (self.takes, self.gives, self.ofParts, self.leftOut) = (takes, gives, ofParts, leftOut)
      (self.loop, self.change, self.adds) = (loop, change, adds)
    }
  }

  /// Reduces several figures to one; if none is known, most reductions are missing.
  ///
  /// - Parameter arithmetic: with exact figures, or with figures that follow an unknown.
  func reduced<Arithmetic: ReductionArithmetic>(
    _ figures: some Sequence<Arithmetic.Number?>, by arithmetic: inout Arithmetic
  ) throws(Arithmetic.Obstacle) -> Arithmetic.Number? {
    switch self {
    case .sum: return arithmetic.sum(figures.compactMap { $0 })
    case .mean:
      let known = figures.compactMap { $0 }
      return arithmetic.sum(known).map { arithmetic.divided($0, by: known.count) }
    case .median:
      let known = try arithmetic.sorted(figures.compactMap { $0 })
      guard !known.isEmpty else { return nil }
      let middle = known[((known.count - 1) / 2)...(known.count / 2)]
      return middle.count == 1
        ? middle[middle.startIndex] : arithmetic.sum(Array(middle)).map { arithmetic.divided($0, by: 2) }
    case .min, .max:
      var best: Arithmetic.Number?
      for case let next? in figures {
        guard let known = best else {
          best = next
          continue
        }
        let isBetter =
          self == .min ? try arithmetic.isBelow(next, known) : try arithmetic.isBelow(known, next)
        if isBetter { best = next }
      }
      return best
    case .any, .all:
      var truth: Bool? = self == .all
      for figure in figures {
        var next: Bool?
        if let figure { next = try arithmetic.isTrue(figure) }
        truth = self == .all ? Truth.and(truth, next) : Truth.or(truth, next)
      }
      return truth.map { arithmetic.figure($0 ? 1 : 0) }
    case .count:
      var count = 0
      for case let figure? in figures where try arithmetic.isTrue(figure) { count += 1 }
      return arithmetic.figure(count)
    case .last:
      var last: Arithmetic.Number?
      for case let next? in figures { last = next }
      return last
    }
  }
}

/// What reductions do with figures, whatever these are made of.
protocol ReductionArithmetic {
  associatedtype Number
  associatedtype Obstacle: Error

  /// `nil` if there are none.
  func sum(_ figures: [Number]) -> Number?
  func divided(_ figure: Number, by count: Int) -> Number
  mutating func isBelow(_ figure: Number, _ other: Number) throws(Obstacle) -> Bool
  mutating func isTrue(_ figure: Number) throws(Obstacle) -> Bool
  func figure(_ whole: Int) -> Number
}

extension ReductionArithmetic {
  /// The figures in order of size; equal ones keep their order.
  fileprivate mutating func sorted(_ figures: [Number]) throws(Obstacle) -> [Number] {
    guard figures.count > 1 else { return figures }
    let middle = figures.count / 2
    let first = try sorted(Array(figures[..<middle]))
    let second = try sorted(Array(figures[middle...]))
    var merged: [Number] = []
    merged.reserveCapacity(figures.count)
    var (left, right) = (0, 0)
    while left < first.count, right < second.count {
      if try isBelow(second[right], first[left]) {
        merged.append(second[right])
        right += 1
      } else {
        merged.append(first[left])
        left += 1
      }
    }
    return merged + first[left...] + second[right...]
  }
}

/// Exact figures.
struct ExactArithmetic: ReductionArithmetic {
  func sum(_ figures: [Rational]) -> Rational? { Rational.sum(figures) }
  func divided(_ figure: Rational, by count: Int) -> Rational { figure.divided(by: Rational(count)) ?? .zero }
  func isBelow(_ figure: Rational, _ other: Rational) -> Bool { figure < other }
  func isTrue(_ figure: Rational) -> Bool { !figure.isZero }
  func figure(_ whole: Int) -> Rational { Rational(whole) }
}

extension Reduction {
  /// Makes one exact figure of several.
  func reduced(_ figures: some Sequence<Rational?>) -> Rational? {
    var arithmetic = ExactArithmetic()
    return reduced(figures, by: &arithmetic)
  }
}
