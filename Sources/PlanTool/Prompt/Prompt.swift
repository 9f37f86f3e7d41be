import Glibc
import PlanLang
import PlanRules

/// The read loop: passes statements from the terminal to the conversation, shows the answers, and records everything.
final class Prompt: LineAssistant {
  private var conversation: Conversation
  private var history = HistoryFile()
  private var settings = PromptSettings.remembered()
  private var journal: Journal?
  private weak var editor: LineEditor?
  private var abandoned: [Journal.Abandoned] = []
  /// The line that was last read.
  private var line: TypedLine?
  /// The number of previews still to be skipped after one took too long.
  private var skippedPreviews = 0

  private let cancellation: Cancellation
  /// The time limit given on the command line, which takes precedence over the setting.
  private let patience: Int?

  init(_ session: Session, _ cancellation: Cancellation, patience: Int?) {
    conversation = Conversation(session)
    (self.cancellation, self.patience) = (cancellation, patience)
    cancellation.patience = patience ?? settings.seconds
  }

  private var session: Session { conversation.session }
  private var painter: Painter { Painter(usesColour: settings.colour && Terminal.usesColour(STDOUT_FILENO)) }

  func run() {
    TerminalSignals.watch()
    show(Banner.document(session))
    openJournal()
    if Terminal.isDumb {
      PlainReader().run { text, mustEnd in
        TerminalSignals.forgetInterrupt()
        let progress = carryOut(text, mustEnd: mustEnd)
        if progress != .incomplete { keep(text) }
        return progress
      } prompt: {
        session.promptText
      }
      return leave()
    }
    guard let editor = LineEditor(assistant: self, settings: settings) else {
      writeError("this terminal cannot be used for editing; pass statements on standard input instead\n")
      return
    }
    self.editor = editor
    for entry in history.entries { editor.remember(entry) }
    if let trouble = history.trouble { say(trouble) }
    loop(editor)
    leave()
  }

  private func loop(_ editor: LineEditor) {
    while true {
      editor.settings = settings
      // Before the line rather than after it: a Ctrl-C right after Enter is meant for the statement.
      TerminalSignals.forgetInterrupt()
      switch editor.readLine(prompt: StyledText(session.promptText, .strong)) {
      case .end: return
      case .dropped: continue
      case .text(let text):
        guard !text.allSatisfy(\.isWhitespace) else { continue }
        remember(text, editor)
        if carryOut(text, mustEnd: true) == .leave { return }
      }
    }
  }

  private func remember(_ text: String, _ editor: LineEditor) {
    keep(text)
    editor.remember(text)
  }

  /// Adds a statement to the history; a failure to store it is reported only once.
  private func keep(_ text: String) {
    let hadTrouble = history.trouble != nil
    history.add(text)
    if !hadTrouble, let trouble = history.trouble { say(trouble) }
  }

  enum Progress {
    case incomplete, done, leave
  }

  private func carryOut(_ text: String, mustEnd: Bool) -> Progress {
    do throws(OpenPlan.Rejected) {
      let line = typed(text)
      if let (command, rest) = line.command, let document = try carryOut(command, rest) {
        show(document)
        showRemarks()
        return .done
      }
      switch try conversation.run(line) {
      case .incomplete:
        guard mustEnd else { return .incomplete }
        reportUnfinished(text)
      case .answered(let document, let changes):
        // Record it on disk first: whatever happens now, the statement is not lost.
        if changes { record(text) }
        show(document)
        showRemarks()
      case .leave: return .leave
      }
    } catch {
      Reporter.report(error.problems, error.sources, unnamed: error.sources.typedLines)
    }
    return .done
  }

  private func showRemarks() {
    let remarks = conversation.takeRemarks()
    guard !remarks.isEmpty else { return }
    Reporter.report(remarks, session.open.sources, unnamed: session.open.sources.typedLines)
  }

  /// An empty line ends the input: report what is still missing.
  private func reportUnfinished(_ text: String) {
    var sources = Sources()
    _ = sources.add(SourceText(typed: text))
    Reporter.report(Pipeline.parse(SourceText(typed: text)).problems, sources, unnamed: [0])
  }

  private func show(_ document: Document) {
    let text = OutputFormat.text.render(document, painter: painter, width: Terminal.width)
    let isLong = text.utf8.count { $0 == 10 } >= Terminal.size.rows
    if isLong, settings.pager, !Terminal.isDumb, Pager.show(text) { return }
    writeOutput(text)
  }

  private func say(_ text: String) { show(Document([.line(StyledText(text, .middling))])) }

  // MARK: What is kept

  private func openJournal() {
    abandoned = Journal.abandoned(files: session.filePaths)
    if let last = abandoned.first {
      let count = Count.of(last.statements.count, "statement")
      show(
        Document([
          .line(
            StyledText("an earlier session with \(count) was not saved: ", .middling)
              + StyledText("resume", .strong) + StyledText(" continues it, ") + StyledText("forget", .strong)
              + StyledText(" drops it"))
        ]))
    }
    switch Journal.start(files: session.filePaths) {
    case .open(let journal): self.journal = journal
    case .impossible(let reason):
      say("no journal can be kept, so a crash would lose what is typed: \(reason)")
    }
  }

  private func record(_ statement: String) {
    guard let reason = journal?.record(statement) else { return }
    say("this is not in the journal, and a crash would lose it: \(reason)")
  }

  /// Carries out the commands that control the prompt itself.
  private func carryOut(_ command: SessionCommand, _ rest: String) throws(OpenPlan.Rejected) -> Document? {
    switch command {
    case .resume: return try resume()
    case .forget:
      guard let last = abandoned.first else { return remark("there is no earlier session to drop") }
      last.remove()
      last.release()
      abandoned.removeFirst()
      return remark("dropped")
    case .setting: return change(rest)
    case .shell:
      guard !rest.isEmpty else { return remark("write it like this: \(command.form)") }
      return runShell(rest)
    case .help, .undo, .redo, .history, .keep, .drop, .save, .load, .reload, .reset, .quit, .exit: return nil
    }
  }

  private func resume() throws(OpenPlan.Rejected) -> Document {
    guard let last = abandoned.first else { return remark("there is no earlier session to resume") }
    let before = session
    var next = conversation
    let misfits = try next.replay(last.statements)
    conversation = next
    abandoned.removeFirst()
    var reason = journal == nil ? "this session has none" : nil
    for statement in last.statements { reason = journal?.record(statement) ?? reason }
    // Keep the old journal until everything is in the new one.
    if reason == nil { last.remove() }
    last.release()
    var document = remark("resumed: \(Count.of(last.statements.count - misfits.count, "statement"))")
    if last.damaged > 0 {
      document.line("\(Count.of(last.damaged, "line")) of its journal could not be read", .middling)
      if reason == nil { document.line("it stays as \(last.keptAs)", .faint) }
    }
    if let reason { document.line("the journal of this session is incomplete: \(reason)", .middling) }
    if let change = try? conversation.changes(since: before) { document.append(change) }
    document.append(Conversation.document(misfits))
    return document
  }

  /// Runs the shell command after `!`, with the terminal modes of the shell.
  private func runShell(_ command: String) -> Document {
    let work = { system(command) }
    let status = editor?.lendingTerminal(work) ?? work()
    TerminalSignals.watch()
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    return status == 0 ? Document() : remark("ended with status \(code)")
  }

  private func change(_ words: String) -> Document {
    guard let changed = settings.changed(by: words) else {
      let rows =
        PromptSettings.Name.allCases.map { name in
          [
            Cell(name.rawValue, .name), Cell(settings[name] ? "on" : "off", .strong),
            Cell(name.summary, .faint),
          ]
        } + [
          [
            Cell("seconds", .name), Cell("\(settings.seconds)", .strong),
            Cell("how long a statement may take", .faint),
          ]
        ]
      return Document([
        .table(Table([.init(title: ""), .init(title: ""), .init(title: "", shrinksTo: 20)], rows)),
        .line(StyledText("change one with, for example, `setting preview off`", .faint)),
      ])
    }
    settings = changed
    cancellation.patience = patience ?? settings.seconds
    if let reason = settings.remember() { return remark("set for this session only: \(reason)") }
    return remark("set")
  }

  private func remark(_ text: String) -> Document { Document([.line(StyledText(text, .faint))]) }

  private func leave() {
    if conversation.hasUnsaved, journal != nil {
      writeOutput("left without saving; the next start on these files can `resume`\n")
    } else if conversation.hasUnsaved {
      writeOutput("left without saving; the statements are in the history\n")
    } else {
      journal?.remove()
    }
  }

  // MARK: While a statement is typed

  /// The parsed line for a text: the last one, if its text is the same.
  private func typed(_ text: String) -> TypedLine {
    if let line, line.text.utf8.elementsEqual(text.utf8) { return line }
    let new = TypedLine(text)
    line = new
    return new
  }

  func completion(of before: String) -> Completion { Completer(session: session).completion(of: before) }

  func roles(of text: String, cursor: Int) -> [StyledText.Role] {
    StatementColours(session: session).roles(of: typed(text), cursor: cursor)
  }

  func isFinished(_ text: String) -> Bool {
    typed(text).isFinished(in: session)
  }

  func preview(of text: String, isOver: @escaping () -> Bool) -> [StyledText] {
    guard skippedPreviews == 0 else {
      skippedPreviews -= 1
      return []
    }
    let start = ContinuousClock.now
    let lines = Preview(session: session, width: (Terminal.width ?? 80) - 1, isOver: isOver).lines(
      of: typed(text))
    if ContinuousClock.now - start > .milliseconds(40) { skippedPreviews = 20 }
    return lines
  }
}

extension Sources {
  /// The texts typed at the prompt, which have no name to show.
  fileprivate var typedLines: Set<Int> { Set(texts.indices.filter { texts[$0].isTyped }) }
}

/// The one line printed when the prompt opens.
enum Banner {
  /// For a prompt opened without a plan.
  private static let beginning = [
    "fiscal year 2569", "unit household \"ครัวเรือน\"",
    "programme homes \"บ้าน\" in household { target 1,200; actual 450 }",
    "homes.rate", "save homes.plan",
  ]

  static func document(_ session: Session) -> Document {
    let plan = session.plan
    let isEmpty = plan.title == nil && plan.programmes.isEmpty
    let file = session.filePaths.first.map { String($0.split(separator: "/").last ?? "") }
    var line = StyledText(
      plan.title ?? (isEmpty ? "an empty plan" : file ?? "a plan without a title"), .strong)
    line += StyledText("   \(Count.of(plan.programmes.count, "programme"))")
    if let verdicts = try? session.evaluation.verdicts(), !verdicts.isEmpty {
      let counts = [Verdict.pass, .fail, .pending].compactMap { verdict in
        let count = verdicts.count { $0.verdict == verdict }
        return count == 0 ? nil : "\(count) \(verdict.rawValue)"
      }
      line += StyledText(", \(Count.of(verdicts.count, "KPI")): \(counts.joined(separator: ", "))")
    }
    line += StyledText("   (help, quit)", .faint)
    var document = Document(line.wrapped(to: Terminal.width ?? .max, indent: 0).map { .line($0) })
    if isEmpty {
      document.line("a plan begins with what is counted and what is done, and `save` keeps it:", .faint)
      for example in Banner.beginning { document.line("  " + example, .faint) }
    }
    return document
  }
}
