internal import PlanRules

extension Problem {
  /// If two names look the same, explains how they differ.
  func tellingApart(in sources: Sources) -> Problem {
    guard code == .declaredTwice, let first = notes.first.flatMap({ Span($0.origin) }),
      let second = Span(origin),
      max(first.file, second.file) < sources.texts.count
    else { return self }
    let (old, new) = (sources[first].unquoted, sources[second].unquoted)
    guard !old.unicodeScalars.elementsEqual(new.unicodeScalars),
      NameSpelling.folded(old) == NameSpelling.folded(new)
    else { return self }
    let (a, b) = new.toldApart(from: old)
    return Problem(
      code, message, at: origin, label: label, notes: notes,
      help: "they look the same, and are one name: here `\(a)`, there `\(b)`"
        + (help.map { "; " + $0 } ?? ""))
  }
}

extension String {
  /// The text without surrounding quotation marks.
  fileprivate var unquoted: String {
    count > 1 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}
