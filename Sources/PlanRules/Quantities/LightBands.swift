/// The colours of a rate. The institute's: red below 50 %, yellow 50 to 80 %, green above 80 %.
public enum Light: Int, Hashable, Sendable, CaseIterable {
  case red = 1
  case yellow = 2
  case green = 3

  /// The colour as plans write it: `red`.
  public var name: String {
    switch self {
    case .red: "red"
    case .yellow: "yellow"
    case .green: "green"
    }
  }

  /// Creates the light that plans write with a name; `nil` for any other word.
  public init?(name: String) {
    guard let light = Light.allCases.first(where: { $0.name == name }) else { return nil }
    self = light
  }
}

/// Whether a programme is to reach its target or to stay within it: homes built, or cases of dengue fever.
public enum Direction: String, Hashable, Sendable {
  case moreIsBetter = "more is better"
  case lessIsBetter = "less is better"
}

/// Where the colours of a rate begin and end. Each border belongs to one side, so bands leave no gap and no overlap.
///
/// Where more is better, they are red, yellow and green as the rate grows; where less is better, green,
/// yellow and red.
public struct LightBands: Hashable, Sendable {
  /// The rate at which one colour ends and the next begins.
  public struct Border: Hashable, Sendable {
    /// The rate as a ratio: 1/2 for 50%.
    public let rate: Rational
    /// Whether the rate itself still has the lower band's colour.
    public let belongsBelow: Bool

    /// Creates a border.
    ///
    /// - Parameter belongsBelow: whether the rate itself still has the lower band's colour.
    public init(rate: Rational, belongsBelow: Bool) {
      self.rate = rate
      self.belongsBelow = belongsBelow
    }
  }

  /// Where the lowest band ends.
  public let lower: Border
  /// Where the highest band begins.
  public let upper: Border
  /// Whether the highest band is green, or the lowest.
  public let direction: Direction

  /// Creates bands from their two borders; the lower rate must not be above the upper.
  public init(lower: Border, upper: Border, direction: Direction = .moreIsBetter) {
    self.lower = lower
    self.upper = upper
    self.direction = direction
  }

  /// Exactly 50 % is yellow, exactly 80 % is yellow (the legend under the report's tables).
  public static let institute = LightBands(
    lower: Border(rate: Rational(1, over: 2) ?? .zero, belongsBelow: false),
    upper: Border(rate: Rational(4, over: 5) ?? .zero, belongsBelow: true))

  /// Green up to what is allowed, yellow up to a fifth more.
  public static let allowance = LightBands(
    lower: Border(rate: .one, belongsBelow: true),
    upper: Border(rate: Rational(6, over: 5) ?? .one, belongsBelow: true), direction: .lessIsBetter)

  /// The colours as the rate grows.
  public static func colours(_ direction: Direction) -> (low: Light, middle: Light, high: Light) {
    switch direction {
    case .moreIsBetter: (.red, .yellow, .green)
    case .lessIsBetter: (.green, .yellow, .red)
    }
  }

  /// Both borders, the lower first.
  public var borders: [Border] { [lower, upper] }

  /// The border between a colour and the next better one, if there is one.
  public func border(toBetterThan light: Light) -> Border? {
    switch (light, direction) {
    case (.green, _): nil
    case (.red, .moreIsBetter), (.yellow, .lessIsBetter): lower
    case (.yellow, .moreIsBetter), (.red, .lessIsBetter): upper
    }
  }

  /// The colour of `result / adjusted`, found without dividing.
  ///
  /// If nothing is left to reach (`adjusted` is zero or less), any result is green where more is better;
  /// where less is better, the light is green only while no more happened than is allowed.
  public func light(result: Rational?, adjusted: Rational) -> Light? {
    if adjusted.signum <= 0 {
      switch direction {
      case .moreIsBetter: return .green
      case .lessIsBetter: return result.map { $0 <= adjusted ? .green : .red }
      }
    }
    guard let result else { return nil }
    let colours = LightBands.colours(direction)
    if LightBands.isBelow(lower, result, adjusted) { return colours.low }
    return LightBands.isBelow(upper, result, adjusted) ? colours.middle : colours.high
  }

  private static func isBelow(_ border: Border, _ result: Rational, _ adjusted: Rational) -> Bool {
    let limit = border.rate * adjusted
    return border.belongsBelow ? result <= limit : result < limit
  }
}

/// The lights of a plan or of a scenario: one set of bands for each direction.
public struct LightsByDirection: Hashable, Sendable {
  /// At most one of each direction, in the order of `Direction`. An array, since plans are copied often and
  /// it takes one word.
  private var bands: [LightBands] = []

  /// Creates lights without bands.
  public init() {}

  /// The lights of a plan that sets none: `institute` where more is better, `allowance` where less is.
  public static let standard: LightsByDirection = {
    var lights = LightsByDirection()
    lights.put(.institute)
    lights.put(.allowance)
    return lights
  }()

  /// Sets the bands of their direction, replacing any that were there.
  public mutating func put(_ bands: LightBands) {
    self.bands.removeAll { $0.direction == bands.direction }
    self.bands.insert(bands, at: bands.direction == .moreIsBetter ? 0 : self.bands.count)
  }

  /// The bands of a direction; `nil` where none are set.
  public subscript(direction: Direction) -> LightBands? {
    bands.first { $0.direction == direction }
  }
}
