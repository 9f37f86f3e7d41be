/// Something wrong with a plan: a stable code, what was found, and where one is known the fix.
public struct Problem: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  /// A further place that the reader needs to see, with what to see there.
  public struct Note: Hashable, Sendable {
    public let origin: Origin
    public let text: String

    public init(_ text: String, at origin: Origin) {
      self.text = text
      self.origin = origin
    }
  }

  public let code: ProblemCode
  public let message: String
  public let origin: Origin
  /// A few words under the marked span.
  public let label: String?
  public let notes: [Note]
  public let help: String?
  /// The limit that was reached, where that is what is wrong: whoever shows the problem says how it is raised.
  public let limit: LimitReached?

  public init(
    _ code: ProblemCode, _ message: String, at origin: Origin, label: String? = nil, notes: [Note] = [],
    help: String? = nil, limit: LimitReached? = nil
  ) {
    self.limit = limit
    self.code = code
    self.message = message
    self.origin = origin
    self.label = label
    self.notes = notes
    self.help = help
  }

  public var severity: Severity { code.severity }

  /// The same somewhere else.
  public func at(_ origin: Origin) -> Problem {
    Problem(code, message, at: origin, label: label, notes: notes, help: help, limit: limit)
  }
}
