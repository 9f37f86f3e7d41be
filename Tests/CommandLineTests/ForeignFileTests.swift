import Foundation
import TestSupport
import Testing

/// Files of other programs are told for what they are, before anybody reads them as a plan or a table.
@Suite
struct ForeignFileTests {
  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "workbook"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "workbook"),
      (Array("%PDF-1.4\n".utf8), "PDF"), (Array("<!DOCTYPE html>\n<html>".utf8), "web page"),
      ([0xEF, 0xBB, 0xBF] + Array("<HTML>".utf8), "web page"), ([0x1F, 0x8B, 0x08], "packed"),
    ] as [([UInt8], String)])
  func isTold(_ bytes: [UInt8], _ what: String) throws {
    let folder = try TableFolder(
      "fiscal year 2561\nunit household\nprogramme a in household {}\nload \"figures.xlsx\"\n")
    let file = URL(fileURLWithPath: folder.plan).deletingLastPathComponent().appending(path: "figures.xlsx")
    try Data(bytes + [UInt8](repeating: 0, count: 64)).write(to: file)
    for arguments in [["check", folder.plan], ["check", file.path]] {
      let run = try Tool(arguments)
      #expect(run.status == 2 && run.errors.contains("error[E0601]"), "\(arguments): \(run.errors)")
      #expect(run.errors.contains(what) && run.errors.contains("help:"), "\(arguments): \(run.errors)")
    }
  }

  /// UTF-16 without its mark, as a table and as a plan.
  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func twoBytesALetter(_ encoding: String.Encoding) throws {
    let folder = try TableFolder(
      "fiscal year 2561\nunit household\nprogramme a \"บ้าน\" in household {}\nload \"figures.csv\"\nexpect a.target = 5\n"
    )
    let file = URL(fileURLWithPath: folder.plan).deletingLastPathComponent().appending(path: "figures.csv")
    try #require("programme,target\nบ้าน,5\n".data(using: encoding)).write(to: file)
    let run = try Tool(["check", folder.plan])
    #expect(
      run.status == 2 && run.errors.contains("error[E0604]") && run.errors.contains("figures.csv` is UTF-16"),
      "\(run.errors)")
    try #require("fiscal year 2561\nunit household\n".data(using: encoding)).write(to: file)
    let plan = try Tool(["check", file.path])
    #expect(plan.status == 2 && plan.errors.hasPrefix("error[E0604]"), "\(plan.errors)")
  }
}
