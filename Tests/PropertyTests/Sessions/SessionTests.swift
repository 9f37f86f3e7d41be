import Foundation
import TestSupport
import Testing

/// Whole sessions through the binary, on standard input: what was said of undo, redo and save holds whatever is typed.
@Suite struct SessionTests {
  /// All of them; the long run has 500.
  static let sessions = Environment.number("PLAN_SESSIONS", usually: 24)
  static let chunks: UInt64 = 8

  @Test(arguments: 0..<chunks)
  func sessionsKeepWhatIsTyped(chunk: UInt64) throws {
    var tally = SessionRun.Tally()
    for number in 0..<Self.sessions where number % Self.chunks == chunk {
      guard var run = try SessionRun(seed: number + 1) else { continue }
      try run.check(&tally)
    }
    Environment.tell("sessions \(chunk): \(tally)")
  }
}

extension SessionTests {
  /// Two versions of a session may have different measures: only what both have is compared.
  @Test(arguments: ["undo\nredo", "reset\nundo"])
  func aMeasureComesBack(commands: String) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).plan")
    try Data("fiscal year 2561\nunit person\nprogramme a in person { target 4 }\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try Tool([file.path], input: "measure visits in person\n\(commands)\na.visits\n7 person\n")
    #expect(run.status == 0, "\(commands): \(run.errors.prefix(300))")
    #expect(run.output.contains("7 person"))
  }
}

/// One session, and what it must have printed.
struct SessionRun {
  struct Tally {
    var sessions = 0
    var made = 0
    var refused = 0
    var undone = 0
    var comparisons = 0
    var saved = 0
  }

  private let seed: UInt64
  private let baseText: String
  private let folder: URL
  private var writer: SessionWriter
  private var model: SessionModel

  /// Stands between the answers.
  private static let mark = "7654321 household"
  private static let printedMark = "7,654,321 household"
  private static let statements = 4...22

  init?(seed: UInt64) throws {
    self.seed = seed
    let plan = PlanGenerator.plan(seed: 40_000 + seed)
    guard let bare = PropertyTests.probe(PlanWriter.text(of: plan), plan.seed) else { return nil }
    var generator = RuleGenerator(plan, bare, seed: seed)
    let rules = generator.kpis(3)
    baseText =
      PlanWriter.text(of: plan)
      + rules.map { RuleText(plan: plan, expandsLets: true).statements($0) }.joined()
    writer = SessionWriter(plan, rules, seed: seed)
    model = SessionModel(taken: Set(plan.scenarios.map(\.name)), rules: Set(rules.map(\.name)))
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "session-\(seed)-\(UUID().uuidString)")
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  // MARK: The run

  mutating func check(_ tally: inout Tally) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(baseText.utf8).write(to: URL(fileURLWithPath: path("base.plan")))
    tally.sessions += 1
    // What is accepted decides what can be typed next; so the lines are drawn against a model that believes in all of
    // them, and the model that is right follows the session's own history.
    var hopeful = model
    var lines: [(text: String, step: SessionModel.Step)] = []
    for _ in 0..<writer.random.pick(Self.statements) {
      let line = writer.line(hopeful.current)
      hopeful.take(line.step, line.text)
      lines.append(line)
    }
    let text = script(lines)
    let run = try Tool([path("base.plan")], input: text)
    let answers = Answers(run.output, mark: Self.printedMark)
    let headline = "session \(seed)"
    func report(_ what: String) {
      Issue.record(
        "\(headline): \(what)\n--- base.plan\n\(baseText)--- typed\n\(lines.map(\.text).joined(separator: "\n"))\n--- errors\n\(run.errors)"
      )
    }
    guard answers.count == 3 * (lines.count + 1) + 9 else {
      return report("\(answers.count) answers, status \(run.status)\n\(text)\n\(run.output.suffix(3_000))")
    }
    var seen: [Int: String] = [0: answers[2]]
    for (index, line) in lines.enumerated() {
      let (history, view) = (Answers.history(answers[3 * index + 4]), answers[3 * index + 5])
      let isMade = history.made == model.past.count + 1 && history.undone == 0
      if !SessionModel.mayFail(line.step) || isMade { model.take(line.step, line.text) }
      if SessionModel.mayFail(line.step) {
        if isMade { tally.made += 1 } else { tally.refused += 1 }
      } else {
        tally.undone += 1
      }
      guard history.made == model.past.count, history.undone == model.future.count else {
        return report(
          "after `\(line.text)` there are \(history) in the history, not \(model.past.count), \(model.future.count)\n\(answers[3 * index + 3])"
        )
      }
      if let known = seen[model.current.number] {
        tally.comparisons += 1
        guard known == view else {
          return report("after `\(line.text)` it is not as it was there before:\n\(known)\n--- but\n\(view)")
        }
      }
      seen[model.current.number] = view
    }
    let end = 3 * (lines.count + 1)
    try checkEnd(Array(answers.all[end...]), seen, &tally, report)
  }

  /// Every line between marks: what it answers, the history, and how the plan stands.
  private func script(_ lines: [(text: String, step: SessionModel.Step)]) -> String {
    // A command ends what an unfinished statement would take in.
    let view = "undo 0\n\(Self.mark)\nhistory\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\n"
    var text = view
    for line in lines { text += line.text + "\n" + view }
    text += "save \"\(path("saved.plan"))\"\n\(Self.mark)\n"
    text += "scenario base\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\nundo\n\(Self.mark)\n"
    text +=
      "undo 999\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\nredo 999\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\nhistory\n"
    return text
  }

  private func checkEnd(
    _ answers: [String], _ seen: [Int: String], _ tally: inout Tally, _ report: (String) -> Void
  )
    throws
  {
    guard answers[5] == seen[0] else {
      return report("undo of everything gives\n\(answers[5])\n--- not\n\(seen[0]!)")
    }
    // `scenario base` at the end dropped what had been taken back: redo goes as far as the end, then to the base.
    guard answers[7] == answers[2] else {
      return report("redo of everything gives\n\(answers[7])\n--- not\n\(answers[2])")
    }
    guard let saved = try? String(contentsOfFile: path("saved.plan"), encoding: .utf8) else {
      if !answers[0].contains("nothing was typed") { report("nothing was saved: \(answers[0])") }
      return
    }
    tally.saved += 1
    let active = model.current.active
    let input =
      "scenario \(active)\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\nscenario base\n\(Self.mark)\ncheck\nshow\n\(Self.mark)\n"
    let again = try Tool([path("saved.plan")], input: input)
    let reopened = Answers(again.output, mark: Self.printedMark)
    guard reopened.count == 5 else { return report("the saved file does not open:\n\(again.errors)\(saved)") }
    if reopened[1] != seen[model.current.number] {
      report(
        "saved, \(active) is\n\(reopened[1])\n--- but was\n\(seen[model.current.number]!)\n--- saved.plan\n\(saved)"
      )
    }
    if reopened[3] != answers[2] {
      report("saved, the base is\n\(reopened[3])\n--- but was\n\(answers[2])\n--- saved.plan\n\(saved)")
    }
    // The same once more, written down by the model: what was typed stands where the rules say.
    try Data((baseText + model.asPlan).utf8).write(to: URL(fileURLWithPath: path("expected.plan")))
    let expected = try Tool([path("expected.plan")], input: input)
    if expected.output.isEmpty || Answers(expected.output, mark: Self.printedMark).all != reopened.all {
      report(
        "by the model it is\n\(expected.output)\(expected.errors)\(model.asPlan)--- saved\n\(again.output)\n\(saved)"
      )
    }
    // What scripts read is the same to the byte, but for where reported figures stand.
    for scenario in Set([active, "base"]).sorted() {
      let contracts = try ["saved.plan", "expected.plan"].map { file in
        try Tool(["check", path(file), "--format", "json", "--allow-fail", "--scenario", scenario]).output
          .replacing(/"at": ?"[^"]*"/, with: "")
      }
      if !contracts[0].contains("codi-plan/check/1") || contracts[0] != contracts[1] {
        report(
          "in \(scenario), `check --format json` is\n\(contracts[0])--- by the model\n\(contracts[1])\(saved)"
        )
      }
    }
    try checkFile(saved, report)
  }

  /// In the one layout, and without warnings that the files did not have.
  private func checkFile(_ saved: String, _ report: (String) -> Void) throws {
    let copy = path("formatted.plan")
    try Data(saved.utf8).write(to: URL(fileURLWithPath: copy))
    let format = try Tool(["format", copy])
    let formatted = try String(contentsOfFile: copy, encoding: .utf8)
    if format.status != 0 || formatted != saved {
      report(
        "the saved file is not in the layout of `format`:\n\(saved)\n--- but\n\(formatted)\(format.errors)")
    }
    let warnings = try ["base.plan", "saved.plan"].map { name in
      try Tool(["check", path(name)]).errors.split(separator: "\n").filter { $0.hasPrefix("warning") }
    }
    if warnings[1].count > warnings[0].count { report("the saved file warns: \(warnings[1])\n\(saved)") }
  }
}

/// The parts of an output between marks.
struct Answers {
  let all: [String]
  var count: Int { all.count }
  subscript(index: Int) -> String { all[index] }

  init(_ output: String, mark: String) {
    var parts = [""]
    // An expectation's place is that of where it was typed, and of where it was saved.
    let place = /\s\s(?:standard input|line|\/\S*\.plan):\d+$/
    for line in output.split(separator: "\n", omittingEmptySubsequences: false).map({
      $0.replacing(place, with: "")
    }) {
      if line == mark { parts.append("") } else { parts[parts.count - 1] += line + "\n" }
    }
    all = parts
  }

  /// How many changes `history` lists, and how many that were taken back.
  static func history(_ text: String) -> (made: Int, undone: Int) {
    let lines = text.split(separator: "\n")
    let made = lines.count { line in
      line.drop { $0 == " " }.prefix { $0.isNumber }.isEmpty == false
    }
    return (made, lines.count { $0.hasSuffix("  taken back") })
  }
}
