/// What a session stands at: which of its states, and the scenario that is active there.
struct SessionModel {
  struct State: Equatable {
    /// States of the same number show the same figures.
    var number: Int
    var active = "base"
    /// Scenarios of the session's own, in their order.
    var own: [String] = []
    /// What stands in them, and the scenario below where there is one.
    var items: [String: [String]] = [:]
    var parents: [String: String] = [:]
    /// Declarations, in the order in which they were typed.
    var declared: [String] = []
    /// Those of them that opened by themselves; only these can be kept under another name.
    var scratches: Set<String> = []
    /// Everything that has a name, so that a scratch finds a free one.
    var taken: Set<String>
    /// Formulas and KPIs of the file.
    var rules: Set<String>

    /// A formula or a KPI of which the base has nothing is declared.
    func declares(_ text: String) -> Bool {
      guard let name = State.rule(text) else { return false }
      return !rules.contains(name) && !declared.contains { State.rule($0) == name }
    }

    private static func rule(_ text: String) -> String? {
      let line = text.split(separator: "\n").first { !$0.hasPrefix("#") } ?? ""
      let words = line.split(separator: " ")
      return words.count > 1 && ["let", "kpi"].contains(words[0]) ? String(words[1]) : nil
    }
  }

  enum Step {
    case amendment
    case declaration(named: String?)
    case newScenario(String)
    case activation(String)
    case keep(String)
    case reset
    case undo(Int), redo(Int)
    case reload
    case question
  }

  private(set) var past: [(state: State, isReset: Bool)] = []
  private(set) var current: State
  private(set) var future: [(state: State, isReset: Bool)] = []
  /// Whether the step from each state was a reset, beside `past` and `future`.
  private var lastNumber = 0
  private let start: State

  init(taken: Set<String>, rules: Set<String>) {
    start = State(number: 0, taken: taken, rules: rules)
    current = start
  }

  /// Whether a step can be refused, so that only the session's own history tells.
  static func mayFail(_ step: Step) -> Bool {
    switch step {
    case .amendment, .declaration, .newScenario, .activation, .keep: true
    case .reset, .undo, .redo, .reload, .question: false
    }
  }

  mutating func take(_ step: Step, _ text: String) {
    var next = current
    switch step {
    case .question: return
    case .undo(let times):
      for _ in 0..<times {
        guard let (state, isReset) = past.popLast() else { return }
        future.append((current, isReset))
        current = state
      }
      return
    case .redo(let times):
      for _ in 0..<times {
        guard let (state, isReset) = future.popLast() else { return }
        past.append((current, isReset))
        current = state
      }
      return
    case .reload:
      // Made once more on the files are only the changes since the last reset; what was taken back can be made again still.
      if let reset = past.lastIndex(where: \.isReset) { past.removeFirst(reset + 1) }
      return
    case .reset:
      past.append((current, true))
      (current, future) = (start, [])
      return
    case .amendment where next.declares(text):
      next.declared.append(text)
    case .amendment:
      if !next.own.contains(next.active) {
        var (name, number) = ("scratch", 2)
        while next.taken.contains(name) { (name, number) = ("scratch\(number)", number + 1) }
        next.own.append(name)
        next.parents[name] = next.active == "base" ? nil : next.active
        next.scratches.insert(name)
        next.taken.insert(name)
        next.active = name
      }
      next.items[next.active, default: []].append(text)
    case .declaration(let name):
      if let name { next.taken.insert(name) }
      next.declared.append(text)
    case .newScenario(let name):
      next.own.append(name)
      let lines = text.split(separator: "\n")
      let head = lines[0].split(separator: " ")
      if let from = head.firstIndex(of: "from") { next.parents[name] = String(head[from + 1]) }
      next.items[name] = [lines.dropFirst().dropLast().joined(separator: "\n")]
      next.taken.insert(name)
    case .activation(let name): next.active = name
    case .keep(let name):
      next.taken.remove(next.active)
      next.taken.insert(name)
      next.scratches.remove(next.active)
      next.scratches.insert(name)
      next.items[name] = next.items.removeValue(forKey: next.active)
      next.parents[name] = next.parents.removeValue(forKey: next.active)
      next.own = next.own.map { $0 == next.active ? name : $0 }
      next.active = name
    }
    lastNumber += 1
    next.number = lastNumber
    past.append((current, false))
    (current, future) = (next, [])
  }

  /// The present state as a file would declare it.
  var asPlan: String {
    var text = current.declared.map { $0 + "\n" }.joined()
    for name in current.own {
      let from = current.parents[name].map { " from \($0)" } ?? ""
      // Further lines must stand deeper than the first; those of a block that was typed do already.
      let items = current.items[name, default: []].map { item in
        let lines = item.split(separator: "\n").map(String.init)
        let deeper = lines.filter { !$0.hasPrefix("#") }.enumerated().map {
          ($0.offset > 0 ? "      " : "  ") + $0.element.trimmed
        }
        return deeper.joined(separator: "\n")
      }
      text += "scenario \(name)\(from) {\n\(items.joined(separator: "\n"))\n}\n"
    }
    return text
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
