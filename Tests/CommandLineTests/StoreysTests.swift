import Foundation
import TestSupport
import Testing

/// The storeys of the code: a folder uses the folders of its library that stand before it here, and no others.
///
/// Arrows go by the names of types: who names a type uses the file that declares it.
@Suite
struct StoreysTests {
  /// Lowest first; `docs/architecture.md` says what each is for.
  private static let storeys: [String: [String]] = [
    "PlanRules": [
      "Diagnostics", "Axes", "Calendar", "Quantities", "Columns", "Functions", "Model", "Graph", "Queries",
      "Unknown",
      "Lowering", "Scenarios", "Answers", "Sweep",
    ],
    "PlanLang": [
      "Vocabulary", "Text", "Lexing", "Syntax", "Names", "Parsing", "Formatting", "Resolving", "Tables",
      "Loading", "Checking", "",
    ],
    "PlanTool": [
      "Files", "Terminal", "Rendering", "Opening", "Session", "Editing", "Assistance", "Prompt", "Commands",
    ],
  ]

  private func sources(of library: String) throws -> Arrows {
    let root = Repository.path("Sources/\(library)")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter {
      $0.hasSuffix(".swift")
    }
    return Arrows(
      try Dictionary(
        uniqueKeysWithValues: paths.map {
          ($0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
        }))
  }

  @Test(arguments: ["PlanRules", "PlanLang", "PlanTool"])
  func foldersUseOnlyThoseBelow(library: String) throws {
    let arrows = try sources(of: library)
    let storeys = try #require(Self.storeys[library])
    #expect(arrows.folders.subtracting(storeys) == [], "a folder without a storey")
    for wrong in arrows.upwards(in: storeys) { Issue.record("\(wrong)") }
  }

  @Test(arguments: ["PlanRules", "PlanLang", "PlanTool"])
  func noCircleOfManyFiles(library: String) throws {
    for circle in try sources(of: library).circles() where circle.count > 4 {
      Issue.record("\(circle.sorted())")
    }
  }

  /// The evaluation is no object that every folder adds to.
  @Test func onlyItsOwnFolderExtendsTheEvaluation() throws {
    for library in ["PlanRules", "PlanLang", "PlanTool"] {
      for (path, text) in try sources(of: library).texts where text.contains("extension PlanEvaluation") {
        #expect(path.hasPrefix("Answers/"), "\(library)/\(path)")
      }
    }
  }

  /// The check fails when an arrow is turned.
  @Test func anArrowThatIsTurnedIsFound() throws {
    var texts = try sources(of: "PlanRules").texts
    texts["Graph/Turned.swift"] = "struct Turned { let evaluation: PlanEvaluation }"
    let storeys = try #require(Self.storeys["PlanRules"])
    #expect(
      Arrows(texts).upwards(in: storeys) == [
        "Graph/Turned.swift uses PlanEvaluation of Answers/PlanEvaluation.swift"
      ])
    texts["Columns/Shape.swift"]?.append("\nprivate typealias Above = Graph\n")
    #expect(Arrows(texts).circles().contains { $0.count > 4 })
  }
}

/// Which files of a library use which, by the names of types.
private struct Arrows {
  let texts: [String: String]
  /// By file: the files whose types it names, with the names.
  private var uses: [String: [String: Set<String>]] = [:]

  init(_ texts: [String: String]) {
    self.texts = texts
    let words = texts.mapValues(Self.words)
    var declared: [String: Set<String>] = [:]
    for (path, text) in texts {
      for name in Self.declarations(text) { declared[name, default: []].insert(path) }
    }
    for (path, words) in words {
      for word in words {
        guard let places = declared[word], places.count == 1, let place = places.first, place != path else {
          continue
        }
        uses[path, default: [:]][place, default: []].insert(word)
      }
    }
  }

  var folders: Set<String> { Set(texts.keys.map(Self.folder)) }

  private static func folder(_ path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }

  func upwards(in storeys: [String]) -> [String] {
    uses.flatMap { path, others in
      others.compactMap { other, names -> String? in
        let (from, to) = (Self.folder(path), Self.folder(other))
        guard from != to, let here = storeys.firstIndex(of: from), let there = storeys.firstIndex(of: to),
          there > here
        else { return nil }
        return "\(path) uses \(names.sorted().joined(separator: ", ")) of \(other)"
      }
    }.sorted()
  }

  /// Sets of files that all use one another.
  func circles() -> [Set<String>] {
    let reached = texts.keys.reduce(into: [String: Set<String>]()) { all, start in
      var seen: Set<String> = []
      var waiting = [start]
      while let next = waiting.popLast() {
        for other in (uses[next] ?? [:]).keys where seen.insert(other).inserted { waiting.append(other) }
      }
      all[start] = seen
    }
    let circles = texts.keys.map { path in
      (reached[path] ?? []).filter { reached[$0]?.contains(path) == true }
    }
    return Array(Set(circles.filter { $0.count > 1 }))
  }

  /// The types that a text declares outside any other.
  private static func declarations(_ text: String) -> [String] {
    let sorts: Set<Substring> = ["struct", "enum", "class", "protocol", "actor", "typealias"]
    return text.split(separator: "\n").compactMap { line in
      guard let first = line.first, first.isLetter || first == "@", !line.hasPrefix("extension") else {
        return nil
      }
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      guard let sort = words.firstIndex(where: sorts.contains), sort + 1 < words.count else { return nil }
      return String(words[sort + 1])
    }
  }

  /// The words of a text that begin with a capital letter, comments and what stands between quotation marks left out.
  private static func words(_ text: String) -> Set<String> {
    var words: Set<String> = []
    for line in text.split(separator: "\n") {
      var code = ""
      var isQuoted = false
      var previous: Character = " "
      for character in line {
        if character == "\"", previous != "\\" { isQuoted.toggle() }
        if character == "/", previous == "/", !isQuoted { break }
        if !isQuoted { code.append(character) }
        previous = character
      }
      for word in code.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") })
      where word.first?.isUppercase == true { words.insert(String(word)) }
    }
    return words
  }
}
