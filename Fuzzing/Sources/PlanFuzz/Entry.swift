import FuzzTargets
import Glibc

// The three calls by which libFuzzer knows a program. Which target it is to be is said in `FUZZ_TARGET`.

private let target: FuzzTarget = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    print("FUZZ_TARGET must be one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    exit(2)
  }
  return target
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?) -> CInt {
  _ = target
  // Whatever an input names is looked for there.
  return chdir(Scratch.folder)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  do {
    try target.run(Array(UnsafeBufferPointer(start: data, count: size)))
  } catch {
    // What libFuzzer prints of an abort says nothing of what was broken.
    let text = Array("\(target.name): \(error)\n".utf8)
    _ = write(STDERR_FILENO, text, text.count)
    abort()
  }
  return 0
}

/// libFuzzer's own changes of bytes.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maxSize: Int) -> Int

@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maxSize: Int, _ seed: CUnsignedInt
) -> Int {
  var dice = Dice(seed: UInt64(seed))
  // Grammar reaches deep; bytes reach what no grammar thinks of.
  guard target.input != .bytes, dice.roll(4) > 0 else { return mutateBytes(data, size, maxSize) }
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  var mutator = PlanMutator(bytes, input: target.input, dice: dice)
  let changed = mutator.changed()
  guard changed.count <= maxSize else { return mutateBytes(data, size, maxSize) }
  for (offset, byte) in changed.enumerated() { data[offset] = byte }
  return changed.count
}
