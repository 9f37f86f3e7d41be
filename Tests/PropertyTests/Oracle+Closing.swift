/// Which quarters are closed, and what was due by the end of the last of them: section 7 of the language, word by word.
extension Oracle {
  /// The quarters of a context, in their order.
  func moments(_ context: Context) -> [Moment] {
    (context.year.map { [$0] } ?? plan.years).flatMap { year in
      (context.quarters ?? plan.period.all).map { Moment(year: year, quarter: $0) }
    }
  }

  /// Whether an amendment left reports behind of which it does not say how they change.
  func isDisturbed(_ entity: Entity) -> Bool {
    if case .group(let group) = entity, world.own[group].values.contains(where: { $0.state != .standing }) {
      return true
    }
    return members(entity).contains { member in
      [Measure.actual, .forecast].contains { measure in
        world.books[member][measure]?.tables.values.contains { $0.declared && $0.state != .standing } ?? false
      }
    }
  }

  /// The declared breakdown that is read for a place, the one that knows the time best.
  private func table(_ measure: Measure, _ programme: Int, _ context: Context) -> Breakdown? {
    guard let book = world.books[programme][measure] else { return nil }
    let standing = book.tables.values.filter { table in
      let axes = table.figures.axes
      return table.declared && table.state == .standing
        && (context.region == nil ? !(book.level && axes.contains(.region)) : axes.contains(.region))
    }.map(\.figures)
    let time: (Breakdown) -> Int = {
      ($0.axes.contains(.quarter) ? 2 : 0) + ($0.axes.contains(.year) ? 1 : 0)
    }
    return standing.max { (time($0), -$0.axes.count) < (time($1), -$1.axes.count) }
  }

  /// The regions that a context asks together; nil where it asks for one, or the figures know none.
  private func regions(_ table: Breakdown?, _ context: Context) -> [Int]? {
    guard let table, table.axes.contains(.region), context.region == nil else { return nil }
    return Array(plan.regions.indices)
  }

  private func isInRegion(_ place: Place, _ region: Int?) -> Bool {
    region == nil || place.region == nil || place.region == region
  }

  /// Whether an actual stands in a quarter or in a later one.
  private func reports(_ table: Breakdown?, _ moment: Moment, region: Int?) -> Bool {
    table?.cells.keys.contains { isInRegion($0, region) && plan.moment(of: $0) >= moment } ?? false
  }

  private func forecasts(_ table: Breakdown?, _ moment: Moment, region: Int?) -> Bool {
    table?.cells.keys.contains {
      isInRegion($0, region) && $0.quarter == moment.quarter && (!plan.manyYears || $0.year == moment.year)
    } ?? false
  }

  /// Whether a target is known for a region: in any breakdown, and in the quarter where it is known by quarter.
  private func isAwaited(_ programme: Int, region: Int, _ moment: Moment) -> Bool {
    let tables = (world.books[programme][.target]?.tables.values.filter { $0.declared } ?? [])
      .map(\.figures).filter { $0.axes.contains(.region) }
    guard !tables.isEmpty else { return true }
    let quarterly = tables.filter { $0.axes.contains(.quarter) }
    let isKnownByQuarter = quarterly.contains { $0.cells.keys.contains { $0.region == region } }
    return (isKnownByQuarter ? quarterly : tables.filter { !$0.axes.contains(.quarter) }).contains { table in
      table.cells.keys.contains {
        $0.region == region && ($0.quarter == nil || $0.quarter == moment.quarter)
          && ($0.year == nil || $0.year == moment.year)
      }
    }
  }

  func closed(_ moment: Moment, _ entity: Entity, _ context: Context) -> Bool {
    if let asOf = world.asOf, moment <= asOf { return true }
    if case .group(let group) = entity {
      if let own = world.own[group][.actual], own.state == .standing, context.region == nil,
        own.figures.cells.keys.contains(where: { plan.moment(of: $0) >= moment })
      {
        return true
      }
      return awaited(group, moment, context).allSatisfy { closed(moment, .programme($0), context) }
    }
    let programme = members(entity)[0]
    let table = table(.actual, programme, context)
    guard let regions = regions(table, context) else {
      return reports(table, moment, region: context.region)
    }
    return regions.filter { isAwaited(programme, region: $0, moment) }.allSatisfy {
      reports(table, moment, region: $0)
    }
  }

  /// Closed, or with a forecast of that very quarter.
  func settled(_ moment: Moment, _ entity: Entity, _ context: Context) -> Bool {
    if let asOf = world.asOf, moment <= asOf { return true }
    if case .group(let group) = entity {
      if closed(moment, entity, context) { return true }
      return awaited(group, moment, context).allSatisfy { settled(moment, .programme($0), context) }
    }
    let programme = members(entity)[0]
    let actual = table(.actual, programme, context)
    var forecast = table(.forecast, programme, context)
    if forecast?.axes.contains(.quarter) == false { forecast = nil }
    if let regions = regions(actual, context), self.regions(forecast, context) != nil,
      !isComplete(actual), !isComplete(forecast)
    {
      return regions.filter { isAwaited(programme, region: $0, moment) }.allSatisfy {
        reports(actual, moment, region: $0) || forecasts(forecast, moment, region: $0)
      }
    }
    if closed(moment, entity, context) { return true }
    guard let forecast else { return false }
    guard let regions = regions(forecast, context) else {
      return forecasts(forecast, moment, region: context.region)
    }
    return regions.filter { isAwaited(programme, region: $0, moment) }.allSatisfy {
      forecasts(forecast, moment, region: $0)
    }
  }

  /// Whether what was spent in a quarter is final, of every region: more is not asked.
  func isSpent(_ moment: Moment, _ entity: Entity, _ context: Context) -> Bool {
    if let asOf = world.asOf, moment <= asOf { return true }
    return members(entity).allSatisfy { programme in
      let table = table(.spent, programme, context)
      return (regions(table, context) ?? [context.region].compactMap { $0 }).allSatisfy {
        reports(table, moment, region: $0)
      } && reports(table, moment, region: nil)
    }
  }

  private func isComplete(_ table: Breakdown?) -> Bool {
    table.map { $0.cells.count == plan.places($0.axes).count } ?? false
  }

  /// The members of a group that are waited for in a quarter: those with a target, else those that report at all.
  private func awaited(_ group: Int, _ moment: Moment, _ context: Context) -> [Int] {
    let members = plan.groups[group].members
    let wanting = members.filter { world.books[$0][.target] != nil }
    guard !wanting.isEmpty else {
      let reporting = members.filter {
        world.books[$0][.actual] != nil || world.books[$0][.forecast] != nil
      }
      return reporting.isEmpty ? members : reporting
    }
    return wanting.filter { member in
      guard let target = table(.target, member, context) ?? table(.target, member, Context()) else {
        return true
      }
      let region = target.axes.contains(.region) ? context.region : nil
      return target.cells.keys.contains {
        isInRegion($0, region) && ($0.quarter == nil || $0.quarter == moment.quarter)
          && ($0.year == nil || $0.year == moment.year)
      }
    }
  }

  /// Whether all that is asked is closed or expected; a forecast of the year answers for whole years.
  func isSettled(_ entity: Entity, _ context: Context) -> Bool {
    let years = context.year.map { [$0] } ?? plan.years
    return years.allSatisfy { year in
      moments(Context(year: year, quarters: context.quarters)).allSatisfy { settled($0, entity, context) }
        || context.quarters == nil && isExpected(year, entity, context)
    }
  }

  private func isExpected(_ year: Int, _ entity: Entity, _ context: Context) -> Bool {
    if case .group(let group) = entity {
      let moments = moments(Context(year: year))
      let awaited = Set(moments.flatMap { self.awaited(group, $0, context) })
      let all = plan.groups[group].members.filter { world.books[$0][.target] != nil }
      let members = all.isEmpty ? Array(awaited) : all
      guard members.contains(where: { isExpected(year, .programme($0), context) }) else { return false }
      return members.allSatisfy { member in
        isExpected(year, .programme(member), context)
          || moments.allSatisfy { settled($0, .programme(member), context) }
      }
    }
    let programme = members(entity)[0]
    guard let book = world.books[programme][.forecast],
      !book.tables.values.contains(where: {
        $0.declared && $0.state == .standing && $0.figures.axes.contains(.quarter)
      }), let table = table(.forecast, programme, context)
    else { return false }
    let known: (Int?) -> Bool = { region in
      table.cells.keys.contains { isInRegion($0, region) && ($0.year == nil || $0.year == year) }
    }
    guard let regions = regions(table, context) else { return known(context.region) }
    return regions.filter { isAwaited(programme, region: $0, Moment(year: year, quarter: plan.period.last)) }
      .allSatisfy {
        known($0)
      }
  }

  // MARK: Pace

  enum Pace {
    case known(done: Fraction?, due: Fraction?)
    case doubt(String)
  }

  /// The result of the closed quarters, and what was due by their end.
  func pace(_ entity: Entity, _ context: Context) -> Pace {
    // Half reported quarters and several years are looked at elsewhere, by small plans with their answers.
    if plan.manyYears { return .doubt("the pace over years") }
    let moments = moments(context)
    if moments.contains(where: { isHalfReported($0, entity, context) }) { return .doubt("half reported") }
    let isOver: [Bool] = moments.map { self.closed($0, entity, context) }
    let at: (Moment) -> Context = { context.at($0, in: plan) }
    let targets = moments.map { figure(.target, entity, at($0)) }
    let results = moments.map { result(entity, at($0)) }
    for figures in [targets, results] {
      if case .doubt(let why)? = Figure.obstacle(figures) { return .doubt(why) }
      // What knows no quarters has no part that is over.
      if Figure.obstacle(figures) != nil { return .known(done: nil, due: nil) }
    }
    let combined: ([Figure]) -> Fraction? = { figures in
      let known = zip(isOver, figures).compactMap { $0 ? $1.known : nil }
      return known.isEmpty ? nil : isLevel(entity) ? known.last : known.reduce(.zero, +)
    }
    var due = combined(targets)
    if let first = moments.first, isOver[0], !isLevel(entity), rule(entity) != .none {
      let carried = carriedInto(first, entity, context)
      if Figure.obstacle([carried]) != nil { return .doubt("what is carried into the first quarter") }
      if let carried = carried.known, carried != .zero { due = (due ?? .zero) + carried }
    }
    return .known(done: combined(results), due: due)
  }

  private func isHalfReported(_ moment: Moment, _ entity: Entity, _ context: Context) -> Bool {
    guard !closed(moment, entity, context) else { return false }
    if case .group(let group) = entity {
      return plan.groups[group].members.contains { closed(moment, .programme($0), context) }
    }
    let table = table(.actual, members(entity)[0], context)
    return regions(table, context)?.contains { reports(table, moment, region: $0) } ?? false
  }
}
