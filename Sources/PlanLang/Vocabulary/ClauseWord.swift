internal import PlanRules

/// The words used inside statements, and those that combine figures.
public enum ClauseWord: String, CaseIterable, Sendable {
  // Allowed in every formula.
  case of, `in`, by, and, or, not, over, otherwise, `if`, then, `else`, none, `true`, `false`
  // Allowed only in specific places.
  case from, to, `as`, because, approved, due, done, weight, passes, when, `where`, step, show, top, level
  case places, fully, year, begins, month, quarter, half, statement, surplus, shortfall
  case red, yellow, green, below, up, above
  case key, label, within, unit, kind, without, carry, lights, until
  case base, mean, less, `is`, better, missing, counts, zero

  /// A word's row in the table of the language.
  struct Entry {
    let sentence: String
    let uses: Uses
    /// What may follow the word, wherever it occurs.
    let wants: [Wanted]
    /// The formula of the word, if it is also a figure.
    let formula: String

    init(_ uses: Uses, _ sentence: String, wants: [Wanted] = [], formula: String = "") {
      self.uses = uses
      self.sentence = sentence
      self.wants = wants
      self.formula = formula
    }
  }

  struct Uses: OptionSet {
    let rawValue: UInt8
    /// Combines figures, wherever figures may occur.
    static let joins = Uses(rawValue: 1)
    /// Can never be a name.
    static let reserved = Uses(rawValue: 2)
    /// Is a figure, or begins one.
    static let beginsFigure = Uses(rawValue: 8)
    /// May follow a number without being its unit.
    static let endsNumber = Uses(rawValue: 4)
  }

  var entry: Entry {
    switch self {
    case .of: Entry([.joins, .reserved], "whose figure it is", wants: [.measures])
    case .in: Entry([.joins, .endsNumber], "in which unit, or in which period", wants: [.periods, .units])
    case .by: Entry([.joins, .endsNumber], "for each member of an axis", wants: [.axes])
    case .and: Entry([.joins, .reserved], "both hold")
    case .or: Entry([.joins, .reserved], "at least one holds")
    case .not: Entry([.joins, .reserved, .beginsFigure], "does not hold", wants: [.figures])
    case .over:
      Entry([.joins, .endsNumber], "the axis whose members a function goes through", wants: [.axes])
    case .otherwise: Entry([.joins, .endsNumber], "the figure to take where the first is missing")
    case .if: Entry([.joins, .reserved, .beginsFigure], "chooses between two figures by a condition")
    case .then: Entry([.joins, .reserved], "the figure where the condition holds")
    case .else: Entry([.joins, .reserved], "the figure where it does not")
    case .none:
      Entry(
        [.joins, .reserved, .beginsFigure],
        "A missing figure, which is not zero; `known(x)` asks, `x otherwise 0` replaces it.")
    case .true: Entry([.reserved, .beginsFigure], "a condition that always holds")
    case .false: Entry([.reserved, .beginsFigure], "a condition that never holds")
    case .from: Entry([.endsNumber], "where it comes from, or begins")
    case .to: Entry([.endsNumber], "where it goes, or ends")
    case .as: Entry([.reserved], "a name for the move")
    case .because: Entry([.endsNumber], "the reason, in quotation marks")
    case .approved: Entry([.endsNumber], "the day on which it was approved")
    case .due: Entry([.endsNumber], "the day by which it is to be reached")
    case .done: Entry([.endsNumber], "the day on which it was reached")
    case .weight: Entry([.endsNumber], "how much it counts beside others")
    case .passes: Entry([.endsNumber], "`NAME.passes` asks whether a KPI or milestone passes.")
    case .when: Entry([], "the condition under which it passes", wants: [.figures])
    case .where: Entry([.endsNumber], "the condition that members must meet", wants: [.figures])
    case .step: Entry([.endsNumber], "the distance from one figure to the next")
    case .show: Entry([.endsNumber], "the figures to show for each step", wants: [.figures])
    case .top: Entry([.endsNumber], "how many places are shown")
    case .level: Entry([.endsNumber], "is measured each period and does not add up")
    case .places: Entry([.endsNumber], "how many decimals are printed")
    case .fully: Entry([.endsNumber], "down to the figures that were reported")
    case .year: Entry([], "the year that the plan covers")
    case .begins: Entry([], "in which month the fiscal year begins")
    case .month: Entry([], "month by month")
    case .quarter: Entry([], "quarter by quarter")
    case .half: Entry([], "half-year by half-year")
    case .statement: Entry([], "what each amendment does")
    case .surplus:
      Entry(
        [], "What was done beyond the target; `carry surplus` passes it on.",
        formula: "result - adjusted, where it is above zero")
    case .shortfall:
      Entry(
        [], "What was missed; `carry shortfall` passes it on.",
        formula: "adjusted - result, where it is above zero")
    case .red: Entry([], "the light of what is far behind")
    case .yellow: Entry([], "the light of what is somewhat behind")
    case .green: Entry([], "the light of what is on track")
    case .below: Entry([], "up to a rate, not including it")
    case .up: Entry([], "`up to`: up to a rate, including it")
    case .above: Entry([], "from a rate, not including it")
    case .key: Entry([], "the column of the names")
    case .label: Entry([], "the column of the labels")
    case .within: Entry([], "the axis whose members these are parts of", wants: [.axes])
    case .unit: Entry([], "the column of the units")
    case .kind: Entry([], "the column that says `level` or `flow`")
    case .without: Entry([], "columns to skip, or a move to leave out", wants: [.moves])
    case .carry: Entry([], "what one period carries over to the next", wants: [.clauses])
    case .lights: Entry([], "where red, yellow and green begin")
    case .until: Entry([], "the last period of the programme", wants: [.periods])
    case .base: Entry([.reserved], "the plan as it is written")
    case .mean: Entry([], "`mean of`: the group is the mean of its programmes")
    case .less: Entry([], "`less is better`: staying below the target is good")
    case .is: Entry([], "part of `less is better`")
    case .better: Entry([], "part of `less is better`")
    case .missing: Entry([], "`missing counts as zero`: what was not reported so far is zero")
    case .counts: Entry([], "part of `missing counts as zero`")
    case .zero: Entry([], "part of `missing counts as zero`")
    }
  }
}

extension ClauseWord {
  /// Creates the word with a spelling, which is case-sensitive; `nil` for any other text.
  public init?(spelled spelling: String) { self.init(rawValue: spelling) }

  /// The spelling in a plan.
  public var spelling: String { rawValue }
  /// The meaning of the word, in a phrase or sentence for help and completion.
  public var sentence: String { entry.sentence }
  /// The formula of the figure that the word denotes, as help prints it; empty if it denotes none.
  public var formula: String { entry.formula }

  /// The words that combine figures, wherever figures may occur.
  public static let joining = allCases.filter { $0.entry.uses.contains(.joins) }

  /// The words that are a figure or begin one, and so cannot be keys in a list of figures.
  static let beginningFigures = allCases.filter { $0.entry.uses.contains(.beginsFigure) }

  /// Compares the length and the first byte before the spelling: most names differ in one of these.
  func isSpelled(_ spelling: String) -> Bool {
    let own = rawValue
    return spelling.utf8.count == own.utf8.count && spelling.utf8.first == own.utf8.first && spelling == own
  }
}
