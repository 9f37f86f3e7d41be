/// What a move did: both sides before and after, the sum that stays the same, and its cost per unit.
public struct MoveStatement: Sendable {
  /// One side of a move: the measure of a programme over the whole plan, before and after.
  public struct Side: Sendable {
    /// The programme that gives or receives.
    public let programme: ProgrammeID
    /// The figure before the move, over the whole plan and in base units; `nil` where it is missing.
    public let before: Rational?
    /// The figure after the move, over the whole plan and in base units; `nil` where it is missing.
    public let after: Rational?

    /// Creates a side of a move; figures are in base units, and `nil` is a missing one.
    public init(programme: ProgrammeID, before: Rational?, after: Rational?) {
      self.programme = programme
      self.before = before
      self.after = after
    }
  }

  /// One amount of a move: a measure, how much of it is moved, and both sides.
  public struct Line: Sendable {
    /// The measure that is moved, such as `target` or `budget`.
    public let measure: MeasureID
    /// How much is moved, in base units.
    public let moved: Rational
    /// The unit in which the figures are printed: that of the giver's measure.
    public let unit: FigureUnit
    /// The programme that the amount leaves.
    public let giver: Side
    /// The programme at which the amount arrives; the giver itself where it goes from period to period.
    public let receiver: Side

    /// The sum of both sides, the same before and after; twice a programme's figure if it is both sides.
    public var sumBefore: Rational { (giver.before ?? .zero) + (receiver.before ?? .zero) }
    /// The sum of both sides after the move.
    public var sumAfter: Rational { (giver.after ?? .zero) + (receiver.after ?? .zero) }
  }

  /// The move as the plan or a scenario states it.
  public let move: Move
  /// One line for each amount, in the order in which the move names them.
  public let lines: [Line]
  /// Money moved for each unit moved, where the move carries both.
  public let costPerUnit: Value?
  /// Money for each unit of target that either side has afterwards.
  public let costOfSides: [(programme: ProgrammeID, cost: Value)]
}

extension PlanEvaluation {
  /// The moves in force in a scenario, in order.
  public func moveStatements(scenario: ScenarioID = .base) -> [MoveStatement] {
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
