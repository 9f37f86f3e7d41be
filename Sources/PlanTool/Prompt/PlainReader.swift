import Glibc
import PlanLang

/// Reads lines from a terminal that can do nothing but print them.
struct PlainReader {
  func run(_ carryOut: (String, Bool) -> Prompt.Progress, prompt: () -> String) {
    var pending = ""
    while true {
      writeOutput(Visible.text(pending.isEmpty ? prompt() : "... "))
      guard let line = readLine() else {
        writeOutput("\n")
        return
      }
      let isEmptyLine = line.allSatisfy(\.isWhitespace)
      if isEmptyLine, pending.isEmpty { continue }
      // Whatever is typed while a statement is unfinished goes on with it.
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
