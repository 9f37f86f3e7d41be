/// What differs between two views of a plan: verdicts that flipped first, then figures.
public struct PlanChange: Sendable {
  /// A KPI whose verdict or margin differs between the two views.
  public struct Flip: Sendable {
    /// The KPI, by its index in the second view's plan.
    public let kpi: KPIID
    /// The verdict in the first view; `nil` if the KPI was not judged there.
    public let before: KPIVerdict?
    /// The verdict in the second view.
    public let after: KPIVerdict?
  }

  /// A figure of a programme that differs between the two views.
  public struct FigureChange: Sendable {
    /// Which figure differs, such as the target, the result or the light.
    public let figure: Figure
    /// `Q3`, `2562`; empty for the whole.
    public let period: String
    /// The figure in the first view.
    public let before: Value
    /// The figure in the second view.
    public let after: Value
  }

  /// Everything that differs in one programme.
  public struct ProgrammeChange: Sendable {
    /// The programme, by its index in the second view's plan.
    public let programme: ProgrammeID
    /// The figures that differ: those of the whole first, then those of each period.
    public let changes: [FigureChange]
    /// The axis of the programme's periods, if an amendment changed the whole without naming a period, so
    /// that figures by period are no longer known; else `nil`.
    public let lostPeriod: AxisID?
  }

  /// KPIs whose verdict differs, and those that only the second view judges, in the order of the plan.
  public let flips: [Flip]
  /// The names of KPIs that only the first view judges.
  public let gone: [String]
  /// KPIs whose verdict stays and whose margin changes.
  public let margins: [Flip]
  /// Programmes of both plans in which figures differ, in the order of the second view's plan.
  public let programmes: [ProgrammeChange]
  /// All verdicts of the second view, in the order of the plan.
  public let verdictsAfter: [KPIVerdict]

  /// Whether the views agree in every verdict, margin and figure.
  public var isEmpty: Bool { flips.isEmpty && gone.isEmpty && margins.isEmpty && programmes.isEmpty }

  /// Compares two scenarios of one plan or of two versions of it.
  public init(
    from before: PlanEvaluation, scenario first: ScenarioID, to after: PlanEvaluation,
    scenario second: ScenarioID
  ) throws(Problem) {
    let verdictsBefore = try before.verdicts(scenario: first)
    verdictsAfter = try after.verdicts(scenario: second)
    var gone: [String] = []
    var flips: [Flip] = []
    var margins: [Flip] = []
    for verdict in verdictsAfter {
      let name = after.plan.kpis[verdict.kpi.index].name
      let old = verdictsBefore.first { before.plan.kpis[$0.kpi.index].name == name }
      if old?.verdict != verdict.verdict {
        flips.append(Flip(kpi: verdict.kpi, before: old, after: verdict))
      } else if old?.margin != verdict.margin {
        margins.append(Flip(kpi: verdict.kpi, before: old, after: verdict))
      }
    }
    for old in verdictsBefore {
      let name = before.plan.kpis[old.kpi.index].name
      let isKept = verdictsAfter.contains { after.plan.kpis[$0.kpi.index].name == name }
      if !isKept { gone.append(name) }
    }
    self.gone = gone
    self.flips = flips
    self.margins = margins
    // If both use the same graph, identical nodes are identical figures.
    let states: (before: ScenarioState, after: ScenarioState)?
    if after.graph.knows(before.graph), after.plan.measures.count == before.plan.measures.count,
      let old = try? before.state(first), let new = try? after.state(second)
    {
      states = (old, new)
    } else {
      states = nil
    }
    programmes = after.plan.programmes.indices.compactMap { index in
      let id = ProgrammeID(index)
      let name = after.plan.programmes[index].name
      guard let old = before.plan.programmes.firstIndex(where: { $0.name == name }) else { return nil }
      if let mine = states?.after, let theirs = states?.before, mine.isSame(id, as: theirs, ProgrammeID(old))
      {
        return nil
      }
      let views = (ProgrammeView(before, ProgrammeID(old), first), ProgrammeView(after, id, second))
      let losesPeriods = views.0.knowsPeriods && !views.1.knowsPeriods
      let changes = PlanChange.changes(in: views.0, views.1, withPeriods: !losesPeriods)
      return changes.isEmpty && !losesPeriods
        ? nil
        : ProgrammeChange(
          programme: id, changes: changes, lostPeriod: losesPeriods ? views.0.evaluation.period(of: id) : nil)
    }
  }

  private struct ProgrammeView {
    let evaluation: PlanEvaluation
    let programme: ProgrammeID
    let scenario: ScenarioID

    init(_ evaluation: PlanEvaluation, _ programme: ProgrammeID, _ scenario: ScenarioID) {
      self.evaluation = evaluation
      self.programme = programme
      self.scenario = scenario
    }

    /// Whether both the target and the result are known by the programme's periods.
    var knowsPeriods: Bool {
      let asked: [Figure] = [.measure(.target), .result]
      return asked.allSatisfy {
        evaluation.isKnown($0, by: evaluation.period(of: programme), of: programme, scenario: scenario)
      }
    }

    func value(_ figure: Figure, _ place: [Narrowing]) -> Value {
      evaluation.figure(figure, of: programme, at: place, scenario: scenario)
    }
  }

  /// The figures of the whole that differ, then those of the periods, where the target is known by period.
  private static func changes(
    in before: ProgrammeView, _ after: ProgrammeView, withPeriods: Bool
  ) -> [FigureChange] {
    let plan = after.evaluation.plan
    var figures: [Figure] = [.measure(.target), .measure(.budget), .result, .measure(.spent), .rate, .light]
    let other = before.evaluation.plan
    figures += plan.measures.indices.dropFirst(Measure.builtIn.count).filter {
      $0 < other.measures.count && other.measures[$0].name == plan.measures[$0].name
    }.map { .measure(MeasureID($0)) }
    let whole = differing(figures, [], "", before, after)
    guard withPeriods,
      after.evaluation.isKnown(
        .measure(.target), by: after.evaluation.period(of: after.programme), of: after.programme,
        scenario: after.scenario)
    else {
      return whole
    }
    let periods = plan.calendar.periods(after.evaluation.period(of: after.programme)).flatMap { period in
      differing(
        [.adjusted, .result, .rate, .light], after.evaluation.place(of: period),
        plan.calendar.name(of: period),
        before, after)
    }
    return whole + periods
  }

  private static func differing(
    _ figures: [Figure], _ place: [Narrowing], _ period: String, _ before: ProgrammeView,
    _ after: ProgrammeView
  ) -> [FigureChange] {
    figures.compactMap { figure in
      let (old, new) = (before.value(figure, place), after.value(figure, place))
      return old.content == new.content
        ? nil : FigureChange(figure: figure, period: period, before: old, after: new)
    }
  }
}
