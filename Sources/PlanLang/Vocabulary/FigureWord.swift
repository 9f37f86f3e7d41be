public import PlanRules

/// The words for built-in figures: of a programme, of a KPI or of all KPIs, and in explanations.
public enum FigureWord: String, CaseIterable, Sendable {
  // After the dot of a programme.
  case result, adjusted, rate, gap, light, spending, due, pace
  // After a figure, a KPI or a milestone.
  case original, passes, margin
  // Of all KPIs.
  case kpis, passed, failed, pending, score
  // Only in explanations and conversation.
  case carried

  /// A word's row in the table of the language.
  struct Entry {
    /// The formula by which it is computed; empty if the sentence says it all.
    let formula: String
    let sentence: String
    /// The figure of a programme that it denotes.
    let figure: Figure?
    /// Whether a declaration of the plan may redefine it, so that plans older than the word keep their meaning.
    let givesWay: Bool

    init(_ figure: Figure?, _ formula: String, _ sentence: String, givesWay: Bool = false) {
      self.figure = figure
      self.formula = formula
      self.sentence = sentence
      self.givesWay = givesWay
    }
  }

  var entry: Entry {
    switch self {
    case .result:
      Entry(
        .result, "actual, or forecast where there is no actual",
        "What was reached, quarter by quarter, or is expected.")
    case .adjusted:
      Entry(
        .adjusted, "target + what is carried in",
        "A quarter's target with what the quarter before passed on; for a year the plain target (เป้าคงเหลือ, เป้าสะสม)."
      )
    case .rate:
      Entry(.rate, "result / adjusted", "Missing where either is, and where nothing is left to reach.")
    case .gap: Entry(.gap, "result - adjusted", "A shortfall is negative.")
    case .light:
      Entry(
        .light, "the band in which rate lies",
        "red below 50%, yellow up to 80%, green above, where `lights` does not say otherwise.")
    case .spending: Entry(.spending, "spent / budget", "How much of the budget is paid.")
    case .due:
      Entry(
        .due, "adjusted, of the periods that are over", "What was to be reached by now.", givesWay: true)
    case .pace:
      Entry(
        .pace, "result of the periods that are over / due",
        "How the work is going while the year is still running.",
        givesWay: true)
    case .original:
      Entry(nil, "the target as it was declared", "Before any move: `mankong.target.original`.")
    case .passes: Entry(nil, "", "`NAME.passes` asks whether a KPI or milestone passes.")
    case .margin:
      Entry(
        nil, "the figure - its threshold",
        "How far a figure is from its threshold; a shortfall is negative. `NAME.margin` asks for it.")
    case .kpis:
      Entry(
        nil, "",
        "`kpis.passed`, `kpis.failed`, `kpis.pending` count them; `kpis.score` is the share that passes.")
    case .passed: Entry(nil, "", "`kpis.passed`: how many KPIs pass.")
    case .failed: Entry(nil, "", "`kpis.failed`: how many KPIs fail.")
    case .pending:
      Entry(nil, "", "Not yet known: a rule that reads a quarter still open neither passes nor fails.")
    case .score: Entry(nil, "weight of those that pass / weight of those not pending", "`kpis.score`")
    case .carried:
      Entry(
        nil, "adjusted - result, of the quarter before",
        "What a quarter passes on: `carry surplus and shortfall` both, `carry shortfall` only what was missed."
      )
    }
  }
}

extension FigureWord {
  /// Creates the word with a spelling, which is case-sensitive; `nil` for any other text.
  public init?(spelled spelling: String) { self.init(rawValue: spelling) }

  /// The spelling in a plan.
  public var spelling: String { rawValue }
  /// The formula of the figure, as help prints it; empty where the sentence says everything.
  public var formula: String { entry.formula }
  /// The meaning of the word, in a sentence for help.
  public var sentence: String { entry.sentence }

  /// The figures of a programme besides its measures, each with its word.
  public static let ofProgrammes: [(word: FigureWord, figure: Figure)] = allCases.compactMap { word in
    word.entry.figure.map { (word, $0) }
  }

  /// The words for the figures of a KPI; a milestone has `passes` alone.
  public static let ofGoals: [FigureWord] = [.passes, .margin]
}

extension KPIPart {
  /// The part of a KPI denoted by a word after its dot.
  init?(_ word: String) {
    switch FigureWord(spelled: word) {
    case .passes?: self = .passes
    case .margin?: self = .margin
    case .result?, .adjusted?, .rate?, .gap?, .light?, .spending?, .due?, .pace?, .original?, .kpis?,
      .passed?,
      .failed?, .pending?, .score?, .carried?, nil:
      return nil
    }
  }
}
