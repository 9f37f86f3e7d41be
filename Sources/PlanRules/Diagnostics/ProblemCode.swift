/// The stable codes of everything that can be wrong with a plan, in the order in which they are looked for.
///
/// `E01` writing, `E02` names, `E03` units and kinds, `E04` axes, breakdowns and totals, `E05` amendments,
/// `E06` files, `W07` warnings. A code is never used again for something else.
public enum ProblemCode: String, CaseIterable, Sendable {
  case unexpectedCharacter = "E0101"
  case unterminatedText = "E0102"
  case badEscape = "E0103"
  case badGrouping = "E0104"
  case unexpectedToken = "E0105"
  case unknownStatement = "E0106"
  case badDate = "E0107"
  case unclosedBracket = "E0108"
  case comparisonChain = "E0109"
  case tooDeep = "E0110"
  case badNumber = "E0111"

  case unknownName = "E0201"
  case declaredTwice = "E0202"
  case unknownMeasure = "E0203"
  case reservedName = "E0204"
  case unknownMember = "E0205"
  case wrongSort = "E0206"
  case circularDefinition = "E0207"
  case wrongArguments = "E0208"
  case unknownUnit = "E0209"
  case ambiguousMember = "E0210"
  case notDefinedHere = "E0211"

  case unlikeUnits = "E0301"
  case wrongKind = "E0302"
  case percentOfWhat = "E0303"
  case needsUnit = "E0304"
  case unitDoesNotFit = "E0305"
  case comparisonWithNone = "E0306"

  case noSuchBreakdown = "E0401"
  case wrongNumberOfValues = "E0402"
  case totalsDiffer = "E0403"
  case suspendedBreakdown = "E0404"
  case needsProgramme = "E0405"
  case needsQuarter = "E0406"
  case badLights = "E0407"
  case unlikeMembers = "E0408"
  case badYear = "E0409"
  case declaredBreakdownTwice = "E0410"

  case overdrawn = "E0501"
  case moveNeedsPlace = "E0502"
  case doesNotMove = "E0503"
  case groupIsASum = "E0504"
  case onlyInScenario = "E0505"
  case moveGoesNowhere = "E0506"
  case amountNotKnown = "E0507"
  case interrupted = "E0508"
  case badSweep = "E0509"

  case unreadableFile = "E0601"
  case outsideFolder = "E0602"
  case circularUse = "E0603"
  case notUTF8 = "E0604"
  case badTableHeader = "E0605"
  case badTableRow = "E0606"
  case badTableCell = "E0607"
  case tableCellTwice = "E0608"
  case badOutput = "E0616"
  case outputIsInput = "E0617"
  case outputExists = "E0618"

  case overwrittenByParent = "W0701"
  case mixedScales = "W0702"

  public var severity: Problem.Severity { rawValue.hasPrefix("W") ? .warning : .error }
}
