extension [String] {
  /// As they stand in a sentence: `a`, `a and b`, `a, b and c`.
  var inASentence: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

/// `1 statement`, `12 statements`.
enum Count {
  static func of(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
