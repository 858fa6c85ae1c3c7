// word2vec: threads share a block's examples for the predictions, then the slices of the rows for
// the updates.
#include "kernels.h"

typedef struct job {
  const ck_kernels *kernels;
  ck_word_block block;
} job;

static void run_steps(void *context, long begin, long end) {
  const job *j = context;
  j->kernels->word_steps(j->block.first + begin, j->block.first + end, &j->block);
}

static void run_updates(void *context, long begin, long end) {
  const job *j = context;
  j->kernels->word_updates(begin, end, &j->block);
}

void ck_word2vec_f32(
    const ck_word_examples *examples, const ck_word_weights *weights, float rate, float *steps,
    float *scratch) {
  const long slices = weights->width / 16;
  for (long first = 0; first < examples->count; first += CK_WORD_BLOCK) {
    const long left = examples->count - first;
    const long count = left < CK_WORD_BLOCK ? left : CK_WORD_BLOCK;
    job j = {ck_current(), {examples, weights, first, first + count, rate, steps, scratch}};
    ck_parallel_for(count, 8, run_steps, &j);
    // As few parts as there are threads, for each reads the whole list of examples.
    ck_parallel_for(slices, slices / ck_thread_count(), run_updates, &j);
  }
}
