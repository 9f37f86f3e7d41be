extension [String] {
  /// As they stand in a sentence: `a`, `a and b`, `a, b and c`.
  var inASentence: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
