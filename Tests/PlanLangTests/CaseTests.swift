import Foundation
import PlanLang
import PlanRules
import TestSupport
import Testing

/// Plans in `Tests/Cases`: expectations that hold, and lines marked `# error[E0203]` that do not go, or `# warning[W0704]`
/// that go with a remark.
struct CaseTests {
  static let cases = Repository.files(in: "Tests/Cases", ending: ".plan")

  @Test func thereAreCases() { #expect(CaseTests.cases.count >= 10) }

  @Test(arguments: cases)
  func holds(file: String) throws {
    let path = Repository.path("Tests/Cases/" + file).path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(problems(path) == marked(text), "\(file)")
  }

  /// `line: code` for every problem, failed expectations as `line: expect`.
  private func problems(_ path: String) -> [String] {
    let loaded = Pipeline.load([path])
    var found = loaded.problems
    guard found.isEmpty else { return lines(found, loaded.sources) }
    let program = Pipeline.check(loaded.statements, sources: loaded.sources)
    found = program.problems
    guard !program.hasErrors else { return lines(found, loaded.sources) }
    let evaluation = PlanEvaluation(plan: program.plan)
    let examination = Pipeline.examine(evaluation)
    found += examination.problems + examination.scenarioProblems + examination.remarks
    guard examination.problems.isEmpty else { return lines(found, loaded.sources) }
    var result = lines(found, loaded.sources)
    let failed = (try? evaluation.expectations().failed) ?? []
    for finding in failed {
      let line = Span(finding.origin).map { loaded.sources.texts[$0.file].line(of: $0.start) } ?? 0
      result.append("\(line): expect, computed \(finding.computed.exactText)")
    }
    return result
  }

  private func lines(_ problems: [Problem], _ sources: Sources) -> [String] {
    problems.map { problem in
      let line = Span(problem.origin).map { sources.texts[$0.file].line(of: $0.start) } ?? 0
      return "\(line): \(problem.code.rawValue)"
    }
    .sorted { ($0.count, $0) < ($1.count, $1) }
  }

  private func marked(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      line.matches(of: /(?:error|warning)\[([EW]\d{4})\]/).map { "\(number + 1): \($0.1)" }
    }
    .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}
