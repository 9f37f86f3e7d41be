struct Programme: Sendable {
  var name: String
  var unit: Unit
  var level: Bool
  var less = false
  var carry: Carry?
  var size: Int
  var measures: [Measure: [Breakdown]]

  func has(_ axis: Axis, in measure: Measure) -> Bool {
    measures[measure, default: []].contains { $0.axes.contains(axis) }
  }
}

struct Group: Sendable {
  var name: String
  var members: [Int]
  var carry: Carry?
  /// Breakdowns by quarter that the members lack.
  var own: [Measure: Breakdown]
}

enum Amount: Sendable {
  case absolute(Fraction)
  case share(Fraction)
}

struct Move: Sendable {
  enum Route: Sendable {
    case between(Int, Int)
    case quarters(of: Int, from: Int, to: Int)
  }
  var name: String?
  var parts: [(measure: Measure, amount: Amount)]
  var route: Route
  /// `in Q3`, with the year in a plan of two, with a region where it says one.
  var when: Place
}

struct Bands: Sendable {
  var red: Fraction
  var yellow: Fraction
}

enum Amendment: Sendable {
  case set(programme: Int, Measure, Place, Fraction)
  case scale(programme: Int, Measure, Place, Fraction)
  case move(Move)
  case without(String)
  case carry(Carry, of: String?)
  case asOf(Moment)
  case lights(Bands)
  /// In words that the oracle's figures do not depend on: a rule, a formula.
  case words(String)
}

struct Scenario: Sendable {
  var name: String
  var parents: [Int]
  var amendments: [Amendment]
}

struct RandomPlan: Sendable {
  var seed: UInt64
  var period = PlanPeriod.quarter
  /// With which the fiscal year begins; 1 is January.
  var firstMonth = 10
  var years: [Int] = []
  var regions: [String] = []
  var carry: Carry?
  var bands: Bands?
  var asOf: Moment?
  var programmes: [Programme] = []
  var groups: [Group] = []
  var moves: [Move] = []
  var scenarios: [Scenario] = []

  var periodNames: [String] { period.names(firstMonth: firstMonth) }
  var manyYears: Bool { years.count > 1 }
  var lastMoment: Moment { Moment(year: years.last!, quarter: period.last) }

  /// All cells of a breakdown along these axes, in the order of the axes.
  func places(_ axes: Set<Axis>) -> [Place] {
    let years: [Int?] = axes.contains(.year) ? self.years : [nil]
    let quarters: [Int?] = axes.contains(.quarter) ? Array(period.all) : [nil]
    let regions: [Int?] = axes.contains(.region) ? Array(self.regions.indices) : [nil]
    return regions.flatMap { region in
      years.flatMap { year in
        quarters.map { Place(year: year, quarter: $0, region: region) }
      }
    }
  }

  /// The quarter at whose end a figure of this cell is known.
  func moment(of place: Place) -> Moment {
    Moment(year: place.year ?? years.last!, quarter: place.quarter ?? period.last)
  }
}

/// Draws plans; everything is decided by the seed.
struct PlanGenerator {
  var random: SplitMix64
  var plan: RandomPlan
  /// Scenarios may look back to this quarter; figures that `as of` hides anywhere are never amended.
  var scenarioAsOf: Moment?
  var moveCount = 0
  /// The breakdowns that most programmes of the plan have in common.
  var house: [Set<Axis>]?
  /// Yearly programmes in groups that declare their own quarters, like the institute's report.
  var isReport = false

  static func plan(seed: UInt64, by period: PlanPeriod = .quarter) -> RandomPlan {
    var generator = PlanGenerator(
      random: SplitMix64(seed: seed), plan: RandomPlan(seed: seed, period: period))
    if period != .quarter { generator.plan.firstMonth = generator.random.pick([1, 5, 10]) }
    generator.build()
    return generator.plan
  }

  private mutating func build() {
    plan.years = random.chance(22) ? [2561, 2562] : [2561]
    if random.chance(60) { plan.regions = Array(["north", "south", "east"].prefix(random.pick(2...3))) }
    if random.chance(65) { plan.carry = random.pick(Carry.allCases) }
    if random.chance(20) { plan.bands = bands() }
    if random.chance(40) { plan.asOf = moment() }
    if random.chance(40) { scenarioAsOf = moment() }
    let units: [Unit] = [.household, .person, .money, .percent]
    let (unit, level, thai) = (random.pick(units), random.chance(18), random.chance(20))
    house = random.chance(55) ? style() : nil
    isReport = !plan.manyYears && !level && random.chance(18)
    for number in 1...random.pick(1...5) {
      plan.programmes.append(
        programme(
          thai ? "งาน\(number)" : "p\(number)", random.chance(75) ? unit : random.pick(units),
          level: isReport ? false : random.chance(80) ? level : !level))
    }
    for number in 1...2 where random.chance(isReport ? 90 : 60) { addGroup("g\(number)") }
    let moves = random.pick(0...4)
    for _ in 0..<3 * moves where plan.moves.count < moves {
      guard let move = move() else { continue }
      plan.moves.append(move)
      if !World.fits(plan, scenario: nil) { plan.moves.removeLast() }
    }
    for number in 0..<random.pick(0...4) { addScenario("s\(number + 1)") }
  }

  private mutating func moment() -> Moment {
    Moment(year: random.pick(plan.years), quarter: random.pick(plan.period.all))
  }

  private mutating func bands() -> Bands {
    let red = random.pick(1...16)
    return Bands(red: Fraction(Int128(red), 20), yellow: Fraction(Int128(random.pick(red + 1...22)), 20))
  }

  // MARK: Programmes and their figures

  private mutating func programme(_ name: String, _ unit: Unit, level: Bool) -> Programme {
    var programme = Programme(
      name: name, unit: unit, level: level, less: random.chance(18), carry: nil,
      size: random.pick([9, 120, 1_500, 24_000]),
      measures: [:])
    if !level, random.chance(35) { programme.carry = random.pick(Carry.allCases) }
    let usual = random.chance(80) ? house ?? style() : style()
    for (measure, share) in [(Measure.target, 93), (.actual, 82), (.forecast, 40), (.budget, 50)]
    where random.chance(isReport && measure == .forecast ? 4 : share) {
      var style = random.chance(measure == .forecast ? 80 : 65) ? usual : style()
      if measure == .forecast, let actual = programme.measures[.actual], random.chance(80) {
        style = actual.map(\.axes)
      }
      if isReport, measure == .target || measure == .actual {
        style = !plan.regions.isEmpty && random.chance(15) ? [[.region]] : [[]]
      }
      // A forecast is broken down along one line only, so that it is plain which quarters it is for.
      if measure == .forecast, style == [[.quarter], [.region]] { style = [[.quarter]] }
      programme.measures[measure] = figures(measure, style, of: programme)
    }
    if programme.measures[.budget] != nil, random.chance(75) {
      programme.measures[.spent] = figures(.spent, random.chance(65) ? usual : style(), of: programme)
    }
    if programme.measures.isEmpty { programme.measures[.target] = figures(.target, usual, of: programme) }
    return programme
  }

  private mutating func style() -> [Set<Axis>] {
    if plan.manyYears {
      let styles: [[Set<Axis>]] = [
        [[]], [[.year]], [[.year, .quarter]], [[.year, .quarter]], [[.year, .quarter]],
        [[], [.year, .quarter]], [[.year], [.year, .quarter]], [[], [.year]],
      ]
      return random.chance(8) && !plan.regions.isEmpty ? [[.region]] : random.pick(styles)
    }
    let plain: [[Set<Axis>]] = [[[]], [[.quarter]], [[.quarter]], [[], [.quarter]]]
    let regional: [[Set<Axis>]] = [
      [[.region]], [[.region, .quarter]], [[.region, .quarter]], [[.quarter], [.region]],
      [[.quarter], [.region, .quarter]], [[], [.region]], [[.region], [.region, .quarter]],
      [[], [.quarter], [.region, .quarter]],
    ]
    return !plan.regions.isEmpty && random.chance(55) ? random.pick(regional) : random.pick(plain)
  }

  private mutating func figures(_ measure: Measure, _ style: [Set<Axis>], of programme: Programme)
    -> [Breakdown]
  {
    let finest = style.max { $0.count < $1.count }!
    let first = filled(measure, finest, programme)
    let total = first.margin([], level: programme.level).cells[Place()]
    // Regions of a level add up to nothing: what is known without them is drawn by itself, and agrees in itself.
    let regionless = style.filter { !$0.contains(.region) }.max { $0.count < $1.count }
    let whole = regionless.map { filled(measure, $0, programme) }
    return style.map { axes in
      if axes == finest { return first }
      if programme.level, finest.contains(.region), !axes.contains(.region), let whole {
        return whole.margin(axes, level: true)
      }
      if axes.isSubset(of: finest) { return first.margin(axes, level: programme.level) }
      return split(total, axes, granule(measure, programme))
    }
  }

  private func granule(_ measure: Measure, _ programme: Programme) -> Fraction {
    if measure == .budget || measure == .spent { return Fraction(10_000) }
    switch programme.unit {
    case .household, .person: return Fraction(1)
    case .money: return Fraction(100_000)
    case .percent: return Fraction(1, 200)
    }
  }

  private mutating func value(_ measure: Measure, _ programme: Programme) -> Fraction {
    let most = programme.unit == .percent && measure != .budget && measure != .spent ? 260 : programme.size
    return Fraction(Int128(random.chance(6) ? 0 : random.pick(1...most))) * granule(measure, programme)
  }

  private mutating func filled(_ measure: Measure, _ axes: Set<Axis>, _ programme: Programme) -> Breakdown {
    var breakdown = Breakdown(axes: axes, cells: [:])
    let done = moment()
    for place in plan.places(axes) {
      var missing = 10
      if axes.contains(.quarter), measure == .actual || measure == .spent {
        missing = plan.moment(of: place) > done ? 85 : 8
      } else if axes.contains(.quarter), measure == .forecast {
        missing = plan.moment(of: place) > done ? 15 : 60
      }
      if !random.chance(missing) { breakdown.cells[place] = value(measure, programme) }
    }
    return breakdown
  }

  private mutating func split(_ total: Fraction?, _ axes: Set<Axis>, _ granule: Fraction) -> Breakdown {
    var breakdown = Breakdown(axes: axes, cells: [:])
    guard let total else { return breakdown }
    var rest = (total / granule).numerator
    let places = random.shuffle(plan.places(axes))
    for place in places.dropLast() where !random.chance(12) {
      let part = Int128(random.pick(0...Int(rest)))
      breakdown.cells[place] = Fraction(part) * granule
      rest -= part
    }
    breakdown.cells[places.last!] = Fraction(rest) * granule
    return breakdown
  }

  private mutating func addGroup(_ name: String) {
    let pattern = plan.programmes[random.pick(0...plan.programmes.count - 1)]
    let kin = plan.programmes.indices.filter {
      plan.programmes[$0].unit == pattern.unit && plan.programmes[$0].level == pattern.level
        && plan.programmes[$0].less == pattern.less
    }
    // Percentages do not add up.
    guard kin.count > 1, pattern.unit != .percent else { return }
    var group = Group(name: name, members: random.shuffle(kin), carry: nil, own: [:])
    group.members.removeLast(random.pick(0...kin.count - 2))
    if !pattern.level, random.chance(50) { group.carry = random.pick(Carry.allCases) }
    let members = group.members.map { plan.programmes[$0] }
    for measure in [Measure.target, .actual]
    where !plan.manyYears && !pattern.level && random.chance(85) {
      if measure == .actual, members.contains(where: { $0.measures[.forecast] != nil }) { continue }
      if members.contains(where: { $0.has(.quarter, in: measure) }) { continue }
      let totals = members.compactMap { $0.measures[measure]?[0].margin([], level: false).cells[Place()] }
      guard !totals.isEmpty else { continue }
      group.own[measure] = split(
        totals.reduce(.zero, +), [.quarter], granule(measure, pattern))
    }
    plan.groups.append(group)
  }

  // MARK: Moves and scenarios

  private mutating func move() -> Move? {
    let measure = random.chance(75) ? Measure.target : .budget
    let givers = plan.programmes.indices.filter { plan.programmes[$0].measures[measure] != nil }
    guard !givers.isEmpty else { return nil }
    let from = random.pick(givers)
    let giver = plan.programmes[from]
    moveCount += 1
    let name = random.chance(60) ? "m\(moveCount)" : nil
    if !plan.manyYears, random.chance(25), giver.has(.quarter, in: measure), !giver.has(.region, in: measure)
    {
      let quarters = random.shuffle(Array(plan.period.all))
      return Move(
        name: name, parts: [(measure, amount(measure, giver))],
        route: .quarters(of: from, from: quarters[0], to: quarters[1]), when: Place())
    }
    let takers = plan.programmes.indices.filter {
      let taker = plan.programmes[$0]
      guard $0 != from, taker.level == giver.level else { return false }
      guard taker.measures[measure] != nil || random.chance(50) else { return false }
      return measure == .budget || taker.unit == giver.unit
    }
    guard !takers.isEmpty else { return nil }
    let to = random.pick(takers)
    var parts = [(measure: measure, amount: amount(measure, giver))]
    if measure == .target, giver.measures[.budget] != nil, random.chance(30) {
      parts.append((.budget, amount(.budget, giver)))
    }
    var when = Place()
    let both = [giver, plan.programmes[to]]
    let dated = parts.contains { part in both.contains { $0.has(.quarter, in: part.measure) } }
    if dated || random.chance(40) {
      when.quarter = random.pick(plan.period.all)
      if plan.manyYears { when.year = giver.level ? plan.years.last! : random.pick(plan.years) }
      if giver.has(.region, in: measure), random.chance(60) {
        when.region = random.pick(0...plan.regions.count - 1)
      }
    }
    return Move(name: name, parts: parts, route: .between(from, to), when: when)
  }

  private mutating func amount(_ measure: Measure, _ giver: Programme) -> Amount {
    if random.chance(30) || (giver.unit == .percent && measure != .budget) {
      return .share(Fraction(Int128(random.pick([5, 10, 25, 50, 75, 100])), 100))
    }
    return .absolute(Fraction(Int128(random.pick(1...max(1, giver.size / 3)))) * granule(measure, giver))
  }

  private mutating func addScenario(_ name: String) {
    let index = plan.scenarios.count
    var parents: [Int] = []
    if index > 0, random.chance(60) { parents = random.shuffle(Array(0..<index)) }
    if parents.count > 1 { parents.removeLast(random.pick(max(0, parents.count - 3)...parents.count - 1)) }
    plan.scenarios.append(Scenario(name: name, parents: parents, amendments: []))
    guard World.fits(plan, scenario: index) else {
      plan.scenarios.removeLast()
      return
    }
    for _ in 0..<random.pick(0...4) {
      guard let amendment = amendment(in: index) else { continue }
      plan.scenarios[index].amendments.append(amendment)
      if !World.fits(plan, scenario: index) { plan.scenarios[index].amendments.removeLast() }
    }
  }

  private mutating func amendment(in scenario: Int) -> Amendment? {
    switch random.pick(0...99) {
    case ..<30: return figureAmendment(scaling: false)
    case ..<45: return figureAmendment(scaling: true)
    case ..<68: return move().map(Amendment.move)
    case ..<80:
      let named = World.namedMoves(plan, scenario: scenario)
      return named.isEmpty ? nil : .without(random.pick(named))
    case ..<90:
      let names =
        plan.programmes.filter { !$0.level }.map(\.name)
        + plan.groups.filter { !plan.programmes[$0.members[0]].level }.map(\.name)
      guard !names.isEmpty else { return nil }
      return .carry(random.pick(Carry.allCases), of: random.chance(50) ? random.pick(names) : nil)
    case ..<95: return scenarioAsOf.map(Amendment.asOf)
    default: return .lights(bands())
    }
  }

  private mutating func figureAmendment(scaling: Bool) -> Amendment? {
    let index = random.pick(0...plan.programmes.count - 1)
    let programme = plan.programmes[index]
    let measure = random.pick(Measure.allCases.filter { programme.measures[$0] != nil })
    if programme.level, programme.has(.region, in: measure) { return nil }
    let breakdown = random.pick(programme.measures[measure]!)
    let whole = random.chance(15)
    let place = whole ? Place() : random.pick(plan.places(breakdown.axes))
    if measure == .actual || measure == .spent {
      for limit in [plan.asOf, scenarioAsOf] {
        if let limit, plan.moment(of: place) > limit { return nil }
      }
    }
    guard scaling else { return .set(programme: index, measure, place, value(measure, programme)) }
    return .scale(
      programme: index, measure, place, Fraction(Int128(random.pick([50, 80, 90, 110, 125])), 100))
  }
}
