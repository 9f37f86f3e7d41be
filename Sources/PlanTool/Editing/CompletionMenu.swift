import PlanLang

/// Candidates below the line, with their labels; selecting one puts it into the line.
struct CompletionMenu {
  /// The word in the line when the menu was opened.
  let typed: String
  let candidates: [Completion.Candidate]
  private(set) var selected: Int?

  init(typed: String, candidates: [Completion.Candidate]) {
    self.typed = typed
    self.candidates = candidates
  }

  /// The word in the line now.
  var word: String { selected.map { candidates[$0].text } ?? typed }

  mutating func move(_ steps: Int) {
    guard let now = selected else {
      selected = steps > 0 ? min(steps, candidates.count) - 1 : candidates.count - 1
      return
    }
    let far = abs(steps) > 1
    let next = now + steps
    selected =
      far
      ? min(max(0, next), candidates.count - 1) : (next + candidates.count) % candidates.count
  }

  func rows(width: Int, most: Int) -> [StyledText] {
    let shown = min(candidates.count, most)
    let first = min(max(0, (selected ?? 0) - shown / 2), candidates.count - shown)
    let column = min(candidates.map { TerminalWidth.of($0.text) }.max() ?? 0, width / 2)
    var rows = (first..<(first + shown)).map { index -> StyledText in
      let candidate = candidates[index]
      let isSelected = index == selected
      let word = StyledText(candidate.text, isSelected ? .selected : .name).cut(to: column).padded(to: column)
      let label = candidate.label.isEmpty ? StyledText() : StyledText("  " + candidate.label, .faint)
      return (StyledText(isSelected ? "› " : "  ") + word + label).cut(to: width)
    }
    if shown < candidates.count {
      rows.append(StyledText("  \(candidates.count - shown) more", .faint))
    }
    return rows
  }
}
