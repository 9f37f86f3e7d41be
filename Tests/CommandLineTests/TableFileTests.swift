import Foundation
import TestSupport
import Testing

/// Files that are no tables, tables that are too much, and tables that are not ours to read: each is refused in a moment.
@Suite struct TableFileTests {
  private static let header = "area,programme,target\n"

  // MARK: Encodings

  @Test(
    arguments: [
      // What Windows-874 has no letter for, a letter cut short, and what was never a letter.
      ([0xCB, 0xB9, 0xDB, 0xD2], "E0604 at figures.csv:2:1"), ([0xFF], "E0604 at figures.csv:2:1"),
      ([0x63, 0x61, 0x66, 0xE9], "E0604 at figures.csv:2:1"),
      ([0x53, 0xE3, 0x6F], "E0604 at figures.csv:2:1"),
      ([0xE0, 0xB8], "E0604 at figures.csv:2:1"), ([0xED, 0xA0, 0x80], "E0604 at figures.csv:2:1"),
      ([0x41, 0xC0], "E0604 at figures.csv:2:1"), ([0x00], "E0607 at figures.csv:2:1"),
    ] as [([UInt8], String)])
  func keysThatAreNotUTF8(_ key: [UInt8], _ mistake: String) throws {
    let folder = try TableFolder(figures: Array(Self.header.utf8) + key + Array(",rural,5\n".utf8))
    try folder.expectMistakes([mistake])
  }

  @Test func headersThatAreNotUTF8() throws {
    let folder = try TableFolder(figures: Array("area,programme,".utf8) + [0xE0, 0xB9, 0x0A, 0x61, 0x0A])
    try folder.expectMistakes(["E0604 at figures.csv:1:1"])
  }

  /// UTF-16 says by its mark that it is; without one, nothing can be known.
  @Test func anotherEncodingAltogether() throws {
    let text = "area,programme,target\nnorth,rural,5\n"
    let folder = try TableFolder(figures: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    let found = try folder.mistakes()
    #expect(!found.isEmpty && found.allSatisfy { $0.code == "E0604" || $0.code == "E0605" }, "\(found)")
  }

  /// A cell that is no text is no figure either, and a column that is passed over may hold anything.
  @Test func cellsThatAreNotUTF8() throws {
    let rows: [UInt8] = Array("north,rural,".utf8) + [0xFF] + Array("\n".utf8)
    let folder = try TableFolder(figures: Array(Self.header.utf8) + rows)
    let found = try folder.mistakes()
    #expect(found.map(\.place) == ["figures.csv:2:13"])
    try folder.write(TableFolder.head + "load \"figures.csv\" without target\n", to: "test.plan")
    try Data(Array("target,area,programme,actual\n".utf8) + [0xFF] + Array(",north,rural,7\n".utf8))
      .write(to: folder.file("figures.csv"))
    try folder.expect("rural.actual", is: ["7"])
  }

  /// Bytes by chance: an answer or a list of mistakes, never a crash, and never a control sequence on the terminal.
  @Test func anythingAtAllIsReadOrRefused() throws {
    var numbers = SeededNumbers(seed: 9_2561)
    let words = [
      "area", "programme", "target", "north", "rural", ",", ",", ",", "\n", "\n", "\"", "1", "-", "\r",
    ]
    let folder = try TableFolder(figures: "")
    for _ in 0..<120 {
      var bytes = Array(Bool.random(using: &numbers) ? Self.header.utf8 : "".utf8)
      for _ in 0..<Int.random(in: 0...60, using: &numbers) {
        if Bool.random(using: &numbers) {
          bytes += Array(words.randomElement(using: &numbers)!.utf8)
        } else {
          bytes.append(UInt8.random(in: 0...255, using: &numbers))
        }
      }
      try Data(bytes).write(to: folder.file("figures.csv"))
      let run = try Tool(["check", folder.plan])
      #expect(run.status == 0 || run.status == 2, "\(run.status) of \(bytes)")
      #expect(!run.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(bytes)")
    }
  }

  // MARK: Too much

  /// Memory in KB, as the shell's `ulimit` has it: far less than the file, somewhat more than the tool needs.
  private func checkWithLittleMemory(
    _ folder: TableFolder, _ kilobytes: Int = 400_000
  ) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let limit = Tool.isSanitized ? "unlimited" : "\(kilobytes)"
    process.arguments = ["-c", "ulimit -v \(limit); exec \"$0\" check \"$1\"", Tool.binary.path, folder.plan]
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let errors = folder.file("errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
  }

  /// A line of 2 GB, none of which is on the disk: nobody waits for its end.
  @Test func aLineOfTwoGigabytesIsRefused() throws {
    let folder = try TableFolder(figures: "")
    #expect(truncate(folder.file("figures.csv").path, 1 << 31) == 0)
    let clock = ContinuousClock.now
    let run = try checkWithLittleMemory(folder)
    #expect(clock.duration(to: .now) < .seconds(20))
    #expect(run.status == 2 && run.errors.contains("E0606"), "\(run)")
    #expect(run.errors.contains("line 1 of"), "\(run.errors)")
  }

  @Test(arguments: [false, true])
  func aLineOfMegabytesIsRefused(_ isQuoted: Bool) throws {
    let mark = isQuoted ? "\"" : ""
    let long = mark + String(repeating: "ก่", count: 700_000) + mark
    let folder = try TableFolder(figures: Self.header + "south,rural,1\nnorth,rural,\(long)\neast,rural,x\n")
    try folder.expectMistakes(["E0606 at test.plan:9:6"])
    let run = try checkWithLittleMemory(folder)
    #expect(run.status == 2 && run.errors.contains("line 3 of") && run.errors.utf8.count < 2_000)
  }

  /// Just as long as a row may be: then what is wrong with it is told, without all of it on the screen.
  @Test func aLongRowIsShownInPart() throws {
    let note = String(repeating: "ก่", count: 150_000)
    let folder = try TableFolder(figures: Self.header + "south,rural,1\n\(note),rural,1,1\n")
    try folder.expectMistakes(["E0606 at figures.csv:3:1"])
    #expect(try Tool(["check", folder.plan]).errors.utf8.count < 2_000)
  }

  @Test func aTableOfManyRows() throws {
    let rows = (0..<20_000).map { "a\($0),rural,\($0),\"1,\(String(1_000 + $0 % 1_000).suffix(3))\"\n" }
      .joined()
    let areas = "code\n" + (0..<20_000).map { "a\($0)\n" }.joined()
    let folder = try TableFolder(
      """
      unit household
      axis area from "areas.csv" key code
      programme rural in household {}
      load "figures.csv"
      """, ["areas.csv": areas, "figures.csv": "area,programme,target,actual\n" + rows])
    try folder.expect("rural.target", is: ["199990000"])
    try folder.expect("rural.actual", is: ["29990000"])
    try folder.write(
      try String(contentsOf: folder.file("figures.csv"), encoding: .utf8) + "a7,rural,,1\nz,rural,1,1\n",
      to: "figures.csv")
    try folder.expectMistakes(["E0608 at figures.csv:20002:11", "E0607 at figures.csv:20003:1"])
  }

  /// Within the limits, and more than there is memory for.
  @Test(.enabled(if: !Tool.isSanitized))
  func moreFiguresThanMemory() throws {
    let members = { (name: String) in "code\n" + (0..<5_000).map { "\(name)\($0)\n" }.joined() }
    let folder = try TableFolder(
      "unit household\nprogramme rural in household {}\naxis a from \"a.csv\" key code\n"
        + "axis b from \"b.csv\" key code\nload \"figures.csv\"\n",
      ["a.csv": members("a"), "b.csv": members("b"), "figures.csv": "programme,a,b,target\nrural,a1,b1,5\n"])
    let run = try checkWithLittleMemory(folder)
    #expect(run.status == 2 && run.errors.contains("E0110"), "\(run)")
    #expect(run.errors.contains("memory for") && run.errors.contains("figures.csv:2"), "\(run)")
  }

  /// Each block by itself finds memory, and all of them do not: as they grow from 32 to 64 bits, or become columns.
  @Test(.enabled(if: !Tool.isSanitized), arguments: [200_000, 230_000, 260_000, 290_000, 320_000])
  func memoryThatIsOverWhileATableIsRead(kilobytes: Int) throws {
    let members = { (name: String) in "code\n" + (0..<1_100).map { "\(name)\($0)\n" }.joined() }
    let programmes = (0..<6).map { "programme p\($0) in household {}\n" }.joined()
    let rows = (0..<6).map { "p\($0),a1,b1,5\n" } + (0..<6).map { "p\($0),a2,b2,5000000000\n" }
    let folder = try TableFolder(
      "unit household\n" + programmes + "axis a from \"a.csv\" key code\naxis b from \"b.csv\" key code\n"
        + "load \"figures.csv\"\n",
      [
        "a.csv": members("a"), "b.csv": members("b"),
        "figures.csv": "programme,a,b,target\n" + rows.joined(),
      ])
    let run = try checkWithLittleMemory(folder, kilobytes)
    #expect(run.status == 2 ? run.errors.contains("memory for") : run.status == 0, "\(run)")
    if kilobytes == 200_000 { #expect(run.status == 2) }
  }

  @Test func noSuchManyFigures() throws {
    let plan = (0..<4).map { axis in
      "axis x\(axis) { " + (0..<100).map { "m\(axis)_\($0)" }.joined(separator: ", ") + " }\n"
    }
    let folder = try TableFolder(
      "unit household\nprogramme rural in household {}\n" + plan.joined() + "load \"figures.csv\"\n",
      ["figures.csv": "programme,x0,x1,x2,x3,target\nrural,m0_1,m1_1,m2_1,m3_1,5\n"])
    let run = try checkWithLittleMemory(folder)
    #expect(run.status == 2 && run.errors.contains("100,000,000 figures"), "\(run)")
  }

  // MARK: Not files

  @Test func aFolder() throws {
    let folder = try TableFolder(figures: "")
    try FileManager.default.removeItem(at: folder.file("figures.csv"))
    try FileManager.default.createDirectory(
      at: folder.file("figures.csv"), withIntermediateDirectories: false)
    try folder.expectMistakes(["E0601 at test.plan:9:6"])
  }

  /// A pipe that nobody writes into would keep the tool waiting for ever.
  @Test func aPipe() throws {
    let folder = try TableFolder(figures: "")
    try FileManager.default.removeItem(at: folder.file("figures.csv"))
    #expect(mkfifo(folder.file("figures.csv").path, 0o600) == 0)
    try folder.expectMistakes(["E0601 at test.plan:9:6"])
  }

  @Test func aFileThatIsNotThere() throws {
    let folder = try TableFolder(figures: "")
    try FileManager.default.removeItem(at: folder.file("figures.csv"))
    try folder.expectMistakes(["E0601 at test.plan:9:6"])
  }

  @Test func aDeviceByALink() throws {
    let folder = try TableFolder(figures: "")
    try FileManager.default.removeItem(at: folder.file("figures.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("figures.csv").path, withDestinationPath: "/dev/zero")
    try folder.expectMistakes(["E0602 at test.plan:9:6"])
    let allowed = try folder.mistakes(["--allow", "/dev"]).map(\.description)
    #expect(allowed == ["E0601 at test.plan:9:6"])
  }

  // MARK: Elsewhere

  /// Out of the plan's folder leads no way: not up, not by a full path, not by a link; `--allow` opens one.
  @Test(arguments: ["../elsewhere-X/t.csv", "FULL", "link.csv", "down/t.csv", "down/../../elsewhere-X/t.csv"])
  func outsideThePlansFolder(_ path: String) throws {
    let folder = try TableFolder(figures: "")
    let elsewhere = folder.url.deletingLastPathComponent().appendingPathComponent(
      "elsewhere-" + folder.url.lastPathComponent)
    try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: elsewhere) }
    let table = elsewhere.appendingPathComponent("t.csv")
    try Data((Self.header + "north,rural,5\n").utf8).write(to: table)
    try FileManager.default.createSymbolicLink(at: folder.file("link.csv"), withDestinationURL: table)
    try FileManager.default.createSymbolicLink(at: folder.file("down"), withDestinationURL: elsewhere)
    let real = path.replacingOccurrences(of: "elsewhere-X", with: elsewhere.lastPathComponent)
      .replacingOccurrences(of: "FULL", with: table.path)
      .replacingOccurrences(of: "down/..", with: "../" + folder.url.lastPathComponent)
    for statement in [
      "load \"\(real)\"", "axis place from \"\(real)\" key area",
      "programmes from \"\(real)\" key area in baht",
    ] {
      try folder.write(TableFolder.head + statement + "\n", to: "test.plan")
      let found = try folder.mistakes().map(\.description)
      #expect(found.count == 1 && found[0].hasPrefix("E0602 at test.plan:9:"), "\(found)")
    }
    try folder.write(TableFolder.head + "load \"\(real)\"\n", to: "test.plan")
    let allowed = try Tool(["eval", "rural.target", folder.plan, "--allow", elsewhere.path])
    #expect(allowed.output == "5 household\n", "\(allowed.errors)")
  }

  /// A table is named from the file that names it, as `use` does.
  @Test func tablesLieBesideTheFileThatNamesThem() throws {
    let folder = try TableFolder("use \"parts/part.plan\"\n")
    try FileManager.default.createDirectory(at: folder.file("parts/t"), withIntermediateDirectories: true)
    try folder.write(TableFolder.head + "load \"t/figures.csv\"\n", to: "parts/part.plan")
    try folder.write(Self.header + "north,rural,5\n", to: "parts/t/figures.csv")
    try folder.expect("rural.target", is: ["5"])
    try folder.write(Self.header + "north,rural,5,6\n", to: "parts/t/figures.csv")
    try folder.expectMistakes(["E0606 at parts/t/figures.csv:2:1"])
  }

  // MARK: Changing

  /// Somebody saves the table while it is read: the answer is of one of the two versions, or a clean refusal.
  @Test func aFileThatChangesWhileItIsRead() throws {
    let whole = Self.header + (0..<3).map { "\(["north", "south", "east"][$0]),rural,1\n" }.joined()
    // Long enough for the changes to fall into the reading.
    let long = whole + String(repeating: "north,canal,-\n", count: 60_000)
    let folder = try TableFolder(figures: long)
    let path = folder.file("figures.csv").path
    let isOver = Flag()
    let changer = Thread {
      var isShort = false
      while !isOver.isSet {
        if isShort, let file = FileHandle(forUpdatingAtPath: path) {
          file.truncateFile(atOffset: 0)
          file.write(Data(long.utf8))
          file.closeFile()
        } else {
          truncate(path, off_t(whole.utf8.count))
        }
        isShort.toggle()
        usleep(2_000)
      }
    }
    changer.start()
    defer { isOver.set() }
    for _ in 0..<25 {
      let run = try Tool(["eval", "rural.target", folder.plan])
      if run.status == 0 {
        // An empty file is none of the two, but it is what stood there: it holds no rows, and is refused.
        #expect(run.output == "3 household\n")
      } else {
        #expect(run.status == 2 && run.output.isEmpty)
        let code = folder.mistakes(in: run).first?.code
        #expect(["E0601", "E0605", "E0606", "E0607"].contains(code), "\(run.errors)")
      }
    }
  }

  /// Set by one thread, seen by another.
  private final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
  }
}
