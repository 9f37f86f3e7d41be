import ArgumentParser
import Glibc
import PlanLang
import PlanRules

extension Shard: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", _superCommandName: ToolName.tool,
    abstract: "Asks a plan again for each step of a figure, or of two.",
    discussion: """
      codi-plan sweep 'x from 0 to 500 step 10 { move x of target from a to b in Q4 } show a.rate, b.rate' FILE…
      With --shard 3/16 it works out the third of sixteen parts and writes it as text; `codi-plan merge` puts the parts
      together. Rows are written as they are worked out; Ctrl-C keeps what is done.
      """)

  @Argument(help: "The sweep, without its first word.")
  var sweep: String

  @OptionGroup var plan: PlanOptions
  @OptionGroup var answer: AnswerOptions

  @Option(help: "Which part to work out, such as 3/16.")
  var shard: Shard?

  @Flag(help: "Run more than ten million steps.")
  var yes = false

  func run() throws {
    try Asking.requireQuestion(
      sweep, plan, "codi-plan sweep 'x from 0 to 500 { move x of target from a to b } show a.rate' FILE")
    TerminalSignals.watch()
    let open = try answer.open(
      plan, cancellation: Cancellation(isSignalled: { TerminalSignals.wasInterrupted }))
    let scenario = try answer.reporting { () throws(OpenPlan.Rejected) in try open.scenario(answer.scenario) }
    let (question, sources) = try answer.reporting { () throws(OpenPlan.Rejected) in
      try open.question("sweep " + sweep)
    }
    guard case .sweep(let asked) = question.form else { return }
    let run = try answer.answering(sources) { () throws(Problem) in
      try asked.requireLength(mayBeLong: yes)
      return try SweepRun(asked, in: open.evaluation, scenario: scenario)
    }
    if let shard {
      let part = SweepPartFile(shard: shard, asked: sweep, plan: plan, answer: answer, open)
      try answer.answering(sources) { () throws(Problem) in try part.write(run) }
      return
    }
    let writer = SweepWriter(run: run, output: answer.output)
    try answer.answering(sources) { () throws(Problem) in
      try answer.output.requireTable(among: writer.names)
    }
    answer.output.writeMark()
    let isWhole = try answer.answering(sources) { () throws(Problem) in try writer.write() }
    if !isWhole { throw Outcome.interrupted }
  }
}

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", _superCommandName: ToolName.tool,
    abstract: "Puts the parts of a sweep together, as if it had been run at once.")

  @Argument(help: "The parts that `codi-plan sweep --shard` wrote.", completion: .file())
  var parts: [String]

  @OptionGroup var output: OutputOptions

  @Option(
    name: [.customLong("allow-path"), .customLong("allow")],
    help: "A folder, besides the plan's, whose files the parts may take in.", completion: .directory)
  var folders: [String] = []

  func run() throws {
    do throws(SweepPartFile.Unreadable) {
      // This is checked again for the plan that the parts name.
      do throws(Problem) {
        try output.begin(reading: parts)
      } catch {
        throw .init(reason: error.message, help: error.remedy)
      }
      let files = try parts.map { (path) throws(SweepPartFile.Unreadable) in try SweepPartFile(path: path) }
      let first = try SweepPartFile.requireWhole(files)
      var options = AnswerOptions()
      options.asOf = first.asOf
      options.scenario = first.scenario
      options.output = output
      var plan = PlanOptions()
      plan.files = first.files
      // A part may come from an untrusted source, so the caller decides which folders it may reach.
      if let folder = first.folders.first(where: { !folders.contains($0) }) {
        throw SweepPartFile.Unreadable(
          reason: "these parts take in files of `\(folder)`",
          help: "allow it here as well: `--allow-path \(folder)`")
      }
      plan.folders = folders
      plan.raised = []
      try merge(files, first, plan, options)
    } catch {
      writeError("error: \(error.reason)\n" + (error.help.map { "  help: \($0)\n" } ?? ""))
      throw Outcome.wrongInput
    }
  }

  private func merge(
    _ files: [SweepPartFile], _ first: SweepPartFile, _ plan: PlanOptions, _ options: AnswerOptions
  ) throws(SweepPartFile.Unreadable) {
    guard let open = try? options.open(plan) else {
      throw .init(reason: "the plan of these parts cannot be opened: \(first.files.joined(separator: " "))")
    }
    guard SweepPartFile.checksum(open.sources) == first.checksum else {
      throw .init(reason: "the plan has changed since these parts were worked out: work them out again")
    }
    guard let scenario = try? open.scenario(first.scenario),
      let (question, _) = try? open.question("sweep " + first.asked), case .sweep(let asked) = question.form,
      let run = try? SweepRun(asked, in: open.evaluation, scenario: scenario)
    else { throw .init(reason: "the plan can no longer answer what these parts ask") }
    var parts: [SweepRun.Part] = []
    for file in files { parts += try file.readParts(run) }
    parts.sort { $0.steps.lowerBound < $1.steps.lowerBound }
    let writer = SweepWriter(run: run, output: options.output)
    do throws(Problem) {
      try options.output.requireTable(among: writer.names)
    } catch {
      throw .init(reason: error.message, help: error.remedy)
    }
    options.output.writeMark()
    writer.write(parts)
  }
}

/// Writes a sweep while it is being computed.
struct SweepWriter {
  let run: SweepRun
  let output: OutputOptions

  private var format: OutputFormat { output.format }
  private var tables: TableRendering { output.tables }

  /// Computes the sweep and writes it. Returns `false` if it was interrupted, after writing the finished steps.
  func write() throws(Problem) -> Bool {
    let length = run.sweep.length
    let progress = ProgressBar(length)
    let rows = SweepRows(run: run, rendering: tables)
    var kept: [SweepRun.Part] = []
    var done = 0
    if streams { writeOutput(rows.header) }
    do throws(Problem) {
      try run.parts(of: 0..<length) { part in
        if streams { writeOutput(rows.text(part)) }
        kept.append(format.hasTables ? rows.withoutSteps(part) : part)
        done = part.steps.upperBound
        progress.show(done)
        return true
      }
    } catch {
      progress.clear()
      guard error.code == .interrupted else { throw error }
      finish(kept)
      writeError("stopped after \(Count.of(done, "step")) of \(length)\n")
      return false
    }
    progress.clear()
    finish(kept)
    return true
  }

  /// Writes the parts computed by other processes.
  func write(_ parts: [SweepRun.Part]) {
    let rows = SweepRows(run: run, rendering: tables)
    if streams {
      writeOutput(rows.header)
      for part in parts { writeOutput(rows.text(part)) }
    }
    finish(parts)
  }

  /// The available tables: steps are written as they are computed, figures common to all steps at the end.
  var names: [String] {
    SweepTables.names.filter { name in run.wholes.contains { ($0 == nil) == (name == "steps") } }
  }

  private var streams: Bool {
    guard format.hasTables, names.first == "steps" else { return false }
    switch tables.choice {
    case .first, .all: return true
    case .named(let name): return name == "steps"
    }
  }

  private func finish(_ parts: [SweepRun.Part]) {
    guard !parts.isEmpty else { return }
    if format.hasTables {
      guard !streams || tables.choice == .all, names.last == "whole" else { return }
      let wholes = SweepTables(run).whole(SweepResult(run, parts))
      writeOutput((streams ? tables.dialect.lineEnd : "") + tables.render(wholes))
      return
    }
    writeOutput(
      format.render(
        SweepLayout(evaluation: run.evaluation, width: Terminal.width).document(run, parts),
        painter: Painter(usesColour: Terminal.usesColour(STDOUT_FILENO)), width: Terminal.width))
  }
}

/// The steps of a sweep as lines of comma-separated values.
struct SweepRows {
  let run: SweepRun
  let rendering: TableRendering
  private let tables: SweepTables

  init(run: SweepRun, rendering: TableRendering) {
    (self.run, self.rendering) = (run, rendering)
    tables = SweepTables(run)
  }

  var header: String { rendering.row(texts: tables.columns) }

  func text(_ part: SweepRun.Part) -> String {
    var text = ""
    for (offset, step) in part.steps.enumerated() {
      let isRefused = part.refused.contains { $0.contains(step) }
      let lines = tables.lines(step) {
        run.value(part.figures[$0][offset], shown: $0, isRefused: isRefused)
      }
      for line in lines { rendering.row(line, into: &text) }
    }
    return text
  }

  /// The part without the steps that have already been written.
  func withoutSteps(_ part: SweepRun.Part) -> SweepRun.Part {
    SweepRun.Part(
      steps: part.steps, figures: run.wholes.indices.map { run.wholes[$0] == nil ? [] : part.figures[$0] },
      refused: part.refused)
  }
}
