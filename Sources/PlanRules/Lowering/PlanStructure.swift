/// What follows from a plan's declarations alone and is needed again and again: how many members an axis has,
/// which axes are nested in which, which groups hold a programme.
final class PlanStructure {
  let nesting: AxisNesting
  /// Programmes that are not groups, in the order of the plan.
  let leaves: [ProgrammeID]
  let groups: [ProgrammeID]
  /// How many members each axis has, by the number of the axis; the scenario axis is not included.
  private let counts: [Int]
  /// The groups that hold a programme, directly or through other groups, by programme.
  private let holders: [[ProgrammeID]]
  /// The periods in which programmes close and carry over, by programme.
  private let periods: [AxisID]

  /// Ratios that the plan's own rules and lights judge by.
  private(set) lazy var landmarks = RatioLandmarks.declared(in: plan)
  private let plan: Plan

  /// The axes with their members; the scenario axis is not included.
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

  /// Each programme's own periods: those that it names; otherwise the plan's, or longer ones if its target is
  /// not known by shorter ones. A group has the longest periods of its members.
  private static func periods(_ plan: Plan) -> [AxisID] {
    var periods: [AxisID] = []
    // A group is declared after its members, or is part of a circle, which is a separate error.
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
