/// A table that a statement reads, found in an allowed folder.
public struct TableFile: Hashable, Sendable {
  /// As messages call it.
  let name: String
  /// Where it is.
  let path: String
  /// Which of the sources it is: origins in it are lines.
  let source: Int
  /// How large it is, and when it was written last: another file is read again.
  let stamp: [Int]
}
