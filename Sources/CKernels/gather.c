// Rows of a matrix, by place or in order: each thread takes some of them, or, for sums, some columns.
#include "kernels.h"

#include <string.h>

typedef struct moved_rows {
  long columns;
  const float *x;
  const long *place;
  float *y;
} moved_rows;

/// Some 16,384 numbers are worth a thread.
static long grain(long columns) { return (1 << 14) / (columns + 1) + 1; }

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

typedef struct copied_rows {
  long columns, x_stride, y_stride;
  const float *x;
  float *y;
} copied_rows;

static void run_copy(void *context, long begin, long end) {
  const copied_rows *c = context;
  for (long i = begin; i < end; i++)
    memcpy(c->y + i * c->y_stride, c->x + i * c->x_stride, (size_t)c->columns * sizeof(float));
}

void ck_copy_rows_f32(
    long rows, long columns, const float *x, long x_stride, float *y, long y_stride) {
  if (columns <= 0) return;
  copied_rows c = {columns, x_stride, y_stride, x, y};
  ck_parallel_for(rows, grain(columns), run_copy, &c);
}

typedef struct summed_rows {
  const ck_kernels *kernels;
  long rows, columns, stride, count;
  const float *x;
  const long *place;
  float *y;
} summed_rows;

enum {
  SUM_COLUMNS = 64,
  ROWS_AHEAD = 3,  // fetched: rows may lie a page apart, where no machine sees the next one coming
};

static void run_sum(void *context, long begin, long end) {
  const summed_rows *s = context;
  const long first = begin * SUM_COLUMNS;
  const long width = at_most(end * SUM_COLUMNS, s->columns) - first;
  for (long i = 0; i < s->count; i++)
    memset(s->y + i * s->columns + first, 0, (size_t)width * sizeof(float));
  for (long i = 0; i < s->rows; i++) {
    const float *x = s->x + i * s->stride + first;
    float *y = s->y + s->place[i] * s->columns + first;
    if (i + ROWS_AHEAD < s->rows)
      for (long j = 0; j < width; j += CK_CACHE_LINE)
        __builtin_prefetch(x + ROWS_AHEAD * s->stride + j, 0, 3);
    s->kernels->add(width, y, x, y);
  }
}

void ck_sum_rows_f32(
    long rows, long columns, const float *x, long stride, const long *place, long count,
    float *y) {
  summed_rows s = {ck_current(), rows, columns, stride, count, x, place, y};
  const long parts = (columns + SUM_COLUMNS - 1) / SUM_COLUMNS;
  // One part a thread: a row's columns stand side by side.
  const long even = parts / ck_thread_count();
  const long worth = (1 << 15) / (SUM_COLUMNS * (rows + 1)) + 1;
  ck_parallel_for(parts, even > worth ? even : worth, run_sum, &s);
}
