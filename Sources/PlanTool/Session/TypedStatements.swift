import PlanLang
import PlanRules

/// The statements typed on top of a session's files, and the active scenario.
struct TypedStatements {
  /// Declarations, expectations and reported figures, including scenarios as first typed.
  private(set) var declarations: [Statement] = []
  /// Scenarios opened or amended here, in their current form.
  private(set) var scenarios: [ScenarioDeclaration] = []
  var active = Plan.nameOfBase

  static let scratch = "scratch"

  var isEmpty: Bool { declarations.isEmpty && scenarios.isEmpty }

  mutating func declare(_ statement: Statement) { declarations.append(statement) }

  /// Adds a declaration of which there is only one, replacing an earlier one.
  mutating func declareOnce(_ statement: Statement) {
    declarations.removeAll { $0.saysTheSame(as: statement) }
    declare(statement)
  }

  func declares(kpi name: String) -> Bool {
    declarations.contains { if case .kpi(let kpi) = $0.form { kpi.name.text == name } else { false } }
  }

  func declares(formula name: String) -> Bool {
    declarations.contains {
      if case .let(let definition) = $0.form { definition.name.text == name } else { false }
    }
  }

  /// Adds an amendment to the scenario it belongs to. Files are never changed: an amendment to the base or to a
  /// scenario in a file opens one of the session's own on top of it.
  mutating func amend(by statement: Statement, isFree: (String) -> Bool) {
    if let index = scenarios.firstIndex(where: { $0.name.text == active }) {
      scenarios[index] = scenarios[index].adding(statement)
    } else if let declared = TypedStatements.scenario(active, in: declarations) {
      scenarios.append(declared.adding(statement))
    } else {
      let parents = active == Plan.nameOfBase ? [] : [NameSyntax(text: active, span: statement.span)]
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

  /// Whether a scenario was typed here rather than read from a file.
  func holds(scenario name: String) -> Bool {
    scenarios.contains { $0.name.text == name }
      || TypedStatements.scenario(name, in: declarations) != nil
  }

  /// Renames the active scenario, including where it is the parent of others.
  mutating func rename(activeTo name: String) {
    let old = active
    declarations = declarations.map { statement in
      guard case .scenario(let scenario) = statement.form else { return statement }
      let renamed = scenario.renaming(old, to: name)
      guard renamed.isChanged else { return statement }
      // It must be written out again in its current form, since its text contains the old name.
      if !scenarios.contains(where: { $0.name.text == scenario.name.text }) { scenarios.append(scenario) }
      return Statement(
        form: .scenario(renamed.scenario), span: statement.span, documentation: statement.documentation)
    }
    scenarios = scenarios.map { $0.renaming(old, to: name).scenario }
    active = name
  }

  mutating func drop(_ name: String) {
    declarations.removeAll {
      if case .scenario(let scenario) = $0.form { scenario.name.text == name } else { false }
    }
    scenarios.removeAll { $0.name.text == name }
    if active == name { active = Plan.nameOfBase }
  }

  private static func scenario(_ name: String, in statements: [Statement]) -> ScenarioDeclaration? {
    for statement in statements {
      if case .scenario(let scenario) = statement.form, scenario.name.text == name { return scenario }
    }
    return nil
  }

  /// The whole program: the statements of the files, followed by these.
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

  /// The content of a saved file, identified by where it was typed; equal content saves the same file.
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
}

extension ScenarioDeclaration {
  fileprivate func adding(_ statement: Statement) -> ScenarioDeclaration {
    ScenarioDeclaration(name: name, label: label, parents: parents, items: (items ?? []) + [statement])
  }

  /// The scenario with one scenario renamed.
  fileprivate func renaming(_ old: String, to new: String) -> (scenario: ScenarioDeclaration, isChanged: Bool)
  {
    let all = [name] + parents
    guard all.contains(where: { $0.text == old }) else { return (self, false) }
    let renamed = all.map { $0.text == old ? NameSyntax(text: new, span: $0.span) : $0 }
    return (
      ScenarioDeclaration(name: renamed[0], label: label, parents: Array(renamed.dropFirst()), items: items),
      true
    )
  }
}

extension Statement {
  /// Whether both statements declare the same thing, of which a plan has only one.
  fileprivate func saysTheSame(as other: Statement) -> Bool {
    switch (form, other.form) {
    case (.asOf, .asOf), (.lights, .lights): true
    case (.carry(_, let name), .carry(_, let otherName)): name?.text == otherName?.text
    default: false
    }
  }
}
