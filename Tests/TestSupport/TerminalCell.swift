/// How a cell is drawn.
public struct CellAttributes: Equatable, Sendable {
  public var isBold = false
  public var isFaint = false
  public var isUnderlined = false
  public var isReversed = false
  /// 0–7 and 8–15 as SGR 30–37 and 90–97, up to 255 from the palette; 0x1RRGGBB a colour of its own.
  public var foreground: Int?
  public var background: Int?

  public init() {}
}

/// One place of the screen: a letter and what is stacked on it.
public struct TerminalCell: Equatable, Sendable {
  public var letter: Unicode.Scalar = " "
  public var marks: [Unicode.Scalar] = []
  /// 2 for a wide letter; 0 for the place its right half covers.
  public var width = 1
  public var attributes = CellAttributes()

  public init() {}

  public var isBlank: Bool { letter == " " && marks.isEmpty && width == 1 }

  public var text: String {
    var scalars = String.UnicodeScalarView()
    append(to: &scalars)
    return String(scalars)
  }

  func append(to scalars: inout String.UnicodeScalarView) {
    guard width > 0 else { return }
    scalars.append(letter)
    scalars.append(contentsOf: marks)
  }
}

extension Unicode.Scalar {
  /// How many cells a terminal gives it: 0 for what is stacked on the letter before.
  public var terminalWidth: Int {
    // Most of what a test prints; no look at the tables.
    if value < 0xAD { return 1 }
    switch value {
    case 0xAD: return 1
    // Thai by hand: SARA AM is no mark, though it looks like one.
    case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: return 0
    case 0x0E00...0x0E7F: return 1
    // The vowels and last consonants of a Hangul syllable join the first.
    case 0x1160...0x11FF, 0xD7B0...0xD7FB: return 0
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide ? 2 : 1
    }
  }

  /// East Asian Width W or F, in ranges that also take in what is unassigned between them.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3: true
    case 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1: true
    case 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA: true
    case 0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C: true
    case 0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0, 0x27BF: true
    case 0x2B1B...0x2B1C, 0x2B50, 0x2B55: true
    case 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3: true
    case 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A: true
    case 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393: true
    case 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4, 0x1F3F8...0x1F43E: true
    case 0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567: true
    case 0x1F57A, 0x1F595...0x1F596, 0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC: true
    case 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC: true
    case 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945: true
    case 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD: true
    default: false
    }
  }
}
