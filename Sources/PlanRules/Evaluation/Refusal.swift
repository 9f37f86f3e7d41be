/// Why a node of the graph is not worked out.
enum Refusal: Hashable, Sendable {
  /// Its figures would be longer than any that are of use.
  case digits
  /// There would be too many of them.
  case cells(Int)

  func problem(_ limits: Limits, at origin: Origin) -> Problem {
    switch self {
    case .digits:
      Problem(
        .tooDeep, "this makes a figure of more than \(limits[.digits].grouped) digits", at: origin,
        help: limits.help(.digits))
    case .cells(let count):
      Problem(
        .tooDeep,
        "this would take \(count.grouped) figures at once",
        at: origin, help: "ask along fewer axes; " + limits.help(.cells))
    }
  }
}

extension PlanEvaluation {
  /// The column of a node.
  ///
  /// - Throws: where it goes beyond a limit.
  func column(_ node: NodeID, for origin: Origin) throws(Problem) -> Column {
    let column = graph.column(node)
    if let refusal = graph.refusal(of: node) { throw refusal.problem(plan.limits, at: origin) }
    return column
  }
}
