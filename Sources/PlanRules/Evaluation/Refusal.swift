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

/// Why a node has no column.
enum Stop: Error {
  case cancelled
  case refused(Refusal)
}

extension Graph {
  /// The column of a node.
  ///
  /// - Throws: where the work was cancelled or goes beyond a limit, with the place of the formula that asks.
  func column(_ node: NodeID, at origin: Origin) throws(Problem) -> Column {
    do throws(Stop) {
      return try column(node)
    } catch {
      switch error {
      case .cancelled: throw cancellation.problem
      case .refused(let refusal): throw refusal.problem(limits, at: origin)
      }
    }
  }
}
