// Softmax and its cross entropy, row by row, on lanes.
#ifndef CK_SOFTMAX_H
#define CK_SOFTMAX_H
#include "elementary.lanes.h"
#include "reductions.lanes.h"

/// y = e^(x - max) and returns its sum.
static float exponentials(long n, const float *x, float max, float *y) {
  CK_FOR_LANES(n, WRITE(y, lanes_exp_of_negative(READ(x) - splat(max))));
  return sum_kernel(n, y);
}

static void softmax_kernel(long rows, long columns, const float *x, float *y) {
  for (long r = 0; r < rows; r++, x += columns, y += columns) {
    const float sum = exponentials(columns, x, max_kernel(columns, x), y);
    scale_kernel(columns, 1.0f / sum, y, y);
  }
}

static void softmax_cross_entropy_kernel(
    long rows, long columns, const float *x, const int *targets, const float *weights,
    float *losses, float *gradient) {
  for (long r = 0; r < rows; r++, x += columns, gradient += columns) {
    if (weights[r] == 0.0f) {
      losses[r] = 0.0f;
      for (long j = 0; j < columns; j++) gradient[j] = 0.0f;
      continue;
    }
    const float max = max_kernel(columns, x);
    const float logit = x[targets[r]] - max;
    const float sum = exponentials(columns, x, max, gradient);
    float log_sum[CK_LANES];
    store(log_sum, lanes_log(splat(sum)));
    losses[r] = log_sum[0] - logit;
    // The target's entry before scaling is p - 1, so that a weight rounds it only once more.
    const float inverse = 1.0f / sum, weight = weights[r];
    const float target = (gradient[targets[r]] * inverse - 1.0f) * weight;
    CK_FOR_LANES(columns, WRITE(gradient, READ(gradient) * splat(inverse) * splat(weight)));
    gradient[targets[r]] = target;
  }
}

#endif
