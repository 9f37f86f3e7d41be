import SwiftSyntax

/// A place in a source where a mutant differs from the program, and how.
struct Site {
  enum Kind: String {
    case comparison, equality, logic, negation, condition, arithmetic, number, truth, extremum, result,
      deletion
  }

  let kind: Kind
  /// What stands there, and what a mutant has instead.
  let change: String
  let start: Int
  let end: Int
  let edits: [Edit]
}

/// Text that replaces, or is put before, some bytes of a source.
struct Edit {
  enum Side: Int { case closing, opening }

  let offset: Int
  let length: Int
  let side: Side
  /// The number of the mutant takes the place of `#`.
  let text: String

  static func opening(_ offset: Int, _ text: String, replacing length: Int = 0) -> Edit {
    Edit(offset: offset, length: length, side: .opening, text: text)
  }

  static func closing(_ offset: Int, _ text: String = ")") -> Edit {
    Edit(offset: offset, length: 0, side: .closing, text: text)
  }
}

extension SyntaxProtocol {
  var start: Int { positionAfterSkippingLeadingTrivia.utf8Offset }
  var end: Int { endPositionBeforeTrailingTrivia.utf8Offset }

  /// On one line, and not longer than one.
  var excerpt: String {
    let words = trimmedDescription.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(59) + "…" : words
  }
}
