internal import BigInt
internal import MutationSwitch

/// What stands for operators and other sites in the rewritten sources: as they are, or as their mutant has them.
enum Mutant {
  @inline(__always)
  static func isOn(_ number: Int32) -> Bool { mutation_is_on(number) }

  // MARK: Comparing

  @inline(__always)
  static func less<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a <= b : a < b }
  @inline(__always)
  static func lessOrEqual<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a < b : a <= b }
  @inline(__always)
  static func greater<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a >= b : a > b }
  @inline(__always)
  static func greaterOrEqual<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a > b : a >= b }
  @inline(__always)
  static func equal<T: Equatable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a != b : a == b }
  @inline(__always)
  static func unequal<T: Equatable>(_ n: Int32, _ a: T, _ b: T) -> Bool { isOn(n) ? a == b : a != b }
  @inline(__always)
  static func same(_ n: Int32, _ a: AnyObject?, _ b: AnyObject?) -> Bool { isOn(n) ? a !== b : a === b }
  @inline(__always)
  static func other(_ n: Int32, _ a: AnyObject?, _ b: AnyObject?) -> Bool { isOn(n) ? a === b : a !== b }
  @inline(__always)
  static func isMissing<T>(_ n: Int32, _ a: T?) -> Bool { isOn(n) ? a != nil : a == nil }
  @inline(__always)
  static func isThere<T>(_ n: Int32, _ a: T?) -> Bool { isOn(n) ? a == nil : a != nil }

  // MARK: Truth

  @inline(__always)
  static func and(_ n: Int32, _ a: Bool, _ b: @autoclosure () throws -> Bool) rethrows -> Bool {
    isOn(n) ? try a || b() : try a && b()
  }
  @inline(__always)
  static func or(_ n: Int32, _ a: Bool, _ b: @autoclosure () throws -> Bool) rethrows -> Bool {
    isOn(n) ? try a && b() : try a || b()
  }
  @inline(__always)
  static func not(_ n: Int32, _ a: Bool) -> Bool { isOn(n) ? a : !a }
  @inline(__always)
  static func contrary(_ n: Int32, _ a: Bool) -> Bool { isOn(n) ? !a : a }
  @inline(__always)
  static func truth(_ n: Int32, _ a: Bool) -> Bool { isOn(n) ? !a : a }

  // MARK: Calculating

  @inline(__always)
  static func number<T: Calculating>(_ n: Int32, _ a: T) -> T { isOn(n) ? a + 1 : a }
  @inline(__always)
  static func plus<T: Calculating>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a - b : a + b }
  @inline(__always)
  static func minus<T: Calculating>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a + b : a - b }
  @inline(__always)
  static func times<T: Calculating>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a + b : a * b }
  @inline(__always)
  static func over<T: BinaryInteger>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a * b : a / b }
  @inline(__always)
  static func modulo<T: BinaryInteger>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a / b : a % b }
  @inline(__always)
  static func wrappedPlus<T: FixedWidthInteger>(_ n: Int32, _ a: T, _ b: T) -> T { isOn(n) ? a &- b : a &+ b }
  @inline(__always)
  static func wrappedMinus<T: FixedWidthInteger>(_ n: Int32, _ a: T, _ b: T) -> T {
    isOn(n) ? a &+ b : a &- b
  }
  @inline(__always)
  static func wrappedTimes<T: FixedWidthInteger>(_ n: Int32, _ a: T, _ b: T) -> T {
    isOn(n) ? a &+ b : a &* b
  }
  @inline(__always)
  static func add<T: Calculating>(_ n: Int32, _ a: inout T, _ b: T) { a = isOn(n) ? a - b : a + b }
  @inline(__always)
  static func subtract<T: Calculating>(_ n: Int32, _ a: inout T, _ b: T) { a = isOn(n) ? a + b : a - b }
  @inline(__always)
  static func multiply<T: Calculating>(_ n: Int32, _ a: inout T, _ b: T) { a = isOn(n) ? a + b : a * b }
  @inline(__always)
  static func wrappedAdd<T: FixedWidthInteger>(_ n: Int32, _ a: inout T, _ b: T) {
    a = isOn(n) ? a &- b : a &+ b
  }
  @inline(__always)
  static func wrappedSubtract<T: FixedWidthInteger>(_ n: Int32, _ a: inout T, _ b: T) {
    a = isOn(n) ? a &+ b : a &- b
  }

  // MARK: Choosing, and giving back

  @inline(__always)
  static func min<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> T {
    isOn(n) ? Swift.max(a, b) : Swift.min(a, b)
  }
  @inline(__always)
  static func max<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> T {
    isOn(n) ? Swift.min(a, b) : Swift.max(a, b)
  }
  @inline(__always)
  static func least<S: Sequence>(_ n: Int32, _ a: S) -> S.Element? where S.Element: Comparable {
    isOn(n) ? a.max() : a.min()
  }
  @inline(__always)
  static func most<S: Sequence>(_ n: Int32, _ a: S) -> S.Element? where S.Element: Comparable {
    isOn(n) ? a.min() : a.max()
  }
  @inline(__always)
  static func result<T>(_ n: Int32, _ a: T?) -> T? { isOn(n) ? nil : a }
}

/// The types that sites calculate with; that they are few keeps the type checker quick.
protocol Calculating: ExpressibleByIntegerLiteral {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Int: Calculating {}
extension Int32: Calculating {}
extension Int64: Calculating {}
extension Int128: Calculating {}
extension UInt8: Calculating {}
extension UInt32: Calculating {}
extension UInt64: Calculating {}
extension UInt128: Calculating {}
extension BigInt: Calculating {}

extension Rational: Calculating {
  public init(integerLiteral value: Int) { self.init(value) }
}
