internal import PlanRules

/// Resolves a sweep: the values of its figures, their units, and the expressions evaluated at each step.
struct SweepChecker {
  private let question: QuestionChecker
  private let resolver: Resolver

  private var plan: Plan { question.plan }

  init(_ question: QuestionChecker, _ resolver: Resolver) {
    self.question = question
    self.resolver = resolver
  }

  func sweep(_ syntax: SweepSyntax) throws(Problem) -> Sweep {
    guard syntax.unknowns.count <= 2 else { throw .sweepsTwoAtMost(syntax.unknowns[2].name) }
    for (index, unknown) in syntax.unknowns.enumerated() {
      let isTwice = syntax.unknowns[..<index].contains { $0.name.text == unknown.name.text }
      if isTwice || question.names.thing(unknown.name.text) != nil { throw .unknownIsTaken(unknown.name) }
    }
    // The unit of a figure follows from where it is used, so the amendments are resolved once just to find out.
    let first = try unknowns(syntax, units: syntax.unknowns.map { _ in nil })
    let units = try places(of: first, in: try amendments(syntax, first))
    let unknowns = try unknowns(syntax, units: units)
    let inside = Resolver(
      plan: plan, names: question.names, unknowns: unknowns, index: question.index)
    var shown: [Sweep.Shown] = []
    for expression in syntax.shown {
      shown.append(
        Sweep.Shown(formula: try inside.formula(expression), text: question.sources.words(expression.span)))
    }
    let amendments = try amendments(syntax, unknowns)
    let formulas = amendments.flatMap(\.formulas) + shown.map(\.formula)
    let isAsked = unknowns.contains { unknown in formulas.contains { $0.contains(unknown.series) } }
    if !isAsked { throw .unusedUnknown(syntax.unknowns[0].name) }
    return Sweep(
      unknowns: unknowns, amendments: amendments, shown: shown, origin: syntax.unknowns[0].span.origin)
  }

  private func amendments(_ syntax: SweepSyntax, _ unknowns: [Sweep.Unknown]) throws(Problem) -> [Amendment] {
    var checker = Checker(
      plan: plan, names: question.names, sources: question.sources, unknowns: unknowns,
      index: question.index)
    var amendments: [Amendment] = []
    for statement in syntax.amendments { amendments.append(try checker.amendment(statement)) }
    return amendments
  }

  // MARK: Units

  /// The unit required by the place in which each figure is used on its own.
  private func places(of unknowns: [Sweep.Unknown], in amendments: [Amendment]) throws(Problem)
    -> [FigureUnit?]
  {
    unknowns.map { unknown in
      for amendment in amendments {
        switch amendment.form {
        case .move(let move):
          for amount in move.amounts where amount.formula.form == .series(unknown.series) {
            return demanded(amount.measure, of: move.giver)
          }
        case .set(let measure, let programme, _, let value?) where value.form == .series(unknown.series):
          return demanded(measure, of: programme)
        case .set, .scale, .without, .define, .judge, .lights, .carry, .asOf: break
        }
      }
      return nil
    }
  }

  private func demanded(_ measure: MeasureID, of programme: ProgrammeID) -> FigureUnit? {
    if let unit = plan[measure].unit { return unit }
    return plan[measure].isMoney ? plan.units.onlyCurrency.map { .unit($0) } : plan[programme].unit
  }

  // MARK: Steps

  private func unknowns(_ syntax: SweepSyntax, units: [FigureUnit?]) throws(Problem) -> [Sweep.Unknown] {
    var ranges: [(from: Rational, step: Rational, count: Int, unit: FigureUnit)] = []
    for (unknown, unit) in zip(syntax.unknowns, units) { ranges.append(try range(unknown, unit)) }
    var length = 1
    for (range, unknown) in zip(ranges, syntax.unknowns) {
      let (product, overflow) = length.multipliedReportingOverflow(by: range.count)
      guard !overflow, product <= 1 << 40 else { throw .tooManySteps(unknown.span) }
      length = product
    }
    var every = length
    var unknowns: [Sweep.Unknown] = []
    for (range, unknown) in zip(ranges, syntax.unknowns) {
      every /= range.count
      unknowns.append(
        Sweep.Unknown(
          name: unknown.name.text,
          series: Series(
            from: range.from, step: range.step, count: range.count, every: every, steps: 0..<length,
            unit: range.unit)))
    }
    return unknowns
  }

  private func range(_ unknown: SweepSyntax.Unknown, _ demanded: FigureUnit?) throws(Problem) -> (
    from: Rational, step: Rational, count: Int, unit: FigureUnit
  ) {
    let literals = [try literal(unknown.from), try literal(unknown.to)]
    let step = try unknown.step.map { (step) throws(Problem) in try literal(step) }
    let written = (literals + [step].compactMap { $0 }).first { !$0.isBare }?.unit
    let unit = written ?? demanded ?? .number
    let (from, to) = (value(literals[0], in: unit), value(literals[1], in: unit))
    let size = step.map { value($0, in: unit) } ?? plan.units.factor(of: unit)
    guard !size.isZero else { throw .stepIsZero((unknown.step ?? unknown.from).span) }
    guard let steps = (to - from).divided(by: size)?.floor, steps >= .zero else {
      throw .stepGoesAway((unknown.step ?? unknown.to).span)
    }
    guard let count = steps.whole, count < 1 << 40 else { throw .tooManySteps(unknown.span) }
    return (from, size, count + 1, unit)
  }

  private func value(_ literal: Literal, in unit: FigureUnit) -> Rational {
    guard literal.isBare else { return literal.value }
    return literal.value * plan.units.factor(of: literal.isScaled ? unit.unscaled : unit)
  }

  private func literal(_ syntax: ExpressionSyntax) throws(Problem) -> Literal {
    guard case .literal(let literal) = try resolver.formula(syntax).form else {
      throw .sweepNeedsFigures(syntax.span)
    }
    return literal
  }
}

extension Problem {
  fileprivate static func sweepsTwoAtMost(_ name: NameSyntax) -> Problem {
    Problem(.badSweep, "a sweep goes through one figure or two", at: name.span.origin)
  }

  fileprivate static func unusedUnknown(_ name: NameSyntax) -> Problem {
    Problem(
      .badSweep, "nothing here uses `\(name.text)`: every step would be the same", at: name.span.origin,
      help: "write `\(name.text)` where its figure belongs, such as `move \(name.text) of target from …`")
  }

  fileprivate static func unknownIsTaken(_ name: NameSyntax) -> Problem {
    Problem(
      .declaredTwice, "`\(name.text)` already has a meaning in this plan", at: name.span.origin,
      help: "choose another name for the figure that is swept, such as `x`")
  }

  fileprivate static func stepIsZero(_ span: Span) -> Problem {
    Problem(.badSweep, "a step of zero leads nowhere", at: span.origin, help: "for example `step 10`")
  }

  fileprivate static func stepGoesAway(_ span: Span) -> Problem {
    Problem(
      .badSweep, "this step never reaches the end", at: span.origin,
      help: "step from the first figure towards the second; to go down, the step is negative: `step -10`")
  }

  fileprivate static func tooManySteps(_ span: Span) -> Problem {
    Problem(.badSweep, "there are too many steps to count", at: span.origin, help: "take larger steps")
  }

  fileprivate static func sweepNeedsFigures(_ span: Span) -> Problem {
    Problem(
      .badSweep, "a sweep goes from one plain figure to another", at: span.origin,
      help: "for example `sweep x from 0 to 500 step 10`")
  }
}
