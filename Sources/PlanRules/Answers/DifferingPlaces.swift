/// Where scenarios differ in a figure whose whole is the same in all of them: households moved from one quarter to another.
public struct DifferingPlace: Sendable {
  /// The member of each axis, in the order of the question.
  public let members: [AxisMember]
  /// One value for each of the scenarios.
  public let values: [Value]

  /// The place as plans write it: `[Q3]`, `[Q3, 2562]`, `[north]`.
  public var text: String { "[" + members.map(\.name).joined(separator: ", ") + "]" }
}

extension PlanEvaluation {
  /// The members of the first axis along which a figure differs. The periods are tried first, then the axes
  /// of the plan. Empty if it differs along none.
  public func differingPlaces(_ figure: Figure, of programme: ProgrammeID, scenarios: [ScenarioID])
    -> [DifferingPlace]
  {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    let isSeveralYears = plan.years.count > 1
    let shortest = structure.period(of: programme)
    let asked = AxisID.periods.filter { $0 >= shortest }
    let periods: [[AxisID]] = isSeveralYears ? [[.year]] + asked.map { [$0, .year] } : asked.map { [$0] }
    let declared = plan.axes.map(\.id).filter(\.isDeclared).map { [$0] }
    for axes in periods + declared {
      guard let answers = answers(formula, by: axes, scenarios: scenarios) else { continue }
      let places = answers[0].values.indices.compactMap { index -> DifferingPlace? in
        let values = answers.map { $0.values[index] }
        guard values.contains(where: { $0.content != values[0].content }) else { return nil }
        return DifferingPlace(members: answers[0].members(at: index), values: values)
      }
      if !places.isEmpty { return places }
    }
    return []
  }

  /// `nil` if the figure has no such breakdown in one of the scenarios.
  private func answers(_ formula: Formula, by axes: [AxisID], scenarios: [ScenarioID]) -> [Answer]? {
    var answers: [Answer] = []
    for scenario in scenarios {
      guard let answer = try? answer(formula, by: axes, scenario: scenario) else { return nil }
      answers.append(answer)
    }
    return answers
  }
}
