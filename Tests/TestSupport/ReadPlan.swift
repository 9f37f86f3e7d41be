internal import Foundation
internal import PlanLang
internal import PlanRules

extension LoadedProgram {
  /// Writes a plan and its tables into a folder of their own, and reads and checks them; the folder is gone afterwards.
  static func read(_ plan: String, tables: [String: String]) throws -> (
    loaded: LoadedProgram, program: CheckedProgram
  ) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in tables { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let file = folder.appendingPathComponent("test.plan")
    try Data(plan.utf8).write(to: file)
    let loaded = Pipeline.load([file.path])
    guard loaded.problems.isEmpty else { throw PlanProbe.Rejected(problems: loaded.problems) }
    let program = Pipeline.check(loaded.statements, sources: loaded.sources)
    guard !program.hasErrors else {
      throw PlanProbe.Rejected(problems: program.problems.filter { $0.severity == .error })
    }
    return (loaded, program)
  }
}
