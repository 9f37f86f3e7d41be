/// Cancels a long computation: by Ctrl-C, or because its time is over.
///
/// Work that is cancelled throws and has no answer. Once it is cancelled, whatever is asked is cancelled too, until `reset`.
public final class Cancellation {
  private let isAsked: () -> Bool
  private let isSignalled: @Sendable () -> Bool
  /// What one statement may take, in seconds; `nil` sets no end.
  public var patience: Int? { didSet { reset() } }
  private var end: ContinuousClock.Instant?
  private var polls = 0
  /// What was wrong, where that is why the work was cancelled.
  private var cause: Problem?
  /// Whether work was cancelled since `reset`.
  public private(set) var isCancelled = false

  /// - Parameter isAsked: what only the thread of the statement may ask.
  /// - Parameter isSignalled: what any thread may.
  public init(
    patience: Int? = nil, _ isAsked: @escaping () -> Bool = { false },
    isSignalled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isAsked = isAsked
    self.isSignalled = isSignalled
    self.patience = patience
    reset()
  }

  /// A statement begins.
  public func reset() {
    isCancelled = false
    cause = nil
    end = patience.map { ContinuousClock.now + .seconds($0) }
  }

  /// Whether to stop; cheap enough to be asked for every formula.
  ///
  /// - Parameter cells: how much work there is before it is asked again.
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

  /// - Parameter cause: what is reported instead of the cancellation itself.
  func cancel(because cause: Problem? = nil) {
    if !isCancelled, cause?.isCancelled != true { self.cause = cause }
    isCancelled = true
  }

  /// - Throws: where work was cancelled, or is to be.
  public func check() throws(Problem) {
    if isCancelled || isAsked() || isOver() {
      isCancelled = true
      throw problem
    }
  }

  /// What is reported of work that was cancelled.
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
