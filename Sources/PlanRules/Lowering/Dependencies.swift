/// What an answer depends on, besides what the plan declares: it holds as long as none of that changes.
struct Dependencies {
  /// Programmes' figures in a scenario, with those of their members; in order.
  private var figures: [Source] = []
  /// In order.
  private var scenarios: [Int] = []
  private var areAllScenarios = false
  /// Whether a scenario was asked for by its name, or all of them.
  private(set) var nameScenarios = false

  fileprivate struct Source: Comparable {
    let scenario: Int
    let programme: ProgrammeID

    static func < (a: Source, b: Source) -> Bool {
      a.scenario != b.scenario ? a.scenario < b.scenario : a.programme < b.programme
    }
  }

  mutating func insert(_ programme: ProgrammeID, scenario: Int) {
    figures.insert(inOrder: Source(scenario: scenario, programme: programme))
    scenarios.insert(inOrder: scenario)
  }

  mutating func insert(scenario: Int) { scenarios.insert(inOrder: scenario) }

  /// The answer goes over however many scenarios there are.
  mutating func insertAllScenarios() { (areAllScenarios, nameScenarios) = (true, true) }

  mutating func insert(named scenario: Int) {
    scenarios.insert(inOrder: scenario)
    nameScenarios = true
  }

  /// The programmes of which it reads figures in the base; `nil` where it speaks of other scenarios too.
  var programmesOfBase: [ProgrammeID]? {
    areAllScenarios || !scenarios.allSatisfy { $0 == 0 } ? nil : figures.map(\.programme)
  }

  mutating func formUnion(_ others: Dependencies) {
    if figures.isEmpty {
      figures = others.figures
    } else {
      for one in others.figures { figures.insert(inOrder: one) }
    }
    for scenario in others.scenarios { scenarios.insert(inOrder: scenario) }
    areAllScenarios = areAllScenarios || others.areAllScenarios
    nameScenarios = nameScenarios || others.nameScenarios
  }

  /// Which scenarios besides one it speaks of, where there are so many.
  func scenarios(besides own: Int, of count: Int) -> [Int] {
    (areAllScenarios ? Array(0..<count) : scenarios).filter { $0 != own }
  }

  /// The same in another scenario; `nil` where it is not of the base alone, or of a programme whose figures were amended.
  func ofBase(in scenario: Int, without amended: Set<ProgrammeID>) -> Dependencies? {
    guard !areAllScenarios, scenarios.allSatisfy({ $0 == 0 }),
      !figures.contains(where: { amended.contains($0.programme) })
    else { return nil }
    var same = Dependencies()
    same.scenarios = [scenario]
    same.nameScenarios = nameScenarios
    same.figures = figures.map { Source(scenario: scenario, programme: $0.programme) }
    return same
  }

  func areUntouched(by changes: FigureChanges) -> Bool {
    if areAllScenarios, !changes.keepScenarios { return false }
    for scenario in scenarios where !changes.scenarios.contains(scenario) { return false }
    for changed in changes.figures where figures.holds(inOrder: changed) { return false }
    return true
  }
}

/// Which figures differ between two versions of a plan.
struct FigureChanges {
  /// Whether both have the same scenarios.
  let keepScenarios: Bool
  /// Scenarios of which only figures changed, if anything at all.
  private(set) var scenarios: [Int] = []
  fileprivate private(set) var figures: [Dependencies.Source] = []

  init(keepScenarios: Bool) { self.keepScenarios = keepScenarios }

  /// - Parameter touched: programmes of which figures changed in the scenario, and the groups that hold them.
  mutating func insert(_ touched: Set<ProgrammeID>, scenario: Int) {
    scenarios.append(scenario)
    figures += touched.map { .init(scenario: scenario, programme: $0) }
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

  fileprivate func holds(inOrder element: Element) -> Bool {
    let place = place(inOrder: element)
    return place < count && self[place] == element
  }
}

/// Something found out, with what it depends on.
struct Derived<Found> {
  let value: Found
  let dependencies: Dependencies
}
