#if DEBUG || TESTABLE
  /// One door through which bytes of any kind come into the program.
  ///
  /// Whatever they are, the program must neither crash nor hang, and what it makes of them must hold together: a target reads
  /// them as the program would, and looks for what must always be true.
  public struct FuzzTarget: Sendable {
    public let name: String
    /// What the bytes are taken for.
    public let input: Input
    private let look: @Sendable ([UInt8]) throws -> Void

    public enum Input: Sendable {
      case bytes
      case plan
      /// Lines typed at the prompt.
      case lines
      /// Files behind one another, each under a line `=== NAME`.
      case bundle
    }

    init(_ name: String, _ input: Input, _ look: @escaping @Sendable ([UInt8]) throws -> Void) {
      self.name = name
      self.input = input
      self.look = look
    }

    /// - Throws: `Broken`, where something does not hold.
    public func run(_ bytes: [UInt8]) throws { try look(bytes) }

    public static let all = [lexer, syntax, check, tables, parts, session, line, keys, state]
  }

  /// Something that must always be true, and is not.
  public struct Broken: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
  }

  func require(_ holds: Bool, _ description: @autoclosure () -> String) throws {
    guard holds else { throw Broken(description()) }
  }
#endif
