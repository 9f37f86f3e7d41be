/// What was read to find an answer, besides what the plan declares: the answer holds as long as none of it changes.
struct Reads {
  /// Programmes' figures in a scenario, with those of their members; in order.
  private(set) var figures: [Source] = []
  /// In order.
  private(set) var scenarios: [ScenarioID] = []
  private(set) var areAllScenarios = false
  /// Whether a scenario was asked for by its name, or all of them.
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

  /// The answer goes over however many scenarios there are.
  mutating func insertAllScenarios() { (areAllScenarios, nameScenarios) = (true, true) }

  mutating func insert(named scenario: ScenarioID) {
    scenarios.insert(inOrder: scenario)
    nameScenarios = true
  }

  /// The programmes of which it reads figures in the base; `nil` where it speaks of other scenarios too.
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

  /// Which scenarios besides one it speaks of, of all that there are.
  func scenarios(besides own: ScenarioID, of all: [ScenarioID]) -> [ScenarioID] {
    (areAllScenarios ? all : scenarios).filter { $0 != own }
  }

  /// The same in another scenario; `nil` where it is not of the base alone, or of a programme whose figures were amended.
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
  /// Where an element stands in an array that is in order, or would.
  private func place(inOrder element: Element) -> Int {
    guard let last, last >= element else { return count }
    var (from, to) = (0, count - 1)
    while from < to {
      let middle = (from + to) / 2
      if self[middle] < element { from = middle + 1 } else { to = middle }
    }
    return from
  }

  /// Adds an element to an array that is in order and holds each once.
  fileprivate mutating func insert(inOrder element: Element) {
    let place = place(inOrder: element)
    if place == count { append(element) } else if self[place] != element { insert(element, at: place) }
  }
}
