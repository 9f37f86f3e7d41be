import ArgumentParser

struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", abstract: "Opens the prompt on the files (this is what happens without a command).")

  @OptionGroup var plan: PlanOptions

  @Option(name: .customLong("as-of"), help: "See the plan as it was known at the end of a quarter.")
  var asOf: String?

  func run() throws {}
}
