import Foundation
import SwiftOperators
import SwiftParser
import SwiftSyntax

// mutate FOLDER LIST [SKIPPED]
//
// Rewrites the Swift files of a folder in place: each site of a mutant becomes a switch that is set when the program runs.
// LIST receives the sites, one a line, as JSON. SKIPPED holds the numbers of sites that stay as they are.

struct Entry: Encodable {
  let number: Int
  let file: String
  let line: Int
  let column: Int
  let kind: String
  let change: String
  /// Where the site lies in the rewritten file, in bytes.
  let start: Int
  let end: Int
}

let arguments = CommandLine.arguments
guard arguments.count == 3 || arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: mutate FOLDER LIST [SKIPPED]\n".utf8))
  exit(2)
}
let folder = URL(fileURLWithPath: arguments[1])
let skipped =
  try arguments.count == 4
  ? Set(
    String(contentsOfFile: arguments[3], encoding: .utf8).split(whereSeparator: \.isWhitespace).compactMap {
      Int($0)
    })
  : []
let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
  .filter { $0.hasSuffix(".swift") && !$0.hasSuffix("Mutant.swift") }.sorted()

let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
var list = Data()
var number = 0
for name in names {
  let file = folder.appendingPathComponent(name)
  let source = try String(contentsOf: file, encoding: .utf8)
  let tree = OperatorTable.standardOperators.foldAll(Parser.parse(source: source)) { _ in }
  let finder = SiteFinder()
  finder.walk(tree)
  let numbered = finder.sites.map { site in
    number += 1
    return (number: number, site: site)
  }.filter { !skipped.contains($0.number) }
  let rewriting = Rewriting(Array(source.utf8), sites: numbered)
  let lines = SourceLocationConverter(fileName: name, tree: tree)
  for (place, (number, site)) in numbered.enumerated() {
    let location = lines.location(for: AbsolutePosition(utf8Offset: site.start))
    let range = rewriting.ranges[place]
    let entry = Entry(
      number: number, file: name, line: location.line, column: location.column, kind: site.kind.rawValue,
      change: site.change, start: range.lowerBound, end: range.upperBound)
    list += try encoder.encode(entry) + Data("\n".utf8)
  }
  try Data(rewriting.text).write(to: file)
}
try list.write(to: URL(fileURLWithPath: arguments[2]))
print("\(number) sites, \(number - skipped.count) rewritten")
