/// Counts the columns that a text occupies on a terminal, scalar by scalar: Thai vowels and tone marks above and
/// below a consonant take none, East Asian wide characters two.
public enum TerminalWidth {
  /// The columns that a text takes; line ends and other control characters take none.
  public static func of(_ text: String) -> Int {
    let bytes = text.utf8
    return bytes.allSatisfy { (0x20..<0x7F).contains($0) }
      ? bytes.count : text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  /// The columns that a scalar takes: 0, 1 or 2.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x20 || scalar.value == 0x7F { return 0 }
    if scalar.value < 0x300 { return 1 }
    if (0x0E00...0x0E7F).contains(scalar.value) { return isThaiMark(scalar.value) ? 0 : 1 }
    // Arrows, symbols and shapes, including the marks of the lights.
    if (0x2190..<0x2C00).contains(scalar.value) { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  private static func isThaiMark(_ value: UInt32) -> Bool {
    value == 0x0E31 || (0x0E34...0x0E3A).contains(value) || (0x0E47...0x0E4E).contains(value)
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
    0x1F900...0x1F9FF,
    0x20000...0x3FFFD,
  ]

  /// The text cut to a width in columns, with an ellipsis if something is left out; marks stay with their letter. A
  /// width of 0 or less means no limit.
  public static func cut(_ text: String, to width: Int) -> String {
    guard of(text) > width, width > 0 else { return text }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      let next = of(scalar)
      if used + next > width - 1 { break }
      kept.append(scalar)
      used += next
    }
    return String(kept) + "…"
  }
}
