public import PlanRules

/// Finds the name that was most likely meant.
public enum Suggestion {
  /// The name with the fewest edits from a word, at most a third of its letters. The first one wins a tie; `nil` if
  /// none is close enough. A word of one or two letters only matches itself, ignoring case.
  public static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    // Every short word is close to every other, so short words may only differ in case.
    if letters.count < 3 { return names.first { $0.lowercased() == word.lowercased() } }
    guard letters.count <= 64 else { return nil }
    // Only names closer than the best so far matter.
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

  /// The maximum number of names to list.
  private static let maxListed = 8

  /// A sentence listing the names if there are at most eight, otherwise those most similar to a word; `nil` if there
  /// are none to list.
  public static func known(_ names: [String], near word: String) -> String? {
    guard names.count > maxListed else {
      let list = names.map { "`\($0)`" }.joined(separator: ", ")
      return names.isEmpty ? nil : names.count == 1 ? "there is \(list)" : "there are \(list)"
    }
    let pairs = Suggestion.pairs(word)
    let alike = names.prefix(10_000).enumerated().compactMap { index, name -> (shared: Int, index: Int)? in
      let shared = Suggestion.pairs(name).intersection(pairs).count
      return shared * 2 >= max(2, pairs.count - 1) ? (shared, index) : nil
    }
    let nearest = alike.sorted { ($1.shared, $0.index) < ($0.shared, $1.index) }.prefix(maxListed)
    guard !nearest.isEmpty else { return nil }
    return "there are, among others, " + nearest.map { "`\(names[$0.index])`" }.joined(separator: ", ")
  }

  /// Asks whether a similar scenario was meant, or lists those that exist.
  public static func scenarios(of plan: Plan, near word: String) -> String {
    let names = [ClauseWord.base.spelling] + plan.scenarios.map(\.name)
    let meant = plan.name(labelled: word, among: [.scenario]) ?? nearest(to: word, among: names)
    return meant.map { "did you mean `\($0)`?" } ?? known(names, near: word) ?? "`list scenario` lists them"
  }

  /// The pairs of adjacent letters in a word.
  private static func pairs(_ word: String) -> Set<[Unicode.Scalar]> {
    let letters = Array(word.lowercased().unicodeScalars)
    return Set(zip(letters, letters.dropFirst()).map { [$0, $1] })
  }

  /// Edit distances from one word to others, computed row by row in buffers that are reused for all of them.
  private struct Rows {
    private let letters: [Unicode.Scalar]
    private var other: [Unicode.Scalar] = []
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var row: [Int] = []

    init(_ letters: [Unicode.Scalar]) { self.letters = letters }

    /// The number of edits (insertions, deletions, substitutions and swaps of adjacent letters) between the two
    /// words; `nil` if it exceeds the limit.
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
        // All later rows are derived from these two and never have smaller values.
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
  /// The name of the thing whose label contains the text; `nil` if there is none. A label equal to the text takes
  /// precedence over one that contains it.
  ///
  /// - Parameter wanted: the kinds of things that fit the place.
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
      case .unit: units.definitions.map { ($0.name, $0.label) }
      case .axis: axes.map { ($0.name, $0.label) }
      }
    return all.compactMap { name, label in label.map { (name, $0) } }
  }
}

/// The kinds of things that have a label in addition to their name, in search order.
public enum LabelledThing: Int, CaseIterable, Sendable {
  case programme, goal, member, measure, scenario, move, unit, axis
}
