/// Where something in a plan came from, as its writer understands it.
///
/// The rules carry origins along and hand them back in problems; what the number means (a file and a span, a row
/// of a spreadsheet) is known only to whoever made it.
public struct Origin: Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Of a rule or default that nobody wrote.
  public static let none = Origin(rawValue: .max)
}
