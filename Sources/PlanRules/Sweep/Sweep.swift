/// A plan asked again and again while one figure, or two, go through their values: one more axis of the same engine.
public struct Sweep: Sendable {
  public struct Unknown: Sendable {
    public let name: String
    public let series: Series

    public init(name: String, series: Series) {
      self.name = name
      self.series = series
    }
  }

  /// What is shown: a figure for each step, or one for all.
  public struct Shown: Sendable {
    public let formula: Formula
    /// As written.
    public let text: String

    public init(formula: Formula, text: String) {
      self.formula = formula
      self.text = text
    }
  }

  public let unknowns: [Unknown]
  public let amendments: [Amendment]
  public let shown: [Shown]
  public let origin: Origin

  public init(unknowns: [Unknown], amendments: [Amendment], shown: [Shown], origin: Origin) {
    self.unknowns = unknowns
    self.amendments = amendments
    self.shown = shown
    self.origin = origin
  }

  /// How many workspace.steps there are.
  public var length: Int { unknowns.reduce(1) { $0 * $1.series.count } }

  /// Above this it has to be asked for.
  public static let mostSteps = 10_000_000

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

/// A sweep that is being worked out, part by part.
public struct SweepRun {
  public let sweep: Sweep
  public let evaluation: PlanEvaluation
  /// In which it is asked; 0 is the base.
  public let scenario: Int
  /// Beside `shown`: how each figure of the whole sweep is put together from its parts; `nil` for one by step.
  public let wholes: [Whole?]

  /// A figure that is one for the whole sweep.
  public enum Whole: Hashable, Sendable {
    /// Put together from those of parts.
    case reduced(Reduction)
    /// The same in each part.
    case same
    /// Only known when all workspace.steps are seen at once.
    case atOnce
  }

  /// What some of the workspace.steps came to.
  public struct Part: Sendable {
    public let steps: Range<Int>
    /// Beside `shown`: a figure for each step, or one for all of them; `nil` is missing, or pending.
    public let figures: [[Rational?]]
    /// The workspace.steps in which a move cannot be made.
    public let refused: [Range<Int>]

    public init(steps: Range<Int>, figures: [[Rational?]], refused: [Range<Int>]) {
      self.steps = steps
      self.figures = figures
      self.refused = refused
    }
  }

  private let terms: [Term]
  /// How many nodes have to be worked out for each step.
  private let weight: Int

  /// - Throws: what is wrong with the amendments or with what is shown.
  public init(_ sweep: Sweep, in evaluation: PlanEvaluation, scenario: Int) throws(Problem) {
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

  /// How many workspace.steps are worked out together: many where only reductions are shown, fewer where each step is, or where a
  /// step is much work: between parts a sweep can be stopped.
  public var partLength: Int {
    if wholes.contains(.atOnce) { return sweep.length }
    return wholes.contains(nil) ? 4_096 : min(1 << 20, max(1 << 14, (1 << 28) / max(1, weight)))
  }

  /// Works some of the workspace.steps out.
  public func part(_ steps: Range<Int>) throws(Problem) -> Part {
    let lowered = try SweepLowering(sweep.part(steps), evaluation, scenario)
    let figures = try lowered.figures()
    return Part(
      steps: steps, figures: figures,
      refused: try lowered.refusedSteps().map {
        ($0.lowerBound + steps.lowerBound)..<($0.upperBound + steps.lowerBound)
      })
  }

  /// What cannot be done in a step; `nil` where all can.
  public func refusal(at step: Int) -> Problem? {
    evaluation.attempt { () throws(Problem) in
      try SweepLowering(sweep.part(step..<(step + 1)), evaluation, scenario).refusal()
    } ?? nil
  }

  /// A figure of what is shown, as a value; in a step in which a move cannot be made there is none.
  public func value(_ figure: Rational?, shown index: Int, isRefused: Bool = false) -> Value {
    isRefused ? Value(.missing(nil)) : Value(figure, terms[index], quotient: nil)
  }

  /// The figures of the whole sweep, beside `shown`, from those of its parts in order; `nil` for one by step.
  public func whole(_ parts: [[Rational?]]) -> [Rational?] {
    wholes.indices.map { index in
      guard case .reduced(let reduction)? = wholes[index] else { return parts[0][index] }
      return (reduction.traits.ofParts ?? reduction).reduced(parts.map { $0[index] })
    }
  }
}
