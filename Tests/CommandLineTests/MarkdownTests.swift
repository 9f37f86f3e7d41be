import PlanLang
import PlanRules
import TestSupport
import Testing

@testable import PlanTool

/// Markdown as a reader of it would take it.
struct MarkdownTests {
  private func markdown(_ document: Document) -> String { MarkdownRendering.render(document) }

  @Test func blocksAreParted() {
    var document = Document()
    document.title("canal", "คลอง")
    document.table(
      Table([.init(title: "KPI"), .init(title: "margin", isRight: true)], [[Cell("a"), Cell("1")]]))
    document.note("in household")
    document.line("one more line")
    document.heading(StyledText("next"), level: 2)
    document.drawn(StyledText("█ | █"))
    document.drawn(StyledText("░"))
    document.line("behind the picture")
    #expect(
      markdown(document) == """
        # canal  คลอง

        | KPI | margin |
        | --- | ---: |
        | a | 1 |

        in household  
        one more line

        ## next

        ```text
        █ | █
        ░
        ```

        behind the picture

        """)
  }

  @Test func signsOfMarkdownStandForThemselves() {
    var document = Document()
    document.line("# is no heading | a*b*c `x` <b> \\")
    document.line("- is no list")
    document.table(Table([.init(title: "a|b")], [[Cell("+5")], [Cell("x|y")]]))
    #expect(
      markdown(document) == """
        \\# is no heading \\| a\\*b\\*c \\`x\\` \\<b> \\\\\u{20}\u{20}
        \\- is no list

        | a\\|b |
        | --- |
        | +5 |
        | x\\|y |

        """)
  }

  @Test func placesInFilesAreLinks() throws {
    var sources = Sources()
    let file = sources.add(SourceText(name: "my plans/ปี 2561.plan", text: "a\nb\n"))
    let typed = sources.add(SourceText(typed: "b"))
    var document = Document()
    document.table(
      Table(
        [.init(title: "at")],
        [
          [.place(Span(file: file, start: 2, end: 3).origin, in: sources)],
          [.place(Span(file: typed, start: 0, end: 1).origin, in: sources)],
          [.place(.none, in: sources)],
        ]))
    #expect(
      markdown(document).split(separator: "\n").dropFirst(2) == [
        "| [my plans/ปี 2561.plan:2](my%20plans/ปี%202561.plan#L2) |", "| line:1 |", "|  |",
      ])
    // Elsewhere the place stands as it did.
    let text = OutputFormat.text.render(document, painter: Painter(usesColour: false), width: 80)
    #expect(text.contains("my plans/ปี 2561.plan:2"))
  }

  /// What no row of a table is stands apart from it: else readers take it for one.
  @Test func noAnswerHasTextThatTouchesATable() throws {
    let plan = "scenarios/fy2561.plan"
    for question in [
      "housing.rate by quarter, programme", "list programme where rate < 100%",
      "rank programme by rate top 3",
    ] {
      let text = try Tool(["eval", question, plan, "--format", "markdown"]).output
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("| ") {
        #expect(next.isEmpty || next.hasPrefix("| "), "\(question): \(next)")
      }
    }
  }
}
