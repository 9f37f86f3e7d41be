internal import PlanRules

/// Lays out the figures of a measure line along its axes, whether they are listed in order or by name.
struct FiguresChecker {
  let resolver: Resolver

  private var plan: Plan { resolver.plan }

  func figures(_ syntax: FiguresSyntax) throws(Problem) -> DeclaredFigures {
    let measure = try resolver.stored(syntax.measure)
    let written = try resolver.axes(syntax.axes)
    for (axis, name) in zip(written, syntax.axes) where axis.rangesOverEntities { throw .notABreakdown(name) }
    let periods = zip(written, syntax.axes).filter(\.0.isPeriod).map(\.1)
    if periods.count > 1 { throw .twoPeriods(periods[0].text, periods[1].text, at: periods[1].span) }
    let size = plan.count(along: written)
    guard size <= plan.limits.singleFigures else { throw .tooManyCells(syntax, size, plan.limits) }
    let sorted = written.sorted()
    let layers = written.map { id in
      let step = sorted.drop { $0 <= id }.reduce(1) { $0 * plan.axis($1).members.count }
      return Layer(axis: plan.axis(id), step: step)
    }
    var cells = [FigureCell?](repeating: nil, count: size)
    try fill(&cells, syntax.values, layers[...], at: 0)
    var zeros: Set<Int> = []
    if syntax.countsMissingAsZero {
      guard measure.canCountMissingAsZero else { throw .missingIsNoZero(syntax.measure) }
      let shape = Shape(sorted.map { ($0, plan.axis($0).members.count) })
      zeros = Set(shape.cells(upToTheLastIn: cells.map { $0?.expression != nil }))
    }
    var values: [Formula?] = []
    var origins: [Origin] = []
    values.reserveCapacity(size)
    origins.reserveCapacity(size)
    for (place, cell) in cells.enumerated() {
      let written = try cell?.expression.map { (expression) throws(Problem) in
        try resolver.formula(expression)
      }
      values.append(written ?? (zeros.contains(place) ? .zero(at: (cell?.span ?? syntax.span).origin) : nil))
      origins.append((cell?.span ?? syntax.span).origin)
    }
    return DeclaredFigures(
      measure: measure, axes: sorted, content: .formulas(values, origins: origins), origin: syntax.span.origin
    )
  }

  /// An axis named by the line, and the distance between its members among the cells, which follow the order of the
  /// axes.
  private struct Layer {
    let axis: Axis
    let step: Int
  }

  private struct FigureCell {
    /// `nil` if the figure is missing.
    let expression: ExpressionSyntax?
    let span: Span
  }

  /// A list in which only the last figure has a scale: `1, 2, 3, 4 million baht` is one baht, two baht, three baht.
  func remark(on syntax: FiguresSyntax) -> Problem? {
    guard syntax.values.entries.count > 1 else { return nil }
    let numbers = syntax.values.entries.compactMap { entry -> (number: NumberSyntax, span: Span)? in
      guard case .value(let expression?, let span) = entry, case .number(let number) = expression.form else {
        return nil
      }
      return (number, span)
    }
    guard numbers.count == syntax.values.entries.count, let last = numbers.last,
      let literal = try? resolver.literal(last.number, at: last.span),
      case .units(_, scale: _?) = literal.unit,
      numbers.dropLast().allSatisfy({
        $0.number.unit == nil && $0.number.scales.isEmpty && !$0.number.isPercent
      }),
      numbers.dropLast().contains(where: { !$0.number.number.value.isZero })
    else { return nil }
    return .onlyTheLastIsScaled(numbers.count - 1, at: last.span)
  }

  private func fill(
    _ cells: inout [FigureCell?], _ values: ValuesSyntax, _ layers: ArraySlice<Layer>, at place: Int
  ) throws(Problem) {
    guard let layer = layers.first else {
      guard values.entries.count == 1 else { throw .oneFigure(values) }
      return try fill(&cells, values.entries[0], layers, at: place)
    }
    let axis = layer.axis
    let isKeyed = values.entries.contains { if case .keyed = $0 { true } else { false } }
    guard isKeyed else {
      guard values.entries.count == axis.members.count else { throw .wrongNumber(values, of: axis) }
      for (member, entry) in values.entries.enumerated() {
        try fill(&cells, entry, layers.dropFirst(), at: place + member * layer.step)
      }
      return
    }
    var seen: Set<Int> = []
    for entry in values.entries {
      guard case .keyed(let key, let inner) = entry else { throw .mixed(entry.span, axis) }
      if let name = key.axis, try resolver.axis(name) != axis.id { throw .otherAxis(key, axis) }
      let member = try resolver.member(key, of: axis.id).member
      guard seen.insert(member).inserted else { throw .memberTwice(key) }
      try fill(&cells, inner, layers.dropFirst(), at: place + member * layer.step)
    }
  }

  private func fill(
    _ cells: inout [FigureCell?], _ entry: ValuesSyntax.Entry, _ layers: ArraySlice<Layer>, at place: Int
  ) throws(Problem) {
    switch entry {
    case .block(let values): try fill(&cells, values, layers, at: place)
    case .value(let expression, let span):
      if let layer = layers.first { throw .needsBlock(span, layer.axis) }
      cells[place] = FigureCell(expression: expression, span: span)
    case .keyed(let key, _): throw .noAxisFor(key)
    }
  }
}

extension Formula {
  /// A figure that was not written and counts as zero.
  fileprivate static func zero(at origin: Origin) -> Formula {
    Formula(.literal(Literal(value: .zero, unit: .number, places: 0, isBare: true)), at: origin)
  }
}

extension Problem {
  fileprivate static func missingIsNoZero(_ measure: NameSyntax) -> Problem {
    Problem(
      .wrongSort, "`\(measure.text)` does not report what was done: its missing figures are not zero",
      at: measure.span.origin,
      help: "`missing counts as zero` goes with `actual` and `spent`; write the zeros here")
  }

  fileprivate static func tooManyCells(_ syntax: FiguresSyntax, _ size: Int, _ limits: Limits) -> Problem {
    Problem(
      .tooDeep, "these axes would need \(size.grouped) figures",
      at: syntax.span.origin,
      help:
        "break them down by fewer axes, or load them from a table; at most \(limits.singleFigures.grouped) are written out",
      limit: limits.reached(.cells))
  }

  fileprivate static func onlyTheLastIsScaled(_ others: Int, at span: Span) -> Problem {
    Problem(
      .mixedScales, "only the last of these figures has a scale: the \(others) before it are plain",
      at: span.origin,
      help: "write the scale and unit after each figure")
  }

  fileprivate static func notABreakdown(_ name: NameSyntax) -> Problem {
    Problem(.wrongSort, "figures are not declared by `\(name.text)`", at: name.span.origin)
  }

  fileprivate static func oneFigure(_ values: ValuesSyntax) -> Problem {
    Problem(
      .wrongNumberOfValues, "\(values.entries.count) figures, but no axis for them",
      at: values.span.origin, help: "for figures by quarter write `target by quarter …`")
  }

  fileprivate static func wrongNumber(_ values: ValuesSyntax, of axis: Axis) -> Problem {
    let count = values.entries.count
    var help: String?
    let grouped = values.entries.contains { entry in
      if case .value(let expression?, _) = entry, case .number(let number) = expression.form {
        return number.number.isGrouped
      }
      return false
    }
    if count < axis.members.count, grouped {
      help =
        "a comma without a space belongs to the number; these were read: "
        + values.entries.map(\.read).joined(separator: " | ")
    } else if count < axis.members.count {
      help = "write `-` for a figure that is missing"
    }
    return Problem(
      .wrongNumberOfValues,
      "`\(axis.name)` has \(axis.members.count) members, but there \(count == 1 ? "is 1 figure" : "are \(count) figures")",
      at: values.span.origin, help: help)
  }

  fileprivate static func mixed(_ span: Span, _ axis: Axis) -> Problem {
    Problem(
      .wrongNumberOfValues, "this figure does not say for which member of `\(axis.name)`", at: span.origin,
      help: "name a member before each figure, or before none")
  }

  fileprivate static func otherAxis(_ key: MemberSyntax, _ axis: Axis) -> Problem {
    Problem(.unknownMember, "a member of `\(axis.name)` is needed here", at: key.span.origin)
  }

  fileprivate static func memberTwice(_ key: MemberSyntax) -> Problem {
    Problem(.declaredTwice, "`\(key.name)` already has its figure", at: key.span.origin)
  }

  fileprivate static func needsBlock(_ span: Span, _ axis: Axis) -> Problem {
    Problem(
      .wrongNumberOfValues, "this figure must be broken down by `\(axis.name)` too", at: span.origin,
      help: "write a block for it: `{ … }`")
  }

  fileprivate static func noAxisFor(_ key: MemberSyntax) -> Problem {
    Problem(
      .wrongNumberOfValues, "there is no axis left for `\(key.name)`", at: key.span.origin,
      help: "name its axis after the measure: `target by …`")
  }
}

extension ValuesSyntax.Entry {
  /// How the value was interpreted, for the error that shows the split.
  fileprivate var read: String {
    switch self {
    case .value(let expression?, _):
      if case .number(let number) = expression.form {
        return number.number.value.fixed(places: number.number.places, grouped: true)
      }
      return "…"
    case .value(nil, _): return "-"
    case .keyed, .block: return "…"
    }
  }
}
