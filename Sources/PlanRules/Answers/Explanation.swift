/// Where a figure comes from: the figures it was computed from, each with its place in the plan.
public struct Explanation: Sendable {
  /// What a part is called.
  public enum Name: Sendable {
    case words(String)
    /// As it is written there.
    case written(Origin)
  }

  /// The words for the figure, or where they are written.
  public let name: Name
  /// The value of the figure, evaluated at the place where the part is used.
  public let value: Value
  /// How the value was found, in words: `as declared`, `carried from Q2`; `nil` if there is nothing to add.
  public let note: String?
  /// Where the figure is written in the plan.
  public let origin: Origin?
  /// Whether this is a change to the part before it rather than a figure of its own.
  public let isChange: Bool
  /// How it is joined to the parts before it, if they are not simply added: `−`, `×`, `÷`.
  public private(set) var joint: String?
  /// The figures that the value was computed from, in order; empty for a declared figure, or if no deeper
  /// level was requested.
  public let parts: [Explanation]
  /// Whether the figure has parts at a deeper level than was requested.
  public let isTruncated: Bool

  init(
    _ name: Name, _ value: Value, note: String? = nil, origin: Origin? = nil, isChange: Bool = false,
    parts: [Explanation] = [], isTruncated: Bool = false
  ) {
    self.name = name
    self.value = value
    self.note = note
    self.origin = origin
    self.isChange = isChange
    self.parts = parts
    self.isTruncated = isTruncated
  }

  func joined(by joint: String?) -> Explanation {
    var other = self
    other.joint = joint
    return other
  }
}

extension PlanEvaluation {
  /// Explains what a formula evaluates to.
  ///
  /// - Parameter fully: all the way down to declared figures; otherwise one level deep.
  /// - Throws: the problem, if the formula has no answer.
  public func explanation(of formula: Formula, fully: Bool, scenario: ScenarioID = .base) throws(Problem)
    -> Explanation
  {
    _ = try value(of: formula, scenario: scenario)
    var explainer = Explainer(evaluation: self, scenario: scenario, deepest: fully ? Explainer.maxLevels : 1)
    return explainer.explain(formula, at: [], level: 0)
  }
}
