/// What was read to find an answer, besides what the plan declares. The answer holds as long as none of it
/// changes.
struct Reads {
  /// Figures of programmes in scenarios, which include those of their members; sorted.
  private(set) var figures: [Source] = []
  /// Sorted.
  private(set) var scenarios: [ScenarioID] = []
  private(set) var areAllScenarios = false
  /// Whether a scenario was referred to by name, or all of them were.
  private(set) var nameScenarios = false

  struct Source: Hashable, Comparable {
    let scenario: ScenarioID
    let programme: ProgrammeID

    static func < (a: Source, b: Source) -> Bool {
      a.scenario != b.scenario ? a.scenario < b.scenario : a.programme < b.programme
    }
  }

  mutating func insert(_ programme: ProgrammeID, scenario: ScenarioID) {
    figures.insert(inOrder: Source(scenario: scenario, programme: programme))
    scenarios.insert(inOrder: scenario)
  }

  mutating func insert(scenario: ScenarioID) { scenarios.insert(inOrder: scenario) }

  /// Records that the answer covers all scenarios, however many there are.
  mutating func insertAllScenarios() { (areAllScenarios, nameScenarios) = (true, true) }

  mutating func insert(named scenario: ScenarioID) {
    scenarios.insert(inOrder: scenario)
    nameScenarios = true
  }

  /// The programmes whose figures it reads in the base; `nil` if it also reads other scenarios.
  var programmesOfBase: [ProgrammeID]? {
    areAllScenarios || !scenarios.allSatisfy(\.isBase) ? nil : figures.map(\.programme)
  }

  mutating func formUnion(_ others: Reads) {
    if figures.isEmpty {
      figures = others.figures
    } else {
      for one in others.figures { figures.insert(inOrder: one) }
    }
    for scenario in others.scenarios { scenarios.insert(inOrder: scenario) }
    areAllScenarios = areAllScenarios || others.areAllScenarios
    nameScenarios = nameScenarios || others.nameScenarios
  }

  /// The scenarios that it reads, other than one of them, out of all that there are.
  func scenarios(besides own: ScenarioID, of all: [ScenarioID]) -> [ScenarioID] {
    (areAllScenarios ? all : scenarios).filter { $0 != own }
  }

  /// The same reads in another scenario; `nil` if they are not of the base alone, or if a programme's figures
  /// were amended.
  func ofBase(in scenario: ScenarioID, without amended: Set<ProgrammeID>) -> Reads? {
    guard !areAllScenarios, scenarios.allSatisfy(\.isBase),
      !figures.contains(where: { amended.contains($0.programme) })
    else { return nil }
    var same = Reads()
    same.scenarios = [scenario]
    same.nameScenarios = nameScenarios
    same.figures = figures.map { Source(scenario: scenario, programme: $0.programme) }
    return same
  }
}

extension Array where Element: Comparable {
  /// The index of an element in a sorted array, or the index at which it would be inserted.
  private func place(inOrder element: Element) -> Int {
    guard let last, last >= element else { return count }
    var (from, to) = (0, count - 1)
    while from < to {
      let middle = (from + to) / 2
      if self[middle] < element { from = middle + 1 } else { to = middle }
    }
    return from
  }

  /// Inserts an element into a sorted array without duplicates.
  fileprivate mutating func insert(inOrder element: Element) {
    let place = place(inOrder: element)
    if place == count { append(element) } else if self[place] != element { insert(element, at: place) }
  }
}
