import PlanLang

/// What of a session a plan file can keep.
extension Session {
  /// Whether anything was typed that a file could keep.
  var hasTyped: Bool { !typed.isEmpty || !edited.isEmpty }

  /// What a file would keep, by where it was typed: two sessions with the same content save the same.
  struct Content: Equatable {
    fileprivate let typed: [Span]
    fileprivate let scenarios: [String]
    fileprivate let items: [[Span]]
  }

  var content: Content {
    Content(
      typed: typed.map(\.span), scenarios: edited.map(\.name.text),
      items: edited.map { ($0.items ?? []).map(\.span) })
  }

  /// What was typed, as a plan file that uses the files it stands on. Statements are kept as they were typed, comments
  /// and line breaks among them; only their indentation is made that of the file.
  func savedText(usePaths: [String]) -> String {
    var lines = usePaths.map { "use \"\($0)\"" }
    if !lines.isEmpty { lines.append("") }
    for statement in typed where !isEdited(statement) { lines += written(statement, indent: "") }
    for scenario in edited {
      let label = scenario.label.map { " \(quoted($0))" } ?? ""
      let parents =
        scenario.parents.isEmpty ? "" : " from " + scenario.parents.map(\.text).joined(separator: ", ")
      lines.append("scenario \(scenario.name.text)\(label)\(parents) {")
      for item in scenario.items ?? [] { lines += written(item, indent: "  ") }
      lines.append("}")
    }
    let text = lines.joined(separator: "\n") + "\n"
    return Pipeline.format(SourceText(name: "saved", text: text)) ?? text
  }

  private func isEdited(_ statement: Statement) -> Bool {
    guard case .scenario(let scenario) = statement.form else { return false }
    return edited.contains { $0.name.text == scenario.name.text }
  }

  /// A statement as it was typed. Inside a scenario its further lines must stand deeper than its first.
  private func written(_ statement: Statement, indent: String) -> [String] {
    let documentation = statement.documentation?.split(separator: "\n").map { indent + "## " + $0 } ?? []
    let lines = open.sources[statement.span].split(separator: "\n", omittingEmptySubsequences: false)
    let further = lines.dropFirst().map { line in
      indent.isEmpty ? String(line) : indent + "  " + line.drop { $0.isWhitespace }
    }
    return documentation + [indent + lines[0]] + further
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      switch character {
      case "\"", "\\": quoted += "\\" + String(character)
      case "\n": quoted += "\\n"
      default: quoted.append(character)
      }
    }
    return quoted + "\""
  }
}
