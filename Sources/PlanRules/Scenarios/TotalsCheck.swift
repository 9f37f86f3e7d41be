/// All breakdowns of a measure must give the same figures wherever they can be compared.
struct TotalsCheck {
  let state: ScenarioState
  let programme: ProgrammeID
  let measure: MeasureID

  private var plan: Plan { _read { yield state.plan } }
  private var isLevel: Bool { plan[programme].kind == .level }

  func check(_ figures: MeasureFigures, lines: [DeclaredFigures]) throws(Problem) {
    guard !plan.hasLostFigures(programme) else { return }
    for later in figures.breakdowns.indices {
      for earlier in 0..<later {
        try compare(
          (figures.breakdowns[earlier], lines[earlier]), (figures.breakdowns[later], lines[later]),
          in: figures)
      }
    }
    try compareWithMembers(figures, lines: lines)
  }

  private func compare(
    _ first: (MeasureFigures.Breakdown, DeclaredFigures),
    _ second: (MeasureFigures.Breakdown, DeclaredFigures),
    in figures: MeasureFigures
  ) throws(Problem) {
    let reading = FigureReading(state: state)
    let shared = Set(first.0.axes + second.0.axes).filter {
      reading.covers(first.0.axes, of: $0) && reading.covers(second.0.axes, of: $0)
    }.sorted()
    guard let one = brought(first.0, to: shared), let other = brought(second.0, to: shared) else { return }
    let a = try state.graph.column(one, at: first.1.origin)
    let b = try state.graph.column(other, at: second.1.origin)
    guard let index = (0..<a.count).first(where: { differ(a[$0], b[$0]) }) else { return }
    throw .totalsDiffer(
      "\(plan[programme].name).\(plan[measure].name)" + cellName(index, a.shape),
      sums: (text(a[index], figures), text(b[index], figures)),
      difference: text((b[index] ?? .zero) - (a[index] ?? .zero), figures),
      names: (name(of: first.0.axes), name(of: second.0.axes)), at: second.1.origin, other: first.1.origin)
  }

  /// A group's own figures must agree with the sums of its members' wherever every member that has a target
  /// also has the figure. They may not be below what the members have together. A group that knows more than
  /// its members only gets a remark.
  private func compareWithMembers(_ figures: MeasureFigures, lines: [DeclaredFigures]) throws(Problem) {
    guard let members = plan[programme].members else { return }
    for (breakdown, line) in zip(figures.breakdowns, lines) {
      for axes in [breakdown.axes, []] {
        var context = Context(scenario: state.scenario)
        context.isAsDeclared = true
        for axis in axes { context = context.keeping(axis) }
        guard let own = brought(breakdown, to: axes),
          let sum = try FigureReading(state: state).ofMembers(programme, .measure(measure), in: context)
        else { continue }
        let a = try state.graph.column(sum, at: line.origin)
        let b = try state.graph.column(own, at: line.origin)
        let sums: (Int) -> Rational? = { a[min($0, a.count - 1)] }
        let differing = (0..<b.count).filter { differ(sums($0), b[$0]) }
        guard let first = differing.first else { continue }
        let all = try allReported(members, in: context, at: line.origin)
        let refused = differing.first { index in
          all.map { $0.truth(min(index, $0.count - 1)) == true } ?? true || isAbove(sums(index), b[index])
        }
        let problem = Problem.totalsDiffer(
          "\(plan[programme].name).\(plan[measure].name)" + cellName(refused ?? first, b.shape),
          sums: (text(sums(refused ?? first), figures), text(b[refused ?? first], figures)),
          difference: text(
            (b[refused ?? first] ?? .zero) - (sums(refused ?? first) ?? .zero), figures),
          names: ("the sum of its members", name(of: breakdown.axes)), at: line.origin, other: nil,
          isRemark: refused == nil)
        guard refused == nil else { throw problem }
        if state.scenario.isBase { state.workspace.remark(problem) }
        break
      }
    }
  }

  private func isAbove(_ sum: Rational?, _ own: Rational?) -> Bool {
    guard let sum, let own else { return false }
    return sum > own
  }

  /// Where every member that has a target also has the figure; `nil` if no member is expected to have it.
  private func allReported(
    _ members: [ProgrammeID], in context: Context, at origin: Origin
  ) throws(Problem) -> Column? {
    let reading = FigureReading(state: state)
    let graph = state.graph
    let wanting = try members.including { (member) throws(Problem) in
      try reading.has(.target, member, context)
    }
    let awaited =
      wanting.isEmpty
      ? try members.including { (member) throws(Problem) in try reading.has(measure, member, context) }
      : wanting
    let known = try awaited.map { (member) throws(Problem) -> NodeID in
      guard try reading.has(measure, member, context),
        let figure = try self.figure(measure, of: member, reading, in: context)
      else { return graph.truth(false) }
      let isKnown = graph.node(.known(figure))
      guard !wanting.isEmpty,
        let target = try self.figure(.target, of: member, reading, in: context)
      else { return isKnown }
      return graph.node(.connect(.or, isKnown, graph.node(.not(graph.node(.known(target))))))
    }
    return known.isEmpty ? nil : try graph.column(graph.node(.combine(.all, known)), at: origin)
  }

  private func figure(
    _ measure: MeasureID, of member: ProgrammeID, _ reading: FigureReading, in context: Context
  ) throws(Problem) -> NodeID? {
    try unlessStopped { () throws(Problem) in
      try reading.measure(measure, of: member, in: context, at: .none)
    }
  }

  private func differ(_ a: Rational?, _ b: Rational?) -> Bool {
    guard let a, let b else { return false }
    return a != b
  }

  /// The breakdown added up until only the given axes are left; `nil` if it does not add up.
  private func brought(_ breakdown: MeasureFigures.Breakdown, to axes: [AxisID]) -> NodeID? {
    var node = breakdown.node
    for axis in breakdown.axes.reversed() where !axes.contains(axis) {
      if isLevel && !axis.isTime { return nil }
      if let coarser = state.workspace.nesting.ancestors(of: axis).first(where: axes.contains) {
        node = FigureReading(state: state).rolledUp(isLevel ? .last : .sum, node, along: axis, to: coarser)
        continue
      }
      node = state.graph.node(
        .reduce(
          isLevel ? .last : .sum, node, along: axis, from: 0, through: state.workspace.count(of: axis) - 1))
    }
    return node
  }

  private func text(_ figure: Rational?, _ figures: MeasureFigures) -> String {
    figure.map { state.workspace.format.text($0, in: figures.unit) } ?? "–"
  }

  private func name(of axes: [AxisID]) -> String {
    axes.isEmpty ? "the total" : axes.map { "by " + state.workspace.name(of: $0) }.joined(separator: " ")
  }

  private func cellName(_ index: Int, _ shape: Shape) -> String {
    guard !shape.extents.isEmpty else { return "" }
    let names = zip(shape.extents, shape.strides).map { extent, stride in
      plan.axis(extent.axis).members[index / stride % extent.count].name
    }
    return "[" + names.joined(separator: ", ") + "]"
  }
}

extension Problem {
  fileprivate static func totalsDiffer(
    _ subject: String, sums: (String, String), difference: String, names: (String, String), at origin: Origin,
    other: Origin?, isRemark: Bool = false
  ) -> Problem {
    Problem(
      isRemark ? .groupDiffers : .totalsDiffer,
      isRemark
        ? "`\(subject)` is \(sums.1), and its members have \(sums.0) together: not all of them have reported"
        : "the breakdowns of `\(subject)` have different totals: \(names.0) \(sums.0), \(names.1) \(sums.1)",
      at: origin,
      label: "\(names.1): \(sums.1)",
      notes: other.map { [Note("\(names.0): \(sums.0)", at: $0)] } ?? [],
      help: isRemark
        ? "the group's own figure counts; the difference of \(difference) should be what is still to be reported"
        : "the difference is \(difference)")
  }
}
