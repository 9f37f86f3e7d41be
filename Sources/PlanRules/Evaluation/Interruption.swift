/// Lets a long computation be given up: by Ctrl-C, or because its time is over.
///
/// Whatever is asked while it is given up has no answer, and may look like a missing figure on the way. So whoever shows
/// an answer asks first whether anything was given up.
public final class Interruption {
  private let isAsked: () -> Bool
  private let isSignalled: @Sendable () -> Bool
  /// What one statement may take, in seconds; `nil` sets no end.
  public var patience: Int? { didSet { forget() } }
  private var end: ContinuousClock.Instant?
  private var polls = 0
  /// What was wrong, where that is why something was given up.
  private var cause: Problem?
  /// Something was given up since `forget`.
  public private(set) var happened = false

  /// - Parameter isAsked: what only the thread of the statement may ask.
  /// - Parameter isSignalled: what any thread may.
  public init(
    patience: Int? = nil, _ isAsked: @escaping () -> Bool = { false },
    isSignalled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isAsked = isAsked
    self.isSignalled = isSignalled
    self.patience = patience
    forget()
  }

  /// A statement begins.
  public func forget() {
    happened = false
    cause = nil
    end = patience.map { ContinuousClock.now + .seconds($0) }
  }

  /// Whether to give up; cheap enough to be asked for every formula.
  ///
  /// - Parameter cells: how much work there is before it is asked again.
  func poll(cells: Int = 0) -> Bool {
    if happened { return true }
    polls &+= 1 + cells >> 12
    if polls > 0xFF {
      polls = 0
      if isAsked() || isOver() { happened = true }
    }
    return happened
  }

  /// The same for threads that share one computation.
  var isOver: @Sendable () -> Bool {
    { [isSignalled, end] in isSignalled() || end.map { ContinuousClock.now > $0 } == true }
  }

  func giveUp(because cause: Problem? = nil) {
    if !happened { self.cause = cause }
    happened = true
  }

  /// - Throws: where something was given up.
  public func requireNone() throws(Problem) {
    if happened || isAsked() || isOver() {
      happened = true
      throw problem
    }
  }

  private var problem: Problem {
    if let cause { return cause }
    guard let patience, let end, ContinuousClock.now > end, !isAsked(), !isSignalled() else {
      return .interrupted
    }
    return .outOfTime(patience)
  }
}

extension Problem {
  static var interrupted: Problem {
    Problem(.interrupted, "stopped: the plan is as it was", at: .none)
  }

  fileprivate static func outOfTime(_ seconds: Int) -> Problem {
    Problem(
      .interrupted, "stopped after \(seconds) second\(seconds == 1 ? "" : "s"): the plan is as it was",
      at: .none,
      help:
        "`--limit seconds=\(seconds * 4)` gives a statement more time, at the prompt `setting seconds \(seconds * 4)`"
    )
  }
}
