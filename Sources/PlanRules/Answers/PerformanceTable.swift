/// What a programme was to reach in a period, what it did reach, and how that is judged.
public struct PeriodFigures: Sendable {
  /// The name of the period or year: `Q3`, `Q3 2562`, `2561`.
  public let name: String
  /// The target with all amendments, before anything is carried in.
  public let target: Value
  /// The target with what is carried in; for a whole year the target itself.
  public let adjusted: Value
  /// The actual, or the forecast if there is no actual.
  public let result: Value
  /// The result as a share of the adjusted target, as a ratio; missing if nothing is left to divide by.
  public let rate: Value
  /// The light; its `standing` says whether it is final, expected or so far.
  public let light: Value
}

/// A row of the report: a programme over its years and their periods.
public struct ProgrammeRow: Sendable {
  /// The programme or group of the row.
  public let programme: ProgrammeID
  /// One for each fiscal year; a single one in a plan of one year.
  public let years: [PeriodFigures]
  /// The periods into which the years are divided: the plan's, or the programme's if those are longer.
  public let period: AxisID
  /// One for each period; empty if the programme has no figures by period.
  public let periods: [PeriodFigures]
}

extension PlanEvaluation {
  /// The performance table, in the order of the plan.
  public func performanceTable(scenario: ScenarioID = .base) -> [ProgrammeRow] {
    plan.programmes.indices.map { performance(of: ProgrammeID($0), scenario: scenario) }
  }

  /// Returns the row of one programme in the performance table.
  public func performance(of programme: ProgrammeID, scenario: ScenarioID = .base) -> ProgrammeRow {
    let years = plan.years.enumerated().map { index, year in
      period(
        plan.calendar.name(ofYear: year), programme,
        plan.years.count == 1 ? [] : [Narrowing(axis: .year, from: index, through: index, origin: .none)],
        scenario)
    }
    let axis = shownPeriod(of: programme)
    let periods = isKnown(by: axis, programme, scenario) ? plan.calendar.periods(axis) : []
    return ProgrammeRow(
      programme: programme, years: years, period: axis,
      periods: periods.map { period(plan.calendar.name(of: $0), programme, place(of: $0), scenario) })
  }

  /// The periods in which a programme is shown: the plan's, or its own if these are longer.
  public func shownPeriod(of programme: ProgrammeID) -> AxisID {
    let own = period(of: programme)
    return plan.calendar.period.isPart(of: own) || own.crosses(plan.calendar.period)
      ? own : plan.calendar.period
  }

  /// Rate and light of each period, for an overview that has no room for more.
  ///
  /// - Parameter axis: the axis of the periods; by default those in which the programme is shown.
  public func rates(
    of programme: ProgrammeID, by axis: AxisID? = nil, scenario: ScenarioID = .base
  ) -> [(rate: Value, light: Value)] {
    let axis = axis ?? shownPeriod(of: programme)
    guard isKnown(by: axis, programme, scenario) else { return [] }
    // All periods at once; if one of them has no answer, each on its own.
    if let rates = values(.rate, of: programme, by: axis, scenario),
      let lights = values(.light, of: programme, by: axis, scenario)
    {
      return zip(rates, lights).map { (rate: $0, light: $1) }
    }
    return plan.calendar.periods(axis).map { period in
      let place = place(of: period)
      return (
        figure(.rate, of: programme, at: place, scenario: scenario),
        figure(.light, of: programme, at: place, scenario: scenario)
      )
    }
  }

  private func isKnown(by axis: AxisID, _ programme: ProgrammeID, _ scenario: ScenarioID) -> Bool {
    isKnown(.measure(.target), by: axis, of: programme, scenario: scenario)
      || isKnown(.result, by: axis, of: programme, scenario: scenario)
  }

  private func values(
    _ figure: Figure, of programme: ProgrammeID, by axis: AxisID, _ scenario: ScenarioID
  ) -> [Value]? {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    return try? answer(formula, by: [.year, axis], in: Context(scenario: scenario)).values
  }

  private func period(
    _ name: String, _ programme: ProgrammeID, _ place: [Narrowing], _ scenario: ScenarioID
  ) -> PeriodFigures {
    let ask: (Figure) -> Value = { self.figure($0, of: programme, at: place, scenario: scenario) }
    return PeriodFigures(
      name: name, target: ask(.measure(.target)), adjusted: ask(.adjusted), result: ask(.result),
      rate: ask(.rate),
      light: ask(.light))
  }
}
