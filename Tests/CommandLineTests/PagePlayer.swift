import Foundation
import TestSupport
import Testing

/// Does at a real terminal what a page shows, in a folder of its own that holds a copy of `scenarios/`.
///
/// - `$ make run` and `$ codi-plan FILE…` open the prompt. A prompt still open then is a window that was closed.
/// - What stands behind a prompt is typed; up to the next prompt stands the answer. `…` alone is any number of lines.
/// - `$ cat FILE` compares a file.
/// - A block `text preview` shows a line before Enter is pressed: below it stands the beginning of the answer that the same
///   line has in the next block. (On the screen it is only shown where the machine is fast enough.)
/// - A block `diff FILE` edits a file: takes lines with `-` out and puts those with `+` in their places.
final class PagePlayer {
  private let name: String
  private let folder: URL
  private let lines: [String]
  private var next = 0
  /// The page with the answers of this run.
  private var played: [String] = []

  private var terminal: PseudoTerminal?
  /// The row of the prompt that waits, from the first that was ever shown.
  private var row = 0
  /// A line that was previewed, and where its preview stands on the page.
  private var preview: (text: String, shown: [String], place: Int)?

  struct Stopped: Error, CustomStringConvertible {
    let description: String
  }

  init(page: String, name: String) throws {
    self.name = name
    lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Repository.path("scenarios"), to: folder.appendingPathComponent("scenarios"))
  }

  func clear() {
    terminal?.hangUp()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Answers with the page as it would have to be.
  func play() throws -> String {
    while next < lines.count {
      let opening = take()
      guard opening.hasPrefix("```") else { continue }
      let words = opening.dropFirst(3).split(separator: " ").map(String.init)
      switch (words.first, words.dropFirst().first) {
      case (nil, _): try playBlock()
      case ("text", "preview"): try playPreview()
      case ("diff", let file?): try edit(file, takeBlock())
      default: _ = takeBlock()
      }
      _ = take()
    }
    return played.joined(separator: "\n")
  }

  // MARK: The page

  /// The files with which a line opens the prompt, or `nil` where it does something else.
  static func filesOfPrompt(_ line: String) -> [String]? {
    if line == "$ make run" { return ["scenarios/fy2561.plan"] }
    let words = line.split(separator: " ").map(String.init)
    guard words.starts(with: ["$", "codi-plan"]), words.dropFirst(2).allSatisfy({ $0.hasSuffix(".plan") })
    else { return nil }
    return Array(words.dropFirst(2))
  }

  private func take() -> String {
    defer { next += 1 }
    played.append(lines[next])
    return lines[next]
  }

  private var isAtEnd: Bool { next >= lines.count || lines[next] == "```" }

  private func takeBlock() -> [String] {
    var block: [String] = []
    while !isAtEnd { block.append(take()) }
    return block
  }

  /// What is shown up to the next prompt or command, without taking it.
  private func shown() -> [String] {
    Array(lines[next...].prefix { $0 != "```" && Entry($0) == nil && !$0.hasPrefix("$ ") })
  }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// A prompt, and what was typed behind it.
  private struct Entry {
    let prompt: String
    let text: String

    init?(_ line: String) {
      guard
        let match = line.wholeMatch(of: /((?:[^\s>$]+(?: as of [^>]+)?>)|\.\.\.)(?:\s+(.*))?/)
      else { return nil }
      prompt = String(match.1)
      text = String(match.2 ?? "")
    }
  }

  // MARK: Files

  private func url(_ file: String) -> URL { folder.appendingPathComponent(file) }

  private func edit(_ file: String, _ changes: [String]) throws {
    var text = try String(contentsOf: url(file), encoding: .utf8)
    let old = changes.filter { $0.hasPrefix("-") }.map { $0.dropFirst() + "\n" }
    let new = changes.filter { $0.hasPrefix("+") }.map { $0.dropFirst() + "\n" }
    #expect(old.count == new.count, "\(name): as many lines with - as with +")
    for (old, new) in zip(old, new) {
      #expect(text.contains(old), "\(name): \(file) has no line \(old)")
      text = text.replacing(old, with: new)
    }
    try text.write(to: url(file), atomically: true, encoding: .utf8)
  }

  // MARK: The terminal

  private func playBlock() throws {
    while !isAtEnd {
      if let files = PagePlayer.filesOfPrompt(lines[next]) {
        _ = take()
        try open(files)
        try compare(with: readUpToPrompt(from: 0))
      } else if lines[next].hasPrefix("$ cat ") {
        let file = take().dropFirst(6)
        let content = try String(contentsOf: url(String(file)), encoding: .utf8)
        try compare(
          with: content.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
      } else if let entry = Entry(lines[next]) {
        try enter(entry)
      } else {
        _ = take()
      }
    }
  }

  private func playPreview() throws {
    guard let entry = Entry(take()) else { throw Stopped(description: "\(name): a preview of nothing") }
    let shown = shown()
    next += shown.count
    preview = (entry.text, shown, played.count)
    played += shown
  }

  /// A preview has the first lines of the answer.
  private func compare(_ preview: (text: String, shown: [String], place: Int), with answer: [String]) {
    let lines = answer.filter { !$0.isEmpty }
    let more = lines.count > 4 ? ["┆ … \(lines.count - 4) more"] : []
    let actual = lines.prefix(4).map { "┆ " + $0 } + more
    guard !PagePlayer.fits(actual, preview.shown) else { return }
    if Repository.isRecording {
      played.replaceSubrange(preview.place..<preview.place + preview.shown.count, with: actual)
    } else {
      Issue.record("\(name): the page previews\n\(text(preview.shown))and it would be\n\(text(actual))")
    }
  }

  private func open(_ files: [String]) throws {
    terminal?.hangUp()
    _ = terminal?.waitForExit()
    let state = folder.appendingPathComponent(".state").path
    // Through a shell, which goes to the folder first. Nothing is paged.
    terminal = try PseudoTerminal(
      ["-c", "cd \"$0\" && exec \"$@\"", folder.path, Tool.binary.path] + files, columns: 100, rows: 60,
      environment: ["XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state, "PAGER": ""], program: "/bin/sh")
  }

  /// Types what stands behind the prompt on the page, without Enter.
  private func type(_ entry: Entry) throws -> PseudoTerminal {
    if terminal == nil {
      try open(["scenarios/fy2561.plan"])
      _ = try readUpToPrompt(from: 0)
    }
    guard let terminal else { throw Stopped(description: "\(name): no prompt is open") }
    let line = take()
    let waiting = terminal.screen.row(terminal.screen.cursor.row)
    #expect(Entry(waiting)?.prompt == entry.prompt, "\(name): another prompt before \(line)")
    if Repository.isRecording, let prompt = Entry(waiting)?.prompt {
      played[played.count - 1] = line.replacing(entry.prompt, with: prompt, maxReplacements: 1)
    }
    terminal.type(entry.text)
    let isEchoed = terminal.wait { $0.row($0.cursor.row).contains(entry.text) }
    guard isEchoed else {
      throw Stopped(description: "\(name): \(entry.text) was not echoed\n\(terminal.screen)")
    }
    return terminal
  }

  /// Types and enters a line with those that continue it, and compares the answer.
  private func enter(_ first: Entry) throws {
    // A prompt with nothing behind it shows only that it waits.
    if first.text.isEmpty {
      _ = take()
      let waiting = terminal.map { $0.screen.row($0.screen.cursor.row) }
      #expect(waiting == first.prompt, "\(name): another prompt at the end of a block")
      return
    }
    let terminal = try type(first)
    let shownRow = row
    let line = played[played.count - 1]
    terminal.press(.enter)
    if first.text == "quit" {
      let status = terminal.waitForExit()
      #expect(status == 0, "\(name): quit")
      try compare(with: Array(terminal.screen.allText[(shownRow + 1)...]))
      self.terminal = nil
      return
    }
    var answer = try readUpToPrompt(from: shownRow + 1)
    let typedRow = terminal.screen.allText[shownRow]
    if PagePlayer.trimmed(typedRow) != PagePlayer.trimmed(line) {
      if Repository.isRecording {
        played[played.count - 1] = typedRow
      } else {
        Issue.record("\(name): the page shows \(line), the terminal \(typedRow)")
      }
    }
    if !isAtEnd, let further = Entry(lines[next]), further.prompt == "..." {
      answer = []
    } else if terminal.screen.row(terminal.screen.cursor.row).hasPrefix("...") {
      throw Stopped(description: "\(name): \(line) is not finished")
    }
    try compare(with: answer)
    if let preview {
      #expect(preview.text == first.text, "\(name): another line was previewed")
      compare(preview, with: answer)
    }
    preview = nil
  }

  /// Waits for the next prompt, and answers with the rows before it.
  private func readUpToPrompt(from start: Int) throws -> [String] {
    guard let terminal else { return [] }
    let isWaiting = { (screen: TerminalScreen) in
      let current = screen.scrolledOff.count + screen.cursor.row
      guard current >= start, screen.cursor.column > 0, let entry = Entry(screen.row(screen.cursor.row))
      else { return false }
      return entry.text.isEmpty
    }
    guard terminal.wait(until: isWaiting, seconds: 60) else {
      throw Stopped(description: "\(name): no prompt came back\n\(terminal.screen)")
    }
    // Keys typed before the editor reads them would be echoed twice.
    terminal.settle(quiet: 0.03, seconds: 0.5)
    row = terminal.screen.scrolledOff.count + terminal.screen.cursor.row
    return Array(terminal.screen.allText[start..<row])
  }

  // MARK: Comparing

  private func compare(with actual: [String]) throws {
    let shown = shown()
    let before = played.last ?? ""
    next += shown.count
    guard !PagePlayer.fits(actual, shown) else {
      played += shown
      return
    }
    played += actual.map(PagePlayer.trimmed)
    guard !Repository.isRecording else { return }
    Issue.record(
      """
      \(name): after \(before) the page shows
      \(text(shown))and the terminal
      \(text(actual))
      """)
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Line by line; `…` alone stands for any lines.
  private static func fits(_ actual: [String], _ shown: [String]) -> Bool {
    fits(actual.map(trimmed)[...], shown.map(trimmed)[...])
  }

  private static func fits(_ actual: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return actual.isEmpty }
    guard first.trimmingCharacters(in: .whitespaces) == "…" else {
      return actual.first == first && fits(actual.dropFirst(), shown.dropFirst())
    }
    return (0...actual.count).contains { fits(actual.dropFirst($0), shown.dropFirst()) }
  }
}
