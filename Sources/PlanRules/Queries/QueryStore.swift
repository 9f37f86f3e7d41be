/// The state that all queries of one version of a plan share: what has changed, and what the current answer
/// has read.
///
/// A query has a key, a computation, what it read, and the version in which it was answered. When it is
/// evaluated again, it is computed anew only if something that it read has changed since. A query that was
/// stopped has no answer.
final class QueryStore {
  private(set) var revisions: Revisions
  /// What has been read so far for the answer that is currently computed.
  private var reads: Reads?

  /// - Parameter programmes: how many programmes the plan has.
  init(programmes: Int) { revisions = Revisions(programmes: programmes) }

  /// The store of the next version of a plan that declares the same.
  init(after earlier: QueryStore) {
    revisions = earlier.revisions
    revisions.advance()
  }

  func note(changes: (inout Revisions) -> Void) { changes(&revisions) }

  /// Computes an answer and records its reads, which also count as reads of the caller.
  func answer<Found>(_ find: () throws(Problem) -> Found) throws(Problem) -> Answered<Found> {
    var outer = reads
    reads = Reads()
    defer {
      if let inner = reads { outer?.formUnion(inner) }
      reads = outer
    }
    let found = try find()
    return Answered(found: found, reads: reads ?? Reads(), version: revisions.current)
  }

  /// Whether nothing that an answer read has changed since.
  func holds<Found>(_ answered: Answered<Found>) -> Bool {
    revisions.areUnchanged(answered.reads, since: answered.version)
  }

  /// Returns a cached result; its reads also count as reads of the caller.
  func reading<Found>(_ answered: Answered<Found>) -> Found {
    reads?.formUnion(answered.reads)
    return answered.found
  }

  /// Computes something without counting its reads as reads of the caller: what an amendment reads belongs to
  /// its scenario, not to the first caller that needed the scenario.
  func apart<Found>(_ find: () throws(Problem) -> Found) throws(Problem) -> Found {
    let outer = reads
    defer { reads = outer }
    return try find()
  }

  // MARK: What is read

  func read(_ programme: ProgrammeID, in scenario: ScenarioID) {
    reads?.insert(programme, scenario: scenario)
  }
  func read(scenario: ScenarioID) { reads?.insert(scenario: scenario) }
  /// Records that a scenario was referred to by name.
  func read(named scenario: ScenarioID) { reads?.insert(named: scenario) }
  func read(_ others: Reads) { reads?.formUnion(others) }
  func readAllScenarios() { reads?.insertAllScenarios() }
}
