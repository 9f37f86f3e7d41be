/// The units of a programme's figures.
extension FigureReading {
  /// The unit of a measure: the one in which its figures are declared; for a group, that of its members.
  func kind(of measure: MeasureID, of programme: ProgrammeID) throws(Problem) -> Term.Kind {
    let own = state.isComplete ? state.figures[programme.index] : state.declared[programme.index]
    if let own = own[measure] { return .quantity(own.dimension, own.unit) }
    let context = Context(scenario: .base).with { $0.isAsDeclared = !state.isComplete }
    for member in plan[programme].members ?? [] {
      let isKnown = try unlessStopped { () throws(Problem) in try has(measure, member, context) }
      if isKnown == true { return try kind(of: measure, of: member) }
    }
    let unit = state.defaultUnit(measure, of: programme)
    return .quantity(plan.units.dimension(of: unit), unit)
  }

  /// Figures as they are stored, including those not yet known at the `as of`: amendments change these.
  func unmasked(
    _ figures: MeasureFigures, of programme: ProgrammeID, _ measure: MeasureID, in context: Context,
    at origin: Origin = .none
  ) throws(Problem) -> NodeID {
    try read(figures, of: programme, measure, in: context.with { $0.isAsDeclared = true }, at: origin)
  }
}
