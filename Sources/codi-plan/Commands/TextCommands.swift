import ArgumentParser
import PlanLang
import PlanRules

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Prints what a stage makes of a file: tokens, syntax, program or plan.")

  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case tokens, syntax, program, plan
  }

  @Argument(help: "tokens, syntax, program or plan.")
  var stage: Stage

  @OptionGroup var plan: PlanOptions

  func run() throws {
    guard !plan.files.isEmpty else { throw ValidationError("Name a plan file, or `-` for standard input.") }
    let loaded = Pipeline.load(plan.files, allowing: plan.folders)
    guard loaded.problems.isEmpty || stage == .tokens else {
      Reporter.report(loaded.problems, loaded.sources)
      throw Outcome.wrongInput
    }
    switch stage {
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
