public import Foundation

/// Where the repository lies, and the files in it that tests go through.
public enum Repository {
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static func path(_ relative: String) -> URL { root.appendingPathComponent(relative) }

  public static func text(_ relative: String) throws -> String {
    try String(contentsOf: path(relative), encoding: .utf8)
  }

  /// The names of the files of a folder with an ending, sorted.
  public static func files(in folder: String, ending: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path(folder).path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted()
  }

  /// Snapshots are written instead of compared; such a run fails, so that it is never taken for a test.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] != nil }
}
