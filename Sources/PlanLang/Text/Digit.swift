extension Unicode.Scalar {
  /// The value of an ASCII or a Thai digit.
  var digit: UInt8? {
    switch value {
    case 0x30...0x39: UInt8(value - 0x30)
    case 0x0E50...0x0E59: UInt8(value - 0x0E50)
    default: nil
    }
  }
}
