internal import PlanLang
internal import PlanRules

/// `compare A, B by statement`, `why KPI` and `explain` as plain values, for tests that know another way to them.
extension PlanProbe {
  public struct Shares {
    public let statements: [String]
    public let rows: [SharesRow]
  }

  public struct SharesRow {
    /// As a question would name it: `p1.target`, `k2.margin`.
    public let subject: String
    public let before: String
    public let after: String
    public let shares: [String]
    public let unknown: Set<Int>
  }

  public func shares(from a: String, to b: String) throws -> Shares {
    do throws(Problem) {
      let shares = try StatementShares(from: number(of: a), to: number(of: b), in: evaluation)
      return Shares(
        statements: shares.statements.map { ($0.isTakenBack ? "without " : "") + $0.text },
        rows: shares.rows.map { row in
          SharesRow(
            subject: name(row.subject), before: row.before.exactText, after: row.after.exactText,
            shares: row.shares.map(\.exactText), unknown: row.unknown)
        })
    } catch {
      throw Rejected(problems: [error])
    }
  }

  private func name(_ subject: StatementShares.Subject) -> String {
    let plan = evaluation.plan
    switch subject {
    case .figure(let figure, let programme): return plan[programme].name + "." + figure.name(in: plan)
    case .margin(let kpi): return plan.kpis[kpi.index].name + ".margin"
    }
  }

  private func number(of scenario: String) -> ScenarioID {
    evaluation.plan.scenario(named: scenario) ?? .base
  }

  private func kpi(_ name: String) -> KPIID? {
    evaluation.plan.kpis.firstIndex { $0.name == name }.map(KPIID.init)
  }

  /// `pass`, `fail` or `pending`; nil where the rule cannot be judged there.
  public func verdict(of kpi: String, in scenario: String = "base") -> String? {
    self.kpi(kpi).flatMap { evaluation.verdict(of: $0, scenario: number(of: scenario))?.verdict.rawValue }
  }

  // MARK: Why

  /// One figure of a plan, which `set` can make another.
  public struct Cell: Hashable {
    public let programme: String
    public let measure: String
    /// Members of axes.
    public let place: [String]

    public init(programme: String, measure: String, place: [String]) {
      (self.programme, self.measure, self.place) = (programme, measure, place)
    }

    public var name: String {
      "\(programme).\(measure)" + (place.isEmpty ? "" : "[\(place.joined(separator: ", "))]")
    }
  }

  public struct Change {
    public let cell: Cell
    public let before: String
    public let after: String
    public let step: String
    /// As it can be typed.
    public let statement: String
  }

  public func changes(turning kpi: String, in scenario: String = "base") throws -> [Change] {
    do throws(Problem) {
      let reason = try evaluation.reason(for: self.kpi(kpi)!, scenario: number(of: scenario))
      let plan = evaluation.plan
      return reason.changes.map { change in
        let cell = Cell(
          programme: plan[change.programme].name, measure: plan.measures[change.measure.index].name,
          place: change.place.map { plan.axis($0.axis).members[$0.from].name })
        return Change(
          cell: cell, before: change.before.exactText, after: change.after.exactText,
          step: change.step.exactText,
          statement: "set \(cell.name) = \(evaluation.format.writable(change.after, in: change.unit))")
      }
    } catch {
      throw Rejected(problems: [error])
    }
  }

  /// The smallest step of a figure, in base units.
  public func step(of cell: Cell) -> String? {
    resolved(cell).map { evaluation.plan.units.step(of: $0.unit).exactText }
  }

  private typealias Resolved = (
    programme: ProgrammeID, measure: MeasureID, place: [Narrowing], unit: FigureUnit
  )

  private func resolved(_ cell: Cell) -> Resolved? {
    let plan = evaluation.plan
    guard let programme = plan.programmes.firstIndex(where: { $0.name == cell.programme }),
      let measure = plan.measures.firstIndex(where: { $0.name == cell.measure })
    else { return nil }
    var place: [Narrowing] = []
    for name in cell.place {
      for axis in plan.axes {
        guard let member = axis.members.firstIndex(where: { $0.name == name }) else { continue }
        place.append(Narrowing(axis: axis.id, from: member, through: member, origin: .none))
      }
    }
    let id = ProgrammeID(programme)
    let value = evaluation.figure(.measure(MeasureID(measure)), of: id, at: place)
    guard case .quantity(_, let unit) = value.content else { return nil }
    return (id, MeasureID(measure), place, unit)
  }

  /// The verdicts of a KPI with one figure set, on top of a scenario, to each value: quotients in base units.
  public func verdicts(
    of kpi: String, in scenario: String = "base", setting cell: Cell, to values: [(Int64, Int64)]
  ) -> [String?] {
    guard let kpi = self.kpi(kpi), let cell = resolved(cell) else { return [] }
    let asked = number(of: scenario)
    var plan = evaluation.plan
    let first = plan.scenarios.count
    for (numerator, denominator) in values {
      let literal = Literal(
        value: Rational(numerator, over: denominator)!, unit: cell.unit, places: 0, isBare: false)
      let set = Amendment.Form.set(
        cell.measure, of: cell.programme, place: cell.place, to: Formula(.literal(literal), at: .none))
      plan.scenarios.append(
        Scenario(
          name: "try", label: nil, documentation: nil, parents: asked.isBase ? [] : [asked],
          amendments: [Amendment(set, at: .none, text: "")], origin: .none))
    }
    let evaluation = PlanEvaluation(plan: plan)
    return values.indices.map {
      evaluation.verdict(of: kpi, scenario: ScenarioID(declaredAt: first + $0))?.verdict.rawValue
    }
  }

  // MARK: Explain

  public struct Explained {
    /// Nil where it is called as it is written in the plan.
    public let name: String?
    public let value: String
    public let isChange: Bool
    public let isTruncated: Bool
    public let parts: [Explained]

    init(_ explanation: Explanation) {
      if case .words(let words) = explanation.name { name = words } else { name = nil }
      value = explanation.value.exactText
      isChange = explanation.isChange
      isTruncated = explanation.isTruncated
      parts = explanation.parts.map(Explained.init)
    }
  }

  public func explained(_ expression: String, fully: Bool = true, in scenario: String = "base") throws
    -> Explained
  {
    let text = SourceText(name: "question", text: "explain \(expression)" + (fully ? " fully" : ""))
    var sources = program.sources
    let parsed = Pipeline.parse(text, file: sources.add(text))
    guard parsed.problems.isEmpty else { throw Rejected(problems: parsed.problems) }
    guard let statement = parsed.statements.first, case .question(let question) = statement.form else {
      throw Rejected(problems: [])
    }
    do throws(Problem) {
      let checked = try program.question(question, span: statement.span, sources: sources)
      guard case .explain(let formula, let fully) = checked.form else { throw Rejected.notAnExplanation }
      return Explained(
        try evaluation.explanation(of: formula, fully: fully, scenario: number(of: scenario)))
    } catch {
      throw Rejected(problems: [error])
    }
  }
}

extension PlanProbe.Rejected {
  fileprivate static var notAnExplanation: Problem { Problem(.wrongSort, "another question", at: .none) }
}
