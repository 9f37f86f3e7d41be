/// How an amendment meets the figures that stand: which breakdowns it changes, and which it leaves behind.
extension ScenarioState {
  /// Adds an amount in a place: to the total and to every breakdown that the place settles. A breakdown along an
  /// axis that the place does not name is suspended.
  func add(
    _ amount: NodeID, to measure: MeasureID, of programme: ProgrammeID, place: [Narrowing],
    _ amendment: AmendmentNote, unit: FigureUnit, dimension: Dimension, along shifted: Set<AxisID>? = nil
  ) throws {
    var changed =
      figures[programme.index][measure]
      ?? MeasureFigures(
        breakdowns: [.init(axes: [], node: graph.constant(nil))], dimension: dimension, unit: unit)
    keepMargins(of: &changed, programme, place)
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      // What goes from quarter to quarter leaves alone what knows no quarters.
      if let shifted, shifted.isDisjoint(with: breakdown.axes) { continue }
      let missing = unnamed(breakdown.axes, place)
      if missing.isEmpty {
        changed.breakdowns[index].node = graph.node(
          .change(
            breakdown.node,
            plan[programme].kind == .level ? .raise : .add,
            by: amount,
            place: cells(place, of: breakdown.axes, programme)))
      } else {
        changed.breakdowns[index].suspension = amendment.suspension(missing)
      }
    }
    put(changed, as: measure, of: programme)
  }

  /// A breakdown that is about to be suspended still says how much there is along the axes that the place names:
  /// regions by quarter leave the quarters behind, and quarters the total.
  private func keepMargins(of figures: inout MeasureFigures, _ programme: ProgrammeID, _ place: [Narrowing]) {
    let isLevel = plan[programme].kind == .level
    for breakdown in figures.live {
      let missing = unnamed(breakdown.axes, place)
      let kept = breakdown.axes.filter { !missing.contains($0) }
      let isKnownElsewhere = figures.live.contains {
        unnamed($0.axes, place).isEmpty && kept.allSatisfy($0.axes.contains)
      }
      guard !missing.isEmpty, !isKnownElsewhere, !isLevel || missing.allSatisfy(\.isTime) else { continue }
      let margin = missing.reversed().reduce(breakdown.node) {
        graph.node(
          .reduce(isLevel ? .last : .sum, $0, along: $1, from: 0, through: evaluation.count(of: $1) - 1))
      }
      figures.breakdowns.append(.init(axes: kept, node: margin))
    }
  }

  /// The axes of a breakdown that a place does not name.
  func unnamed(_ axes: [AxisID], _ place: [Narrowing]) -> [AxisID] {
    axes.filter { axis in !place.contains { $0.axis == axis } && evaluation.count(of: axis) > 1 }
  }

  /// The cells of a breakdown that lie in a place; a level changes from its quarter on.
  func cells(_ place: [Narrowing], of axes: [AxisID], _ programme: ProgrammeID) -> [Operation.Place] {
    place.filter { axes.contains($0.axis) }.map { narrowing in
      let lasts = plan[programme].kind == .level && narrowing.axis == .quarter
      return Operation.Place(
        axis: narrowing.axis, from: narrowing.from,
        through: lasts ? evaluation.count(of: narrowing.axis) - 1 : narrowing.through)
    }
  }

  /// Keeps the own breakdowns of the groups around a programme true to what changed in it.
  func addToGroups(
    around programme: ProgrammeID, except unchanged: Set<ProgrammeID> = [],
    _ amount: @autoclosure () throws -> NodeID,
    _ measure: MeasureID,
    place: [Narrowing], _ amendment: AmendmentNote, along shifted: Set<AxisID>? = nil
  ) throws {
    for group in evaluation.structure.groups(holding: programme) where !unchanged.contains(group) {
      guard let own = figures[group.index][measure] else { continue }
      try add(
        amount(), to: measure, of: group, place: place, amendment, unit: own.unit, dimension: own.dimension,
        along: shifted)
    }
  }

  func set(
    _ measure: MeasureID, of programme: ProgrammeID, place: [Narrowing], to value: Formula?,
    _ amendment: Amendment
  ) throws {
    try refuseSum(programme, measure, at: amendment.origin)
    let note = AmendmentNote(amendment)
    let lowering = FormulaLowering(evaluation: evaluation)
    let known = figures[programme.index][measure]
    let unit = demandedUnit(measure, of: programme)
    let new: NodeID
    if let value {
      let term = try lowering.lower(value, in: Context(scenario: scenario))
      new = try lowering.fit(
        term, to: unit, place: plan[programme].name + "." + plan[measure].name, at: value.origin
      ).node
    } else {
      new = graph.constant(nil)
    }
    guard var changed = known else {
      let fresh = MeasureFigures(
        breakdowns: [freshBreakdown(new, place: place)], dimension: plan.units.dimension(of: unit), unit: unit
      )
      put(fresh, as: measure, of: programme)
      return
    }
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: evaluation.count(of: $1.axis))
    }
    let before = changed
    // Where every breakdown has the cell itself, nobody asks by how much it changed.
    var difference: NodeID?
    func delta() throws -> NodeID {
      if let difference { return difference }
      let old = try FigureReading(state: self).unmasked(
        before, of: programme, measure, in: context, at: amendment.origin)
      let zero = graph.constant(.zero)
      let delta = graph.node(
        .arithmetic(.subtract, graph.node(.otherwise(new, zero)), graph.node(.otherwise(old, zero))))
      difference = delta
      return delta
    }
    // What cannot be read cannot be set, and says why.
    if !FigureReading(state: self).isReadable(changed, in: context, programme) { _ = try delta() }
    keepMargins(of: &changed, programme, place)
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      let missing = unnamed(breakdown.axes, place)
      if !missing.isEmpty {
        changed.breakdowns[index].suspension = note.suspension(missing)
        continue
      }
      let isCell = context.askedAxes.allSatisfy(breakdown.axes.contains)
      let cells = self.cells(place, of: breakdown.axes)
      changed.breakdowns[index].node = try graph.node(
        .change(breakdown.node, isCell ? .replace : .add, by: isCell ? new : delta(), place: cells))
    }
    put(changed, as: measure, of: programme)
    dropStaleSpans(of: programme, measure, place)
    try addToGroups(around: programme, delta(), measure, place: place, note)
  }

  /// What a level is over a span of time is its last known figure there: once a quarter changes, the quarters say it,
  /// and what was declared for the year or the whole besides them is dropped.
  private func dropStaleSpans(of programme: ProgrammeID, _ measure: MeasureID, _ place: [Narrowing]) {
    guard plan[programme].kind == .level, place.contains(where: { $0.axis.isTime }),
      var changed = figures[programme.index][measure]
    else { return }
    let live = changed.live.map(\.axes)
    changed.breakdowns.removeAll { breakdown in
      live.contains { finer in
        let further = finer.filter { !breakdown.axes.contains($0) }
        return !further.isEmpty && further.allSatisfy(\.isTime) && breakdown.axes.allSatisfy(finer.contains)
      }
    }
    put(changed, as: measure, of: programme)
  }

  /// A breakdown along the axes of a place, known only there.
  private func freshBreakdown(_ node: NodeID, place: [Narrowing]) -> MeasureFigures.Breakdown {
    let axes = place.map(\.axis).sorted()
    let shape = Shape(axes.map { ($0, evaluation.count(of: $0)) })
    let empty = graph.node(.constant(Column([Rational?](repeating: nil, count: shape.count), shape: shape)))
    return .init(
      axes: axes, node: graph.node(.change(empty, .replace, by: node, place: cells(place, of: axes))))
  }

  func scale(
    _ measure: MeasureID, of programme: ProgrammeID, place: [Narrowing], by formula: Formula,
    _ amendment: Amendment
  ) throws {
    try refuseSum(programme, measure, at: amendment.origin)
    let note = AmendmentNote(amendment)
    let factor = try FormulaLowering(evaluation: evaluation).lower(formula, in: Context(scenario: scenario))
    guard case .quantity(let dimension, _) = factor.kind, dimension.isNone else {
      throw Problem.scaleNeedsRatio(at: formula.origin)
    }
    guard var changed = figures[programme.index][measure] else { return }
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: evaluation.count(of: $1.axis))
    }
    let old = try FigureReading(state: self).unmasked(
      changed, of: programme, measure, in: context, at: amendment.origin)
    keepMargins(of: &changed, programme, place)
    let growth = graph.node(.arithmetic(.subtract, factor.node, graph.constant(.one)))
    let delta = graph.node(
      .otherwise(graph.node(.arithmetic(.multiply, old, growth)), graph.constant(.zero)))
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      if context.askedAxes.allSatisfy(breakdown.axes.contains) {
        changed.breakdowns[index].node = graph.node(
          .change(breakdown.node, .multiply, by: factor.node, place: cells(place, of: breakdown.axes)))
      } else if unnamed(breakdown.axes, place).isEmpty {
        changed.breakdowns[index].node = graph.node(
          .change(breakdown.node, .add, by: delta, place: cells(place, of: breakdown.axes)))
      } else {
        changed.breakdowns[index].suspension = note.suspension(unnamed(breakdown.axes, place))
      }
    }
    put(changed, as: measure, of: programme)
    dropStaleSpans(of: programme, measure, place)
    try addToGroups(around: programme, delta, measure, place: place, note)
  }

  private func cells(_ place: [Narrowing], of axes: [AxisID]) -> [Operation.Place] {
    place.filter { axes.contains($0.axis) }.map { .init(axis: $0.axis, from: $0.from, through: $0.through) }
  }

  func demandedUnit(_ measure: MeasureID, of programme: ProgrammeID) -> FigureUnit {
    if let unit = plan[measure].unit { return unit }
    if plan[measure].isMoney {
      // Among several currencies its figures say which.
      return plan.units.onlyCurrency.map { .unit($0) } ?? figures[programme.index][measure]?.unit ?? .number
    }
    return plan[programme].unit
  }

  /// A group's figures are its members': they change there.
  private func refuseSum(_ programme: ProgrammeID, _ measure: MeasureID, at origin: Origin) throws {
    guard let members = plan[programme].members else { return }
    let reading = FigureReading(state: self)
    let context = Context(scenario: scenario)
    guard try members.contains(where: { try reading.has(measure, $0, context) }) else { return }
    throw Problem.groupIsASum(plan[programme].name, members.map { plan[$0].name }, at: origin)
  }
}

extension FigureReading {
  /// Figures as they are stored, those that are not yet known at the `as of` among them: what amendments change.
  func unmasked(
    _ figures: MeasureFigures, of programme: ProgrammeID, _ measure: MeasureID, in context: Context,
    at origin: Origin = .none
  ) throws -> NodeID {
    try read(figures, of: programme, measure, in: context.with { $0.isAsDeclared = true }, at: origin)
  }
}

/// What a suspended breakdown remembers of the amendment that left it behind.
struct AmendmentNote {
  let text: String
  let origin: Origin

  init(_ amendment: Amendment) {
    text = amendment.text
    origin = amendment.origin
  }

  init(_ move: Move) {
    text = move.text
    origin = move.origin
  }

  func suspension(_ missing: [AxisID]) -> MeasureFigures.Suspension {
    MeasureFigures.Suspension(amendment: text, origin: origin, missing: missing)
  }
}

extension Plan {
  /// Whether a group holds a programme, directly or through other groups.
  func holds(_ group: ProgrammeID, _ programme: ProgrammeID) -> Bool {
    self[group].members?.contains { $0 == programme || holds($0, programme) } ?? false
  }

  /// Whether figures of a programme, or of one that it holds, could not be understood.
  func hasLostFigures(_ programme: ProgrammeID) -> Bool {
    !withLostFigures.isEmpty
      && (withLostFigures.contains(programme)
        || self[programme].members?.contains(where: hasLostFigures) == true)
  }
}

extension Problem {
  static func groupIsASum(_ group: String, _ members: [String], at origin: Origin) -> Problem {
    Problem(
      .groupIsASum, "`\(group)` is the sum of \(members.joined(separator: " + "))", at: origin,
      help: "change one of them instead: `\(group)` follows")
  }

  fileprivate static func scaleNeedsRatio(at origin: Origin) -> Problem {
    Problem(
      .unlikeUnits, "`scale` takes a ratio, such as `90%` or `1.1`", at: origin,
      help: "to put another figure in its place, use `set`")
  }
}
