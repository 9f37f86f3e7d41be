/// An array of which a copy may go its own way in a few places without taking all the others along: a scenario differs from
/// its base in little, and a plan has many scenarios of many programmes.
struct Layered<Element> {
  /// Changed in place as long as nobody else has it.
  private var below: [Element]
  /// What differs from it, by place, once somebody else has it.
  private var above: [Int: Element] = [:]
  private var isShared: Bool

  /// - Parameter isShared: whether the array is kept elsewhere too, and should not be copied for a few changes.
  init(_ elements: [Element], isShared: Bool = false) {
    below = elements
    self.isShared = isShared
  }

  /// A copy; from now on neither of the two changes what both have.
  mutating func share() -> Layered {
    isShared = true
    return self
  }

  subscript(place: Int) -> Element {
    @inline(__always) get { above.isEmpty ? below[place] : above[place] ?? below[place] }
    @inline(__always) _modify {
      if isShared { detach() }
      if isShared {
        yield &above[place, default: below[place]]
      } else {
        yield &below[place]
      }
    }
  }

  /// Where much differs a whole array is less than what differs.
  private mutating func detach() {
    guard above.count * 4 >= below.count else { return }
    for (place, element) in above { below[place] = element }
    above = [:]
    isShared = false
  }
}
