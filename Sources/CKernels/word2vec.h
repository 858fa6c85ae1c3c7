// word2vec's predictions and updates on lanes. Rows are whole slices of 16 floats.
#ifndef CK_WORD2VEC_H
#define CK_WORD2VEC_H
#include "elementary.h"
#include "reductions.h"

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
  for (long i = begin; i < end; i++) {
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

/// All updates of the block, in order, to the slices begin ..< end of every row: no element depends
/// on another slice.
static void word_updates_kernel(long begin, long end, const ck_word_block *block) {
  const ck_word_examples *e = block->examples;
  const ck_word_weights *w = block->weights;
  for (long i = block->first; i < block->end; i++) {
    const int *inputs = e->inputs + e->input_starts[i];
    const long count = e->input_starts[i + 1] - e->input_starts[i];
    for (long at = begin * PARTIALS; at < end * PARTIALS; at += CK_LANES) {
      const lanes h = count > 1 ? mean_of_rows(w, inputs, count, at)
                                : load(w->inputs + inputs[0] * w->width + at);
      lanes error = splat(0.0f);
      for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++) {
        float *row = w->outputs + (e->outputs[k] >> 1) * w->width + at;
        const lanes g = splat(block->steps[k]), old = load(row);
        error = fused(g, old, error);
        store(row, fused(g, h, old));
      }
      for (long r = 0; r < count; r++) {
        float *row = w->inputs + inputs[r] * w->width + at;
        store(row, load(row) + error);
      }
    }
  }
}

#endif
