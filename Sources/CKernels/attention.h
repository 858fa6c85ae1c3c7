// Softmax over the scores of one block of attention, and its backward, on lanes.
// Vaswani et al., 2017, "Attention Is All You Need".
//
// Rows are whole vectors long: what a query does not see is -∞ before the exponential and 0 after it,
// which changes no bit of a sum. Vectors that it sees nothing of are left out.
#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H
#include "elementary.h"
#include "reductions.h"

/// How many keys row i sees.
CK_INLINE long visible_keys(const ck_attention_block *block, long i) {
  const long visible = block->visible + i * block->step;
  return visible < block->limit ? visible : block->limit;
}

/// Elements first ..< end of a row become x.
CK_INLINE void fill(long first, long end, float x, float *row) {
  for (long j = first; j < end; j++) row[j] = x;
}

/// e^(scale · x - max), which also replaces x.
CK_INLINE lanes exponential_of(float *x, lanes scale, lanes max) {
  const lanes result = lanes_exp(fused(load(x), scale, -max));
  store(x, result);
  return result;
}

static void attention_weights_kernel(const ck_attention_block *b) {
  const long width = b->width;
  const lanes scale = splat(b->scale);
  for (long i = 0; i < b->rows; i++) {
    float *scores = b->scores + i * width;
    const long visible = visible_keys(b, i);
    const long end = (visible + CK_LANES - 1) / CK_LANES * CK_LANES;
    fill(visible, end, -__builtin_inff(), scores);
    fill(end, width, 0, scores);
    const float max = max_kernel(end, scores) * b->scale;
    partials sums = partials_of(0.0f);
    CK_SUM_LANES(sums, end, ((void)part, exponential_of(scores + at, scale, splat(max))));
    b->statistics[2 * i] = max;
    b->statistics[2 * i + 1] = 1.0f / fold_sum(sums);
  }
}

/// With p the weights, m the mask and w̄ the gradient of m ⊙ p:
///     p̄ = m ⊙ w̄        s̄ = scale · p ⊙ (p̄ - Σ p̄ ⊙ p), and that sum is Σ ȳ ⊙ y
/// scores become m ⊙ p, gradients s̄.
static void attention_backward_kernel(const ck_attention_block *b) {
  const long width = b->width;
  const lanes scale = splat(b->scale);
  for (long i = 0; i < b->rows; i++) {
    float *scores = b->scores + i * width, *gradients = b->gradients + i * width;
    const long visible = visible_keys(b, i);
    const long end = (visible + CK_LANES - 1) / CK_LANES * CK_LANES;
    const float *mask = b->mask ? b->mask + i * b->mask_stride : 0;
    fill(visible, end, -__builtin_inff(), scores);
    fill(end, width, 0, scores);
    fill(visible, width, 0, gradients);
    if (mask) CK_FOR_LANES(visible, WRITE(gradients, READ(gradients) * READ(mask)));

    const float *y = b->outputs + i * b->output_stride;
    const float *y_gradient = b->output_gradient + i * b->output_stride;
    partials sums = partials_of(0.0f);
    CK_SUM_LANES(sums, b->size, READ(y_gradient) * READ(y));
    const lanes sum = splat(fold_sum(sums));
    const lanes max = splat(b->statistics[2 * i]), inverse = splat(b->statistics[2 * i + 1]);
    for (long j = 0; j < end; j += CK_LANES) {
      const lanes weight = exponential_of(scores + j, scale, max) * inverse;
      store(scores + j, weight);
      store(gradients + j, weight * (load(gradients + j) - sum) * scale);
    }
    if (mask) CK_FOR_LANES(visible, WRITE(scores, READ(scores) * READ(mask)));
  }
}

#endif
