import ProcessShim
import ArgumentParser
import Glibc
import PlanLang
import PlanRules

/// The whole program, for the executable that is nothing but a call of it.
public enum Tool {
  public static func main() { CodiPlan.main() }
}

/// `codi-plan`: plain-text planning.
struct CodiPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Plain-text planning: targets, moves, carry-over and KPIs, exactly.",
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

  /// Commands say that they belong to it, so that each can be parsed alone without a look for what only a whole tool answers.
  static let name = "codi-plan"

  static func main() {
    shim_open_standard_descriptors()
    shim_let_writing_fail()
    shim_keep_freed_memory()
    // Formulas may stand deep in one another: the stack is as large as the deepest that is allowed.
    if !shim_run_on_stack(1 << 30, { CodiPlan.runCommand() }) { runCommand() }
  }

  /// The command that is called by its name: reading what all the others would take costs more than checking a plan. `nil`
  /// where the call is not plain; then the whole of it is read, and what is wrong is said of the whole.
  private nonisolated static func parseNamed(_ arguments: [String]) throws -> (any ParsableCommand)? {
    guard let name = arguments.first,
      let command = configuration.subcommands.first(where: { $0.configuration.commandName == name })
    else { return nil }
    if let plain = (command as? any CallableWithFiles.Type)?.plain(arguments.dropFirst()) { return plain }
    return try? command.parseAsRoot(Array(arguments.dropFirst()))
  }

  fileprivate nonisolated static func runCommand() {
    do {
      // A negative figure is an expression, not an option.
      let arguments = (1..<max(1, shim_argument_count())).map { index in
        let argument = SystemPath.text(shim_argument(Int32(index)))
        let isFigure = argument.hasPrefix("-") && argument.dropFirst().first?.isNumber == true
        return isFigure ? " " + argument : argument
      }
      var command = try parseNamed(Array(arguments)) ?? parseAsRoot(Array(arguments))
      try command.run()
      if !AnswerFile.finish() { Glibc.exit(Outcome.wrongInput.rawValue) }
    } catch let outcome as Outcome {
      // An answer that is not good is one, and so is the part of a sweep that was worked out.
      let isWritten = outcome == .wrongInput || AnswerFile.finish()
      Glibc.exit(isWritten ? outcome.rawValue : Outcome.wrongInput.rawValue)
    } catch {
      // Help and the version are answers; everything else is a wrong call.
      if exitCode(for: error) == .success {
        writeOutput(fullMessage(for: error) + "\n")
        Glibc.exit(0)
      }
      writeError(fullMessage(for: error) + "\n")
      Glibc.exit(Outcome.wrongInput.rawValue)
    }
  }
}

/// How a command ends, where it does not simply succeed.
enum Outcome: Int32, Error {
  case failing = 1
  case wrongInput = 2
  case interrupted = 130
}

/// Results go to standard output, everything else to standard error.
func writeOutput(_ text: String) {
  if let file = AnswerFile.current { file.append(text) } else { write(text, to: STDOUT_FILENO) }
}
func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

private func write(_ text: String, to descriptor: Int32) {
  var bytes = SystemPath.bytes(of: text)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      let failure = errno
      if failure == EINTR {
        // Ctrl-C: nobody wants the rest of a long answer.
        if descriptor == STDOUT_FILENO, bytes.count > 1 << 14, TerminalSignals.wasInterrupted { return }
        continue
      }
      if failure == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
        continue
      }
      // A reader that has seen enough (`| head`), where somebody has set that signal to be ignored: the verdict was not
      // written, so this is no success.
      if failure == EPIPE {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      }
      // A terminal that is gone has nobody to tell; what a file could not take must not look like an answer.
      guard descriptor == STDOUT_FILENO, !Terminal.isOutput else { return }
      let reason = SystemReason(errno: failure)
      writeError(
        "error: the answer could not be written whole: \(reason.words)\n"
          + (reason.help.map { "  help: \($0)\n" } ?? ""))
      Glibc.exit(Outcome.wrongInput.rawValue)
    }
    bytes = bytes.dropFirst(count)
  }
}
