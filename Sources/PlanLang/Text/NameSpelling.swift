/// Normalizes names that look the same to one spelling, so that they cannot be declared side by side unnoticed.
///
/// Labels and reasons are quoted text for people to read and keep their spelling. Canonically equivalent characters
/// (é as one character or as two) are equal anyway.
public enum NameSpelling {
  /// The normalized spelling of a name: names that look the same have the same one.
  ///
  /// - Parameter text: a name as written in a plan, in a table or after a command.
  public static func folded(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }), mayDiffer(text.unicodeScalars) else { return text }
    var letters = letters(of: text.unicodeScalars)
    joinSaraAm(&letters)
    joinSaraAe(&letters)
    var folded = String.UnicodeScalarView()
    for letter in letters { folded.append(contentsOf: letter.inOrder) }
    return digits(folded) ?? String(folded)
  }

  /// The name derived from a label: its single word, normalized, without a leading outline number. `1.1 บ้านมั่นคง`
  /// gives `บ้านมั่นคง`.
  static func word(ofLabel label: String) -> String? {
    let scalars = label.trimmed.unicodeScalars
    let number = scalars.prefix { $0.digit != nil || ".)-".unicodeScalars.contains($0) }
    let rest = scalars[number.endIndex...]
    let isOutline = number.first.map { $0.digit != nil } ?? true
    let word = rest.drop(while: \.isBlank)
    guard isOutline,
      number.isEmpty || word.startIndex > rest.startIndex || number.last == "." || number.last == ")",
      let first = word.first, first.startsName, word.allSatisfy({ $0.continuesName || $0.isInvisibleInName })
    else { return nil }
    let name = folded(String(word))
    return Vocabulary.isReserved(name) ? nil : name
  }

  /// A quick check that lets most names pass unchanged.
  private static func mayDiffer(_ scalars: String.UnicodeScalarView) -> Bool {
    var previous: Unicode.Scalar = " "
    var areDigits = true
    for scalar in scalars {
      let isThai = ThaiLetter.block.contains(scalar.value)
      if isThai ? ThaiLetter.mayDiffer(scalar, behind: previous) : !scalar.isASCII && scalar.isHidden {
        return true
      }
      areDigits = areDigits && scalar.digit != nil
      previous = scalar
    }
    return areDigits
  }

  /// A letter, with the marks above and below it.
  private struct Letter {
    var base: Unicode.Scalar?
    var marks: [Unicode.Scalar] = []

    /// The marks in typing order: below, above, tone.
    var inOrder: [Unicode.Scalar] {
      var sorted = marks.sorted {
        (ThaiLetter.rank($0) ?? 0, $0.value) < (ThaiLetter.rank($1) ?? 0, $1.value)
      }
      // A repeated mark is drawn over itself, so only one is kept.
      for index in sorted.indices.dropFirst().reversed() where sorted[index] == sorted[index - 1] {
        sorted.remove(at: index)
      }
      return (base.map { [$0] } ?? []) + sorted
    }
  }

  private static func letters(of scalars: String.UnicodeScalarView) -> [Letter] {
    var letters = [Letter()]
    for scalar in scalars where !scalar.isInvisibleInName {
      if ThaiLetter.rank(scalar) != nil {
        letters[letters.count - 1].marks.append(scalar)
      } else if scalar == ThaiLetter.saraAm {
        letters[letters.count - 1].marks.append(ThaiLetter.nikhahit)
        letters.append(Letter(base: ThaiLetter.saraAa))
      } else {
        letters.append(Letter(base: !scalar.isASCII && scalar.isBlank ? " " : scalar))
      }
    }
    return letters
  }

  /// Nikhahit followed by sara aa, with or without a tone mark, becomes sara am, with the tone mark first.
  private static func joinSaraAm(_ letters: inout [Letter]) {
    for index in letters.indices.dropFirst() where letters[index].base == ThaiLetter.saraAa {
      let marks = letters[index - 1].marks + letters[index].marks
      guard marks.contains(ThaiLetter.nikhahit) else { continue }
      letters[index - 1].marks = marks.filter { $0 != ThaiLetter.nikhahit }
      letters[index] = Letter(base: ThaiLetter.saraAm)
    }
  }

  /// Two sara e become one sara ae.
  private static func joinSaraAe(_ letters: inout [Letter]) {
    var joined: [Letter] = []
    for letter in letters {
      if letter.base == ThaiLetter.saraE, let last = joined.last, last.base == ThaiLetter.saraE,
        last.marks.isEmpty
      {
        joined[joined.count - 1] = Letter(base: ThaiLetter.saraAe, marks: letter.marks)
      } else {
        joined.append(letter)
      }
    }
    letters = joined
  }

  /// A name consisting only of digits is a number, and numbers may be written in either script.
  private static func digits(_ scalars: String.UnicodeScalarView) -> String? {
    var digits = ""
    for scalar in scalars {
      guard let digit = scalar.digit else { return nil }
      digits.unicodeScalars.append(Unicode.Scalar(digit + 0x30))
    }
    return digits
  }
}

/// The Thai letters that can be composed in more than one way.
private enum ThaiLetter {
  static let block: ClosedRange<UInt32> = 0x0E00...0x0E7F
  static let saraAa: Unicode.Scalar = "\u{0E32}"
  static let saraAm: Unicode.Scalar = "\u{0E33}"
  static let nikhahit: Unicode.Scalar = "\u{0E4D}"
  static let saraE: Unicode.Scalar = "\u{0E40}"
  static let saraAe: Unicode.Scalar = "\u{0E41}"

  /// The order of a mark among those of its letter; `nil` if it is not a mark.
  static func rank(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x0E38...0x0E3A: 0
    case 0x0E31, 0x0E34...0x0E37, 0x0E47, 0x0E4D: 1
    case 0x0E48...0x0E4B: 2
    case 0x0E4C, 0x0E4E: 3
    default: nil
    }
  }

  static func mayDiffer(_ scalar: Unicode.Scalar, behind previous: Unicode.Scalar) -> Bool {
    if scalar == nikhahit || (scalar == saraE && previous == saraE) { return true }
    guard let rank = rank(scalar) else { return false }
    return previous == saraAm || self.rank(previous).map { $0 >= rank } ?? false
  }
}

extension String {
  /// Two words that look the same, with the scalars in which they differ written as code points.
  func toldApart(from other: String) -> (String, String) {
    let (a, b) = (Array(unicodeScalars), Array(other.unicodeScalars))
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = min(
      zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count, min(a.count, b.count) - start)
    func coded(_ scalars: [Unicode.Scalar]) -> String {
      let middle = scalars[start..<(scalars.count - end)].map(\.escape).joined()
      let (head, tail) = (scalars.prefix(start), scalars.suffix(end))
      return String(String.UnicodeScalarView(head)) + middle + String(String.UnicodeScalarView(tail))
    }
    return (coded(a), coded(b))
  }
}

extension Unicode.Scalar {
  /// The scalar as an escape in a text literal: `\u{200b}`.
  public var escape: String { "\\u{\(String(value, radix: 16))}" }

  /// `U+200B (zero width space)`.
  var codeAndName: String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return code + ((properties.nameAlias ?? properties.name).map { " (\($0.lowercased()))" } ?? "")
  }

  /// Whether the scalar is entirely invisible, without even a space: control characters, joiners, and marks that
  /// change the text direction.
  public var cannotBeSeen: Bool {
    if isASCII { return (value < 0x20 && !isBlank) || value == 0x7F }
    if ThaiLetter.block.contains(value) { return false }
    return properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
      || properties.generalCategory == .format
  }

  /// Whether the scalar is invisible in a name: joiners and zero-width spaces.
  var isInvisibleInName: Bool {
    !isASCII && !ThaiLetter.block.contains(value) && properties.isDefaultIgnorableCodePoint
      && !properties.isBidiControl && properties.generalCategory != .otherLetter
  }

  /// Whether normalized names omit the scalar.
  fileprivate var isHidden: Bool { isInvisibleInName || isBlank }
}
