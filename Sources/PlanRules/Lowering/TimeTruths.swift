/// Truths along years (if there are several) and periods that many figures of a scenario need.
struct TimeTruths {
  let shape: Shape
  let never: NodeID
  /// True for the periods that are over by the day as of which the plan is seen.
  let upToAsOf: NodeID
  /// Whether the plan is seen as of a day at all; if not, no period counts as over.
  let isSeenEarly: Bool
  private let axis: AxisID
  private let graph: Graph

  /// - Parameter axis: the axis of the periods.
  init(_ graph: Graph, _ structure: PlanStructure, asOf: AsOf?, along axis: AxisID) {
    self.graph = graph
    self.axis = axis
    let axes = [AxisID.year, axis].filter { structure.count(of: $0) > 1 || $0 == axis }
    let shape = Shape(axes.map { ($0, structure.count(of: $0)) })
    self.shape = shape
    let truths = { (isTrue: (Moment) -> Bool) in
      graph.node(
        .constant(
          Column(truths: (0..<shape.count).map { isTrue(shape.period(at: $0, of: axis).end) }, shape: shape)))
    }
    never = truths { _ in false }
    isSeenEarly = asOf != nil
    upToAsOf = truths { end in asOf.map { end <= $0.lastMonth } ?? false }
  }

  /// True for the periods after the end of a programme that stops.
  func after(_ end: Moment?) -> NodeID? {
    guard let end else { return nil }
    let truths = (0..<shape.count).map { Optional(shape.period(at: $0, of: axis).end > end) }
    return graph.node(.constant(Column(truths: truths, shape: shape)))
  }
}

/// Which figures are later than the day as of which the plan is seen, by their axes of time.
struct LaterFigures {
  private let later: [[AxisID]: NodeID]

  init(_ graph: Graph, _ structure: PlanStructure, of calendar: Calendar, than asOf: AsOf?) {
    guard let asOf, asOf.lastMonth < calendar.end else {
      later = [:]
      return
    }
    var later: [[AxisID]: NodeID] = [:]
    for periods in [[]] + AxisID.periods.map({ [$0] }) {
      for axes in [periods, [.year] + periods] {
        let shape = Shape(axes.map { ($0, structure.count(of: $0)) })
        let truths = (0..<shape.count).map { index -> Bool? in
          let end = shape.end(at: index, in: calendar)
          return end > asOf.lastMonth
        }
        later[axes] = graph.node(.constant(Column(truths: truths, shape: shape)))
      }
    }
    self.later = later
  }

  /// Which figures along these axes are not known yet; `nil` if all of them are known. A figure without a
  /// period is known when its year is over.
  func callAsFunction(_ axes: [AxisID]) -> NodeID? { later.isEmpty ? nil : later[axes.filter(\.isTime)] }
}

extension Shape {
  /// The member of an axis that a cell belongs to; `nil` if the shape does not have the axis.
  func member(of axis: AxisID, at index: Int) -> Int? { around(axis).map { index / $0.inner % $0.count } }

  /// The period that a cell belongs to; the first if the shape does not tell years or periods apart.
  func period(at index: Int, of axis: AxisID) -> Period {
    Period(axis, year: member(of: .year, at: index) ?? 0, index: member(of: axis, at: index) ?? 0)
  }

  /// When the period of a cell is over; without a period, when its year is, and without a year, when the plan
  /// is.
  func end(at index: Int, in calendar: Calendar) -> Moment {
    let year = member(of: .year, at: index)
    guard let period, let member = member(of: period, at: index) else {
      return year.map(calendar.end(ofYear:)) ?? calendar.end
    }
    return Period(period, year: year ?? calendar.years.count - 1, index: member).end
  }
}
