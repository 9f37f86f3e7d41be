extension FormulaLowering {
  func operation(_ formula: Formula, in context: Context) throws(Problem) -> Term {
    switch formula.form {
    case .negate(let inner):
      let term = try quantity(inner, in: context)
      return Term(graph.node(.negate(term.node)), term.kind, isOpen: term.isOpen)
    case .arithmetic(let arithmetic, let a, let b):
      return try self.arithmetic(arithmetic, a, b, in: context, at: formula.origin)
    case .otherwise(let a, let b):
      let (x, y) = (try lower(a, in: context), try lower(b, in: context))
      if !x.isNone, !y.isNone { try requireLike(x, y, at: formula.origin, along: nil) }
      let kind = x.isNone || x.isBareZero ? y.kind : x.kind
      return Term(graph.node(.otherwise(x.node, y.node)), kind, isOpen: union(x.isOpen, y.isOpen))
    case .compare(let comparison, let a, let b):
      return try compare(comparison, a, b, in: context, at: formula.origin)
    case .connect(let connective, let a, let b):
      let (x, y) = (try truth(a, in: context), try truth(b, in: context))
      var term = Term(
        graph.node(.connect(connective, x.node, y.node)), .truth, isOpen: union(x.isOpen, y.isOpen))
      term.parts = .connected(connective, x.ruleParts, y.ruleParts, truth: term.node)
      return term
    case .not(let inner):
      let term = try truth(inner, in: context)
      var negated = Term(graph.node(.not(term.node)), .truth, isOpen: term.isOpen)
      negated.parts = .negated(term.ruleParts, truth: negated.node)
      return negated
    case .choose(let condition, let then, let otherwise):
      let c = try truth(condition, in: context)
      let (x, y) = (try lower(then, in: context), try lower(otherwise, in: context))
      if !x.isNone, !y.isNone { try requireLike(x, y, at: formula.origin, along: nil) }
      var term = Term(
        graph.node(.choose(c.node, then: x.node, else: y.node)),
        x.isNone || x.isBareZero ? y.kind : x.kind,
        isOpen: union(c.isOpen, union(x.isOpen, y.isOpen)))
      if term.kind == .truth {
        term.parts = .chosen(condition: c.node, then: x.ruleParts, else: y.ruleParts, truth: term.node)
      }
      return term
    case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
      .approved, .narrow, .reduce, .call, .convert, .unknown, .series:
      return try lower(formula, in: context)
    }
  }

  func truth(_ formula: Formula, in context: Context) throws(Problem) -> Term {
    let term = try lower(formula, in: context)
    guard term.kind == .truth else { throw .needsCondition(term.kind.name, at: formula.origin) }
    return term
  }

  private func arithmetic(
    _ arithmetic: Arithmetic, _ a: Formula, _ b: Formula, in context: Context, at origin: Origin
  ) throws(Problem) -> Term {
    let (x, y) = (try quantity(a, in: context), try quantity(b, in: context))
    guard case .quantity(let xDimension, let xUnit) = x.kind,
      case .quantity(let yDimension, let yUnit) = y.kind
    else { return x }
    let node = graph.node(.arithmetic(arithmetic, x.node, y.node))
    let isOpen = union(x.isOpen, y.isOpen)
    switch arithmetic {
    case .add, .subtract:
      if xDimension != yDimension, !x.isBareZero, !y.isBareZero, !x.isNone, !y.isNone {
        throw .unlikeSum(arithmetic, (x, xUnit), (y, yUnit), units: units, at: origin)
      }
      if isPercentOfNumber(x, y) || isPercentOfNumber(y, x) {
        throw .unlikeSum(arithmetic, (x, xUnit), (y, yUnit), units: units, at: origin)
      }
      let takesSecond = x.isBareZero || x.isNone || (xUnit == .number && yUnit.isPercent)
      return Term(node, takesSecond ? y.kind : x.kind, isOpen: isOpen)
    case .multiply:
      return Term(node, .quantity(xDimension.times(yDimension), xUnit.times(yUnit)), isOpen: isOpen)
    case .divide:
      let dimension = xDimension.times(yDimension, power: -1)
      let isRatio = xDimension == yDimension && !xDimension.isNone
      var term = Term(
        node,
        .quantity(dimension, isRatio || xUnit.isPercent && yUnit.isPercent ? .ratio : xUnit.over(yUnit)),
        isOpen: isOpen)
      if dimension.isNone {
        term.quotient = Term.Quotient(
          numerator: x.node, denominator: y.node, unit: xUnit,
          reported: y.isOpen == nil ? x.reported : nil)
      }
      return term
    }
  }

  /// Whether a percentage literal is combined with a plain number that is not a ratio, as in `1000 - 20%`. Up
  /// to one and a half, a number may be a ratio: `1 - 20%`.
  private func isPercentOfNumber(_ number: Term, _ percentage: Term) -> Bool {
    guard percentage.literal != nil, percentage.unit.isPercent, number.unit == .number, !number.isNone,
      !number.isBareZero
    else { return false }
    return number.literal.map { $0.value.magnitude > RatioNumbers.largest } ?? true
  }

  func fitted(_ number: Term, beside other: Term, at origin: Origin) throws(Problem) -> Term {
    guard case .quantity(_, let unit) = other.kind else { return number }
    return try fit(number, to: other.demanded ?? unit, place: "", at: origin)
  }

  // MARK: Units

  private var units: UnitTable { plan.units }

  func convert(_ term: Term, to unit: FigureUnit, at origin: Origin) throws(Problem) -> Term {
    guard case .quantity(let dimension, let old) = term.kind else {
      throw .needsFigureToConvert(term.kind.name, at: origin)
    }
    guard dimension == plan.units.dimension(of: unit) || term.isBareZero || term.isNone else {
      throw .cannotConvert(units.words(old), units.words(unit), at: origin)
    }
    var converted = term
    converted.literal = nil
    converted.kind = .quantity(plan.units.dimension(of: unit), unit)
    return converted
  }

  /// Converts a figure to the unit of its place: a plain number takes the unit, anything else must have its
  /// dimension.
  func fit(
    _ term: Term, to unit: FigureUnit, place: @autoclosure () -> String, at origin: Origin,
    isStrict: Bool = false
  ) throws(Problem) -> Term {
    guard case .quantity(let dimension, let old) = term.kind else {
      throw .needsFigureFor(place(), term.kind.name, at: origin)
    }
    let wanted = plan.units.dimension(of: unit)
    if term.isNone || term.isBareZero {
      var fitted = term
      fitted.kind = .quantity(wanted, unit)
      return fitted
    }
    if dimension.isNone, old == .number, unit != .number, unit != .ratio {
      if isStrict { throw .amountNeedsUnit(place(), term.literal, unit, units, at: origin) }
      let factor = plan.units.factor(of: term.literal?.isScaled == true ? unit.unscaled : unit)
      let node =
        term.literal.map { graph.constant($0.value * factor) }
        ?? graph.node(.arithmetic(.multiply, term.node, graph.constant(factor)))
      return Term(node, .quantity(wanted, unit), isOpen: term.isOpen)
    }
    guard dimension == wanted else {
      throw .doesNotFit(place(), units.words(unit), found: units.words(old), at: origin)
    }
    return term
  }

  func requireLike(_ model: Term, _ other: Term, at origin: Origin, along axis: AxisID?) throws(Problem) {
    switch (model.kind, other.kind) {
    case (.quantity(let a, let aUnit), .quantity(let b, let bUnit)):
      guard a != b, !model.isBareZero, !other.isBareZero else { return }
      throw .unlikeMembers(
        units.words(aUnit), units.words(bUnit), along: axis.map(workspace.name), at: origin)
    case (.truth, .truth), (.light, .light), (.date, .date): return
    case (.quantity, _), (.truth, _), (.light, _), (.date, _):
      throw .unlikeComparison(model.kind.name, other.kind.name, at: origin)
    }
  }

  func requireKind(of term: Term, for reduction: Reduction, at origin: Origin) throws(Problem) {
    switch reduction.traits.takes {
    case .conditions:
      guard term.kind == .truth else { throw .needsCondition(term.kind.name, at: origin) }
    case .figures:
      guard case .quantity = term.kind else { throw .needsFigureToConvert(term.kind.name, at: origin) }
    }
  }
}

extension UnitTable {
  /// How an error message refers to a unit.
  public func words(_ unit: FigureUnit) -> String {
    switch unit {
    case .number: "a plain number"
    case .ratio: "percent"
    case .units: unit.isPercent ? "percent" : name(of: unit)
    }
  }
}

extension FigureUnit {
  private var parts: (factors: [Dimension.Factor], scale: Scale?) {
    switch self {
    case .number, .ratio: ([], nil)
    case .units(let factors, let scale): (isPercent ? [] : factors, scale)
    }
  }

  /// The same unit without its scale word: `baht` for `million baht`.
  public var unscaled: FigureUnit {
    if case .units(let factors, _) = self { return .units(factors, scale: nil) }
    return self
  }

  /// The unit of a product.
  func times(_ other: FigureUnit) -> FigureUnit { combined(other, power: 1) }

  /// The unit of a quotient.
  func over(_ other: FigureUnit) -> FigureUnit { combined(other, power: -1) }

  private func combined(_ other: FigureUnit, power: Int) -> FigureUnit {
    let (mine, theirs) = (parts, other.parts)
    if theirs.factors.isEmpty, !mine.factors.isEmpty { return self }
    if mine.factors.isEmpty, theirs.factors.isEmpty { return isPercent || other.isPercent ? .ratio : .number }
    if mine.factors.isEmpty, power == 1 { return other }
    let dimension = Dimension(factors: mine.factors).times(Dimension(factors: theirs.factors), power: power)
    return dimension.isNone ? .ratio : .units(dimension.factors, scale: nil)
  }
}

extension Term {
  /// The comparisons that make up a condition; a part that compares nothing has no margin.
  var ruleParts: RuleParts { parts ?? .opaque(truth: node) }
}

extension Problem {
  fileprivate static func needsCondition(_ found: String, at origin: Origin) -> Problem {
    Problem(
      .wrongKind, "a condition is needed here, but this is \(found)", at: origin,
      help: "compare it with something: `… >= …`")
  }

  fileprivate static func unlikeSum(
    _ arithmetic: Arithmetic, _ x: (term: Term, unit: FigureUnit), _ y: (term: Term, unit: FigureUnit),
    units: UnitTable, at origin: Origin
  ) -> Problem {
    let verb = arithmetic == .add ? "added to" : "subtracted from"
    let (first, second) = (units.words(x.unit), units.words(y.unit))
    if y.unit.isPercent, let literal = y.term.literal {
      let percent = literal.value * Rational(100)
      let whole = arithmetic == .add ? Rational(100) + percent : Rational(100) - percent
      return Problem(
        .percentOfWhat, "a percentage cannot be \(verb) \(first)", at: origin,
        help:
          "for that much \(arithmetic == .add ? "more" : "less"), write `* \(whole.trimmed(places: 6, grouped: false))%`"
      )
    }
    return Problem(
      .unlikeUnits, "\(second) cannot be \(verb) \(first)", at: origin,
      help: x.unit == .number || y.unit == .number ? "write the unit after the number" : nil)
  }

  fileprivate static func unlikeMembers(_ a: String, _ b: String, along axis: String?, at origin: Origin)
    -> Problem
  {
    Problem(
      .unlikeUnits, "\(a) and \(b) cannot be combined\(axis.map { " over `\($0)`" } ?? "")", at: origin,
      help: axis.map { "ask for a row instead: `by \($0)`" })
  }

  fileprivate static func needsFigureToConvert(_ found: String, at origin: Origin) -> Problem {
    Problem(.wrongKind, "a figure is needed here, but this is \(found)", at: origin)
  }

  fileprivate static func cannotConvert(_ from: String, _ to: String, at origin: Origin) -> Problem {
    Problem(.unitDoesNotFit, "\(from) cannot be shown in \(to)", at: origin)
  }

  fileprivate static func needsFigureFor(_ place: String, _ found: String, at origin: Origin) -> Problem {
    Problem(.wrongKind, "`\(place)` needs a figure, but this is \(found)", at: origin)
  }

  /// The remedy is the number as written, with the unit that does not multiply it by a million.
  fileprivate static func amountNeedsUnit(
    _ place: String, _ literal: Literal?, _ unit: FigureUnit, _ units: UnitTable, at origin: Origin
  ) -> Problem {
    let whole = units.words(unit.unscaled)
    var help = "write `\(whole)` after the number"
    if let literal {
      let number = literal.value.trimmed(places: 12, grouped: true)
      help = "write `\(number) \(whole)`"
      if unit != unit.unscaled, literal.value < units.factor(of: unit) {
        help = "write `\(number) \(units.words(unit))`, or `\(number) \(whole)`"
      }
    }
    return Problem(
      .needsUnit, "how much of `\(place)`: a plain number has no unit", at: origin, help: help)
  }

  fileprivate static func doesNotFit(_ place: String, _ unit: String, found: String, at origin: Origin)
    -> Problem
  {
    Problem(.unitDoesNotFit, "`\(place)` is in \(unit), this is in \(found)", at: origin)
  }
}
