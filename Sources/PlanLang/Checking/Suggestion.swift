public import PlanRules

/// The name that was probably meant.
public enum Suggestion {
  /// The nearest name within a third of the word's length; the first of several.
  public static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard (3...64).contains(letters.count) else { return nil }
    let limit = max(1, letters.count / 3)
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = distance(letters, Array(name.lowercased().unicodeScalars), limit: limit)
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Edits (insertions, deletions, exchanges of neighbours) from one word to the other.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return .max }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        let cost = a[i] == b[j] ? 0 : 1
        row[j + 1] = min(row[j] + 1, last[j + 1] + 1, last[j] + cost)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

extension Plan {
  /// The name of what carries a label: who writes what stands on it means the thing.
  ///
  /// - Parameter wanted: the kinds of things that fit the place; a label that is the same goes before one that only has the
  ///   words in it.
  public func name(labelled text: String, among wanted: Set<LabelledThing> = Set(LabelledThing.allCases))
    -> String?
  {
    guard text.unicodeScalars.count > 1 else { return nil }
    let labelled = wanted.sorted { $0.rawValue < $1.rawValue }.flatMap { labels(of: $0) }
    return labelled.first { $0.label == text }?.name ?? labelled.first { $0.label.contains(text) }?.name
  }

  private func labels(of thing: LabelledThing) -> [(name: String, label: String)] {
    let all: [(String, String?)] =
      switch thing {
      case .programme: programmes.map { ($0.name, $0.label) }
      case .goal: kpis.map { ($0.name, $0.label) } + milestones.map { ($0.name, $0.label) }
      case .member: axes.flatMap(\.members).map { ($0.name, $0.label) }
      case .measure: measures.map { ($0.name, $0.label) }
      case .scenario: scenarios.map { ($0.name, $0.label) }
      case .move: moves.compactMap { move in move.name.map { ($0, move.label) } }
      }
    return all.compactMap { name, label in label.map { (name, $0) } }
  }
}

/// Things of a plan that have a label beside their name.
public enum LabelledThing: Int, CaseIterable, Sendable {
  case programme, goal, member, measure, scenario, move
}
