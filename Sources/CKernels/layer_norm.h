// Layer norm on lanes. Ba, Kiros and Hinton, 2016, "Layer Normalization".
#ifndef CK_LAYER_NORM_H
#define CK_LAYER_NORM_H
#include "reductions.h"

/// (x - mean)², and 0 in the lanes past the end.
CK_INLINE lanes squared_difference(const float *x, long part, float mean) {
  const lanes values = part == CK_LANES ? load(x) : load_part(x, part, splat(mean));
  const lanes difference = values - splat(mean);
  return difference * difference;
}

static void layer_norm_kernel(
    long rows, long columns, const float *x, const float *gamma, const float *beta, float epsilon,
    float *y, float *mean, float *rstd) {
  for (long r = 0; r < rows; r++, x += columns, y += columns) {
    const float m = sum_kernel(columns, x) / (float)columns;
    partials squares = partials_of(0.0f);
    CK_SUM_LANES(squares, columns, squared_difference(x + at, part, m));
    const float variance = fold_sum(squares) / (float)columns;
    const float scale = 1.0f / __builtin_sqrtf(variance + epsilon);
    CK_FOR_LANES(
        columns,
        WRITE(y, fused((READ(x) - splat(m)) * splat(scale), READ(gamma), READ(beta))));
    mean[r] = m;
    rstd[r] = scale;
  }
}

#endif
