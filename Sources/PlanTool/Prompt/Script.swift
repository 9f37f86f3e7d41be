import Glibc
import PlanLang
import PlanRules

/// Carries out statements from standard input in order, with plain answers.
enum Script {
  /// Returns whether there was any mistake. Everything that can be carried out is; each mistake is reported at its
  /// place.
  static func run(_ session: Session) throws -> Bool {
    var conversation = Conversation(session)
    var failed = false
    let input: [UInt8]
    do throws(SystemReason) {
      input = try StateFile.all(of: STDIN_FILENO)
    } catch {
      // Half a script would only do half of what was meant.
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
          // Replace preceding lines by empty ones, so that messages show the right line numbers.
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

  /// Splits the text at session commands; the parts in between are parsed as a whole, like a file.
  private static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var part: [String] = []
    var firstLine = 0
    // Split by bytes: a CRLF is a single character of a string.
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
