internal import PlanRules

/// The words that begin a statement. The parser, completion, help and the manual all read this one table.
public enum StatementWord: String, CaseIterable, Sendable {
  case plan, fiscal, periods, unit, currency, axis, measure, programme, programmes, group, milestone, kpi
  case `let`, scenario, move, set, scale, without, carry, lights, expect, reported, use, load
  case show, list, check, audit, compare, explain, why, chart, sweep
  case `as`

  /// How the statement is written.
  public var form: String {
    switch self {
    case .plan: "plan \"TITLE\""
    case .fiscal: "fiscal year YEAR [to YEAR] [begins in MONTH [YEAR]]"
    case .periods: "periods by month | quarter | half"
    case .unit: "unit NAME [\"LABEL\"] [to N places]   or   unit NAME = 1,600 sqm"
    case .currency: "currency NAME [\"LABEL\"]"
    case .axis:
      "axis NAME [\"LABEL\"] { MEMBER \"LABEL\", … }   or   axis NAME from \"FILE.csv\" key COLUMN [label COLUMN] [within AXIS [COLUMN]]"
    case .measure: "measure NAME [\"LABEL\"] [in UNIT]"
    case .programme:
      "programme NAME [\"LABEL\"] in UNIT [level] [, less is better] { target …; actual … [missing counts as zero]; budget …; until Q3 }"
    case .programmes:
      "programmes from \"FILE.csv\" key COLUMN [label COLUMN] in UNIT [level] [, less is better]   or   … unit COLUMN [kind COLUMN]"
    case .group: "group NAME [\"LABEL\"] = A + B + C { … }   or   group NAME = mean of A [weight 2], B"
    case .milestone: "milestone NAME [\"LABEL\"] [of PROGRAMME] due DATE [done DATE]"
    case .kpi: "kpi NAME [\"LABEL\"] [weight N] passes when CONDITION"
    case .let: "let NAME = FORMULA   or   let NAME(a, b) = FORMULA"
    case .scenario: "scenario NAME [\"LABEL\"] [from A, B] { … }"
    case .move:
      "move AMOUNT of MEASURE [and …] from A to B [in Q3] [as NAME \"LABEL\"] [because \"…\"] [approved DATE]"
    case .set: "set PROGRAMME.MEASURE[PLACE] = FIGURE"
    case .scale: "scale PROGRAMME.MEASURE[PLACE] by 90%"
    case .without: "without MOVE"
    case .carry: "carry surplus and shortfall | surplus | shortfall | none [by month] [of PROGRAMME]"
    case .lights: "lights { red below 50%; yellow up to 80%; green above } [of PROGRAMME]"
    case .expect: "expect CONDITION   or   expect FORMULA [by AXIS] = FIGURE, …"
    case .reported: "reported FORMULA [by AXIS] = FIGURE, … [in \"SOURCE\"]"
    case .use: "use \"FILE\""
    case .load: "load \"FILE.csv\" [without COLUMN, …] [missing counts as zero]"
    case .show: "show [NAME]"
    case .list: "list AXIS where CONDITION   or   list scenario | kpi | milestone | move | programme | …"
    case .check: "check"
    case .audit: "audit"
    case .compare: "compare [A, B, …]   or   compare A, B by statement"
    case .explain: "explain FORMULA [fully]"
    case .why: "why KPI   or   why not KPI"
    case .chart: "chart FORMULA by AXIS [by AXIS]"
    case .sweep:
      "sweep x from A to B [step C] [, y from A to B [step C]] { AMENDMENTS } show FORMULA, …"
    case .as: "as of Q2 [, YEAR]   or   as of DATE"
    }
  }

  public var summary: String {
    switch self {
    case .plan: "Gives the plan its title."
    case .fiscal:
      "Says which fiscal years the plan covers, and in which month they begin where it is not October."
    case .periods:
      "Says by which periods the programmes of the plan close and carry over, where it is not by quarter."
    case .unit: "Declares what is counted."
    case .currency: "Declares a currency."
    case .axis: "Declares a way to break figures down."
    case .measure: "Declares a measure of your own."
    case .programme: "Declares a programme with its figures."
    case .programmes: "Declares the programmes that stand in a table, one in each row."
    case .group: "Declares the sum of several programmes."
    case .milestone: "Declares a stage that is reached on a day, or not."
    case .kpi: "Declares a rule that passes or fails."
    case .let: "Names a formula; it follows its inputs."
    case .scenario: "Names a set of amendments; without a block, goes there."
    case .move: "Moves targets or budget from one programme or quarter to another."
    case .set: "Puts another figure in a place, in a scenario."
    case .scale: "Multiplies figures, in a scenario."
    case .without: "Takes a move back, in a scenario."
    case .carry: "Says what of a period goes on to the next."
    case .lights: "Sets where red, yellow and green begin."
    case .expect: "States what must hold; `check` fails when it does not."
    case .reported: "Records what a published document prints; `audit` compares."
    case .use: "Takes in another file."
    case .load: "Reads figures from a table of comma-separated values."
    case .show: "Shows a programme, KPI, move, scenario or milestone; alone, the whole plan."
    case .list:
      "Lists the members for which a condition holds, worst first; without a condition, all that there are."
    case .check: "Judges every KPI and expectation."
    case .audit: "Lists the reported figures that the plan does not come to."
    case .compare: "Shows scenarios side by side; by statement, what each amendment does."
    case .explain: "Says from which figures a figure came, and where they stand."
    case .why: "Says why a KPI passes or fails, and what would turn it."
    case .chart: "Draws figures as bars, or as lines over time."
    case .sweep: "Asks again for each step of a figure, or of two: what if it were this much, or that?"
    case .as: "Sees the plan as it was known at the end of a period, or on a day."
    }
  }
}

/// Words that are never names.
public enum ReservedWord {
  public static let all = Set(
    Calendar.quarterNames + [
      "base", "of", "as", "and", "or", "not", "none", "if", "then", "else", "true", "false",
    ])

  /// None of them is long: most names are told by that.
  static func contains(_ word: String) -> Bool { word.utf8.count <= 5 && all.contains(word) }
}

/// Words that mean something inside a statement, besides those that begin one.
public enum ClauseWord {
  /// Those that join figures, wherever figures stand.
  public static let joining = [
    "of", "in", "by", "and", "or", "not", "over", "otherwise", "if", "then", "else", "none",
  ]

  /// Those that stand at a place of their own in some statement. A test compares them with what the parser looks for.
  private static let placed: Set<String> = [
    "year", "places", "when", "statement", "surplus", "shortfall", "below", "up", "above", "red", "yellow",
    "green",
    "key", "label", "within", "unit", "kind", "without", "as", "true", "false", "base", "mean", "less", "is",
    "better", "until", "begins", "month", "quarter", "half", "missing", "counts", "zero",
  ]

  /// All of them: what is none, and no name of the plan, is a slip of the pen.
  public static let everywhere: Set<String> = all.union(joining).union(placed)

  /// Words that may follow a number without being its unit.
  static let all: Set<String> = [
    "in", "by", "from", "to", "otherwise", "over", "because", "approved", "due", "done", "weight", "passes",
    "where",
    "such", "step", "show", "level", "places", "fully",
  ]
}

extension StatementWord {
  /// The words that its form has besides names and figures, in their order.
  public var clauseWords: [String] {
    var words: [String] = []
    for word in form.split(whereSeparator: { !$0.isLetter && $0 != "_" }).map(String.init)
    where word != rawValue && !words.contains(word) && (ClauseWord.everywhere.contains(word)) {
      words.append(word)
    }
    return words
  }

  /// Whether it brings in names of its own, or speaks of names that are none of the plan's: columns of a table, files.
  public var bringsNames: Bool {
    switch self {
    case .plan, .fiscal, .periods, .unit, .currency, .axis, .measure, .programme, .programmes, .group,
      .milestone, .kpi,
      .let,
      .scenario, .sweep, .load, .use:
      true
    case .move, .set, .scale, .without, .carry, .lights, .expect, .reported, .show, .list, .check, .audit,
      .compare,
      .explain, .why, .chart, .as:
      false
    }
  }
}

/// Words that scale a number.
public enum ScaleWord {
  /// As they are written.
  public static let words = all.map(\.word)

  static let all: [(word: String, scale: Scale)] = [
    ("thousand", .thousand), ("million", .million), ("billion", .billion), ("พัน", .thousand),
    ("ล้าน", .million),
  ]

  /// Letter by letter as in the list: most words after a figure are units, and part with these at the first letter.
  static func scale(_ word: String) -> Scale? {
    let first = word.utf8.first
    return all.first { $0.word.utf8.first == first && $0.word.utf8.elementsEqual(word.utf8) }?.scale
  }
}
