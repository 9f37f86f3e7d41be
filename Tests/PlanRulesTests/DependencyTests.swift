import Foundation
import TestSupport
import Testing

/// The arrow of dependencies: meaning knows no writing, writing knows no terminal.
struct DependencyTests {
  private static let allowed: [String: Set<String>] = [
    "PlanRules": ["BigInt", "Glibc", "Synchronization"],
    "PlanLang": ["PlanRules", "Glibc", "Synchronization"],
    "PlanTool": ["PlanRules", "PlanLang", "ArgumentParser", "Glibc", "LibEditShim", "ProcessShim"],
    "codi-plan": ["PlanTool"],
  ]
  private static let targets = ["PlanRules", "PlanLang", "PlanTool", "codi-plan"]

  @Test(arguments: targets)
  func importsGoOneWay(target: String) throws {
    let allowed = try #require(DependencyTests.allowed[target])
    for (file, line) in try imports(of: target) {
      let module = line.split(separator: " ").last.map(String.init) ?? ""
      #expect(allowed.contains(module), "\(file): \(line)")
    }
  }

  @Test func onlyTheReadLoopKnowsTheLineEditor() throws {
    let users = try imports(of: "PlanTool").filter { $0.line.hasSuffix("LibEditShim") }.map(\.file)
    #expect(Set(users) == ["LibEdit.swift", "TerminalSignals.swift"])
  }

  @Test func onlyThreadsNeedTheSystemInTheRules() throws {
    let users = try imports(of: "PlanRules").filter { $0.line.hasSuffix("Glibc") }.map(\.file)
    #expect(users == ["Parallel.swift"])
  }

  @Test func figuresAreNeverBinaryFloatingPoint() throws {
    for target in DependencyTests.targets {
      for (file, text) in try sources(of: target) {
        #expect(!text.contains("Double") && !text.contains("Float("), "\(file)")
      }
    }
  }

  @Test func filesStaySmall() throws {
    for target in DependencyTests.targets {
      for (file, text) in try sources(of: target) {
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 500, "\(file)")
      }
    }
  }

  private func imports(of target: String) throws -> [(file: String, line: String)] {
    try sources(of: target).flatMap { file, text in
      text.split(separator: "\n").map(String.init)
        .filter { $0.hasPrefix("import ") || $0.contains(" import ") && !$0.contains("//") && $0.count < 60 }
        .map { (file, $0) }
    }
  }

  private func sources(of target: String) throws -> [(file: String, text: String)] {
    let folder = Repository.path("Sources/" + target)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }
}
