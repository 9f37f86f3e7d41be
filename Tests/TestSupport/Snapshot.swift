internal import Foundation
public import Testing

/// A picture of what the tool prints, kept beside the tests.
public enum Snapshot {
  /// Compares with the recorded text, or records it (which fails the run).
  public static func verify(
    _ text: String, at relative: String, _ location: SourceLocation = #_sourceLocation
  ) {
    let file = Repository.path(relative)
    if Repository.isRecording {
      try? FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? Data(text.utf8).write(to: file)
      Issue.record("recorded \(relative)", sourceLocation: location)
      return
    }
    let known = try? String(contentsOf: file, encoding: .utf8)
    #expect(known == text, "\(relative) differs; `make docs` records it anew", sourceLocation: location)
  }
}
