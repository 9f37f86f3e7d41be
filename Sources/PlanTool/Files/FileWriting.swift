import Glibc
import PlanLang
import ProcessShim

/// Writes files atomically: first beside the old one, then moved into its place, so that a crash, a full disk or a
/// signal never leaves half a file, and changes made by others are never overwritten unnoticed.
struct FileWriting {
  /// The condition under which the new text may replace the file.
  enum Expectation {
    case anything
    /// No file of that name must exist.
    case nothing
    /// The file must be as last read or written: it may have been edited since.
    case content([UInt8])
  }

  private let path: String
  private let expectation: Expectation

  /// - Parameter mode: the permissions of a new file; an existing one keeps its own.
  static func write(
    _ text: String, to path: String, expecting expectation: Expectation, mode: mode_t = 0o666
  ) throws(SystemReason) {
    let target = try resolved(path)
    let writing = FileWriting(path: target, expectation: expectation)
    // Defer signals until the file is complete, which only takes a moment.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try writing.write(Array(text.utf8), mode: mode)
  }

  /// The target of the name, if it is a link.
  private static func resolved(_ path: String) throws(SystemReason) -> String {
    if let real = SystemPath.real(path) { return real }
    let failure = errno
    var status = stat()
    guard failure == ENOENT else { throw SystemReason(errno: failure) }
    guard path.withSystemPath({ lstat($0, &status) }) != 0 else {
      throw SystemReason(
        "it is a link to a file that is not there", help: "remove the link, or make the file")
    }
    return path
  }

  private func write(_ bytes: [UInt8], mode: mode_t) throws(SystemReason) {
    let old = try openOld()
    defer { if let old { close(old) } }
    let (beside, new) = try openBeside()
    var isPlaced = false
    defer {
      // After an exchange, this is the old file; if the new file was not moved into place, it is the new one.
      _ = beside.withSystemPath { unlink($0) }
      if isPlaced { syncFolder() }
    }
    do throws(SystemReason) {
      try fill(new, with: bytes)
      try keepWhatBelongs(to: old, on: new, mode: mode)
      try require(SystemCall.retried { fsync(new) } == 0)
    } catch {
      close(new)
      throw error
    }
    close(new)
    try place(beside, isNew: old == nil)
    isPlaced = true
  }

  private func require(_ succeeded: Bool) throws(SystemReason) {
    if !succeeded { throw SystemReason(errno: errno) }
  }

  // MARK: The old file

  /// Opens the file to be replaced; `nil` if there is none.
  private func openOld() throws(SystemReason) -> Int32? {
    let descriptor = SystemCall.retried {
      path.withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
    }
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw SystemReason(errno: errno) }
      if case .content = expectation {
        throw SystemReason("it no longer exists", help: "save it under another name")
      }
      return nil
    }
    do throws(SystemReason) {
      try requireReplaceable(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private func requireReplaceable(_ descriptor: Int32) throws(SystemReason) {
    var status = stat()
    try require(fstat(descriptor, &status) == 0)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemReason(
        "it is not a file", help: "a pipe, a device or a folder cannot be written as a plan; use another name"
      )
    }
    if case .nothing = expectation { throw SystemReason(errno: EEXIST) }
    guard path.withSystemPath({ faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) }) == 0 else {
      throw SystemReason(
        "it is write-protected", help: "`chmod u+w` allows changes, if it may be changed")
    }
    guard status.st_nlink == 1 else {
      throw SystemReason(
        "the file has \(status.st_nlink) names, and only one of them would be changed",
        help: "make it a file of its own: copy it, and move the copy over it")
    }
  }

  /// Creates a file with an unused name in the same folder, since only there can it be renamed atomically.
  private func openBeside() throws(SystemReason) -> (path: String, descriptor: Int32) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var number = 0
    while true {
      let beside = "\(folder).codi-plan-\(getpid())-\(number)"
      let descriptor = SystemCall.retried {
        beside.withSystemPath { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
      }
      if descriptor >= 0 { return (beside, descriptor) }
      // Left over from a program that was killed.
      guard errno == EEXIST, number < 1_000 else { throw SystemReason(errno: errno) }
      number += 1
    }
  }

  private func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemReason) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      try require(count > 0)
      rest = rest.dropFirst(count)
    }
  }

  /// Copies the owner, permissions, access lists and other metadata.
  private func keepWhatBelongs(to old: Int32?, on new: Int32, mode: mode_t) throws(SystemReason) {
    guard let old else {
      let mask = umask(0)
      umask(mask)
      return try require(fchmod(new, mode & ~mask) == 0)
    }
    var (was, status) = (stat(), stat())
    try require(fstat(old, &was) == 0 && fstat(new, &status) == 0)
    if was.st_uid != status.st_uid || was.st_gid != status.st_gid, fchown(new, was.st_uid, was.st_gid) != 0 {
      throw SystemReason(
        "it belongs to somebody else, who would no longer own it", help: "copy it, and change the copy")
    }
    guard shim_copy_attributes(old, new) else {
      throw SystemReason(
        "what belongs to it (access lists, attributes) cannot be kept", help: "copy it, and change the copy")
    }
    try require(fchmod(new, was.st_mode & 0o7777) == 0)
  }

  // MARK: In its place

  private func place(_ beside: String, isNew: Bool) throws(SystemReason) {
    switch expectation {
    case .nothing: try require(FileWriting.pair(beside, path) { shim_rename_to_new($0, $1) })
    case .anything: try require(FileWriting.pair(beside, path) { rename($0, $1) == 0 })
    case .content(let content): try exchange(beside, expecting: content)
    }
  }

  /// Swaps the two files atomically, so that the replaced one can be checked and, if necessary, put back.
  private func exchange(_ beside: String, expecting content: [UInt8]) throws(SystemReason) {
    if FileWriting.pair(beside, path, { shim_exchange($0, $1) }) {
      guard FileWriting.holds(beside, content) else {
        _ = FileWriting.pair(beside, path) { shim_exchange($0, $1) }
        throw FileWriting.edited
      }
    } else {
      guard errno == EINVAL || errno == ENOSYS else { throw SystemReason(errno: errno) }
      // If swapping is not supported, there is a short race between the check and the rename.
      guard FileWriting.holds(path, content) else { throw FileWriting.edited }
      try require(FileWriting.pair(beside, path) { rename($0, $1) == 0 })
    }
  }

  private static func pair(
    _ one: String, _ other: String, _ ask: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Bool
  ) -> Bool {
    one.withSystemPath { one in other.withSystemPath { ask(one, $0) } }
  }

  private static var edited: SystemReason {
    SystemReason(
      "somebody has changed it in the meantime, and that version is kept", help: "look at it, and try again")
  }

  private static func holds(_ path: String, _ content: [UInt8]) -> Bool {
    (try? StateFile.bytes(of: path)) == content
  }

  /// A new name is only on disk once its folder is synced; if the folder cannot be synced, nothing can be done.
  private func syncFolder() {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = SystemCall.retried {
      folder.withSystemPath { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }
    guard descriptor >= 0 else { return }
    _ = SystemCall.retried { fsync(descriptor) }
    close(descriptor)
  }
}
