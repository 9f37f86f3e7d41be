import Foundation
import TestSupport
import Testing

/// What `why` prints: six lines or fewer, on narrow terminals too, and statements that can be typed.
@Suite struct WhyTextTests {
  static let plansInChunk = Environment.number("PLAN_WHY_TEXT", usually: 2)

  @Test(arguments: 0..<UInt64(8))
  func sixLinesOrFewer(chunk: UInt64) throws {
    for seed in PropertyTests.seeds(chunk, of: Self.plansInChunk) {
      guard let drawn = try WhyCase(seed: seed, kpis: 4) else { continue }
      let text = try Self.tooLong(seed, drawn, columns: nil)
      if let text { Issue.record("seed \(seed): why \(text)\n\(drawn.text)") }
    }
  }

  /// The rule and the figures that decided are cut rather than folded.
  @Test(arguments: [120, 60, 40])
  func sixLinesOnNarrowTerminals(columns: Int) throws {
    for seed in UInt64(1)...4 {
      guard let drawn = try WhyCase(seed: seed, kpis: 4) else { continue }
      guard let text = try Self.tooLong(seed, drawn, columns: columns) else { continue }
      Issue.record("seed \(seed), \(columns) columns: why \(text)")
      return
    }
  }

  /// The first answer of more than six lines.
  private static func tooLong(_ seed: UInt64, _ drawn: WhyCase, columns: Int?) throws -> String? {
    // Long names are what a narrow terminal has least room for.
    let text = seed % 2 == 0 ? drawn.text : try lengthened(drawn)
    let questions = drawn.kpis.map { "why \($0.name)\nwhy not \($0.name)\n" }.joined()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("why-\(UUID().uuidString).plan")
    try Data((text + questions).utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try output(["run", file.path], columns: columns)
    let answers = output.components(separatedBy: "> why ").dropFirst()
    #expect(
      answers.count == 2 * drawn.kpis.count, "seed \(seed), \(columns ?? 0) columns: \(output)\n\(text)")
    if columns == nil { try checkStatements(file.path, drawn, text) }
    return answers.first { answer in
      answer.split(separator: "\n").dropFirst().count { !$0.allSatisfy(\.isWhitespace) } > 6
    }
  }

  /// The statements of the binary are those that the other tests have tried.
  private static func checkStatements(_ file: String, _ drawn: WhyCase, _ text: String) throws {
    guard text == drawn.text else { return }
    let json = try Tool(["run", file, "--format", "json"]).json() as? [String: Any]
    let answers = (json?["answers"] as? [[String: Any]] ?? []).map { $0["answer"] as? [String: Any] ?? [:] }
    for (index, kpi) in drawn.kpis.enumerated() {
      let changes = answers[2 * index]["changes"] as? [[String: Any]] ?? []
      let statements = changes.compactMap { $0["statement"] as? String }
      let known = try drawn.probe.changes(turning: kpi.name).map(\.statement)
      #expect(statements == known, "seed \(drawn.plan.seed): why \(kpi.name)\n\(text)")
      #expect(answers[2 * index]["verdict"] as? String == drawn.probe.verdict(of: kpi.name))
    }
  }

  private static func lengthened(_ drawn: WhyCase) throws -> String {
    try drawn.plan.programmes.reduce(drawn.text) { text, programme in
      text.replacing(
        try Regex("\\b\(programme.name)\\b"), with: "\(programme.name)_ที่อยู่อาศัยชุมชนริมคลอง_of_the_north")
    }
  }

  /// Six lines are six rows on a terminal of the usual width; on a narrower one a statement is still shown whole.
  @Test func sixRowsAtEightyColumns() throws {
    let plan = """
      fiscal year 2561
      unit household
      programme mankong in household { target by quarter 100, 200, 300, 400; actual by quarter 90, 150, 200, 300 }
      programme canal in household { target 2,500; actual 510 }
      group housing = mankong + canal
      kpi secure_homes passes when housing.result / mankong.target >= mankong.result / canal.target
      why secure_homes
      """
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("why-\(UUID().uuidString).plan")
    try Data(plan.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let terminal = try PseudoTerminal(["run", file.path], columns: 80, rows: 60)
    #expect(terminal.waitForExit(seconds: 20) == 0)
    let rows = terminal.screen.text.drop { !$0.contains("> why") }.dropFirst().filter { !$0.isEmpty }
    #expect(rows.count <= 6, "\(rows.joined(separator: "\n"))")
  }

  /// Line by line as it is printed, whatever the terminal then wraps.
  private static func output(_ arguments: [String], columns: Int?) throws -> String {
    guard let columns else { return try Tool(arguments).output }
    let terminal = try PseudoTerminal(arguments, columns: columns, rows: 50)
    _ = terminal.waitForExit(seconds: 20)
    return String(decoding: terminal.received, as: UTF8.self).replacing("\r\n", with: "\n")
  }
}
