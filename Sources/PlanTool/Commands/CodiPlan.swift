import ProcessShim
import ArgumentParser
import Glibc
import PlanLang
import PlanRules

/// The whole program, for an executable that merely calls it.
public enum Tool {
  public static func main() { CodiPlan.main() }
}

/// `codi-plan`: plain-text planning.
struct CodiPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ToolName.tool,
    abstract: "Plain-text planning: targets, moves, carry-over and KPIs, exactly.",
    discussion: """
      Without a command, opens the prompt on the files; the institute's own year where none is named.
      Exit status: 0 all good; 1 a KPI or an expectation fails, or an audit disagrees; 2 the input or the call
      is wrong; 130 interrupted.
      """,
    version: CodiPlan.version,
    subcommands: [
      PromptCommand.self, CheckCommand.self, RunCommand.self, EvalCommand.self, ShowCommand.self,
      ListCommand.self,
      CompareCommand.self, AuditCommand.self, SweepCommand.self, MergeCommand.self, FormatCommand.self,
      DumpCommand.self,
    ], defaultSubcommand: PromptCommand.self)

  static let version = "0.1.0"

  static func main() {
    shim_open_standard_descriptors()
    shim_let_writing_fail()
    shim_keep_freed_memory()
    // Formulas may be deeply nested, so the stack is large enough for the deepest nesting allowed.
    if !shim_run_on_stack(1 << 30, { CodiPlan.runCommand() }) { runCommand() }
  }

  /// Parses only the named command: parsing the options of all the others would cost more than checking a plan.
  /// Returns `nil` if the call is not plain, in which case it is parsed in full and any mistake is reported for the
  /// whole command line.
  private nonisolated static func parseNamed(_ arguments: [String]) throws -> (any ParsableCommand)? {
    guard let name = arguments.first,
      let command = configuration.subcommands.first(where: { $0.configuration.commandName == name })
    else { return nil }
    if let plain = (command as? any PlainlyCallable.Type)?.plain(arguments.dropFirst()) { return plain }
    return try? command.parseAsRoot(Array(arguments.dropFirst()))
  }

  /// - Throws: A problem if a word that is not a file resembles the name of a command.
  private nonisolated static func requireNoCommandMeant(by files: [String]) throws {
    guard let word = files.first, !Asking.isFile(word), word.allSatisfy(\.isLetter),
      let command = Suggestion.nearest(
        to: word, among: configuration.subcommands.compactMap { $0.configuration.commandName })
    else { return }
    throw ValidationError(
      "There is no command `\(word)`, and no such file: did you mean `codi-plan \(command)`?")
  }

  /// Whether the answer was written to its destination; if not, reports why.
  private nonisolated static func isAnswerWritten() -> Bool {
    guard let problem = AnswerFile.finish() else { return true }
    Reporter.report([problem], Sources())
    return false
  }

  fileprivate nonisolated static func runCommand() {
    do {
      // A leading minus before a digit begins an expression, not an option.
      let arguments = (1..<max(1, shim_argument_count())).map { index in
        let argument = SystemPath.text(shim_argument(Int32(index)))
        let isFigure = argument.hasPrefix("-") && argument.dropFirst().first?.isNumber == true
        return isFigure ? " " + argument : argument
      }
      if arguments == ["--version"] {
        writeOutput(version + "\n")
        if !isAnswerWritten() { Glibc.exit(Outcome.wrongInput.rawValue) }
        return
      }
      var command = try parseNamed(Array(arguments)) ?? parseAsRoot(Array(arguments))
      if let prompt = command as? PromptCommand { try requireNoCommandMeant(by: prompt.plan.files) }
      try command.run()
      if !isAnswerWritten() { Glibc.exit(Outcome.wrongInput.rawValue) }
    } catch let outcome as Outcome {
      // A failing answer is still an answer, and so is the finished part of an interrupted sweep.
      let isWritten = outcome == .wrongInput || isAnswerWritten()
      Glibc.exit(isWritten ? outcome.rawValue : Outcome.wrongInput.rawValue)
    } catch {
      // Help and the version are answers; anything else is a usage error.
      if exitCode(for: error) == .success {
        writeOutput(fullMessage(for: error) + "\n")
        Glibc.exit(0)
      }
      writeError(fullMessage(for: error) + "\n")
      Glibc.exit(Outcome.wrongInput.rawValue)
    }
  }
}
