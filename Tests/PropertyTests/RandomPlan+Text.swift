/// Writes a plan as text, spelling the same thing now one way, now another.
struct PlanWriter {
  /// `{ north { 5, 60, 0, 1 } … }`: the specification shows only keys inside keys.
  static let nestsPositionalLists = false

  let plan: RandomPlan
  var random: SplitMix64

  static func text(of plan: RandomPlan, spelling: UInt64 = 0) -> String {
    var writer = PlanWriter(plan: plan, random: SplitMix64(seed: plan.seed &* 31 &+ spelling))
    return writer.write()
  }

  private mutating func write() -> String {
    let years = plan.manyYears ? "\(plan.years[0]) to \(plan.years.last!)" : "\(plan.years[0])"
    let months = PlanPeriod.month.names(firstMonth: 1)
    let begins = plan.firstMonth == 10 ? "" : " begins in \(months[plan.firstMonth - 1])"
    var head = ["plan \"seed \(plan.seed)\"", "fiscal year \(years)\(begins)"]
    if plan.period != .quarter { head.append("periods by \(plan.period)") }
    var items = [
      "unit household \"ครัวเรือน\"", random.chance(50) ? "unit person" : "unit person \"คน\"  # heads",
      "currency baht \"บาท\"",
    ]
    if !plan.regions.isEmpty {
      let labelled = plan.regions.map { random.chance(40) ? "\($0) \"the \($0)\"" : $0 }
      items.append("axis region { \(labelled.joined(separator: ", ")) }")
    }
    if let carry = plan.carry { items.append("carry \(carry.rawValue)") }
    if let bands = plan.bands { items.append(lights(bands)) }
    if let moment = plan.asOf { items.append(asOf(moment)) }
    for programme in plan.programmes { items.append(text(programme)) }
    for group in plan.groups { items.append(text(group)) }
    for scenario in plan.scenarios { items.append(text(scenario)) }
    if random.chance(50) { items = random.shuffle(items) }
    var position = random.pick(0...items.count)
    for move in plan.moves {
      items.insert(text(move, indent: ""), at: position)
      position = random.pick(position + 1...items.count)
    }
    return (head + items).joined(separator: "\n") + "\n"
  }

  private func lights(_ bands: Bands) -> String {
    "lights { red below \(percent(bands.red)); yellow up to \(percent(bands.yellow)); green above }"
  }

  private func asOf(_ moment: Moment) -> String {
    "as of \(plan.periodNames[moment.quarter])" + (plan.manyYears ? ", \(moment.year)" : "")
  }

  // MARK: Programmes and groups

  private mutating func text(_ programme: Programme) -> String {
    let unit =
      switch programme.unit {
      case .household: "household"
      case .person: "person"
      case .money: "million baht"
      case .percent: "percent"
      }
    var text =
      "programme \(programme.name)\(random.chance(40) ? " \"งาน \(programme.name)\"" : "") in \(unit)"
    switch (programme.level, programme.less) {
    case (true, true): text += random.chance(50) ? " level, less is better" : ", less is better level"
    case (true, false): text += " level"
    case (false, true): text += ", less is better"
    case (false, false): break
    }
    var lines: [String] = []
    if let carry = programme.carry { lines.append("carry \(carry.rawValue)") }
    for measure in Measure.allCases {
      for breakdown in programme.measures[measure, default: []] {
        lines.append(self.text(measure, breakdown, programme.unit))
      }
    }
    return text + " " + block(random.chance(30) ? random.shuffle(lines) : lines)
  }

  private mutating func text(_ group: Group) -> String {
    var lines: [String] = []
    if let carry = group.carry { lines.append("carry \(carry.rawValue)") }
    let unit = plan.programmes[group.members[0]].unit
    for measure in Measure.allCases {
      if let breakdown = group.own[measure] { lines.append(self.text(measure, breakdown, unit)) }
    }
    let sum = group.members.map { plan.programmes[$0].name }.joined(separator: " + ")
    let text = "group \(group.name)\(random.chance(40) ? " \"a group\"" : "") = \(sum)"
    return lines.isEmpty && random.chance(70) ? text : text + " " + block(lines)
  }

  private mutating func block(_ lines: [String]) -> String {
    if lines.isEmpty { return "{}" }
    if random.chance(10), !lines.contains(where: { $0.hasSuffix("-") || $0.contains("\n") }) {
      return "{ \(lines.joined(separator: "; ")) }"
    }
    let commented = lines.map { line in
      random.chance(6) && !line.hasSuffix("-") ? line + "  # noted" : line
    }
    return "{\n" + commented.map { "  \($0)\n" }.joined() + "}"
  }

  private func member(_ place: Place, _ axis: Axis) -> String {
    switch axis {
    case .year: "\(place.year!)"
    case .quarter: plan.periodNames[place.quarter!]
    case .region: plan.regions[place.region!]
    }
  }

  private mutating func text(_ measure: Measure, _ breakdown: Breakdown, _ unit: Unit) -> String {
    let axes = Axis.allCases.filter(breakdown.axes.contains)
    let order =
      random.chance(25) ? Array(axes.reversed()) : axes.contains(.region) ? [.region] + axes.dropLast() : axes
    let by = order.map { " by \($0 == .quarter ? plan.period.rawValue : "\($0)")" }.joined()
    return measure.rawValue + by + " " + values(measure, breakdown, unit, order, at: Place(), deep: false)
  }

  private mutating func values(
    _ measure: Measure, _ breakdown: Breakdown, _ unit: Unit, _ axes: [Axis], at place: Place, deep: Bool
  ) -> String {
    guard let axis = axes.first else {
      guard let value = breakdown.cells[place] else { return random.chance(50) ? "-" : "none" }
      return figure(value, measure, unit)
    }
    let members = plan.places([axis]).map { member in
      Place(
        year: member.year ?? place.year, quarter: member.quarter ?? place.quarter,
        region: member.region ?? place.region)
    }
    let keyed = axes.count > 1 || (deep ? !PlanWriter.nestsPositionalLists : random.chance(35))
    var parts: [String] = []
    for member in members {
      // A key that is left out is a missing figure.
      let empty = breakdown.cells.keys.allSatisfy { $0.projected(onto: member.axes) != member }
      let isLast = member == members.last!
      if keyed, empty, random.chance(40), !(isLast && parts.isEmpty) { continue }
      let value = values(measure, breakdown, unit, Array(axes.dropFirst()), at: member, deep: true)
      parts.append(keyed ? "\(self.member(member, axis)) \(value)" : value)
    }
    guard keyed || deep else { return parts.joined(separator: ", ") }
    if axes.count > 1, random.chance(60) {
      return "{\n" + parts.map { "    \($0)\n" }.joined() + "  }"
    }
    let semicolons = random.chance(15) && !parts.contains { $0.hasSuffix("-") }
    return "{ " + parts.joined(separator: semicolons ? "; " : ", ") + " }"
  }

  // MARK: Moves and scenarios

  private mutating func text(_ move: Move, indent: String) -> String {
    var clauses: [String] = []
    var giver = 0
    var of = ""
    switch move.route {
    case .between(let from, let to):
      giver = from
      clauses.append("from \(plan.programmes[from].name) to \(plan.programmes[to].name)")
    case .quarters(let programme, let from, let to):
      giver = programme
      of = " of \(plan.programmes[programme].name)"
      clauses.append("from \(plan.periodNames[from]) to \(plan.periodNames[to])")
    }
    let unit = plan.programmes[giver].unit
    let amounts = move.parts.map { measure, amount in
      switch amount {
      case .share(let share): "\(percent(share)) of \(measure.rawValue)"
      case .absolute(let value) where measure == .budget || unit == .money:
        "\(money(value)) of \(measure.rawValue)"
      case .absolute(let value):
        "\(digits(value)) \(unit == .person ? "person" : "household") of \(measure.rawValue)"
      }
    }
    if let quarter = move.when.quarter {
      var place = "in \(plan.periodNames[quarter])"
      if let year = move.when.year { place += ", \(year)" }
      if let region = move.when.region { place += ", \(plan.regions[region])" }
      clauses.append(place)
    }
    if let name = move.name { clauses.append("as \(name)" + (random.chance(30) ? " \"ปรับแผน\"" : "")) }
    if random.chance(20) { clauses.append("because \"it was drawn by lot\"") }
    if random.chance(20) { clauses.append(random.chance(50) ? "approved 2561-04-30" : "approved 2018-04-30") }
    if random.chance(20) { clauses = random.shuffle(clauses) }
    let separator = random.chance(25) ? "\n\(indent)  " : " "
    return "move \(amounts.joined(separator: " and "))\(of) " + clauses.joined(separator: separator)
  }

  private mutating func text(_ scenario: Scenario) -> String {
    var text = "scenario \(scenario.name)\(random.chance(30) ? " \"what if\"" : "")"
    if !scenario.parents.isEmpty {
      text += " from " + scenario.parents.map { plan.scenarios[$0].name }.joined(separator: ", ")
      if scenario.amendments.isEmpty, random.chance(70) { return text }
    }
    var lines: [String] = []
    for amendment in scenario.amendments { lines.append(self.text(amendment)) }
    return text + (lines.isEmpty ? " {}" : " {\n" + lines.map { "  \($0)\n" }.joined() + "}")
  }

  private mutating func text(_ amendment: Amendment) -> String {
    switch amendment {
    case .set(let programme, let measure, let place, let value):
      let figure = figure(value, measure, plan.programmes[programme].unit)
      return "set \(plan.programmes[programme].name).\(measure.rawValue)\(brackets(place)) = \(figure)"
    case .scale(let programme, let measure, let place, let factor):
      let figure = "\(plan.programmes[programme].name).\(measure.rawValue)\(brackets(place))"
      return "scale \(figure) by \(percent(factor))"
    case .move(let move): return text(move, indent: "  ")
    case .without(let name): return "without \(name)"
    case .carry(let carry, of: let name): return "carry \(carry.rawValue)" + (name.map { " of \($0)" } ?? "")
    case .asOf(let moment): return asOf(moment)
    case .lights(let bands): return lights(bands)
    case .words(let words): return words
    }
  }

  private mutating func brackets(_ place: Place) -> String {
    let members = Axis.allCases.filter(place.axes.contains).map { member(place, $0) }
    return members.isEmpty ? "" : "[\(random.shuffle(members).joined(separator: ", "))]"
  }
}

// MARK: - Questions

enum Entity: Hashable, Sendable {
  case programme(Int)
  case group(Int)
}

enum Ask: String, CaseIterable, Sendable {
  case target
  case original = "target.original"
  case actual, forecast, result, adjusted, rate, gap, light, budget, spent
  case spending
}

struct Question: Sendable {
  var text: String
  var expected: Figure
}

/// Draws questions about a plan, with the oracle's answers.
struct Asker {
  let plan: RandomPlan
  var random: SplitMix64
  let scenarios: [Int?]
  private var oracles: [Int: Oracle] = [:]

  init(_ plan: RandomPlan, scenarios: Bool = true) {
    self.plan = plan
    random = SplitMix64(seed: plan.seed &+ 0xA5C3)
    self.scenarios = [nil] + (scenarios ? plan.scenarios.indices.map(Optional.some) : [])
  }

  mutating func questions(_ count: Int) throws -> [Question] {
    var questions: [Question] = []
    while questions.count < count {
      let question = try question()
      // Mostly what has an answer; an error now and then; no doubts.
      if case .doubt = question.expected { continue }
      if question.expected.isFigure || random.chance(15) { questions.append(question) }
    }
    return questions
  }

  static func brackets(_ members: [String]) -> String {
    members.isEmpty ? "" : "[\(members.joined(separator: ", "))]"
  }

  private mutating func oracle(_ scenario: Int?) throws -> Oracle {
    let key = scenario ?? -1
    if let oracle = oracles[key] { return oracle }
    let oracle = try Oracle(plan, scenario: scenario)
    oracles[key] = oracle
    return oracle
  }

  private mutating func context() -> Context {
    var context = Context()
    if plan.manyYears, random.chance(65) { context.year = random.pick(plan.years) }
    if random.chance(72) {
      context.quarters = random.chance(35) ? range() : random.pick(plan.period.all).span
    }
    if !plan.regions.isEmpty, random.chance(25) { context.region = random.pick(0...plan.regions.count - 1) }
    return context
  }

  private mutating func range() -> ClosedRange<Int> {
    guard plan.period == .quarter else {
      if plan.period == .month, random.chance(50) {
        return plan.period.longer[random.pick(["Q1", "Q2", "Q3", "Q4", "H1", "H2"])]!
      }
      let first = random.pick(plan.period.all)
      // All of a year's periods are the year, which is asked without them.
      return first...random.pick(first...(first == 0 ? plan.period.last - 1 : plan.period.last))
    }
    return random.pick([0...1, 0...2, 1...2, 1...3, 2...3, 2...2])
  }

  private mutating func members(_ context: Context) -> [String] {
    var members = context.year.map { ["\($0)"] } ?? []
    if let quarters = context.quarters {
      let (first, last) = (plan.periodNames[quarters.lowerBound], plan.periodNames[quarters.upperBound])
      let longer = plan.period.longer.first { $0.value == quarters }?.key
      switch (quarters.lowerBound, quarters.upperBound) {
      case (let a, let b) where a == b && random.chance(92): members.append(first)
      case _ where plan.period != .quarter && longer != nil && random.chance(60): members.append(longer!)
      case (0, _): members.append("..\(last)")
      case (_, plan.period.last): members.append("\(first)..")
      default: members.append("\(first)..\(last)")
      }
    }
    if let region = context.region { members.append(plan.regions[region]) }
    return members
  }

  private mutating func question() throws -> Question {
    var index = random.pick(0...plan.programmes.count + plan.groups.count - 1)
    if !plan.groups.isEmpty, random.chance(30) { index = plan.programmes.count }
    let entity =
      index < plan.programmes.count ? Entity.programme(index) : .group(index - plan.programmes.count)
    let asks: [Ask] = Ask.allCases + [.adjusted, .adjusted, .adjusted, .rate, .gap, .light, .result, .target]
    let ask = random.pick(asks)
    let scenario = random.chance(45) ? nil : random.pick(scenarios)
    let oracle = try oracle(scenario)
    let name =
      index < plan.programmes.count
      ? plan.programmes[index].name : plan.groups[index - plan.programmes.count].name
    let figure = "\(name).\(ask.rawValue)"
    let there = scenario.map { [plan.scenarios[$0].name] } ?? []
    let context = context()
    let value = oracle.answer(ask, entity, context)
    switch random.pick(0...99) {
    case ..<5 where ask != .light:
      return Question(
        text: "\(figure)\(Asker.brackets(members(context) + there)) otherwise 0",
        expected: value == .missing ? .value(.zero) : value)
    case ..<10:
      return Question(
        text: "known(\(figure)\(Asker.brackets(members(context))))\(Asker.brackets(there))",
        expected: value.isFigure ? .truth(value == .missing ? "false" : "true") : value)
    // The sum of twelve rates is a fraction of too many digits here.
    case ..<16 where ask != .light && (plan.period != .month || (ask != .rate && ask != .spending)):
      return reduction(figure, there) { oracle.answer(ask, entity, $0) }
    case ..<20:
      // The inner context wins on its axis.
      guard context.quarters != nil, plan.years.count == 1 else { break }
      let inner = "\(figure)\(Asker.brackets(members(context)))"
      return Question(
        text: "(\(inner))\(Asker.brackets([random.pick(plan.periodNames)] + there))", expected: value)
    case ..<24 where ask == .light:
      let colour = random.pick(["red", "yellow", "green"])
      guard value.isFigure else { break }
      let verdict = value == .missing ? "pending" : value.text == colour ? "true" : "false"
      return Question(
        text: "\(figure)\(Asker.brackets(members(context) + there)) = \(colour)", expected: .truth(verdict))
    case ..<28 where ask == .target:
      // One period earlier, of the first one the last of the year before; none in the very first.
      guard let quarter = context.quarters, quarter.count == 1, context.year != nil || !plan.manyYears else {
        break
      }
      var before = context
      let yearBefore = context.year.flatMap { $0 > plan.years[0] ? $0 - 1 : nil }
      if quarter.lowerBound > 0 {
        before.quarters = (quarter.lowerBound - 1).span
      } else if let yearBefore {
        (before.year, before.quarters) = (yearBefore, plan.period.last.span)
      }
      let earlier = oracle.answer(ask, entity, before)
      let isFirst = quarter.lowerBound == 0 && yearBefore == nil
      let expected = earlier.isFigure && isFirst ? .missing : earlier
      return Question(
        text: "previous(\(figure))\(Asker.brackets(members(context) + there))", expected: expected)
    default: break
    }
    let members = random.shuffle(members(context) + there)
    if members.count > 1, random.chance(15) {
      return Question(text: "\(figure)\(members.map { "[\($0)]" }.joined())", expected: value)
    }
    if random.chance(6) { return Question(text: "(\(figure))\(Asker.brackets(members))", expected: value) }
    return Question(text: figure + Asker.brackets(members), expected: value)
  }

  /// `sum(x over quarter)` and its like: what is missing is skipped.
  private mutating func reduction(_ figure: String, _ there: [String], _ answer: (Context) -> Figure)
    -> Question
  {
    var context = context()
    context.quarters = nil
    let quarters = plan.period.all.map { quarter in
      answer(Context(year: context.year, quarters: quarter.span, region: context.region))
    }
    let name = random.pick(["sum", "min", "max", "mean", "median"])
    let text = "\(name)(\(figure) over \(plan.period))\(Asker.brackets(members(context) + there))"
    if let obstacle = Figure.obstacle(quarters) { return Question(text: text, expected: obstacle) }
    let known = quarters.compactMap(\.known)
    guard !known.isEmpty else { return Question(text: text, expected: .missing) }
    let sum = known.reduce(.zero, +)
    let expected =
      switch name {
      case "sum": sum
      case "median": Fraction.median(known)
      case "min": known.min()!
      case "max": known.max()!
      default: sum / Fraction(Int128(known.count))
      }
    return Question(text: text, expected: .value(expected))
  }
}

extension Int {
  var span: ClosedRange<Int> { self...self }
}
