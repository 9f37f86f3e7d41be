#if DEBUG || TESTABLE
  import Glibc
  import PlanLang
  import PlanRules

  @testable import PlanTool

  extension FuzzTarget {
    /// Lines typed one after the other; what a change came to is what it would come to from nothing, and `undo` goes back to it.
    static let session = FuzzTarget("session", .lines) { bytes in
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      var typist = Typist(try TypedPlan.session())
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(40) {
        try typist.type(String(line))
      }
      try typist.goBack()
    }

    /// What the prompt does with a statement while it is typed: colours, what could follow, what it would change.
    static let line = FuzzTarget("line", .lines) { bytes in
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      let session = try TypedPlan.session()
      let scalars = Array(text.unicodeScalars)
      let cursor = scalars.count / 2
      var before = String.UnicodeScalarView()
      before.append(contentsOf: scalars.prefix(cursor))
      let roles = StatementColours(session: session).roles(of: text, cursor: cursor)
      try require(roles.count == scalars.count, "\(roles.count) colours for \(scalars.count) letters")
      _ = Completer(session: session).completion(of: String(before))
      _ = Completer(session: session).completion(of: text)
      let end = ContinuousClock.now + .milliseconds(100)
      _ = Preview(session: session, width: 60) { ContinuousClock.now > end }.lines(of: text)
      _ = Help(session: session).document(text)
    }

    /// The bytes that a terminal sends: every letter comes out once, whatever stands around it.
    static let keys = FuzzTarget("keys", .bytes) { bytes in
      guard bytes.count <= 32_768 else { return }
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return }
      let terminal = dup(STDIN_FILENO)
      dup2(ends[0], STDIN_FILENO)
      _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
      close(ends[0])
      close(ends[1])
      defer {
        dup2(terminal, STDIN_FILENO)
        close(terminal)
      }
      let input = KeyInput { false }
      var count = 0
      loop: while true {
        switch input.next() {
        case .closed: break loop
        case .text(let letters): try require(!letters.isEmpty, "a key without a letter")
        case .control, .up, .down, .left, .right, .home, .end, .delete, .pageUp, .pageDown, .wordLeft,
          .wordRight,
          .shiftTab, .altEnter, .paste, .escape, .meta, .unknown, .resized, .idle:
          break
        }
        count += 1
        try require(count <= bytes.count, "more keys than bytes")
      }
    }
  }

  /// The plan on which lines are typed.
  enum TypedPlan {
    static let text = """
      plan "ทดลอง"
      fiscal year 2561
      as of Q3
      carry surplus and shortfall
      unit household "ครัวเรือน"
      currency baht "บาท"
      axis region { north "เหนือ"; south }
      programme canal "คลอง" in household {
        target by quarter 100, 200, 300, 400
        actual by quarter 90, 210, 250, -
        budget 50 million baht
      }
      programme mankong in household {
        target by region by quarter { north { 10, 20, 30, 40 } ; south { 1, 2, 3, 4 } }
        actual by region by quarter { north { 10, 20, 30, - } ; south { 1, 2, 3, - } }
        budget 20 million baht
      }
      group housing = canal + mankong
      let need(p) = p - 10 household
      kpi secure "มั่นคง" passes when housing.rate >= 80%
      kpi spending passes when housing.budget <= 100 million baht
      move 10 household of target from canal to mankong in Q4, north as first because "ทดลอง"
      scenario less "น้อย" { set canal.target[Q2] = 150 household }
      scenario more from less { scale canal.budget by 120% }
      expect housing.target = 1,110 household
      """

    static func session() throws -> Session {
      Scratch.remove("kept.plan")
      Scratch.write(text.utf8, to: "typed.plan")
      Scratch.write("programme,budget Q1\ncanal,5\n".utf8, to: "t.csv")
      do throws(OpenPlan.Rejected) {
        return try Session(files: [Scratch.path("typed.plan")])
      } catch {
        throw Broken("the plan to type on is none: \(error.problems.map(\.message))")
      }
    }
  }

  /// Types lines, and compares what the prompt knows with what the same statements come to from nothing.
  struct Typist {
    private var conversation: Conversation
    private var pending = ""
    /// What the figures were after each change.
    private var seen: [String] = []

    init(_ session: Session) { conversation = Conversation(session) }

    mutating func type(_ line: String) throws {
      // Nothing is written but one file.
      if let (command, _) = SessionCommand.parse(line), command == .save {
        return try carryOut("save " + Scratch.path("kept.plan"))
      }
      let text = pending.isEmpty ? line : pending + "\n" + line
      try carryOut(text)
    }

    private mutating func carryOut(_ text: String) throws {
      let before = conversation.session.revision
      do throws(OpenPlan.Rejected) {
        switch try conversation.run(text) {
        case .incomplete:
          pending = text.utf8.count < 2_000 ? text : ""
          return
        case .leave: break
        case .answered(let document, _):
          for format in OutputFormat.allCases {
            _ = format.render(document, painter: Painter(usesColour: true), width: 50)
          }
        }
        pending = ""
      } catch {
        pending = ""
        try CheckedText.messagesCanBeShown(error.problems, error.sources)
      }
      guard conversation.session.revision != before else { return }
      try isAsFromNothing()
    }

    /// What was taken over from earlier versions of the plan is what it comes to without them.
    private func isAsFromNothing() throws {
      let session = conversation.session
      let fresh = PlanEvaluation(plan: session.plan)
      let (known, anew) = (figures(session.evaluation), figures(fresh))
      try require(
        known == anew, "kept figures are not what they would be from nothing:\n\(known)\n---\n\(anew)")
    }

    private func figures(_ evaluation: PlanEvaluation) -> String {
      let session = conversation.session
      var text = ""
      for scenario in Set([.base, session.active]).sorted() {
        do throws(Problem) {
          let report = try CheckReport(evaluation, scenario: scenario)
          let layout = CheckLayout(evaluation: evaluation, sources: session.open.sources, scenario: scenario)
          text += OutputFormat.json.render(
            layout.whole(report), painter: Painter(usesColour: false), width: nil)
        } catch {
          text += error.message
        }
      }
      return text
    }

    /// All changes taken back, and made again.
    mutating func goBack() throws {
      let last = try steps("redo")
      let first = try steps("undo")
      let again = try steps("redo")
      try require(again == last, "undone and made again, figures differ:\n\(last)\n---\n\(again)")
      let back = try steps("undo")
      try require(first == back, "taken back twice, figures differ:\n\(first)\n---\n\(back)")
    }

    private mutating func steps(_ command: String) throws -> String {
      do throws(OpenPlan.Rejected) {
        _ = try conversation.run("\(command) 1000")
      } catch {
        throw Broken("`\(command)` is refused: \(error.problems.map(\.message))")
      }
      return figures(conversation.session.evaluation)
    }
  }
#endif
