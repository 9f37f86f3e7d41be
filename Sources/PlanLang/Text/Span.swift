public import PlanRules

/// A half-open range of a source, in UTF-8 offsets.
public struct Span: Hashable, Sendable {
  // Stored in 32 bits each: every token and every part of a statement has a span, and texts are never that long.
  private let file32: UInt32
  private let start32: UInt32
  private let end32: UInt32

  /// The index of the source in `Sources.texts`.
  public var file: Int { Int(file32) }
  /// The UTF-8 offset of the first byte; in a table, the line, from 1.
  public var start: Int { Int(start32) }
  /// The UTF-8 offset after the last byte; equal to `start` where the span is empty.
  public var end: Int { Int(end32) }

  /// Creates a span; an end before the start is clamped to the start.
  public init(file: Int, start: Int, end: Int) {
    file32 = UInt32(file)
    start32 = UInt32(start)
    end32 = UInt32(max(start, end))
  }

  /// The span from the start of this one to the end of another in the same source, or to its own end if that is
  /// later.
  public func through(_ other: Span) -> Span { Span(file: file, start: start, end: max(end, other.end)) }

  /// The empty span just after this one.
  var after: Span { Span(file: file, start: end, end: end) }
}

/// An origin is a packed span: 16 bits of file, 29 of start, 19 of length. A longer span is cut to 524,286 bytes.
extension Span {
  private static let startMask = UInt64(1) << 29 - 1
  private static let lengthMask = UInt64(1) << 19 - 1

  /// The span as an origin, which the rules pass along without interpreting it.
  public var origin: Origin {
    Origin(
      rawValue: UInt64(file) << 48 | (UInt64(start) & Span.startMask) << 19
        | min(UInt64(end - start), Span.lengthMask - 1))
  }

  /// The span packed into an origin; `nil` for `Origin.none`.
  public init?(_ origin: Origin) {
    guard origin != .none else { return nil }
    let start = Int(origin.rawValue >> 19 & Span.startMask)
    self.init(
      file: Int(origin.rawValue >> 48), start: start, end: start + Int(origin.rawValue & Span.lengthMask))
  }
}
