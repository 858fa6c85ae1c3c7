// Reductions over a whole array: sums of fixed blocks, folded as a binary tree of blocks.
//
// On the calling thread: they are bound by memory, and block sums of several threads would need
// somewhere to stand.
#include "kernels.h"

enum { LEVELS = 64 };

static long shorter(long a, long b) { return a < b ? a : b; }

float ck_sum_f32(long n, const float *x) {
  const ck_kernels *kernels = ck_current();
  // level[i] holds the sum of 2^i blocks where bit i of the number of blocks so far is set.
  float level[LEVELS];
  unsigned long blocks = 0;
  for (long begin = 0; begin < n; begin += CK_SUM_BLOCK, blocks++) {
    float sum = kernels->sum(shorter(CK_SUM_BLOCK, n - begin), x + begin);
    int i = 0;
    for (; blocks >> i & 1; i++) sum = level[i] + sum;
    level[i] = sum;
  }
  float total = 0;
  for (int i = 0; blocks >> i; i++)
    if (blocks >> i & 1) total = level[i] + total;
  return total;
}

double ck_sum_of_squares_f32(long n, const float *x) {
  const ck_kernels *kernels = ck_current();
  double total = 0;
  for (long begin = 0; begin < n; begin += CK_SUM_BLOCK)
    total += kernels->sum_of_squares(shorter(CK_SUM_BLOCK, n - begin), x + begin);
  return total;
}

float ck_max_f32(long n, const float *x) { return ck_current()->max(n, x); }
