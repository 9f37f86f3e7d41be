/// A plan evaluated again and again while one or two figures go through their values: one more axis of the
/// same engine.
public struct Sweep: Sendable {
  /// A figure that the sweep takes through several values.
  public struct Unknown: Sendable {
    /// The name that amendments and shown formulas use for it: `x`.
    public let name: String
    /// The values, one for each step.
    public let series: Series

    /// Creates a swept figure.
    public init(name: String, series: Series) {
      self.name = name
      self.series = series
    }
  }

  /// What is shown: a figure for each step, or one for all.
  public struct Shown: Sendable {
    /// The formula that is evaluated for each step, or that reduces all of them with `over x`.
    public let formula: Formula
    /// The formula as it is written.
    public let text: String

    /// Creates a shown formula.
    ///
    /// - Parameter text: the formula as it is written.
    public init(formula: Formula, text: String) {
      self.formula = formula
      self.text = text
    }
  }

  /// One figure, or two; the last one goes through all its values while the first stays.
  public let unknowns: [Unknown]
  /// The amendments in the block, made on top of the scenario in which the sweep is evaluated.
  public let amendments: [Amendment]
  /// The formulas that are shown, in the order in which they are written.
  public let shown: [Shown]
  /// Where the name of the first figure is written.
  public let origin: Origin

  /// Creates a sweep.
  public init(unknowns: [Unknown], amendments: [Amendment], shown: [Shown], origin: Origin) {
    self.unknowns = unknowns
    self.amendments = amendments
    self.shown = shown
    self.origin = origin
  }

  /// How many steps there are.
  public var length: Int { unknowns.reduce(1) { $0 * $1.series.count } }

  /// The maximum number of steps, unless more are allowed with `--yes`.
  public static let maxSteps = 10_000_000

  /// The values of the unknowns at a step.
  public func values(at step: Int) -> [Value] {
    unknowns.map { Value(.quantity($0.series.value(at: step), $0.series.unit)) }
  }

  /// The same questions for some of the steps.
  func part(_ steps: Range<Int>) -> Sweep {
    Sweep(
      unknowns: unknowns.map { Unknown(name: $0.name, series: $0.series.part(steps)) },
      amendments: amendments.map { $0.replacingSeries { $0.part(steps) } },
      shown: shown.map { Shown(formula: $0.formula.replacingSeries { $0.part(steps) }, text: $0.text) },
      origin: origin)
  }
}

/// A sweep that is computed part by part.
public struct SweepRun {
  /// The whole sweep, whichever part is computed.
  public let sweep: Sweep
  /// The evaluation in which the sweep runs.
  public let evaluation: PlanEvaluation
  /// The scenario in which it runs.
  public let scenario: ScenarioID
  /// Parallel to `shown`: how each figure of the whole sweep is combined from its parts; `nil` for a figure
  /// by step.
  public let wholes: [Whole?]

  /// A figure that is one for the whole sweep.
  public enum Whole: Hashable, Sendable {
    /// Combined from the figures of the parts.
    case reduced(Reduction)
    /// The same in each part.
    case same
    /// Only known if all steps are computed at once.
    case atOnce
  }

  /// The figures of some of the steps.
  public struct Part: Sendable {
    /// The steps of the whole sweep that the part covers, counted from zero.
    public let steps: Range<Int>
    /// Parallel to `shown`: a figure for each step, or one for all of them; `nil` is missing, or pending.
    public let figures: [[Rational?]]
    /// The steps of the whole sweep in which a move cannot be made.
    public let refused: [Range<Int>]

    /// Creates a part, such as one computed by another machine.
    public init(steps: Range<Int>, figures: [[Rational?]], refused: [Range<Int>]) {
      self.steps = steps
      self.figures = figures
      self.refused = refused
    }
  }

  private let terms: [Term]
  /// How many nodes have to be computed for each step.
  private let weight: Int

  /// Prepares a sweep in a scenario.
  ///
  /// - Throws: what is wrong with the amendments or with what is shown.
  public init(_ sweep: Sweep, in evaluation: PlanEvaluation, scenario: ScenarioID) throws(Problem) {
    self.sweep = sweep
    self.evaluation = evaluation
    self.scenario = scenario
    let lowered = try SweepLowering(sweep.part(0..<min(1, sweep.length)), evaluation, scenario)
    terms = lowered.terms
    weight = lowered.weight
    wholes = zip(sweep.shown, lowered.isByStep).map { shown, isByStep in
      if isByStep { return nil }
      if case .reduce(let reduction, _, over: .step) = shown.formula.form, reduction.traits.ofParts != nil {
        return .reduced(reduction)
      }
      return lowered.goesOverSteps(shown.formula) ? .atOnce : .same
    }
  }

  /// How many steps are computed together: many if only reductions are shown, fewer if each step is shown or
  /// a step takes much work. A sweep can be stopped between parts.
  public var partLength: Int {
    if wholes.contains(.atOnce) { return sweep.length }
    return wholes.contains(nil) ? 4_096 : min(1 << 20, max(1 << 14, (1 << 28) / max(1, weight)))
  }

  /// Computes some of the steps, counted over the whole sweep.
  public func part(_ steps: Range<Int>) throws(Problem) -> Part {
    let lowered = try SweepLowering(sweep.part(steps), evaluation, scenario)
    let figures = try lowered.figures()
    return Part(
      steps: steps, figures: figures,
      refused: try lowered.refusedSteps().map {
        ($0.lowerBound + steps.lowerBound)..<($0.upperBound + steps.lowerBound)
      })
  }

  /// The problem with a step; `nil` if all moves in it can be made.
  public func refusal(at step: Int) -> Problem? {
    evaluation.attempt { () throws(Problem) in
      try SweepLowering(sweep.part(step..<(step + 1)), evaluation, scenario).refusal()
    } ?? nil
  }

  /// A shown figure, as a value; a step in which a move cannot be made has none.
  public func value(_ figure: Rational?, shown index: Int, isRefused: Bool = false) -> Value {
    isRefused ? Value(.missing(nil)) : Value(figure, terms[index], quotient: nil)
  }

  /// The figures of the whole sweep, parallel to `shown`, from those of its parts in order; `nil` for a
  /// figure by step.
  public func whole(_ parts: [[Rational?]]) -> [Rational?] {
    wholes.indices.map { index in
      guard case .reduced(let reduction)? = wholes[index] else { return parts[0][index] }
      return (reduction.traits.ofParts ?? reduction).reduced(parts.map { $0[index] })
    }
  }
}
