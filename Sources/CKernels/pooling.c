// The maximum over time: each thread takes whole sequences.
#include "kernels.h"

typedef struct pooling {
  const ck_kernels *kernels;
  long time, columns;
  const float *x;
  const int *lengths;
  float *y;
  int *first;
} pooling;

static void run_max(void *context, long begin, long end) {
  const pooling *p = context;
  for (long b = begin; b < end; b++)
    p->kernels->max_over_time(
        p->lengths[b], p->columns, p->x + b * p->time * p->columns, p->y + b * p->columns,
        p->first + b * p->columns);
}

void ck_max_over_time_f32(
    long batch, long time, long columns, const float *x, const int *lengths, float *y,
    int *first) {
  pooling p = {ck_current(), time, columns, x, lengths, y, first};
  ck_parallel_for(batch, 4096 / (time * columns + 1) + 1, run_max, &p);
}
