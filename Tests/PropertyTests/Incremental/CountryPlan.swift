/// A plan of more areas than are worked out at a time, with amendments of single figures.
struct CountryPlan {
  enum Figures: CaseIterable, Sendable {
    case whole
    /// Half of the figures have decimals.
    case decimals
    /// One actual in five is missing.
    case gaps
    /// Some do not fit in 64 bits.
    case long
  }

  static let areas = 4_400
  static let regions = 5
  /// Where the least actual of all stands, and what it is.
  static let least = (area: 4_321, figure: "1")
  /// The one area of which a forecast is known.
  static let forecast = 2_468

  let figures: Figures
  let seed: UInt64
  /// What stands in the scenario `x`.
  let amendments: [String]

  var text: String {
    """
    unit household
    fiscal year 2561
    carry surplus and shortfall
    axis region { \((0..<CountryPlan.regions).map { "r\($0)" }.joined(separator: ", ")) }
    axis area from "areas.csv" key code within region
    programme p in household {}
    programme q in household {}
    group g = p + q
    load "figures.csv"
    load "rest.csv"
    kpi half passes when count(p.result >= p.target over area) >= 2,200
    kpi floor passes when min(p.actual[Q2] over area) >= 10 household
    scenario x {
    \(amendments.map { "  \($0)\n" }.joined())}
    """
  }

  var tables: [String: String] {
    var random = SplitMix64(seed: seed &+ 9)
    var areas = "code,region\n"
    var rows = "area,programme," + (1...4).map { "target Q\($0)" }.joined(separator: ",")
    rows += "," + (1...4).map { "actual Q\($0)" }.joined(separator: ",") + "\n"
    var rest = "area,programme,target Q2,actual Q2,forecast Q4\n"
    for area in 0..<CountryPlan.areas {
      areas += "a\(area),r\(random.pick(0...CountryPlan.regions - 1))\n"
      var cells = (0..<8).map { figure(&random, isActual: $0 > 3) }
      if area == CountryPlan.least.area { cells[5] = CountryPlan.least.figure }
      rows += "a\(area),p,\(cells.joined(separator: ","))\n"
      let forecast = area == CountryPlan.forecast ? "77" : ""
      rest +=
        "a\(area),q,\(figure(&random, isActual: false)),\(figure(&random, isActual: true)),\(forecast)\n"
    }
    return ["areas.csv": areas, "figures.csv": rows, "rest.csv": rest]
  }

  private func figure(_ random: inout SplitMix64, isActual: Bool) -> String {
    let plain = "\(random.pick(20...900))"
    switch figures {
    case .whole: return plain
    case .decimals: return random.chance(50) ? plain + ".\(random.pick(1...99))" : plain
    case .gaps: return isActual && random.chance(20) ? "" : plain
    case .long: return random.chance(1) ? "9223372036854775\(random.pick(100...999))" : plain
    }
  }

  /// Reductions of every sort, with and without a coarser axis, and figures that are added up on the way.
  static let questions = [
    "sum(p.actual over area)", "sum(p.actual over area) by quarter", "sum(p.actual over area) by region",
    "sum(p.gap over area) by region by quarter", "count(p.result >= p.target over area)",
    "count(p.result >= p.target over area) by region", "count(p.light = green over area) by region",
    "count(light = green over area) by programme", "min(p.actual[Q2] over area)",
    "min(p.actual over area) by region", "max(p.actual over area) by quarter",
    "max(p.gap over area) by region", "any(p.actual[Q1] > 899 over area) by region",
    "all(p.actual[Q2] >= 10 over area)", "all(known(p.actual[Q2]) over area) by region",
    "sum(q.forecast[Q4] over area)", "sum(q.forecast over area) by region",
    "max(q.forecast[Q4] over area) by region", "count(q.result >= q.target over area) by region",
    "p.actual by quarter", "p.rate by region", "g.result by region", "g.light by region by quarter",
    "p.adjusted by quarter", "mean(p.actual[Q2] over area)", "kpis.passed", "half.margin",
    "count(g.light = green over area) by region",
  ]

  /// Amendments of single figures, most of them in a few areas, so that several fall on one figure.
  static func edits(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix64(seed: seed)
    let favourites = [0, 4_095, 4_096, least.area, areas - 1, random.pick(0...areas - 1)]
    return (0..<count).map { _ in
      let area = random.chance(60) ? random.pick(favourites) : random.pick(0...areas - 1)
      let quarter = random.pick(1...4)
      let value = random.chance(25) ? "none" : "\(random.pick([0, 5, 250, 899, 5_000]))"
      switch random.pick(0...19) {
      case 0...10: return "set p.actual[a\(area), Q\(quarter)] = \(value)"
      case 11, 12: return "set p.target[a\(area), Q\(quarter)] = \(random.pick([1, 250, 899]))"
      case 13: return "set q.actual[a\(area), Q2] = \(value)"
      case 14, 15: return "set q.forecast[a\(forecast), Q4] = \(value)"
      case 16: return "set q.forecast[a\(area), Q4] = \(value)"
      case 17: return "scale p.target[a\(area), Q\(quarter)] by 90%"
      case 18: return "move 1 household of target from p to q in Q2, a\(area)"
      default: return "scale p.target[Q\(quarter)] by 110%"
      }
    }
  }
}
