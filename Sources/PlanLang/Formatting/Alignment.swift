/// Aligns what neighbouring lines of the same kind have in common: the figures of a programme, the labels of units
/// and members, the `=` of formulas and claims.
enum Alignment {
  /// Where a line is split: the part before it is padded to match its neighbours.
  private struct Split {
    /// Only lines of the same sort are aligned with each other.
    let sort: String
    /// The index of the first word after the split.
    let at: Int
    /// Whether the figures after the split are aligned in their own columns.
    let isList: Bool
  }

  static func aligned(_ lines: [FormattedLine]) -> [String] {
    var texts = lines.map { $0.joined(0..<$0.words.count) }
    var start = 0
    while start < lines.count {
      guard let split = split(lines[start]) else {
        start += 1
        continue
      }
      var end = start + 1
      while end < lines.count, let next = self.split(lines[end]), next.sort == split.sort,
        lines[end].indent == lines[start].indent
      { end += 1 }
      align(lines[start..<end], into: &texts)
      start = end
    }
    return texts
  }

  private static func align(_ lines: ArraySlice<FormattedLine>, into texts: inout [String]) {
    let splits = lines.compactMap(split)
    let heads = zip(lines, splits).map { $0.joined(0..<$1.at) }
    let width = heads.map { TerminalWidth.of($0) }.max() ?? 0
    let tails = tails(Array(lines), splits)
    for (offset, index) in lines.indices.enumerated() {
      let padding = String(repeating: " ", count: width - TerminalWidth.of(heads[offset]))
      texts[index] = heads[offset] + padding + " " + tails[offset]
    }
  }

  /// The text after the split; lists of equal length are set in columns, with figures right-aligned.
  private static func tails(_ lines: [FormattedLine], _ splits: [Split]) -> [String] {
    let entries = zip(lines, splits).map { line, split in
      split.isList ? self.entries(of: line, from: split.at) : nil
    }
    // A run of neighbouring lists of equal length shares its columns.
    var (end, widths) = (0, [Int]())
    return zip(lines, splits).enumerated().map { index, pair in
      let (line, split) = pair
      guard let own = entries[index], own.count > 1 else { return line.joined(split.at..<line.words.count) }
      if index >= end {
        end = entries[index...].firstIndex { $0?.count != own.count } ?? entries.count
        widths = own.indices.map { position in
          entries[index..<end].reduce(0) { max($0, TerminalWidth.of($1?[position] ?? "")) }
        }
      }
      return own.enumerated().map { position, entry in
        String(repeating: " ", count: widths[position] - TerminalWidth.of(entry)) + entry
      }
      .joined(separator: ", ")
    }
  }

  /// The figures of a list as text; `nil` if it contains anything else.
  private static func entries(of line: FormattedLine, from start: Int) -> [String]? {
    var entries: [String] = []
    var from = start
    for index in start..<line.words.count {
      switch line.words[index].token.kind {
      case .symbol(.comma):
        entries.append(line.joined(from..<index))
        from = index + 1
      case .number, .name, .symbol(.minus), .symbol(.percent): break
      case .text, .date, .symbol, .lineEnd, .comment, .documentation, .fileEnd: return nil
      }
    }
    guard from < line.words.count else { return nil }
    return entries + [line.joined(from..<line.words.count)]
  }

  private static func split(_ line: FormattedLine) -> Split? {
    guard !line.isContinuation, let first = line.words.first?.token, first.kind == .name else { return nil }
    let word = StatementWord(spelled: first.spelling)
    switch line.block {
    case .top where word == .reported || word == .expect || word == .let: return atEqual(line, first.spelling)
    case .top where word == .unit || word == .currency: return atLabel(line, StatementWord.unit.spelling)
    case .statement(.programme), .statement(.group): return atFigures(line)
    case .statement(.axis):
      return line.words.contains { $0.token.kind == .symbol(.comma) } ? nil : atLabel(line, "member")
    case .statement(.scenario) where word == .set || word == .let: return atEqual(line, first.spelling)
    case .top, .statement, .values: return nil
    }
  }

  private static func atEqual(_ line: FormattedLine, _ sort: String) -> Split? {
    line.words.firstIndex { $0.token.kind == .symbol(.equal) }.map {
      Split(sort: sort, at: $0, isList: false)
    }
  }

  private static func atLabel(_ line: FormattedLine, _ sort: String) -> Split? {
    let label = line.words.firstIndex { if case .text = $0.token.kind { true } else { false } }
    return label.map { Split(sort: sort, at: $0, isList: false) }
  }

  /// Splits after `target by region by quarter`.
  private static func atFigures(_ line: FormattedLine) -> Split? {
    let words = line.words
    if words[0].token.isWord(.carry) || words[0].token.isWord(.lights) { return nil }
    var at = 1
    while at + 1 < words.count, words[at].token.isWord(.by) { at += 2 }
    guard at < words.count, words[at].token.kind != .symbol(.openBrace),
      words[at].token.kind != .comment
    else { return nil }
    return Split(sort: "figures", at: at, isList: true)
  }
}
