// Rows of a matrix by place: each thread takes some of them.
#include "CKernels.h"

#include <string.h>

typedef struct moved_rows {
  long columns;
  const float *x;
  const long *place;
  float *y;
} moved_rows;

/// Some 32,768 numbers are worth a thread.
static long grain(long columns) { return (1 << 15) / (columns + 1) + 1; }

static void run_gather(void *context, long begin, long end) {
  const moved_rows *m = context;
  for (long i = begin; i < end; i++)
    memcpy(
        m->y + i * m->columns, m->x + m->place[i] * m->columns, (size_t)m->columns * sizeof(float));
}

static void run_scatter(void *context, long begin, long end) {
  const moved_rows *m = context;
  for (long i = begin; i < end; i++)
    memcpy(
        m->y + m->place[i] * m->columns, m->x + i * m->columns, (size_t)m->columns * sizeof(float));
}

void ck_gather_rows_f32(
    long rows, long columns, const float *x, const long *place, float *y) {
  moved_rows m = {columns, x, place, y};
  ck_parallel_for(rows, grain(columns), run_gather, &m);
}

void ck_scatter_rows_f32(
    long rows, long columns, const float *x, const long *place, float *y) {
  moved_rows m = {columns, x, place, y};
  ck_parallel_for(rows, grain(columns), run_scatter, &m);
}
