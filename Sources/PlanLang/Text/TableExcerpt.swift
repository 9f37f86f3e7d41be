/// A line of a table, or a part of it, for a message.
struct TableExcerpt: Equatable {
  let line: Int
  /// How many letters of the line are left out before it.
  let skipped: Int
  let bytes: [UInt8]
  /// What the message is about.
  let mark: Range<Int>
}
