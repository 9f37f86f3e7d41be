/// A formula as the tests draw it: its text, and by the oracle what it comes to.
indirect enum Term: Sendable {
  case figure(Ask, Entity, Context)
  case literal(Fraction, Unit)
  /// Without a unit.
  case number(Int)
  case add(Term, Term), subtract(Term, Term), multiply(Term, Term), divide(Term, Term)
  case reduced(Reducing, Ask, Entity)
  /// `max(p1.target, p2.target)`.
  case among(Reducing, [Term])
  /// How many quarters have at least so much.
  case count(Ask, Entity, atLeast: Term)
  case absolute(Term)
  /// To whole units of the figure, as it prints.
  case rounded(Term, Unit)
  case choose(Rule, Term, Term)
  case otherwise(Term, Term)
  /// A `let` of this name says what the term says.
  case named(String, Term)
}

enum Reducing: String, CaseIterable, Sendable { case sum, min, max, mean, median }

/// A condition, and a rule of a KPI.
indirect enum Rule: Sendable {
  case compare(String, Term, Term)
  /// The light is, or is not, of a colour.
  case light(Entity, Context, String, isIt: Bool)
  case and(Rule, Rule), or(Rule, Rule), not(Rule)
  case choose(Rule, Rule, Rule)
}

struct DrawnKPI: Sendable {
  let name: String
  let rule: Rule
  /// Reads a rounding: the search may have given it up, which cannot be seen from outside.
  let isInvolved: Bool
}

// MARK: - As text

struct RuleText {
  let plan: RandomPlan
  /// Where the plan has no such `let` yet, its term stands in its place.
  var expandsLets = false

  func name(_ entity: Entity) -> String {
    switch entity {
    case .programme(let index): plan.programmes[index].name
    case .group(let index): plan.groups[index].name
    }
  }

  func brackets(_ context: Context) -> String {
    var members = context.year.map { ["\($0)"] } ?? []
    if let quarters = context.quarters {
      let (first, last) = ("Q\(quarters.lowerBound + 1)", "Q\(quarters.upperBound + 1)")
      members.append(
        quarters.count == 1 ? first : quarters.lowerBound == 0 ? "..\(last)" : "\(first)..\(last)")
    }
    if let region = context.region { members.append(plan.regions[region]) }
    return members.isEmpty ? "" : "[\(members.joined(separator: ", "))]"
  }

  func literal(_ value: Fraction, _ unit: Unit) -> String {
    switch unit {
    case .household: "\(value) household"
    case .person: "\(value) person"
    case .money: "\(value) baht"
    case .percent: "\(value * Fraction(100))%"
    }
  }

  func text(_ term: Term) -> String {
    switch term {
    case .figure(let ask, let entity, let context): "\(name(entity)).\(ask.rawValue)\(brackets(context))"
    case .literal(let value, let unit): literal(value, unit)
    case .number(let number): "\(number)"
    case .add(let a, let b): "(\(text(a)) + \(text(b)))"
    case .subtract(let a, let b): "(\(text(a)) - \(text(b)))"
    case .multiply(let a, let b): "(\(text(a)) * \(text(b)))"
    case .divide(let a, let b): "(\(text(a)) / \(text(b)))"
    case .reduced(let how, let ask, let entity): "\(how)(\(name(entity)).\(ask.rawValue) over quarter)"
    case .among(let how, let terms): "\(how)(\(terms.map(text).joined(separator: ", ")))"
    case .count(let ask, let entity, let least):
      "count(\(name(entity)).\(ask.rawValue) >= \(text(least)) over quarter)"
    case .absolute(let a): "abs(\(text(a)))"
    case .rounded(let a, _): "round(\(text(a)), 0)"
    case .choose(let condition, let a, let b): "(if \(text(condition)) then \(text(a)) else \(text(b)))"
    case .otherwise(let a, let b): "(\(text(a)) otherwise \(text(b)))"
    case .named(let name, let term): expandsLets ? text(term) : name
    }
  }

  func text(_ rule: Rule) -> String {
    switch rule {
    case .compare(let sign, let a, let b): "\(text(a)) \(sign) \(text(b))"
    case .light(let entity, let context, let colour, let isIt):
      "\(name(entity)).light\(brackets(context)) \(isIt ? "=" : "!=") \(colour)"
    case .and(let a, let b): "(\(text(a)) and \(text(b)))"
    case .or(let a, let b): "(\(text(a)) or \(text(b)))"
    case .not(let a): "not (\(text(a)))"
    case .choose(let condition, let a, let b): "(if \(text(condition)) then \(text(a)) else \(text(b)))"
    }
  }

  /// The `let`s that a rule needs, then the rule.
  func statements(_ kpi: DrawnKPI) -> String {
    kpi.rule.lets.map { "let \($0.name) = \(text($0.term))\n" }.joined()
      + "kpi \(kpi.name) passes when \(text(kpi.rule))\n"
  }
}

// MARK: - What is in it

extension Term {
  var children: [Term] {
    switch self {
    case .figure, .literal, .number, .reduced: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .otherwise(let a, let b):
      [a, b]
    case .among(_, let terms): terms
    case .count(_, _, let a), .absolute(let a), .rounded(let a, _), .named(_, let a): [a]
    case .choose(_, let a, let b): [a, b]
    }
  }

  var rules: [Rule] { if case .choose(let rule, _, _) = self { [rule] } else { [] } }

  /// Every figure that is read, with where.
  var figures: [(ask: Ask, entity: Entity, context: Context)] {
    switch self {
    case .figure(let ask, let entity, let context): [(ask, entity, context)]
    case .reduced(_, let ask, let entity): [(ask, entity, Context())]
    case .count(let ask, let entity, let least): [(ask, entity, Context())] + least.figures
    default: children.flatMap(\.figures) + rules.flatMap(\.figures)
    }
  }

  var lets: [(name: String, term: Term)] {
    let inner = children.flatMap(\.lets) + rules.flatMap(\.lets)
    if case .named(let name, let term) = self { return inner + [(name, term)] }
    return inner
  }

  var rounds: Bool {
    if case .rounded = self { return true }
    return children.contains(where: \.rounds) || rules.contains(where: \.rounds)
  }
}

extension Rule {
  private var parts: (terms: [Term], rules: [Rule]) {
    switch self {
    case .compare(_, let a, let b): ([a, b], [])
    case .light: ([], [])
    case .and(let a, let b), .or(let a, let b): ([], [a, b])
    case .not(let a): ([], [a])
    case .choose(let a, let b, let c): ([], [a, b, c])
    }
  }

  var figures: [(ask: Ask, entity: Entity, context: Context)] {
    if case .light(let entity, let context, _, _) = self { return [(.light, entity, context)] }
    return parts.terms.flatMap(\.figures) + parts.rules.flatMap(\.figures)
  }

  var lets: [(name: String, term: Term)] { parts.terms.flatMap(\.lets) + parts.rules.flatMap(\.lets) }
  var rounds: Bool { parts.terms.contains(where: \.rounds) || parts.rules.contains(where: \.rounds) }
}
