/// What a move did: both sides before and after, the sum that stayed the same, and what a unit costs by it.
public struct MoveStatement: Sendable {
  public struct Side: Sendable {
    public let programme: ProgrammeID
    public let before: Rational?
    public let after: Rational?

    public init(programme: ProgrammeID, before: Rational?, after: Rational?) {
      self.programme = programme
      self.before = before
      self.after = after
    }
  }

  public struct Line: Sendable {
    public let measure: MeasureID
    public let moved: Rational
    public let unit: FigureUnit
    public let giver: Side
    public let receiver: Side

    /// What both sides have together: the same before and after.
    public var sumBefore: Rational { (giver.before ?? .zero) + (receiver.before ?? .zero) }
    public var sumAfter: Rational { (giver.after ?? .zero) + (receiver.after ?? .zero) }
  }

  public let move: Move
  public let lines: [Line]
  /// Money moved for each unit moved, where the move carries both.
  public let costPerUnit: Value?
  /// Money for each unit of target that either side has afterwards.
  public let costOfSides: [(programme: ProgrammeID, cost: Value)]
}

extension PlanEvaluation {
  /// The moves in force in a scenario, in order.
  public func moveStatements(scenario: Int = 0) -> [MoveStatement] {
    guard let state = try? state(scenario) else { return [] }
    return state.moves.map(statement)
  }

  private func statement(_ record: MoveRecord) -> MoveStatement {
    let lines = record.amounts.map { amount in
      MoveStatement.Line(
        measure: amount.measure, moved: column(amount.moved)?.figure ?? .zero, unit: amount.unit,
        giver: side(amount.giver), receiver: side(amount.receiver))
    }
    let money = lines.first { plan[$0.measure].isMoney }
    let units = lines.first { !plan[$0.measure].isMoney }
    var costs: [(programme: ProgrammeID, cost: Value)] = []
    if let money, let units, record.move.giver != record.move.receiver {
      for (budget, target) in [(money.giver, units.giver), (money.receiver, units.receiver)] {
        guard let cost = cost(budget.after, money.unit, target.after, units.unit) else { continue }
        costs.append((budget.programme, cost))
      }
    }
    return MoveStatement(
      move: record.move, lines: lines,
      costPerUnit: money.flatMap { money in
        units.flatMap { cost(money.moved, money.unit, $0.moved, $0.unit) }
      }, costOfSides: costs)
  }

  private func cost(_ money: Rational?, _ unit: FigureUnit, _ amount: Rational?, _ other: FigureUnit)
    -> Value?
  {
    guard let money, let amount, let cost = money.divided(by: amount) else { return nil }
    return Value(.quantity(cost, unit.unscaled.over(other.unscaled)))
  }

  private func side(_ side: MoveRecord.Side) -> MoveStatement.Side {
    MoveStatement.Side(
      programme: side.programme, before: side.before.flatMap { column($0)?.figure },
      after: side.after.flatMap { column($0)?.figure })
  }
}
