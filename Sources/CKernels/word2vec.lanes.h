// word2vec's predictions and updates on lanes. Rows are whole slices of 16 floats.
#ifndef CK_WORD2VEC_H
#define CK_WORD2VEC_H
#include "elementary.lanes.h"
#include "reductions.lanes.h"

enum { EXAMPLES_AHEAD = 8, SLICES_TOGETHER = CK_WORD_SECTION / PARTIALS };

/// How many slices a section has.
CK_INLINE int slices_of_section(const ck_word_weights *w, long section) {
  const long left = w->width / PARTIALS - section * SLICES_TOGETHER;
  return left < SLICES_TOGETHER ? (int)left : SLICES_TOGETHER;
}

/// Where the sections of so many slices of a matrix's rows lie, one after the other.
typedef struct section_rows {
  float *inputs, *outputs;
} section_rows;

CK_INLINE section_rows rows_of_section(const ck_word_weights *w, long section) {
  const long before = section * CK_WORD_SECTION;
  return (section_rows){w->inputs + before * w->input_rows, w->outputs + before * w->output_rows};
}

/// Asks for a section of the rows of example i, if the block has it. The rows of a vocabulary do not fit a
/// cache, and nothing but the lists tells which come next.
CK_INLINE void fetch_section(
    const int slices, const ck_word_block *block, long i, const section_rows *rows) {
  const ck_word_examples *e = block->examples;
  if (i >= block->end) return;
  for (long r = e->input_starts[i]; r < e->input_starts[i + 1]; r++)
    for (int slice = 0; slice < slices; slice++)
      __builtin_prefetch(rows->inputs + ((long)e->inputs[r] * slices + slice) * PARTIALS, 1, 3);
  for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++)
    for (int slice = 0; slice < slices; slice++)
      __builtin_prefetch(
          rows->outputs + ((long)(e->outputs[k] >> 1) * slices + slice) * PARTIALS, 1, 3);
}

/// A section of an example's h: the mean of its input rows, summed in their order.
CK_INLINE void load_h(
    const int slices, const ck_word_block *block, long i, const float *inputs,
    lanes h[SLICES_TOGETHER * PARTIAL_VECTORS]) {
  const ck_word_examples *e = block->examples;
  const int *const rows = e->inputs + e->input_starts[i];
  const long count = e->input_starts[i + 1] - e->input_starts[i];
  const long floats = slices * PARTIALS;
  const lanes share = splat(1.0f / (float)count);
#pragma clang loop unroll(full)
  for (int v = 0; v < slices * PARTIAL_VECTORS; v++) {
    const float *x = inputs + v * CK_LANES;
    h[v] = load(x + rows[0] * floats);
    for (long r = 1; r < count; r++) h[v] += load(x + rows[r] * floats);
    h[v] *= share;
  }
}

/// What a section adds to h · w of each of an example's outputs, in the order of reductions.h.
CK_INLINE void dots_of_example(
    const int slices, const ck_word_block *block, long i, const section_rows *rows, float *dots) {
  const ck_word_examples *e = block->examples;
  const long floats = slices * PARTIALS;
  lanes h[SLICES_TOGETHER * PARTIAL_VECTORS];
  load_h(slices, block, i, rows->inputs, h);
  for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++) {
    const float *row = rows->outputs + (e->outputs[k] >> 1) * floats;
    partials sums = partials_of(0.0f);
#pragma clang loop unroll(full)
    for (int v = 0; v < slices * PARTIAL_VECTORS; v++) {
      lanes *sum = &sums.at[v % PARTIAL_VECTORS];
      *sum = fused(h[v], load(row + v * CK_LANES), *sum);
    }
    dots[k] = fold_sum(sums);
  }
}

CK_INLINE void dots_of_section(const int slices, const ck_word_block *block, long section) {
  const section_rows rows = rows_of_section(block->weights, section);
  float *dots = block->dots + section * block->stride
              - block->examples->output_starts[block->first];
  for (long i = block->first; i < block->first + EXAMPLES_AHEAD; i++)
    fetch_section(slices, block, i, &rows);
  for (long i = block->first; i < block->end; i++) {
    fetch_section(slices, block, i + EXAMPLES_AHEAD, &rows);
    dots_of_example(slices, block, i, &rows, dots);
  }
}

static void word_dots_kernel(long begin, long end, const ck_word_block *block) {
  for (long section = begin; section < end; section++)
    if (slices_of_section(block->weights, section) == SLICES_TOGETHER)
      dots_of_section(SLICES_TOGETHER, block, section);
    else
      dots_of_section(1, block, section);
}

/// g = rate · (label - σ(h · w)) of every output; sections are added in order.
static void word_steps_kernel(const ck_word_block *block, float *steps) {
  const ck_word_examples *e = block->examples;
  const long sections = ck_word_sections(block->weights->width);
  const long from = e->output_starts[block->first], n = e->output_starts[block->end] - from;
  CK_FOR_LANES(n, {
    lanes sum = READ(block->dots);
    for (long section = 1; section < sections; section++)
      sum = sum + READ(block->dots + section * block->stride);
    WRITE(steps, lanes_sigmoid(sum));
  });
  for (long k = 0; k < n; k++)
    steps[k] = block->rate * ((float)(e->outputs[from + k] & 1) - steps[k]);
}

/// Example i's updates to a section of its rows.
CK_INLINE void update_example(
    const int slices, const ck_word_block *block, long i, const section_rows *rows,
    const float *steps) {
  const ck_word_examples *e = block->examples;
  const long floats = slices * PARTIALS;
  lanes h[SLICES_TOGETHER * PARTIAL_VECTORS], error[SLICES_TOGETHER * PARTIAL_VECTORS];
  load_h(slices, block, i, rows->inputs, h);
#pragma clang loop unroll(full)
  for (int v = 0; v < slices * PARTIAL_VECTORS; v++) error[v] = splat(0.0f);
  for (long k = e->output_starts[i]; k < e->output_starts[i + 1]; k++) {
    float *row = rows->outputs + (e->outputs[k] >> 1) * floats;
    const lanes g = splat(steps[k]);
#pragma clang loop unroll(full)
    for (int v = 0; v < slices * PARTIAL_VECTORS; v++) {
      const lanes old = load(row + v * CK_LANES);
      error[v] = fused(g, old, error[v]);
      store(row + v * CK_LANES, fused(g, h[v], old));
    }
  }
  for (long r = e->input_starts[i]; r < e->input_starts[i + 1]; r++) {
    float *row = rows->inputs + e->inputs[r] * floats;
#pragma clang loop unroll(full)
    for (int v = 0; v < slices * PARTIAL_VECTORS; v++)
      store(row + v * CK_LANES, load(row + v * CK_LANES) + error[v]);
  }
}

CK_INLINE void update_section(
    const int slices, const ck_word_block *block, long section, const float *steps) {
  const section_rows rows = rows_of_section(block->weights, section);
  steps -= block->examples->output_starts[block->first];
  for (long i = block->first; i < block->end; i++) {
    fetch_section(slices, block, i + EXAMPLES_AHEAD, &rows);
    update_example(slices, block, i, &rows, steps);
  }
}

/// All updates of the block, in order, to sections begin ..< end of every row: no element depends on
/// another section. `steps` are the block's.
static void word_updates_kernel(
    long begin, long end, const ck_word_block *block, const float *steps) {
  for (long section = begin; section < end; section++)
    if (slices_of_section(block->weights, section) == SLICES_TOGETHER)
      update_section(SLICES_TOGETHER, block, section, steps);
    else
      update_section(1, block, section, steps);
}

#endif
