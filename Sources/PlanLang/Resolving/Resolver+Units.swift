internal import PlanRules

extension Resolver {
  /// A number with its percent sign, scale words and unit.
  func literal(_ syntax: NumberSyntax, at span: Span) throws(Problem) -> Literal {
    let number = syntax.number
    if syntax.isPercent {
      let hundredth = plan.units.factor(of: .ratio)
      return Literal(value: number.value * hundredth, unit: .ratio, places: number.places, isBare: false)
    }
    var scales = syntax.scales
    var unit: Int?
    if let name = syntax.unit { (scales, unit) = try scaledUnit(name, after: scales) }
    let exponent = scales.reduce(0) { $0 + $1.rawValue }
    let scaled = number.value * Rational.powerOfTen(exponent)
    guard let unit else {
      return Literal(
        value: scaled, unit: .number, places: number.places, isBare: true, isScaled: !scales.isEmpty)
    }
    let written = FigureUnit.unit(unit, scale: Scale(rawValue: exponent))
    return Literal(
      value: scaled * plan.units.factor(of: .unit(unit)), unit: written, places: number.places, isBare: false)
  }

  /// `ล้านบาท` is read as `ล้าน บาท`, unless it is itself the name of a unit.
  private func scaledUnit(_ name: NameSyntax, after scales: [Scale]) throws(Problem) -> ([Scale], Int) {
    var rest = name.text
    var scales = scales
    while true {
      if let unit = names.unit(rest) {
        // A unit's name is known before its definition: this catches a unit defined in terms of itself.
        guard plan.units.definitions.indices.contains(unit) else { throw .unitOfItself(name) }
        return (scales, unit)
      }
      guard let word = ScaleWord.all.first(where: { rest.hasPrefix($0.word) && rest.count > $0.word.count })
      else {
        throw .unknownUnit(name, maySearch ? plan.units : nil, isScaled: !scales.isEmpty)
      }
      scales.append(word.scale)
      rest.removeFirst(word.word.count)
    }
  }

  /// `million baht`, `baht/household`, `percent`.
  func unit(_ syntax: UnitSyntax) throws(Problem) -> FigureUnit {
    var scale = syntax.scale
    var factors: [Dimension.Factor] = []
    for factor in syntax.factors {
      let (scales, unit) = try scaledUnit(factor.name, after: [])
      if let first = scales.first { scale = first }
      factors.append(Dimension.Factor(unit: unit, exponent: factor.isBelow ? -1 : 1))
    }
    return .units(factors, scale: scale)
  }

  /// The value of a derived unit: `1,600 sqm`, `1,000 baht / household`.
  func unitValue(_ syntax: ExpressionSyntax) throws(Problem) -> (factor: Rational, dimension: Dimension) {
    switch syntax.form {
    case .number(let number):
      let literal = try literal(number, at: syntax.span)
      return (literal.value, plan.units.dimension(of: literal.unit))
    case .name(let name):
      guard let unit = names.unit(name.text) else { throw .unknownUnit(name, maySearch ? plan.units : nil) }
      guard plan.units.definitions.indices.contains(unit) else { throw .unitOfItself(name) }
      return (plan.units.factor(of: .unit(unit)), plan.units.dimension(of: .unit(unit)))
    case .arithmetic(.multiply, let a, let b):
      let (x, y) = (try unitValue(a), try unitValue(b))
      return (x.factor * y.factor, x.dimension.times(y.dimension))
    case .arithmetic(.divide, let a, let b):
      let (x, y) = (try unitValue(a), try unitValue(b))
      guard let factor = x.factor.divided(by: y.factor) else { throw .notAUnit(syntax.span) }
      return (factor, x.dimension.times(y.dimension, power: -1))
    case .none, .truth, .date, .member, .subscripted, .call, .negate, .not, .arithmetic, .compare, .connect,
      .otherwise, .choose, .convert:
      throw .notAUnit(syntax.span)
    }
  }
}

extension UnitTable {
  /// The plan's units, if there are few enough to list.
  fileprivate var alternatives: String {
    let names = definitions.map(\.name).filter { $0 != "percent" && $0 != "points" }
    guard (1...6).contains(names.count) else { return "" }
    return ", or take one of the plan's: " + names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// The unit abbreviated by a few letters: `mb` is `million baht`, `HH` is `household`.
  fileprivate func name(abbreviated word: String) -> String? {
    let letters = Array(word.lowercased())
    guard (1...4).contains(letters.count) else { return nil }
    let names = definitions.map(\.name)
    let scaled = Scale.allCases.flatMap { scale in
      definitions.filter { $0.kind == .currency }.map { scale.name + " " + $0.name }
    }
    return (scaled.filter { $0.initials == letters } + names.filter { $0.begins(with: letters) }).first
  }
}

extension String {
  /// The first letters of its words.
  fileprivate var initials: [Character] { lowercased().split(separator: " ").compactMap(\.first) }

  /// Whether it begins with the first letter and contains the others in the same order.
  fileprivate func begins(with letters: [Character]) -> Bool {
    guard first.map({ Character($0.lowercased()) }) == letters.first else { return false }
    var rest = letters[...]
    for character in lowercased() where character == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }
}

extension Problem {
  /// - Parameter isScaled: whether it follows `million` or the like, as a currency would.
  fileprivate static func unknownUnit(_ name: NameSyntax, _ units: UnitTable?, isScaled: Bool = false)
    -> Problem
  {
    let known = units?.definitions.flatMap { [$0.name] + ($0.label.map { [$0] } ?? []) }
    let near = Suggestion.nearest(to: name.text, among: known ?? []) ?? units?.name(abbreviated: name.text)
    return Problem(
      .unknownUnit, "there is no unit `\(name.text)`", at: name.span.origin,
      help: near.map { "did you mean `\($0)`?" }
        ?? "declare it with `\(isScaled ? "currency" : "unit") \(name.text)`" + (units?.alternatives ?? ""))
  }

  fileprivate static func unitOfItself(_ name: NameSyntax) -> Problem {
    Problem(
      .unknownUnit, "`\(name.text)` is defined as a multiple of itself", at: name.span.origin,
      help: "name another unit: `unit rai = 1,600 sqm`")
  }

  fileprivate static func notAUnit(_ span: Span) -> Problem {
    Problem(.wrongKind, "a unit is a multiple of another: `unit rai = 1,600 sqm`", at: span.origin)
  }
}
