/// Going through earlier statements with the arrows. What was typed, and what was changed in a recalled statement, stays
/// as it was left until the line is done.
struct HistoryRecall {
  /// Earlier statements, and the new one last.
  private var lines: [String]
  private var place: Int

  init(_ entries: [String]) {
    lines = entries + [""]
    place = entries.count
  }

  /// - Returns: the statement before, or `nil` where there is none.
  mutating func back(from text: String) -> String? { go(-1, from: text) }

  mutating func forward(from text: String) -> String? { go(1, from: text) }

  private mutating func go(_ step: Int, from text: String) -> String? {
    guard lines.indices.contains(place + step) else { return nil }
    lines[place] = text
    place += step
    return lines[place]
  }
}
