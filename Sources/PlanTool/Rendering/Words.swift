extension [String] {
  /// The items as in a sentence: `a`, `a and b`, `a, b and c`.
  var inASentence: String { joined(before: "and") }

  /// The items as alternatives: `a`, `a or b`, `a, b or c`.
  var choice: String { joined(before: "or") }

  private func joined(before word: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    // Help texts are put together at every start: `joined` of a slice would cost it a hundredth.
    var text = ""
    for (index, part) in enumerated() where index < count - 1 { text += index == 0 ? part : ", " + part }
    return text + " \(word) " + last
  }
}

/// `1 statement`, `12 statements`.
enum Count {
  static func of(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
