/// What a program printed, without escape sequences, from where the last search ended.
struct Transcript {
  private var bytes: [UInt8] = []
  private var passed = 0
  private var known: Substring?

  mutating func add(_ more: ArraySlice<UInt8>) {
    bytes += more
    known = nil
  }

  /// The text up to and with the one looked for, which is then behind.
  mutating func take(through wanted: String) -> String? {
    let text = known ?? Transcript.plain(bytes).dropFirst(passed)
    known = text
    guard let found = text.firstRange(of: wanted) else { return nil }
    let answer = text[..<found.upperBound]
    passed += answer.count
    known = nil
    return String(answer)
  }

  var text: String { String(Transcript.plain(bytes).dropFirst(passed)) }

  private static func plain(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    var plain = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\u{1B}" else {
        plain.append(scalar)
        continue
      }
      switch scalars.next() {
      case "[": while let next = scalars.next(), !(0x40...0x7E).contains(next.value) {}
      // A title ends with BEL, or with ESC and a backslash.
      case "]":
        while let next = scalars.next(), next != "\u{7}" {
          if next == "\u{1B}" {
            _ = scalars.next()
            break
          }
        }
      default: break
      }
    }
    return String(plain)
  }
}
