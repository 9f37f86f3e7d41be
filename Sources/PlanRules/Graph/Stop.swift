/// Why a node of the graph is not computed.
enum Refusal: Hashable, Sendable {
  /// Its figures would be too long to be of any use.
  case digits
  /// There would be too many figures.
  case cells(Int)

  func problem(_ limits: Limits, at origin: Origin) -> Problem {
    switch self {
    case .digits:
      Problem(
        .tooDeep, "this makes a figure of more than \(limits[.digits].grouped) digits", at: origin,
        limit: limits.reached(.digits))
    case .cells(let count):
      Problem(
        .tooDeep,
        "this would take \(count.grouped) figures at once",
        at: origin, help: "ask along fewer axes", limit: limits.reached(.cells))
    }
  }
}

/// Why a node has no column.
enum Stop: Error {
  case cancelled
  case refused(Refusal)
}
