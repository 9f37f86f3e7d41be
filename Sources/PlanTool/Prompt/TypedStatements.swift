import PlanLang

/// What a session holds on top of its files, and which scenario is active.
struct TypedStatements {
  /// Declarations, expectations and reported figures, scenarios as they were first typed among them.
  private(set) var declarations: [Statement] = []
  /// Scenarios that were opened or amended here, as they stand now.
  private(set) var scenarios: [ScenarioDeclaration] = []
  var active = "base"

  static let scratch = "scratch"

  var isEmpty: Bool { declarations.isEmpty && scenarios.isEmpty }

  mutating func declare(_ statement: Statement) { declarations.append(statement) }

  /// Puts an amendment into the scenario that it belongs to. What files say is never changed: an amendment to the base or
  /// to a scenario of theirs opens one of the session's own on top of it.
  mutating func amend(by statement: Statement, isFree: (String) -> Bool) {
    if let index = scenarios.firstIndex(where: { $0.name.text == active }) {
      scenarios[index] = scenarios[index].adding(statement)
    } else if let declared = TypedStatements.scenario(active, in: declarations) {
      scenarios.append(declared.adding(statement))
    } else {
      let parents = active == "base" ? [] : [NameSyntax(text: active, span: statement.span)]
      var name = TypedStatements.scratch
      var number = 2
      while !isFree(name) {
        name = TypedStatements.scratch + "\(number)"
        number += 1
      }
      scenarios.append(
        ScenarioDeclaration(
          name: NameSyntax(text: name, span: statement.span), label: nil, parents: parents, items: [statement]
        ))
      active = name
    }
  }

  /// Whether the active scenario was opened by an amendment, and has no name of the planner's own.
  func isScratch(beside files: [Statement]) -> Bool {
    scenarios.contains { $0.name.text == active }
      && TypedStatements.scenario(active, in: files + declarations) == nil
  }

  mutating func rename(activeTo name: String) {
    guard let index = scenarios.firstIndex(where: { $0.name.text == active }) else { return }
    scenarios[index] = scenarios[index].named(name)
    active = name
  }

  private static func scenario(_ name: String, in statements: [Statement]) -> ScenarioDeclaration? {
    for statement in statements {
      if case .scenario(let scenario) = statement.form, scenario.name.text == name { return scenario }
    }
    return nil
  }

  /// The whole program: the files, and all this over them.
  func statements(over files: [Statement]) -> [Statement] {
    let current = Dictionary(scenarios.map { ($0.name.text, $0) }) { first, _ in first }
    var placed: Set<String> = []
    var statements = (files + declarations).map { statement in
      guard case .scenario(let scenario) = statement.form, let now = current[scenario.name.text] else {
        return statement
      }
      placed.insert(scenario.name.text)
      return Statement(form: .scenario(now), span: statement.span, documentation: statement.documentation)
    }
    for scenario in scenarios where !placed.contains(scenario.name.text) {
      statements.append(Statement(form: .scenario(scenario), span: scenario.name.span, documentation: nil))
    }
    return statements
  }

  // MARK: As a file

  /// What a file would keep, by where it was typed: the same content saves the same.
  struct Content: Equatable {
    fileprivate let declarations: [Span]
    fileprivate let scenarios: [String]
    fileprivate let items: [[Span]]
  }

  var content: Content {
    Content(
      declarations: declarations.map(\.span), scenarios: scenarios.map(\.name.text),
      items: scenarios.map { ($0.items ?? []).map(\.span) })
  }

  /// As a plan file that uses the files it stands on. Statements are kept as they were typed, comments and line breaks
  /// among them; only their indentation is made that of the file.
  /// - Parameter path: how the new file names a table that is named from here.
  func planText(using files: [String], _ sources: Sources, path: (String) -> String) -> String {
    var lines = files.map { "use \($0.quoted)" }
    if !lines.isEmpty { lines.append("") }
    for statement in declarations where !isAmended(statement) {
      lines += statement.lines(sources, indent: "", path: path)
    }
    for scenario in scenarios {
      let label = scenario.label.map { " \($0.quoted)" } ?? ""
      let parents =
        scenario.parents.isEmpty ? "" : " from " + scenario.parents.map(\.text).joined(separator: ", ")
      lines.append("scenario \(scenario.name.text)\(label)\(parents) {")
      for item in scenario.items ?? [] { lines += item.lines(sources, indent: "  ", path: path) }
      lines.append("}")
    }
    let text = lines.joined(separator: "\n") + "\n"
    return Pipeline.format(SourceText(name: "saved", text: text)) ?? text
  }

  private func isAmended(_ statement: Statement) -> Bool {
    guard case .scenario(let scenario) = statement.form else { return false }
    return scenarios.contains { $0.name.text == scenario.name.text }
  }
}

extension Statement {
  /// A statement as it was typed. Inside a scenario its further lines must stand deeper than its first.
  fileprivate func lines(_ sources: Sources, indent: String, path: (String) -> String) -> [String] {
    let above = documentation?.split(separator: "\n").map { indent + "## " + $0 } ?? []
    var text = sources[span]
    if let table, let written = text.firstRange(of: sources[table.span]) {
      text.replaceSubrange(written, with: path(table.path).quoted)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let further = lines.dropFirst().map { line in
      indent.isEmpty ? String(line) : indent + "  " + line.drop { $0.isWhitespace }
    }
    return above + [indent + lines[0]] + further
  }
}

extension String {
  /// As a text of the language.
  fileprivate var quoted: String {
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

extension ScenarioDeclaration {
  fileprivate func adding(_ statement: Statement) -> ScenarioDeclaration {
    ScenarioDeclaration(name: name, label: label, parents: parents, items: (items ?? []) + [statement])
  }

  fileprivate func named(_ new: String) -> ScenarioDeclaration {
    ScenarioDeclaration(
      name: NameSyntax(text: new, span: name.span), label: label, parents: parents, items: items)
  }
}
