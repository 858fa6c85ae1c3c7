// Softmax over the scores of one block of attention, and its backward, on lanes.
// Vaswani et al., 2017, "Attention Is All You Need".
//
// Rows are whole vectors long: what a query does not see is -∞ before the exponential and 0 after it,
// which changes no bit of a sum.
#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H
#include "elementary.h"
#include "reductions.h"

/// How many keys row i sees.
CK_INLINE long visible_keys(const ck_attention_block *block, long i) {
  const long visible = block->visible + i * block->step;
  return visible < block->limit ? visible : block->limit;
}

/// Scores of keys that are not seen become -∞.
CK_INLINE void hide_scores(long visible, long width, float *scores) {
  for (long j = visible; j < width; j++) scores[j] = -__builtin_inff();
}

static void attention_weights_kernel(const ck_attention_block *b) {
  const long width = b->width;
  const lanes scale = splat(b->scale);
  for (long i = 0; i < b->rows; i++) {
    float *scores = b->scores + i * width;
    hide_scores(visible_keys(b, i), width, scores);
    const float max = max_kernel(width, scores) * b->scale;
    CK_FOR_LANES(width, WRITE(scores, lanes_exp(fused(READ(scores), scale, splat(-max)))));
    const float inverse = 1.0f / sum_kernel(width, scores);
    CK_FOR_LANES(width, WRITE(scores, READ(scores) * splat(inverse)));
    b->statistics[2 * i] = max;
    b->statistics[2 * i + 1] = inverse;
  }
}

/// With p the weights, m the mask and w̄ the gradient of m ⊙ p:
///     p̄ = m ⊙ w̄        s̄ = scale · p ⊙ (p̄ - Σ p̄ ⊙ p)
/// scores become m ⊙ p, gradients s̄.
static void attention_backward_kernel(const ck_attention_block *b) {
  const long width = b->width;
  const lanes scale = splat(b->scale);
  for (long i = 0; i < b->rows; i++) {
    float *scores = b->scores + i * width, *gradients = b->gradients + i * width;
    const long visible = visible_keys(b, i);
    const float *mask = b->mask ? b->mask + i * b->mask_stride : 0;
    hide_scores(visible, width, scores);
    for (long j = visible; j < width; j++) gradients[j] = 0.0f;
    if (mask) CK_FOR_LANES(visible, WRITE(gradients, READ(gradients) * READ(mask)));

    const lanes max = splat(b->statistics[2 * i]), inverse = splat(b->statistics[2 * i + 1]);
    CK_FOR_LANES(
        width, WRITE(scores, lanes_exp(fused(READ(scores), scale, -max)) * inverse));
    partials sums = partials_of(0.0f);
    CK_SUM_LANES(sums, width, READ(gradients) * READ(scores));
    const lanes sum = splat(fold_sum(sums));
    CK_FOR_LANES(width, WRITE(gradients, READ(scores) * (READ(gradients) - sum) * scale));
    if (mask) CK_FOR_LANES(visible, WRITE(scores, READ(scores) * READ(mask)));
  }
}

#endif
