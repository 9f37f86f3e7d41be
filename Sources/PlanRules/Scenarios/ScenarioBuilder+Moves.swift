extension ScenarioBuilder {
  /// Makes a move: what leaves one side arrives on the other.
  func apply(_ move: Move) throws(Problem) -> MoveRecord {
    MoveRecord(
      move: move, amounts: try move.amounts.map { (amount) throws(Problem) in try apply(amount, of: move) })
  }

  private func total(_ programme: ProgrammeID, _ measure: MeasureID) throws(Problem) -> NodeID? {
    guard let known = state.figures[programme.index][measure] else { return nil }
    return try unlessStopped { () throws(Problem) in
      try FigureReading(state: state).unmasked(known, of: programme, measure, in: Context(scenario: scenario))
    }
  }

  private func apply(_ amount: Move.Amount, of move: Move) throws(Problem) -> MoveRecord.Amount {
    let measure = amount.measure
    try checkSides(amount, of: move)
    for (programme, place) in [(move.giver, move.from), (move.receiver, move.to)] {
      try checkPlace(place, of: programme, measure, in: move)
    }
    guard let giving = try givingFigures(amount, of: move) else {
      throw .nothingToMove(subject(move.giver, measure), at: move.giverOrigin)
    }
    try refuseWithoutEffect(giving, measure, of: move)
    let moved = try amountMoved(amount, of: move, giving: giving)
    try checkSupply(moved, amount, of: move, giving: giving)
    if case .literal(let literal) = amount.formula.form, !literal.unit.isPercent {
      remark(onFraction: literal.value, in: giving.unit, at: amount.formula.origin)
    }
    let before = (try total(move.giver, measure), try total(move.receiver, measure))
    let note = AmendmentNote(move)
    let given = graph.node(.negate(moved))
    let isShift = move.giver == move.receiver
    let shifted: Set<AxisID>? =
      isShift
      ? Set(
        move.from.filter { from in !move.to.contains { $0.axis == from.axis && $0.from == from.from } }.map(
          \.axis))
      : nil
    try add(
      given, to: measure, of: move.giver, place: move.from, note, unit: giving.unit,
      dimension: giving.dimension)
    try add(
      moved, to: measure, of: move.receiver, place: move.to, note, unit: giving.unit,
      dimension: giving.dimension, known: arrivals(giving, place: move.from))
    // A move inside a group does not change the group's own figures, unless it goes from period to period.
    let structure = workspace.structure
    let holdingBoth = Set(structure.groups(holding: move.giver)).intersection(
      structure.groups(holding: move.receiver))
    let untouched = isShift ? [] : holdingBoth
    try addToGroups(
      around: move.giver, except: untouched, given, measure, place: move.from, note, along: shifted)
    try addToGroups(
      around: move.receiver, except: untouched, moved, measure, place: move.to, note, along: shifted)
    if var given = state.figures[move.giver.index][measure] {
      given.note(
        .init(description: try withdrawal(moved, amount, of: move, unit: giving.unit), origin: move.origin))
      state.put(given, as: measure, of: move.giver)
    }
    return MoveRecord.Amount(
      measure: measure, moved: moved, unit: giving.unit,
      giver: .init(programme: move.giver, before: before.0, after: try total(move.giver, measure)),
      receiver: .init(programme: move.receiver, before: before.1, after: try total(move.receiver, measure)))
  }

  private func subject(_ programme: ProgrammeID, _ measure: MeasureID) -> String {
    plan[programme].name + "." + plan[measure].name
  }

  /// The axes along which an arriving amount is known if the receiver had no figures: those of the giver's
  /// part.
  private func arrivals(_ giving: MeasureFigures, place: [Narrowing]) -> [[AxisID]] {
    let named = giving.live.filter { unnamed($0.axes, place).isEmpty }.map(\.axes)
    let known = named.isEmpty ? [[]] : named
    return known.enumerated().filter { !known[..<$0.offset].contains($0.element) }.map(\.element)
  }

  /// Refuses a move at a place that the figures do not know, since it would change nothing, such as
  /// `from south to north` for a target without regions. Between programmes, it is enough if one of the
  /// amounts knows the place.
  private func refuseWithoutEffect(_ giving: MeasureFigures, _ measure: MeasureID, of move: Move)
    throws(Problem)
  {
    let isShift = move.giver == move.receiver
    let measures = isShift ? [measure] : move.amounts.map(\.measure)
    let reading = FigureReading(state: state)
    let known = [move.giver, move.receiver].flatMap { side in
      measures.compactMap { state.figures[side.index][$0] }
    }
    for narrowing in move.from + move.to
    where workspace.count(of: narrowing.axis) > 1 {
      let isDate = !isShift && narrowing.axis.isTime
      // Figures without periods are moved anyway: the period says from when on.
      if isDate, !narrowing.axis.isPeriod || !knowsPeriods(known) { continue }
      if isShift, narrowing.axis.isTime, isSame(narrowing.axis, move) { continue }
      let isKnown = known.contains { side in
        side.breakdowns.contains { reading.covers($0.axes, of: narrowing.axis) }
      }
      if !isKnown {
        throw .placeNotKnown(
          subject(move.giver, measure), workspace.name(of: narrowing.axis),
          has: giving.breakdowns.map { $0.axes.map(workspace.name) }, at: narrowing.origin)
      }
    }
  }

  private func knowsPeriods(_ figures: [MeasureFigures]) -> Bool {
    figures.contains { $0.breakdowns.contains { $0.axes.contains(where: \.isPeriod) } }
  }

  /// Whether a move within a programme has the same place on both sides along an axis.
  private func isSame(_ axis: AxisID, _ move: Move) -> Bool {
    let (from, to) = (move.from.first { $0.axis == axis }, move.to.first { $0.axis == axis })
    return from?.from == to?.from
  }

  private func givingFigures(_ amount: Move.Amount, of move: Move) throws(Problem) -> MeasureFigures? {
    state.figures[move.giver.index][amount.measure]
  }

  private func checkSides(_ amount: Move.Amount, of move: Move) throws(Problem) {
    let measure = plan[amount.measure]
    guard amount.measure.moves else { throw .doesNotMove(measure.name, at: amount.measureOrigin) }
    for side in [move.giver, move.receiver] {
      guard plan[side].isGroup else { continue }
      let isOwnShift = move.giver == move.receiver && state.figures[side.index][amount.measure] != nil
      if !isOwnShift {
        throw .groupIsASum(
          plan[side], in: plan,
          at: side == move.giver ? move.giverOrigin : move.receiverOrigin)
      }
    }
    let (giver, receiver) = (move.giver, move.receiver)
    let units = [giver, receiver].map {
      state.figures[$0.index][amount.measure]?.dimension
        ?? plan.units.dimension(of: state.defaultUnit(amount.measure, of: $0))
    }
    if !measure.isMoney || state.figures[receiver.index][amount.measure] != nil, units[0] != units[1] {
      throw .sidesDiffer(
        (subject(giver, amount.measure), plan.units.name(of: state.defaultUnit(amount.measure, of: giver))),
        (
          subject(receiver, amount.measure),
          plan.units.name(of: state.defaultUnit(amount.measure, of: receiver))
        ),
        at: move.origin)
    }
    guard move.giver == move.receiver, move.from.map(\.place) == move.to.map(\.place) else { return }
    throw .goesNowhere(plan[giver].name, plan.calendar, at: move.origin)
  }

  /// A move of a measure by quarter has to name the quarter, or its quarters would no longer be known;
  /// likewise by month.
  private func checkPlace(
    _ place: [Narrowing], of programme: ProgrammeID, _ measure: MeasureID, in move: Move
  ) throws(Problem) {
    guard let live = state.figures[programme.index][measure]?.live else { return }
    let missing = live.filter { $0.axes.contains(where: \.isPeriod) }.flatMap { unnamed($0.axes, place) }
      .filter(\.isTime)
    guard let axis = missing.min() else { return }
    throw .needsPlace(
      subject(programme, measure), workspace.name(of: axis),
      example: axis.isPeriod
        ? plan.calendar.name(of: axis, at: axis.periodsInYear / 2) : plan.calendar.name(ofYearAt: 0),
      at: programme == move.giver ? move.giverOrigin : move.receiverOrigin)
  }

  /// What each breakdown knows to be in a place, starting with the one that has most axes of the place.
  private func supplies(_ giving: MeasureFigures, _ programme: ProgrammeID, place: [Narrowing]) -> [NodeID] {
    let isLevel = plan[programme].kind == .level
    let able = giving.live.filter { !isLevel || unnamed($0.axes, place).allSatisfy(\.isTime) }
    let named: (MeasureFigures.Breakdown) -> Int = { breakdown in
      breakdown.axes.count { place.cells(of: $0) != nil }
    }
    return able.sorted { named($0) > named($1) }.map { breakdown in
      breakdown.axes.reversed().reduce(breakdown.node) { node, axis in
        if let member = place.cells(of: axis)?.lowerBound {
          // A level without a figure in a period has the last figure before it.
          if isLevel, axis.isPeriod {
            return graph.node(.reduce(.last, node, along: axis, from: 0, through: member))
          }
          return graph.node(.select(node, axis, member: member))
        }
        let last = workspace.count(of: axis) - 1
        return graph.node(.reduce(isLevel ? .last : .sum, node, along: axis, from: 0, through: last))
      }
    }
  }

  /// The figures of a level in later periods: a move takes from each of them, and none may fall below zero.
  private func laterSupplies(_ giving: MeasureFigures, _ programme: ProgrammeID, place: [Narrowing])
    -> [NodeID]
  {
    guard plan[programme].kind == .level else { return [] }
    return giving.live.filter { breakdown in
      guard let axis = breakdown.axes.first(where: \.isPeriod), let cells = place.cells(of: axis) else {
        return false
      }
      return cells.upperBound < workspace.count(of: axis) - 1
        && unnamed(breakdown.axes, place).allSatisfy(\.isTime)
    }
    .map {
      breakdown in
      breakdown.axes.reversed().reduce(breakdown.node) { node, axis in
        if axis.isPeriod, let cells = place.cells(of: axis) {
          return graph.node(
            .reduce(
              .min, node, along: axis, from: cells.upperBound + 1, through: workspace.count(of: axis) - 1))
        }
        if let member = place.cells(of: axis)?.lowerBound {
          return graph.node(.select(node, axis, member: member))
        }
        return graph.node(
          .reduce(.min, node, along: axis, from: 0, through: workspace.count(of: axis) - 1))
      }
    }
  }

  /// A share is of what the place holds. If an amendment suspended the figures of the place, that is not
  /// known.
  private func refuseUnknownShare(
    _ giving: MeasureFigures, of move: Move, _ measure: MeasureID, at origin: Origin
  ) throws(Problem) {
    let named = move.from.map(\.axis)
    let known: (MeasureFigures.Breakdown) -> Int = { breakdown in named.count { breakdown.axes.contains($0) }
    }
    let best = giving.live.map(known).max() ?? 0
    guard let lost = giving.breakdowns.first(where: { $0.suspension != nil && known($0) > best }),
      let suspension = lost.suspension
    else { return }
    throw .shareNotKnown(subject(move.giver, measure), placeName(move.from), suspension, at: origin)
  }

  /// If two breakdowns each know a part of the place, and none all of it, a share could refer to either.
  private func refuseShareOfTwo(
    _ giving: MeasureFigures, of move: Move, _ measure: MeasureID, at origin: Origin
  ) throws(Problem) {
    let known = giving.live.map { breakdown in Set(move.from.map(\.axis)).intersection(breakdown.axes) }
    guard let best = known.max(by: { $0.count < $1.count }),
      let other = known.first(where: { !$0.isSubset(of: best) })
    else { return }
    let axes = [best, other].map { $0.sorted().map(workspace.name).joined(separator: " by ") }
    throw .shareOfTwo(subject(move.giver, measure), placeName(move.from), axes.sorted(), at: origin)
  }

  private func amountMoved(_ amount: Move.Amount, of move: Move, giving: MeasureFigures) throws(Problem)
    -> NodeID
  {
    let lowering = FormulaLowering(workspace: workspace)
    let term = try lowering.lower(amount.formula, in: Context(scenario: scenario))
    if term.unit.isPercent, term.literal != nil || !giving.dimension.isNone {
      try refuseUnknownShare(giving, of: move, amount.measure, at: amount.formula.origin)
      try refuseShareOfTwo(giving, of: move, amount.measure, at: amount.formula.origin)
      guard let supply = supplies(giving, move.giver, place: move.from).first else {
        throw .nothingToMove(subject(move.giver, amount.measure), at: move.giverOrigin)
      }
      return graph.node(.arithmetic(.multiply, supply, term.node))
    }
    let place = subject(move.giver, amount.measure)
    let fitted = try lowering.fit(
      term, to: giving.unit, place: place, at: amount.formula.origin, isStrict: true)
    return fitted.node
  }

  /// Refuses to move more than there is.
  private func checkSupply(
    _ moved: NodeID, _ amount: Move.Amount, of move: Move, giving: MeasureFigures
  ) throws(Problem) {
    let supplies = supplies(giving, move.giver, place: move.from)
    if ([moved] + supplies).contains(where: { graph.shape(of: $0).has(.step) }) {
      return refuseSteps(
        moved, supplies + laterSupplies(giving, move.giver, place: move.from), amount, of: move)
    }
    guard let wanted = try graph.column(moved, at: amount.formula.origin)[0] else {
      throw .amountNotKnown(at: amount.formula.origin)
    }
    guard wanted.signum >= 0 else { throw .negativeAmount(at: amount.formula.origin) }
    let later = laterSupplies(giving, move.giver, place: move.from)
    let figure: (NodeID) throws(Problem) -> Rational? = { (node) throws(Problem) in
      try self.graph.column(node, at: move.giverOrigin)[0]
    }
    let now = try supplies.map { (node) throws(Problem) in try figure(node) ?? .zero }.min()
    let leastLater = try later.map { (node) throws(Problem) in try figure(node) }.compactMap { $0 }.min()
    let least = [now, leastLater].compactMap { $0 }.min() ?? .zero
    guard wanted > least else { return }
    throw .overdrawn(
      giver: plan[move.giver].name, measure: plan[amount.measure].name,
      left: workspace.format.text(least, in: giving.unit), place: placeName(move.from),
      laterPeriod: now.map { least < $0 } == true ? move.from.period.map { Calendar.name(of: $0.axis) } : nil,
      giving: giving, amount: amount.formula.origin,
      at: move.giverOrigin)
  }

  /// In a sweep, some steps may take more than there is: these have no answer, the others do.
  private func refuseSteps(_ moved: NodeID, _ supplies: [NodeID], _ amount: Move.Amount, of move: Move) {
    let zero = graph.constant(.zero)
    func makes(_ comparison: Comparison, _ a: NodeID, _ b: NodeID) -> NodeID {
      graph.node(.otherwise(graph.node(.compare(comparison, a, b)), graph.truth(true)))
    }
    state.refusals.append((makes(.less, moved, zero), .negativeAmount(at: amount.formula.origin)))
    let overdrawn = Problem.overdrawnInSweep(
      plan[move.giver].name, plan[amount.measure].name, placeName(move.from), at: amount.formula.origin)
    for supply in supplies {
      state.refusals.append((makes(.greater, moved, graph.node(.otherwise(supply, zero))), overdrawn))
    }
  }

  private func placeName(_ place: [Narrowing]) -> String {
    guard !place.isEmpty else { return "" }
    return " in " + place.map { plan.axis($0.axis).members[$0.from].name }.listed(by: ", ")
  }

  private func withdrawal(_ moved: NodeID, _ amount: Move.Amount, of move: Move, unit: FigureUnit)
    throws(Problem) -> String
  {
    // In a sweep, the amount differs from step to step.
    let figure =
      graph.shape(of: moved).has(.step) ? .zero : try graph.column(moved, at: move.giverOrigin)[0] ?? .zero
    let who = move.name.map { "`\($0)`" } ?? "an earlier move"
    let goal =
      move.giver == move.receiver ? placeName(move.to).dropFirst(4) : Substring(plan[move.receiver].name)
    return "\(who) moved its \(workspace.format.text(figure, in: unit)) to \(goal)\(placeName(move.from))"
  }
}

extension Narrowing {
  fileprivate var place: MemberRange { .init(axis: axis, from: from, through: through) }
}

extension Problem {
  fileprivate static func shareOfTwo(_ subject: String, _ place: String, _ axes: [String], at origin: Origin)
    -> Problem
  {
    Problem(
      .amountNotKnown,
      "\(subject)\(place) is not known: it is declared by \(axes[0]) and by \(axes[1]), but not by both",
      at: origin, help: "move an amount instead of a share, or declare it by both")
  }

  fileprivate static func placeNotKnown(_ subject: String, _ axis: String, has: [[String]], at origin: Origin)
    -> Problem
  {
    let known = has.map { $0.isEmpty ? "in total" : "by " + $0.joined(separator: " by ") }
    return Problem(
      .noSuchBreakdown, "`\(subject)` has no figures by \(axis): the move would change nothing there",
      at: origin, label: "it is known \(known.joined(separator: "; "))",
      help: "leave the \(axis) out, or declare the figures by \(axis)")
  }

  fileprivate static func doesNotMove(_ measure: String, at origin: Origin) -> Problem {
    Problem(
      .doesNotMove, "`\(measure)` records what happened or is expected: it cannot be moved", at: origin,
      help: "only targets, budgets and your own measures can be moved; try `set` or `scale` in a scenario")
  }

  fileprivate static func sidesDiffer(_ a: (String, String), _ b: (String, String), at origin: Origin)
    -> Problem
  {
    Problem(
      .unlikeUnits,
      "the two sides of the move have different units: `\(a.0)` is in \(a.1), `\(b.0)` in \(b.1)",
      at: origin)
  }

  fileprivate static func goesNowhere(_ programme: String, _ calendar: Calendar, at origin: Origin) -> Problem
  {
    let names = calendar.names(of: calendar.period).suffix(2)
    return Problem(
      .moveGoesNowhere, "this move changes nothing in `\(programme)`", at: origin,
      help:
        "name another programme after `to`, or another \(calendar.periodName): `from \(names[names.startIndex]) to \(names[names.endIndex - 1])`"
    )
  }

  fileprivate static func needsPlace(_ subject: String, _ axis: String, example: String, at origin: Origin)
    -> Problem
  {
    Problem(
      .moveNeedsPlace, "`\(subject)` is planned by \(axis): the move must say which one", at: origin,
      help: "for example `in \(example)`")
  }

  fileprivate static func nothingToMove(_ subject: String, at origin: Origin) -> Problem {
    Problem(.overdrawn, "there is no `\(subject)` to move", at: origin)
  }

  fileprivate static func shareNotKnown(
    _ subject: String, _ place: String, _ suspension: MeasureFigures.Suspension, at origin: Origin
  ) -> Problem {
    Problem(
      .suspendedBreakdown, "a share of `\(subject)`\(place) is not known", at: origin,
      notes: [Note("since this, which does not say what it changes there", at: suspension.origin)],
      help: "move an amount instead of a share")
  }

  fileprivate static func amountNotKnown(at origin: Origin) -> Problem {
    Problem(.amountNotKnown, "the amount of this move is not known", at: origin)
  }

  fileprivate static func negativeAmount(at origin: Origin) -> Problem {
    Problem(
      .amountNotKnown, "a move takes an amount of zero or more", at: origin,
      help: "to move the other way, swap the two sides")
  }

  fileprivate static func overdrawnInSweep(
    _ giver: String, _ measure: String, _ place: String, at origin: Origin
  ) -> Problem {
    Problem(.overdrawn, "`\(giver)` does not have enough \(measure)\(place)", at: origin)
  }

  fileprivate static func overdrawn(
    giver: String, measure: String, left: String, place: String, laterPeriod: String?, giving: MeasureFigures,
    amount: Origin, at origin: Origin
  ) -> Problem {
    let unshown = giving.withdrawalCount - giving.withdrawals.count
    return Problem(
      .overdrawn,
      "`\(giver)` has only \(left) of \(measure)\(giving.withdrawals.isEmpty ? "" : " left")"
        + (laterPeriod.map { " in a later \($0): what is moved out of a level\(place) is missing there too" }
          ?? place),
      at: amount,
      notes: giving.withdrawals.map { Note($0.description, at: $0.origin) },
      help: giving.withdrawals.isEmpty
        ? "move at most \(left)" : unshown > 0 ? "\(unshown) earlier moves took from it too" : nil)
  }
}
