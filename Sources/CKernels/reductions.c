// Reductions over a whole array: sums of fixed blocks, folded as a binary tree of blocks, or in order.
#include "kernels.h"

enum {
  LEVELS = 64,
  BLOCKS_TOGETHER = 256,  // whose sums of squares stand side by side, for threads to share
  BLOCKS_PER_PART = 4,    // are worth a thread
};

float ck_sum_f32(long n, const float *x) {
  const ck_kernels *kernels = ck_current();
  // level[i] holds the sum of 2^i blocks where bit i of the number of blocks so far is set.
  float level[LEVELS];
  unsigned long blocks = 0;
  for (long begin = 0; begin < n; begin += CK_SUM_BLOCK, blocks++) {
    float sum = kernels->sum(at_most(CK_SUM_BLOCK, n - begin), x + begin);
    int i = 0;
    for (; blocks >> i & 1; i++) sum = level[i] + sum;
    level[i] = sum;
  }
  float total = 0;
  for (int i = 0; blocks >> i; i++)
    if (blocks >> i & 1) total = level[i] + total;
  return total;
}

typedef struct squares_job {
  long n;
  const float *x;
  double sums[BLOCKS_TOGETHER];
} squares_job;

static void run_squares(void *context, long begin, long end) {
  squares_job *job = context;
  for (long block = begin; block < end; block++) {
    const long first = block * CK_SUM_BLOCK;
    job->sums[block] =
        ck_current()->sum_of_squares(at_most(CK_SUM_BLOCK, job->n - first), job->x + first);
  }
}

double ck_sum_of_squares_f32(long n, const float *x) {
  double total = 0;
  for (long begin = 0; begin < n; begin += BLOCKS_TOGETHER * CK_SUM_BLOCK) {
    squares_job job = {.n = at_most(BLOCKS_TOGETHER * CK_SUM_BLOCK, n - begin), .x = x + begin};
    const long blocks = (job.n + CK_SUM_BLOCK - 1) / CK_SUM_BLOCK;
    ck_parallel_for(blocks, BLOCKS_PER_PART, run_squares, &job);
    for (long block = 0; block < blocks; block++) total += job.sums[block];
  }
  return total;
}

float ck_max_f32(long n, const float *x) { return ck_current()->max(n, x); }
