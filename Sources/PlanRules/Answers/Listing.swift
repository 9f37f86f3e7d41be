/// The members for which a condition holds, worst first.
public struct Listing: Sendable {
  /// A member for which the condition holds.
  public struct Entry: Sendable {
    /// The member along the listing's axis, such as a region or a programme.
    public let member: AxisMember
    /// The figure that the condition compares, if it compares one.
    public let figure: Value?
  }

  /// The axis along which the condition is evaluated, with all its members.
  public let axis: Axis
  /// The members for which the condition holds, worst first; ties are in the order of the axis.
  public let entries: [Entry]
  /// Members for which the condition has no answer, because they have no such figures.
  public let withoutAnswer: [AxisMember]
  /// Members for which the answer is not known yet.
  public let pending: [AxisMember]
}

extension PlanEvaluation {
  /// Lists the members along an axis for which a condition holds.
  ///
  /// The worst member is the one furthest beyond the condition's bound; for a light, the one with the worst
  /// rate.
  public func list(_ axis: AxisID, where condition: Formula, scenario: ScenarioID = .base) throws(Problem)
    -> Listing
  {
    let axis = plan.axis(axis)
    let verdicts = try conditionAnswer(condition, axis, scenario)
    let compared = comparedFigure(condition)
    let figures = compared.flatMap { try? answer($0.shown, by: [axis.id], scenario: scenario) }
    let distances = compared.flatMap { try? answer($0.distance, by: [axis.id], scenario: scenario) }
    let turned = Set(compared?.goesByLight == true ? lessIsBetter(axis.id, condition) : [])
    let asked = condition.narrowings
    var entries: [(entry: Listing.Entry, distance: Rational?, position: Int)] = []
    var (without, pending): ([AxisMember], [AxisMember]) = ([], [])
    for (position, value) in verdicts.values.enumerated() {
      let member = axis.members[position]
      switch value.content {
      case .truth(true):
        entries.append(
          (
            Listing.Entry(member: member, figure: figures?.values[position]),
            distances?.values[position].figure.map { distance in
              // A light is as bad as its rate is far from the full target, in whichever direction is worse.
              guard compared?.goesByLight == true else { return distance }
              return turned.contains(position) ? -distance - .one : .one + distance
            }, position
          ))
      case .pending: if !isLeftOut(position, of: axis.id, by: asked) { pending.append(member) }
      case .missing: without.append(member)
      case .truth(false), .quantity, .light, .date: break
      }
    }
    let sorted = entries.sorted { a, b in
      switch (a.distance, b.distance) {
      case (let x?, let y?): x != y ? x > y : a.position < b.position
      case (nil, nil): a.position < b.position
      case (let x, _): x != nil
      }
    }
    return Listing(axis: axis, entries: sorted.map(\.entry), withoutAnswer: without, pending: pending)
  }

  /// Whether a member lies outside the coarser members that a condition names, and so is not meant.
  private func isLeftOut(_ member: Int, of axis: AxisID, by asked: [Narrowing]) -> Bool {
    structure.nesting.ancestors(of: axis).contains { ancestor in
      let ranges = asked.filter { $0.axis == ancestor }
      guard !ranges.isEmpty, let containment = structure.nesting.containment(of: axis, in: ancestor) else {
        return false
      }
      let around = Int(containment.members[member])
      return !ranges.contains { ($0.from...$0.through).contains(around) }
    }
  }

  private func conditionAnswer(_ condition: Formula, _ axis: Axis, _ scenario: ScenarioID) throws(Problem)
    -> Answer
  {
    let answer = try answer(condition, by: [axis.id], scenario: scenario)
    for value in answer.values {
      switch value.content {
      case .truth, .pending, .missing: continue
      case .quantity, .light, .date:
        throw Problem(
          .wrongKind, "`list` needs a condition, but this is a figure", at: condition.origin,
          help: "compare it with something: `… < 0`")
      }
    }
    return answer
  }

  /// The figure on the left of a comparison, and the formula for its distance beyond the bound.
  private func comparedFigure(_ condition: Formula) -> (
    shown: Formula, distance: Formula, goesByLight: Bool
  )? {
    switch condition.form {
    case .compare(let comparison, let a, let b):
      if let rate = rateBehindLight(a) { return (rate, Formula(.negate(rate), at: a.origin), true) }
      let difference = Formula(.arithmetic(.subtract, a, b), at: condition.origin)
      switch comparison {
      case .greater, .greaterOrEqual: return (a, difference, false)
      case .less, .lessOrEqual: return (a, Formula(.negate(difference), at: condition.origin), false)
      case .equal, .notEqual: return (a, Formula(.negate(a), at: condition.origin), false)
      }
    case .connect(_, let a, _): return comparedFigure(a)
    case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
      .approved, .negate, .arithmetic, .otherwise, .not, .choose, .narrow, .reduce, .call, .convert, .unknown,
      .series:
      return nil
    }
  }

  /// The members along an axis for whose programme less is better.
  private func lessIsBetter(_ axis: AxisID, _ condition: Formula) -> [Int] {
    if axis == .programme || axis == .group {
      return structure.programmes(along: axis).enumerated().compactMap { position, programme in
        plan[programme].direction == .lessIsBetter ? position : nil
      }
    }
    guard let programme = condition.programmeOfLight, plan[programme].direction == .lessIsBetter else {
      return []
    }
    return Array(0..<count(of: axis))
  }

  private func rateBehindLight(_ formula: Formula) -> Formula? {
    switch formula.form {
    case .figure(.light, let programme): Formula(.figure(.rate, of: programme), at: formula.origin)
    case .narrow(let inner, let place):
      rateBehindLight(inner).map { Formula(.narrow($0, to: place), at: formula.origin) }
    case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
      .approved, .negate, .arithmetic, .otherwise, .compare, .connect, .not, .choose, .reduce, .call,
      .convert,
      .unknown, .series:
      nil
    }
  }
}

extension Formula {
  /// The programme whose light a condition reads first, if it names one.
  fileprivate var programmeOfLight: ProgrammeID? {
    switch form {
    case .figure(.light, let programme): programme
    case .narrow(let inner, _), .not(let inner): inner.programmeOfLight
    case .compare(_, let a, _), .connect(_, let a, _): a.programmeOfLight
    case .literal, .missing, .truth, .light, .date, .figure, .formula, .parameter, .kpi, .kpis, .milestone,
      .approved, .negate, .arithmetic, .otherwise, .choose, .reduce, .call, .convert, .unknown, .series:
      nil
    }
  }
}
