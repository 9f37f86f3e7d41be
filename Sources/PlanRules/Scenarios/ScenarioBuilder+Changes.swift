/// How an amendment affects existing figures: which breakdowns it changes, and which it suspends.
extension ScenarioBuilder {
  /// Adds an amount in a place: to the total and to every breakdown whose cells the place determines. A
  /// breakdown along an axis that the place does not name is suspended.
  func add(
    _ amount: NodeID, to measure: MeasureID, of programme: ProgrammeID, place: [Narrowing],
    _ amendment: AmendmentNote, unit: FigureUnit, dimension: Dimension, along shifted: Set<AxisID>? = nil,
    known axes: [[AxisID]] = [[]]
  ) throws(Problem) {
    var changed =
      state.figures[programme.index][measure]
      ?? MeasureFigures(
        breakdowns: axes.map { .init(axes: $0, node: nothing(along: $0)) }, dimension: dimension, unit: unit)
    keepMargins(of: &changed, measure, programme, place)
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      // A shift does not change breakdowns that lack the axes along which it goes.
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
    state.put(changed, as: measure, of: programme)
  }

  /// Before a breakdown is suspended, keeps its sums along the axes that the place names: regions by quarter
  /// leave the quarters behind, and quarters the total.
  private func keepMargins(
    of figures: inout MeasureFigures, _ measure: MeasureID, _ programme: ProgrammeID, _ place: [Narrowing]
  ) {
    let isLevel = plan[programme].kind == .level
    let reading = FigureReading(state: state)
    for breakdown in figures.live {
      let missing = unnamed(breakdown.axes, place)
      guard !missing.isEmpty, !isLevel || missing.allSatisfy(\.isTime) else { continue }
      // If the place names a longer period than the figures have, keep the sums by that period.
      let longer = missing.first(where: \.isPeriod).flatMap { shorter in
        place.period.map(\.axis).flatMap { shorter.isPart(of: $0) ? $0 : nil }
      }
      let kept = (breakdown.axes.filter { !missing.contains($0) } + [longer].compactMap { $0 }).sorted()
      let elsewhere = figures.breakdowns.indices.filter {
        let other = figures.breakdowns[$0]
        return other.suspension == nil && unnamed(other.axes, place).isEmpty
          && kept.allSatisfy(other.axes.contains)
      }
      let margin: (NodeID) -> NodeID = { [self] in
        self.margin(of: $0, along: missing, longer: longer, by: isLevel ? .last : .sum)
      }
      // When the plan is seen as of a day, the figure of the whole would hide its known part.
      let hides = measure.isHiddenLater && missing.contains(where: \.isPeriod) && state.later(kept) != nil
      let soFar = hides ? margin(reading.seen(breakdown)) : nil
      if elsewhere.isEmpty {
        figures.breakdowns.append(
          .init(
            axes: kept, node: margin(breakdown.node), isRemainder: missing.contains(where: \.isTime),
            soFar: soFar))
      } else if let same = elsewhere.first(where: { figures.breakdowns[$0].axes == kept }) {
        figures.breakdowns[same].soFar = figures.breakdowns[same].soFar ?? soFar
      }
    }
  }

  /// Reduces a breakdown to its other axes.
  ///
  /// - Parameter longer: the period that replaces the shorter one.
  private func margin(of node: NodeID, along missing: [AxisID], longer: AxisID?, by reduction: Reduction)
    -> NodeID
  {
    missing.reversed().reduce(node) { node, axis in
      if axis.isPeriod, let longer {
        return FigureReading(state: state).rolledUp(reduction, node, along: axis, to: longer)
      }
      return graph.node(
        .reduce(reduction, node, along: axis, from: 0, through: workspace.count(of: axis) - 1))
    }
  }

  /// A column along axes in which no figure is known.
  private func nothing(along axes: [AxisID]) -> NodeID {
    let shape = Shape(axes.map { ($0, workspace.count(of: $0)) })
    return graph.node(.constant(Column([Rational?](repeating: nil, count: shape.count), shape: shape)))
  }

  /// The axes of a breakdown that a place does not name.
  func unnamed(_ axes: [AxisID], _ place: [Narrowing]) -> [AxisID] {
    axes.filter { axis in place.cells(of: axis) == nil && workspace.count(of: axis) > 1 }
  }

  /// The cells of a breakdown that lie in a place; a level changes from its period on.
  func cells(_ place: [Narrowing], of axes: [AxisID], _ programme: ProgrammeID) -> [MemberRange] {
    axes.compactMap { axis in
      guard let members = place.cells(of: axis) else { return nil }
      let lasts = plan[programme].kind == .level && axis.isPeriod
      return MemberRange(
        axis: axis, from: members.lowerBound,
        through: lasts ? workspace.count(of: axis) - 1 : members.upperBound)
    }
  }

  /// Applies a change in a programme to the own breakdowns of the groups around it, so that they stay
  /// consistent.
  func addToGroups(
    around programme: ProgrammeID, except unchanged: Set<ProgrammeID> = [],
    _ amount: @autoclosure () throws(Problem) -> NodeID,
    _ measure: MeasureID,
    place: [Narrowing], _ amendment: AmendmentNote, along shifted: Set<AxisID>? = nil
  ) throws(Problem) {
    for group in workspace.structure.groups(holding: programme) where !unchanged.contains(group) {
      guard let own = state.figures[group.index][measure] else { continue }
      try add(
        amount(), to: measure, of: group, place: place, amendment, unit: own.unit, dimension: own.dimension,
        along: shifted)
    }
  }

  func set(
    _ measure: MeasureID, of programme: ProgrammeID, place: [Narrowing], to value: Formula?,
    _ amendment: Amendment
  ) throws(Problem) {
    try refuseSum(programme, measure, at: amendment.origin)
    let note = AmendmentNote(amendment)
    let lowering = FormulaLowering(workspace: workspace)
    let known = state.figures[programme.index][measure]
    let unit = state.defaultUnit(measure, of: programme)
    let new: NodeID
    if let value {
      let term = try lowering.lower(value, in: Context(scenario: scenario))
      new = try lowering.fit(
        term, to: unit, place: plan[programme].name + "." + plan[measure].name, at: value.origin
      ).node
    } else {
      new = graph.constant(nil)
    }
    if let value {
      try remark(onSet: value, new, of: programme, measure, place: place, amendment, unit: unit)
    }
    guard var changed = known else {
      let fresh = MeasureFigures(
        breakdowns: [freshBreakdown(new, place: place)], dimension: plan.units.dimension(of: unit), unit: unit
      )
      state.put(fresh, as: measure, of: programme)
      if value != nil { try addToGroups(around: programme, new, measure, place: place, note) }
      return
    }
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: workspace.count(of: $1.axis))
    }
    let before = changed
    // If every breakdown has the cell itself, the difference is not needed.
    var difference: NodeID?
    func delta() throws(Problem) -> NodeID {
      if let difference { return difference }
      let old = try FigureReading(state: state).unmasked(
        before, of: programme, measure, in: context, at: amendment.origin)
      let zero = graph.constant(.zero)
      let step = graph.node(
        .arithmetic(.subtract, graph.node(.otherwise(new, zero)), graph.node(.otherwise(old, zero))))
      // A figure that was missing and stays missing changes nothing.
      let isNothing = graph.node(
        .not(graph.node(.connect(.or, graph.node(.known(new)), graph.node(.known(old))))))
      let delta = graph.node(.withhold(step, when: isNothing))
      difference = delta
      return delta
    }
    // A figure that cannot be read cannot be set; `delta` throws the reason.
    if !FigureReading(state: state).isReadable(changed, in: context, programme) { _ = try delta() }
    keepMargins(of: &changed, measure, programme, place)
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      let missing = unnamed(breakdown.axes, place)
      if !missing.isEmpty {
        changed.breakdowns[index].suspension = note.suspension(missing)
        continue
      }
      let isCell = context.askedAxes.allSatisfy(breakdown.axes.contains)
      let cells = self.cells(place, of: breakdown.axes)
      // A figure that is set for the whole is the whole's own.
      if isCell, cells.count == breakdown.axes.count { changed.breakdowns[index].isRemainder = false }
      if isCell, let soFar = breakdown.soFar {
        changed.breakdowns[index].soFar = graph.node(
          .change(soFar, .replace, by: graph.constant(nil), place: cells))
      }
      changed.breakdowns[index].node = try graph.node(
        .change(breakdown.node, isCell ? .replace : .add, by: isCell ? new : delta(), place: cells))
    }
    if value == nil { withholdEmptySums(&changed, finerThan: context.askedAxes) }
    state.put(changed, as: measure, of: programme)
    dropStaleSpans(of: programme, measure, place)
    try addToGroups(around: programme, delta(), measure, place: place, note)
  }

  /// If the last part of a sum is set to `none`, the sum becomes missing too, and not zero.
  private func withholdEmptySums(_ figures: inout MeasureFigures, finerThan asked: [AxisID]) {
    for finer in figures.live where asked.allSatisfy(finer.axes.contains) {
      for index in figures.breakdowns.indices {
        let coarser = figures.breakdowns[index]
        guard coarser.suspension == nil, coarser.axes.count < finer.axes.count,
          coarser.axes.allSatisfy(finer.axes.contains)
        else { continue }
        let known = finer.axes.reversed().reduce(graph.node(.known(finer.node))) { node, axis in
          coarser.axes.contains(axis)
            ? node
            : graph.node(.reduce(.any, node, along: axis, from: 0, through: workspace.count(of: axis) - 1))
        }
        figures.breakdowns[index].node = graph.node(
          .withhold(coarser.node, when: graph.node(.not(known))))
      }
    }
  }

  /// The figure of a level over a range of time is its last known figure there. Once a period changes, the
  /// periods determine it; figures declared for longer periods, the year or the whole are dropped.
  private func dropStaleSpans(of programme: ProgrammeID, _ measure: MeasureID, _ place: [Narrowing]) {
    guard plan[programme].kind == .level, place.contains(where: { $0.axis.isTime }),
      var changed = state.figures[programme.index][measure]
    else { return }
    let live = changed.live.map(\.axes)
    changed.breakdowns.removeAll { breakdown in
      live.contains { finer in
        let further = finer.filter { !breakdown.axes.contains($0) }
        return !further.isEmpty && further.allSatisfy(\.isTime)
          && breakdown.axes.allSatisfy { axis in
            finer.contains(axis) || finer.contains { $0.isPart(of: axis) }
          }
      }
    }
    state.put(changed, as: measure, of: programme)
  }

  /// A breakdown along the axes of a place, known only there.
  private func freshBreakdown(_ node: NodeID, place: [Narrowing]) -> MeasureFigures.Breakdown {
    let axes = place.map(\.axis).sorted()
    return .init(
      axes: axes,
      node: graph.node(.change(nothing(along: axes), .replace, by: node, place: cells(place, of: axes))))
  }

  func scale(
    _ measure: MeasureID, of programme: ProgrammeID, place: [Narrowing], by formula: Formula,
    _ amendment: Amendment
  ) throws(Problem) {
    try refuseSum(programme, measure, at: amendment.origin)
    let note = AmendmentNote(amendment)
    let factor = try FormulaLowering(workspace: workspace).lower(formula, in: Context(scenario: scenario))
    guard case .quantity(let dimension, _) = factor.kind, dimension.isNone else {
      throw .scaleNeedsRatio(at: formula.origin)
    }
    try remark(onScale: factor.node, by: formula, amendment)
    guard var changed = state.figures[programme.index][measure] else { return }
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: workspace.count(of: $1.axis))
    }
    let old = try FigureReading(state: state).unmasked(
      changed, of: programme, measure, in: context, at: amendment.origin)
    keepMargins(of: &changed, measure, programme, place)
    let growth = graph.node(.arithmetic(.subtract, factor.node, graph.constant(.one)))
    // A missing figure stays missing when it is scaled.
    let delta = graph.node(.arithmetic(.multiply, old, growth))
    for index in changed.breakdowns.indices where changed.breakdowns[index].suspension == nil {
      let breakdown = changed.breakdowns[index]
      if let all = allCells(place, of: breakdown.axes) {
        changed.breakdowns[index].node = graph.node(
          .change(breakdown.node, .multiply, by: factor.node, place: all))
        changed.breakdowns[index].soFar = breakdown.soFar.map {
          graph.node(.change($0, .multiply, by: factor.node, place: all))
        }
      } else if unnamed(breakdown.axes, place).isEmpty {
        changed.breakdowns[index].node = graph.node(
          .change(breakdown.node, .add, by: delta, place: cells(place, of: breakdown.axes)))
      } else {
        changed.breakdowns[index].suspension = note.suspension(unnamed(breakdown.axes, place))
      }
    }
    let before = state.figures[programme.index][measure]
    state.put(changed, as: measure, of: programme)
    dropStaleSpans(of: programme, measure, place)
    try scaleGroups(around: programme, before, measure, place: place, growth, note)
  }

  /// Scales the own breakdowns of the groups around a programme. Along axes that the place leaves open, each
  /// figure changes by as much as the member's does there; if that is not known, the breakdown is suspended.
  private func scaleGroups(
    around programme: ProgrammeID, _ before: MeasureFigures?, _ measure: MeasureID, place: [Narrowing],
    _ growth: NodeID, _ note: AmendmentNote
  ) throws(Problem) {
    guard let before else { return }
    let reading = FigureReading(state: state)
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: workspace.count(of: $1.axis))
    }
    for group in workspace.structure.groups(holding: programme) {
      guard var own = state.figures[group.index][measure] else { continue }
      keepMargins(of: &own, measure, group, place)
      for index in own.breakdowns.indices where own.breakdowns[index].suspension == nil {
        let axes = own.breakdowns[index].axes
        let open = unnamed(axes, place)
        let finer = open.reduce(context) { $0.keeping($1) }
        guard reading.isReadable(before, in: finer.with { $0.isAsDeclared = true }, programme),
          let old = try unlessStopped({ () throws(Problem) in
            try reading.unmasked(before, of: programme, measure, in: finer)
          })
        else {
          own.breakdowns[index].suspension = note.suspension(open)
          continue
        }
        own.breakdowns[index].node = graph.node(
          .change(
            own.breakdowns[index].node, .add, by: graph.node(.arithmetic(.multiply, old, growth)),
            place: cells(place, of: axes)))
      }
      state.put(own, as: measure, of: group)
    }
  }

  private func cells(_ place: [Narrowing], of axes: [AxisID]) -> [MemberRange] {
    axes.compactMap { axis in
      place.cells(of: axis).map { .init(axis: axis, from: $0.lowerBound, through: $0.upperBound) }
    }
  }

  /// The cells that make up a place; `nil` if the axes cannot tell it apart.
  private func allCells(_ place: [Narrowing], of axes: [AxisID]) -> [MemberRange]? {
    var cells: [MemberRange] = []
    for narrowing in place where workspace.count(of: narrowing.axis) > 1 {
      let axis = narrowing.axis.isPeriod ? axes.first(where: \.isPeriod) : narrowing.axis
      guard let axis, axes.contains(axis), let members = place.members(of: axis) else { return nil }
      cells.append(.init(axis: axis, from: members.lowerBound, through: members.upperBound))
    }
    return cells
  }

  /// Refuses to change a group whose figures are those of its members: they have to be changed there.
  private func refuseSum(_ programme: ProgrammeID, _ measure: MeasureID, at origin: Origin) throws(Problem) {
    guard let members = plan[programme].members else { return }
    if plan[programme].isMean {
      throw .groupIsASum(plan[programme], in: plan, at: origin)
    }
    let reading = FigureReading(state: state)
    let context = Context(scenario: scenario)
    let declaring = try members.including { (member) throws(Problem) in
      try reading.has(measure, member, context)
    }
    guard !declaring.isEmpty else { return }
    throw .groupIsASum(plan[programme], in: plan, at: origin)
  }
}

/// What a suspended breakdown records about the amendment that suspended it.
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

extension Problem {
  static func groupIsASum(_ group: Programme, in plan: Plan, at origin: Origin) -> Problem {
    let parts = plan.composition(of: group) ?? ""
    return Problem(
      .groupIsASum, "`\(group.name)` is the \(group.isMean ? "" : "sum of ")\(parts)", at: origin,
      help: "change one of them instead: `\(group.name)` follows")
  }

  fileprivate static func scaleNeedsRatio(at origin: Origin) -> Problem {
    Problem(
      .unlikeUnits, "`scale` takes a ratio, such as `90%` or `1.1`", at: origin,
      help: "to put another figure in its place, use `set`")
  }
}
