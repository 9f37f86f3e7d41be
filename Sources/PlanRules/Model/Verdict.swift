/// Whether a rule holds; pending while this is not known yet.
public enum Verdict: String, Hashable, Sendable {
  case pass, fail, pending

  init(_ truth: Bool?) { self = truth.map { $0 ? .pass : .fail } ?? .pending }

  /// True for a pass, false for a fail, `nil` while pending.
  public var truth: Bool? {
    switch self {
    case .pass: true
    case .fail: false
    case .pending: nil
    }
  }
}
