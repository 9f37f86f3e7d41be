/// The amendments of a scenario in the order in which they are made: the base's moves, then those of its parents
/// (each ancestor once), then its own, less what `without` takes back.
public struct AmendmentSequence {
  private(set) var amendments: [Amendment] = []
  private(set) var problems: [Problem] = []
  private let plan: Plan
  /// Which scenario each amendment belongs to, beside `amendments`; `nil` is the base.
  private var owners: [Int?] = []
  private var takenBack: Set<String> = []

  init(plan: Plan, scenario: Int) {
    self.plan = plan
    for move in plan.moves { append(Amendment(.move(move), at: move.origin, text: move.text), of: nil) }
    guard scenario > 0 else { return }
    for ancestor in plan.lineage(of: scenario - 1) {
      for amendment in plan.scenarios[ancestor].amendments { add(amendment, of: ancestor) }
    }
  }

  /// What earlier parents did and later ones overwrote.
  public static func overwritings(in plan: Plan) -> [Problem] {
    plan.scenarios.indices.flatMap { scenario in
      plan.scenarios[scenario].parents.count < 2
        ? [] : AmendmentSequence(plan: plan, scenario: scenario + 1).overwritings(in: scenario)
    }
  }

  private mutating func add(_ amendment: Amendment, of owner: Int) {
    guard case .without(let name) = amendment.form else { return append(amendment, of: owner) }
    if let index = amendments.lastIndex(where: { $0.moveName == name }) {
      amendments.remove(at: index)
      owners.remove(at: index)
      takenBack.insert(name)
    } else if !takenBack.contains(name) {
      problems.append(.noMoveToTakeBack(name, at: amendment.origin))
    }
  }

  private mutating func append(_ amendment: Amendment, of owner: Int?) {
    amendments.append(amendment)
    owners.append(owner)
  }

  private func overwritings(in scenario: Int) -> [Problem] {
    var problems: [Problem] = []
    let said = Set(plan.scenarios[scenario].amendments.compactMap(\.overwritingKey))
    for (later, amendment) in amendments.enumerated() {
      guard let owner = owners[later], owner != scenario, let key = amendment.overwritingKey,
        !said.contains(key)
      else { continue }
      for earlier in 0..<later where amendments[earlier].overwritingKey == key {
        guard let other = owners[earlier], other != owner, other != scenario,
          !plan.lineage(of: owner).contains(other)
        else { continue }
        problems.append(
          .overwritten(
            amendments[earlier], by: amendment, in: plan.scenarios[scenario],
            parents: (plan.scenarios[other].name, plan.scenarios[owner].name)))
      }
    }
    return problems
  }
}

extension Plan {
  /// A scenario's ancestors in the order of their amendments, itself last; each once. Indices into `scenarios`.
  func lineage(of scenario: Int) -> [Int] {
    var lineage: [Int] = []
    func visit(_ index: Int) {
      guard !lineage.contains(index) else { return }
      for parent in scenarios[index].parents { visit(parent) }
      lineage.append(index)
    }
    visit(scenario)
    return lineage
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
    case .lights: return "lights"
    case .carry(_, let programme): return "carry \(programme.map { "\($0.index)" } ?? "")"
    case .asOf: return "as of"
    case .move, .scale, .without: return nil
    }
  }
}

extension Problem {
  fileprivate static func noMoveToTakeBack(_ name: String, at origin: Origin) -> Problem {
    Problem(
      .notDefinedHere, "there is no move `\(name)` here to do without", at: origin,
      help: "a move gets its name from `as NAME`; it must stand in the base or in a parent")
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
