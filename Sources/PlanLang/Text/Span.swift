public import PlanRules

/// A stretch of a source, in UTF-8 offsets, half-open.
public struct Span: Hashable, Sendable {
  // In 32 bits each: every token and every part of a statement has one, and no text is so long.
  private let file32: UInt32
  private let start32: UInt32
  private let end32: UInt32

  /// Index into `Sources.texts`.
  public var file: Int { Int(file32) }
  public var start: Int { Int(start32) }
  public var end: Int { Int(end32) }

  public init(file: Int, start: Int, end: Int) {
    file32 = UInt32(file)
    start32 = UInt32(start)
    end32 = UInt32(max(start, end))
  }

  public func through(_ other: Span) -> Span { Span(file: file, start: start, end: max(end, other.end)) }

  /// The stretch of nothing just behind this one.
  var after: Span { Span(file: file, start: end, end: end) }
}

/// An origin is a span, packed: 16 bits of file, 29 of start, 19 of length. Of a longer span it knows the beginning.
extension Span {
  private static let startMask = UInt64(1) << 29 - 1
  private static let lengthMask = UInt64(1) << 19 - 1

  public var origin: Origin {
    Origin(
      rawValue: UInt64(file) << 48 | (UInt64(start) & Span.startMask) << 19
        | min(UInt64(end - start), Span.lengthMask - 1))
  }

  public init?(_ origin: Origin) {
    guard origin != .none else { return nil }
    let start = Int(origin.rawValue >> 19 & Span.startMask)
    self.init(
      file: Int(origin.rawValue >> 48), start: start, end: start + Int(origin.rawValue & Span.lengthMask))
  }
}
