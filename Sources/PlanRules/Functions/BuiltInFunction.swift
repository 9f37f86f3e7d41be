/// A function that every plan has. The checker, the evaluator, completion, help and the manual all read this table.
public struct BuiltInFunction: Sendable {
  /// How a function is computed, and whether it takes an axis.
  public enum Implementation: Hashable, Sendable {
    /// `sum(EXPR over AXIS)`.
    case overAxis(Reduction)
    /// Over an axis, or of several figures: `min(a, b)`.
    case overAxisOrSeveral(Reduction)
    case round
    case magnitude
    case known
    case previous
  }

  /// The function as plans write it: `sum`.
  public let name: String
  /// The parameters in the words of the manual: `condition over axis`.
  public let parameters: [String]
  /// What the function is for, as one sentence of help and manual.
  public let summary: String
  /// An expression that needs no plan, and what it evaluates to, both as text.
  public let example: (expression: String, result: String)
  /// How the evaluator computes the function.
  public let implementation: Implementation
  /// Whether it gives way to a declaration of the same name, so that plans older than the function keep their
  /// meaning.
  public var givesWay = false

  /// All functions, in alphabetical order.
  public static let all: [BuiltInFunction] = [
    BuiltInFunction(
      name: "abs", parameters: ["x"], summary: "The distance from zero.",
      example: ("abs(3 - 10)", "7"), implementation: .magnitude),
    BuiltInFunction(
      name: "all", parameters: ["condition over axis"],
      summary: "Whether the condition holds for every member.",
      example: ("all(2 > 1 over quarter)", "true"), implementation: .overAxis(.all)),
    BuiltInFunction(
      name: "any", parameters: ["condition over axis"],
      summary: "Whether the condition holds for some member.",
      example: ("any(2 < 1 over quarter)", "false"), implementation: .overAxis(.any)),
    BuiltInFunction(
      name: "count", parameters: ["condition over axis"],
      summary: "For how many members the condition holds.",
      example: ("count(2 > 1 over quarter)", "4"), implementation: .overAxis(.count)),
    BuiltInFunction(
      name: "known", parameters: ["x"], summary: "Whether the figure is there at all.",
      example: ("known(none)", "false"), implementation: .known),
    BuiltInFunction(
      name: "max", parameters: ["x over axis"],
      summary: "The largest known figure, of an axis or of those listed.",
      example: ("max(3, 7, none)", "7"), implementation: .overAxisOrSeveral(.max)),
    BuiltInFunction(
      name: "mean", parameters: ["x over axis"],
      summary: "The mean of the known figures, of an axis or of those listed.",
      example: ("mean(3, 7, none)", "5"), implementation: .overAxisOrSeveral(.mean)),
    BuiltInFunction(
      name: "median", parameters: ["x over axis"],
      summary:
        "The middle one of the known figures, of an axis or of those listed: as many are larger as smaller.",
      example: ("median(3, 7, 8, none)", "7"), implementation: .overAxisOrSeveral(.median), givesWay: true),
    BuiltInFunction(
      name: "min", parameters: ["x over axis"],
      summary: "The smallest known figure, of an axis or of those listed.",
      example: ("min(3, 7, none)", "3"), implementation: .overAxisOrSeveral(.min)),
    BuiltInFunction(
      name: "previous", parameters: ["x"],
      summary: "The figure one period earlier: in Q2 that of Q1; none before the first year.",
      example: ("previous(5)[Q2]", "5"), implementation: .previous),
    BuiltInFunction(
      name: "round", parameters: ["x", "places"],
      summary: "Rounds half away from zero, at places of the unit in which the figure prints.",
      example: ("round(2.345, 2)", "2.35"), implementation: .round),
    BuiltInFunction(
      name: "sum", parameters: ["x over axis"],
      summary: "The sum of the known figures, of an axis or of those listed.",
      example: ("sum(3, 7, none)", "10"), implementation: .overAxisOrSeveral(.sum)),
  ]

  /// Returns the function with the name that plans write; `nil` if there is none.
  public static func named(_ name: String) -> BuiltInFunction? { all.first { $0.name == name } }
}
