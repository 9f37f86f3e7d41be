import TestSupport
import Testing

/// Axes of more members than are worked out at a time, on all cores, set beside plain loops over the same figures.
struct LongAxisTests {
  /// Blocks of 4,096, and a rest that no eight divides.
  private static let length = 8_203
  private static let targets = (0..<length).map { $0 * 37 % 101 }
  /// Some are missing.
  private static let actuals = (0..<length).map { $0 % 7 == 3 ? nil : $0 * 53 % 101 }
  private static let places = (0..<4_099).map { $0 * 29 % 67 }

  private static func row(_ figures: [Int?]) -> String {
    figures.map { $0.map(String.init) ?? "-" }.joined(separator: ", ")
  }

  private static func axis(_ name: String, _ count: Int) -> String {
    "axis \(name) { " + (0..<count).map { "\(name)\($0)" }.joined(separator: ", ") + " }\n"
  }

  private static let declared =
    "unit household\n" + axis("area", length) + axis("place", places.count)
    + "programme p in household { target by area \(row(targets)); actual by area \(row(actuals)) }\n"
    + "programme q in household { target by place \(row(places)) }\n"

  /// Expectations of what each question comes to, in base and scenario.
  private static func expectations(_ targets: [Int], _ actuals: [Int?], _ scenario: String) -> [String] {
    var lines: [String] = []
    func expect(_ expression: String, _ value: Int?) {
      lines.append("expect (\(expression))[\(scenario)] = \(value.map(String.init) ?? "none")")
    }
    let known = zip(targets, actuals).compactMap { target, actual in actual.map { (target, $0) } }
    expect("sum(p.target over area)", targets.reduce(0, +))
    expect("sum(p.actual over area)", known.reduce(0) { $0 + $1.1 })
    expect("min(p.actual over area)", known.map(\.1).min())
    expect("max(p.actual over area)", known.map(\.1).max())
    expect("count(known(p.actual) over area)", known.count)
    let comparisons: [(String, (Int, Int) -> Bool)] = [
      ("=", { $0 == $1 }), ("!=", { $0 != $1 }), ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), (">", { $0 > $1 }),
      (">=", { $0 >= $1 }),
    ]
    for (sign, holds) in comparisons {
      expect("count(p.actual \(sign) p.target over area)", known.count { holds($0.1, $0.0) })
      expect("count(p.target \(sign) p.actual over area)", known.count { holds($0.0, $0.1) })
      for limit in [0, 50, targets[length - 1], targets[length - 2], targets[length - 3]] {
        expect("count(p.target \(sign) \(limit) household over area)", targets.count { holds($0, limit) })
        expect("count(\(limit) household \(sign) p.target over area)", targets.count { holds(limit, $0) })
        expect("count(p.actual \(sign) \(limit) household over area)", known.count { holds($0.1, limit) })
        expect("count(q.target \(sign) \(limit) household over place)", places.count { holds($0, limit) })
      }
      expect("count(2 household \(sign) 3 household over area)", holds(2, 3) ? length : 0)
    }
    expect(
      "sum((if p.target > 50 household then p.actual else 1 household) over area)",
      zip(targets, actuals).reduce(0) { $0 + ($1.0 > 50 ? $1.1 ?? 0 : 1) })
    expect("sum((p.target - 3 household) over area)", targets.reduce(0) { $0 + $1 - 3 })
    expect("sum(q.target over place)", places.reduce(0, +))
    expect("sum(abs(q.target - 30 household) over place)", places.reduce(0) { $0 + abs($1 - 30) })
    expect("p.target[area4090..area4101]", targets[4_090...4_101].reduce(0, +))
    return lines
  }

  @Test func asPlainLoopsHaveIt() throws {
    var changed = Self.targets
    for place in 4_090...4_101 { changed[place] *= 3 }
    changed[0] = 77
    changed[Self.length - 1] = 78
    let scenario = """
      scenario x {
        scale p.target[area4090..area4101] by 300%
        set p.target[area0] = 77
        set p.target[area\(Self.length - 1)] = 78
      }

      """
    let lines =
      Self.expectations(Self.targets, Self.actuals, "base") + Self.expectations(changed, Self.actuals, "x")
    let run = try Tool(
      ["check", "-"], input: Self.declared + scenario + lines.joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run.output.suffix(2_000))\n\(run.errors.prefix(2_000))")
  }
}
