/// The figures of one measure of one programme, as they stand after some amendments.
struct MeasureFigures: Equatable {
  struct Breakdown: Equatable {
    /// In the order of `AxisID`; none for the total.
    let axes: [AxisID]
    var node: NodeID
    /// Set where an amendment changed the measure without saying how this breakdown changes.
    var suspension: Suspension?
  }

  /// Why a breakdown is no longer known.
  struct Suspension: Equatable {
    /// The amendment, as written.
    let amendment: String
    let origin: Origin
    /// The axes that it does not name.
    let missing: [AxisID]
  }

  /// An earlier move out of the measure, for the error that says who took what.
  struct Withdrawal: Equatable {
    let description: String
    let origin: Origin
  }

  var breakdowns: [Breakdown]
  var dimension: Dimension
  var unit: FigureUnit
  var withdrawals: [Withdrawal] = []

  var live: [Breakdown] { breakdowns.filter { $0.suspension == nil } }
}
