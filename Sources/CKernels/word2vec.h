// word2vec's predictions and updates on lanes. Rows are whole slices of 16 floats.
#ifndef CK_WORD2VEC_H
#define CK_WORD2VEC_H
#include "elementary.h"
#include "reductions.h"

enum { EXAMPLES_AHEAD = 2, SLICES_TOGETHER = 2 };

/// Asks for the slices begin ..< end, a cache line each, of the rows of example i, if there is one.
/// The rows of a vocabulary do not fit a cache, and nothing but the lists tells which come next.
CK_INLINE void fetch_example(
    const ck_word_block *block, long i, long last, long begin, long end) {
  const ck_word_examples *e = block->examples;
  const ck_word_weights *w = block->weights;
  if (i >= last) return;
  for (long r = e->input_starts[i]; r < e->input_starts[i + 1]; r++)
    for (long slice = begin; slice < end; slice++)
      __builtin_prefetch(w->inputs + e->inputs[r] * w->width + slice * PARTIALS, 1, 3);
  for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++)
    for (long slice = begin; slice < end; slice++)
      __builtin_prefetch(w->outputs + (e->outputs[k] >> 1) * w->width + slice * PARTIALS, 1, 3);
}

/// The mean of `count` input rows at `at`, summed in their order.
CK_INLINE lanes mean_of_rows(const ck_word_weights *w, const int *rows, long count, long at) {
  lanes sum = load(w->inputs + rows[0] * w->width + at);
  for (long r = 1; r < count; r++) sum += load(w->inputs + rows[r] * w->width + at);
  return sum * splat(1.0f / (float)count);
}

/// g = rate · (label - σ(h · w)) of every output; sums in the order of reductions.h.
static void word_steps_kernel(long begin, long end, const ck_word_block *block) {
  const ck_word_examples *e = block->examples;
  const ck_word_weights *w = block->weights;
  for (long i = begin; i < begin + EXAMPLES_AHEAD; i++)
    fetch_example(block, i, end, 0, w->width / PARTIALS);
  for (long i = begin; i < end; i++) {
    fetch_example(block, i + EXAMPLES_AHEAD, end, 0, w->width / PARTIALS);
    const int *inputs = e->inputs + e->input_starts[i];
    const long count = e->input_starts[i + 1] - e->input_starts[i];
    const float *h = w->inputs + inputs[0] * w->width;
    if (count > 1) {
      float *mean = block->means + (i - block->first) * w->width;
      for (long at = 0; at < w->width; at += CK_LANES)
        store(mean + at, mean_of_rows(w, inputs, count, at));
      h = mean;
    }
    for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++) {
      const float *row = w->outputs + (e->outputs[k] >> 1) * w->width;
      partials sums = partials_of(0.0f);
      for (long at = 0; at < w->width; at += PARTIALS)
        for (int j = 0; j < PARTIAL_VECTORS; j++)
          sums.at[j] =
              fused(load(h + at + j * CK_LANES), load(row + at + j * CK_LANES), sums.at[j]);
      block->steps[k] = fold_sum(sums);
    }
  }
  const long from = e->output_starts[begin], n = e->output_starts[end] - from;
  float *steps = block->steps + from;
  CK_FOR_LANES(n, WRITE(steps, lanes_sigmoid(READ(steps))));
  for (long k = 0; k < n; k++)
    steps[k] = block->rate * ((float)(e->outputs[from + k] & 1) - steps[k]);
}

/// Example i's updates to so many slices of its rows, from the element `at` on.
CK_INLINE void update_slices(const int slices, const ck_word_block *block, long i, long at) {
  const ck_word_examples *e = block->examples;
  const long width = block->weights->width, last = e->output_starts[i + 1];
  float *const inputs_at = block->weights->inputs + at;
  float *const outputs_at = block->weights->outputs + at;
  const int *const inputs = e->inputs + e->input_starts[i], *const outputs = e->outputs;
  const long count = e->input_starts[i + 1] - e->input_starts[i];
  lanes h[SLICES_TOGETHER * PARTIAL_VECTORS], error[SLICES_TOGETHER * PARTIAL_VECTORS];
#pragma clang loop unroll(full)
  for (int v = 0; v < slices * PARTIAL_VECTORS; v++) {
    h[v] = count > 1 ? mean_of_rows(block->weights, inputs, count, at + v * CK_LANES)
                     : load(inputs_at + inputs[0] * width + v * CK_LANES);
    error[v] = splat(0.0f);
  }
  for (long k = e->output_starts[i]; k < last; k++) {
    float *row = outputs_at + (outputs[k] >> 1) * width;
    const lanes g = splat(block->steps[k]);
#pragma clang loop unroll(full)
    for (int v = 0; v < slices * PARTIAL_VECTORS; v++) {
      const lanes old = load(row + v * CK_LANES);
      error[v] = fused(g, old, error[v]);
      store(row + v * CK_LANES, fused(g, h[v], old));
    }
  }
  for (long r = 0; r < count; r++) {
    float *row = inputs_at + inputs[r] * width;
#pragma clang loop unroll(full)
    for (int v = 0; v < slices * PARTIAL_VECTORS; v++)
      store(row + v * CK_LANES, load(row + v * CK_LANES) + error[v]);
  }
}

/// All updates of the block, in order, to the slices begin ..< end of every row: no element depends
/// on another slice.
static void word_updates_kernel(long begin, long end, const ck_word_block *block) {
  for (long i = block->first; i < block->end; i++) {
    fetch_example(block, i + EXAMPLES_AHEAD, block->end, begin, end);
    long slice = begin;
    for (; slice + SLICES_TOGETHER <= end; slice += SLICES_TOGETHER)
      update_slices(SLICES_TOGETHER, block, i, slice * PARTIALS);
    for (; slice < end; slice++) update_slices(1, block, i, slice * PARTIALS);
  }
}

#endif
