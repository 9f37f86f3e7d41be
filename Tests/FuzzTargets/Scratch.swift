#if DEBUG || TESTABLE
  import Glibc

  /// A folder of the process's own, in which inputs that are files are laid down.
  public enum Scratch {
    /// The folder: `FUZZ_FOLDER`, or a new one. What the prompt keeps lies in it as well from then on.
    public static let folder: String = {
      let path = getenv("FUZZ_FOLDER").map { String(cString: $0) } ?? newFolder()
      setenv("XDG_STATE_HOME", path + "/state", 1)
      setenv("XDG_CONFIG_HOME", path + "/config", 1)
      setenv("CODI_PLAN_HISTORY", path + "/history", 1)
      return path
    }()

    private static func newFolder() -> String {
      var template = Array("/tmp/codi-plan-fuzz-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { fatalError("no folder to work in") }
      return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func path(_ name: String) -> String { folder + "/" + name }

    static func write(_ bytes: some Collection<UInt8>, to name: String) {
      let file = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard file >= 0 else { return }
      _ = Array(bytes).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      close(file)
    }

    static func remove(_ name: String) { unlink(path(name)) }
  }

  /// Several files in one input: each begins behind a line `=== NAME`, what stands before the first is `main.plan`.
  struct Bundle {
    private(set) var files: [(name: String, bytes: ArraySlice<UInt8>)] = []

    /// Names of files that an input may hold: it may not reach elsewhere.
    private static let names: Set<String> = [
      "main.plan", "other.plan", "t.csv", "u.csv", "axis.csv", "programmes.csv", "part",
    ]

    init(_ bytes: [UInt8]) {
      var name = "main.plan"
      var start = 0
      var lineStart = 0
      let mark = Array("=== ".utf8)
      while lineStart < bytes.count {
        let lineEnd = bytes[lineStart...].firstIndex(of: 10) ?? bytes.count
        if bytes[lineStart..<lineEnd].starts(with: mark) {
          add(name, bytes[start..<lineStart])
          name = String(decoding: bytes[(lineStart + mark.count)..<lineEnd], as: UTF8.self)
          start = min(lineEnd + 1, bytes.count)
        }
        lineStart = lineEnd + 1
      }
      add(name, bytes[start...])
    }

    private mutating func add(_ name: String, _ bytes: ArraySlice<UInt8>) {
      if Bundle.names.contains(name) { files.append((name, bytes)) }
    }

    /// Lays the files down, and takes away those of the input before.
    func lay() {
      for name in Bundle.names.sorted() where !files.contains(where: { $0.name == name }) {
        Scratch.remove(name)
      }
      for file in files { Scratch.write(file.bytes, to: file.name) }
    }
  }
#endif
