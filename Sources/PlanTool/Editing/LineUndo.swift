/// Earlier states of the line, for undo; letters typed in succession form a single step.
struct LineUndo {
  private var steps: [(text: String, count: Int, cursor: Int)] = []
  private var current: (text: String, count: Int, cursor: Int) = ("", 0, 0)
  private var isTyping = false
  private var isUndoing = false

  private static let maxSteps = 500
  /// Longer texts are not kept.
  private static let longest = 10_000

  /// Records the line after a key.
  mutating func note(text: () -> String, count: Int, cursor: Int) {
    guard count <= LineUndo.longest else { return }
    let now = text()
    defer { current = (now, count, cursor) }
    if isUndoing {
      isUndoing = false
      return
    }
    guard now != current.text else { return }
    let isOneMore = count == current.count + 1 && cursor == current.cursor + 1
    if !(isOneMore && isTyping) { steps.append(current) }
    isTyping = isOneMore
    if steps.count > LineUndo.maxSteps { steps.removeFirst() }
  }

  mutating func undo() -> (text: String, cursor: Int)? {
    guard let last = steps.popLast() else { return nil }
    isUndoing = true
    isTyping = false
    return (last.text, last.cursor)
  }
}
