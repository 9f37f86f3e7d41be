/// The figures of one measure of one programme, as they stand after some amendments.
struct MeasureFigures: Equatable {
  struct Breakdown: Equatable {
    /// In the order of `AxisID`; none for the total.
    let axes: [AxisID]
    var node: NodeID
    /// Set where an amendment changed the measure without saying how this breakdown changes.
    var suspension: Suspension?
    /// The sum of a breakdown that was left behind: what is known of its quarters is still known of them alone.
    var isRemainder = false
    /// What was known of it through shorter periods that were left behind. It stands where an `as of` hides the figure of the
    /// whole: half a year that has reported is known, though its year is not over.
    var soFar: NodeID?
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
  /// The last moves out of it, and how many there were.
  private(set) var withdrawals: [Withdrawal] = []
  private(set) var withdrawalCount = 0

  /// Of a long row of moves the last ones are shown.
  static let shownWithdrawals = 4

  mutating func note(_ withdrawal: Withdrawal) {
    if withdrawals.count == MeasureFigures.shownWithdrawals { withdrawals.removeFirst() }
    withdrawals.append(withdrawal)
    withdrawalCount += 1
  }

  init(breakdowns: [Breakdown], dimension: Dimension, unit: FigureUnit) {
    (self.breakdowns, self.dimension, self.unit) = (breakdowns, dimension, unit)
  }

  var live: [Breakdown] { breakdowns.filter { $0.suspension == nil } }
}

/// A programme's figures by measure. A programme has few, so they are looked for one by one.
struct FiguresByMeasure: Equatable {
  private var entries: [(measure: MeasureID, figures: MeasureFigures)] = []

  subscript(measure: MeasureID) -> MeasureFigures? {
    get {
      for entry in entries where entry.measure == measure { return entry.figures }
      return nil
    }
    set {
      let place = entries.firstIndex { $0.measure == measure }
      switch (place, newValue) {
      case (let place?, let figures?): entries[place].figures = figures
      case (nil, let figures?): entries.append((measure, figures))
      case (let place?, nil): entries.remove(at: place)
      case (nil, nil): break
      }
    }
  }

  static func == (a: FiguresByMeasure, b: FiguresByMeasure) -> Bool {
    a.entries.count == b.entries.count && a.entries.allSatisfy { b[$0.measure] == $0.figures }
  }
}
