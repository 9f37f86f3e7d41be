/// The version of a plan in which each thing that answers read was last changed.
///
/// Versions are counted from 0, which is the first in a series of plans that declare the same.
struct Revisions {
  private(set) var current: Int32 = 0
  /// When anything at all last changed.
  private var latest: Int32 = 0
  /// When each scenario was last rebuilt, by its number: its rules may have changed. Beyond the end of the
  /// array: never.
  private var scenarios: [Int32] = []
  /// When the figures of each programme last changed in each scenario: the programmes of the base, then those
  /// of the first scenario, and so on. Beyond the end of the array: never.
  private var figures: [Int32] = []
  private let programmes: Int
  /// When the number of scenarios last changed.
  private(set) var countOfScenarios: Int32 = 0

  /// - Parameter programmes: how many programmes the plans have.
  init(programmes: Int) { self.programmes = programmes }

  /// Starts the next version, in which nothing has changed yet.
  mutating func advance() { current += 1 }

  mutating func changed(_ programmes: some Collection<ProgrammeID>, in scenario: ScenarioID) {
    guard !programmes.isEmpty else { return }
    latest = current
    let missing = (scenario.member + 1) * self.programmes - figures.count
    if missing > 0 { figures += [Int32](repeating: 0, count: missing) }
    for programme in programmes { figures[scenario.member * self.programmes + programme.index] = current }
  }

  mutating func remade(_ scenario: ScenarioID) {
    latest = current
    while scenarios.count <= scenario.member { scenarios.append(0) }
    scenarios[scenario.member] = current
  }

  mutating func countedScenariosAnew() {
    countOfScenarios = current
    latest = current
  }

  /// Whether nothing that was read has changed since a version.
  func areUnchanged(_ reads: Reads, since version: Int32) -> Bool {
    if latest <= version { return true }
    if reads.areAllScenarios, countOfScenarios > version { return false }
    for scenario in reads.scenarios
    where scenario.member < scenarios.count && scenarios[scenario.member] > version {
      return false
    }
    for source in reads.figures {
      let place = source.scenario.member * programmes + source.programme.index
      if place < figures.count, figures[place] > version { return false }
    }
    return true
  }
}
