internal import PlanRules

/// What is looked up for statement after statement while a plan is checked. Made when it is first asked for:
/// to go through all members or moves of a large plan for each of its statements would take as long as the
/// plan is large, squared.
final class PlanIndex {
  /// By axis, where an axis has many.
  private var members: [AxisID: [String: Int]] = [:]
  /// Where programmes stand along the axis of programmes, groups along that of groups.
  private var places: [Int] = []
  /// By name, of as many moves as are counted.
  private var moves: [String: Int] = [:]
  private var countedMoves = 0
  private var searches = 0
  private var searched = 0

  /// Fewer are sooner gone through than put into a table.
  private static let few = 32

  /// Where a member stands along its axis.
  func member(_ name: String, of axis: Axis) -> Int? {
    guard axis.members.count > PlanIndex.few else { return axis.members.firstIndex { $0.name == name } }
    if members[axis.id]?.count != axis.members.count {
      let numbered = axis.members.enumerated().lazy.map { ($0.element.name, $0.offset) }
      members[axis.id] = Dictionary(numbered) { first, _ in first }
    }
    return members[axis.id]?[name]
  }

  /// The member of the axis of programmes, or of groups, that a programme is.
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

  /// The first move of a name; moves are only ever added.
  func move(_ name: String, in plan: Plan) -> Int? {
    for index in countedMoves..<max(countedMoves, plan.moves.count) {
      if let name = plan.moves[index].name { moves[name] = moves[name] ?? index }
    }
    countedMoves = plan.moves.count
    return moves[name]
  }

  /// Whether one more unknown name may be compared with `count` known ones, to suggest the nearest.
  ///
  /// Where much is wrong, the first mistakes get a suggestion: those are mended first, and then come the others.
  func maySearch(among count: Int) -> Bool {
    searches += 1
    searched += count
    return searches <= 20 || searched <= 2_000_000
  }
}
