#if DEBUG || TESTABLE
  import PlanLang
  import PlanRules

  /// What must be true of any text, whatever it says.
  struct TextInvariants {
    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    func tokensAreTheText() throws {
      var end = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let (tokens, problems) = Pipeline.tokens(source)
      for token in tokens {
        try require(
          token.span.start >= end && token.span.end <= source.bytes.count, "tokens overlap or leave the text")
        let between = source.text(end..<token.span.start)
        // What could not be read is no token, but a problem says so.
        try require(
          between.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}"
          }
            || problems.contains {
              Span($0.origin).map { $0.start < token.span.start && $0.end >= end } ?? false
            },
          "text between tokens is lost: \(between.debugDescription)")
        let isEnd = token.kind == .fileEnd
        let written = source.bytes[token.span.start..<token.span.end]
        // A name has one spelling, however it is typed; a mark of another language stands for a word (`|` for `or`), and a problem
        // says so.
        try require(
          isEnd || token.spelling.utf8.elementsEqual(written)
            || token.spelling == NameSpelling.folded(String(decoding: written, as: UTF8.self))
            || problems.contains {
              Span($0.origin).map { $0.start < token.span.end && $0.end > token.span.start } ?? false
            },
          "a token is spelled otherwise than the text: \(token.spelling.debugDescription)")
        end = token.span.end
      }
      try require(tokens.last?.kind == .fileEnd, "the tokens have no end")
      try problemsHavePlaces(problems)
    }

    /// A message about a text points into it, at whole characters.
    func problemsHavePlaces(_ problems: [Problem]) throws {
      for problem in problems {
        try require(!problem.message.isEmpty, "a problem without words")
        guard let span = Span(problem.origin) else { throw Broken("a problem of the text without a place") }
        try require(
          span.start <= source.bytes.count && span.end <= source.bytes.count,
          "a problem behind the end: \(problem.message)")
        for offset in [span.start, span.end] where offset < source.bytes.count {
          try require(source.bytes[offset] & 0xC0 != 0x80, "a problem within a letter: \(problem.message)")
        }
      }
    }

    func layoutHolds(parsesWell: Bool) throws {
      guard let once = Pipeline.format(source) else {
        return try require(!parsesWell, "what parses has no layout")
      }
      try require(parsesWell, "what does not parse has a layout")
      let text = SourceText(name: source.name, text: once)
      guard let twice = Pipeline.format(text) else { throw Broken("what is laid out has no layout") }
      try require(once == twice, "laid out twice it differs:\n\(once)\n---\n\(twice)")
    }
  }
#endif
