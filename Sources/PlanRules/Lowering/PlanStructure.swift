/// What follows from a plan's declarations alone and is asked for time and again: how many members an axis has, which axes
/// lie within which, which groups hold a programme.
final class PlanStructure {
  let nesting: AxisNesting
  /// Programmes that are no groups, in the order of the plan.
  let leaves: [ProgrammeID]
  let groups: [ProgrammeID]
  /// How many members the axes have, by the number of the axis; the scenarios are not among them.
  private let counts: [Int]
  /// The groups that hold a programme, directly or through other groups, by programme.
  private let holders: [[ProgrammeID]]
  /// The periods in which programmes close and carry over, by programme.
  private let periods: [AxisID]

  /// Ratios by which the plan's own rules and lights judge.
  private(set) lazy var landmarks = RatioLandmarks.declared(in: plan)
  private let plan: Plan

  /// The axes with their members, the scenarios not among them.
  private let axes: [AxisID: Axis]

  init(_ plan: Plan) {
    self.plan = plan
    nesting = AxisNesting(plan)
    leaves = plan.leaves
    groups = plan.groups
    var counts = [Int](repeating: 1, count: (plan.axes.map(\.id.rawValue).max() ?? 0) + 1)
    for axis in plan.axes { counts[axis.id.rawValue] = axis.members.count }
    for (axis, count) in [(AxisID.programme, leaves.count), (.group, groups.count)] {
      counts[axis.rawValue] = count
    }
    self.counts = counts
    holders = PlanStructure.holders(plan, groups)
    periods = PlanStructure.periods(plan)
    let known = plan.axes.map(\.id) + [.programme, .group]
    axes = Dictionary(known.map { ($0, plan.axis($0)) }) { first, _ in first }
  }

  func axis(_ id: AxisID) -> Axis? { axes[id] }

  private static func holders(_ plan: Plan, _ groups: [ProgrammeID]) -> [[ProgrammeID]] {
    var holders = [[ProgrammeID]](repeating: [], count: plan.programmes.count)
    for group in groups {
      var held: Set<ProgrammeID> = []
      var waiting = plan[group].members ?? []
      while let next = waiting.popLast() {
        guard held.insert(next).inserted else { continue }
        holders[next.index].append(group)
        waiting += plan[next].members ?? []
      }
    }
    return holders
  }

  /// A programme's own periods: those that it names; or else the plan's, or longer ones where its target knows no shorter
  /// ones. A group has the longest of its members'.
  private static func periods(_ plan: Plan) -> [AxisID] {
    var periods: [AxisID] = []
    // A group stands behind its members, or in a circle that is an error of its own.
    for programme in plan.programmes {
      if let own = programme.period {
        periods.append(own)
        continue
      }
      let ofMembers = programme.members?.compactMap {
        periods.indices.contains($0.index) ? periods[$0.index] : nil
      }
      let target = programme.figures.filter { $0.measure == .target }.compactMap { line in
        line.axes.last(where: \.isPeriod)
      }.max()
      let longer = target.flatMap {
        plan.calendar.period.isPart(of: $0) || $0.crosses(plan.calendar.period) ? $0 : nil
      }
      periods.append(ofMembers?.min() ?? longer ?? plan.calendar.period)
    }
    return periods
  }

  func period(of programme: ProgrammeID) -> AxisID { periods[programme.index] }

  func count(of axis: AxisID) -> Int {
    counts.indices.contains(axis.rawValue) ? counts[axis.rawValue] : 1
  }

  /// The programmes along the `programme` or `group` axis.
  func programmes(along axis: AxisID) -> [ProgrammeID] { axis == .group ? groups : leaves }

  func groups(holding programme: ProgrammeID) -> [ProgrammeID] { holders[programme.index] }
}
