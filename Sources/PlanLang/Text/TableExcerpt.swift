/// A line of a table, or part of one, for a message.
struct TableExcerpt: Equatable {
  let line: Int
  /// The number of characters left out before the excerpt.
  let skipped: Int
  let bytes: [UInt8]
  /// The range that the message is about.
  let mark: Range<Int>
}
