import ArgumentParser
import Glibc
import PlanLang
import PlanRules

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", _superCommandName: CodiPlan.name,
    abstract: "Brings plan files into the one layout, in place; from `-` to standard output.")

  @Argument(help: "Plan files, or `-` for standard input.", completion: .file(extensions: ["plan"]))
  var files: [String] = []

  @Option(name: .customLong("limit"), help: LimitOption.help)
  var raised: [LimitOption] = []

  @Flag(help: "Change nothing: name the files that are laid out differently, and exit with 1.")
  var check = false

  func run() throws {
    guard !files.isEmpty else { throw ValidationError("Name a plan file, or `-` for standard input.") }
    var outcome: Outcome?
    let limits = raised.reduce(into: Limits()) { $0[$1.name] = $1.value }
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
      } else if path == "-" {
        writeOutput(formatted)
      } else if !isSame, let reason = FileWriting.replace(path, with: formatted) {
        writeError("`\(path)` cannot be written: \(reason)\n")
        outcome = .wrongInput
      }
    }
    if let outcome { throw outcome }
  }
}

/// Writes whole files: beside the old one first, then in its place, so that a crash never leaves half a file.
enum FileWriting {
  /// What went wrong; `nil` where nothing did.
  static func replace(_ path: String, with text: String) -> String? {
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    let target = resolved.map { String(cString: $0) } ?? path
    let beside = target + ".new-\(getpid())"
    var status = stat()
    let mode = stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o644
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return abandon(descriptor, beside) }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { return abandon(descriptor, beside) }
    close(descriptor)
    guard rename(beside, target) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(beside)
      return reason
    }
    return nil
  }

  private static func abandon(_ descriptor: Int32, _ path: String) -> String {
    let reason = String(cString: strerror(errno))
    close(descriptor)
    unlink(path)
    return reason
  }
}

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", _superCommandName: CodiPlan.name,
    abstract: "Prints what a stage makes of a file: tokens, syntax, program or plan.")

  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case tokens, syntax, program, plan
    /// Pages of the manual, made from the program's own tables.
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
