#if DEBUG || TESTABLE
  /// Whether a text is JSON, by the grammar of RFC 8259; what it says is not looked at.
  struct JSONInvariant {
    private var rest: Substring.UTF8View
    private var depth = 0

    static func isJSON(_ text: String) throws {
      var reader = JSONInvariant(rest: Substring(text).utf8)
      reader.blanks()
      guard reader.value() else { throw Broken("no JSON at: \(String(Substring(reader.rest).prefix(40)))") }
      reader.blanks()
      try require(
        reader.rest.isEmpty, "something behind the JSON: \(String(Substring(reader.rest).prefix(40)))")
    }

    private mutating func blanks() { rest = rest.drop { $0 == 32 || $0 == 10 || $0 == 13 || $0 == 9 } }

    private mutating func take(_ text: StaticString) -> Bool {
      let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      guard rest.starts(with: bytes) else { return false }
      rest = rest.dropFirst(bytes.count)
      return true
    }

    private mutating func value() -> Bool {
      switch rest.first {
      case UInt8(ascii: "{"): return items(from: "{", to: "}") { $0.string() && $0.colon() && $0.value() }
      case UInt8(ascii: "["): return items(from: "[", to: "]") { $0.value() }
      case UInt8(ascii: "\""): return string()
      case UInt8(ascii: "t"): return take("true")
      case UInt8(ascii: "f"): return take("false")
      case UInt8(ascii: "n"): return take("null")
      default: return number()
      }
    }

    private mutating func colon() -> Bool {
      blanks()
      guard take(":") else { return false }
      blanks()
      return true
    }

    private mutating func items(
      from open: StaticString, to close: StaticString, _ item: (inout JSONInvariant) -> Bool
    ) -> Bool {
      guard take(open) else { return false }
      blanks()
      if take(close) { return true }
      while true {
        guard item(&self) else { return false }
        blanks()
        if take(close) { return true }
        guard take(",") else { return false }
        blanks()
      }
    }

    private mutating func string() -> Bool {
      guard take("\"") else { return false }
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\"") { return true }
        if byte < 0x20 { return false }
        guard byte == UInt8(ascii: "\\") else { continue }
        guard let escaped = rest.popFirst() else { return false }
        if escaped == UInt8(ascii: "u") {
          let digits = rest.prefix(4)
          guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return false
          }
          rest = rest.dropFirst(4)
        } else if !"\"\\/bfnrt".utf8.contains(escaped) {
          return false
        }
      }
      return false
    }

    private mutating func number() -> Bool {
      _ = take("-")
      let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
      guard !digits.isEmpty, digits.count == 1 || digits.first != 48 else { return false }
      rest = rest.dropFirst(digits.count)
      guard take(".") else { return true }
      let places = rest.prefix { $0 >= 48 && $0 <= 57 }
      rest = rest.dropFirst(places.count)
      return !places.isEmpty
    }
  }
#endif
