/// Cancels a long computation: by Ctrl-C, or because its time has run out.
///
/// Cancelled work throws and has no answer. Until `reset`, everything evaluated after a cancellation is
/// cancelled too.
public final class Cancellation {
  private let isAsked: () -> Bool
  private let isSignalled: @Sendable () -> Bool
  /// The time limit for one statement, in seconds; `nil` sets none.
  public var patience: Int? { didSet { reset() } }
  private var end: ContinuousClock.Instant?
  private var polls = 0
  /// The problem that caused the cancellation, if there was one.
  private var cause: Problem?
  /// Whether work has been cancelled since `reset`.
  public private(set) var isCancelled = false

  /// - Parameter isAsked: a check that only the statement's own thread may make.
  /// - Parameter isSignalled: a check that any thread may make.
  public init(
    patience: Int? = nil, _ isAsked: @escaping () -> Bool = { false },
    isSignalled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isAsked = isAsked
    self.isSignalled = isSignalled
    self.patience = patience
    reset()
  }

  /// Starts a new statement.
  public func reset() {
    isCancelled = false
    cause = nil
    end = patience.map { ContinuousClock.now + .seconds($0) }
  }

  /// Whether to stop; cheap enough to be called for every formula.
  ///
  /// - Parameter cells: how much work there is before the next call.
  func poll(cells: Int = 0) -> Bool {
    if isCancelled { return true }
    polls &+= 1 + cells >> 12
    if polls > 0xFF {
      polls = 0
      if isAsked() || isOver() { isCancelled = true }
    }
    return isCancelled
  }

  /// The same for threads that share one computation.
  var isOver: @Sendable () -> Bool {
    { [isSignalled, end] in isSignalled() || end.map { ContinuousClock.now > $0 } == true }
  }

  /// - Parameter cause: the problem to report instead of the cancellation itself.
  func cancel(because cause: Problem? = nil) {
    if !isCancelled, cause?.isCancelled != true { self.cause = cause }
    isCancelled = true
  }

  /// - Throws: if work was cancelled, or is to be cancelled.
  public func check() throws(Problem) {
    if isCancelled || isAsked() || isOver() {
      isCancelled = true
      throw problem
    }
  }

  /// The problem to report for cancelled work.
  var problem: Problem {
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
      at: .none, limit: .init(name: .seconds, value: seconds))
  }
}
