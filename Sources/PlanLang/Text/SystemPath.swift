internal import Glibc

/// File names as strings. To the system a name is a sequence of bytes, which need not be UTF-8. A byte that is not
/// valid UTF-8 becomes a private-use scalar in the string, and is converted back in system calls.
public enum SystemPath {
  /// The scalars that stand for the bytes from 0x80 on.
  private static let bytes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF
  private static let offset: UInt32 = 0x10FE00

  /// The string for a null-terminated name returned by the system.
  public static func text(_ path: UnsafePointer<CChar>) -> String {
    let bytes = UnsafeRawBufferPointer(start: path, count: strlen(path)).bindMemory(to: UInt8.self)
    // Fast path for almost every name.
    if bytes.firstBadByte == nil, !bytes.contains(0xF4) { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count {
      let rest = UnsafeBufferPointer(rebasing: bytes[index...])
      var decoder = UTF8()
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator), !SystemPath.bytes.contains(scalar.value) {
        text.append(scalar)
        index += UTF8.width(scalar)
      } else {
        text.append(Unicode.Scalar(offset + UInt32(bytes[index])) ?? "?")
        index += 1
      }
    }
    return String(text)
  }

  /// The bytes of the name that a string stands for, without a terminating null.
  public static func bytes(of text: String) -> [UInt8] {
    var looked = text
    // Answers are long strings that hardly ever contain such a scalar.
    guard looked.withUTF8({ $0.contains(0xF4) }) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { byte(of: $0).map { [$0] } ?? Array(String($0).utf8) }
  }

  /// The byte that such a scalar stands for; `nil` for an ordinary scalar.
  public static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    bytes.contains(scalar.value) ? UInt8(scalar.value - offset) : nil
  }

  /// The absolute path of a name, with links resolved; `nil` if it does not exist, in which case `errno` gives the
  /// reason.
  public static func real(_ path: String) -> String? {
    guard let resolved = path.withSystemPath({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return text(resolved)
  }
}

extension String {
  /// Calls a closure with the name as null-terminated bytes, valid only during the call.
  public func withSystemPath<Result>(_ ask: (UnsafePointer<CChar>) -> Result) -> Result {
    guard utf8.contains(0xF4) else { return withCString(ask) }
    let bytes = SystemPath.bytes(of: self).map { CChar(bitPattern: $0) } + [0]
    return bytes.withUnsafeBufferPointer { buffer in buffer.baseAddress.map(ask) ?? "".withCString(ask) }
  }
}
