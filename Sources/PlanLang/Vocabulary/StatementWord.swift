internal import PlanRules

/// The words that begin a statement, in the order in which help and the manual list them.
public enum StatementWord: String, CaseIterable, Sendable {
  case plan, fiscal, periods, unit, currency, axis, measure, programme, programmes, group, milestone, kpi
  case `let`, scenario, move, set, scale, without, carry, lights, expect, reported, use, load
  case show, list, rank, check, audit, compare, explain, why, chart, sweep
  case `as`

  /// The kinds of statement: a declaration, an amendment, a claim about figures, a file, or a question.
  public enum Sort: Sendable {
    case declaration, amendment, claim, file, question
  }

  /// The names that a statement declares in the plan.
  public enum Names: Sendable {
    /// The statement declares no names.
    case none
    /// The word after the statement word, and its label.
    case name
    /// The word after the statement word, and the members of the axis.
    case members
    /// The word after `as`.
    case move
    /// Every name in a file or a table.
    case anything
    /// Words that mean nothing outside the statement: columns, months, the swept figures.
    case own
  }

  /// A word's row in the table of the language.
  struct Entry {
    let sort: Sort
    /// The syntax of the statement: names in capitals, `[` `]` around optional parts.
    let form: String
    let sentence: String
    /// A statement that can be typed as is at the prompt, with the institute's year (`scenarios/fy2561.plan`) open;
    /// for `plan`, `fiscal` and `currency`, which that plan already has, in an empty plan.
    let example: String
    let brings: Names
    /// What may follow the word.
    let wants: [Wanted]
    /// What may follow words inside the statement, if different from elsewhere.
    let after: [(word: ClauseWord, wants: [Wanted])]

    init(
      _ sort: Sort, _ form: String, _ sentence: String, example: String, brings: Names = .none,
      wants: [Wanted] = [], after: [(word: ClauseWord, wants: [Wanted])] = []
    ) {
      self.sort = sort
      self.form = form
      self.sentence = sentence
      self.example = example
      self.brings = brings
      self.wants = wants
      self.after = after
    }
  }

  var entry: Entry {
    switch self {
    case .plan:
      Entry(
        .declaration, "plan \"TITLE\"",
        "Gives the plan its title.",
        example: "plan \"แผนปี 2561\"")
    case .fiscal:
      Entry(
        .declaration, "fiscal year YEAR [to YEAR] [begins in MONTH [YEAR]]",
        "Sets the fiscal years the plan covers, and their first month if it is not October.",
        example: "fiscal year 2561 to 2564", brings: .own, wants: [.word(.year)])
    case .periods:
      Entry(
        .declaration, "periods by \(PeriodUnit.allCases.reversed().map(\.name).joined(separator: " | "))",
        "Sets the period by which programmes close and carry over, if it is not the quarter.",
        example: "periods by month", wants: [.word(.by)], after: [(.by, [.clauses])])
    case .unit:
      Entry(
        .declaration, "unit NAME [\"LABEL\"] [to N places]   or   unit NAME = 1,600 sqm",
        "Declares what is counted.",
        example: "unit rai \"ไร่\" = 1,600", brings: .name)
    case .currency:
      Entry(
        .declaration, "currency NAME [\"LABEL\"]",
        "Declares a currency.",
        example: "currency baht \"บาท\"", brings: .name)
    case .axis:
      Entry(
        .declaration,
        "axis NAME [\"LABEL\"] { MEMBER \"LABEL\", … }   or   axis NAME from \"FILE.csv\" key COLUMN [label COLUMN] [within AXIS [COLUMN]]",
        "Declares a way to break figures down.",
        example: "axis tenure { owned \"เจ้าของ\", rented \"เช่า\", squatted \"บุกรุก\" }", brings: .members)
    case .measure:
      Entry(
        .declaration, "measure NAME [\"LABEL\"] [in UNIT]",
        "Declares a measure of your own.",
        example: "measure repaired \"ซ่อมแล้ว\" in household", brings: .name)
    case .programme:
      Entry(
        .declaration,
        "programme NAME [\"LABEL\"] in UNIT [level] [, less is better] { target …; actual … [missing counts as zero]; budget …; until Q3 }",
        "Declares a programme with its figures.",
        example:
          "programme islands \"บ้านเกาะ\" in household { target by quarter 10, 20, 30, 40; actual by quarter 12, 18, 30, - }",
        brings: .name)
    case .programmes:
      Entry(
        .declaration,
        "programmes from \"FILE.csv\" key COLUMN [label COLUMN] in UNIT [level] [, less is better]   or   … unit COLUMN [kind COLUMN]",
        "Declares the programmes in a table, one per row.",
        example: "programmes from \"scenarios/tables/new-programmes.csv\" key code label name in household",
        brings: .anything)
    case .group:
      Entry(
        .declaration, "group NAME [\"LABEL\"] = A + B + C { … }   or   group NAME = mean of A [weight 2], B",
        "Declares the sum of several programmes.",
        example: "group urban \"ในเมือง\" = mankong + canal { carry none }", brings: .name)
    case .milestone:
      Entry(
        .declaration, "milestone NAME [\"LABEL\"] [of PROGRAMME] due DATE [done DATE]",
        "Declares a stage to be reached by a date.",
        example: "milestone canal_land \"ได้ที่ดินริมคลอง\" of canal due 2561-09-30", brings: .name,
        after: [(.of, [.programmes])])
    case .kpi:
      Entry(
        .declaration, "kpi NAME [\"LABEL\"] [weight N] passes when CONDITION",
        "Declares a rule that passes or fails.",
        example: "kpi homes_in_time \"บ้านเสร็จตามแผน\" weight 2 passes when mankong.rate >= 80%", brings: .name
      )
    case .let:
      Entry(
        .declaration, "let NAME = FORMULA   or   let NAME(a, b) = FORMULA",
        "Names a formula; it follows its inputs.",
        example: "let shortfall = mankong.target - mankong.actual", brings: .name, wants: [.figures])
    case .scenario:
      Entry(
        .declaration, "scenario NAME [\"LABEL\"] [from A, B] { … }",
        "Names a set of amendments; without a block, switches to it.",
        example: "scenario hard_year \"ปีที่ยาก\" from no_reshuffle { scale rural.actual by 90% }",
        brings: .name, wants: [.scenarios, .base], after: [(.from, [.scenarios])])
    case .move:
      Entry(
        .amendment,
        "move AMOUNT of MEASURE [and …] from A to B [in Q3] [as NAME \"LABEL\"] [because \"…\"] [approved DATE]",
        "Moves targets or budget from one programme or quarter to another.",
        example:
          "move 1,250 household of target from mankong to canal in Q4 because \"the permits came late\"",
        brings: .move, after: [(.from, [.programmes, .periods]), (.to, [.receivers, .periods])])
    case .set:
      Entry(
        .amendment, "set PROGRAMME.MEASURE[PLACE] = FIGURE",
        "Replaces a figure, in a scenario.",
        example: "set mankong.actual = 8,000 household", wants: [.figures])
    case .scale:
      Entry(
        .amendment, "scale PROGRAMME.MEASURE[PLACE] by 90%",
        "Multiplies figures, in a scenario.",
        example: "scale rural.actual by 90%", wants: [.figures])
    case .without:
      Entry(
        .amendment, "without MOVE",
        "Leaves a move out, in a scenario.",
        example: "without reshuffle", wants: [.moves])
    case .carry:
      Entry(
        .amendment, "carry surplus and shortfall | surplus | shortfall | none [by month] [of PROGRAMME]",
        "Says what one period carries over to the next.",
        example: "carry shortfall of housing", wants: [.clauses],
        after: [(.of, [.programmes]), (.by, [.clauses])])
    case .lights:
      Entry(
        .amendment, "lights { red below 50%; yellow up to 80%; green above } [of PROGRAMME]",
        "Sets where red, yellow and green begin.",
        example: "lights { red below 60%; yellow up to 90%; green above }", after: [(.of, [.programmes])])
    case .expect:
      Entry(
        .claim, "expect CONDITION   or   expect FORMULA [by AXIS] = FIGURE, …",
        "States what must hold; `check` fails when it does not.",
        example: "expect mankong.target = 9,210 household", wants: [.figures])
    case .reported:
      Entry(
        .claim, "reported FORMULA [by AXIS] = FIGURE, … [in \"SOURCE\"]",
        "Records what a published document prints; `audit` compares.",
        example: "reported housing.rate by quarter = 203.94%, 309.77%, 100.80%, 103.37% in \"table 1\"",
        wants: [.figures])
    case .use:
      Entry(
        .file, "use \"FILE\"",
        "Takes in another file.",
        example: "use \"scenarios/slow-finish.plan\"", brings: .anything)
    case .load:
      Entry(
        .file, "load \"FILE.csv\" [without COLUMN, …] [missing counts as zero]",
        "Reads figures from a table of comma-separated values.",
        example: "load \"scenarios/tables/forecasts.csv\"", brings: .own)
    case .show:
      Entry(
        .question, "show [NAME]",
        "Shows a programme, KPI, move, scenario or milestone; alone, the whole plan.",
        example: "show housing", wants: [.programmes, .goals, .moves, .scenarios])
    case .list:
      Entry(
        .question, "list AXIS where CONDITION   or   list scenario | kpi | milestone | move | programme | …",
        "Lists the members for which a condition holds, worst first; without a condition, all of them.",
        example: "list programme where light = red", wants: [.axes, .sorts])
    case .rank:
      Entry(
        .question, "rank AXIS by FORMULA [top N]",
        "Puts the members of an axis in order, the largest figure first; equal figures share a place.",
        example: "rank programme by rate top 3", wants: [.axes], after: [(.by, [.figures])])
    case .check:
      Entry(
        .question, "check",
        "Judges every KPI and expectation.",
        example: "check")
    case .audit:
      Entry(
        .question, "audit",
        "Lists the reported figures that differ from the plan's own.",
        example: "audit")
    case .compare:
      Entry(
        .question, "compare [A, B, …]   or   compare A, B by statement",
        "Shows scenarios side by side; by statement, what each amendment does.",
        example: "compare base, half_reshuffle by statement", wants: [.scenarios, .base],
        after: [(.by, [.word(.statement)])])
    case .explain:
      Entry(
        .question, "explain FORMULA [fully]",
        "Says which figures a figure comes from, and where they are written.",
        example: "explain housing.adjusted[Q3] fully", wants: [.figures])
    case .why:
      Entry(
        .question, "why KPI   or   why not KPI",
        "Says why a KPI passes or fails, and what would change that.",
        example: "why not disbursement", wants: [.kpis, .word(.not)], after: [(.not, [.kpis])])
    case .chart:
      Entry(
        .question, "chart FORMULA by AXIS [by AXIS]",
        "Draws figures as bars, or as lines over time.",
        example: "chart rural.actual by region", wants: [.figures])
    case .sweep:
      Entry(
        .question, "sweep x from A to B [step C] [, y from A to B [step C]] { AMENDMENTS } show FORMULA, …",
        "Asks again at each step of one figure, or of two: what if it were this much, or that?",
        example:
          "sweep x from 0 to 1,500 step 250 { move x of target from mankong to rural in Q4 } show mankong.rate, rural.rate",
        brings: .own)
    case .as:
      Entry(
        .amendment, "as of Q2 [, YEAR]   or   as of DATE",
        "Shows the plan as it was known at the end of a period, or on a day.",
        example: "as of Q2", wants: [.word(.of)])
    }
  }
}

extension StatementWord {
  /// Creates the word with a spelling, which is case-sensitive; `nil` for any other text.
  public init?(spelled spelling: String) { self.init(rawValue: spelling) }

  /// The spelling in a plan.
  public var spelling: String { rawValue }
  /// The kind of statement that the word begins.
  public var sort: Sort { entry.sort }
  /// The pattern of the statement: names in capitals, `[` `]` around optional parts, `or` between variants.
  public var form: String { entry.form }
  /// The effect of the statement, in one sentence for help and the manual.
  public var sentence: String { entry.sentence }
  /// A statement that can be typed as is, with the plan of the year 2561 open; for `plan`, `fiscal` and `currency`,
  /// in an empty plan.
  public var example: String { entry.example }
  /// The names that the statement declares in the plan.
  public var brings: Names { entry.brings }

  /// Whether the statement may contain words that are not names in the plan yet.
  public var bringsNames: Bool {
    switch brings {
    case .none, .move: false
    case .name, .members, .anything, .own: true
    }
  }

  /// The clause words in the pattern of the statement, in order, without duplicates.
  public var clauseWords: [ClauseWord] {
    var words: [ClauseWord] = []
    for spelling in form.split(whereSeparator: { !$0.isLetter && $0 != "_" }).map(String.init)
    where spelling != rawValue {
      if let word = ClauseWord(spelled: spelling), !words.contains(word) { words.append(word) }
    }
    return words
  }
}
