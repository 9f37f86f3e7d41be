/// Reports that a pending verdict is waiting for.
public struct MissingReports: Hashable, Sendable {
  /// Who has not reported: the programme as a whole, or some members of an axis.
  public enum Who: Hashable, Sendable {
    /// The programme as a whole.
    case programme
    /// Members of an axis, and how many of them there are.
    case members([String], of: AxisID, count: Int)
  }

  /// The programme without a report; for a group, the member that has not reported, if one is known.
  public let programme: ProgrammeID
  /// The measure that is still to be reported: `actual`, or `spent` for a rule about spending.
  public let measure: MeasureID
  /// Whether the programme as a whole has not reported, or only some of its members.
  public let who: Who
  /// The names of the open periods, in order; empty if all are open, or if reports do not come by period.
  public let periods: [String]

  /// Whether others have reported what is missing here.
  public var isOfMembers: Bool {
    if case .members = who { return true }
    return false
  }

  /// `a: south has no actual in Q2`, `homes: 12 of 7,825 areas have no actual in Q2: a1, a2, …`.
  public func text(in plan: Plan) -> String {
    let times = periods.isEmpty ? "" : " in " + periods.joined(separator: ", ")
    let what = plan[measure].name
    switch who {
    case .programme: return "\(plan[programme].name) has no \(what)\(times)"
    case .members(let names, let axis, let count):
      if names.count <= MissingReports.maxNames {
        let verb = names.count == 1 ? "has" : "have"
        return "\(plan[programme].name): \(names.joined(separator: ", ")) \(verb) no \(what)\(times)"
      }
      let shown = names.prefix(MissingReports.maxNames).joined(separator: ", ")
      let numbers = "\(names.count.grouped) of \(count.grouped) \(plan.axis(axis).name.plural)"
      return "\(plan[programme].name): \(numbers) have no figure\(times): \(shown), …"
    }
  }

  private static let maxNames = 3
}

extension String {
  /// The English plural; words in other scripts stay as they are.
  fileprivate var plural: String {
    guard let last = utf8.last, last < 0x80 else { return self }
    return hasSuffix("y") ? dropLast() + "ies" : hasSuffix("s") ? self : self + "s"
  }
}

extension PlanEvaluation {
  /// The reports that a KPI is waiting for, each once, in the order in which its rule reads them.
  public func missingReports(for kpi: KPIID, scenario: ScenarioID = .base) -> [MissingReports] {
    let asked = asking(plan)
    asked.workspace.readReports = []
    _ = attempt { () throws(Problem) in
      try FormulaLowering(workspace: asked.workspace).rule(
        of: kpi, in: Context(scenario: scenario), at: .none)
    }
    var found: [MissingReports] = []
    for report in asked.workspace.readReports ?? [] {
      guard let state = asked.knownState(report.context.scenario) else { continue }
      for missing in MissingSearch(evaluation: asked, state: state).missing(report)
      where !found.contains(missing) {
        found.append(missing)
      }
    }
    return found
  }
}

/// Finds the periods and members that keep a figure open.
private struct MissingSearch {
  let evaluation: PlanEvaluation
  let state: ScenarioState

  private var plan: Plan { state.plan }
  private var graph: Graph { state.graph }
  private func closing(_ report: ReadReport) -> Closing {
    FigureReading(state: state).closing(of: report.programme, in: report.context)
  }

  private func node<Found>(
    _ find: (Closing) throws(Problem) -> Found, of report: ReadReport
  ) -> Found? {
    evaluation.attempt { () throws(Problem) in try find(closing(report)) }
  }

  func missing(_ report: ReadReport) -> [MissingReports] {
    let (question, programme) = (report.question, report.programme)
    guard
      let spans = node(
        { (closing) throws(Problem) in
          try closing.spans(question, of: programme, in: report.context)
        }, of: report), evaluation.column(spans)?.trueValues.allSatisfy({ $0 }) == false
    else { return [] }
    if let members = plan[programme].members {
      let ofMembers = members.flatMap {
        missing(.init(question: question, programme: $0, context: report.context))
      }
      if !ofMembers.isEmpty { return ofMembers }
    }
    if let members = byMember(report) { return [members] }
    guard
      let periods = node(
        { (closing) throws(Problem) in
          try closing.periods(question, of: programme, in: report.context)
        }, of: report)
    else { return [] }
    return [
      MissingReports(
        programme: programme, measure: question.measure, who: .programme,
        periods: knowsPeriods(report)
          ? open(graph.node(.not(periods)), by: closing(report).axis, in: report.context) : [])
    ]
  }

  /// Whether reports come by period at all.
  private func knowsPeriods(_ report: ReadReport) -> Bool {
    if plan.years.count > 1 { return true }
    guard let figures = state.figures[report.programme.index][report.question.measure],
      let breakdown = FigureReading(state: state).timed(
        figures, report.question.measure, in: report.context, report.programme)
    else { return true }
    return breakdown.axes.contains(where: \.isPeriod)
  }

  /// Members without a report in a period in which others have one.
  private func byMember(_ report: ReadReport) -> MissingReports? {
    guard
      let waited = node(
        { (closing) throws(Problem) in
          try closing.waitedFor(report.question, of: report.programme, in: report.context)
        }, of: report) ?? nil,
      let axis = waited.axes.first
    else { return nil }
    let count = state.workspace.count(of: axis)
    let times = closing(report).axis
    let asked = inTime(waited.node, by: times, report.context)
    guard let column = evaluation.column(asked) else { return nil }
    let isTimed = column.shape.extents.contains { $0.axis.isTime }
    var (names, periods): ([String], Set<Period>) = ([], [])
    let members = plan.axis(axis).members
    for member in 0..<count {
      var isMissing = false
      for index in 0..<column.count where column.truth(index) == true {
        guard let place = column.shape.around(axis), index / place.inner % place.count == member else {
          continue
        }
        isMissing = true
        periods.insert(column.shape.period(at: index, of: times))
      }
      if isMissing { names.append(members[member].name) }
    }
    guard !names.isEmpty, names.count < count else { return nil }
    return MissingReports(
      programme: report.programme, measure: report.question.measure,
      who: .members(names, of: axis, count: count),
      periods: !isTimed || !knowsPeriods(report) ? [] : inOrder(periods))
  }

  private func inOrder(_ periods: Set<Period>) -> [String] {
    periods.sorted { $0.end < $1.end }.map { plan.calendar.name(of: $0) }
  }

  /// A truth, restricted to the periods that a context selects: false everywhere else.
  private func inTime(_ node: NodeID, by axis: AxisID, _ context: Context) -> NodeID {
    let shape = state.times(along: axis).shape
    let truths = (0..<shape.count).map { index -> Bool? in
      let inside: (AxisID, Int) -> Bool = { axis, member in
        guard case .members(let from, let through)? = context.selection(on: axis) else { return true }
        return (from...through).contains(member)
      }
      let period = shape.period(at: index, of: axis)
      return inside(axis, period.index) && inside(.year, period.year)
    }
    return graph.node(.connect(.and, node, graph.node(.constant(Column(truths: truths, shape: shape)))))
  }

  private func open(_ node: NodeID, by axis: AxisID, in context: Context) -> [String] {
    guard let column = evaluation.column(inTime(node, by: axis, context)) else { return [] }
    var periods: Set<Period> = []
    for index in 0..<column.count where column.truth(index) == true {
      periods.insert(column.shape.period(at: index, of: axis))
    }
    return periods.count == state.times(along: axis).shape.count ? [] : inOrder(periods)
  }
}
