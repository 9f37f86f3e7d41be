/// Finds the comparison that decides a rule, in the same way as `MarginReading`. `why` shows its figures.
struct DecidingComparison {
  let evaluation: PlanEvaluation
  let scenario: ScenarioID
  /// The margin of the rule, which names the members that decide it.
  let margin: Margin?

  /// The comparison that decides a condition, narrowed to the place where it decides.
  ///
  /// - Parameter truth: the truth of the condition; `nil` while it is pending.
  func found(in condition: Formula, truth: Bool?) -> Formula {
    var members = (margin?.member ?? "").split(separator: ",").map { $0.drop { $0 == " " } }[...]
    return found(in: condition, truth: truth, at: [], &members)
  }

  private func found(
    in condition: Formula, truth: Bool?, at place: [Narrowing], _ members: inout ArraySlice<Substring>
  ) -> Formula {
    switch condition.form {
    case .connect(_, let a, let b):
      let deciding = [a, b].first { self.truth(of: $0, at: place) == truth } ?? a
      return found(in: deciding, truth: truth, at: place, &members)
    case .not(let inner): return found(in: inner, truth: truth.map(!), at: place, &members)
    case .choose(let choice, let then, let otherwise):
      guard let holds = self.truth(of: choice, at: place) else {
        return found(in: choice, truth: nil, at: place, &members)
      }
      return found(in: holds ? then : otherwise, truth: truth, at: place, &members)
    case .narrow(let inner, let more): return found(in: inner, truth: truth, at: place + more, &members)
    case .reduce(let reduction, let inner, let axis) where reduction.traits.gives == .condition:
      guard let member = deciding(inner, truth, along: axis, at: place, named: members.popFirst()) else {
        return condition.asked(at: place)
      }
      let there = Narrowing(axis: axis, from: member, through: member, origin: .none)
      return found(in: inner, truth: truth, at: place + [there], &members)
    case .compare(let comparison, let a, let b):
      guard !place.isEmpty else { return condition }
      return Formula(.compare(comparison, a.asked(at: place), b.asked(at: place)), at: condition.origin)
    case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
      .approved, .negate, .arithmetic, .otherwise, .reduce, .call, .convert, .unknown, .series:
      return condition.asked(at: place)
    }
  }

  /// The deciding member: the one that the margin names, or else the first with the verdict of the whole.
  private func deciding(
    _ condition: Formula, _ truth: Bool?, along axis: AxisID, at place: [Narrowing], named name: Substring?
  ) -> Int? {
    let members = evaluation.plan.axis(axis).members
    if let name, let named = members.firstIndex(where: { $0.name == name }) { return named }
    return members.indices.first { member in
      let there = Narrowing(axis: axis, from: member, through: member, origin: .none)
      return self.truth(of: condition, at: place + [there]) == truth
    }
  }

  /// The truth of a condition of the rule at a place; `nil` if it is pending or cannot be evaluated.
  private func truth(of condition: Formula, at place: [Narrowing]) -> Bool? {
    let value = evaluation.attempt { () throws(Problem) in
      try evaluation.value(of: condition.asked(at: place), scenario: scenario, isRule: true)
    }
    guard case .truth(let truth)? = value?.content else { return nil }
    return truth
  }
}

extension Formula {
  /// The same formula, narrowed to a place.
  fileprivate func asked(at place: [Narrowing]) -> Formula {
    // A literal is the same everywhere. The innermost narrowing is the last, so wrapping starts from the end.
    if case .literal = form { return self }
    return place.reversed().reduce(self) { Formula(.narrow($0, to: [$1]), at: origin) }
  }
}
