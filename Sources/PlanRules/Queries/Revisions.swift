/// In which version of a plan what answers read changed last.
///
/// Versions are counted from 0, which is the first of a line of plans that declare the same.
struct Revisions {
  private(set) var current: Int32 = 0
  /// When something changed last at all.
  private var latest: Int32 = 0
  /// When a scenario was made anew, by its number: its rules may be others. Behind the end, never.
  private var scenarios: [Int32] = []
  /// When figures of a programme changed in a scenario, by their numbers. Behind the end, never.
  private var figures: [[Int32]] = []
  /// When there were more or fewer scenarios.
  private(set) var countOfScenarios: Int32 = 0

  /// The next version begins, in which nothing has changed yet.
  mutating func advance() { current += 1 }

  mutating func changed(_ programmes: some Collection<ProgrammeID>, in scenario: Int) {
    guard !programmes.isEmpty else { return }
    latest = current
    while figures.count <= scenario { figures.append([]) }
    for programme in programmes {
      let missing = programme.index + 1 - figures[scenario].count
      if missing > 0 { figures[scenario] += [Int32](repeating: 0, count: missing) }
      figures[scenario][programme.index] = current
    }
  }

  mutating func remade(_ scenario: Int) {
    latest = current
    while scenarios.count <= scenario { scenarios.append(0) }
    scenarios[scenario] = current
  }

  mutating func countedScenariosAnew() {
    countOfScenarios = current
    latest = current
  }

  /// Whether nothing that was read has changed since a version.
  func areUnchanged(_ reads: Reads, since version: Int32) -> Bool {
    if latest <= version { return true }
    if reads.areAllScenarios, countOfScenarios > version { return false }
    for scenario in reads.scenarios where scenario < scenarios.count && scenarios[scenario] > version {
      return false
    }
    for source in reads.figures where source.scenario < figures.count {
      let row = figures[source.scenario]
      if source.programme.index < row.count, row[source.programme.index] > version { return false }
    }
    return true
  }
}
