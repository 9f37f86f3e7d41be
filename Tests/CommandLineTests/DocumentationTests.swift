import Foundation
import PlanRules
import TestSupport
import Testing

/// The sessions in the papers are run: what they show is what the tool prints. `RECORD=1` writes down what it does print at
/// the prompt.
struct DocumentationTests {
  /// Prompts on a terminal of 100 columns, all of a page in their order.
  @Test(arguments: ["README.md", "docs/tutorial.md", "docs/language.md"])
  func promptsAreTrue(file: String) throws {
    let page = try Repository.text(file)
    let player = try PagePlayer(page: page, name: file)
    defer { player.clear() }
    let played = try player.play()
    if Repository.isRecording, played != page {
      try Data(played.utf8).write(to: Repository.path(file))
      Issue.record("recorded \(file)")
    }
  }

  @Test(arguments: ["README.md", "docs/tutorial.md", "docs/language.md"])
  func sessionsAreTrue(file: String) throws {
    for (command, shown) in sessions(in: try Repository.text(file)) {
      let run = try Tool(words(command))
      let lines: (String) -> [String] = { text in
        text.split(whereSeparator: \.isNewline).map { line in
          String(line.reversed().drop { $0 == " " }.reversed())
        }
      }
      #expect(lines(run.output + run.errors) == lines(shown), "\(file): \(command)")
    }
  }

  /// The plan blocks of the language page are one plan, and what it expects holds.
  @Test func theLanguagePageIsAPlan() throws {
    var plan = ""
    var isInside = false
    let page = try Repository.text("docs/language.md")
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```plan"
      } else if isInside {
        plan += line + "\n"
      }
    }
    let run = try Tool(["check", "--allow-fail", "-"], input: plan)
    #expect(run.status == 0, "\(run.errors)\(run.output)")
    #expect(plan.contains("expect "))
  }

  /// `$ codi-plan …` and what follows it, up to the next command or the end of the block.
  private func sessions(in text: String) -> [(command: String, shown: String)] {
    var sessions: [(command: String, shown: String)] = []
    var isInside = false
    var current: (command: String, shown: String)?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let finished = current { sessions.append(finished) }
        current = nil
        isInside.toggle()
      } else if isInside, line.hasPrefix("$ ") {
        if let finished = current { sessions.append(finished) }
        let opensPrompt = PagePlayer.filesOfPrompt(String(line)) != nil
        current = line.hasPrefix("$ codi-plan ") && !opensPrompt ? (String(line.dropFirst(12)), "") : nil
      } else if current != nil {
        current?.shown += line + "\n"
      }
    }
    return sessions
  }

  /// Splits as a shell does, quotation marks respected.
  private func words(_ command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// The language page lists the functions that are built in by hand.
  @Test func theLanguagePageNamesEveryFunction() throws {
    let page = try String(contentsOf: Repository.path("docs/language.md"), encoding: .utf8)
    let sentence = page.firstMatch(of: /(?s)Built in:(.*?)\n\n/)?.1 ?? ""
    for function in BuiltInFunction.all
    where !sentence.contains("`\(function.name)`") && !sentence.contains("`\(function.name)(") {
      Issue.record("docs/language.md does not list `\(function.name)` among what is built in")
    }
  }
}
