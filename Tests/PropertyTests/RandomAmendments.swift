extension SplitMix64 {
  /// A figure with a place that it mostly has, and a value of its unit.
  mutating func figure(of plan: RandomPlan) -> (name: String, value: String) {
    let programme = pick(plan.programmes)
    let measure = pick(Measure.allCases.filter { programme.measures[$0] != nil })
    let place = pick(plan.places(pick(programme.measures[measure]!).axes))
    var members = place.year.map { ["\($0)"] } ?? []
    if let quarter = place.quarter { members.append("Q\(quarter + 1)") }
    if let region = place.region { members.append(plan.regions[region]) }
    let size = pick(0...programme.size)
    let value =
      measure == .budget || measure == .spent
      ? "\(size * 10_000) baht" : programme.unit == .percent ? "\(size % 200)%" : "\(size)"
    return ("\(programme.name).\(measure)\(Asker.brackets(members))", value)
  }
}
