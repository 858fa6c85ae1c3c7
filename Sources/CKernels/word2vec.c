// word2vec: threads share out the sections of all rows, which so stay in their caches. Of a prediction
// each thread makes its sections' sums; all that threads exchange is these, one number each.
#include "kernels.h"

enum { LINE_PAIR = 32 };  // floats of two cache lines, which machines like to fetch together

typedef struct job {
  const ck_kernels *kernels;
  ck_word_block before, now;  // whose updates are made, and then whose predictions
  long sections, sections_per_part;
  float *steps;          // of the block before
  float *private_steps;  // of each part but the first, a copy, lest threads write to the same lines
} job;

static long sections_before(const job *j, long part) {
  return at_most(part * j->sections_per_part, j->sections);
}

static void run_parts(void *context, long first, long last) {
  const job *j = context;
  const long begin = sections_before(j, first), end = sections_before(j, last);
  if (j->before.first < j->before.end) {
    float *steps = first == 0 ? j->steps : j->private_steps + (first - 1) * j->before.stride;
    j->kernels->word_steps(&j->before, steps);
    j->kernels->word_updates(begin, end, &j->before, steps);
  }
  if (j->now.first < j->now.end) j->kernels->word_dots(begin, end, &j->now);
}

static long end_of_block(const ck_word_examples *examples, long first) {
  return at_most(first + CK_WORD_BLOCK, examples->count);
}

/// The outputs of the largest block, in whole pairs of cache lines.
static long most_outputs(const ck_word_examples *examples) {
  long most = 0;
  for (long first = 0, end; first < examples->count; first = end) {
    end = end_of_block(examples, first);
    const long outputs = examples->output_starts[end] - examples->output_starts[first];
    if (outputs > most) most = outputs;
  }
  return (most + LINE_PAIR - 1) / LINE_PAIR * LINE_PAIR;
}

long ck_word2vec_scratch_size(const ck_word_examples *examples, long width) {
  return 3 * ck_word_sections(width) * most_outputs(examples);
}

void ck_word2vec_f32(
    const ck_word_examples *examples, const ck_word_weights *weights, float rate, float *steps,
    float *scratch) {
  const long sections = ck_word_sections(weights->width), stride = most_outputs(examples);
  const long threads = ck_thread_count();
  job j = {
      .kernels = ck_current(), .sections = sections,
      .sections_per_part = (sections + threads - 1) / threads,
      .private_steps = scratch + 2 * sections * stride};
  const long parts = (sections + j.sections_per_part - 1) / j.sections_per_part;
  const ck_word_block none = {examples, weights, 0, 0, rate, scratch, stride};
  j.before = j.now = none;
  // A thread that is done with a block's updates needs no other's for the next one's predictions.
  for (long first = 0, number = 0; first < examples->count || j.now.end > 0; number++) {
    j.before = j.now;
    j.now = none;
    if (first < examples->count) {
      j.now.first = first;
      j.now.end = end_of_block(examples, first);
      j.now.dots = scratch + number % 2 * sections * stride;
      first = j.now.end;
    }
    j.steps = steps + examples->output_starts[j.before.first];
    ck_parallel_for(parts, 1, run_parts, &j);
  }
}
