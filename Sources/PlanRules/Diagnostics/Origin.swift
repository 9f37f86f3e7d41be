/// Where something in a plan came from, as its creator understands it.
///
/// The rules pass origins along and return them in problems. Only the creator knows what the number means (a
/// file and a span, a row of a spreadsheet).
public struct Origin: Hashable, Sendable {
  /// The number that its creator chose; equal numbers are the same place.
  public let rawValue: UInt64

  /// Creates an origin from a number that its creator can interpret.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The origin of a rule or default that nobody wrote.
  public static let none = Origin(rawValue: .max)
}
