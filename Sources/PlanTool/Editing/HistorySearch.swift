import PlanLang

/// Ctrl-R: finds earlier statements by any part of them, in Thai too.
struct HistorySearch {
  let editor: LineEditor

  struct Found {
    let text: String
    /// Whether Enter was pressed, so that the statement is carried out at once.
    let isAccepted: Bool
  }

  /// The chosen statement; `nil` if the search was cancelled, which leaves the line unchanged.
  func run() -> Found? {
    var query = ""
    var skipped = 0
    while true {
      let matches = self.matches(query)
      skipped = min(skipped, max(0, matches.count - 1))
      let match = matches.isEmpty ? nil : matches[skipped]
      if !editor.input.isWaiting { show(query, match, position: skipped, of: matches.count) }
      switch editor.input.next() {
      case .text(let scalars):
        query.unicodeScalars.append(contentsOf: scalars)
        skipped = 0
      case .paste(let text, _): query += PastedText.cleaned(text).text
      case .backspace, .ctrl("H"):
        if !query.isEmpty { query.unicodeScalars.removeLast() }
        skipped = 0
      case .ctrl("R"), .up: skipped += 1
      case .ctrl("S"), .down: skipped = max(0, skipped - 1)
      case .ctrl("C"), .ctrl("G"), .escape: return nil
      case .enter: return match.map { Found(text: $0, isAccepted: true) }
      case .resized:
        editor.edit.resize()
        editor.writer.forget(width: Terminal.size.columns)
      case .closed: return nil
      case .idle: continue
      default: return match.map { Found(text: $0, isAccepted: false) }
      }
    }
  }

  /// Statements containing the text, most recent first, without duplicates.
  private func matches(_ query: String) -> [String] {
    var seen: Set<String> = []
    return editor.entries.reversed().filter { entry in
      ScalarSearch.range(of: query, in: entry) != nil && seen.insert(entry).inserted
    }
  }

  private func show(_ query: String, _ match: String?, position: Int, of count: Int) {
    let state = count == 0 ? "nothing found" : "\(position + 1) of \(count)"
    let prompt = StyledText("search: ", .strong) + StyledText(query) + StyledText("  \(state)", .faint)
    let cursor = StyledText("search: ").width + TerminalWidth.of(query)
    var frame = PromptFrame(rows: [prompt.cut(to: editor.layout.width)])
    frame.cursorColumn = min(cursor, editor.layout.width)
    for line in (match ?? "").split(separator: "\n").prefix(6) {
      frame.rows.append((StyledText("  ") + marked(String(line), query)).cut(to: editor.layout.width))
    }
    frame.rows.append(
      StyledText("Enter runs it, → edits it, Ctrl-R goes further back, Esc cancels", .faint)
        .cut(to: editor.layout.width))
    editor.writer.show(frame, editor.painter)
  }

  private func marked(_ line: String, _ query: String) -> StyledText {
    guard let range = ScalarSearch.range(of: query, in: line) else { return StyledText(line) }
    let scalars = Array(line.unicodeScalars)
    var marked = StyledText()
    for (index, scalar) in scalars.enumerated() {
      marked.append(String(scalar), range.contains(index) ? .match : .plain)
    }
    return marked
  }
}

/// Substring search by scalar: it finds a Thai consonant that has vowels and tone marks, which a search by
/// `Character` would miss. ASCII letters are compared without regard to case.
enum ScalarSearch {
  /// The range of scalars of the first occurrence.
  static func range(of wanted: String, in text: String) -> Range<Int>? {
    let (wanted, text) = (folded(wanted), folded(text))
    guard text.count >= wanted.count else { return nil }
    for start in 0...(text.count - wanted.count) where text[start..<(start + wanted.count)] == wanted[...] {
      return start..<(start + wanted.count)
    }
    return nil
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 }
  }
}
