/// What a programme was to reach, reached, and how that is judged, over one period.
public struct PeriodFigures: Sendable {
  public let name: String
  public let target: Value
  public let adjusted: Value
  public let result: Value
  public let rate: Value
  public let light: Value
}

/// A row of the report: a programme over its years and quarters.
public struct ProgrammeRow: Sendable {
  public let programme: ProgrammeID
  /// One for each fiscal year; one alone in a plan of a single year.
  public let years: [PeriodFigures]
  /// Empty where the programme has no figures by quarter.
  public let quarters: [PeriodFigures]
}

extension PlanEvaluation {
  /// The performance table, in the order of the plan.
  public func performanceTable(scenario: Int = 0) -> [ProgrammeRow] {
    plan.programmes.indices.map { performance(of: ProgrammeID($0), scenario: scenario) }
  }

  public func performance(of programme: ProgrammeID, scenario: Int = 0) -> ProgrammeRow {
    let years = plan.years.enumerated().map { index, year in
      period(
        "\(year)", programme,
        plan.years.count == 1 ? [] : [Narrowing(axis: .year, from: index, through: index, origin: .none)],
        scenario)
    }
    guard isQuarterly(programme, scenario) else {
      return ProgrammeRow(programme: programme, years: years, quarters: [])
    }
    return ProgrammeRow(programme: programme, years: years, quarters: quarterPeriods(programme, scenario))
  }

  private func quarterPeriods(_ programme: ProgrammeID, _ scenario: Int) -> [PeriodFigures] {
    plan.calendar.moments.map { period(plan.calendar.name(of: $0), programme, place(of: $0), scenario) }
  }

  /// Rate and light of each quarter, for an overview that has no room for more.
  public func quarterRates(of programme: ProgrammeID, scenario: Int = 0) -> [(rate: Value, light: Value)] {
    guard isQuarterly(programme, scenario) else { return [] }
    // All quarters at once; where one of them has no answer, each for itself.
    if let rates = values(.rate, of: programme, scenario),
      let lights = values(.light, of: programme, scenario)
    {
      return zip(rates, lights).map { (rate: $0, light: $1) }
    }
    return plan.calendar.moments.map { quarter in
      let place = place(of: quarter)
      return (
        figure(.rate, of: programme, at: place, scenario: scenario),
        figure(.light, of: programme, at: place, scenario: scenario)
      )
    }
  }

  private func isQuarterly(_ programme: ProgrammeID, _ scenario: Int) -> Bool {
    isByQuarter(.measure(.target), of: programme, scenario: scenario)
      || isByQuarter(.result, of: programme, scenario: scenario)
  }

  private func values(_ figure: Figure, of programme: ProgrammeID, _ scenario: Int) -> [Value]? {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    return try? answer(formula, by: [.year, .quarter], in: Context(scenario: scenario)).values
  }

  private func period(
    _ name: String, _ programme: ProgrammeID, _ place: [Narrowing], _ scenario: Int
  ) -> PeriodFigures {
    let ask: (Figure) -> Value = { self.figure($0, of: programme, at: place, scenario: scenario) }
    return PeriodFigures(
      name: name, target: ask(.measure(.target)), adjusted: ask(.adjusted), result: ask(.result),
      rate: ask(.rate),
      light: ask(.light))
  }
}
