#if DEBUG || TESTABLE
  import PlanLang
  import PlanRules

  @testable import PlanTool

  extension FuzzTarget {
    /// A plan in several files: `use`, declarations and figures from tables.
    static let tables = FuzzTarget("tables", .bundle) { bytes in
      Bundle(bytes).lay()
      let path = Scratch.path("main.plan")
      let loaded = Pipeline.load([path])
      guard loaded.problems.isEmpty else {
        return try CheckedText.messagesCanBeShown(loaded.problems, loaded.sources)
      }
      guard let checked = try CheckedText(loaded) else { return }
      try checked.figuresHold()
      let again = try CheckedText(Pipeline.load([path]))
      try require(try again?.check() == checked.check(), "read twice it says different things")
    }

    /// The parts of a sweep that other processes have worked out.
    static let parts = FuzzTarget("parts", .bundle) { bytes in
      Bundle(bytes).lay()
      let loaded = Pipeline.load([Scratch.path("main.plan")])
      guard loaded.problems.isEmpty, let checked = try CheckedText(loaded) else { return }
      do throws(SweepPartFile.Unreadable) {
        let part = try SweepPartFile(path: Scratch.path("part"))
        let whole = try SweepPartFile.requireWhole([part])
        guard let (question, _) = try? checked.open.question("sweep " + whole.asked),
          case .sweep(let asked) = question.form, asked.length <= 10_000,
          let run = try? SweepRun(asked, in: checked.open.evaluation, scenario: .base)
        else { return }
        let parts = try part.readParts(run)
        let layout = SweepLayout(evaluation: run.evaluation, width: 80)
        for format in OutputFormat.allCases {
          _ = format.render(layout.document(run, parts), painter: Painter(usesColour: false), width: 80)
        }
      } catch {
        do { try require(!error.reason.isEmpty, "a part that is refused without a reason") }
      }
    }

    /// What a crash, another program or an older version may have left where the prompt keeps its own.
    static let state = FuzzTarget("state", .bytes) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      try require(
        StateFile.unescaped(StateFile.escaped(text)).unicodeScalars.elementsEqual(text.unicodeScalars),
        "an entry does not come back as it was kept")
      Scratch.write(bytes, to: "history")
      let history = HistoryFile()
      for entry in history.entries {
        try require(
          entry.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 },
          "a control character in the history")
      }
      _ = PromptSettings().changed(by: text)
      _ = StateFile.makeFolders(of: Scratch.path("state/codi-plan/sessions/1-1-1.journal"))
      Scratch.write(bytes, to: "state/codi-plan/sessions/1-1-1.journal")
      for journal in Journal.abandoned(files: []) { journal.release() }
    }
  }
#endif
