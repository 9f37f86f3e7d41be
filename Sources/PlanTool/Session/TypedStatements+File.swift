import PlanLang

extension TypedStatements {
  /// The statements as a plan file that uses the session's own files. They are kept as typed, including comments and
  /// line breaks; only their indentation is adapted.
  ///
  /// - Parameter path: returns the path by which the new file refers to a table.
  func planText(using files: [String], _ sources: Sources, path: (String) -> String) -> String {
    var lines = files.map { "use \($0.quoted)" }
    if !lines.isEmpty { lines.append("") }
    var comments = TypedComments(sources)
    for statement in declarations where amended(statement) == nil {
      lines += statement.lines(sources, &comments, indent: "", path: path)
    }
    for scenario in scenarios {
      let declared = declarations.first { amended($0)?.name.text == scenario.name.text }
      if let declared { lines += comments.above(declared) }
      let label = scenario.label.map { " \($0.quoted)" } ?? ""
      let parents =
        scenario.parents.isEmpty ? "" : " from " + scenario.parents.map(\.text).joined(separator: ", ")
      lines.append("scenario \(scenario.name.text)\(label)\(parents) {")
      for item in scenario.items ?? [] { lines += item.lines(sources, &comments, indent: "  ", path: path) }
      lines.append("}")
    }
    let text = lines.drop { $0.isEmpty }.joined(separator: "\n") + "\n"
    return Pipeline.format(SourceText(name: "saved", text: text)) ?? text
  }

  /// The scenario declared by a statement, if it has been changed since.
  private func amended(_ statement: Statement) -> ScenarioDeclaration? {
    guard case .scenario(let scenario) = statement.form else { return nil }
    return scenarios.first { $0.name.text == scenario.name.text }
  }
}

extension Statement {
  /// A statement as typed, with its comments. Inside a scenario, its continuation lines must be indented further than
  /// its first.
  fileprivate func lines(
    _ sources: Sources, _ comments: inout TypedComments, indent: String, path: (String) -> String
  ) -> [String] {
    var text = sources[span]
    if let table, let written = text.firstRange(of: sources[table.span]) {
      text.replaceSubrange(written, with: path(table.path).quoted)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let comment = comments.behind(self) { lines[lines.count - 1] += "  " + comment }
    let further = lines.dropFirst().map { line in
      indent.isEmpty ? line : indent + "  " + line.drop { $0.isWhitespace }
    }
    let around: ([String]) -> [String] = { $0.map { $0.isEmpty ? $0 : indent + $0 } }
    return around(comments.above(self)) + [indent + lines[0]] + further + around(comments.below(self))
  }
}

extension String {
  /// The string as a text literal of the language.
  var quoted: String {
    var quoted = "\""
    for character in self {
      switch character {
      case "\"", "\\": quoted += "\\" + String(character)
      case "\n": quoted += "\\n"
      default: quoted.append(character)
      }
    }
    return quoted + "\""
  }
}
