public import PlanLang
public import PlanRules

/// A plan that reads tables, asked for exact values: like `PlanProbe`, but from files, since tables are files.
public struct TableProbe {
  public let program: CheckedProgram
  public let evaluation: PlanEvaluation
  private let sources: Sources

  /// Writes the plan and its tables into a folder of their own, and reads them; the folder is gone afterwards.
  public init(_ plan: String, tables: [String: String]) throws {
    let read = try LoadedProgram.read(plan, tables: tables)
    (sources, program) = (read.loaded.sources, read.program)
    evaluation = PlanEvaluation(plan: program.plan)
    let examination = Pipeline.examine(evaluation)
    let problems = examination.problems + examination.scenarioProblems
    guard problems.isEmpty else { throw PlanProbe.Rejected(problems: problems) }
  }

  /// The values of an expression exactly, in base units, along the axes as they were asked, the last the fastest.
  public func exact(_ expression: String) throws -> [String] {
    let (question, span, sources) = try question(expression)
    do throws(Problem) {
      let checked = try program.question(question, span: span, sources: sources)
      guard case .value(let formula, let axes) = checked.form else {
        throw Problem(.wrongSort, "no value", at: .none)
      }
      return try evaluation.answer(formula, by: axes).values.map(\.exactText)
    } catch {
      throw PlanProbe.Rejected(problems: [error])
    }
  }

  /// What `list` names: the members for which a condition holds, worst first, and those for which it is not known yet.
  public func list(_ statement: String) throws -> (members: [String], pending: [String]) {
    let (question, span, sources) = try question(statement)
    do throws(Problem) {
      let checked = try program.question(question, span: span, sources: sources)
      guard case .list(let axis, let condition) = checked.form else {
        throw Problem(.wrongSort, "no list", at: .none)
      }
      let listing = try evaluation.list(axis, where: condition)
      return (listing.entries.map(\.member.name), listing.pending.map(\.name))
    } catch {
      throw PlanProbe.Rejected(problems: [error])
    }
  }

  private func question(_ text: String) throws -> (Question, Span, Sources) {
    var sources = sources
    let source = SourceText(name: "question", text: text)
    let file = sources.add(source)
    let parsed = Pipeline.parse(source, file: file)
    guard parsed.problems.isEmpty, let statement = parsed.statements.first,
      case .question(let question) = statement.form
    else { throw PlanProbe.Rejected(problems: parsed.problems) }
    return (question, statement.span, sources)
  }
}
