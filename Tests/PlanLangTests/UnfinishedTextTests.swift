import PlanLang
import Testing

/// What the prompt waits for: a block is judged at its end, with all that is wrong in it.
struct UnfinishedTextTests {
  @Test(arguments: [
    "programme x in household {", "programme x in household {\n  target by quarter 1, 2, 3, 4",
    "programme x in household {\n  target by quarter 10,20,30,40",
    "programme x in household {\n  target ≥ 5\n  actual by region", "scenario s {\n  set a.target = 354,05",
    "scenario s {\n  set a.target = “5”", "kpi k passes when", "canal.rate >=", "mankong.target[",
  ])
  func goesOn(_ text: String) {
    #expect(Pipeline.parse(SourceText(name: "line", text: text)).isIncomplete)
  }

  @Test(arguments: [
    "programme x in household {\n  target by quarter 10,20,30,40\n}", "programme x inn household {",
    "set a.target = 354,05", "canal.rate", "}", "kpi k passes when 354,05 >",
  ])
  func isJudged(_ text: String) {
    #expect(!Pipeline.parse(SourceText(name: "line", text: text)).isIncomplete)
  }
}
