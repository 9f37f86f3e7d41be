/// The difference between two scenarios, divided among the amendments that cause it. Each amendment's share
/// is the change it makes when it is added in order, so the shares of a figure add up to its difference
/// exactly.
///
/// The first scenario's own amendments are taken back, the last first, down to what both scenarios have in
/// common; then the second's are added. An amendment that both have at different positions gets one share:
/// what it takes away plus what it brings.
public struct StatementShares: Sendable {
  /// An amendment in which the two scenarios differ.
  public struct Statement: Sendable {
    /// The amendment as it is written, on one line.
    public let text: String
    /// The name of a move that has one.
    public let name: String?
    /// Where the amendment is written.
    public let origin: Origin
    /// Whether it is in the first scenario and not in the second.
    public let isTakenBack: Bool

    init(_ amendment: Amendment, isTakenBack: Bool) {
      text = amendment.text
      if case .move(let move) = amendment.form { name = move.name } else { name = nil }
      origin = amendment.origin
      self.isTakenBack = isTakenBack
    }
  }

  /// What is compared: a figure of a programme over the whole plan, or the margin of a KPI.
  public enum Subject: Hashable, Sendable {
    case figure(Figure, of: ProgrammeID)
    case margin(KPIID)
  }

  /// A figure that differs, with the share of each statement in the difference.
  public struct Row: Sendable {
    /// The figure or margin that differs.
    public let subject: Subject
    /// The unit in which the figures and their shares are printed.
    public let unit: FigureUnit
    /// Whether figures and shares are ratios, so that the difference is printed in percentage points.
    public let isPoints: Bool
    /// The figure in the first scenario, in base units or as a ratio.
    public let before: Rational
    /// The figure in the second scenario, in base units or as a ratio.
    public let after: Rational
    /// One for each of `statements`, in base units or as a ratio; zero where a statement changes nothing.
    public let shares: [Rational]
    /// Indices of statements after which the figure is unknown; their share is part of the next one's.
    public let unknown: Set<Int>

    /// The change from the first scenario to the second: the sum of all shares.
    public var difference: Rational { after - before }
  }

  /// The amendments in which the scenarios differ: those taken back, the last first, then those added in order.
  public let statements: [Statement]
  /// The figures that differ: margins of KPIs first, then the figures of each programme.
  public let rows: [Row]

  /// Shares out all differences between two scenarios.
  ///
  /// - Throws: the first problem of either scenario.
  public init(from a: ScenarioID, to b: ScenarioID, in evaluation: PlanEvaluation) throws(Problem) {
    for scenario in [a, b] { _ = try evaluation.state(scenario) }
    let (mine, theirs) = (evaluation.amendments(of: a), evaluation.amendments(of: b))
    let common = zip(mine, theirs).prefix { $0.origin == $1.origin }.count
    let down = AmendmentSteps(mine, of: evaluation)
    let up = AmendmentSteps(theirs, of: evaluation)
    var views: [(evaluation: PlanEvaluation, scenario: ScenarioID)] = []
    var passed: [(amendment: Amendment, isTakenBack: Bool)] = []
    for count in (common...mine.count).reversed() {
      views.append((down.evaluation, down.scenario(after: count)))
      if count > common { passed.append((mine[count - 1], true)) }
    }
    for count in common..<theirs.count {
      views.append((up.evaluation, up.scenario(after: count + 1)))
      passed.append((theirs[count], false))
    }
    let order = StatementShares.order(passed)
    statements = order.statements
    var rows: [Row] = []
    for subject in StatementShares.subjects(evaluation.plan) {
      let values = views.map { StatementShares.value(subject, $0.evaluation, $0.scenario) }
      if let row = StatementShares.row(subject, values, places: order.places, count: order.statements.count) {
        rows.append(row)
      }
    }
    self.rows = rows
  }

  /// Each statement once, and the statement that each step belongs to.
  private static func order(_ passed: [(amendment: Amendment, isTakenBack: Bool)])
    -> (statements: [Statement], places: [Int])
  {
    var statements: [Statement] = []
    var places: [Int] = []
    for (amendment, isTakenBack) in passed {
      if let known = statements.firstIndex(where: {
        $0.origin == amendment.origin && $0.text == amendment.text
      }) {
        places.append(known)
        statements[known] = Statement(amendment, isTakenBack: false)
      } else {
        places.append(statements.count)
        statements.append(Statement(amendment, isTakenBack: isTakenBack))
      }
    }
    return (statements, places)
  }

  private static func subjects(_ plan: Plan) -> [Subject] {
    var figures: [Figure] = [.measure(.target), .measure(.budget), .result, .measure(.spent), .rate]
    figures += plan.measures.indices.dropFirst(Measure.builtIn.count).map { .measure(MeasureID($0)) }
    return plan.kpis.indices.map { .margin(KPIID($0)) }
      + plan.programmes.indices.flatMap { programme in
        figures.map { .figure($0, of: ProgrammeID(programme)) }
      }
  }

  private struct Known: Equatable {
    let figure: Rational
    let unit: FigureUnit
    let isPoints: Bool
  }

  private static func value(_ subject: Subject, _ evaluation: PlanEvaluation, _ scenario: ScenarioID)
    -> Known?
  {
    switch subject {
    case .figure(let figure, let programme):
      let value = evaluation.figure(figure, of: programme, scenario: scenario)
      guard case .quantity(let number, let unit) = value.content else { return nil }
      return Known(figure: number, unit: unit, isPoints: unit == .ratio)
    case .margin(let kpi):
      guard let margin = evaluation.verdict(of: kpi, scenario: scenario)?.margin else { return nil }
      return Known(figure: margin.value, unit: margin.unit, isPoints: margin.isPoints)
    }
  }

  private static func row(_ subject: Subject, _ values: [Known?], places: [Int], count: Int) -> Row? {
    guard let first = values.first.flatMap({ $0 }), let last = values.last.flatMap({ $0 }),
      first.figure != last.figure || values.contains(where: { $0 != nil && $0?.figure != first.figure }),
      first.isPoints == last.isPoints, first.isPoints || first.unit == last.unit
    else { return nil }
    var shares = [Rational](repeating: .zero, count: count)
    var unknown: Set<Int> = []
    var known = first.figure
    for (step, value) in values.dropFirst().enumerated() {
      guard let value, value.isPoints == first.isPoints else {
        unknown.insert(places[step])
        continue
      }
      shares[places[step]] = shares[places[step]] + (value.figure - known)
      known = value.figure
    }
    guard shares.contains(where: { !$0.isZero }) else { return nil }
    return Row(
      subject: subject, unit: last.unit, isPoints: last.isPoints, before: first.figure, after: last.figure,
      shares: shares, unknown: unknown)
  }
}

extension PlanEvaluation {
  /// The verdict of one KPI; `nil` if it has no rule here, or one that cannot be judged.
  public func verdict(of kpi: KPIID, scenario: ScenarioID = .base) -> KPIVerdict? {
    guard let state = try? state(scenario), let rule = state.rules.kpis[kpi] else { return nil }
    return attempt { () throws(Problem) in
      try verdict(of: kpi, by: rule, scenario: scenario)
    }
  }
}
