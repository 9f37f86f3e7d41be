/// The figures of one measure of one programme, as they are after some amendments.
struct MeasureFigures: Equatable {
  struct Breakdown: Equatable {
    /// In the order of `AxisID`; none for the total.
    let axes: [AxisID]
    var node: NodeID
    /// Set if an amendment changed the measure without saying how this breakdown changes.
    var suspension: Suspension?
    /// Whether it is the sum of a suspended breakdown. Only that breakdown still says which quarters are
    /// known.
    var isRemainder = false
    /// The part of it that is known from suspended breakdowns by shorter periods. It is used where an `as of`
    /// hides the figure of the whole: half a year that has reported is known, although the year is not over.
    var soFar: NodeID?
  }

  /// Why a breakdown is no longer known.
  struct Suspension: Equatable {
    /// The amendment, as written.
    let amendment: String
    let origin: Origin
    /// The axes that the amendment does not name.
    let missing: [AxisID]
  }

  /// An earlier move out of the measure, for an error that explains who took how much.
  struct Withdrawal: Equatable {
    let description: String
    let origin: Origin
  }

  var breakdowns: [Breakdown]
  var dimension: Dimension
  var unit: FigureUnit
  /// The last moves out of the measure, and how many there were in all.
  private(set) var withdrawals: [Withdrawal] = []
  private(set) var withdrawalCount = 0

  /// If there were many moves, only the last ones are shown.
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

/// A programme's figures by measure. There are few, so they are searched linearly.
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
