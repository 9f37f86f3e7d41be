/// Where something in a plan came from, as its writer understands it.
///
/// The rules carry origins along and hand them back in problems; what the number means (a file and a span, a row
/// of a spreadsheet) is known only to its maker.
public struct Origin: Hashable, Sendable {
  /// The number as its maker chose it; equal numbers are the same place.
  public let rawValue: UInt64

  /// Creates an origin from a number that its maker can read back.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The origin of a rule or default that nobody wrote.
  public static let none = Origin(rawValue: .max)
}
