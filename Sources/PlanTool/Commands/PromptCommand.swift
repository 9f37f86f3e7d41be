import ArgumentParser
import Glibc
import PlanLang
import PlanRules

struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", _superCommandName: ToolName.tool,
    abstract: "Opens the prompt on the files (this is what happens without a command)."
  )

  @OptionGroup var plan: PlanOptions

  @Option(
    name: .customLong("as-of"),
    help: "See the plan as it was known at the end of a period, or on a day: Q2, 2561-03-31, today.",
    transform: Today.written)
  var asOf: String?

  /// The institute's own plan, at its usual path.
  private static let ownPlan = "scenarios/fy2561.plan"

  func run() throws {
    var files = plan.files
    if files.isEmpty, access(PromptCommand.ownPlan, R_OK) == 0 { files = [PromptCommand.ownPlan] }
    let cancellation = Cancellation(
      patience: plan.patience, isSignalled: { TerminalSignals.wasInterrupted })
    let session: Session
    do throws(OpenPlan.Rejected) {
      session = try Session(
        files: files, asOf: asOf, allowing: plan.folders, limits: plan.limits, cancellation: cancellation)
    } catch {
      Reporter.report(error.problems, error.sources)
      throw Outcome.wrongInput
    }
    if !session.open.remarks.isEmpty { Reporter.report(session.open.remarks, session.open.sources) }
    if Terminal.isInput, Terminal.isOutput {
      Prompt(session, cancellation, patience: plan.patience).run()
    } else if try Script.run(session) {
      throw Outcome.wrongInput
    }
  }
}
