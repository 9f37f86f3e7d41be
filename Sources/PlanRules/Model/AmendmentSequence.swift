/// The amendments of a scenario in the order in which they are made: the base's moves, then those of its
/// parents (each ancestor once), then its own, without those that `without` takes back.
public struct AmendmentSequence {
  private(set) var amendments: [Amendment] = []
  private(set) var problems: [Problem] = []
  private let plan: Plan
  /// The scenario that each amendment belongs to, parallel to `amendments`.
  private var owners: [ScenarioID] = []
  private var takenBack: Set<String> = []
  /// The indices of the moves with a name, and of all amendments taken back; filled when something is taken
  /// back.
  private var places: [String: [Int]]?
  private var removed: Set<Int> = []

  init(plan: Plan, scenario: ScenarioID) {
    self.plan = plan
    for move in plan.moves { append(Amendment(.move(move), at: move.origin, text: move.text), of: .base) }
    for ancestor in plan.lineage(of: scenario) {
      for amendment in plan[ancestor]?.amendments ?? [] { add(amendment, of: ancestor) }
    }
    guard !removed.isEmpty else { return }
    let kept = amendments.indices.filter { !removed.contains($0) }
    (amendments, owners) = (kept.map { amendments[$0] }, kept.map { owners[$0] })
  }

  /// The amendments that are made when the plan is seen as of a day: all except moves of the base that are
  /// dated later.
  func amendments(seenAsOf asOf: AsOf?) -> [Amendment] {
    zip(amendments, owners).compactMap { amendment, owner in
      if owner.isBase, case .move(let move) = amendment.form, !move.isInForce(asOf: asOf, in: plan.calendar) {
        return nil
      }
      return amendment
    }
  }

  /// Amendments of earlier parents that later ones overwrite.
  public static func overwritings(in plan: Plan) -> [Problem] {
    plan.scenarioIDs.flatMap { id in
      guard let scenario = plan[id], scenario.parents.count > 1 else { return [Problem]() }
      return AmendmentSequence(plan: plan, scenario: id).overwritings(in: id, scenario)
    }
  }

  private mutating func add(_ amendment: Amendment, of owner: ScenarioID) {
    guard case .without(let name) = amendment.form else { return append(amendment, of: owner) }
    if places == nil { places = placesOfMoves() }
    if let index = places?[name]?.popLast() {
      removed.insert(index)
      takenBack.insert(name)
    } else if !takenBack.contains(name) {
      problems.append(.noMoveToTakeBack(name, at: amendment.origin))
    }
  }

  private func placesOfMoves() -> [String: [Int]] {
    var places: [String: [Int]] = [:]
    for (index, amendment) in amendments.enumerated() {
      if let name = amendment.moveName { places[name, default: []].append(index) }
    }
    return places
  }

  private mutating func append(_ amendment: Amendment, of owner: ScenarioID) {
    if let name = amendment.moveName { places?[name, default: []].append(amendments.count) }
    amendments.append(amendment)
    owners.append(owner)
  }

  private func overwritings(in id: ScenarioID, _ scenario: Scenario) -> [Problem] {
    var problems: [Problem] = []
    let said = Set(scenario.amendments.compactMap(\.overwritingKey))
    var lineages: [ScenarioID: Set<ScenarioID>] = [:]
    /// The last amendment of each scenario, by key.
    var before: [String: [(owner: ScenarioID, amendment: Amendment)]] = [:]
    for (later, amendment) in amendments.enumerated() {
      guard case let owner = owners[later], owner != id, let key = amendment.overwritingKey,
        !said.contains(key)
      else { continue }
      let lineage = lineages[owner] ?? Set(plan.lineage(of: owner))
      lineages[owner] = lineage
      for (other, earlier) in before[key] ?? [] where other != owner && !lineage.contains(other) {
        problems.append(
          .overwritten(
            earlier, by: amendment, in: scenario, parents: (plan.name(of: other), plan.name(of: owner))))
      }
      before[key, default: []].removeAll { $0.owner == owner }
      before[key, default: []].append((owner, amendment))
    }
    return problems
  }
}

extension Plan {
  /// A scenario's ancestors in the order of their amendments, each once, and the scenario itself last. The
  /// base has none.
  func lineage(of scenario: ScenarioID) -> [ScenarioID] {
    var lineage: [ScenarioID] = []
    var seen: Set<Int> = []
    func visit(_ id: ScenarioID) {
      guard let scenario = self[id], seen.insert(id.member).inserted else { return }
      for parent in scenario.parents { visit(parent) }
      lineage.append(id)
    }
    visit(scenario)
    return lineage
  }
}

extension Plan {
  /// The scenario that another one extends, if the latter only changes figures and has no other parent.
  func reusableParent(_ scenario: ScenarioID) -> ScenarioID? {
    guard let own = self[scenario], own.parents.count < 2, own.amendments.allSatisfy(\.isOfFigures) else {
      return nil
    }
    return own.parents.first ?? .base
  }
}

extension Amendment {
  fileprivate var moveName: String? {
    if case .move(let move) = form { return move.name }
    return nil
  }

  /// Two amendments with the same key say the same thing differently.
  fileprivate var overwritingKey: String? {
    switch form {
    case .set(let measure, let programme, let place, _):
      let cell = place.sorted { $0.axis < $1.axis }.map { "\($0.axis.rawValue):\($0.from)-\($0.through)" }
      return "set \(programme.index).\(measure.index)[\(cell.joined(separator: ","))]"
    case .define(let name, _): return "let \(name.index)"
    case .judge(let kpi, _, _, _): return "kpi \(kpi.index)"
    case .lights(let bands, let programme):
      return "lights \(bands.direction.rawValue) \(programme.map { "\($0.index)" } ?? "")"
    case .carry(_, let programme): return "carry \(programme.map { "\($0.index)" } ?? "")"
    case .asOf: return "as of"
    case .move, .scale, .without: return nil
    }
  }
}

extension Problem {
  fileprivate static func noMoveToTakeBack(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .notDefinedHere, "there is no move `\(name)` here to leave out", at: origin,
      help: "a move gets its name from `as NAME`; it must be in the base or in a parent")
  }

  fileprivate static func overwritten(
    _ earlier: Amendment, by later: Amendment, in scenario: Scenario, parents: (String, String)
  ) -> Problem {
    Problem(
      .overwrittenByParent,
      "in `\(scenario.name)`, `\(parents.1)` overwrites what `\(parents.0)` says", at: later.origin,
      label: "this is what counts",
      notes: [Problem.Note("this is overwritten", at: earlier.origin)],
      help: "say in `\(scenario.name)` itself which of the two is meant")
  }
}
