/// One period of a programme as a statement that adds up: as declared, moved, carried in, adjusted, reached,
/// carried out.
public struct CarryStatementRow: Sendable {
  /// The name of the period: `Q3`; in a plan of several years `Q3 2562`.
  public let name: String
  /// The target of the period as declared, before any amendment.
  public let declared: Value
  /// What the moves in force added to the period's target; missing if they added nothing.
  public let movedIn: Value
  /// What the moves in force took from the period's target, not negated; missing if they took nothing.
  public let movedOut: Value
  /// What `set` and `scale` changed; missing if they changed nothing.
  public let changed: Value
  /// What is carried into the period and added to its target, possibly negative; missing in the first period
  /// of a year.
  public let carriedIn: Value
  /// The target of the period with all amendments and what is carried in.
  public let adjusted: Value
  /// The actual of the period, or its forecast if there is no actual.
  public let result: Value
  /// What is carried into the next period; missing in the last period of a year, since each year starts
  /// afresh.
  public let carriedOut: Value
  /// The result as a share of the adjusted target, as a ratio; missing if nothing is left to divide by.
  public let rate: Value
  /// The light of the period; its `standing` says whether it is final.
  public let light: Value
}

/// How far a light is from the next better colour.
public struct LightDistance: Sendable {
  /// The colour to reach: the next better one, or green where less is better.
  public let next: Light
  /// How many more units are needed. Where less is better: how many are too many, negative while there is
  /// room left.
  public let missing: Rational
  /// What each open period would have to contribute or, where less is better, may still use; `nil` if no
  /// period is open or the allowance is already exceeded.
  public let eachOpenPeriod: Rational?
  /// The names of the periods that are still open, in order; empty where the target is not known by periods.
  public let openPeriods: [String]
  /// The axis of these periods.
  public let period: AxisID
  /// Whether `missing` counts up to a target, or how far an allowance is exceeded.
  public let direction: Direction
  /// Whether the light covers only the closed periods, while the distance covers the whole year.
  public var isSoFar = false
}

/// Which parts of a programme carry over separately, so that they need not add up to its own carry-over.
public enum CarriedApart: Hashable, Sendable {
  case members
  case axis(AxisID)
}

extension PlanEvaluation {
  /// The carry-over statement of a programme, period by period; empty where its target is not known by its periods.
  public func carryStatement(of programme: ProgrammeID, scenario: ScenarioID = .base) -> [CarryStatementRow] {
    let axis = period(of: programme)
    guard isKnown(.measure(.target), by: axis, of: programme, scenario: scenario) else { return [] }
    return plan.calendar.periods(axis).map { row(programme, $0, scenario) }
  }

  func place(of period: Period) -> [Narrowing] {
    let place = [
      Narrowing(axis: period.axis, from: period.index, through: period.index, origin: .none)
    ]
    guard plan.years.count > 1 else { return place }
    return place + [Narrowing(axis: .year, from: period.year, through: period.year, origin: .none)]
  }

  private func row(_ programme: ProgrammeID, _ period: Period, _ scenario: ScenarioID) -> CarryStatementRow {
    let ask: (Figure) -> Value = {
      self.figure($0, of: programme, at: self.place(of: period), scenario: scenario)
    }
    let unit = plan[programme].unit
    let (movedIn, movedOut) = moved(.target, of: programme, in: period, scenario: scenario)
    let (declared, target) = (ask(.original(.target)), ask(.measure(.target)))
    let difference = (target.figure ?? .zero) - (declared.figure ?? .zero) - movedIn + movedOut
    let value: (Rational) -> Value = { Value($0.isZero ? .missing(unit) : .quantity($0, unit)) }
    return CarryStatementRow(
      name: plan.calendar.name(of: period), declared: declared, movedIn: value(movedIn),
      movedOut: value(movedOut),
      changed: value(difference), carriedIn: period.index == 0 ? Value(.missing(unit)) : ask(.carried),
      adjusted: ask(.adjusted), result: ask(.result),
      carriedOut: period.index == period.axis.periodsInYear - 1
        ? Value(.missing(unit))
        : figure(
          .carried, of: programme,
          at: place(of: Period(period.axis, year: period.year, index: period.index + 1)),
          scenario: scenario),
      rate: ask(.rate), light: ask(.light))
  }

  /// What the moves in force added to a programme and took from it in a period.
  private func moved(
    _ measure: MeasureID, of programme: ProgrammeID, in period: Period, scenario: ScenarioID
  ) -> (Rational, Rational) {
    guard let state = try? state(scenario) else { return (.zero, .zero) }
    var (movedIn, movedOut) = (Rational.zero, Rational.zero)
    for record in state.moves {
      let isGiver = plan.concerns(record.move.giver, programme)
      let isReceiver = plan.concerns(record.move.receiver, programme)
      let isShift = record.move.giver == record.move.receiver
      if isGiver && isReceiver && !isShift { continue }
      for amount in record.amounts where amount.measure == measure {
        let figure = column(amount.moved)?.figure ?? .zero
        if isGiver, falls(record.move.from, period) { movedOut = movedOut + figure }
        if isReceiver, falls(record.move.to, period) { movedIn = movedIn + figure }
      }
    }
    return (movedIn, movedOut)
  }

  private func falls(_ place: [Narrowing], _ period: Period) -> Bool {
    let year = place.first { $0.axis == .year }?.from ?? 0
    return place.cells(of: period.axis) == period.index...period.index && year == period.year
  }

  /// How far a programme's year is from the next better colour; `nil` if it already has the best one, or has
  /// none.
  public func distance(of programme: ProgrammeID, scenario: ScenarioID = .base) -> LightDistance? {
    guard let state = try? state(scenario), plan[programme].kind == .flow,
      let light = figure(.light, of: programme, scenario: scenario).light,
      let adjusted = figure(.adjusted, of: programme, scenario: scenario).figure, adjusted.signum > 0
    else { return nil }
    let result = figure(.result, of: programme, scenario: scenario).figure ?? .zero
    let bands = state.lights(of: programme)
    var distance =
      switch bands.direction {
      case .moreIsBetter: missing(to: light, bands, result, adjusted, programme, state)
      case .lessIsBetter: allowance(bands, result, adjusted, programme, state)
      }
    distance?.isSoFar = figure(.light, of: programme, scenario: scenario).standing == .soFar
    return distance
  }

  /// The parts of a programme that carry over according to their own reports, so that their adjusted targets
  /// need not add up to the whole's; `nil` if they do add up, or there are no parts.
  public func carriedApart(of programme: ProgrammeID, scenario: ScenarioID = .base) -> CarriedApart? {
    guard let state = try? state(scenario), plan[programme].kind == .flow, !plan[programme].isMean else {
      return nil
    }
    let rule = state.carryRule(of: programme)
    guard rule != .none else { return nil }
    // A shortfall in one part offsets a surplus in another only if the rule carries both and everything has
    // closed.
    let context = Context(scenario: scenario)
    let closed = attempt { () throws(Problem) in
      try FigureReading(state: state).closing(of: programme, in: context).spans(
        .result, of: programme, in: context)
    }
    let isOver = closed.flatMap(column)?.trueValues.allSatisfy { $0 } ?? false
    if isOver, rule == .surplusAndShortfall { return nil }
    if plan[programme].isGroup { return .members }
    let actual = state.figures[programme.index][.actual]?.live.first { $0.axes.contains(where: \.isPeriod) }
    return actual?.axes.first { !$0.isTime && count(of: $0) > 1 }.map { .axis($0) }
  }

  /// The distance from the year's rate to the next better colour. While the year is open, its light may
  /// already be better; the distance is still that of the whole year.
  private func missing(
    to light: Light, _ bands: LightBands, _ result: Rational, _ adjusted: Rational, _ programme: ProgrammeID,
    _ state: ScenarioState
  ) -> LightDistance? {
    let now = bands.light(result: result, adjusted: adjusted) ?? light
    guard let border = bands.border(toBetterThan: now), let next = Light(rawValue: now.rawValue + 1) else {
      return nil
    }
    let limit = border.rate * adjusted
    let isWhole = isCounted(programme, adjusted, result)
    var needed = limit
    if isWhole {
      // The border itself may still have the lower colour; then one more unit is needed.
      needed = limit.roundedUp
      if border.belongsBelow, needed == limit { needed = needed + .one }
    }
    let missing = needed - result
    let open = openPeriods(of: programme, state)
    let each = open.isEmpty ? nil : missing.divided(by: Rational(open.count))
    return LightDistance(
      next: next, missing: missing, eachOpenPeriod: isWhole ? each?.roundedUp : each,
      openPeriods: open.map { plan.calendar.name(of: $0) }, period: period(of: programme),
      direction: .moreIsBetter)
  }

  /// Where less is better: how much more may happen before the light is no longer green, or by how much the
  /// result is already too high.
  private func allowance(
    _ bands: LightBands, _ result: Rational, _ adjusted: Rational, _ programme: ProgrammeID,
    _ state: ScenarioState
  ) -> LightDistance {
    let limit = bands.lower.rate * adjusted
    var most = limit
    if isCounted(programme, adjusted, result) {
      most = limit.floor
      if !bands.lower.belongsBelow, most == limit { most = most - .one }
    }
    let open = openPeriods(of: programme, state)
    let room = most - result
    let each = open.isEmpty || room.signum < 0 ? nil : room.divided(by: Rational(open.count))
    return LightDistance(
      next: .green, missing: -room,
      eachOpenPeriod: isCounted(programme, adjusted, result) ? each?.floor : each,
      openPeriods: open.map { plan.calendar.name(of: $0) }, period: period(of: programme),
      direction: .lessIsBetter)
  }

  private func isCounted(_ programme: ProgrammeID, _ adjusted: Rational, _ result: Rational) -> Bool {
    adjusted.isWhole && result.isWhole
      && !plan.units.isMoney(plan.units.dimension(of: plan[programme].unit))
  }

  private func openPeriods(of programme: ProgrammeID, _ state: ScenarioState) -> [Period] {
    let axis = period(of: programme)
    guard isKnown(.measure(.target), by: axis, of: programme, scenario: state.scenario),
      let closed = attempt({ () throws(Problem) in
        try Closing(state: state, axis: axis).periods(
          .result, of: programme, in: Context(scenario: state.scenario))
      }), let column = column(closed)
    else { return [] }
    return plan.calendar.periods(axis).filter {
      column.figure(at: [.year: $0.year, axis: $0.index])?.isZero == true
    }
  }
}

extension Plan {
  /// Whether `moved` is the programme itself or a member of it.
  fileprivate func concerns(_ moved: ProgrammeID, _ programme: ProgrammeID) -> Bool {
    moved == programme || holds(programme, moved)
  }
}

extension Rational {
  /// The smallest whole number that is not below this one.
  var roundedUp: Rational {
    let nearest = rounded(places: 0)
    return nearest < self ? nearest + .one : nearest
  }
}
