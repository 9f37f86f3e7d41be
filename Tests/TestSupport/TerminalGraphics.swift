extension TerminalScreen {
  /// SGR. What has no attribute here (italics, blinking) is known all the same.
  mutating func selectGraphics(_ sequence: ControlSequence) {
    var rest = sequence.parameters[...]
    if rest.isEmpty { rest = [[0]] }
    while let parameter = rest.popFirst() {
      let number = (parameter.first ?? nil) ?? 0
      switch number {
      case 0: attributes = CellAttributes()
      case 1: attributes.isBold = true
      case 2: attributes.isFaint = true
      case 4: attributes.isUnderlined = parameter.count < 2 || parameter[1] != 0
      case 7: attributes.isReversed = true
      case 21: attributes.isUnderlined = true
      case 22: (attributes.isBold, attributes.isFaint) = (false, false)
      case 24: attributes.isUnderlined = false
      case 27: attributes.isReversed = false
      case 30...37: attributes.foreground = number - 30
      case 38: attributes.foreground = colour(parameter, &rest) ?? attributes.foreground
      case 39: attributes.foreground = nil
      case 40...47: attributes.background = number - 40
      case 48: attributes.background = colour(parameter, &rest) ?? attributes.background
      case 49: attributes.background = nil
      case 58: _ = colour(parameter, &rest)
      case 90...97: attributes.foreground = number - 82
      case 100...107: attributes.background = number - 92
      case 3, 5, 6, 8, 9, 23, 25, 28, 29, 53, 55, 59: break
      default: unknownSequences.append("ESC[\(number)m")
      }
    }
  }

  /// `38:5:n` and `38:2::r:g:b` in one parameter, `38;5;n` and `38;2;r;g;b` in the ones that follow.
  private func colour(_ parameter: [Int?], _ rest: inout ArraySlice<[Int?]>) -> Int? {
    var parts = parameter.dropFirst().map { $0 ?? 0 }
    if parts.isEmpty {
      let length = rest.first?.first == 5 ? 2 : 4
      parts = rest.prefix(length).map { ($0.first ?? nil) ?? 0 }
      rest = rest.dropFirst(length)
    }
    switch (parts.first, parts.count) {
    case (5, 2...): return parts[1]
    case (2, 4...):
      let mixed = parts.suffix(3)
      return mixed.reduce(1) { $0 << 8 | ($1 & 0xFF) }
    default: return nil
    }
  }
}
