/// Recalls earlier statements with the arrow keys. The text typed, and any changes to recalled statements, are kept
/// until the line is done.
struct HistoryRecall {
  /// Earlier statements, with the new one last.
  private var lines: [String]
  private var place: Int

  init(_ entries: [String]) {
    lines = entries + [""]
    place = entries.count
  }

  /// - Returns: The previous statement, or `nil` if there is none.
  mutating func back(from text: String) -> String? { go(-1, from: text) }

  mutating func forward(from text: String) -> String? { go(1, from: text) }

  private mutating func go(_ step: Int, from text: String) -> String? {
    guard lines.indices.contains(place + step) else { return nil }
    lines[place] = text
    place += step
    return lines[place]
  }
}
