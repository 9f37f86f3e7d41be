/// The answers to one sort of query.
final class Query<Key: Hashable, Found> {
  private struct Entry {
    let found: Found
    let reads: Reads
    /// The version in which it was found.
    let version: Int
  }

  let store: QueryStore
  private var entries: [Key: Entry]

  init(_ store: QueryStore) {
    self.store = store
    entries = [:]
  }

  /// The same answers in a later version; which of them still hold is looked at when they are asked for.
  init(_ store: QueryStore, after earlier: Query) {
    self.store = store
    entries = earlier.entries
  }

  /// The answer to a key, found once.
  func get(_ key: Key, _ find: () throws(Problem) -> Found) throws(Problem) -> Found {
    if let known = known(key) { return known }
    let (found, reads) = try store.reading(find)
    entries[key] = Entry(found: found, reads: reads, version: store.revisions.current)
    return found
  }

  /// The answer to a key where it is known and holds; it is then read.
  func known(_ key: Key) -> Found? {
    guard let entry = entries[key], store.revisions.areUnchanged(entry.reads, since: entry.version) else {
      return nil
    }
    store.read(entry.reads)
    return entry.found
  }

  /// What was read for an answer that is known and holds.
  func reads(of key: Key) -> Reads? {
    guard let entry = entries[key], store.revisions.areUnchanged(entry.reads, since: entry.version) else {
      return nil
    }
    return entry.reads
  }

  /// Answers a key like another one, where that one is known and what it read is the same for this one.
  ///
  /// - Parameter same: what would be read for this key; `nil` where it may be something else.
  func answer(_ key: Key, like other: Key, where same: (Reads) -> Reads?) {
    guard reads(of: key) == nil, let reads = reads(of: other).flatMap(same), let entry = entries[other]
    else {
      return
    }
    entries[key] = Entry(found: entry.found, reads: reads, version: store.revisions.current)
  }
}
