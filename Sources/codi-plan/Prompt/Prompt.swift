import Glibc
import LibEditShim
import PlanLang
import PlanRules

/// The read loop: lines from the terminal to the conversation, answers back.
final class Prompt {
  private var conversation: Conversation
  private var history = HistoryFile()
  private let painter = Painter(usesColour: Terminal.usesColour(STDOUT_FILENO))

  init(_ session: Session) { conversation = Conversation(session) }

  func run() {
    conversation.watchInterrupts { shim_was_interrupted() != 0 }
    shim_watch_interrupts()
    show(Banner.document(conversation.session))
    guard
      let reader = LineReader(complete: { [unowned self] in
        Completer(session: conversation.session).completion(of: $0)
      })
    else {
      writeError("this terminal cannot be used for editing; pass statements on standard input instead\n")
      return
    }
    for line in history.lines { reader.remember(line) }
    var pending = ""
    while true {
      let text = pending.isEmpty ? conversation.session.promptText : "  ... "
      switch reader.readLine(prompt: text) {
      case .end:
        if pending.isEmpty { return leave() }
        pending = ""
      case .dropped: pending = ""
      case .text(let line):
        let isEmptyLine = line.allSatisfy(\.isWhitespace)
        if isEmptyLine, pending.isEmpty { continue }
        // Whatever is typed while a statement is unfinished goes on with it.
        let whole =
          pending.isEmpty ? line : pending + "\n" + (line.first?.isWhitespace == true ? "" : "  ") + line
        switch carryOut(whole, mustEnd: isEmptyLine) {
        case .incomplete: pending = whole
        case .done:
          pending = ""
          history.add(whole)
          reader.remember(whole.split(separator: "\n").joined(separator: " "))
        case .leave: return leave()
        }
      }
    }
  }

  private enum Progress {
    case incomplete, done, leave
  }

  private func carryOut(_ text: String, mustEnd: Bool) -> Progress {
    shim_forget_interrupt()
    do throws(OpenPlan.Rejected) {
      switch try conversation.run(text) {
      case .incomplete:
        guard mustEnd else { return .incomplete }
        // An empty line ends the asking: say what is still missing.
        let parsed = Pipeline.parse(SourceText(name: "line", text: text))
        var sources = Sources()
        _ = sources.add(SourceText(name: "line", text: text))
        Reporter.report(parsed.problems, sources, unnamed: [0])
      case .answered(let document): show(document)
      case .leave: return .leave
      }
    } catch {
      let typed = Set(error.sources.texts.indices.filter { error.sources.texts[$0].name == "line" })
      Reporter.report(error.problems, error.sources, unnamed: typed)
    }
    return .done
  }

  private func show(_ document: Document) {
    writeOutput(OutputFormat.text.render(document, painter: painter, width: Terminal.width))
  }

  private func leave() {
    if conversation.session.hasUnsaved {
      writeOutput("left without saving; the lines are in the history\n")
    }
  }
}

/// The one line with which the prompt opens.
enum Banner {
  static func document(_ session: Session) -> Document {
    let plan = session.plan
    var line = StyledText(plan.title ?? "an empty plan", .strong)
    line += StyledText("  \(plan.programmes.count) programmes")
    if let verdicts = try? session.evaluation.verdicts(), !verdicts.isEmpty {
      let counts = [Verdict.pass, .fail, .pending].compactMap { verdict in
        let count = verdicts.count { $0.verdict == verdict }
        return count == 0 ? nil : "\(count) \(verdict.rawValue)"
      }
      let noun = verdicts.count == 1 ? "KPI" : "KPIs"
      line += StyledText(", \(verdicts.count) \(noun): \(counts.joined(separator: ", "))")
    }
    line += StyledText("  (help, quit)", .faint)
    return Document([.line(line)])
  }
}
