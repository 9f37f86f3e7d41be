import Foundation
import PlanLang
import PlanRules
import TestSupport
import Testing

@testable import PlanTool

/// One plan and one picture for every code: what a planner sees who makes the mistake.
struct GalleryTests {
  static let plans = Repository.files(in: "Tests/Gallery", ending: ".plan")

  /// Mistakes of the call rather than of the plan.
  private static let options = [
    "E0613.plan": ["--format", "csv", "--table", "kpi"],
    "E0616.plan": ["-o", "figures.xlsx"],
    "E0617.plan": ["--format", "csv", "-o", "Tests/Gallery/E0617.plan"],
    "E0618.plan": ["-o", "Tests/Gallery/E0101.txt"],
  ]

  @Test(arguments: ProblemCode.allCases.map(\.rawValue))
  func everyCodeHasAnEntry(code: String) throws {
    let picture = code == ProblemCode.interrupted.rawValue ? try interrupted() : try rendered("\(code).plan")
    #expect(picture.contains("[\(code)]"), "\(code).plan shows another problem:\n\(picture)")
    Snapshot.verify(picture, at: "Tests/Gallery/\(code).txt")
    Snapshot.verify(page(code, picture), at: "docs/errors/\(code).md")
  }

  @Test func threeMistakesComeInTheirOrder() throws {
    let picture = try rendered("three-mistakes.plan")
    Snapshot.verify(picture, at: "Tests/Gallery/three-mistakes.txt")
    let places = picture.matches(of: /three-mistakes\.plan:(\d+):/).compactMap { Int($0.1) }
    #expect(places.count >= 3)
    #expect(places == places.sorted())
  }

  @Test func onlyCodesAreInTheGallery() {
    let codes = Set(ProblemCode.allCases.map { $0.rawValue + ".plan" } + ["three-mistakes.plan"])
    #expect(Set(GalleryTests.plans).isSubset(of: codes))
  }

  private func rendered(_ plan: String) throws -> String {
    try Tool(["check", "Tests/Gallery/\(plan)"] + (GalleryTests.options[plan] ?? [])).errors
  }

  /// No file makes this one: a question is given up while it is worked out.
  private func interrupted() throws -> String {
    let probe = try PlanProbe(
      "let f(x) = x + x\nlet g(x) = f(f(f(f(x))))\nlet h(x) = g(g(g(x)))", cancellation: Cancellation { true }
    )
    do {
      _ = try probe.value("h(1)")
      return "not interrupted"
    } catch let rejected as PlanProbe.Rejected {
      let plain = rejected.problems.map { Problem($0.code, $0.message, at: .none, help: $0.help) }
      return OutputFormat.text.render(
        DiagnosticLayout(sources: Sources()).document(plain), painter: Painter(usesColour: false), width: nil)
    }
  }

  private func page(_ code: String, _ picture: String) -> String {
    let plan = (try? Repository.text("Tests/Gallery/\(code).plan")) ?? ""
    let source = plan.isEmpty ? "" : "A plan with this mistake:\n\n```\n\(plan)```\n\n"
    return "# \(code)\n\n\(source)What is shown:\n\n```\n\(picture)```\n"
  }
}
