public import Foundation

/// The built binary, run as a script would run it.
public struct Tool {
  public let status: Int32
  public let output: String
  public let errors: String

  /// Beside the tests' own bundle lies what they were built with.
  public static var binary: URL {
    if let own = ProcessInfo.processInfo.environment["CODI_PLAN"] { return URL(fileURLWithPath: own) }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<6 {
      let candidate = folder.appendingPathComponent("codi-plan")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    let debug = Repository.path(".build/debug/codi-plan")
    return debug
  }

  /// Whether `make sanitize` runs the tests. Sanitizers take addresses by the terabyte, and keep what is freed: what a test says of
  /// memory does not hold then.
  public static var isSanitized: Bool { ProcessInfo.processInfo.environment["SANITIZED"] != nil }

  /// - Parameter bytes: instead of a text.
  /// - Parameter destination: where the answer goes instead of `output`.
  public init(
    _ arguments: [String], input: String = "", bytes: Data? = nil, environment: [String: String] = [:],
    in workingFolder: URL = Repository.root, to destination: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = workingFolder
    var variables = ProcessInfo.processInfo.environment
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables["CODI_PLAN_HISTORY"] = ""
    variables.merge(environment) { $1 }
    process.environment = variables
    // Files rather than pipes: nothing can wait for a reader.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (inputFile, outputFile) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
    let errorFile = folder.appendingPathComponent("err")
    try (bytes ?? Data(input.utf8)).write(to: inputFile)
    try Data().write(to: outputFile)
    try Data().write(to: errorFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(
      forWritingTo: destination.map { URL(fileURLWithPath: $0) } ?? outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
  }

  /// The output as JSON.
  public func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}
