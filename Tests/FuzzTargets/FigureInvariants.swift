#if DEBUG || TESTABLE
  import PlanRules

  /// What must be true of the figures of any plan, in any of its scenarios.
  struct FigureInvariants {
    let evaluation: PlanEvaluation
    let scenario: ScenarioID

    private var plan: Plan { evaluation.plan }

    /// Larger plans than this are left to the tests that compare with a second calculation: here each cell is asked alone.
    private static let maxCells = 2_000

    func hold() throws {
      guard evaluation.problems(inScenario: scenario).isEmpty else { return }
      try movesConserve()
      try groupsAreTheirMembers()
      try cellsAloneAreTheTable()
    }

    /// What a move takes from one side the other has.
    private func movesConserve() throws {
      for move in evaluation.moveStatements(scenario: scenario) {
        for line in move.lines {
          try require(
            line.sumBefore == line.sumAfter || line.giver.before == nil || line.receiver.after == nil,
            "a move changes the sum from \(line.sumBefore.exactText) to \(line.sumAfter.exactText)")
        }
      }
    }

    /// A group without figures of its own is the sum of its members, where all of them are known.
    private func groupsAreTheirMembers() throws {
      for id in plan.groups {
        let group = plan[id]
        guard let members = group.members, !group.isMean else { continue }
        for measure in plan.measures.indices.map(MeasureID.init)
        where !group.figures.contains(where: { $0.measure == measure }) {
          let parts = members.map { evaluation.figure(.measure(measure), of: $0, scenario: scenario).figure }
          let known = parts.compactMap { $0 }
          guard known.count == parts.count, !known.isEmpty else { continue }
          let sum = known.reduce(Rational.zero, +)
          let value = evaluation.figure(.measure(measure), of: id, scenario: scenario)
          try require(
            value.figure == sum,
            "the group \(group.name) has \(value.exactText) of \(plan[measure].name), its members \(sum.exactText)"
          )
        }
      }
    }

    // MARK: Tables and cells

    /// A table that is worked out at once, and each of its cells asked alone, of an evaluation that knows nothing yet.
    private func cellsAloneAreTheTable() throws {
      let alone = PlanEvaluation(plan: plan)
      let figures: [Figure] =
        [.result, .adjusted, .carried, .rate, .gap, .light, .spending]
        + plan.measures.indices.map { .measure(MeasureID($0)) }
      var left = FigureInvariants.maxCells
      for programme in plan.programmes.indices.map(ProgrammeID.init) {
        for axes in tables {
          for figure in figures {
            let size = axes.reduce(1) { $0 * plan.axis($1).members.count }
            guard size <= left else { return }
            left -= size
            try table(of: figure, programme, by: axes, is: alone)
          }
        }
      }
    }

    /// Time, and each declared axis, with time and without it.
    private var tables: [[AxisID]] {
      let declared = plan.axes.map(\.id).filter { !$0.isTime && !$0.rangesOverEntities }
      return [[], [.quarter], [.year, .quarter]] + declared.map { [$0] } + declared.map { [$0, .quarter] }
    }

    private func table(
      of figure: Figure, _ programme: ProgrammeID, by axes: [AxisID], is alone: PlanEvaluation
    ) throws {
      let formula = Formula(.figure(figure, of: programme), at: .none)
      let answer: Answer
      do throws(Problem) {
        answer = try evaluation.answer(formula, by: axes, scenario: scenario)
      } catch {
        return
      }
      for index in answer.values.indices {
        var rest = index
        var place: [Narrowing] = []
        for axis in axes.reversed() {
          let count = plan.axis(axis).members.count
          let member = rest % count
          place.append(Narrowing(axis: axis, from: member, through: member, origin: .none))
          rest /= count
        }
        let cell = alone.figure(figure, of: programme, at: place, scenario: scenario)
        try require(
          cell.exactText == answer.values[index].exactText,
          "\(plan[programme].name) \(figure) at \(answer.members(at: index).map(\.name)): "
            + "\(answer.values[index].exactText) in the table, \(cell.exactText) alone")
      }
    }

    // MARK: Shares

    /// What the amendments between two scenarios do to a figure comes to the difference between them.
    static func sharesSum(from a: ScenarioID, to b: ScenarioID, in evaluation: PlanEvaluation) throws {
      let shares: StatementShares
      do throws(Problem) {
        shares = try StatementShares(from: a, to: b, in: evaluation)
      } catch {
        return
      }
      for row in shares.rows {
        let sum = row.shares.reduce(Rational.zero, +)
        try require(
          sum == row.difference,
          "shares come to \(sum.exactText), the difference is \(row.difference.exactText)")
      }
    }
  }
#endif
