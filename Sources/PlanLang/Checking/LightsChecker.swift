internal import PlanRules

/// Reads the bands of the lights: three colours that meet without a gap and without an overlap.
struct LightsChecker {
  let resolver: Resolver

  func bands(_ bands: [BandSyntax], at span: Span) throws(Problem) -> LightBands {
    var byLight: [Light: BandSyntax] = [:]
    for band in bands {
      guard byLight.updateValue(band, forKey: band.light) == nil else { throw .bandTwice(band) }
    }
    guard let red = byLight[.red], let yellow = byLight[.yellow], let green = byLight[.green] else {
      throw .bandMissing(Light.allCases.filter { byLight[$0] == nil }, at: span)
    }
    // The lowest band is whichever of red and green is bounded only from above, in whatever order they are written.
    let isLess = red.upper == nil && green.lower == nil && (green.upper != nil || red.lower != nil)
    let (low, high) = isLess ? (green, red) : (red, green)
    if let lower = low.lower { throw .openEnd(low, lower) }
    if let upper = high.upper { throw .openEnd(high, upper) }
    let first = try border(below: low, above: yellow)
    let second = try border(below: yellow, above: high)
    guard
      first.rate < second.rate || (first.rate == second.rate && !first.belongsBelow && second.belongsBelow)
    else {
      throw .bandsCross(yellow)
    }
    return LightBands(lower: first, upper: second, direction: isLess ? .lessIsBetter : .moreIsBetter)
  }

  /// Bands of the opposite direction would judge a programme upside down.
  static func require(_ bands: LightBands, fit programme: Programme, at span: Span) throws(Problem) {
    if bands.direction != programme.direction { throw .otherDirection(bands.direction, programme, span) }
  }

  /// Warns about bounds written as plain numbers that are probably meant as percentages.
  func remarks(on bands: [BandSyntax]) -> [Problem] {
    bands.flatMap { [$0.lower, $0.upper] }.compactMap { bound in
      guard let bound, case .literal(let literal)? = try? resolver.formula(bound.value).form, literal.isBare,
        literal.value > RatioNumbers.largest
      else { return nil }
      return .numberBesideRatio(literal.value, at: bound.value.span.origin)
    }
  }

  /// The border between two neighbouring bands: either may state it, and if both do, they must agree.
  private func border(below lower: BandSyntax, above upper: BandSyntax) throws(Problem) -> LightBands.Border {
    let fromBelow = try lower.upper.map { (bound) throws(Problem) in
      LightBands.Border(rate: try rate(bound.value), belongsBelow: bound.isInside)
    }
    let fromAbove = try upper.lower.map { (bound) throws(Problem) in
      LightBands.Border(rate: try rate(bound.value), belongsBelow: !bound.isInside)
    }
    guard let border = fromBelow ?? fromAbove else { throw .noBorder(lower, upper) }
    if let fromAbove, fromAbove != border { throw .bandsDoNotMeet(lower, upper) }
    return border
  }

  private func rate(_ syntax: ExpressionSyntax) throws(Problem) -> Rational {
    guard case .literal(let literal) = try resolver.formula(syntax).form,
      literal.unit.isPercent || literal.isBare
    else { throw .notARate(syntax.span) }
    return literal.value
  }
}

extension Problem {
  private static let help = "for example `lights { red below 50%; yellow up to 80%; green above }`"

  fileprivate static func bandTwice(_ band: BandSyntax) -> Problem {
    Problem(.badLights, "`\(band.light.name)` already has a band", at: band.span.origin)
  }

  fileprivate static func bandMissing(_ lights: [Light], at span: Span) -> Problem {
    Problem(
      .badLights, "no band for \(lights.map { "`\($0.name)`" }.joined(separator: " and "))", at: span.origin,
      help: help)
  }

  fileprivate static func openEnd(_ band: BandSyntax, _ bound: BandSyntax.Bound) -> Problem {
    Problem(
      .badLights, "`\(band.light.name)` has no end on this side: rates there would have no light",
      at: bound.value.span.origin, help: help)
  }

  fileprivate static func otherDirection(_ direction: Direction, _ programme: Programme, _ span: Span)
    -> Problem
  {
    let (said, lowest) =
      direction == .lessIsBetter ? ("green is lowest", "more is better") : ("red is lowest", "less is better")
    return Problem(
      .badLights, "in these lights \(said), but for `\(programme.name)` \(lowest)", at: span.origin,
      help: direction == .lessIsBetter
        ? "write `, less is better` after the unit of the programme, or begin with red: `red below 50%`"
        : "where less is better green comes first: `lights { green up to 100%; yellow up to 120%; red above }`"
    )
  }

  fileprivate static func noBorder(_ lower: BandSyntax, _ upper: BandSyntax) -> Problem {
    Problem(
      .badLights, "where does `\(lower.light.name)` end and `\(upper.light.name)` begin?",
      at: lower.span.origin,
      help: help)
  }

  fileprivate static func bandsDoNotMeet(_ lower: BandSyntax, _ upper: BandSyntax) -> Problem {
    Problem(
      .badLights, "`\(lower.light.name)` and `\(upper.light.name)` leave a gap or overlap",
      at: upper.span.origin,
      notes: [Note("`\(lower.light.name)` ends here", at: lower.span.origin)],
      help: "`below x` goes with `from x`, `up to x` with `above x`")
  }

  fileprivate static func bandsCross(_ band: BandSyntax) -> Problem {
    Problem(.badLights, "no rate is `\(band.light.name)`: the bands cross", at: band.span.origin, help: help)
  }

  fileprivate static func notARate(_ span: Span) -> Problem {
    Problem(.badLights, "a band ends at a rate, such as `50%`", at: span.origin)
  }
}
