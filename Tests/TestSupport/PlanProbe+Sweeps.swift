internal import PlanLang
internal import PlanRules

/// Sweeps as plain values, and the ordinary way to the same figures: a scenario for each step.
extension PlanProbe {
  public struct Swept {
    public let length: Int
    /// Beside what is shown: a figure for each step, or `nil` for one that is the same for the whole sweep.
    public let steps: [[String]?]
    /// Beside what is shown: a figure for the whole sweep, or `nil` for one by step.
    public let wholes: [String?]
    /// The steps in which a move cannot be made.
    public let refused: Set<Int>
  }

  /// - Parameters:
  ///   - text: the sweep, its first word included.
  ///   - partLength: how many steps are worked out at once; as many as the tool takes unless said.
  public func sweep(_ text: String, in scenario: String = "base", partLength: Int? = nil) throws -> Swept {
    let source = SourceText(name: "question", text: text)
    var sources = program.sources
    let parsed = Pipeline.parse(source, file: sources.add(source))
    guard parsed.problems.isEmpty else { throw Rejected(problems: parsed.problems) }
    guard let statement = parsed.statements.first, case .question(let question) = statement.form else {
      throw Rejected(problems: [])
    }
    do throws(Problem) {
      let checked = try program.question(question, span: statement.span, sources: sources)
      guard case .sweep(let sweep) = checked.form else { throw Problem(.wrongSort, "no sweep", at: .none) }
      return try swept(SweepRun(sweep, in: evaluation, scenario: place(of: scenario)), partLength)
    } catch {
      throw Rejected(problems: [error])
    }
  }

  private func swept(_ run: SweepRun, _ partLength: Int?) throws(Problem) -> Swept {
    // A figure that is only known when all steps are seen at once has to be asked so.
    let most = run.wholes.contains(.atOnce) ? run.sweep.length : partLength ?? run.partLength
    var parts: [SweepRun.Part] = []
    for start in stride(from: 0, to: run.sweep.length, by: most) {
      parts.append(try run.part(start..<min(run.sweep.length, start + most)))
    }
    let refused = Set(parts.flatMap { $0.refused.flatMap { Array($0) } })
    let wholes = run.whole(parts.map { $0.figures.map { $0.first ?? nil } })
    let steps = run.wholes.indices.map { index -> [String]? in
      guard run.wholes[index] == nil else { return nil }
      return parts.flatMap { part in
        zip(part.steps, part.figures[index]).map { step, figure in
          run.value(figure, shown: index, isRefused: refused.contains(step)).exactText
        }
      }
    }
    return Swept(
      length: run.sweep.length, steps: steps,
      wholes: run.wholes.indices.map {
        run.wholes[$0] == nil ? nil : run.value(wholes[$0], shown: $0).exactText
      }, refused: refused)
  }

  /// Whether the amendments of a scenario cannot be made.
  public func isBroken(_ scenario: String) -> Bool {
    !evaluation.problems(inScenario: place(of: scenario)).isEmpty
  }

  /// A figure as a scenario has it; `nil` where its amendments cannot be made.
  public func exact(_ expression: String, in scenario: String) throws -> String? {
    let number = place(of: scenario)
    guard evaluation.problems(inScenario: number).isEmpty else { return nil }
    let source = SourceText(name: "question", text: expression)
    var sources = program.sources
    let parsed = Pipeline.parse(source, file: sources.add(source))
    guard let statement = parsed.statements.first, case .question(let question) = statement.form else {
      throw Rejected(problems: parsed.problems)
    }
    do throws(Problem) {
      let checked = try program.question(question, span: statement.span, sources: sources)
      guard case .value(let formula, let axes) = checked.form else {
        throw Problem(.wrongSort, "no value", at: .none)
      }
      return try evaluation.answer(formula, by: axes, scenario: number).values[0].exactText
    } catch {
      throw Rejected(problems: [error])
    }
  }

  private func place(of scenario: String) -> ScenarioID {
    evaluation.plan.scenario(named: scenario) ?? .base
  }
}
