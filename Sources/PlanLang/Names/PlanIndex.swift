internal import PlanRules

/// Indexes for lookups that are repeated for each statement while a plan is checked, built on first use. Scanning all
/// members or moves of a large plan for each statement would take quadratic time.
final class PlanIndex {
  /// The members by name, per axis, for axes with many members.
  private var members: [AxisID: [String: Int]] = [:]
  /// The position of each programme along the axis of programmes, and of each group along that of groups.
  private var places: [Int] = []
  /// The moves by name, as many as have been indexed so far.
  private var moves: [String: Int] = [:]
  private var countedMoves = 0
  private var searches = 0
  private var searched = 0

  /// Up to this many, a linear search is faster than building a table.
  private static let few = 32

  /// The position of a member along its axis.
  func member(_ name: String, of axis: Axis) -> Int? {
    guard axis.members.count > PlanIndex.few else { return axis.members.firstIndex { $0.name == name } }
    if members[axis.id]?.count != axis.members.count {
      let numbered = axis.members.enumerated().lazy.map { ($0.element.name, $0.offset) }
      members[axis.id] = Dictionary(numbered) { first, _ in first }
    }
    return members[axis.id]?[name]
  }

  /// The member of the axis of programmes, or of groups, that corresponds to a programme.
  func member(_ programme: ProgrammeID, in plan: Plan) -> AxisMemberID {
    if places.count != plan.programmes.count {
      var counts = (leaves: 0, groups: 0)
      places = plan.programmes.map { programme in
        if programme.isGroup { counts.groups += 1 } else { counts.leaves += 1 }
        return (programme.isGroup ? counts.groups : counts.leaves) - 1
      }
    }
    return AxisMemberID(
      axis: plan[programme].isGroup ? .group : .programme, member: places[programme.index])
  }

  /// The first move with a name; moves are only ever appended.
  func move(_ name: String, in plan: Plan) -> Int? {
    for index in countedMoves..<max(countedMoves, plan.moves.count) {
      if let name = plan.moves[index].name { moves[name] = moves[name] ?? index }
    }
    countedMoves = plan.moves.count
    return moves[name]
  }

  /// Whether one more unknown name may be compared with `count` known ones, to suggest the nearest.
  ///
  /// If there are many mistakes, only the first ones get a suggestion: they are fixed first, and the others after
  /// that.
  func maySearch(among count: Int) -> Bool {
    searches += 1
    searched += count
    return searches <= 20 || searched <= 2_000_000
  }
}
