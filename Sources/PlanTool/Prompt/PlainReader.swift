import Glibc
import PlanLang

/// Reads lines on a terminal that can only print lines.
struct PlainReader {
  func run(_ carryOut: (String, Bool) -> Prompt.Progress, prompt: () -> String) {
    var pending = ""
    var lines = PlainLines()
    while true {
      writeOutput(Visible.text(pending.isEmpty ? prompt() : "... "))
      let line: String
      switch lines.next() {
      case .end: return writeOutput("\n")
      case .dropped:
        pending = ""
        writeOutput("\n")
        continue
      case .line(let text): line = text
      }
      let isEmptyLine = line.allSatisfy(\.isWhitespace)
      if isEmptyLine, pending.isEmpty { continue }
      // Anything typed while a statement is unfinished continues it.
      let text =
        pending.isEmpty ? line : pending + "\n" + (line.first?.isWhitespace == true ? "" : "  ") + line
      switch carryOut(text, isEmptyLine) {
      case .incomplete: pending = text
      case .done: pending = ""
      case .leave: return
      }
    }
  }
}

/// Lines of standard input, one at a time; a signal does not end the input.
private struct PlainLines {
  enum Reading {
    case line(String)
    /// Ctrl-C: the line typed so far is discarded.
    case dropped
    case end
  }

  private var bytes: [UInt8] = []

  mutating func next() -> Reading {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      if let end = bytes.firstIndex(of: 10) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeFirst(end + 1)
        return .line(line)
      }
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR {
        guard TerminalSignals.wasInterrupted else { continue }
        TerminalSignals.forgetInterrupt()
        bytes = []
        return .dropped
      }
      guard count > 0 else {
        guard !bytes.isEmpty else { return .end }
        defer { bytes = [] }
        return .line(String(decoding: bytes, as: UTF8.self))
      }
      bytes += buffer[..<count]
    }
  }
}
