// Softmax over the scores of one block of attention, and its backward, on lanes.
// Vaswani et al., 2017, "Attention Is All You Need".
//
// Rows are whole half panels long: what a query does not see is -∞ before the exponential and 0 after it,
// which changes no bit of a sum. All is written vector by vector: a vector read from what was written
// number by number would have to wait. Rows that are multiplied together are equally long, and go through
// each step together, so that no row waits for the one before it.
#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H
#include "elementary.lanes.h"
#include "gemm.h"
#include "reductions.lanes.h"

/// Columns that are multiplied of rows up to `end`: whole half panels.
CK_INLINE long columns_of_rows(const ck_attention_block *block, long end) {
  return (ck_keys_seen(block, end - 1) + CK_GEMM_HALF - 1) / CK_GEMM_HALF * CK_GEMM_HALF;
}

/// Numbers from `visible` on, up to a multiple of the lanes, become x.
CK_INLINE void hide(long visible, long end, lanes x, float *row) {
#if CK_LANES == 1
  for (long j = visible; j < end; j++) row[j] = x;
#else
  lanes_int index;
  for (int lane = 0; lane < CK_LANES; lane++) index[lane] = lane;
  for (long j = visible / CK_LANES * CK_LANES; j < end; j += CK_LANES)
    store(row + j, index < (lanes_int){0} + (int32_t)(visible - j) ? load(row + j) : x);
#endif
}

/// e^(scale · x - max), which also replaces x.
CK_INLINE lanes exponential_of(float *x, lanes scale, lanes max) {
  const lanes result = lanes_exp_of_negative(fused(load(x), scale, -max));
  store(x, result);
  return result;
}

static void weigh_rows(const ck_attention_block *b, long first, long end) {
  const long width = b->width, columns = columns_of_rows(b, end);
  const lanes scale = splat(b->scale);
  for (long i = first; i < end; i++) {
    float *scores = b->scores + i * width;
    hide(ck_keys_seen(b, i), columns, splat(-__builtin_inff()), scores);
    b->statistics[2 * i] = max_kernel(columns, scores) * b->scale;
  }
  for (long i = first; i < end; i++) {
    float *scores = b->scores + i * width;
    const lanes max = splat(b->statistics[2 * i]);
    partials sums = partials_of(0.0f);
    for (long j = 0; j < columns; j += PARTIALS)
      for (int v = 0; v < PARTIAL_VECTORS; v++)
        sums.at[v] += exponential_of(scores + j + v * CK_LANES, scale, max);
    b->statistics[2 * i + 1] = 1.0f / fold_sum(sums);
  }
}

/// f(block, first, end) for the rows that are multiplied together.
CK_INLINE void for_rows_together(
    const ck_attention_block *b, void (*f)(const ck_attention_block *, long, long)) {
  for (long first = 0; first < b->rows; first += b->together)
    f(b, first, at_most(first + b->together, b->rows));
}

static void attention_weights_kernel(const ck_attention_block *block) {
  for_rows_together(block, weigh_rows);
}

/// With p the weights, m the mask and w̄ the gradient of m ⊙ p:
///     p̄ = m ⊙ w̄        s̄ = scale · p ⊙ (p̄ - Σ p̄ ⊙ p), and that sum is Σ ȳ ⊙ y
/// scores become m ⊙ p, gradients s̄.
static void weigh_rows_backward(const ck_attention_block *b, long first, long end) {
  const long width = b->width, columns = columns_of_rows(b, end);
  const lanes scale = splat(b->scale);
  float row_sums[CK_ATTENTION_ROWS];
  for (long i = first; i < end; i++) {
    const long visible = ck_keys_seen(b, i);
    float *gradients = b->gradients + i * width;
    const float *mask = b->mask ? b->mask + i * b->mask_stride : 0;
    hide(visible, columns, splat(-__builtin_inff()), b->scores + i * width);
    hide(visible, columns, splat(0), gradients);
    if (mask) CK_FOR_LANES(visible, WRITE(gradients, READ(gradients) * READ(mask)));
    const float *y = b->outputs + i * b->output_stride;
    const float *y_gradient = b->output_gradient + i * b->output_stride;
    partials sums = partials_of(0.0f);
    CK_SUM_LANES(sums, b->size, READ(y_gradient) * READ(y));
    row_sums[i - first] = fold_sum(sums);
  }
  for (long i = first; i < end; i++) {
    float *scores = b->scores + i * width, *gradients = b->gradients + i * width;
    const float *mask = b->mask ? b->mask + i * b->mask_stride : 0;
    const lanes max = splat(b->statistics[2 * i]), inverse = splat(b->statistics[2 * i + 1]);
    const lanes sum = splat(row_sums[i - first]);
    for (long at = 0; at < columns; at += PARTIALS)
      for (long j = at; j < at + PARTIALS; j += CK_LANES) {
        const lanes weight = exponential_of(scores + j, scale, max) * inverse;
        store(scores + j, weight);
        store(gradients + j, weight * (load(gradients + j) - sum) * scale);
      }
    if (mask) CK_FOR_LANES(ck_keys_seen(b, i), WRITE(scores, READ(scores) * READ(mask)));
  }
}

static void attention_backward_kernel(const ck_attention_block *block) {
  for_rows_together(block, weigh_rows_backward);
}

#endif
