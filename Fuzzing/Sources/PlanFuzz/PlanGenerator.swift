/// Writes statements and expressions of the language by its grammar (docs/grammar.md), with the names of the plan at hand.
///
/// What it writes is mostly right in form and often wrong in meaning: units that do not fit, circles, members of other axes.
struct PlanGenerator {
  private let names: [String]
  /// Whether lines of the prompt are written, where commands steer the session.
  private let isTyped: Bool
  var dice: Dice

  init(names: [String], dice: Dice, isTyped: Bool) {
    self.names = names
    self.dice = dice
    self.isTyped = isTyped
  }

  // MARK: Small parts

  private static let newNames = ["a", "b", "c", "บ้าน", "น้ำ", "x", "p", "q", "k", "scratch", "s1", "u"]
  private static let measures = ["target", "actual", "forecast", "budget", "spent"]
  private static let figures =
    measures + ["result", "adjusted", "carried", "rate", "gap", "light", "spending"]
  private static let members = [
    "Q1", "Q2", "Q3", "Q4", "2561", "2562", "\"north\"", "Q1..Q3", "..Q2", "Q2..",
  ]
  private static let units = [
    "baht", "household", "%", "million", "million baht", "thousand", "บาท", "points",
  ]
  private static let functions = [
    "round", "abs", "known", "previous", "sum", "min", "max", "mean", "count", "floor", "ceil", "share",
  ]

  mutating func name() -> String {
    names.isEmpty || dice.oneIn(5) ? dice.pick(PlanGenerator.newNames) : dice.pick(names)
  }

  private mutating func measure() -> String {
    dice.oneIn(8) ? name() : dice.pick(PlanGenerator.measures)
  }

  mutating func number() -> String {
    switch dice.roll(12) {
    case 0: "0"
    case 1: "-1"
    case 2: "9223372036854775807"
    case 3: "9,223,372,036,854,775,808"
    case 4: "0.000000000001"
    case 5: String(repeating: "9", count: 1 + dice.roll(60))
    case 6: "๑,๒๓๔.๕"
    case 7: "1" + String(repeating: "0", count: dice.roll(30))
    case 8: "1/3"
    case 9: "100%"
    case 10: "0.1"
    default: String(dice.roll(1_000))
    }
  }

  private mutating func quantity() -> String {
    dice.oneIn(2) ? number() : number() + " " + (dice.oneIn(3) ? name() : dice.pick(PlanGenerator.units))
  }

  mutating func text() -> String {
    dice.pick([
      "\"\"", "\"น้ำแข็ง\"", "\"a \\\"b\\\" \\n\"", "\"\\u{E19}\"", "\"t.csv\"", "\"other.plan\"", "\"x",
    ])
  }

  mutating func date() -> String {
    dice.pick(["2018-09-30", "2018-02-29", "0001-01-01", "9999-12-31", "2561-13-01"])
  }

  mutating func mark() -> String {
    dice.pick([
      "{", "}", "(", ")", "[", "]", ",", ";", "..", ".", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/",
      "%", "−",
    ])
  }

  mutating func comment() -> String { dice.pick(["# ", "## บันทึก", "#", "\n", "\r\n", "\t"]) }

  mutating func cell() -> String {
    dice.pick([
      "", "-", "1,000", "\"1,000\"", "none", "north", "Q1", "2561", "1e9", "๑๒", "9223372036854775807", "0.5",
      "-3",
      "target Q1", "programme", "\"", "\"a\"\"b\"", " 5 ", "\u{FEFF}x", name(), number(),
    ])
  }

  private mutating func list(_ count: Int, _ item: (inout PlanGenerator) -> String) -> String {
    var items: [String] = []
    for _ in 0..<count { items.append(item(&self)) }
    return items.joined(separator: ", ")
  }

  // MARK: Expressions

  mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return dice.oneIn(3) ? quantity() : reference() }
    switch dice.roll(13) {
    case 0: return reference()
    case 1, 2: return inner(depth) + " " + dice.pick(["+", "-", "*", "/"]) + " " + inner(depth)
    case 3: return inner(depth) + " " + dice.pick(["=", "!=", "<", "<=", ">", ">="]) + " " + inner(depth)
    case 4: return "(" + inner(depth) + dice.pick([" and ", " or "]) + "not " + inner(depth) + ")"
    case 5: return "if \(inner(depth)) then \(inner(depth)) else \(inner(depth))"
    case 6: return inner(depth) + " otherwise " + inner(depth)
    case 7: return "(" + inner(depth) + ")[" + dice.pick(PlanGenerator.members) + "]"
    case 8: return dice.pick(PlanGenerator.functions) + "(" + inner(depth) + " over " + axis() + ")"
    case 9: return dice.pick(PlanGenerator.functions) + "(" + inner(depth) + ")"
    case 10: return name() + "(" + list(1 + dice.roll(2)) { $0.expression(depth: depth - 1) } + ")"
    case 11: return "(" + inner(depth) + " in " + dice.pick(PlanGenerator.units) + ")"
    default: return "-" + inner(depth)
    }
  }

  private mutating func inner(_ depth: Int) -> String { expression(depth: depth - 1) }

  private mutating func axis() -> String {
    dice.oneIn(3)
      ? name() : dice.pick(["quarter", "year", "programme", "scenario", "group", "region", "step"])
  }

  private mutating func reference() -> String {
    switch dice.roll(6) {
    case 0: name()
    case 1: dice.pick(PlanGenerator.figures)
    case 2: name() + "." + dice.pick(PlanGenerator.figures) + "[" + dice.pick(PlanGenerator.members) + "]"
    case 3: name() + ".original." + measure()
    case 4: dice.pick(["kpis.score", "kpis.passed", "none", "true", "2018-09-30"])
    default: name() + "." + dice.pick(PlanGenerator.figures)
    }
  }

  // MARK: Statements

  mutating func statement() -> String {
    if isTyped, dice.oneIn(4) { return command() }
    switch dice.roll(5) {
    case 0: return declaration()
    case 1: return "scenario \(name()) from \(name()) { \(amendment()); \(amendment()) }"
    case 2: return amendment()
    default: return question()
    }
  }

  private mutating func command() -> String {
    dice.pick([
      "undo", "redo", "undo 2", "redo 3", "history", "keep \(name())", "save kept", "load t.csv", "reload",
      "reset",
      "help \(name())", "scenario base", "scenario \(name())", "use \"other.plan\"",
    ])
  }

  private mutating func declaration() -> String {
    switch dice.roll(16) {
    case 0: "plan \(text())"
    case 1: "fiscal year \(2560 + dice.roll(4)) to \(2560 + dice.roll(5))"
    case 2: "as of Q\(1 + dice.roll(4))"
    case 3: "unit \(name()) \(text()) = \(quantity()) to \(dice.roll(14)) places"
    case 4: "axis \(name()) { \(list(1 + dice.roll(6)) { $0.name() }) }"
    case 5: "measure \(name()) in \(dice.pick(PlanGenerator.units))"
    case 6, 7, 8: programme()
    case 9: "group \(name()) = \(name()) + \(name())"
    case 10: "milestone \(name()) of \(name()) due \(date()) done \(date())"
    case 11: kpi()
    case 12: letting()
    case 13: "expect \(expression(depth: 2)) = \(quantity())"
    case 14: "reported \(reference()) by \(axis()) = \(list(1 + dice.roll(4)) { $0.quantity() }) in \(text())"
    default:
      dice.pick([
        "load \"t.csv\"", "axis \(name()) from \"axis.csv\" key code label name",
        "programmes from \"programmes.csv\" key code unit unit", "use \"other.plan\"",
      ])
    }
  }

  private mutating func programme() -> String {
    let level = dice.oneIn(4) ? " level" : ""
    return """
      programme \(name()) in \(dice.oneIn(2) ? name() : "household")\(level) {
        target by quarter \(list(4) { $0.quantity() })
        \(dice.oneIn(2) ? "actual by quarter \(list(4) { $0.dice.oneIn(3) ? "-" : $0.number() })" : "")
        \(measure()) by \(axis()) \(list(1 + dice.roll(5)) { $0.quantity() })
        \(dice.oneIn(3) ? "carry \(carry())" : "")
      }
      """
  }

  private mutating func carry() -> String {
    dice.pick(["surplus", "shortfall", "surplus and shortfall", "none"])
  }

  private mutating func kpi() -> String {
    "kpi \(name()) weight \(number()) passes when \(expression(depth: 3))"
  }

  private mutating func letting() -> String {
    dice.oneIn(2)
      ? "let \(name()) = \(expression(depth: 3))" : "let \(name())(p, q) = \(expression(depth: 3))"
  }

  private mutating func amendment() -> String {
    switch dice.roll(10) {
    case 0, 1, 2:
      return
        "move \(quantity()) of \(measure()) from \(name()) to \(name()) in \(dice.pick(PlanGenerator.members))"
        + (dice.oneIn(3) ? " as \(name())" : "")
    case 3, 4:
      return "set \(name()).\(measure())[\(dice.pick(PlanGenerator.members))] = \(expression(depth: 2))"
    case 5: return "scale \(name()).\(measure()) by \(quantity())"
    case 6: return "without \(name())"
    case 7: return "carry \(carry()) of \(name())"
    case 8: return dice.oneIn(2) ? kpi() : letting()
    default: return "lights { red below \(number())%; yellow up to \(number())%; green above }"
    }
  }

  private mutating func question() -> String {
    switch dice.roll(12) {
    case 0: return "show \(name())"
    case 1: return "list \(axis()) where \(expression(depth: 2))"
    case 2: return "check"
    case 3: return "audit"
    case 4: return "compare \(name()), \(name())"
    case 5: return "compare \(name()) by statement"
    case 6: return "explain \(expression(depth: 2)) fully"
    case 7: return "why not \(name())"
    case 8:
      return "sweep x from \(number()) to \(number()) step \(number()) { \(amendment()) } "
        + "show \(expression(depth: 2)), sum(\(reference()) over x)"
    case 9: return "chart \(reference()) by \(axis())"
    default: return expression(depth: 3) + (dice.oneIn(2) ? " by \(axis())" : " by \(axis()) by \(axis())")
    }
  }
}
