/// Truths over years (where there are several) and quarters that many figures of a scenario need.
struct TimeTruths {
  let shape: Shape
  let never: NodeID
  /// Over by the end of the quarter as of which the plan is seen.
  let upToAsOf: NodeID

  init(_ graph: Graph, _ evaluation: PlanEvaluation, asOf: Moment?) {
    let axes = [AxisID.year, .quarter].filter { evaluation.count(of: $0) > 1 || $0 == .quarter }
    let shape = Shape(axes.map { ($0, evaluation.count(of: $0)) })
    self.shape = shape
    let truths = { (isTrue: (Moment) -> Bool) in
      graph.node(
        .constant(
          Column(
            truths: (0..<shape.count).map { isTrue(Moment(year: $0 / 4, quarter: $0 % 4)) }, shape: shape)))
    }
    never = truths { _ in false }
    upToAsOf = truths { moment in asOf.map { moment <= $0 } ?? false }
  }
}
