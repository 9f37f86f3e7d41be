/// A result, with what was read to find it and the version of the plan in which it was found.
// A class, so that it is passed by reference.
final class Answered<Found> {
  let found: Found
  let reads: Reads
  let version: Int32

  init(found: Found, reads: Reads, version: Int32) {
    self.found = found
    self.reads = reads
    self.version = version
  }
}

/// Cached answers to one kind of query, by key.
final class Query<Key: Hashable, Found> {
  private let store: QueryStore
  private var answers: [Key: Answered<Found>]

  init(_ store: QueryStore) {
    self.store = store
    answers = [:]
  }

  /// The same answers in a later version; whether one still holds is checked when it is needed.
  init(_ store: QueryStore, after earlier: Query) {
    self.store = store
    answers = earlier.answers
  }

  /// The answer for a key, computed unless a valid one is cached.
  func get(_ key: Key, _ find: () throws(Problem) -> Found) throws(Problem) -> Found {
    if let known = answers[key], store.holds(known) { return store.reading(known) }
    let answered = try store.answer(find)
    answers[key] = answered
    return answered.found
  }
}

/// Cached answers to a query about numbered things of a plan in each scenario.
final class ScenarioQuery<Found> {
  private let store: QueryStore
  /// By scenario, then by the number of the thing.
  private var answers: [[Answered<Found>?]]

  init(_ store: QueryStore) {
    self.store = store
    answers = []
  }

  /// The same answers in a later version; whether one still holds is checked when it is needed.
  init(_ store: QueryStore, after earlier: ScenarioQuery) {
    self.store = store
    answers = earlier.answers
  }

  /// The answer about a thing in a scenario, computed unless a valid one is cached.
  ///
  /// - Parameter ofBase: maps what the base reads to what the scenario reads, so that an answer of the base
  ///   can be reused.
  func get(
    _ number: Int, in scenario: ScenarioID, like ofBase: ((Reads) -> Reads?)? = nil,
    _ find: () throws(Problem) -> Found
  ) throws(Problem) -> Found {
    if let known = known(number, in: scenario) { return store.reading(known) }
    if let ofBase, let base = known(number, in: .base), let reads = ofBase(base.reads) {
      let same = Answered(found: base.found, reads: reads, version: store.revisions.current)
      keep(same, of: number, in: scenario)
      return store.reading(same)
    }
    let answered = try store.answer(find)
    keep(answered, of: number, in: scenario)
    return answered.found
  }

  /// What was read for a cached answer, if there is one that still holds.
  func reads(of number: Int, in scenario: ScenarioID) -> Reads? { known(number, in: scenario)?.reads }

  private func known(_ number: Int, in scenario: ScenarioID) -> Answered<Found>? {
    let member = scenario.member
    guard member < answers.count, number < answers[member].count, let known = answers[member][number],
      store.holds(known)
    else { return nil }
    return known
  }

  private func keep(_ answered: Answered<Found>, of number: Int, in scenario: ScenarioID) {
    let member = scenario.member
    while answers.count <= member { answers.append([]) }
    let missing = number + 1 - answers[member].count
    if missing > 0 { answers[member] += [Answered<Found>?](repeating: nil, count: missing) }
    answers[member][number] = answered
  }
}
