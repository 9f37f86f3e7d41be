internal import Foundation

/// The binary on a real pseudo-terminal: keys in, screen out.
public final class PseudoTerminal {
  /// What stands on the terminal, as far as it was read: every wait reads on.
  public private(set) var screen: TerminalScreen
  /// All bytes read.
  public private(set) var received: [UInt8] = []
  private let child: TerminalChild
  private var transcript = Transcript()
  private var outgoing: ArraySlice<UInt8> = []
  private var isOutputOver = false

  /// A variable given as nil is taken away. Another program than codi-plan is given by its whole path.
  public init(
    _ arguments: [String], columns: Int = 100, rows: Int = 40, environment: [String: String?] = [:],
    program: String? = nil, folder: String? = nil, manner: TerminalScreen.Manner = .xterm
  ) throws {
    screen = TerminalScreen(columns: columns, rows: rows, manner: manner)
    var variables = ProcessInfo.processInfo.environment
    variables["TERM"] = "xterm"
    variables["NO_COLOR"] = "1"
    variables["LANG"] = "C.UTF-8"
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables["CODI_PLAN_HISTORY"] = ""
    // Journals and settings of its own, so that no two tests know of one another.
    let state = FileManager.default.temporaryDirectory.appendingPathComponent(
      "codi-plan-" + UUID().uuidString)
    variables["XDG_STATE_HOME"] = state.path
    variables["XDG_CONFIG_HOME"] = state.path
    for (name, value) in environment { variables[name] = value }
    // They would contradict the size of the terminal and LANG.
    for name in ["COLUMNS", "LINES", "LC_ALL", "LC_CTYPE"] where environment[name] == nil {
      variables[name] = nil
    }
    child = try TerminalChild(
      [program ?? Tool.binary.path] + arguments, environment: variables,
      folder: folder ?? Repository.root.path,
      columns: columns, rows: rows)
  }

  // MARK: Writing

  public func type(_ text: String) { send(Array(text.utf8)) }

  public func press(_ keys: Key...) {
    for key in keys { send(key.bytes(applicationCursorKeys: screen.applicationCursorKeys)) }
  }

  /// As terminals paste while the program has asked for brackets.
  @discardableResult
  public func paste(_ text: String, seconds: Double = 60) -> Bool {
    send(Array("\u{1B}[200~\(text)\u{1B}[201~".utf8), seconds: seconds)
  }

  /// Reads while it writes, so that neither side waits for the other for ever; whether all was taken.
  @discardableResult
  public func send(_ bytes: [UInt8], seconds: Double = 20) -> Bool {
    outgoing += bytes
    let end = ContinuousClock.now + .seconds(seconds)
    flush()
    while !outgoing.isEmpty, !isOutputOver, ContinuousClock.now < end { _ = pump(milliseconds: 10) }
    defer { outgoing = [] }
    return outgoing.isEmpty
  }

  public func resize(columns: Int, rows: Int) {
    drain()
    screen.resize(columns: columns, rows: rows)
    child.resize(columns: columns, rows: rows)
  }

  // MARK: Waiting

  /// Whether the screen came to look so in time.
  public func wait(until condition: (TerminalScreen) throws -> Bool, seconds: Double = 20) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    drain()
    if try condition(screen) { return true }
    while ContinuousClock.now < end {
      if pump(milliseconds: 20), try condition(screen) { return true }
    }
    return false
  }

  /// Reads until nothing has come for a while. For looking: a program that is slow looks settled too.
  public func settle(quiet: Double = 0.12, seconds: Double = 10) {
    let end = ContinuousClock.now + .seconds(seconds)
    var last = ContinuousClock.now
    while ContinuousClock.now < end, ContinuousClock.now < last + .seconds(quiet) {
      if pump(milliseconds: 10) { last = .now }
    }
  }

  /// Waits until what was printed since the last wait holds a text; answers with all of it up to there.
  @discardableResult
  public func expect(_ text: String, seconds: Int = 20) throws -> String {
    let end = ContinuousClock.now + .seconds(seconds)
    drain()
    while true {
      if let answer = transcript.take(through: text) {
        // Keys typed before the prompt is back meet a terminal that is not yet in its mode.
        settle(quiet: 0.03, seconds: 0.5)
        return answer
      }
      guard ContinuousClock.now < end else { throw Missing(text: text, seen: transcript.text) }
      while !pump(milliseconds: 20), ContinuousClock.now < end {}
    }
  }

  public struct Missing: Error, CustomStringConvertible {
    public let text: String
    public let seen: String
    public var description: String { "`\(text)` did not appear; the terminal shows:\n\(seen)" }
  }

  // MARK: The end

  /// The exit code, 128 and the signal that ended it, or nil while it runs.
  public var exitStatus: Int32? { child.status() }

  /// -1 when it still runs after that time.
  public func waitForExit(seconds: Double = 10) -> Int32 {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      _ = pump(milliseconds: 10)
      if let status = exitStatus {
        drain()
        return status
      }
    }
    return -1
  }

  public func kill(_ signal: Int32) { child.send(signal: signal) }

  /// The window is closed: nothing is read or written any more.
  public func hangUp() {
    isOutputOver = true
    child.hangUp()
  }

  // MARK: Reading

  /// Takes what is there, without waiting.
  private func drain() { while pump(milliseconds: 0) {} }

  /// Moves bytes both ways once; whether any were read.
  private func pump(milliseconds: Int32) -> Bool {
    guard !isOutputOver else {
      usleep(UInt32(milliseconds) * 1_000)
      return false
    }
    child.await(milliseconds: milliseconds, orRoomToWrite: !outgoing.isEmpty)
    flush()
    switch child.read() {
    case .bytes(let bytes):
      received += bytes
      transcript.add(bytes)
      screen.feed(bytes)
      outgoing += screen.takeReplies()
      flush()
      return true
    case .nothing: return false
    case .over:
      isOutputOver = true
      return false
    }
  }

  private func flush() {
    guard !outgoing.isEmpty, !isOutputOver else { return }
    outgoing = outgoing.dropFirst(child.write(outgoing.prefix(4_096)))
  }
}
