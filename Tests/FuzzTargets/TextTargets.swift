#if DEBUG || TESTABLE
  import PlanLang

  extension FuzzTarget {
    /// Tokens, joined with the white space between them, are the text.
    static let lexer = FuzzTarget("lexer", .plan) { bytes in
      let source = SourceText(name: "fuzz.plan", bytes: bytes)
      let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
      // Letters of two bytes each are UTF-8 with a zero beside every letter, and no plan.
      let mayHaveTwoBytes = bytes.prefix(2).contains { $0 == 0 || $0 == 0x0E }
      try require(
        source.firstBadByte == nil ? isUTF8 : !isUTF8 || mayHaveTwoBytes,
        "our look at the bytes and the library's say different things of what is UTF-8")
      guard source.firstBadByte == nil else { return }
      try TextInvariants(source).tokensAreTheText()
    }

    /// What parses has one layout, which says the same.
    static let syntax = FuzzTarget("syntax", .plan) { bytes in
      let source = SourceText(name: "fuzz.plan", bytes: bytes)
      guard source.firstBadByte == nil else { return }
      let parsed = Pipeline.parse(source)
      let invariants = TextInvariants(source)
      try invariants.problemsHavePlaces(parsed.problems)
      try invariants.layoutHolds(parsesWell: parsed.problems.isEmpty)
    }
  }
#endif
