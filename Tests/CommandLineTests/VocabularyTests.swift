import Foundation
import PlanLang
import PlanRules
import TestSupport
import Testing

@testable import PlanTool

/// One vocabulary: what the parser looks for, what completion offers, what is underlined.
@Suite
struct VocabularyTests {
  /// No other file of the language or the tool spells a word: it compares with the words of the tables.
  @Test func onlyTheVocabularySpellsTheWordsOfTheLanguage() throws {
    var words = Set(ClauseWord.allCases.map(\.spelling) + FigureWord.allCases.map(\.spelling))
    words.formUnion(StatementWord.allCases.map(\.spelling))
    for folder in ["Lexing", "Parsing", "Checking", "Lowering", "Tables", "Formatting", "Text", "Syntax"] {
      for file in Repository.files(in: "Sources/PlanLang/\(folder)", ending: ".swift") {
        let text = try Repository.text("Sources/PlanLang/\(folder)/\(file)")
        for match in text.matches(of: /(?:==|!=|case|word:|spelling:|\[|,) ?"([a-z]+)"/)
        where words.contains(String(match.1)) {
          Issue.record("\(file) spells `\(match.1)`")
        }
      }
    }
  }

  /// Every word has its place: one that no statement has and that joins no figures is dead.
  @Test func everyWordStandsInAStatement() {
    let placed = Set(StatementWord.allCases.flatMap(\.clauseWords)).union(ClauseWord.joining)
    let dead = ClauseWord.allCases.filter {
      !placed.contains($0) && StatementWord(spelled: $0.spelling) == nil
    }
    #expect(dead == [.true, .false, .base])
    for word in StatementWord.allCases { #expect(!word.form.isEmpty && !word.sentence.isEmpty) }
    for word in ClauseWord.allCases { #expect(!word.sentence.isEmpty, "\(word)") }
  }

  /// What means something is not wrong.
  @Test func noStatementWordHasARemedy() {
    for word in StatementWord.allCases where WrongWord.remedy(for: word.spelling) != nil {
      Issue.record("`\(word.spelling)` is in WrongWord, and begins a statement")
    }
  }

  /// A plan says `by quarter` with the word of the period.
  @Test func everyPeriodHasItsWord() {
    for period in PeriodUnit.allCases {
      #expect(ClauseWord(spelled: period.name) != nil, "no ClauseWord is spelled `\(period.name)`")
    }
  }

  private func session() throws -> Session {
    try Session(files: [Repository.path("scenarios/fy2561.plan").path])
  }

  /// Whatever can be carried out has no word that is underlined.
  @Test func noValidWordIsUnderlined() throws {
    let session = try session()
    let examples =
      StatementWord.allCases.map(\.example) + SessionCommand.allCases.map(\.example) + [
        "sweep y from 0 to 5 household step 1 { set mankong.target = y } show mankong.rate, count(mankong.rate >= 9% over y)",
        "compare base, no_reshuffle by statement", "carry surplus and shortfall",
        "carry shortfall of mankong",
        "lights { red below 50%; yellow up to 80%; green above 80% }", "explain mankong.rate fully",
        "as of Q2, 2561",
        "kpis.passed + kpis.score", "disbursement.passes", "disbursement.margin", "mankong.target.original",
        "load \"f.csv\" without note, other",
        "programmes from \"f.csv\" key code label name unit unit kind kind",
        "axis area from \"f.csv\" key code within region", "unit hut \"กระท่อม\" to 2 places",
        "milestone m of mankong due 2561-04-30 done 2561-04-30",
        "kpi new weight 2 passes when mankong.rate >= 80%",
        "let f(a, b) = a / b", "list programme where light = red", "mankong.target in thousand household",
        "if true then 1 else none otherwise 2", "expect known(none) = false", "keep anything",
        "drop anything", "undo 2",
      ]
    for line in examples {
      let roles = StatementColours(session: session).roles(of: line, cursor: -1)
      let wrong = zip(line.unicodeScalars, roles).filter { $1 == .unknown }.map { String($0.0) }.joined()
      #expect(wrong.isEmpty, "\(line): \(wrong)")
    }
    // And what is wrong is.
    let roles = StatementColours(session: session).roles(of: "explain mankng.rate fuly", cursor: -1)
    #expect(roles.count { $0 == .unknown } == 10)
  }

  /// Tab knows the words of the statement that is typed.
  @Test(arguments: [
    ("sweep x from 1 to 5 household st", "step"), ("carry su", "surplus"),
    ("carry surplus and sh", "shortfall"),
    ("explain mankong.rate fu", "fully"), ("move 5 household of target from mankong to canal bec", "because"),
    ("compare base, no_reshuffle by st", "statement"), ("kpi a wei", "weight"), ("milestone m d", "due"),
    ("list sc", "scenario"),
  ])
  func tabKnowsTheWords(typed: String, word: String) throws {
    let found = Completer(session: try session()).completion(of: typed)
    #expect(found.candidates.map(\.text).contains(word), "\(found.candidates.map(\.text))")
  }
}
