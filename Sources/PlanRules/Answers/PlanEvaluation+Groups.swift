extension PlanEvaluation {
  /// Groups whose members have money in several currencies.
  public func problemsOfGroups() -> [Problem] {
    guard plan.units.currencyCount > 1, let state = try? state(.base) else { return [] }
    let reading = FigureReading(state: state)
    let money = plan.measures.indices.map(MeasureID.init).filter { plan[$0].isMoney }
    return plan.groups.compactMap { group in
      do {
        for measure in money {
          let members = try (plan[group].members ?? []).filter {
            try reading.has(measure, $0, Context(scenario: .base))
          }
          try reading.requireOneUnit(measure, of: members, in: group)
        }
        return nil
      } catch {
        return error as? Problem
      }
    }
  }
}
