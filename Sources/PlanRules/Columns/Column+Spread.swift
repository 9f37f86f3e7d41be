/// How columns with fewer axes line up with a wider shape: in runs along which each column either advances or
/// stays put.
struct Runs {
  let length: Int
  /// For each operand, where each run begins and whether the operand advances along it.
  let operands: [(starts: [Int], goesOn: Bool)]
  let count: Int

  init(_ whole: Shape, _ shapes: [Shape]) {
    // Usually the shapes are the same, or one of them is a single figure.
    if shapes.allSatisfy({ $0.extents.isEmpty || $0 == whole }) {
      length = whole.count
      count = 1
      operands = shapes.map { ([0], !$0.extents.isEmpty) }
      return
    }
    let extents = whole.extents
    var length = 1
    var inner = extents.count
    var pattern: [Bool] = shapes.map { _ in true }
    // The run covers the fastest axes for as long as the same operands have them.
    while inner > 0 {
      let has = shapes.map { $0.has(extents[inner - 1].axis) }
      if inner == extents.count {
        pattern = has
      } else if has != pattern {
        break
      }
      length *= extents[inner - 1].count
      inner -= 1
    }
    let outer = Shape(extents: Array(extents[..<inner]))
    self.length = length
    count = outer.count
    operands = zip(shapes, pattern).map { shape, goesOn in (outer.offsets(in: shape), goesOn) }
  }
}

extension Column {
  /// Repeats the values along the axes that only the wider shape has.
  func spread(to wider: Shape) -> Column {
    if shape == wider { return self }
    let runs = Runs(wider, [shape])
    let values: Values =
      switch self.values {
      case .scaled(let numerators, let denominator):
        .scaled(runs.spread(numerators), denominator: denominator)
      case .fractions(let numerators, let denominators):
        .fractions(runs.spread(numerators), denominators: runs.spread(denominators))
      case .exact(let rationals): .exact(runs.spread(rationals))
      }
    return Column(shape: wider, values: values, known: known.map(runs.spread), bound: bound)
  }

  /// The numerators, if all values have a common denominator.
  var whole: (numerators: [Int64], denominator: Int64)? {
    if case .scaled(let numerators, let denominator) = values { return (numerators, denominator) }
    return nil
  }

  /// The numbers, with zero for unknown values.
  func zeroFilled(_ numerators: [Int64]) -> [Int64] {
    guard let known else { return numerators }
    return zip(numerators, known).map { $1 ? $0 : 0 }
  }
}

extension Runs {
  func spread<Element>(_ values: [Element]) -> [Element] {
    let (starts, goesOn) = operands[0]
    var spread: [Element] = []
    spread.reserveCapacity(count * length)
    for start in starts {
      if goesOn {
        spread.append(contentsOf: values[start..<(start + length)])
      } else {
        spread.append(contentsOf: repeatElement(values[start], count: length))
      }
    }
    return spread
  }

  /// Combines two operands value by value.
  @inline(__always)
  func combine<A, B, Found>(_ a: [A], _ b: [B], _ body: (A, B) -> Found) -> [Found] {
    let (x, y) = (operands[0], operands[1])
    return [Found](unsafeUninitializedCapacity: count * length) { result, initialized in
      guard let out = result.baseAddress else { return }
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          for run in 0..<count {
            let (p, q, o) = (a + x.starts[run], b + y.starts[run], out + run * length)
            switch (x.goesOn, y.goesOn) {
            case (true, true): for i in 0..<length { (o + i).initialize(to: body(p[i], q[i])) }
            case (true, false):
              let fixed = q[0]
              for i in 0..<length { (o + i).initialize(to: body(p[i], fixed)) }
            case (false, true):
              let fixed = p[0]
              for i in 0..<length { (o + i).initialize(to: body(fixed, q[i])) }
            case (false, false):
              let value = body(p[0], q[0])
              for i in 0..<length { (o + i).initialize(to: value) }
            }
          }
        }
      }
      initialized = count * length
    }
  }
}

/// Two columns aligned with each other.
struct Pair {
  let a: Column
  let b: Column
  let shape: Shape
  let runs: Runs

  init(_ a: Column, _ b: Column) {
    self.a = a
    self.b = b
    shape = a.shape.union(b.shape)
    runs = Runs(shape, [a.shape, b.shape])
  }

  /// Where both are known; `nil` if that is everywhere.
  var bothKnown: [Bool]? {
    switch (a.known, b.known) {
    case (nil, nil): nil
    case (let x?, nil): a.shape == shape ? x : Runs(shape, [a.shape]).spread(x)
    case (nil, let y?): b.shape == shape ? y : Runs(shape, [b.shape]).spread(y)
    case (let x?, let y?): runs.combine(x, y) { $0 && $1 }
    }
  }
}
