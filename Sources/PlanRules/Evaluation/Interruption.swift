/// Lets a long computation be given up: by Ctrl-C, or because its time is over.
///
/// Whatever is asked while it is given up has no answer, and may look like a missing figure on the way. So whoever shows
/// an answer asks first whether anything was given up.
public final class Interruption {
  private let isAsked: () -> Bool
  private var polls = 0
  /// Something was given up since `forget`.
  public private(set) var happened = false

  public init(_ isAsked: @escaping () -> Bool = { false }) { self.isAsked = isAsked }

  public func forget() { happened = false }

  /// Whether to give up; cheap enough to be asked for every formula.
  func poll() -> Bool {
    if happened { return true }
    polls &+= 1
    if polls & 0xFF == 0, isAsked() { happened = true }
    return happened
  }

  /// - Throws: where something was given up.
  public func requireNone() throws(Problem) {
    if happened || isAsked() {
      happened = true
      throw .interrupted
    }
  }
}

extension Problem {
  static var interrupted: Problem {
    Problem(.interrupted, "stopped: the plan is as it was", at: .none)
  }
}
