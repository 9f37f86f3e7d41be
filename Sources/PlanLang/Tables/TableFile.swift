/// A table that a statement reads, located in an allowed folder.
public struct TableFile: Hashable, Sendable {
  /// The name used in messages.
  let name: String
  /// The path of the file.
  let path: String
  /// The index of its source; offsets in its origins are line numbers.
  let source: Int
  /// The size and modification time: a changed file is read again.
  let stamp: [Int]
}
