/// The names of the calendar months in Thai and English, short and in full.
public enum MonthSpelling {
  private static let inFull = [
    ["January", "มกราคม"], ["February", "กุมภาพันธ์"], ["March", "มีนาคม"], ["April", "เมษายน"],
    ["May", "พฤษภาคม"], ["June", "มิถุนายน"], ["July", "กรกฎาคม"], ["August", "สิงหาคม"],
    ["September", "กันยายน"], ["October", "ตุลาคม"], ["November", "พฤศจิกายน"], ["December", "ธันวาคม"],
  ]

  /// By spelling; 1 is January.
  static let all: [String: Int] = {
    var months: [String: Int] = [:]
    for (index, names) in inFull.enumerated() {
      for name in names + [Calendar.monthNames[index], Calendar.thaiMonthNames[index]] {
        months[name] = index + 1
      }
    }
    return months
  }()

  /// In lower case and without dots.
  private static let loose: [String: Int] = {
    var months = ["sept": 9]
    for (name, month) in all { months[name.lowercased().filter { $0 != "." }] = month }
    return months
  }()

  /// The calendar month that a word names, regardless of capitals and dots; 1 is January.
  ///
  /// `Mar`, `march`, `มีนาคม`, `มี.ค.`, `มีค`.
  public static func month(_ word: String) -> Int? { loose[word.lowercased().filter { $0 != "." }] }
}
