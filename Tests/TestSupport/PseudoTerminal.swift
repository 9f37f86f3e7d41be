internal import Foundation

/// The binary on a real pseudo-terminal: keys in, screen bytes out.
public final class PseudoTerminal {
  private let process = Process()
  private let master: Int32
  private var seen: [UInt8] = []
  /// How many characters of it earlier waits have passed.
  private var waited = 0

  public init(_ arguments: [String], columns: UInt16 = 100, environment: [String: String] = [:]) throws {
    var slave: Int32 = 0
    var main: Int32 = 0
    var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&main, &slave, nil, nil, &size) == 0 else { throw POSIXError(.ENOTTY) }
    master = main
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = Repository.root
    var variables = ProcessInfo.processInfo.environment
    variables["TERM"] = "xterm"
    variables["NO_COLOR"] = "1"
    variables["LANG"] = "C.UTF-8"
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables["CODI_PLAN_HISTORY"] = ""
    variables.merge(environment) { $1 }
    process.environment = variables
    let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    close(slave)
    let flags = fcntl(master, F_GETFL)
    _ = fcntl(master, F_SETFL, flags | O_NONBLOCK)
  }

  deinit {
    if process.isRunning { process.terminate() }
    close(master)
  }

  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Waits until what was printed since the last wait holds a text; answers with all of it up to there.
  @discardableResult
  public func expect(_ text: String, seconds: Int = 20) throws -> String {
    for _ in 0..<(seconds * 100) {
      readMore()
      let shown = PseudoTerminal.plain(seen).dropFirst(waited)
      if let found = shown.range(of: text) {
        let answer = shown[..<found.upperBound]
        waited += answer.count
        return String(answer)
      }
      usleep(10_000)
    }
    throw Missing(text: text, seen: String(PseudoTerminal.plain(seen).dropFirst(waited)))
  }

  public func waitForExit() -> Int32 {
    for _ in 0..<1_000 where process.isRunning {
      readMore()
      usleep(10_000)
    }
    return process.isRunning ? -1 : process.terminationStatus
  }

  public struct Missing: Error, CustomStringConvertible {
    public let text: String
    public let seen: String
    public var description: String { "`\(text)` did not appear; the terminal shows:\n\(seen)" }
  }

  private func readMore() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      seen += buffer[..<count]
    }
  }

  /// The text without escape sequences.
  private static func plain(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    var plain = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\u{1B}" else {
        plain.append(scalar)
        continue
      }
      guard let kind = scalars.next(), kind == "[" else { continue }
      while let next = scalars.next(), !(0x40...0x7E).contains(next.value) {}
    }
    return String(plain)
  }
}
