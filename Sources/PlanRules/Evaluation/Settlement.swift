/// Which quarters of a programme are settled: closed, or with a forecast. What is open and has none is not yet known.
struct Settlement {
  let state: ScenarioState
  /// What is settled for: only a forecast of the quarter itself carries something on, while a rule about a year is
  /// answered by a forecast of the year too.
  let purpose: Purpose

  enum Purpose: Hashable {
    case carrying
    case judging
  }

  private var plan: Plan { _read { yield state.plan } }
  private var graph: Graph { state.graph }

  /// A truth over years (where there are several) and quarters.
  func settled(_ programme: ProgrammeID) throws -> NodeID {
    let own = self.own(programme)
    guard let members = plan[programme].members, !members.isEmpty else { return own }
    let ofMembers = try members.map { try state.settled($0, for: purpose) }
    let all = ofMembers.dropFirst().reduce(ofMembers[0]) { graph.node(.connect(.and, $0, $1)) }
    return graph.node(.connect(.or, all, own))
  }

  private func own(_ programme: ProgrammeID) -> NodeID {
    let actual = graph.node(.nowOrLater(known(.actual, programme)))
    let closed = graph.node(.connect(.or, actual, state.times.upToAsOf))
    guard purpose == .judging, !isQuarterly(.forecast, programme) else {
      return graph.node(.connect(.or, closed, known(.forecast, programme)))
    }
    // A forecast of the year is its result only as long as no quarter has an actual.
    var begun = known(.actual, programme)
    begun = graph.node(.reduce(.any, begun, along: .quarter, from: 0, through: 3))
    let forecast = graph.node(
      .connect(.and, known(.forecast, programme), graph.node(.not(begun))))
    return graph.node(.connect(.or, closed, forecast))
  }

  private func isQuarterly(_ measure: MeasureID, _ programme: ProgrammeID) -> Bool {
    state.figures[programme.index][measure]?.live.contains { $0.axes.contains(.quarter) } ?? false
  }

  private var timeShape: Shape { state.times.shape }

  /// In which quarters a measure has a figure in any member. A figure without a quarter speaks for its whole year,
  /// one without a year for the whole plan, but only where there is nothing finer.
  private func known(_ measure: MeasureID, _ programme: ProgrammeID) -> NodeID {
    var node = state.times.never
    let live = state.figures[programme.index][measure]?.live ?? []
    let finest =
      [AxisID.quarter, .year].lazy.map { axis in live.filter { $0.axes.contains(axis) } }
      .first { !$0.isEmpty } ?? live
    let isQuarterly = finest.contains { $0.axes.contains(.quarter) }
    for breakdown in finest where isQuarterly || measure == .actual || purpose == .judging {
      let figures = measure.isHiddenLater ? FigureReading(state: state).masked(breakdown) : breakdown.node
      if graph.isAlwaysKnown(figures) {
        let times = Shape(extents: graph.shape(of: figures).extents.filter { timeShape.has($0.axis) })
        let all = Column(truths: [Bool?](repeating: true, count: times.count), shape: times)
        node = graph.node(.connect(.or, node, graph.node(.constant(all))))
        continue
      }
      var known = graph.node(.known(figures))
      // In a sweep it may be known in some steps only.
      for extent in graph.shape(of: known).extents where !timeShape.has(extent.axis) && extent.axis != .step {
        known = graph.node(.reduce(.any, known, along: extent.axis, from: 0, through: extent.count - 1))
      }
      node = graph.node(.connect(.or, node, known))
    }
    return node
  }
}
