/// A name or a label as a dictionary key. Thai and Latin text is compared by its bytes: it has only one normalized
/// spelling (`NameSpelling`), whereas hashing it as a string would normalize it each time.
struct SpellingKey: Hashable {
  private let text: String
  /// Whether equality is equality of bytes.
  private let isOfBytes: Bool

  init(_ text: String) {
    self.text = text
    var looked = text
    isOfBytes = looked.withUTF8 { bytes in
      var place = 0
      while place < bytes.count {
        if bytes[place] < 0x80 {
          place += 1
        } else if bytes[place] == 0xE0, place + 2 < bytes.count, (0xB8...0xB9).contains(bytes[place + 1]) {
          place += 3
        } else {
          return false
        }
      }
      return true
    }
  }

  static func == (a: SpellingKey, b: SpellingKey) -> Bool {
    a.isOfBytes || b.isOfBytes ? a.text.utf8.elementsEqual(b.text.utf8) : a.text == b.text
  }

  func hash(into hasher: inout Hasher) {
    guard isOfBytes else { return hasher.combine(text) }
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
