import FuzzTargets
import Foundation
import TestSupport
import Testing

/// What fuzzing has found once, put to the program again: `Tests/Regressions/TARGET/NAME`.
@Suite(.serialized)
struct RegressionTests {
  struct Finding: CustomTestStringConvertible {
    let target: FuzzTarget
    let file: URL
    var testDescription: String { "\(target.name)/\(file.lastPathComponent)" }
  }

  static let findings: [Finding] = FuzzTarget.all.flatMap { target in
    let folder = Repository.path("Tests/Regressions/" + target.name)
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.sorted { $0.path < $1.path }.map { Finding(target: target, file: $0) }
  }

  @Test(arguments: findings)
  func staysMended(finding: Finding) throws {
    try finding.target.run(Array(Data(contentsOf: finding.file)))
  }

  @Test func everyFolderIsATarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.path("Tests/Regressions").path)
    #expect(Set(folders).isSubset(of: FuzzTarget.all.map(\.name)))
  }
}
