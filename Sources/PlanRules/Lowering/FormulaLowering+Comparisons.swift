/// Comparisons: what they are judged by, and by how much they would have to change to turn.
extension FormulaLowering {
  func compare(
    _ comparison: Comparison, _ a: Formula, _ b: Formula, in context: Context, at origin: Origin
  ) throws(Problem) -> Term {
    for side in [a, b] where side.form == .missing { throw .comparedWithNone(at: side.origin) }
    var (x, y) = (try lower(a, in: context), try lower(b, in: context))
    if context.fitsPlainNumbers {
      if x.literal?.isBare == true { x = try fitted(x, beside: y, at: a.origin) }
      if y.literal?.isBare == true { y = try fitted(y, beside: x, at: b.origin) }
    } else {
      remark(onNumber: x, beside: y, at: a.origin)
      remark(onNumber: y, beside: x, at: b.origin)
    }
    let units = plan.units
    switch (x.kind, y.kind) {
    case (.quantity(let xDimension, let xUnit), .quantity(let yDimension, let yUnit)):
      if xDimension != yDimension, !x.isBareZero, !y.isBareZero, !x.isNone, !y.isNone {
        throw .unlikeComparison(units.words(xUnit), units.words(yUnit), at: origin)
      }
    case (.date, .date): break
    case (.truth, .truth), (.light, .light):
      guard comparison == .equal || comparison == .notEqual else {
        throw .noOrder(x.kind.name, at: origin)
      }
    case (.quantity, _), (.truth, _), (.light, _), (.date, _):
      throw .unlikeComparison(x.kind.name, y.kind.name, at: origin)
    }
    let isOpen = union(x.isOpen, y.isOpen)
    let sides = Sides(comparison, x, y)
    var node = judged(sides)
    if context.isRule, let isOpen {
      let pending = graph.node(.withhold(node, when: isOpen))
      node =
        exceeded(sides).map { exceeded in
          graph.node(
            .choose(
              graph.node(.connect(.and, isOpen, exceeded)), then: graph.truth(false), else: pending))
        } ?? pending
    }
    var term = Term(node, .truth, isOpen: isOpen)
    term.parts = .comparison(truth: node, margin: margin(sides))
    return term
  }

  /// The two sides of a comparison, swapped if necessary so that a lone ratio is on the left.
  private struct Sides {
    let comparison: Comparison
    let x: Term
    let y: Term

    init(_ comparison: Comparison, _ x: Term, _ y: Term) {
      let turns =
        x.quotient == nil && y.quotient != nil || x.quotient == nil && x.reported == nil && y.reported != nil
      (self.comparison, self.x, self.y) = turns ? (comparison.turned, y, x) : (comparison, x, y)
    }

    /// The ratio, if only one side is a ratio.
    var ratio: Term.Quotient? { y.quotient == nil ? x.quotient : nil }
  }

  /// Compares the numerator of a ratio with the threshold's share of its denominator. This needs no division,
  /// and has an answer even if nothing is left to divide by: 510 of 0 is at least 80 %.
  private func judged(_ sides: Sides) -> NodeID {
    guard let ratio = sides.ratio, case .quantity = sides.y.kind else {
      return graph.node(.compare(sides.comparison, sides.x.node, sides.y.node))
    }
    switch ratio.denominators {
    case .aboveZero: return crossed(sides, ratio.numerator, ratio.denominator)
    case .any where graph.isAlwaysPositive(ratio.denominator):
      return crossed(sides, ratio.numerator, ratio.denominator)
    case .any:
      // With a negative denominator, the signs of both sides are reversed.
      let isNegative = graph.node(.compare(.less, ratio.denominator, graph.constant(.zero)))
      let numerator = graph.node(
        .choose(isNegative, then: graph.node(.negate(ratio.numerator)), else: ratio.numerator))
      return crossed(sides, numerator, graph.node(.magnitude(ratio.denominator)))
    case .onceBelowZero:
      guard let usedUp = usedUp(ratio) else { return crossed(sides, ratio.numerator, ratio.denominator) }
      let plain = graph.node(.compare(sides.comparison, sides.x.node, sides.y.node))
      return graph.node(
        .choose(usedUp, then: crossed(sides, ratio.numerator, ratio.denominator), else: plain))
    }
  }

  private func crossed(_ sides: Sides, _ numerator: NodeID, _ denominator: NodeID) -> NodeID {
    let needed = graph.node(.arithmetic(.multiply, sides.y.node, denominator))
    return graph.node(.compare(sides.comparison, numerator, needed))
  }

  /// `nil` if there is always something to divide by.
  private func usedUp(_ ratio: Term.Quotient) -> NodeID? {
    if graph.isAlwaysPositive(ratio.denominator) { return nil }
    return ratio.usedUp ?? graph.node(.compare(.equal, ratio.denominator, graph.constant(.zero)))
  }

  /// Whether what has been reported so far already exceeds what a rule allows, so that later reports cannot
  /// mend it. `nil` if the rule allows growth, or the figure may shrink again.
  private func exceeded(_ sides: Sides) -> NodeID? {
    guard sides.comparison == .less || sides.comparison == .lessOrEqual, sides.y.isOpen == nil else {
      return nil
    }
    let holds: NodeID
    if let ratio = sides.ratio {
      guard let reported = ratio.reported else { return nil }
      let needed = graph.node(.arithmetic(.multiply, sides.y.node, ratio.denominator))
      let within = graph.node(.compare(sides.comparison, reported, needed))
      let isPositive = graph.node(.compare(.greater, ratio.denominator, graph.constant(.zero)))
      let counts = usedUp(ratio).map { graph.node(.connect(.or, isPositive, $0)) } ?? isPositive
      return graph.node(.connect(.and, counts, graph.node(.not(within))))
    } else {
      guard let reported = sides.x.reported else { return nil }
      holds = graph.node(.compare(sides.comparison, reported, sides.y.node))
    }
    return graph.node(.not(holds))
  }

  // MARK: Margins

  private func margin(_ sides: Sides) -> RuleMargin? {
    let (x, y) = (sides.x, sides.y)
    guard case .quantity(let dimension, _) = x.kind, case .quantity = y.kind,
      let node = distance(sides.comparison, x.node, y.node)
    else { return nil }
    let isPoints =
      dimension.isNone && [x, y].contains { $0.quotient != nil || $0.unit.isPercent && $0.literal == nil }
    let unit = x.isBareZero || (x.unit == .number && y.unit.isPercent) ? y.unit : x.unit
    return RuleMargin(
      node: node, unit: unit, isPoints: isPoints, shortfall: shortfall(x, y),
      withoutDividing: withoutDividing(sides))
  }

  private func distance(_ comparison: Comparison, _ x: NodeID, _ y: NodeID) -> NodeID? {
    let difference = graph.node(.arithmetic(.subtract, x, y))
    switch comparison {
    case .greater, .greaterOrEqual: return difference
    case .less, .lessOrEqual: return graph.node(.negate(difference))
    case .equal: return graph.node(.negate(graph.node(.magnitude(difference))))
    case .notEqual: return nil
    }
  }

  private func withoutDividing(_ sides: Sides) -> RuleMargin.WithoutDividing? {
    guard let ratio = sides.ratio, let when = usedUp(ratio) else { return nil }
    let needed = graph.node(.arithmetic(.multiply, sides.y.node, ratio.denominator))
    return distance(sides.comparison, ratio.numerator, needed).map {
      RuleMargin.WithoutDividing(when: when, node: $0, unit: ratio.unit)
    }
  }

  private func shortfall(_ ratio: Term, _ threshold: Term) -> RuleMargin.Shortfall? {
    guard let quotient = ratio.quotient, threshold.quotient == nil else { return nil }
    let needed = graph.node(.arithmetic(.multiply, threshold.node, quotient.denominator))
    return RuleMargin.Shortfall(
      amount: graph.node(.arithmetic(.subtract, needed, quotient.numerator)), unit: quotient.unit,
      threshold: threshold.node, thresholdUnit: threshold.unit == .number ? .ratio : threshold.unit)
  }

  // MARK: Plain numbers

  /// Warns that a plain number beside a ratio is itself a ratio: `>= 80` means 8,000 %, which is seldom
  /// intended.
  private func remark(onNumber number: Term, beside other: Term, at origin: Origin) {
    guard let literal = number.literal, literal.isBare, literal.value.magnitude > RatioNumbers.largest,
      case .quantity(let dimension, let unit) = other.kind, dimension.isNone,
      unit.isPercent || other.quotient != nil, other.literal == nil
    else { return }
    workspace.remark(.numberBesideRatio(literal.value, at: origin))
  }
}

/// Plain numbers beside ratios.
package enum RatioNumbers {
  /// A number larger than this was hardly meant as a ratio.
  package static let largest = Rational(3, over: 2) ?? .one
}

extension Comparison {
  /// The equivalent comparison with its sides exchanged.
  var turned: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension Problem {
  /// The warning (W0703) that a plain number is read as a ratio: `80` as 8,000%.
  package static func numberBesideRatio(_ value: Rational, at origin: Origin) -> Problem {
    let number = value.trimmed(places: 12, grouped: true)
    let percent = (value * Rational(100)).trimmed(places: 12, grouped: true)
    return Problem(
      .numberBesideRatio, "a plain `\(number)` beside a ratio means \(percent)%", at: origin,
      help: "write `\(number)%` for \(number) percent")
  }

  static func unlikeComparison(_ a: String, _ b: String, at origin: Origin) -> Problem {
    var help: String?
    if a == "a plain number" || b == "a plain number" { help = "write the unit after the number" }
    if a == Term.Kind.light.name || b == Term.Kind.light.name {
      help =
        "ask for its light, such as `mankong.light = green`, or compare the figure: `mankong.rate >= 96%`"
    }
    return Problem(.unlikeUnits, "\(a) cannot be compared with \(b)", at: origin, help: help)
  }

  fileprivate static func noOrder(_ kind: String, at origin: Origin) -> Problem {
    Problem(.wrongKind, "\(kind) has no order", at: origin, help: "compare with `=` or `!=`")
  }

  fileprivate static func comparedWithNone(at origin: Origin) -> Problem {
    Problem(
      .comparisonWithNone, "nothing can be compared with `none`: a missing figure is not equal to anything",
      at: origin, help: "ask `known(x)`, or `not known(x)`")
  }
}
