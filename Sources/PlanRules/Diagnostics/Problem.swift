/// Something wrong with a plan: a stable code, what was found, and where one is known the fix.
public struct Problem: Error, Hashable, Sendable {
  /// Whether a problem stops its plan or scenario, or only points something out.
  public enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  /// A further place that the reader needs to see, with what to see there.
  public struct Note: Hashable, Sendable {
    /// The place that is shown.
    public let origin: Origin
    /// What is to be seen at the place.
    public let text: String

    /// Creates a note on a further place.
    public init(_ text: String, at origin: Origin) {
      self.text = text
      self.origin = origin
    }
  }

  /// The stable code, `E0501`, by which documents and scripts know the problem.
  public let code: ProblemCode
  /// What is wrong, as a sentence without a full stop.
  public let message: String
  /// Where the fault lies; `Origin.none` if nothing written is at fault.
  public let origin: Origin
  /// A few words under the marked span.
  public let label: String?
  /// Further places that the reader needs to see; empty where there are none.
  public let notes: [Note]
  /// The remedy; `nil` where none is known.
  public let help: String?
  /// The limit that was reached, if that is the problem. The tool that shows the problem explains how to raise it.
  public let limit: LimitReached?

  /// Creates a problem; whether it is an error or a warning follows from its code.
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

  /// Whether it is an error or a warning, as its code says.
  public var severity: Severity { code.severity }

  /// The same problem at another place.
  public func at(_ origin: Origin) -> Problem {
    Problem(code, message, at: origin, label: label, notes: notes, help: help, limit: limit)
  }
}
