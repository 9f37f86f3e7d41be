import ArgumentParser
import Glibc
import PlanLang
import PlanRules

/// The format and destination of an answer.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: "How the answer is written: \(OutputFormat.names); with --output, the file's ending decides.")
  var named: OutputFormat?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help:
      "A file for the answer: \(OutputFormat.usualEndings). An existing file is overwritten only if you confirm.",
    completion: .file(extensions: OutputFormat.allCases.map { $0.endings[0] }))
  var path: String?

  @Flag(help: "Overwrite the --output file without asking.")
  var overwrite = false

  @Flag(
    inversion: .prefixedNo,
    help:
      "Begin \(OutputFormat.namesWithTables) with a byte-order mark, so that a spreadsheet reads Thai; the default with --output."
  )
  var bom: Bool?

  @Option(
    help: ArgumentHelp(
      "Which table of the answer to write as \(OutputFormat.namesWithTables), such as kpis; `all` writes them one after another.",
      valueName: "name"))
  var table: String?

  @Flag(
    help:
      "Leave texts in \(OutputFormat.namesWithTables) as they are, even where a spreadsheet would read them as formulas."
  )
  var raw = false

  /// The defaults, if no options are given.
  static func plain(_ format: OutputFormat? = nil) -> OutputOptions {
    var options = OutputOptions()
    (options.named, options.path, options.overwrite, options.bom, options.raw) = (
      format, nil, false, nil, false
    )
    options.table = nil
    return options
  }

  var format: OutputFormat { named ?? path.flatMap(OutputFormat.init(ofFile:)) ?? .text }

  /// How tables are written.
  var tables: TableRendering {
    TableRendering(dialect: format.dialect ?? .csv, guardsTexts: !raw, choice: TableChoice(table))
  }

  /// - Throws: A problem if the requested table does not exist.
  func requireTable(among names: [String]) throws(Problem) {
    guard let table else { return }
    guard format.hasTables else { throw .tableOfNoCSV(table) }
    guard table == "all" || names.contains(table) else { throw .noTable(table, names) }
  }

  private var mark: String { format.hasTables && (bom ?? (path != nil)) ? "\u{FEFF}" : "" }

  /// Prepares the destination of the answer before anything is computed.
  ///
  /// - Parameter inputs: the files read, which an answer must never overwrite.
  func begin(reading inputs: [String]) throws(Problem) {
    guard let path else { return }
    var mayReplace = false
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, let input = inputs.first(where: { OutputOptions.isSame(status, $0) }) {
      throw .isInput(path, input)
    }
    guard named != nil || OutputFormat(ofFile: path) != nil else { throw .noFormat(path) }
    if exists {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw .unwritable(path, SystemReason(errno: EISDIR)) }
      guard overwrite || OutputOptions.confirms(path) else { throw .exists(path) }
      mayReplace = true
    }
    AnswerFile.current = AnswerFile(path, mark: mark, mayReplace: mayReplace)
  }

  /// Begins an answer on standard output.
  func writeMark() { if AnswerFile.current == nil { writeOutput(mark) } }

  private static func isSame(_ status: stat, _ input: String) -> Bool {
    var other = stat()
    return stat(input, &other) == 0 && other.st_dev == status.st_dev && other.st_ino == status.st_ino
  }

  /// Asks for confirmation if the session is interactive.
  private static func confirms(_ path: String) -> Bool {
    guard Terminal.isInput, isatty(STDERR_FILENO) == 1 else { return false }
    writeError(Visible.text("`\(path)` already exists. Overwrite it? (y/n) "))
    guard let answer = readLine() else { return false }
    return ["y", "yes", "ใช่"].contains(answer.filter { !$0.isWhitespace }.lowercased())
  }
}

extension Problem {
  fileprivate static func noTable(_ name: String, _ names: [String]) -> Problem {
    let shown = names.count > 12 ? names.prefix(8) + ["\(names.count - 8) more"] : names[...]
    let help =
      names.isEmpty
      ? "this answer has none" : "there \(names.count == 1 ? "is" : "are") \(Array(shown).inASentence)"
    return Problem(.noTable, "there is no table `\(name)` here", at: .none, help: help)
  }

  fileprivate static func tableOfNoCSV(_ name: String) -> Problem {
    Problem(
      .noTable, "`--table` needs the format \(OutputFormat.namesWithTables)", at: .none,
      help: "say `--format csv --table \(name)`, or leave `--table` out")
  }

  fileprivate static func noFormat(_ path: String) -> Problem {
    Problem(
      .badOutput, "the ending of `\(path)` is not a known format", at: .none,
      help: "end it with \(OutputFormat.usualEndings), or use `--format`; a spreadsheet opens .csv")
  }

  fileprivate static func isInput(_ path: String, _ input: String) -> Problem {
    Problem(
      .outputIsInput, "`\(path)` was read for this answer and cannot be overwritten", at: .none,
      help: path == input ? "choose another name" : "it is the same file as `\(input)`: choose another name")
  }

  fileprivate static func exists(_ path: String) -> Problem {
    Problem(
      .outputExists, "`\(path)` already exists", at: .none,
      help: "choose another name, or say `--overwrite`")
  }
}
