// Reductions in a fixed order: partial result j takes the elements with index ≡ j mod 16, in order;
// then 16 are folded to 8, 4, 2, 1 by adding j and j + half. 16 partials fill whole vectors on every
// machine.
#ifndef CK_REDUCTIONS_H
#define CK_REDUCTIONS_H
#include "lanes.h"

enum { PARTIALS = 16, PARTIAL_VECTORS = PARTIALS / CK_LANES };

typedef struct partials {
  lanes at[PARTIAL_VECTORS];
} partials;

CK_INLINE partials partials_of(float x) {
  partials result;
  for (int j = 0; j < PARTIAL_VECTORS; j++) result.at[j] = splat(x);
  return result;
}

/// The larger one; a NaN on either side wins.
CK_INLINE lanes larger(lanes x, lanes y) {
#if CK_LANES == 1
  return (y > x || y != y) ? y : x;
#else
  return ((y > x) | (y != y)) ? y : x;
#endif
}

CK_INLINE lanes sum_of(lanes x, lanes y) { return x + y; }

// x with lane n in front.
#define CK_LANE(i) ((i) % CK_LANES)
#define CK_FOUR_LANES(i) CK_LANE(i), CK_LANE((i) + 1), CK_LANE((i) + 2), CK_LANE((i) + 3)
#if CK_LANES == 4
#define CK_ROTATED(x, n) __builtin_shufflevector(x, x, CK_FOUR_LANES(n))
#elif CK_LANES == 8
#define CK_ROTATED(x, n) __builtin_shufflevector(x, x, CK_FOUR_LANES(n), CK_FOUR_LANES((n) + 4))
#elif CK_LANES == 16
#define CK_ROTATED(x, n)                                                      \
  __builtin_shufflevector(                                                    \
      x, x, CK_FOUR_LANES(n), CK_FOUR_LANES((n) + 4), CK_FOUR_LANES((n) + 8), \
      CK_FOUR_LANES((n) + 12))
#endif

/// Folds the partial results into one: vectors onto vectors, then the halves of the one that is left.
CK_INLINE float fold(partials x, lanes (*of)(lanes, lanes)) {
#pragma clang loop unroll(full)
  for (int half = PARTIAL_VECTORS / 2; half > 0; half /= 2)
#pragma clang loop unroll(full)
    for (int j = 0; j < half; j++) x.at[j] = of(x.at[j], x.at[j + half]);
  lanes result = x.at[0];
#if CK_LANES > 8
  result = of(result, CK_ROTATED(result, 8));
#endif
#if CK_LANES > 4
  result = of(result, CK_ROTATED(result, 4));
#endif
#if CK_LANES > 1
  result = of(result, CK_ROTATED(result, 2));
  result = of(result, CK_ROTATED(result, 1));
  return result[0];
#else
  return result;
#endif
}

CK_INLINE float fold_sum(partials sums) { return fold(sums, sum_of); }

/// Adds term(i) for the lanes from `at` on to `sums`; lanes past the end must be 0.
///
///     CK_SUM_LANES(sums, n, READ(x) * READ(x));
#define CK_SUM_LANES(sums, n, term)                                            \
  do {                                                                         \
    long block = 0;                                                            \
    for (; block + PARTIALS <= (n); block += PARTIALS)                         \
      for (int j = 0; j < PARTIAL_VECTORS; j++) {                              \
        const long at = block + j * CK_LANES, part = CK_LANES;                 \
        (sums).at[j] += (term);                                                \
      }                                                                        \
    for (int j = 0; j < PARTIAL_VECTORS && block + j * CK_LANES < (n); j++) {  \
      const long at = block + j * CK_LANES;                                    \
      const long part = (n) - at < CK_LANES ? (n) - at : CK_LANES;             \
      (sums).at[j] += (term);                                                  \
    }                                                                          \
  } while (0)

static float sum_kernel(long n, const float *x) {
  partials sums = partials_of(0.0f);
  CK_SUM_LANES(sums, n, READ(x));
  return fold_sum(sums);
}

/// Squares of floats are exact in double, so the only roundings are those of the sum.
static double sum_of_squares_kernel(long n, const float *x) {
  double sums[PARTIALS] = {0};
  long i = 0;
  for (; i + PARTIALS <= n; i += PARTIALS)
    for (int j = 0; j < PARTIALS; j++) sums[j] += (double)x[i + j] * (double)x[i + j];
  for (int j = 0; i + j < n; j++) sums[j] += (double)x[i + j] * (double)x[i + j];
  for (int half = PARTIALS / 2; half > 0; half /= 2)
    for (int j = 0; j < half; j++) sums[j] += sums[j + half];
  return sums[0];
}

/// -∞ for n = 0.
static float max_kernel(long n, const float *x) {
  partials maxima = partials_of(-__builtin_inff());
  long i = 0;
  for (; i + PARTIALS <= n; i += PARTIALS)
    for (int j = 0; j < PARTIAL_VECTORS; j++)
      maxima.at[j] = larger(maxima.at[j], load(x + i + j * CK_LANES));
  for (int j = 0; j < PARTIAL_VECTORS && i < n; j++, i += CK_LANES) {
    const lanes least = splat(-__builtin_inff());
    const lanes last = n - i < CK_LANES ? load_part(x + i, n - i, least) : load(x + i);
    maxima.at[j] = larger(maxima.at[j], last);
  }
  return fold(maxima, larger);
}

#endif
