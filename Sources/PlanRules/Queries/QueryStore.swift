/// What all queries of one version of a plan share: what changed, and what is read for the answer that is being found.
///
/// A query is a key, a computation, what it read, and the version in which it was answered. One that is asked again is
/// answered anew only where something that it read has changed since; one that was stopped is not answered at all.
final class QueryStore {
  private(set) var revisions: Revisions
  /// What was read for the answer that is being found just now.
  private var reads: Reads?

  /// - Parameter programmes: how many programmes the plan has.
  init(programmes: Int) { revisions = Revisions(programmes: programmes) }

  /// The store of the next version of a plan that declares the same.
  init(after earlier: QueryStore) {
    revisions = earlier.revisions
    revisions.advance()
  }

  func note(changes: (inout Revisions) -> Void) { changes(&revisions) }

  /// Finds an answer, with what was read for it; whoever asks for it has read that too.
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

  /// Whether nothing that was read for an answer has changed since.
  func holds<Found>(_ answered: Answered<Found>) -> Bool {
    revisions.areUnchanged(answered.reads, since: answered.version)
  }

  /// What was found; whoever asks for it has read what was read for it.
  func reading<Found>(_ answered: Answered<Found>) -> Found {
    reads?.formUnion(answered.reads)
    return answered.found
  }

  /// Finds something that whoever asks has not read: what an amendment reads is its scenario's own, whoever was the first to
  /// ask for that.
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
  /// A scenario that is asked for by its name.
  func read(named scenario: ScenarioID) { reads?.insert(named: scenario) }
  func read(_ others: Reads) { reads?.formUnion(others) }
  func readAllScenarios() { reads?.insertAllScenarios() }
}
