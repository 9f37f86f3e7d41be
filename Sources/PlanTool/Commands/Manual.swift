import PlanLang
import PlanRules

/// Pages of the manual that are made from the program's own tables.
enum Manual {
  static func functions() -> String {
    let rows = BuiltInFunction.all.map { function in
      "| `\(function.name)(\(function.parameters.joined(separator: ", ")))` | \(function.summary) | "
        + "`\(function.example.expression)` is \(function.example.result) |\n"
    }
    return
      "# Functions\n\nMade by `codi-plan dump functions`.\n\n| function | is | example |\n| --- | --- | --- |\n"
      + rows.joined()
  }

  static func statements() -> String {
    let statements = StatementWord.allCases.map { word in
      "| `\(word.spelling)` | \(word.sentence) | `\(escaped(word.form))` | `\(escaped(word.example))` |\n"
    }
    let commands = SessionCommand.allCases.map {
      "| `\(escaped($0.form))` | \($0.summary) | `\(escaped($0.example))` |\n"
    }
    return
      "# Statements\n\nMade by `codi-plan dump statements`.\n\n| word | does | written | for example |\n| --- | --- | --- | --- |\n"
      + statements.joined()
      + "\nAt the prompt only:\n\n| command | does | for example |\n| --- | --- | --- |\n"
      + commands.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
