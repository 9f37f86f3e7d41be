import TestSupport
import Testing

/// Figures by area, asked by province and by region: what the engine adds up, and what it works out of the sums.
@Suite struct RollUpTests {
  static let chunks: UInt64 = 8
  static let plansInChunk: UInt64 = 30
  static let questionsOfPlan = 40

  @Test(arguments: 0..<chunks)
  func coarserAxesAreAddedUp(chunk: UInt64) throws {
    var failures = 0
    for seed in chunk * Self.plansInChunk..<(chunk + 1) * Self.plansInChunk where failures < 3 {
      let plan = NestedPlan(seed: seed)
      let probe = try TableProbe(plan.text, tables: plan.tables)
      var asker = NestedAsker(plan)
      for _ in 0..<Self.questionsOfPlan {
        let (question, expected) = asker.question()
        let found = (try? probe.exact(question)) ?? ["an error"]
        guard found != expected else { continue }
        Issue.record(
          "plan \(seed): \(question)\n found \(found)\n not  \(expected)\n\(plan.text)\n\(plan.tables)")
        failures += 1
        break
      }
    }
  }

  /// `list` names the members of any of the axes.
  @Test(arguments: 0..<chunks)
  func listsAreOfAnyAxis(chunk: UInt64) throws {
    for seed in chunk * 10..<(chunk + 1) * 10 {
      let plan = NestedPlan(seed: 5_000 + seed)
      let probe = try TableProbe(plan.text, tables: plan.tables)
      var asker = NestedAsker(plan)
      for _ in 0..<8 {
        let (statement, members, pending) = asker.list()
        let found = try probe.list(statement)
        #expect(Set(found.members) == Set(members), "plan \(seed): \(statement)")
        #expect(Set(found.pending) == Set(pending), "plan \(seed): \(statement)")
        // No member stands twice.
        #expect(found.members.count == members.count && found.pending.count == pending.count)
      }
    }
  }

  /// What lies apart adds up to the whole, however it is taken apart.
  @Test(arguments: 0..<chunks)
  func partsAddUpToTheWhole(chunk: UInt64) throws {
    for seed in chunk * 10..<(chunk + 1) * 10 {
      let plan = NestedPlan(seed: 9_000 + seed)
      let probe = try TableProbe(plan.text, tables: plan.tables)
      for figure in ["target", "actual", "result"] {
        let whole = try probe.exact("p0.\(figure)")
        for axis in ["area", "region"] + (plan.provinces == nil ? [] : ["province"]) {
          #expect(
            try probe.exact("sum(p0.\(figure) over \(axis))") == whole, "plan \(seed): \(figure) \(axis)")
          let parts = try probe.exact("p0.\(figure) by \(axis)").filter { $0 != "none" }
          let sum = try parts.map { try #require(Fraction(reading: $0)) }.reduce(.zero, +)
          #expect(
            parts.isEmpty ? whole == ["none"] : whole == [sum.description], "plan \(seed): \(figure) \(axis)")
        }
        #expect(
          try probe.exact("sum(sum(p0.\(figure) over area) over region)") == whole, "plan \(seed): \(figure)")
      }
    }
  }
}

/// Asks one random question after the other of a nested plan, and knows the answers.
struct NestedAsker {
  enum Axis: String, CaseIterable { case region, province, area, quarter, programme }

  let plan: NestedPlan
  let oracle: NestedOracle
  var random: SplitMix64

  init(_ plan: NestedPlan) {
    self.plan = plan
    oracle = NestedOracle(plan: plan)
    random = SplitMix64(seed: plan.seed &+ 31)
  }

  private var places: [Axis] { plan.provinces == nil ? [.region, .area] : [.region, .province, .area] }

  func count(_ axis: Axis) -> Int {
    switch axis {
    case .region: plan.regions
    case .province: plan.provinces?.count ?? 0
    case .area: plan.areas.count
    case .quarter: 4
    case .programme: 2
    }
  }

  func name(_ axis: Axis, _ member: Int) -> String {
    switch axis {
    case .region: "r\(member)"
    case .province: "province.v\(member)"
    case .area: "area.a\(member)"
    case .quarter: "Q\(member + 1)"
    case .programme: "p\(member)"
    }
  }

  private func narrow(_ scope: inout NestedScope, _ axis: Axis, _ members: ClosedRange<Int>) {
    switch axis {
    case .region: scope.regions = members
    case .province: scope.provinces = members
    case .area: scope.areas = members
    case .quarter: scope.quarters = members
    case .programme: scope.programme = members.lowerBound
    }
  }

  /// Some members of each of some axes, as they stand between brackets.
  private mutating func narrowing(_ scope: inout NestedScope, of axes: [Axis]) -> String {
    var words: [String] = []
    for axis in axes {
      let first = random.pick(0...count(axis) - 1)
      let last = random.chance(70) ? first : random.pick(first...count(axis) - 1)
      narrow(&scope, axis, first...last)
      let range =
        first == 0 && random.chance(50)
        ? "..\(name(axis, last))"
        : last == count(axis) - 1 && random.chance(50)
          ? "\(name(axis, first)).." : "\(name(axis, first))..\(name(axis, last))"
      words.append(first == last ? name(axis, first) : range)
    }
    return words.isEmpty ? "" : "[" + random.shuffle(words).joined(separator: ", ") + "]"
  }

  private func scopes(_ scope: NestedScope, by axes: [Axis]) -> [NestedScope] {
    axes.reduce([scope]) { scopes, axis in
      scopes.flatMap { scope in
        (0..<count(axis)).map { member in
          var part = scope
          narrow(&part, axis, member...member)
          return part
        }
      }
    }
  }

  private mutating func some(_ axes: [Axis], _ percent: Int) -> [Axis] {
    random.shuffle(axes.filter { _ in random.chance(percent) })
  }

  // MARK: Questions

  mutating func question() -> (text: String, answer: [String]) {
    random.chance(50) ? figureQuestion() : reductionQuestion()
  }

  private mutating func figureQuestion() -> (String, [String]) {
    var scope = NestedScope(programme: random.pick(0...1))
    let by = some(places + [.quarter], 35)
    let brackets = narrowing(&scope, of: some(places + [.quarter], 35).filter { !by.contains($0) })
    let figure = NestedFigure.allCases[random.pick(0...NestedFigure.allCases.count - 1)]
    let asksAll = random.chance(10)
    let axes = asksAll ? [.programme] + by : by
    let text = (asksAll ? "" : "p\(scope.programme).") + figure.rawValue + brackets
    return (text + suffix(axes), scopes(scope, by: axes).map { figure.text(oracle, $0) })
  }

  private func suffix(_ axes: [Axis]) -> String { axes.map { " by \($0.rawValue)" }.joined() }

  /// One figure of what the members of an axis have, in the whole or within coarser members.
  private mutating func reductionQuestion() -> (String, [String]) {
    let over = random.pick(places)
    let coarser = over == .area ? places.filter { $0 != .area } : over == .province ? [.region] : []
    var inner = NestedScope(programme: random.pick(0...1))
    let innerBrackets = narrowing(&inner, of: random.chance(50) ? [.quarter] : [])
    let by = some(inner.quarters == nil ? coarser + [.quarter] : coarser, 45)
    var outer = inner
    let reduction = random.pick(["sum", "min", "max", "mean", "median", "count", "any", "all"])
    // Of the axis itself too only some members may be asked.
    let own = random.chance(25) ? [over] : []
    let narrowed = some(coarser, 35).filter { !by.contains($0) } + own
    let brackets = narrowing(&outer, of: narrowed)
    let figure = random.pick([NestedFigure.target, .actual, .result, .adjusted, .rate, .gap])
    let subject = "p\(inner.programme).\(figure.rawValue)\(innerBrackets)"
    let bound = Fraction(Int128(random.pick(0...40)))
    let comparison = random.pick([">", ">=", "<", "<="])
    let isCondition = ["count", "any", "all"].contains(reduction)
    let compared =
      figure == .rate ? "\(bound * Fraction(5))%" : "\(bound) household"
    let limit = figure == .rate ? bound * Fraction(1, 20) : bound
    let body = isCondition ? "\(subject) \(comparison) \(compared)" : subject
    let answers = scopes(outer, by: by).map { scope -> String in
      let members = (0..<count(over)).filter { lies($0, of: over, within: scope) }
      let figures = members.map { member -> Fraction? in
        var part = scope
        narrow(&part, over, member...member)
        return figure.value(oracle, part)
      }
      if !isCondition { return reduced(reduction, figures) }
      guard figure == .rate else {
        return judged(reduction, figures.map { $0.map { holds(comparison, $0, limit) } })
      }
      let sides = members.map { member -> (Fraction, Fraction)? in
        var part = scope
        narrow(&part, over, member...member)
        return oracle.comparedRate(part, with: limit)
      }
      return judged(reduction, sides.map { $0.map { holds(comparison, $0.0, $0.1) } })
    }
    return ("\(reduction)(\(body) over \(over.rawValue))\(brackets)\(suffix(by))", answers)
  }

  /// Whether a member of an axis lies within what a scope asks of it and of the coarser ones.
  private func lies(_ member: Int, of axis: Axis, within scope: NestedScope) -> Bool {
    switch axis {
    case .area:
      (scope.areas?.contains(member) ?? true) && (scope.regions?.contains(plan.region(member)) ?? true)
        && (scope.provinces?.contains(plan.areas[member]) ?? true)
    case .province:
      (scope.provinces?.contains(member) ?? true)
        && (scope.regions?.contains(plan.provinces?[member] ?? 0) ?? true)
    case .region: scope.regions?.contains(member) ?? true
    case .quarter, .programme: true
    }
  }

  private func reduced(_ reduction: String, _ figures: [Fraction?]) -> String {
    let known = figures.compactMap { $0 }
    guard !known.isEmpty else { return "none" }
    switch reduction {
    case "min": return known.min()!.description
    case "max": return known.max()!.description
    case "median": return Fraction.median(known).description
    case "mean": return (known.reduce(.zero, +) / Fraction(Int128(known.count))).description
    default: return known.reduce(.zero, +).description
    }
  }

  private func judged(_ reduction: String, _ truths: [Bool?]) -> String {
    switch reduction {
    case "count": return "\(truths.count { $0 == true })"
    case "any": return truths.contains(true) ? "true" : truths.contains(nil) ? "pending" : "false"
    default: return truths.contains(false) ? "false" : truths.contains(nil) ? "pending" : "true"
    }
  }

  private func holds(_ comparison: String, _ figure: Fraction, _ limit: Fraction) -> Bool {
    switch comparison {
    case ">": figure > limit
    case ">=": figure >= limit
    case "<": figure < limit
    default: figure <= limit
    }
  }

  /// A `list` statement, the members for which it holds, and those for which it is not known.
  /// Outside of what is asked of a coarser axis: nobody means such a member.
  private func isLeftOut(_ axis: Axis, _ member: Int, _ scope: NestedScope) -> Bool {
    switch axis {
    case .area:
      let isInProvince = plan.provinces == nil || scope.provinces?.contains(plan.areas[member]) ?? true
      return !(scope.regions?.contains(plan.region(member)) ?? true) || !isInProvince
    case .province: return !(scope.regions?.contains(plan.provinces?[member] ?? 0) ?? true)
    case .region, .programme, .quarter: return false
    }
  }

  mutating func list() -> (statement: String, members: [String], pending: [String]) {
    let axis = random.pick(places)
    var scope = NestedScope(programme: random.pick(0...1))
    let brackets = narrowing(&scope, of: some([.quarter] + places.filter { $0 != axis }, 40))
    let figure = random.pick([NestedFigure.target, .actual, .result, .adjusted, .gap])
    let bound = Fraction(Int128(random.pick(0...40)))
    let comparison = random.pick([">", ">=", "<", "<="])
    var (members, pending): ([String], [String]) = ([], [])
    for (member, part) in scopes(scope, by: [axis]).enumerated() {
      let short = String(name(axis, member).split(separator: ".").last!)
      if let known = figure.value(oracle, part) {
        if holds(comparison, known, bound) { members.append(short) }
      } else if !isLeftOut(axis, member, scope) {
        pending.append(short)
      }
    }
    let statement =
      "list \(axis.rawValue) where p\(scope.programme).\(figure.rawValue)\(brackets) \(comparison) \(bound) household"
    return (statement, members, pending)
  }
}

/// What can be asked of a programme.
enum NestedFigure: String, CaseIterable {
  case target, actual, result, adjusted, rate, gap, light

  func value(_ oracle: NestedOracle, _ scope: NestedScope) -> Fraction? {
    switch self {
    case .target: oracle.target(scope)
    case .actual: oracle.actual(scope)
    case .result: oracle.result(scope)
    case .adjusted: oracle.adjusted(scope)
    case .rate: oracle.rate(scope)
    case .gap: oracle.gap(scope)
    case .light: nil
    }
  }

  func text(_ oracle: NestedOracle, _ scope: NestedScope) -> String {
    (self == .light ? oracle.light(scope) : value(oracle, scope)?.description) ?? "none"
  }
}
