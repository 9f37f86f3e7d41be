/// Readings of the specification that can be turned off, here, when they are settled the other way.
enum Reading {
  /// `by region by quarter` after a move `in Q3`: the region is not known, the quarter still is.
  static let marginsOutliveSuspension = true
  /// A question that needs what is missing or suspended is checked to be an error.
  static let checkErrors = true
}

/// What the context narrows.
struct Context: Hashable, Sendable {
  var year: Int?
  var quarters: ClosedRange<Int>?
  var region: Int?

  var axes: Set<Axis> { Place(year: year, quarter: quarters?.lowerBound, region: region).axes }

  func holds(_ place: Place) -> Bool {
    (year == nil || place.year == nil || year == place.year)
      && (region == nil || place.region == nil || region == place.region)
      && (quarters == nil || place.quarter == nil || quarters!.contains(place.quarter!))
  }

  func at(_ moment: Moment, in plan: RandomPlan) -> Context {
    Context(
      year: plan.manyYears ? moment.year : nil, quarters: moment.quarter...moment.quarter, region: region)
  }
}

enum Figure: Equatable, Sendable {
  case value(Fraction)
  case missing
  case light(String)
  case truth(String)
  /// No breakdown has it.
  case error
  /// A breakdown has it, but an amendment left it behind.
  case suspended
  /// The specification leaves a doubt here.
  case doubt(String)

  var text: String {
    switch self {
    case .value(let value): "\(value)"
    case .missing: "none"
    case .light(let word), .truth(let word): word
    case .error, .suspended: "an error"
    case .doubt(let why): "(doubt: \(why))"
    }
  }

  var known: Fraction? {
    if case .value(let value) = self { value } else { nil }
  }

  var isFigure: Bool {
    switch self {
    case .error, .suspended, .doubt: false
    default: true
    }
  }

  init(_ value: Fraction?) { self = value.map { .value($0) } ?? .missing }

  /// The first of the figures that is no value and not missing, doubts before errors.
  static func obstacle(_ figures: [Figure]) -> Figure? {
    for figure in figures { if case .doubt = figure { return figure } }
    return figures.first { $0 == .error } ?? figures.first { $0 == .suspended }
  }

  /// A sum skips what is missing and is missing when nothing is known.
  static func sum(_ figures: [Figure]) -> Figure {
    if let obstacle = obstacle(figures) { return obstacle }
    let known = figures.compactMap(\.known)
    return known.isEmpty ? .missing : .value(known.reduce(.zero, +))
  }

  static func agreed(_ figures: [Figure], _ why: String) -> Figure {
    figures.dropFirst().allSatisfy { $0 == figures[0] } ? figures[0] : .doubt(why)
  }
}

/// Answers from the structure of a plan by the words of sections 4 and 5, one scenario at a time.
struct Oracle {
  let plan: RandomPlan
  let world: World
  let declared: World

  init(_ plan: RandomPlan, scenario: Int?) throws {
    self.plan = plan
    world = try World(plan, scenario: scenario)
    declared = try World(plan, scenario: nil, moving: false)
  }

  func answer(_ ask: Ask, _ entity: Entity, _ context: Context) -> Figure {
    switch ask {
    case .target: return figure(.target, entity, context)
    case .original:
      if members(entity).contains(where: world.overwritten.contains) {
        return .doubt("original of a set target")
      }
      return Oracle(plan: plan, world: declared, declared: declared).figure(.target, entity, context)
    case .actual: return figure(.actual, entity, context)
    case .forecast: return figure(.forecast, entity, context)
    case .budget: return figure(.budget, entity, context)
    case .spent: return figure(.spent, entity, context)
    case .result: return result(entity, context)
    case .adjusted: return adjusted(entity, context)
    case .rate: return rate(entity, context)
    case .gap:
      let (result, adjusted) = (result(entity, context), adjusted(entity, context))
      if let obstacle = Figure.obstacle([result, adjusted]) { return obstacle }
      guard let a = result.known, let b = adjusted.known else { return .missing }
      return .value(isLess(entity) ? b - a : a - b)
    case .light: return light(entity, context)
    case .spending:
      let (spent, budget) = (figure(.spent, entity, context), figure(.budget, entity, context))
      if let obstacle = Figure.obstacle([spent, budget]) { return obstacle }
      guard let a = spent.known, let b = budget.known, b != .zero else { return .missing }
      return .value(a / b)
    }
  }

  private init(plan: RandomPlan, world: World, declared: World) {
    (self.plan, self.world, self.declared) = (plan, world, declared)
  }

  func members(_ entity: Entity) -> [Int] {
    switch entity {
    case .programme(let index): [index]
    case .group(let index): plan.groups[index].members
    }
  }

  func isLess(_ entity: Entity) -> Bool { plan.programmes[members(entity)[0]].less }

  func isLevel(_ entity: Entity) -> Bool { plan.programmes[members(entity)[0]].level }

  func rule(_ entity: Entity) -> Carry {
    switch entity {
    case .programme(let index): world.carry[plan.programmes[index].name]!
    case .group(let index): world.carry[plan.groups[index].name]!
    }
  }

  // MARK: Measures

  func figure(_ measure: Measure, _ entity: Entity, _ context: Context) -> Figure {
    guard case .group(let group) = entity else {
      return programmeFigure(measure, members(entity)[0], context)
    }
    let having = plan.groups[group].members.filter { world.books[$0][measure] != nil }
    guard !having.isEmpty else { return .doubt("nobody declares \(measure)") }
    let sum = memberSum(having, entity, context) { programmeFigure(measure, $0, $1) }
    guard let own = world.own[group][measure], context.region == nil, context.year == nil else { return sum }
    guard let quarters = context.quarters else {
      // A group stands by its own figures; once they rest they still say their total.
      guard own.state == .standing else { return world.asOf == nil ? sum : .doubt("the group's own total") }
      return Figure(own.figures.margin([], level: false).cells[Place()])
    }
    switch own.state {
    case .standing: break
    case .suspended: return .suspended
    case .doubtful: return .doubt("the group's own breakdown")
    }
    return .sum(quarters.map { Figure(own.figures.cells[Place(quarter: $0)]) })
  }

  /// The sum over members; of levels it must not matter whether the last known is taken before or after.
  private func memberSum(
    _ members: [Int], _ entity: Entity, _ context: Context, _ one: (Int, Context) -> Figure
  ) -> Figure {
    let sum = Figure.sum(members.map { one($0, context) })
    guard isLevel(entity), sum.known != nil else { return sum }
    let moments = (plan.years.flatMap { year in plan.period.all.map { Moment(year: year, quarter: $0) } })
      .filter {
        context.holds(Place(year: plan.manyYears ? $0.year : nil, quarter: $0.quarter))
      }
    let series = moments.map { moment in Figure.sum(members.map { one($0, context.at(moment, in: plan)) }) }
    let years = (context.year.map { [$0] } ?? plan.years).map { year in
      Figure.sum(
        members.map { one($0, Context(year: year, quarters: context.quarters, region: context.region)) })
    }
    var readings = [sum]
    for line in plan.manyYears ? [series, years] : [series] where Figure.obstacle(line) == nil {
      readings.append(line.last { $0.known != nil } ?? .missing)
    }
    return Figure.agreed(readings, "a group of levels with gaps")
  }

  private func programmeFigure(_ measure: Measure, _ index: Int, _ context: Context) -> Figure {
    guard let book = world.books[index][measure] else { return .doubt("\(measure) is not declared") }
    return cells(of: book, context) { table in
      Figure(
        Breakdown.combined(
          table.cells.filter { context.holds($0.key) }.map { ($0.key, $0.value) }, level: book.level))
    }
  }

  /// The table that answers in the context: of a flow the coarsest, of a level the finest in time.
  private func cells(of book: Book, _ context: Context, _ read: (Breakdown) -> Figure) -> Figure {
    let tables = book.tables.values.filter { table in
      let axes = table.figures.axes
      guard book.level else { return axes == context.axes }
      return axes.isSuperset(of: context.axes) && axes.contains(.region) == (context.region != nil)
    }
    guard !tables.isEmpty else { return .error }
    let standing = tables.filter { $0.state == .standing }
    guard let best = standing.max(by: { $0.figures.axes.count < $1.figures.axes.count }) else {
      return tables.contains { $0.state == .doubtful } ? .doubt("scaled as a whole") : .suspended
    }
    if !Reading.marginsOutliveSuspension, !best.declared, !best.figures.axes.isEmpty {
      let sources = book.tables.values.filter {
        $0.declared && $0.figures.axes.isSuperset(of: best.figures.axes)
      }
      if sources.allSatisfy({ $0.state != .standing }) { return .doubt("margin of a suspended breakdown") }
    }
    return read(best.figures)
  }

  // MARK: Results

  func result(_ entity: Entity, _ context: Context) -> Figure {
    guard case .group(let group) = entity else { return programmeResult(members(entity)[0], context) }
    if world.own[group][.actual] != nil, context.region == nil, context.year == nil {
      return figure(.actual, entity, context)
    }
    let having = plan.groups[group].members.filter {
      world.books[$0][.actual] != nil || world.books[$0][.forecast] != nil
    }
    return having.isEmpty ? .missing : memberSum(having, entity, context, programmeResult)
  }

  private func programmeResult(_ index: Int, _ context: Context) -> Figure {
    let books = world.books[index]
    guard let actual = books[.actual] else {
      return books[.forecast] == nil ? .missing : programmeFigure(.forecast, index, context)
    }
    guard let forecast = books[.forecast] else { return programmeFigure(.actual, index, context) }
    for book in [actual, forecast] {
      for table in book.tables.values where table.declared && table.state != .standing {
        if table.figures.axes.isSuperset(of: context.axes) {
          return .doubt("result of a suspended breakdown")
        }
      }
    }
    // Cell by cell along what both know, the quarters first.
    let common = Set(actual.tables.keys).intersection(forecast.tables.keys).filter { axes in
      guard axes.isSuperset(of: context.axes) else { return false }
      guard actual.tables[axes]!.state == .standing, forecast.tables[axes]!.state == .standing else {
        return false
      }
      return !actual.level || axes.contains(.region) == (context.region != nil)
    }
    let best = common.max {
      ($0.contains(.quarter) ? 1 : 0, $0.count) < ($1.contains(.quarter) ? 1 : 0, $1.count)
    }
    guard let best else {
      let either = [actual, forecast].map { cells(of: $0, context) { _ in .missing } }
      return either[0] == .error && either[1] == .error
        ? .error : .doubt("actual and forecast are broken down apart")
    }
    let whole = plan.places(best).filter(context.holds).compactMap { place in
      let known = actual.tables[best]!.figures.cells[place]
      let expected = forecast.tables[best]!.figures.cells[place]
      let cell = cell(known, beside: expected, isLevel: actual.level) {
        moments(Context(year: place.year, quarters: place.quarter?.span)).allSatisfy {
          closed($0, .programme(index), Context(region: place.region ?? context.region))
        }
      }
      return cell.map { (place: place, value: $0) }
    }
    return Figure(Breakdown.combined(whole, level: actual.level))
  }

  /// What a cell comes to beside its forecast, until it is closed: what is expected, or more where more is done.
  private func cell(_ known: Fraction?, beside expected: Fraction?, isLevel: Bool, isClosed: () -> Bool)
    -> Fraction?
  {
    guard let known, let expected, !isClosed() else { return known ?? expected }
    return isLevel ? expected : max(known, expected)
  }

  // MARK: Carry-over

  func adjusted(_ entity: Entity, _ context: Context) -> Figure {
    let target = figure(.target, entity, context)
    guard !isLevel(entity), rule(entity) != .none, let first = context.quarters?.lowerBound, first > 0 else {
      return target
    }
    if let obstacle = Figure.obstacle([target]) { return obstacle }
    if isDisturbed(entity) { return .doubt("which quarters are closed") }
    var carries: [Figure] = []
    for year in context.year.map({ [$0] }) ?? plan.years {
      carries.append(carriedInto(Moment(year: year, quarter: first), entity, context))
    }
    let carried = Figure.sum(carries)
    if let obstacle = Figure.obstacle([carried]) { return obstacle }
    let nothing = carried.known == nil || carried.known == .zero
    return nothing ? target : .value((target.known ?? .zero) + carried.known!)
  }

  func carriedInto(_ moment: Moment, _ entity: Entity, _ context: Context) -> Figure {
    var carried: Fraction?
    for quarter in 0..<moment.quarter {
      let now = Moment(year: moment.year, quarter: quarter)
      let here = context.at(now, in: plan)
      let target = figure(.target, entity, here)
      if let obstacle = Figure.obstacle([target]) { return obstacle }
      var adjusted = target.known
      if let carry = carried, carry != .zero { adjusted = (adjusted ?? .zero) + carry }
      guard settled(now, entity, context) else {
        carried = nil
        continue
      }
      let result = result(entity, here)
      if Figure.obstacle([result]) != nil {
        return .doubt("what is carried needs a result that is not there")
      }
      let rest = (adjusted ?? .zero) - (result.known ?? .zero)
      switch rule(entity) {
      case .none: carried = nil
      // Of less is better, what remains is an allowance not used.
      case .shortfall: carried = isLess(entity) ? min(rest, .zero) : max(rest, .zero)
      case .surplus: carried = isLess(entity) ? max(rest, .zero) : min(rest, .zero)
      case .both: carried = rest
      }
    }
    return Figure(carried)
  }

  // MARK: Rates and lights

  private func rate(_ entity: Entity, _ context: Context) -> Figure {
    let (result, adjusted) = (result(entity, context), adjusted(entity, context))
    if let obstacle = Figure.obstacle([result, adjusted]) { return obstacle }
    guard let a = result.known, let b = adjusted.known, b > .zero else { return .missing }
    return .value(a / b)
  }

  private func light(_ entity: Entity, _ context: Context) -> Figure {
    let (result, adjusted) = (result(entity, context), adjusted(entity, context))
    if result == .suspended, let b = adjusted.known, b <= .zero { return .doubt("green without its result") }
    if let obstacle = Figure.obstacle([result, adjusted]) { return obstacle }
    let nothingLeft = !isLess(entity) && (adjusted.known.map { $0 <= .zero } ?? false)
    if isDisturbed(entity) { return .doubt("which quarters are closed") }
    if nothingLeft || isSettled(entity, context) { return colour(result.known, adjusted.known, entity) }
    switch pace(entity, context) {
    case .known(let done, let due): return colour(done, due, entity)
    case .doubt(let why): return .doubt(why)
    }
  }

  private func colour(_ result: Fraction?, _ adjusted: Fraction?, _ entity: Entity) -> Figure {
    guard let adjusted else { return .missing }
    if isLess(entity) {
      guard let result else { return .missing }
      if adjusted <= .zero { return .light(result <= adjusted ? "green" : "red") }
      let rate = result / adjusted
      return .light(rate <= Fraction(1) ? "green" : rate <= Fraction(6, 5) ? "yellow" : "red")
    }
    if adjusted <= .zero { return .light("green") }
    guard let result else { return .missing }
    let rate = result / adjusted
    if rate < world.bands.red { return .light("red") }
    return .light(rate <= world.bands.yellow ? "yellow" : "green")
  }
}
