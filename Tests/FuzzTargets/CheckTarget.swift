#if DEBUG || TESTABLE
  import PlanLang
  import PlanRules

  @testable import PlanTool

  extension FuzzTarget {
    /// A plan, all the way: read, checked, every question in it answered, written out in every format.
    static let check = FuzzTarget("check", .plan) { bytes in
      let source = SourceText(name: "fuzz.plan", bytes: bytes)
      guard source.firstBadByte == nil else { return }
      guard let first = try CheckedText(source) else { return }
      try first.figuresHold()
      let written = try first.written()
      guard let second = try CheckedText(source) else { throw Broken("the second time it is no plan") }
      try require(try second.written() == written, "two runs write different things")
      // A layout moves blanks, never words.
      guard let layout = Pipeline.format(source) else { throw Broken("a plan without a layout") }
      guard let formatted = try CheckedText(SourceText(name: "fuzz.plan", text: layout)) else {
        throw Broken("laid out it is no plan any more:\n\(layout)")
      }
      try require(
        try formatted.check().withoutLines == first.check().withoutLines,
        "laid out it says something else:\n\(layout)")
    }
  }

  /// A text that is a plan, and what the commands say of it.
  struct CheckedText {
    let open: OpenPlan

    /// What one question may take: where it is over, the question was stopped, as a planner would have.
    private static let patience = Duration.milliseconds(300)

    /// - Returns: `nil` where the text is no plan; its problems are looked at.
    init?(_ source: SourceText) throws {
      var loaded = LoadedProgram()
      let file = loaded.add(source)
      let parsed = Pipeline.parse(source, file: file)
      let statements = parsed.statements.filter { if case .use = $0.form { false } else { true } }
      guard parsed.problems.isEmpty else { return nil }
      try self.init(loaded.replacing(statements))
    }

    init?(_ loaded: LoadedProgram) throws {
      do throws(OpenPlan.Rejected) {
        open = try OpenPlan(loaded)
      } catch {
        try CheckedText.messagesCanBeShown(error.problems, error.sources)
        return nil
      }
      try CheckedText.messagesCanBeShown(open.remarks, open.sources)
    }

    static func messagesCanBeShown(_ problems: [Problem], _ sources: Sources) throws {
      let document = DiagnosticLayout(sources: sources).document(problems)
      for format in [OutputFormat.text, .json] {
        let text = format.render(document, painter: Painter(usesColour: true), width: 40)
        try require(problems.isEmpty || !text.isEmpty, "problems without a message")
        if format == .json { try JSONInvariant.isJSON(text) }
      }
    }

    func figuresHold() throws {
      let scenarios = open.program.plan.scenarioIDs
      for scenario in scenarios.prefix(4) {
        try FigureInvariants(evaluation: open.evaluation, scenario: scenario).hold()
      }
      for scenario in scenarios.dropFirst().prefix(2) {
        try FigureInvariants.sharesSum(from: .base, to: scenario, in: open.evaluation)
        try FigureInvariants.sharesSum(from: scenario, to: .base, in: open.evaluation)
      }
    }

    /// `check --format json`.
    func check() throws -> String { try check(in: .json) }

    private func check(in format: OutputFormat) throws -> String {
      do throws(Problem) {
        let report = try CheckReport(open.evaluation, scenario: .base)
        let document = CheckLayout(evaluation: open.evaluation, sources: open.sources, scenario: .base).whole(
          report)
        let text = format.render(document, painter: Painter(usesColour: false), width: 80)
        return text
      } catch {
        return error.message
      }
    }

    /// Everything that there is to say, in every format.
    func written() throws -> String {
      var text = ""
      for format in OutputFormat.allCases {
        let part = try check(in: format)
        if format == .json, part.hasPrefix("{") { try JSONInvariant.isJSON(part) }
        text += part
      }
      for question in open.program.questions.prefix(20) { text += try answer(question) }
      return text
    }

    private func answer(_ question: CheckedQuestion) throws -> String {
      let end = ContinuousClock.now + CheckedText.patience
      let cancellation = Cancellation { ContinuousClock.now > end }
      let evaluation = PlanEvaluation(plan: open.program.plan, cancellation: cancellation)
      do throws(Problem) {
        let layout = QuestionLayout(evaluation: evaluation, sources: open.sources, scenario: .base)
        let document = try layout.document(question)
        var text = ""
        for format in OutputFormat.allCases {
          let part = format.render(document, painter: Painter(usesColour: true), width: 60)
          if format == .json, case .null = document.json {
          } else if format == .json {
            try? JSONInvariant.isJSON(part)
          }
          text += part
        }
        // What was stopped says how far it came, which no two runs have in common.
        return cancellation.isCancelled ? "" : text
      } catch {
        return cancellation.isCancelled ? "" : error.message
      }
    }
  }

  extension String {
    /// A layout puts no statement on another line, but takes away empty ones.
    fileprivate var withoutLines: String {
      split(separator: "\n").filter { !$0.contains("\"at\"") }.joined(separator: "\n")
    }
  }
#endif
