internal import PlanRules

/// Lexes numbers and dates, with Western or Thai digits.
extension Lexer {
  private func isDigit(at offset: Int) -> Bool { scalar(at: offset).flatMap(\.digit) != nil }

  /// Reads digits and converts them to ASCII.
  private mutating func digits() -> String {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    var text = source.text(start..<position)
    while let scalar = scalar(at: position), let digit = scalar.digit {
      text.unicodeScalars.append(Unicode.Scalar(digit + 0x30))
      position += UTF8.width(scalar)
    }
    return text
  }

  mutating func lexNumber() {
    let start = position
    if lexPlainNumber() { return }
    var whole = digits()
    if whole.utf8.count == 4, lexDate(year: whole, from: start) { return }
    var groups: [Int] = []
    while byte(at: position) == UInt8(ascii: ","), isDigit(at: position + 1) {
      position += 1
      let group = digits()
      groups.append(group.utf8.count)
      whole += group
    }
    let firstGroup = whole.utf8.count - groups.reduce(0, +)
    let isWellGrouped = groups.allSatisfy { $0 == 3 } && (groups.isEmpty || firstGroup <= 3)
    var text = whole
    var places = 0
    if byte(at: position) == UInt8(ascii: "."), isDigit(at: position + 1) {
      position += 1
      let decimals = digits()
      places = decimals.utf8.count
      text += "." + decimals
    }
    if let written = lexForeignEnd(of: text, from: start) {
      problems.append(.badNumber(source.text(start..<position), written, at: span(from: start)))
      emit(.number(NumberSpelling(value: .zero, places: 0, isGrouped: false)), from: start)
      return
    }
    if !isWellGrouped { problems.append(.badGrouping(source.text(start..<position), at: span(from: start))) }
    let value = text.utf8.count <= limits[.digits] ? Rational(decimalDigits: text) : nil
    if value == nil { problems.append(.numberTooLong(limits, at: span(from: start))) }
    let number = NumberSpelling(
      value: value ?? .zero, places: places, leadingZeros: Lexer.leadingZeros(whole.utf8),
      isGrouped: !groups.isEmpty)
    emit(.number(number), from: start)
  }

  /// The number of leading zeros in a whole number; in zero itself, the last digit does not count.
  private static func leadingZeros(_ whole: some Collection<UInt8>) -> Int {
    whole.dropLast().prefix { $0 == UInt8(ascii: "0") }.count
  }

  /// Consumes number syntax from other tools: `1e5`, `1_000`, `1.000.000`. Returns the equivalent spelling in this
  /// language; the inner value is `nil` if there is none, the outer one if no such syntax follows.
  private mutating func lexForeignEnd(of text: String, from start: Int) -> String?? {
    let saved = position
    var digits = text
    if byte(at: position).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      position += 1
      let sign = byte(at: position)
      if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
      let exponent = self.digits()
      guard !exponent.isEmpty, scalar(at: position)?.continuesName != true else {
        position = saved
        return nil
      }
      guard let power = Int(exponent), power <= 15, let value = Rational(decimalDigits: text) else {
        return .some(nil)
      }
      let scaled = value * Rational.powerOfTen(sign == UInt8(ascii: "-") ? -power : power)
      return .some(scaled.fixed(places: min(18, scaled.terminatingPlaces ?? 18), grouped: true))
    }
    while let mark = byte(at: position), mark == UInt8(ascii: "_") || mark == UInt8(ascii: "."),
      isDigit(at: position + 1)
    {
      position += 1
      digits += self.digits()
    }
    guard position > saved, scalar(at: position)?.continuesName != true else {
      position = saved
      return nil
    }
    return .some(
      Rational(decimalDigits: digits.filter { $0 != "." }).map { $0.fixed(places: 0, grouped: true) })
  }

  /// Fast path for most figures: up to eighteen Western digits, grouped in threes or not at all. Everything else is
  /// left to be read digit by digit.
  private mutating func lexPlainNumber() -> Bool {
    let start = position
    var end = start
    var value = 0
    var digits = 0
    /// The number of digits since the last comma or point.
    var run = 0
    var places: Int?
    var isGrouped = false
    while end < bytes.count {
      let byte = bytes[end]
      if byte &- 0x30 < 10 {
        value = value &* 10 &+ Int(byte &- 0x30)
        digits += 1
        run += 1
        if digits > 18 { return false }
      } else if byte == UInt8(ascii: ","), places == nil,
        self.byte(at: end + 1).map({ $0 &- 0x30 < 10 }) == true
      {
        guard isGrouped ? run == 3 : run <= 3 else { return false }
        isGrouped = true
        run = 0
      } else if byte == UInt8(ascii: "."), places == nil,
        self.byte(at: end + 1).map({ $0 &- 0x30 < 10 }) == true
      {
        places = digits
        if isGrouped, run != 3 { return false }
        run = 0
      } else if byte >= 0x80 || (byte == UInt8(ascii: "-") && digits == 4) || byte | 0x20 == UInt8(ascii: "e")
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      {
        // Thai digits, a date, or number syntax from another tool.
        return false
      } else {
        break
      }
      end += 1
    }
    if isGrouped, places == nil, run != 3 { return false }
    let decimals = places.map { digits - $0 } ?? 0
    let scale = (0..<decimals).reduce(into: Int64(1)) { scale, _ in scale *= 10 }
    guard let exact = Rational(Int64(value), over: scale) else { return false }
    position = end
    let zeros =
      bytes[start] == UInt8(ascii: "0")
      ? Lexer.leadingZeros(bytes[start..<end].filter { $0 != UInt8(ascii: ",") }.prefix(digits - decimals))
      : 0
    emit(
      .number(NumberSpelling(value: exact, places: decimals, leadingZeros: zeros, isGrouped: isGrouped)),
      from: start)
    return true
  }

  /// `2561-04-30`, without spaces.
  private mutating func lexDate(year: String, from start: Int) -> Bool {
    let saved = position
    guard let month = datePart(), let day = datePart(), !isDigit(at: position),
      scalar(at: position)?.continuesName != true
    else {
      position = saved
      return false
    }
    if let date = PlanDate(year: Int(year) ?? 0, month: month, day: day) {
      emit(.date(date), from: start)
    } else {
      problems.append(.badDate(source.text(start..<position), at: span(from: start)))
      emit(.date(.standIn), from: start)
    }
    return true
  }

  private mutating func datePart() -> Int? {
    guard byte(at: position) == UInt8(ascii: "-") else { return nil }
    position += 1
    let text = digits()
    return text.count == 2 ? Int(text) : nil
  }
}

extension Problem {
  fileprivate static func badGrouping(_ number: String, at span: Span) -> Problem {
    let spaced = number.split(separator: ",").joined(separator: ", ")
    let digits = number.filter { $0 != "," }
    let whole = digits.prefix { $0 != "." }
    let grouped = Rational(decimalDigits: whole).map {
      $0.fixed(places: 0, grouped: true) + digits.dropFirst(whole.count)
    }
    let one =
      "one figure is written `\(grouped ?? digits)`, several with a space after each comma: `\(spaced)`"
    let parts = number.split(separator: ",")
    // A single comma not followed by exactly three digits: in many countries this is a decimal comma.
    let decimal = parts.count == 2 && !number.contains(".") ? "`\(parts[0]).\(parts[1])` with decimals; " : ""
    return Problem(
      .badGrouping, "the commas in `\(number)` do not group its digits in threes", at: span.origin,
      help: decimal + one)
  }

  fileprivate static func badNumber(_ number: String, _ written: String?, at span: Span) -> Problem {
    Problem(
      .badNumber, "`\(number)` cannot be read as a number", at: span.origin,
      help: "group digits with commas, and use one decimal point: `\(written ?? "1,000,000.50")`")
  }

  fileprivate static func numberTooLong(_ limits: Limits, at span: Span) -> Problem {
    Problem(
      .tooDeep, "this number has more than \(limits[.digits].grouped) digits", at: span.origin,
      limit: limits.reached(.digits))
  }

  fileprivate static func badDate(_ date: String, at span: Span) -> Problem {
    Problem(
      .badDate, "there is no day `\(date)`", at: span.origin,
      help: "a date is year-month-day: `2561-04-30` or `2018-04-30`")
  }
}
