import Glibc
import PlanLang
import PlanRules

/// Statements from standard input, answered plainly in their order.
enum Script {
  /// Whether anything was wrong. What can be carried out is; each mistake is reported where it stands.
  static func run(_ session: Session) throws -> Bool {
    var conversation = Conversation(session)
    var failed = false
    let input: [UInt8]
    do throws(SystemReason) {
      input = try StateFile.all(of: STDIN_FILENO)
    } catch {
      // Half a script would do half of what was meant.
      Reporter.report(
        [
          Problem(
            .unreadableFile, "standard input cannot be read: \(error.words)", at: .none, help: error.help)
        ],
        Sources())
      return true
    }
    let whole = SourceText(name: "standard input", bytes: input)
    if let bad = whole.firstBadByte {
      var sources = Sources()
      let file = sources.add(whole)
      Reporter.report([.notUTF8(Span(file: file, start: bad, end: bad))], sources)
      return true
    }
    for part in parts(of: String(decoding: input, as: UTF8.self)) {
      do throws(OpenPlan.Rejected) {
        switch part {
        case .command(let line):
          switch try conversation.run(line) {
          case .answered(let document, _):
            show(document)
            showRemarks(&conversation)
          case .leave: return failed
          case .incomplete: break
          }
        case .statements(let text, let firstLine):
          // Lines before are kept as empty ones, so that messages name the right line.
          let padded = String(repeating: "\n", count: firstLine) + text
          let (statements, rejected) = conversation.statements(of: padded, name: "standard input")
          if let rejected {
            Reporter.report(rejected.problems, rejected.sources)
            failed = true
          }
          for statement in statements { failed = carryOut(statement, &conversation) || failed }
        }
      } catch {
        Reporter.report(error.problems, error.sources)
        failed = true
      }
    }
    return failed
  }

  private static func carryOut(_ statement: Statement, _ conversation: inout Conversation) -> Bool {
    do throws(OpenPlan.Rejected) {
      let text = conversation.session.open.sources[statement.span]
      show(try conversation.run(statement, text: text))
      showRemarks(&conversation)
      return false
    } catch {
      let independent = conversation.session.independent(error)
      let (file, texts) = (statement.span.file, error.sources.texts)
      let problems =
        texts.indices.contains(file)
        ? SpreadsheetRow.reported(independent, in: texts[file], file: file) : independent
      Reporter.report(problems, error.sources)
      return true
    }
  }

  private static func showRemarks(_ conversation: inout Conversation) {
    let remarks = conversation.takeRemarks()
    if !remarks.isEmpty { Reporter.report(remarks, conversation.session.open.sources) }
  }

  private static func show(_ document: Document) {
    writeOutput(
      OutputFormat.text.render(
        document, painter: Painter(usesColour: Terminal.usesColour(STDOUT_FILENO)), width: Terminal.width))
  }

  private enum Part {
    case command(String)
    case statements(String, firstLine: Int)
  }

  /// Lines that steer the session stand between parts that are read whole, as a file is.
  private static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var part: [String] = []
    var firstLine = 0
    // By bytes: a line end of two characters is one letter to a string.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() {
      var line = String(Substring(bytes))
      if number == 0, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
      if line.first?.isWhitespace != true, SessionCommand.parse(line) != nil {
        if !part.isEmpty {
          parts.append(.statements(part.joined(separator: "\n"), firstLine: firstLine))
        }
        parts.append(.command(line))
        part = []
        firstLine = number + 1
      } else {
        part.append(line)
      }
    }
    parts.append(.statements(part.joined(separator: "\n"), firstLine: firstLine))
    return parts
  }
}
