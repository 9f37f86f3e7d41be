extension [String] {
  /// The texts with a separator between them, as `joined` has them.
  ///
  /// `joined` finds out at run time what a collection of texts is, once in each run: a hundredth of a check of the
  /// institute's year. What every check writes is listed with this.
  package func listed(by separator: String) -> String {
    var list = ""
    for (index, text) in enumerated() {
      if index > 0 { list += separator }
      list += text
    }
    return list
  }
}
