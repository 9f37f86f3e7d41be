/// A source in which every site is a switch, and where in it the sites lie.
struct Rewriting {
  let text: [UInt8]
  /// Of the sites that were asked for, in their order.
  let ranges: [Range<Int>]

  /// - Parameter sites: each with the number of its mutant, what lies around another before it.
  init(_ source: [UInt8], sites: [(number: Int, site: Site)]) {
    var edits: [(order: Int, edit: Edit)] = []
    for (order, site) in sites.enumerated() { edits += site.site.edits.map { (order, $0) } }
    // What closes comes before what opens; what opened last is closed first.
    edits.sort { a, b in
      if a.edit.offset != b.edit.offset { return a.edit.offset < b.edit.offset }
      if a.edit.side != b.edit.side { return a.edit.side.rawValue < b.edit.side.rawValue }
      return a.edit.side == .closing ? a.order > b.order : a.order < b.order
    }
    var text: [UInt8] = []
    var copied = 0
    var ranges = [Range<Int>](repeating: 0..<0, count: sites.count)
    var isOpen = [Bool](repeating: false, count: sites.count)
    for (order, edit) in edits {
      if edit.offset > copied {
        text += source[copied..<edit.offset]
        copied = edit.offset
      }
      let start = text.count
      text += edit.text.replacing("#", with: String(sites[order].number)).utf8
      copied = max(copied, edit.offset + edit.length)
      ranges[order] = (isOpen[order] ? ranges[order].lowerBound : start)..<text.count
      isOpen[order] = true
    }
    text += source[copied...]
    self.text = text
    self.ranges = ranges
  }
}
