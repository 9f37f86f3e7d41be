/// Tables as aligned columns.
struct TextRendering {
  let painter: Painter
  let width: Int?

  func render(_ document: Document) -> String {
    var text = ""
    for line in lines(document) {
      painter.paint(line, into: &text)
      text += "\n"
    }
    return text
  }

  func lines(_ document: Document) -> [StyledText] {
    document.blocks.flatMap { block in
      switch block {
      case .blank: [StyledText()]
      case .heading(let line, _), .line(let line), .note(let line):
        width.map { line.folded(to: $0) } ?? [line]
      case .drawn(let line): [line]
      case .value(let cell): [cell.text]
      case .table(let table): TextTable(table, width: width).lines()
      }
    }
  }
}
