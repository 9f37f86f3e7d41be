import Foundation
import TestSupport
import Testing

/// Files are replaced whole, keep what belongs to them, and nobody's work is overwritten unseen. What happens when calls
/// fail or signals come is shown by the fault runs (`make faults`).
struct FileWritingTests {
  private let folder: URL
  private let untidy = "plan   \"ก\"\nfiscal   year 2561\n"
  private let tidy = "plan \"ก\"\nfiscal year 2561\n"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String = "a.plan") throws -> URL {
    let file = folder.appendingPathComponent(name)
    try untidy.write(to: file, atomically: false, encoding: .utf8)
    return file
  }

  private func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  /// Nothing lies beside the files.
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(arguments: [0o600, 0o644, 0o664, 0o777])
  func permissionsAreKept(_ mode: Int) throws {
    let file = try file()
    chmod(file.path, mode_t(mode))
    #expect(try Tool(["format", file.path]).status == 0)
    #expect(try text(file) == tidy)
    var status = stat()
    stat(file.path, &status)
    #expect(status.st_mode & 0o7777 == mode_t(mode))
    #expect(try names() == ["a.plan"])
  }

  @Test func aLinkStaysALink() throws {
    let file = try file()
    let link = folder.appendingPathComponent("link.plan")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    #expect(try Tool(["format", link.path]).status == 0)
    #expect(try text(file) == tidy)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
  }

  @Test func namesAreNotParted() throws {
    let file = try file()
    let other = folder.appendingPathComponent("other.plan")
    try FileManager.default.linkItem(at: file, to: other)
    let run = try Tool(["format", file.path])
    #expect(
      run.status == 2 && run.errors.contains("2 names") && run.errors.contains("help:"), "\(run.errors)")
    #expect(try text(other) == untidy)
    #expect(try names() == ["a.plan", "other.plan"])
  }

  @Test func aLongThaiNameIsNoHindrance() throws {
    let file = try file(String(repeating: "แผน", count: 27) + ".plan")
    let run = try Tool(["format", file.path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try text(file) == tidy)
  }

  /// `save` writes over nothing but what it wrote itself.
  @Test func savingTwiceOverAnEditKeepsTheEdit() throws {
    let plan = try file()
    let saved = folder.appendingPathComponent("saved.plan")
    let edit = "! echo '# mine' >> \(saved.path)"
    let bench = try PromptBench(files: [plan.path])
    _ = bench.enter("let x = 5")
    _ = bench.enter("save \(saved.path)")
    #expect(bench.awaits { $0.shows("saved") }, "\(bench.screen)")
    _ = bench.enter(edit)
    _ = bench.enter("let y = 6")
    _ = bench.enter("save \(saved.path)")
    #expect(bench.awaits { $0.shows("somebody has changed it") }, "\(bench.screen)")
    #expect(try text(saved).hasSuffix("# mine\n"))
    #expect(try names() == ["a.plan", "saved.plan"])
  }

  @Test func theShellIsForThePlannerAlone() throws {
    let plan = try file()
    let mark = folder.appendingPathComponent("mark")
    // Neither in a script nor in a file.
    let script = try Tool(["prompt", plan.path], input: "! touch \(mark.path)\n")
    #expect(script.output.contains("at the prompt of a terminal"), "\(script.output)")
    try "! touch \(mark.path)\n".write(to: plan, atomically: false, encoding: .utf8)
    for command in ["check", "run"] { #expect(try Tool([command, plan.path]).status == 2) }
    #expect(!FileManager.default.fileExists(atPath: mark.path))
    try untidy.write(to: plan, atomically: false, encoding: .utf8)
    let bench = try PromptBench(files: [plan.path])
    _ = bench.enter("! echo น้ำ; echo yes > \(mark.path); exit 3")
    #expect(bench.awaits { $0.shows("ended with status 3") }, "\(bench.screen)")
    #expect(bench.screen.shows("น้ำ"), "\(bench.screen)")
    #expect(try text(mark) == "yes\n")
    #expect(bench.answer(to: "1 + 1").contains("2"), "\(bench.screen)")
  }

  /// Whoever ends the prompt by a signal leaves the terminal as the shell had it.
  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func aSignalGivesTheTerminalBack(_ number: Int32) throws {
    let plan = try file()
    let bench = try PromptBench(files: [plan.path])
    bench.terminal.type("1 + ")
    #expect(bench.awaits { $0.shows("1 +") && $0.bracketedPaste })
    bench.terminal.kill(number)
    #expect(bench.terminal.waitForExit() == 128 + number)
    #expect(bench.awaits { !$0.bracketedPaste }, "\(bench.screen)")
  }
}
