// exp, log, tanh, sigmoid and the normal distribution, on lanes. No libm: its results
// differ by version.
// Largest errors, against double over all floats, are in CKernels.h.
#ifndef CK_ELEMENTARY_H
#define CK_ELEMENTARY_H
#include "lanes.h"

/// 2ᵏ · x with one rounding, also where the result is subnormal; k in [-252, 254].
CK_INLINE lanes scale_by_power(lanes x, lanes_int k) {
  const lanes_int half = k >> 1;
  x = x * from_bits((half + 127) * (1 << 23));
  return x * from_bits((k - half + 127) * (1 << 23));
}

/// x = n ln 2 + r with n = round(x / ln 2) and r in [-ln 2 / 2, ln 2 / 2], for |x| of some hundreds.
typedef struct powers_of_two {
  lanes_int n;  // n + offset in the lowest bits; those above hold something else
  lanes r;
} powers_of_two;

CK_INLINE powers_of_two lanes_powers_of_two(lanes x, const int offset) {
  // 1.5 · 2²³: adding it rounds to an integer
  const lanes shift = splat(12582912.0f + (float)offset);
  const lanes shifted = fused(x, splat(0x1.715476p+0f), shift);
  const lanes n = shifted - shift;
  const lanes r = fused(n, splat(-0x1.62e4p-1f), x);
  return (powers_of_two){bits(shifted), fused(n, splat(-0x1.7f7d1cp-20f), r)};
}

enum { EXPONENT_OF_ONE = 127, EXPONENT_BITS = 0xff };

/// 2ⁿ · 2^(offset - 127), where that is a normal number. A NaN has no n, and gives any number.
CK_INLINE lanes lanes_power(powers_of_two powers) {
  return from_bits((powers.n & EXPONENT_BITS) * (1 << 23));
}

/// eʳ - 1 for r in [-ln 2 / 2, ln 2 / 2].
CK_INLINE lanes lanes_exp_minus_one(lanes r) {
  lanes p = splat(0x1.6a1a72p-10f);
  p = fused(p, r, splat(0x1.123fc6p-7f));
  p = fused(p, r, splat(0x1.555916p-5f));
  p = fused(p, r, splat(0x1.55548ap-3f));
  p = fused(p, r, splat(0x1.fffffcp-2f));
  return fused(p * r, r, r);
}

/// eˣ = 2ⁿ · eʳ.
CK_INLINE lanes lanes_exp(lanes x) {
  // Beyond these, the result is 0 or infinity; a NaN passes, for comparisons with it are false.
  lanes clamped = CK_SELECT(x > splat(89.0f), splat(89.0f), x);
  clamped = CK_SELECT(clamped < splat(-105.0f), splat(-105.0f), clamped);

  const powers_of_two powers = lanes_powers_of_two(clamped, 0);
  // NaN has no n; masked so that scaling by it stays defined.
  const lanes_int k = ((powers.n & 0x1ff) ^ 0x100) - 0x100;
  return scale_by_power(lanes_exp_minus_one(powers.r) + splat(1.0f), k);
}

enum { ENLARGED = 64 };

/// 2⁶⁴ · eˣ for x in [-130, 40]: never subnormal.
CK_INLINE lanes lanes_enlarged_exp(lanes x) {
  const powers_of_two powers = lanes_powers_of_two(x, EXPONENT_OF_ONE + ENLARGED);
  const lanes power = lanes_power(powers);
  return fused(lanes_exp_minus_one(powers.r), power, power);
}

/// eˣ for x up to 40: the bits of lanes_exp, with fewer instructions.
CK_INLINE lanes lanes_exp_of_negative(lanes x) {
  // Below, the result is 0. What is scaled is 0 then, too: machines may be slow where they round a
  // result to 0. A NaN passes.
  const lanes enlarged = CK_SELECT(x < splat(-104.0f), splat(0.0f), lanes_enlarged_exp(x));
  return enlarged * splat(0x1p-64f);
}

/// ln x = e · ln 2 + ln(1 + f) with x = 2ᵉ · (1 + f), 1 + f in [2/3, 4/3).
CK_INLINE lanes lanes_log(lanes x) {
  const lanes magnitude = absolute(x);
  const lanes tiny = splat(0x1p-126f);  // subnormals are scaled up
  const lanes normal = CK_SELECT(magnitude < tiny, magnitude * splat(0x1p23f), magnitude);
  const lanes adjustment = CK_SELECT(magnitude < tiny, splat(-23.0f), splat(0.0f));
  const lanes_int exponent = (bits(normal) - 0x3f2aaaab) & (lanes_int)(int32_t)0xff800000u;
  const lanes f = from_bits(bits(normal) - exponent) - splat(1.0f);
#if CK_LANES == 1
  const lanes e = (lanes)(exponent >> 23) + adjustment;
#else
  const lanes e = __builtin_convertvector(exponent >> 23, lanes) + adjustment;
#endif

  lanes p = splat(0x1.ebd008p-4f);
  p = fused(p, f, splat(-0x1.071126p-3f));
  p = fused(p, f, splat(0x1.b87e5cp-4f));
  p = fused(p, f, splat(-0x1.f389fcp-4f));
  p = fused(p, f, splat(0x1.24f48cp-3f));
  p = fused(p, f, splat(-0x1.559908p-3f));
  p = fused(p, f, splat(0x1.99977ep-3f));
  p = fused(p, f, splat(-0x1.ffff0ep-3f));
  p = fused(p, f, splat(0x1.555556p-2f));
  p = fused(p, f, splat(-0.5f));
  lanes result = fused(p * f, f, f);
  result = fused(e, splat(-0x1.05c61p-29f), result);
  result = fused(e, splat(0x1.62e43p-1f), result);

  const lanes infinity = splat(__builtin_inff());
  result = CK_SELECT(x == infinity, infinity, result);
  result = CK_SELECT(x == splat(0.0f), -infinity, result);
  // Negative or NaN: the same quiet NaN on every machine.
  return CK_SELECT(x >= splat(0.0f), result, splat(__builtin_nanf("")));
}

/// σ(x) = 1 / (1 + e⁻ˣ), from e^-|x| so that nothing overflows.
CK_INLINE lanes lanes_sigmoid(lanes x) {
  const lanes e = lanes_exp_of_negative(-absolute(x));
  const lanes numerator = CK_SELECT(x < splat(0.0f), e, splat(1.0f));
  return numerator / (e + splat(1.0f));
}

/// tanh |x| = m / (m + 2) with m = e^2|x| - 1, which is 2ⁿ · (eʳ - 1) + (2ⁿ - 1).
/// Nothing cancels, so this is as good near 0 as elsewhere.
CK_INLINE lanes lanes_tanh(lanes x) {
  const lanes doubled = absolute(x + x);
  // From 10 on, the result is 1; a NaN passes.
  const lanes clamped = CK_SELECT(doubled > splat(20.0f), splat(20.0f), doubled);

  const powers_of_two powers = lanes_powers_of_two(clamped, EXPONENT_OF_ONE);
  const lanes r = powers.r;

  lanes p = splat(0x1.6b9c66p-10f);
  p = fused(p, r, splat(0x1.12254ap-7f));
  p = fused(p, r, splat(0x1.5556f2p-5f));
  p = fused(p, r, splat(0x1.5554b4p-3f));
  p = fused(p, r, splat(0x1.fffffep-2f));
  p = fused(p * r, r, r);
  const lanes power = lanes_power(powers);
  const lanes m = fused(power, p, power - splat(1.0f));
  return with_sign(m / (m + splat(2.0f)), x);
}

/// The standard normal distribution: Φ(x) and its density φ(x).
typedef struct normal_distribution {
  lanes probability, density;
  // 2⁶⁴ · e^(-x²/2), which is never subnormal, and Q with Φ(-|x|) = e^(-x²/2) · Q
  lanes gaussian, quotient;
} normal_distribution;

/// Φ(-t) = e^(-t²/2) · Q(t) for t >= 0, with Q a polynomial in (t - 4) / (t + 4);
/// Φ(t) = 1 - Φ(-t).
CK_INLINE normal_distribution lanes_normal(lanes x) {
  lanes t = absolute(x);
  t = CK_SELECT(t > splat(14.5f), splat(14.5f), t);  // Φ(-14.5) is 0 in float32

  // e^(-t²/2) is only as good as t²: what rounding took from the square is multiplied in.
  const lanes square = t * t;
  const lanes rest = fused(t, t, -square);
  const lanes e = lanes_enlarged_exp(square * splat(-0.5f));
  const lanes gaussian = fused(e * rest, splat(-0.5f), e);

  // s = (t - 4) / (t + 4), to which the part of it that rounding took is added again.
  const lanes inverse = splat(1.0f) / (t + splat(4.0f));
  const lanes rounded = (t - splat(4.0f)) * inverse;
  const lanes remainder = fused(-rounded, t, fused(rounded + splat(1.0f), splat(-4.0f), t));
  const lanes s = fused(inverse, remainder, rounded);
  lanes q = splat(0x1.81af0ap-17f);
  q = fused(q, s, splat(-0x1.91f6fp-15f));
  q = fused(q, s, splat(-0x1.6bc9aap-13f));
  q = fused(q, s, splat(0x1.50e12ap-11f));
  q = fused(q, s, splat(0x1.07b8c2p-11f));
  q = fused(q, s, splat(-0x1.164e4p-7f));
  q = fused(q, s, splat(0x1.f9b348p-6f));
  q = fused(q, s, splat(-0x1.25b68ep-4f));
  q = fused(q, s, splat(0x1.fd751p-4f));
  q = fused(q, s, splat(-0x1.5cf97cp-3f));
  q = fused(q, s, splat(0x1.82b4bcp-4f));
  const lanes tail = gaussian * q * splat(0x1p-64f);
  normal_distribution result;
  result.probability = CK_SELECT(x < splat(0.0f), tail, splat(1.0f) - tail);
  result.density = gaussian * splat(0x1.988454p-66f);
  result.gaussian = gaussian;
  result.quotient = q;
  return result;
}

/// x · Φ(x), as PyTorch's default (approximate='none').
CK_INLINE lanes lanes_gelu(lanes x) {
  // -∞ · 0 would be NaN; below -14.5 the result is 0 all the same.
  const lanes bounded = CK_SELECT(x < splat(-14.5f), splat(-14.5f), x);
  const normal_distribution normal = lanes_normal(x);
  // Φ(x) may be too small for a normal number where x · Φ(x) is not.
  const lanes below = bounded * normal.quotient * normal.gaussian * splat(0x1p-64f);
  return CK_SELECT(x < splat(0.0f), below, bounded * normal.probability);
}

/// Φ(x) + x · φ(x)
CK_INLINE lanes lanes_gelu_slope(lanes x) {
  const normal_distribution normal = lanes_normal(x);
  lanes bounded = CK_SELECT(x < splat(-14.5f), splat(-14.5f), x);
  bounded = CK_SELECT(bounded > splat(14.5f), splat(14.5f), bounded);
  return fused(bounded, normal.density, normal.probability);
}

#endif
