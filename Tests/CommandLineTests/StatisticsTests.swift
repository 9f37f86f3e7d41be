import Foundation
import TestSupport
import Testing

/// `run --statistics` says how much work the answers were, beside them.
@Suite struct StatisticsTests {
  private static let plan = "scenarios/provinces.plan"
  private static let question = """
    use "\(Repository.path(plan).path)"
    homes.rate by region
    homes.rate by region
    count(result >= target over province) by programme by region
    """

  private func run(_ arguments: [String], _ text: String = question) throws -> Tool {
    let folder = try TableFolder(text)
    let scenarios = Repository.path("scenarios").path
    return try Tool(["run", folder.plan, "--allow", scenarios] + arguments)
  }

  @Test func answersStayAsTheyAre() throws {
    for format in ["text", "markdown", "csv", "json"] {
      let (plain, counted) = (
        try run(["--format", format]), try run(["--format", format, "--statistics"])
      )
      #expect(plain.status == 0 && counted.status == 0, "\(counted.errors)")
      #expect(plain.output == counted.output && !plain.output.isEmpty)
      #expect(!plain.errors.contains("computed"))
    }
  }

  /// Two lines, the figures grouped in threes and one below the other.
  @Test func twoLinesOnStandardError() throws {
    let errors = try run(["--statistics"]).errors
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count == 3 && lines.last == "", "\(errors)")
    let figure = "([0-9]{1,3}(?:,[0-9]{3})*)"
    for (line, word) in zip(lines, ["computed", "reused  "]) {
      let shape = try Regex(
        "\(word) +\(figure) nodes +\(figure) cells", as: (Substring, Substring, Substring).self)
      let match = try shape.wholeMatch(in: line)
      #expect(match != nil, "\(line)")
      let counts = match.map { [$0.1, $0.2].map { Int($0.replacing(",", with: "")) ?? 0 } }
      // Provinces by quarters are some thousands of figures: there is something to group.
      if word == "computed" { #expect((counts?[1] ?? 0) >= 1_000 && line.contains(",")) }
      #expect((counts?[0] ?? 0) > 0)
    }
    #expect(lines[0].count == lines[1].count, "\(errors)")
  }

  /// A plan in which something fails says how much work it was all the same; the mistakes of a plan come alone.
  @Test func besideFailures() throws {
    let fails = try run(
      ["--statistics"],
      "unit household\nprogramme a in household { target 4 }\nkpi k passes when a.target > 5 household\ncheck\n"
    )
    #expect(fails.status == 1 && fails.errors.hasPrefix("computed"), "\(fails.errors)")
    let wrong = try run(["--statistics"], "programme a in nothing { target 4 }\na.target\n")
    #expect(wrong.status == 2 && !wrong.errors.contains("computed"))
  }
}
