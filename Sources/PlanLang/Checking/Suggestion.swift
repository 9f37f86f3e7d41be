public import PlanRules

/// The name that was probably meant.
public enum Suggestion {
  /// The nearest name within a third of the word's length; the first of several.
  public static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard (3...64).contains(letters.count) else { return nil }
    // Only what is nearer than the nearest so far is of interest.
    var limit = max(1, letters.count / 3)
    var best: String?
    var rows = Rows(letters)
    for name in names where limit >= 0 {
      if name.utf8.allSatisfy({ $0 < 0x80 }), abs(name.utf8.count - letters.count) > limit { continue }
      guard let distance = rows.distance(to: name, limit: limit) else { continue }
      (best, limit) = (name, distance - 1)
    }
    return best
  }

  /// How far words are from one: its edits, row by row, in the same few arrays for all of them.
  private struct Rows {
    private let letters: [Unicode.Scalar]
    private var other: [Unicode.Scalar] = []
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var row: [Int] = []

    init(_ letters: [Unicode.Scalar]) { self.letters = letters }

    /// Edits (insertions, deletions, exchanges of neighbours) from the one word to the other; `nil` where they are more
    /// than the limit.
    mutating func distance(to name: String, limit: Int) -> Int? {
      other.removeAll(keepingCapacity: true)
      other.append(contentsOf: name.lowercased().unicodeScalars)
      guard abs(letters.count - other.count) <= limit else { return nil }
      last.removeAll(keepingCapacity: true)
      last.append(contentsOf: 0...other.count)
      beforeLast = last
      row = last
      var leastOfLast = 0
      for i in letters.indices {
        row[0] = i + 1
        var least = row[0]
        for j in other.indices {
          let cost = letters[i] == other[j] ? 0 : 1
          var edits = min(row[j] + 1, last[j + 1] + 1, last[j] + cost)
          if i > 0, j > 0, letters[i] == other[j - 1], letters[i - 1] == other[j] {
            edits = min(edits, beforeLast[j - 1] + 1)
          }
          row[j + 1] = edits
          least = min(least, edits)
        }
        // What comes next is worked out from these two rows, and never less than they are.
        if least > limit, leastOfLast > limit { return nil }
        leastOfLast = least
        swap(&beforeLast, &last)
        swap(&last, &row)
      }
      return last[other.count] <= limit ? last[other.count] : nil
    }
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
