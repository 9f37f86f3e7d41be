import Glibc

/// A keyboard event.
enum Key: Equatable {
  /// Letters, digits and marks, as many as arrived at once.
  case text([Unicode.Scalar])
  /// A control character: Ctrl-A is 1, Enter 10, Tab 9, Backspace 127.
  case control(UInt8)
  case up, down, left, right, home, end, delete, pageUp, pageDown, wordLeft, wordRight, shiftTab, altEnter
  /// - Parameter isWhole: whether its end arrived as well; otherwise it was cut short.
  case paste(String, isWhole: Bool)
  case escape
  /// Alt with a letter.
  case meta(Unicode.Scalar)
  /// An escape sequence without a meaning here, which the user's own key bindings may handle.
  case unknown([UInt8])
  /// The size of the terminal has changed.
  case resized
  /// Nothing arrived before the timeout.
  case idle
  /// The terminal has been closed.
  case closed

  static let enter = Key.control(10)
  static let tab = Key.control(9)
  static let backspace = Key.control(127)
  static func ctrl(_ letter: Character) -> Key { .control((letter.asciiValue ?? 64) & 0x1F) }
}

/// Decodes the bytes sent by a terminal into keys. Escape sequences, pasted texts and multi-byte characters are
/// reassembled here, so that none is mistaken for something else.
final class KeyInput {
  private var bytes: [UInt8] = []
  private var position = 0
  private var isClosed = false
  /// Whether a paste was cancelled whose remainder or end may still arrive.
  private var isPasteOpen = false
  /// Reports whether the terminal has changed its size; polled before each key and after each signal.
  private let wasResized: () -> Bool

  init(wasResized: @escaping () -> Bool) { self.wasResized = wasResized }

  /// How long to wait for the rest of an escape sequence or character, in milliseconds.
  private static let patience: Int32 = 50

  /// How long to wait for a key before checking the terminal size again, in milliseconds.
  private static let glance: Int32 = 200

  /// Whether there is unread input.
  var isWaiting: Bool { position < bytes.count || poll(0) }

  /// - Parameter timeout: the timeout in milliseconds; without one, it waits indefinitely.
  func next(timeout: Int32? = nil) -> Key {
    if wasResized() { return .resized }
    if position == bytes.count {
      guard !isClosed else { return .closed }
      // A signal may arrive just before the wait begins, so never wait without a timeout.
      switch fill(timeout ?? KeyInput.glance) {
      case .some: break
      case .nothing where timeout == nil: return next()
      case .nothing: return .idle
      case .signalled: return wasResized() ? .resized : next(timeout: timeout)
      case .closed:
        isClosed = true
        return .closed
      }
    }
    if let rest = restOfPaste() { return rest }
    return decode()
  }

  // MARK: Bytes

  private enum Filling {
    case some, nothing, signalled, closed
  }

  private func poll(_ timeout: Int32) -> Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&request, 1, timeout) > 0
  }

  private func fill(_ timeout: Int32) -> Filling {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let ready = Glibc.poll(&request, 1, timeout)
    if ready == 0 { return .nothing }
    if ready < 0 { return errno == EINTR ? .signalled : .closed }
    if position == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      position = 0
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR { return .signalled }
    guard count > 0 else { return .closed }
    bytes += buffer[..<count]
    return .some
  }

  /// The byte at an offset from here; waits briefly for it.
  private func peek(_ offset: Int = 0) -> UInt8? {
    while position + offset >= bytes.count {
      guard poll(KeyInput.patience) else { return nil }
      switch fill(0) {
      case .some, .signalled: continue
      case .nothing, .closed: return nil
      }
    }
    return bytes[position + offset]
  }

  // MARK: Keys

  private func decode() -> Key {
    let byte = bytes[position]
    if byte == 0x1B { return escapeSequence() }
    if byte < 0x20 || byte == 0x7F {
      position += 1
      return .control(byte == 13 ? 10 : byte)
    }
    var run: [Unicode.Scalar] = []
    while position < bytes.count, bytes[position] >= 0x20, bytes[position] != 0x7F { run.append(scalar()) }
    return .text(run)
  }

  /// One scalar. Invalid UTF-8 becomes U+FFFD, which is visible and can be deleted.
  private func scalar() -> Unicode.Scalar {
    let first = bytes[position]
    position += 1
    guard first >= 0x80 else { return Unicode.Scalar(first) }
    let count = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0
    guard count > 0, first < 0xF5 else { return "\u{FFFD}" }
    var letter = [first]
    for _ in 0..<count {
      guard let next = peek(), next & 0xC0 == 0x80 else { return "\u{FFFD}" }
      letter.append(next)
      position += 1
    }
    let scalar = String(decoding: letter, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    // C1 control characters do not belong in a line.
    return (0x80..<0xA0).contains(scalar.value) ? "\u{FFFD}" : scalar
  }

  private func escapeSequence() -> Key {
    position += 1
    guard let next = peek() else { return .escape }
    if next == UInt8(ascii: "[") || next == UInt8(ascii: "O") {
      guard peek(1) != nil else {
        position += 1
        return .meta(Unicode.Scalar(next))
      }
      position += 1
      return next == UInt8(ascii: "[") ? controlSequence() : shortSequence()
    }
    if next == 10 || next == 13 {
      position += 1
      return .altEnter
    }
    if next < 0x20 || next == 0x7F { return .escape }
    return .meta(scalar())
  }

  /// `ESC O A`: how some terminals encode arrow keys.
  private func shortSequence() -> Key {
    let byte = peek() ?? 0
    position += 1
    return KeyInput.keys[Character(Unicode.Scalar(byte))] ?? .unknown([0x1B, UInt8(ascii: "O"), byte])
  }

  private static let keys: [Character: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .shiftTab,
  ]

  private static let numbered: [String: Key] = [
    "1": .home, "3": .delete, "4": .end, "5": .pageUp, "6": .pageDown, "7": .home, "8": .end,
    "13;3": .altEnter, "27;3;13": .altEnter,
  ]

  /// `ESC [ 1 ; 5 C`.
  private func controlSequence() -> Key {
    var parameters: [UInt8] = []
    while let byte = peek(), parameters.count < 32 {
      position += 1
      guard byte < 0x40 || byte > 0x7E else {
        return key(String(decoding: parameters, as: UTF8.self), final: byte)
      }
      guard byte >= 0x20 else { return .escape }
      parameters.append(byte)
    }
    return .escape
  }

  private func key(_ parameters: String, final: UInt8) -> Key {
    let letter = Character(Unicode.Scalar(final))
    if letter == "~", parameters == "200" { return pastedText() }
    // The end of a paste that was cancelled.
    if letter == "~", parameters == "201" { return position < bytes.count ? decode() : .idle }
    if letter == "~" || letter == "u", let key = KeyInput.numbered[parameters] { return key }
    if let key = KeyInput.keys[letter], parameters.isEmpty || parameters == "1" { return key }
    // With Ctrl or Alt, the arrow keys move by words.
    if let key = KeyInput.keys[letter], ["1;5", "1;3", "5", "3"].contains(parameters) {
      return key == .left ? .wordLeft : key == .right ? .wordRight : key
    }
    return .unknown([0x1B, UInt8(ascii: "[")] + Array(parameters.utf8) + [final])
  }

  // MARK: Pastes

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// How long to wait for the rest of a paste, in milliseconds.
  private static let pastePatience: Int32 = 500

  /// This many bytes at once, including a line end, cannot come from a keyboard.
  private static let maxTypedAtOnce = 200

  /// Everything up to the end of the paste, however long it is. Ctrl-C or silence ends the paste too, in case its end
  /// never arrives.
  private func pastedText() -> Key {
    var text: [UInt8] = []
    isPasteOpen = false
    while true {
      while position < bytes.count {
        text.append(bytes[position])
        position += 1
        if text.last == UInt8(ascii: "~"),
          text.suffix(KeyInput.pasteEnd.count).elementsEqual(KeyInput.pasteEnd)
        {
          let pasted = text.dropLast(KeyInput.pasteEnd.count)
          return .paste(String(decoding: pasted, as: UTF8.self), isWhole: true)
        }
      }
      // In the middle of a paste, Ctrl-C is part of the text.
      if text.last == 3, !poll(KeyInput.patience) {
        return givenUp(text.dropLast())
      }
      switch fill(KeyInput.pastePatience) {
      case .some, .signalled: continue
      case .nothing: return givenUp(text[...])
      case .closed:
        isClosed = true
        return givenUp(text[...])
      }
    }
  }

  private func givenUp(_ text: ArraySlice<UInt8>) -> Key {
    isPasteOpen = true
    return .paste(String(decoding: text, as: UTF8.self), isWhole: false)
  }

  /// Consumes the rest of a cancelled paste, so that nothing in it is read as Enter.
  private func restOfPaste() -> Key? {
    guard isPasteOpen else { return nil }
    let rest = bytes[position...]
    if let end = rest.firstRange(of: KeyInput.pasteEnd) {
      isPasteOpen = false
      position = end.upperBound
      let pasted = rest[..<end.lowerBound]
      return pasted.isEmpty ? .idle : .paste(String(decoding: pasted, as: UTF8.self), isWhole: true)
    }
    let isTyped =
      rest.count < KeyInput.maxTypedAtOnce || !rest.dropLast().contains { $0 == 10 || $0 == 13 }
    return isTyped ? nil : pastedText()
  }
}
