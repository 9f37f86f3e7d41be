import Foundation
import TestSupport
import Testing

/// Long sweeps: what is done is kept where they are stopped, and reductions take no more memory for more steps.
@Suite struct SweepLongRunTests {
  /// Ctrl-C leaves whole rows, the same as those of a run that nobody stopped.
  @Test(.timeLimit(.minutes(1))) func rowsStayWholeWhenASweepIsStopped() throws {
    let folder = try TableFolder(SweepPartTests.plan)

    let output = folder.file("rows.csv")
    try Data().write(to: output)
    // On a terminal: a process that the tests spawn otherwise has all its signals blocked.
    let sweep = "x from 1 to 9,000,000 { set b.actual[Q2] = x } show b.rate, b.result"
    let terminal = try PseudoTerminal(
      [
        "-c", "exec \"$0\" sweep '\(sweep)' \"$1\" --format csv > \"$2\"", Tool.binary.path, folder.plan,
        output.path,
      ],
      program: "/bin/sh")
    let until = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < until, try Data(contentsOf: output).count < 100_000 { usleep(20_000) }
    terminal.kill(SIGINT)
    try terminal.expect("stopped after")
    #expect(terminal.waitForExit() == 130)
    let text = try String(contentsOf: output, encoding: .utf8)
    let lines = text.components(separatedBy: "\r\n")
    // A rate and a number of households share no unit: each step has two rows.
    #expect(lines.first == "x,x unit,figure,value,unit" && lines.last == "" && lines.count > 1_000)
    let rows = lines.dropFirst().dropLast()
    #expect(
      rows.enumerated().allSatisfy { $1.hasPrefix("\($0 / 2 + 1),") && $1.split(separator: ",").count == 5 })
    let first = try Tool([
      "sweep", "x from 1 to 50 { set b.actual[Q2] = x } show b.rate, b.result", folder.plan, "--format",
      "csv",
    ])
    #expect(text.hasPrefix(first.output) && first.status == 0)
  }

  private static let time = "/usr/bin/time"

  /// In kilobytes.
  private func mostMemory(steps: Int) throws -> Int {
    let folder = try TableFolder(SweepPartTests.plan)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.time)
    process.arguments = ["-f", "%M", "-o", folder.file("memory").path, Tool.binary.path, "sweep"]
    process.arguments! += [
      "x from 1 to \(steps) step 1 { set b.actual[Q2] = x } show count(b.rate > 50% over x), max(b.gap over x)",
      folder.plan,
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = try String(contentsOf: folder.file("memory"), encoding: .utf8)
    return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: time) && !Tool.isSanitized))
  func memoryDoesNotGrowWithTheSteps() throws {
    let few = try mostMemory(steps: 1_000)
    let many = try mostMemory(steps: 3_000_000)
    #expect(many < 100_000 && many < few + 60_000, "\(few) KB for 1,000 steps, \(many) KB for 3,000,000")
  }
}
