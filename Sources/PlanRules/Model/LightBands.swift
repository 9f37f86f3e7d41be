/// The colours of a rate. The institute's: red below 50 %, yellow 50 to 80 %, green above 80 %.
public enum Light: Int, Hashable, Sendable, CaseIterable {
  case red = 1
  case yellow = 2
  case green = 3

  public var name: String {
    switch self {
    case .red: "red"
    case .yellow: "yellow"
    case .green: "green"
    }
  }

  public init?(name: String) {
    guard let light = Light.allCases.first(where: { $0.name == name }) else { return nil }
    self = light
  }
}

/// Where red ends and green begins. Each border belongs to one side, so bands leave no gap and no overlap.
public struct LightBands: Hashable, Sendable {
  public struct Border: Hashable, Sendable {
    public let rate: Rational
    /// Whether the rate itself still has the lower colour.
    public let belongsBelow: Bool

    public init(rate: Rational, belongsBelow: Bool) {
      self.rate = rate
      self.belongsBelow = belongsBelow
    }
  }

  public let redToYellow: Border
  public let yellowToGreen: Border

  public init(redToYellow: Border, yellowToGreen: Border) {
    self.redToYellow = redToYellow
    self.yellowToGreen = yellowToGreen
  }

  /// Exactly 50 % is yellow, exactly 80 % is yellow (the legend under the report's tables).
  public static let institute = LightBands(
    redToYellow: Border(rate: Rational(1, over: 2) ?? .zero, belongsBelow: false),
    yellowToGreen: Border(rate: Rational(4, over: 5) ?? .zero, belongsBelow: true))

  /// The border above a colour, where there is a better one.
  public func border(above light: Light) -> Border? {
    switch light {
    case .red: redToYellow
    case .yellow: yellowToGreen
    case .green: nil
    }
  }
}
