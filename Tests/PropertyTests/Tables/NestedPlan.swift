/// A small plan whose figures stand in a table by area and quarter, the areas within regions, or within provinces within
/// regions.
struct NestedPlan: Sendable {
  let regions: Int
  /// The region of each province; nil where areas lie in regions directly.
  let provinces: [Int]?
  /// The province, or else the region, of each area.
  let areas: [Int]
  /// By programme, measure (target, actual, forecast), area and quarter.
  var figures: [[[[Fraction?]]]]
  let carry: Carry
  /// The last quarter (0 to 3) that is over.
  let asOf: Int
  let seed: UInt64

  static let measures = ["target", "actual", "forecast"]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    regions = random.pick(2...4)
    let count = random.pick(2...7)
    if random.chance(60) {
      let provinces = (0..<random.pick(2...5)).map { [regions] _ in random.pick(0...regions - 1) }
      self.provinces = provinces
      areas = (0..<count).map { _ in random.pick(0...provinces.count - 1) }
    } else {
      provinces = nil
      areas = (0..<count).map { [regions] _ in random.pick(0...regions - 1) }
    }
    carry = random.pick(Carry.allCases)
    asOf = random.pick([2, 3, 3])
    let (hasForecast, places) = (random.chance(50), random.pick([1, 1, 10, 100]))
    figures = (0..<2).map { _ in
      (0..<3).map { measure in
        (0..<count).map { _ in
          (0..<4).map { quarter in
            guard measure < 2 || hasForecast, !random.chance(measure == 2 ? 50 : 22) else { return nil }
            let digits = random.pick([0...9, 0...60, -5...60, 0...1_000])
            return Fraction(Int128(random.pick(digits)), Int128(places))
          }
        }
      }
    }
  }

  /// The region of an area.
  func region(_ area: Int) -> Int { provinces.map { $0[areas[area]] } ?? areas[area] }

  // MARK: As text

  var text: String {
    """
    unit household
    fiscal year 2561
    as of Q\(asOf + 1)
    carry \(carry.rawValue)
    axis region { \((0..<regions).map { "r\($0) \"ภาค \($0)\"" }.joined(separator: ", ")) }
    \(provinces == nil ? "" : "axis province from \"provinces.csv\" key code within region")
    axis area from "areas.csv" key code label name within \(provinces == nil ? "region in" : "province in")
    programme p0 in household {}
    programme p1 in household {}
    load "figures.csv"
    """
  }

  /// The figures in a wide or a long table, rows in any order, what is missing in any writing.
  var tables: [String: String] {
    var random = SplitMix64(seed: seed &+ 77)
    var areaRows: [String] = []
    for (area, around) in areas.enumerated() {
      let name =
        provinces == nil && random.chance(40) ? "ภาค \(around)" : (provinces == nil ? "r" : "v") + "\(around)"
      areaRows.append("\(name),a\(area),พื้นที่ \(area)")
    }
    var tables = ["areas.csv": "in,code,name\n" + areaRows.joined(separator: "\n") + "\n"]
    if let provinces {
      let rows = provinces.enumerated().map { "v\($0.offset),r\($0.element)\n" }
      tables["provinces.csv"] = "code,region\n" + rows.joined()
    }
    tables["figures.csv"] = random.chance(50) ? wide(&random) : long(&random)
    return tables
  }

  private func cell(_ figure: Fraction?, _ random: inout SplitMix64) -> String {
    figure.map(\.description) ?? random.pick(["", "-", " "])
  }

  private func key(_ area: Int, _ random: inout SplitMix64) -> String {
    random.chance(30) ? "พื้นที่ \(area)" : "a\(area)"
  }

  private func wide(_ random: inout SplitMix64) -> String {
    let columns = NestedPlan.measures.indices.flatMap { measure in (0..<4).map { (measure, $0) } }
    let header = columns.map { "\(NestedPlan.measures[$0.0]) Q\($0.1 + 1)" }
    var rows: [String] = []
    for programme in 0..<2 {
      for area in areas.indices {
        let cells = columns.map { cell(figures[programme][$0.0][area][$0.1], &random) }
        rows.append(([key(area, &random), "p\(programme)"] + cells).joined(separator: ","))
      }
    }
    rows = random.shuffle(rows)
    return ((["area", "programme"] + header).joined(separator: ",") + "\n") + rows.joined(separator: "\n")
  }

  private func long(_ random: inout SplitMix64) -> String {
    var rows: [String] = []
    for programme in 0..<2 {
      for area in areas.indices {
        for quarter in 0..<4 {
          let cells = NestedPlan.measures.indices.map { cell(figures[programme][$0][area][quarter], &random) }
          rows.append(
            (["Q\(quarter + 1)"] + cells + ["p\(programme)", key(area, &random)]).joined(separator: ","))
        }
      }
    }
    rows = random.shuffle(rows)
    return "quarter," + NestedPlan.measures.joined(separator: ",") + ",programme,area\n"
      + rows.joined(separator: "\n")
  }
}

/// The part of a plan that is asked for.
struct NestedScope: Sendable {
  var programme = 0
  /// Members of each axis; nil for all.
  var areas: ClosedRange<Int>?
  var provinces: ClosedRange<Int>?
  var regions: ClosedRange<Int>?
  var quarters: ClosedRange<Int>?
}

/// What the figures of a nested plan are, worked out area by area, without anything of the engine.
struct NestedOracle {
  let plan: NestedPlan

  func areas(_ scope: NestedScope) -> [Int] {
    plan.areas.indices.filter { area in
      (scope.areas?.contains(area) ?? true) && (scope.regions?.contains(plan.region(area)) ?? true)
        && (scope.provinces?.contains(plan.areas[area]) ?? true)
    }
  }

  private func sum(_ figures: [Fraction?]) -> Fraction? {
    let known = figures.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }

  /// A measure as it is known at the `as of`: later actuals are hidden.
  private func cell(_ measure: Int, _ area: Int, _ quarter: Int, _ programme: Int) -> Fraction? {
    measure == 1 && quarter > plan.asOf ? nil : plan.figures[programme][measure][area][quarter]
  }

  private func total(_ scope: NestedScope, _ cell: (Int, Int) -> Fraction?) -> Fraction? {
    sum(areas(scope).flatMap { area in (scope.quarters ?? 0...3).map { cell(area, $0) } })
  }

  func target(_ scope: NestedScope) -> Fraction? { total(scope) { cell(0, $0, $1, scope.programme) } }
  func actual(_ scope: NestedScope) -> Fraction? { total(scope) { cell(1, $0, $1, scope.programme) } }

  /// Area by area and quarter by quarter what was reached, or else what is expected.
  func result(_ scope: NestedScope) -> Fraction? {
    total(scope) { cell(1, $0, $1, scope.programme) ?? cell(2, $0, $1, scope.programme) }
  }

  /// What is carried into a quarter: all quarters before it are over.
  private func carried(_ scope: NestedScope, into quarter: Int) -> Fraction? {
    guard quarter > 0 else { return nil }
    var before = scope
    before.quarters = quarter - 1...quarter - 1
    let left = (adjusted(before) ?? .zero) - (result(before) ?? .zero)
    switch plan.carry {
    case .none: return nil
    case .both: return left
    case .shortfall: return max(left, .zero)
    case .surplus: return min(left, .zero)
    }
  }

  func adjusted(_ scope: NestedScope) -> Fraction? {
    let carried = carried(scope, into: scope.quarters?.lowerBound ?? 0)
    guard let target = target(scope) else { return carried.flatMap { $0 == .zero ? nil : $0 } }
    return target + (carried ?? .zero)
  }

  /// Above zero, or declared below it: there is something to divide by.
  private func isDivisor(_ adjusted: Fraction, _ scope: NestedScope) -> Bool {
    adjusted > .zero || adjusted != .zero && (target(scope) ?? .zero) < .zero
  }

  func rate(_ scope: NestedScope) -> Fraction? {
    guard let result = result(scope), let adjusted = adjusted(scope), isDivisor(adjusted, scope) else {
      return nil
    }
    return result / adjusted
  }

  /// The two figures that a comparison of the rate comes down to: without a divisor the sides are compared crosswise.
  func comparedRate(_ scope: NestedScope, with limit: Fraction) -> (Fraction, Fraction)? {
    guard let result = result(scope), let adjusted = adjusted(scope) else { return nil }
    return isDivisor(adjusted, scope) ? (result / adjusted, limit) : (result, limit * adjusted)
  }

  func gap(_ scope: NestedScope) -> Fraction? {
    guard let result = result(scope), let adjusted = adjusted(scope) else { return nil }
    return result - adjusted
  }

  /// Whether every quarter asked is over, or expected for each area that has a target in it.
  private func isSettled(_ scope: NestedScope) -> Bool {
    (scope.quarters ?? 0...3).allSatisfy { quarter in
      let isPinned = scope.areas?.count == 1
      return quarter <= plan.asOf
        || areas(scope).allSatisfy { area in
          cell(2, area, quarter, scope.programme) != nil
            || !isPinned && cell(0, area, quarter, scope.programme) == nil
        }
    }
  }

  /// The result of the quarters that are over, and what was due by their end.
  private func pace(_ scope: NestedScope) -> (done: Fraction?, due: Fraction?) {
    let quarters = scope.quarters ?? 0...3
    guard quarters.lowerBound <= plan.asOf else { return (nil, nil) }
    var over = scope
    over.quarters = quarters.lowerBound...min(quarters.upperBound, plan.asOf)
    return (result(over), adjusted(over))
  }

  func light(_ scope: NestedScope) -> String? {
    var (result, adjusted) = (self.result(scope), self.adjusted(scope))
    if !isSettled(scope), !(adjusted.map { $0 <= .zero } ?? false) { (result, adjusted) = pace(scope) }
    if (target(scope) ?? .zero) < .zero {
      (result, adjusted) = (result.map { .zero - $0 }, adjusted.map { .zero - $0 })
    }
    guard let adjusted else { return nil }
    if adjusted <= .zero { return "green" }
    guard let result else { return nil }
    let rate = result / adjusted
    return rate < Fraction(1, 2) ? "red" : rate <= Fraction(4, 5) ? "yellow" : "green"
  }
}
