/// In which version of a plan what answers read changed last.
///
/// Versions are counted from 0, which is the first of a line of plans that declare the same.
struct Revisions {
  private(set) var current = 0
  /// When something changed last at all.
  private var latest = 0
  /// When a scenario was made anew: its rules may be others.
  private var scenarios: [Int: Int] = [:]
  /// When figures of a programme changed in a scenario.
  private var figures: [Reads.Source: Int] = [:]
  /// When there were more or fewer scenarios.
  private var countOfScenarios = 0

  /// The next version begins, in which nothing has changed yet.
  mutating func advance() { current += 1 }

  mutating func changed(_ programmes: some Sequence<ProgrammeID>, in scenario: Int) {
    for programme in programmes {
      figures[Reads.Source(scenario: scenario, programme: programme)] = current
      latest = current
    }
  }

  mutating func remade(_ scenario: Int) {
    scenarios[scenario] = current
    latest = current
  }

  mutating func countedScenariosAnew() {
    countOfScenarios = current
    latest = current
  }

  /// Whether nothing that was read has changed since a version.
  func areUnchanged(_ reads: Reads, since version: Int) -> Bool {
    if latest <= version { return true }
    if reads.areAllScenarios, countOfScenarios > version { return false }
    for scenario in reads.scenarios where scenarios[scenario] ?? 0 > version { return false }
    for source in reads.figures where figures[source] ?? 0 > version { return false }
    return true
  }
}
