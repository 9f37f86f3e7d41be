/// A plan of fifty areas in regions whose figures lie around the limits of 64 bits, with decimals and gaps.
struct LongFigures: Sendable {
  /// How large the figures of a plan are, and how many decimals they have.
  enum Size: CaseIterable, Sendable {
    /// Far from any limit: the loops serve.
    case small
    /// Every figure fits; sums of a few do not.
    case nearTheLimit
    /// Those of one area in ten do not fit themselves.
    case somePastTheLimit
    /// Fit as they are, but not over a common power of ten.
    case mixedPlaces
    /// Sums fit, products with rates and with each other do not.
    case halfTheBits
  }

  static let count = 50
  static let regions = 3

  let size: Size
  let seed: UInt64
  /// As text, by measure (target, actual), area and quarter; nil is missing.
  let figures: [[[String?]]]
  let regionOfArea: [Int]
  let carry: Carry
  /// What the scenario `changed` does: targets of Q2 times so many per mille, an actual replaced, targets moved in Q3.
  let scale: Int
  let replaced: (area: Int, figure: String)
  let moved: (area: Int, figure: String)

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    size = Size.allCases[Int(seed) % Size.allCases.count]
    carry = random.pick(Carry.allCases)
    regionOfArea = (0..<LongFigures.count).map { _ in random.pick(0...LongFigures.regions - 1) }
    let gaps = random.pick([0, 0, 15])
    figures = (0..<2).map { [size] _ in
      (0..<LongFigures.count).map { area in
        (0..<4).map { _ in random.chance(gaps) ? nil : LongFigures.figure(size, area, &random) }
      }
    }
    scale = random.pick([930, 1_000, 1_070, 1_005, 3_333])
    replaced = (random.pick(0...49), LongFigures.figure(size, 10, &random))
    moved = (random.pick(0...49), LongFigures.figure(size, 11, &random))
  }

  private static func figure(_ size: Size, _ area: Int, _ random: inout SplitMix64) -> String {
    let sign = random.chance(15) ? "-" : ""
    switch size {
    case .small: return sign + "\(random.pick(0...5_000))" + decimals(random.pick([0, 0, 2]), &random)
    case .nearTheLimit:
      // The last numbers of 64 bits, and what is a little less than a half and a quarter of that.
      let base: Int = random.pick([
        Int.max, 9_000_000_000_000_000_000, 8_000_000_000_000_000_000, 1 << 62, 1 << 61,
      ])
      return sign + "\(base - random.pick(0...3))"
    case .somePastTheLimit:
      guard area % 10 == 3 else { return sign + "\(random.pick(0...5_000))" + decimals(2, &random) }
      let long = [
        "9223372036854775808", "18446744073709551615", "98765432109876543210987", "9223372036854775807",
      ]
      return sign + random.pick(long) + decimals(random.pick([0, 3]), &random)
    case .mixedPlaces:
      return random.chance(50)
        ? sign + "\(Int.max - random.pick(0...9))"
        : sign + "\(random.pick(0...9))" + decimals(random.pick([1, 6, 9]), &random)
    case .halfTheBits:
      return sign + "\((1 << 31) + random.pick(-3...3))" + decimals(random.pick([0, 1, 4]), &random)
    }
  }

  private static func decimals(_ places: Int, _ random: inout SplitMix64) -> String {
    places == 0
      ? "" : "." + (0..<places - 1).map { _ in "\(random.pick(0...9))" }.joined() + "\(random.pick(1...9))"
  }

  // MARK: As text

  var text: String {
    """
    unit household
    fiscal year 2561
    as of Q4
    carry \(carry.rawValue)
    axis region { r0, r1, r2 }
    axis area from "areas.csv" key code within region
    programme p in household {\(isTable ? "" : inThePlan)}
    \(isTable ? "load \"figures.csv\"" : "")
    scenario changed {
      scale p.target[Q2] by \(scale / 10).\(scale % 10)%
      set p.actual[Q1, area.a\(replaced.area)] = \(replaced.figure) household
      set p.target[Q3, area.a\(moved.area)] = \(moved.figure) household
    }
    """
  }

  private var isTable: Bool { seed % 3 > 0 }

  private var inThePlan: String {
    ["target", "actual"].enumerated().map { measure, name in
      let rows = figures[measure].enumerated().map { area, cells in
        "a\(area) { "
          + cells.enumerated().map { "Q\($0.offset + 1) \($0.element ?? "-")" }.joined(separator: ", ")
          + " }"
      }
      return "\n  \(name) by area by quarter { " + rows.joined(separator: "; ") + " }"
    }.joined() + "\n"
  }

  var tables: [String: String] {
    let areas = regionOfArea.enumerated().map { "a\($0.offset),r\($0.element)\n" }.joined()
    let rows = (0..<LongFigures.count).map { area in
      (["a\(area)", "p"] + figures.flatMap { $0[area].map { $0 ?? "" } }).joined(separator: ",") + "\n"
    }
    let header = ["target", "actual"].flatMap { name in (1...4).map { "\(name) Q\($0)" } }
    return [
      "areas.csv": "code,region\n" + areas,
      "figures.csv": "area,programme," + header.joined(separator: ",") + "\n" + rows.joined(),
    ]
  }

  // MARK: What they come to

  /// By area and quarter.
  typealias Figures = [[WideFraction?]]

  func target(changed: Bool) -> Figures {
    var target = figures[0].map { $0.map { $0.flatMap(WideFraction.init(reading:)) } }
    guard changed else { return target }
    for area in target.indices { target[area][1] = target[area][1].map { $0 * WideFraction(scale, 1_000) } }
    target[moved.area][2] = WideFraction(reading: moved.figure)
    return target
  }

  func actual(changed: Bool) -> Figures {
    var actual = figures[1].map { $0.map { $0.flatMap(WideFraction.init(reading:)) } }
    if changed { actual[replaced.area][0] = WideFraction(reading: replaced.figure) }
    return actual
  }

  static func sum(_ figures: [WideFraction?]) -> WideFraction? {
    let known = figures.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }

  /// The targets of one line of quarters after carry-over; all quarters are over.
  func adjusted(_ target: [WideFraction?], _ actual: [WideFraction?]) -> [WideFraction?] {
    var adjusted = [target[0]]
    for quarter in 1..<4 {
      let left = (adjusted[quarter - 1] ?? .zero) - (actual[quarter - 1] ?? .zero)
      let carried: WideFraction? =
        switch carry {
        case .none: nil
        case .both: left
        case .shortfall: max(left, .zero)
        case .surplus: min(left, .zero)
        }
      if let own = target[quarter] {
        adjusted.append(own + (carried ?? .zero))
      } else {
        adjusted.append(carried.flatMap { $0.sign == 0 ? nil : $0 })
      }
    }
    return adjusted
  }

  /// Above zero, or declared below it: there is something to divide by.
  static func isDivisor(_ adjusted: WideFraction, declared: WideFraction?) -> Bool {
    adjusted.sign > 0 || adjusted.sign != 0 && (declared?.sign ?? 0) < 0
  }

  /// - Parameter declared: the target as declared; below zero it is judged by the quotient.
  static func light(_ actual: WideFraction?, _ adjusted: WideFraction?, declared: WideFraction?) -> String {
    guard var adjusted else { return "none" }
    var actual = actual
    if (declared?.sign ?? 0) < 0 { (actual, adjusted) = (actual.map { -$0 }, -adjusted) }
    if adjusted.sign <= 0 { return "green" }
    guard let actual else { return "none" }
    if actual * WideFraction(2) < adjusted { return "red" }
    return actual * WideFraction(5) <= adjusted * WideFraction(4) ? "yellow" : "green"
  }
}
