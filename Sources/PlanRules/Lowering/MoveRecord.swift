/// A move in force, and what it did to its two sides.
struct MoveRecord {
  struct Side {
    let programme: ProgrammeID
    let before: NodeID?
    let after: NodeID?
  }

  struct Amount {
    let measure: MeasureID
    let moved: NodeID
    let unit: FigureUnit
    let giver: Side
    let receiver: Side
  }

  let move: Move
  let amounts: [Amount]
}
