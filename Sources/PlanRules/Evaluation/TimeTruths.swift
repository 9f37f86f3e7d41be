/// Truths over years (where there are several) and quarters that many figures of a scenario need.
struct TimeTruths {
  let shape: Shape
  let never: NodeID
  /// Over by the end of the quarter as of which the plan is seen.
  let upToAsOf: NodeID
  /// Whether the plan is seen as of a quarter at all: nothing is over by it otherwise.
  let isSeenEarly: Bool
  /// Later than that, by the axes of time that figures have. A figure without a quarter is known when its year is over.
  private let later: [[AxisID]: NodeID]
  private let graph: Graph

  init(_ graph: Graph, _ evaluation: PlanEvaluation, asOf: Moment?) {
    self.graph = graph
    let axes = [AxisID.year, .quarter].filter { evaluation.count(of: $0) > 1 || $0 == .quarter }
    let shape = Shape(axes.map { ($0, evaluation.count(of: $0)) })
    self.shape = shape
    let truths = { (isTrue: (Moment) -> Bool) in
      graph.node(
        .constant(
          Column(
            truths: (0..<shape.count).map { isTrue(Calendar.moment(at: $0)) }, shape: shape)))
    }
    never = truths { _ in false }
    isSeenEarly = asOf != nil
    upToAsOf = truths { moment in asOf.map { moment <= $0 } ?? false }
    later = TimeTruths.later(graph, evaluation, than: asOf)
  }

  /// Later than the end of a programme that stops.
  func after(_ end: Moment?) -> NodeID? {
    guard let end else { return nil }
    let truths = (0..<shape.count).map { Optional(Calendar.moment(at: $0) > end) }
    return graph.node(.constant(Column(truths: truths, shape: shape)))
  }

  /// Where figures along these axes are not known yet; `nil` where all of them are.
  func later(_ axes: [AxisID]) -> NodeID? { later.isEmpty ? nil : later[axes.filter(\.isTime)] }

  private static func later(_ graph: Graph, _ evaluation: PlanEvaluation, than asOf: Moment?) -> [[AxisID]:
    NodeID]
  {
    let last = evaluation.plan.calendar.lastMoment
    guard let asOf, asOf < last else { return [:] }
    var later: [[AxisID]: NodeID] = [:]
    for axes in [[], [AxisID.quarter], [.year], [.year, .quarter]].map({ $0.sorted() }) {
      let shape = Shape(axes.map { ($0, evaluation.count(of: $0)) })
      let truths = (0..<shape.count).map { index -> Bool? in
        let member = { (axis: AxisID) in shape.around(axis).map { index / $0.inner % $0.count } }
        return Moment(year: member(.year) ?? last.year, quarter: member(.quarter) ?? last.quarter) > asOf
      }
      later[axes] = graph.node(.constant(Column(truths: truths, shape: shape)))
    }
    return later
  }
}
