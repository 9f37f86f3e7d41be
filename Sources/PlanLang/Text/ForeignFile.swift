/// A file of another program, recognized by its first bytes before it is read as a plan or a table.
enum ForeignFile {
  case workbook, archive, document, webPage

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .workbook
    } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      // The sheets of a workbook are named within its first kilobytes or at its end; it is the kind of zip file that
      // planners have.
      self = .workbook
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .archive
    } else if bytes.starts(with: "%PDF-".utf8) {
      self = .document
    } else if ForeignFile.pages.contains(where: { ForeignFile.begins(bytes, with: $0) }) {
      self = .webPage
    } else {
      return nil
    }
  }

  private static let pages = ["<!doctype html", "<html", "<?xml"]

  private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, with text: String) -> Bool {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes.dropFirst(mark).prefix(text.utf8.count).elementsEqual(text.utf8) {
      ((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0) == $1
    }
  }

  /// Why the file is not read, and what to do instead.
  var reason: SystemReason {
    switch self {
    case .workbook:
      SystemReason(
        "it is a workbook or another packed file, and not text",
        help: "save its sheet as `CSV UTF-8`, and read that with `load \"….csv\"`")
    case .archive:
      SystemReason("it is a packed file, and not text", help: "unpack it first")
    case .document:
      SystemReason("it is a PDF, and not text", help: "copy its figures into a table: `CSV UTF-8`")
    case .webPage:
      SystemReason("it is a web page, and not a plan or a table", help: "save its figures as `CSV UTF-8`")
    }
  }
}
