import ArgumentParser
import Glibc
import PlanLang
import PlanRules

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", _superCommandName: ToolName.tool,
    abstract:
      "Formats plan files in place; text from `-` or a pipe goes to standard output.")

  @Argument(help: "Plan files, or `-` for standard input.", completion: .file(extensions: ["plan"]))
  var files: [String] = []

  @Option(name: .customLong("limit"), help: LimitOption.help)
  var raised: [LimitOption] = []

  @Flag(help: "Change nothing: name the files that need formatting, and exit with 1.")
  var check = false

  func run() throws {
    guard !files.isEmpty else { throw ValidationError("Name a plan file, or `-` for standard input.") }
    var outcome: Outcome?
    let limits = Limits(raised)
    for path in files {
      let loaded = Pipeline.read(path, limits: limits)
      guard let source = loaded.sources.texts.first, loaded.problems.isEmpty,
        let formatted = Pipeline.format(source, limits: limits)
      else {
        Reporter.report(loaded.problems, loaded.sources)
        outcome = .wrongInput
        continue
      }
      let isSame = Array(formatted.utf8) == source.bytes
      if check {
        if !isSame {
          writeOutput(source.name + "\n")
          outcome = outcome ?? .failing
        }
      } else if FormatCommand.isStream(path) {
        writeOutput(formatted)
      } else if !isSame, !replace(path, source.bytes, with: formatted) {
        outcome = .wrongInput
      }
    }
    if let outcome { throw outcome }
  }

  /// Whether the input is not a regular file: `-`, a pipe, standard input under another name.
  private static func isStream(_ path: String) -> Bool {
    if path == "-" || ["/dev/", "/proc/"].contains(where: path.hasPrefix) { return true }
    var status = stat()
    return path.withSystemPath { stat($0, &status) } == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Returns `false` if the file is left unchanged.
  private func replace(_ path: String, _ content: [UInt8], with text: String) -> Bool {
    do throws(SystemReason) {
      try FileWriting.write(text, to: path, expecting: .content(content))
      return true
    } catch {
      Reporter.report([Problem.unwritable(path, error)], Sources())
      return false
    }
  }
}

extension Problem {
  static func unwritable(_ path: String, _ reason: SystemReason) -> Problem {
    Problem(.unreadableFile, "`\(path)` cannot be written: \(reason.words)", at: .none, help: reason.help)
  }
}

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", _superCommandName: ToolName.tool,
    abstract: "Prints what a stage makes of a file: tokens, syntax, program or plan.")

  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case tokens, syntax, program, plan
    /// Pages of the manual generated from the program's own tables.
    case functions, statements
  }

  @Argument(help: "tokens, syntax, program or plan; functions or statements for those pages of the manual.")
  var stage: Stage

  @OptionGroup var plan: PlanOptions

  func run() throws {
    switch stage {
    case .functions: return writeOutput(Manual.functions())
    case .statements: return writeOutput(Manual.statements())
    case .tokens, .syntax, .program, .plan: try dumpFiles()
    }
  }

  private func dumpFiles() throws {
    guard !plan.files.isEmpty else { throw ValidationError("Name a plan file, or `-` for standard input.") }
    let loaded = Pipeline.load(plan.files, allowing: plan.folders, limits: plan.limits)
    guard loaded.problems.isEmpty || stage == .tokens else {
      Reporter.report(loaded.problems, loaded.sources)
      throw Outcome.wrongInput
    }
    switch stage {
    case .functions, .statements: break
    case .tokens:
      for (file, text) in loaded.sources.texts.enumerated() { writeOutput(Dump.tokens(text, file: file)) }
    case .syntax: writeOutput(Dump.syntax(loaded))
    case .program, .plan:
      let program = Pipeline.check(loaded.statements, sources: loaded.sources)
      guard !program.hasErrors else {
        Reporter.report(program.problems, loaded.sources)
        throw Outcome.wrongInput
      }
      writeOutput(stage == .program ? Dump.program(program) : Dump.plan(program))
    }
  }
}
