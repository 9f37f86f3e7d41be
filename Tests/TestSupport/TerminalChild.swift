internal import Foundation

/// A process whose controlling terminal is a pseudo-terminal, and the terminal's other side.
final class TerminalChild {
  enum Reading { case bytes(ArraySlice<UInt8>), nothing, over }

  private static let spawning = NSLock()

  private let process: pid_t
  private var master: Int32
  private var ended: Int32?
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  init(
    _ command: [String], environment: [String: String], folder: String, columns: Int, rows: Int
  ) throws {
    var slave: Int32 = 0
    var main: Int32 = 0
    var name = [CChar](repeating: 0, count: 128)
    var size = TerminalChild.size(columns: columns, rows: rows)
    // One at a time: a copy of the master in another child would keep the terminal from hanging up.
    TerminalChild.spawning.lock()
    defer { TerminalChild.spawning.unlock() }
    guard openpty(&main, &slave, &name, nil, &size) == 0 else { throw POSIXError(.ENOTTY) }
    master = main
    defer { close(slave) }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK)
    do {
      process = try TerminalChild.spawn(command, environment: environment, folder: folder, terminal: name)
    } catch {
      close(master)
      throw error
    }
  }

  deinit {
    hangUp()
    guard status() == nil else { return }
    kill(-process, SIGKILL)
    var state: Int32 = 0
    waitpid(process, &state, 0)
  }

  /// POSIX_SPAWN_SETSID, which Swift sees on macOS only.
  #if canImport(Darwin)
    private static let newSession = POSIX_SPAWN_SETSID
  #else
    private static let newSession: Int32 = 0x80
  #endif

  private static func spawn(
    _ command: [String], environment: [String: String], folder: String, terminal: [CChar]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a new session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    for inherited: Int32 in 3..<256 { posix_spawn_file_actions_addclose(&actions, inherited) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    // Spawning cannot change the folder; the shell does, and becomes the program.
    let enter = #"cd "$0" && exec "$@""#
    var arguments = (["/bin/sh", "-c", enter, folder] + command).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOENT) }
    return process
  }

  // MARK: The process

  /// The exit code, 128 and the signal as a shell says it, or nil.
  func status() -> Int32? {
    if let ended { return ended }
    var state: Int32 = 0
    guard waitpid(process, &state, WNOHANG) == process else { return nil }
    let signal = state & 0x7F
    ended = signal == 0 ? (state >> 8) & 0xFF : 128 + signal
    return ended
  }

  func send(signal: Int32) {
    if status() == nil { kill(process, signal) }
  }

  // MARK: The terminal

  /// The kernel tells the processes on the terminal with SIGWINCH.
  func resize(columns: Int, rows: Int) {
    var size = TerminalChild.size(columns: columns, rows: rows)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  private static func size(columns: Int, rows: Int) -> winsize {
    winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
  }

  func hangUp() {
    guard master >= 0 else { return }
    close(master)
    master = -1
  }

  func await(milliseconds: Int32, orRoomToWrite: Bool) {
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    if orRoomToWrite { request.events |= Int16(POLLOUT) }
    _ = poll(&request, 1, milliseconds)
  }

  func read() -> Reading {
    let count = Foundation.read(master, &buffer, buffer.count)
    if count > 0 { return .bytes(buffer[..<count]) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .over
  }

  /// How many were taken.
  func write(_ bytes: ArraySlice<UInt8>) -> Int {
    max(bytes.withUnsafeBytes { Foundation.write(master, $0.baseAddress, $0.count) }, 0)
  }
}
