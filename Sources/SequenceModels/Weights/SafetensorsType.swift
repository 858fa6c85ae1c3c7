/// The kinds of numbers that are read; all become float32.
enum SafetensorsType: String, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes of one number.
  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// The number in the lowest bytes of `bits`, or `nil` for a whole number that float32 has not got.
  /// F64 is rounded to the nearest; F16 and BF16 are exact.
  func float(_ bits: UInt64) -> Float? {
    switch self {
    case .float64: Float(Double(bitPattern: bits))
    case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case .bfloat16: Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16)
    case .float16: Self.half(UInt32(truncatingIfNeeded: bits))
    case .int64: Float(exactly: Int64(bitPattern: bits))
    case .int32: Float(exactly: Int32(truncatingIfNeeded: bits))
    case .int16: Float(Int16(truncatingIfNeeded: bits))
    case .int8: Float(Int8(truncatingIfNeeded: bits))
    case .uint8: Float(bits)
    case .bool: bits <= 1 ? Float(bits) : nil
    }
  }

  /// IEEE 754 binary16: 1 bit sign, 5 exponent, 10 significand. (`Float16` is not on every machine.)
  private static func half(_ bits: UInt32) -> Float {
    let (sign, exponent, fraction) = (bits >> 15, bits >> 10 & 31, bits & 1023)
    let magnitude: Float =
      switch exponent {
      case 0: Float(fraction) * 0x1p-24
      case 31: Float(bitPattern: 0x7F80_0000 | fraction << 13)
      default: Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
      }
    return Float(bitPattern: magnitude.bitPattern | sign << 31)
  }
}
