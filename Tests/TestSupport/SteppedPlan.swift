internal import PlanLang
internal import PlanRules

/// A plan of which now these, now those amendments are in force, evaluated as the prompt does it: each version goes on
/// from an earlier one. What it answers is set beside an evaluation that has never seen another version.
public struct SteppedPlan {
  /// Which amendments of each scenario are in force, by their places in the text, in the order in which they were made.
  /// Scenarios beyond the list are not there at all.
  public typealias Version = [[Int]]

  /// An evaluation of one version.
  public struct Stage {
    public let version: Version
    fileprivate let evaluation: PlanEvaluation

    /// How many figures its graph has computed by now.
    public var computedCells: Int { work.computed }

    /// How many figures its graph has computed by now, and how many were there already when they were needed.
    public var work: (computed: Int, reused: Int) {
      (evaluation.graph.tally.computed.cells, evaluation.graph.tally.reused.cells)
    }
  }

  private let program: CheckedProgram
  private let questions: [(text: String, formula: Formula, axes: [AxisID])]

  /// Reads the plan, with its tables beside it, once: so everything keeps its place in the text, whatever is in force.
  ///
  /// - Parameter questions: those that do not fit the plan are left out.
  public init(_ plan: String, tables: [String: String] = [:], questions: [String]) throws {
    let program = try LoadedProgram.read(plan, tables: tables).program
    self.program = program
    self.questions = questions.compactMap { question in
      var sources = program.sources
      let text = SourceText(name: "question", text: question)
      let parsed = Pipeline.parse(text, file: sources.add(text))
      guard parsed.problems.isEmpty, let statement = parsed.statements.first,
        case .question(let asked) = statement.form,
        let checked = try? program.question(asked, span: statement.span, sources: sources),
        case .value(let formula, let axes) = checked.form
      else { return nil }
      return (question, formula, axes)
    }
  }

  public var scenarioCount: Int { program.plan.scenarios.count }
  public var questionCount: Int { questions.count }

  /// How many amendments stand in a scenario of the text.
  public func amendmentCount(inScenario scenario: Int) -> Int {
    program.plan.scenarios[scenario].amendments.count
  }

  public func text(ofAmendment amendment: Int, inScenario scenario: Int) -> String {
    program.plan.scenarios[scenario].amendments[amendment].text
  }

  private func plan(_ version: Version) -> Plan {
    var plan = program.plan
    plan.scenarios = version.enumerated().map { place, amendments in
      let scenario = plan.scenarios[place]
      return Scenario(
        name: scenario.name, label: scenario.label, documentation: scenario.documentation,
        parents: scenario.parents, amendments: amendments.map { scenario.amendments[$0] },
        origin: scenario.origin)
    }
    return plan
  }

  // MARK: Stages

  public func begin(_ version: Version) -> Stage {
    Stage(version: version, evaluation: PlanEvaluation(plan: plan(version)))
  }

  /// - Parameter onlyTried: over a graph that goes away again, like a preview.
  public func goOn(from earlier: Stage, to version: Version, onlyTried: Bool = false) -> Stage {
    let graph = earlier.evaluation.graph
    let evaluation = PlanEvaluation(plan: plan(version), graph: onlyTried ? Graph(over: graph) : graph)
    evaluation.inherit(from: earlier.evaluation)
    return Stage(version: version, evaluation: evaluation)
  }

  // MARK: Asking

  /// What is asked of a stage.
  public enum Asked: Hashable, Sendable {
    /// What is wrong with the plan as a whole, which is looked at after each line that is typed.
    case examination
    /// 0 is the base.
    case verdicts(scenario: Int)
    case claims(scenario: Int)
    case question(Int, scenario: Int)
  }

  /// Where a stage answers otherwise than an evaluation of its own would, in words; empty where it does not.
  public func differences(_ stage: Stage, _ asked: [Asked]) -> [String] {
    let fresh = PlanEvaluation(plan: stage.evaluation.plan)
    // Long axes are gone through once, not with each question.
    var together: [Int: [(formula: Formula, axes: [AxisID])]] = [:]
    for case .question(let question, let scenario) in asked {
      together[scenario, default: []].append((questions[question].formula, questions[question].axes))
    }
    for (scenario, asked) in together { fresh.prepare(asked, scenario: ScenarioID(member: scenario)) }
    // The last is asked first: scenarios find out for themselves what they might take over from the base.
    let byItself = Array(asked.reversed().map { words($0, of: fresh) }.reversed())
    return zip(asked, byItself).compactMap { asked, right in
      let found = words(asked, of: stage.evaluation)
      return found == right ? nil : "\(name(asked)) is\n  \(found)\nbut by itself\n  \(right)"
    }
  }

  /// Whether every amendment of a scenario fits.
  public func isSound(_ stage: Stage, scenario: Int) -> Bool {
    stage.evaluation.problems(inScenario: ScenarioID(member: scenario)).isEmpty
  }

  /// Asks and says nothing.
  public func ask(_ stage: Stage, _ asked: [Asked]) {
    for one in asked { _ = words(one, of: stage.evaluation) }
  }

  /// A question's exact values in the base or a scenario.
  public func values(_ question: Int, of stage: Stage, scenario: Int) -> String {
    words(.question(question, scenario: scenario), of: stage.evaluation)
  }

  private func name(_ asked: Asked) -> String {
    switch asked {
    case .examination: "examination"
    case .verdicts(let scenario): "verdicts in scenario \(scenario)"
    case .claims(let scenario): "claims in scenario \(scenario)"
    case .question(let question, let scenario): "`\(questions[question].text)` in scenario \(scenario)"
    }
  }

  private func words(_ asked: Asked, of evaluation: PlanEvaluation) -> String {
    do throws(Problem) {
      switch asked {
      case .examination:
        let examination = Pipeline.examine(evaluation)
        return words(examination.problems) + " / " + words(examination.scenarioProblems)
      case .verdicts(let scenario):
        return try evaluation.verdicts(scenario: ScenarioID(member: scenario)).map { "\($0)" }.joined(
          separator: "\n  ")
      case .claims(let scenario):
        let plan = evaluation.plan
        var findings: [String] = []
        for claim in plan.expectations + plan.reported {
          for finding in try evaluation.findings(of: claim, scenario: ScenarioID(member: scenario)) {
            findings.append("\(finding.outcome) \(words(finding.computed))")
          }
        }
        return findings.joined(separator: "; ")
      case .question(let question, let scenario):
        let (_, formula, axes) = questions[question]
        let answer = try evaluation.answer(formula, by: axes, scenario: ScenarioID(member: scenario))
        return answer.values.map(words).joined(separator: ", ") + words(answer.problems)
      }
    } catch {
      return words([error])
    }
  }

  private func words(_ value: Value) -> String {
    let quotient = value.quotient.map { " (\($0.numerator.exactText) / \($0.denominator.exactText))" }
    return value.exactText + (quotient ?? "")
  }

  private func words(_ problems: [Problem]) -> String {
    problems.map { " \($0.code.rawValue) \($0.message) at \($0.origin)" }.joined(separator: ";")
  }
}
