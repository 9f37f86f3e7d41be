/// An array whose copies may differ in a few places without copying all the rest. A scenario differs little
/// from its base, and a plan has many scenarios of many programmes.
struct Layered<Element> {
  /// Changed in place while no copy shares it.
  private var below: [Element]
  /// The differences from `below`, by index, once it is shared.
  private var above: [Int: Element] = [:]
  private var isShared: Bool

  /// - Parameter isShared: whether the array is also stored elsewhere, and should not be copied for a few
  ///   changes.
  init(_ elements: [Element], isShared: Bool = false) {
    below = elements
    self.isShared = isShared
  }

  /// Returns a copy; from then on neither of the two changes what they share.
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

  /// If there are many differences, a whole array takes less memory than they do.
  private mutating func detach() {
    guard above.count * 4 >= below.count else { return }
    for (place, element) in above { below[place] = element }
    above = [:]
    isShared = false
  }
}
