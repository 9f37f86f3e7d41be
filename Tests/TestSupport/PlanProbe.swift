public import PlanLang
public import PlanRules

/// A plan as text, asked for exact values: the one door through which tests of meaning go.
public struct PlanProbe {
  public struct Rejected: Error, CustomStringConvertible {
    public let problems: [Problem]

    public var description: String {
      problems.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "\n")
    }

    public var codes: [String] { problems.map(\.code.rawValue) }
  }

  public let program: CheckedProgram
  public let evaluation: PlanEvaluation
  private let sources: Sources

  /// Parses, checks and lowers the plan.
  ///
  /// - Parameter toleratingScenarios: scenarios may have errors of their own.
  public init(
    _ source: String, asOf: AsOf? = nil, limits: Limits = Limits(),
    cancellation: Cancellation = Cancellation(),
    toleratingScenarios: Bool = false
  ) throws {
    var sources = Sources(limits: limits)
    let text = SourceText(name: "test.plan", text: source)
    let file = sources.add(text)
    let parsed = Pipeline.parse(text, file: file)
    guard parsed.problems.isEmpty else { throw Rejected(problems: parsed.problems) }
    program = Pipeline.check(parsed.statements, sources: sources)
    guard !program.hasErrors else { throw Rejected(problems: program.problems) }
    evaluation = PlanEvaluation(plan: program.plan, asOf: asOf, cancellation: cancellation)
    let examination = Pipeline.examine(evaluation)
    let problems = examination.problems + (toleratingScenarios ? [] : examination.scenarioProblems)
    guard problems.isEmpty else { throw Rejected(problems: problems) }
    self.sources = sources
  }

  /// The value of an expression exactly, in base units.
  public func exact(_ expression: String) throws -> String {
    try value(expression).exactText
  }

  /// As a person reads it.
  public func printed(_ expression: String) throws -> String {
    evaluation.format.text(try value(expression))
  }

  public func value(_ expression: String) throws -> Value {
    try answer(expression).values[0]
  }

  public func answer(_ expression: String) throws -> Answer {
    var sources = sources
    let text = SourceText(name: "question", text: expression)
    let file = sources.add(text)
    let parsed = Pipeline.parse(text, file: file)
    guard parsed.problems.isEmpty else { throw Rejected(problems: parsed.problems) }
    guard let statement = parsed.statements.first, case .question(let question) = statement.form else {
      throw Rejected(problems: [])
    }
    do throws(Problem) {
      let checked = try program.question(question, span: statement.span, sources: sources)
      guard case .value(let formula, let axes) = checked.form else {
        throw Problem(.wrongSort, "no value", at: .none)
      }
      return try evaluation.answer(formula, by: axes)
    } catch {
      throw Rejected(problems: [error])
    }
  }
}
