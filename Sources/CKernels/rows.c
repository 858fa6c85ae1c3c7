// Kernels over rows: each thread takes whole rows.
#include "kernels.h"

/// Rows worth a thread: about 4096 elements.
static long row_grain(long columns) { return columns >= 4096 ? 1 : 4096 / (columns + 1) + 1; }

typedef struct softmax_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x;
  float *y;
} softmax_rows;

static void run_softmax(void *context, long begin, long end) {
  const softmax_rows *s = context;
  const long offset = begin * s->columns;
  s->kernels->softmax(end - begin, s->columns, s->x + offset, s->y + offset);
}

void ck_softmax_f32(long rows, long columns, const float *x, float *y) {
  softmax_rows s = {ck_current(), columns, x, y};
  ck_parallel_for(rows, row_grain(columns), run_softmax, &s);
}

typedef struct cross_entropy_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x;
  const int *targets;
  const float *weights;
  float *losses, *gradient;
} cross_entropy_rows;

static void run_cross_entropy(void *context, long begin, long end) {
  const cross_entropy_rows *c = context;
  c->kernels->softmax_cross_entropy(
      end - begin, c->columns, c->x + begin * c->columns, c->targets + begin, c->weights + begin,
      c->losses + begin, c->gradient + begin * c->columns);
}

void ck_softmax_cross_entropy_f32(
    long rows, long columns, const float *x, const int *targets, const float *weights,
    float *losses, float *gradient) {
  cross_entropy_rows c = {ck_current(), columns, x, targets, weights, losses, gradient};
  ck_parallel_for(rows, row_grain(columns), run_cross_entropy, &c);
}

typedef struct layer_norm_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x, *gamma, *beta;
  float epsilon;
  float *y, *mean, *rstd;
} layer_norm_rows;

static void run_layer_norm(void *context, long begin, long end) {
  const layer_norm_rows *l = context;
  const long offset = begin * l->columns;
  l->kernels->layer_norm(
      end - begin, l->columns, l->x + offset, l->gamma, l->beta, l->epsilon, l->y + offset,
      l->mean + begin, l->rstd + begin);
}

void ck_layer_norm_f32(
    long rows, long columns, const float *x, const float *gamma, const float *beta, float epsilon,
    float *y, float *mean, float *rstd) {
  layer_norm_rows l = {ck_current(), columns, x, gamma, beta, epsilon, y, mean, rstd};
  ck_parallel_for(rows, row_grain(columns), run_layer_norm, &l);
}

typedef struct layer_norm_backward {
  const ck_kernels *kernels;
  long rows;
  ck_layer_norm_backward l;
} layer_norm_backward;

static void run_layer_norm_backward(void *context, long begin, long end) {
  const layer_norm_backward *all = context;
  ck_layer_norm_backward l = all->l;
  l.x += begin * l.columns;
  l.mean += begin;
  l.rstd += begin;
  l.y_gradient += begin * l.columns;
  l.x_gradient += begin * l.columns;
  all->kernels->layer_norm_backward(end - begin, &l);
}

enum { WEIGHT_COLUMNS = 64 };

static void run_layer_norm_weights(void *context, long begin, long end) {
  const layer_norm_backward *all = context;
  for (long i = begin; i < end; i++) {
    const long first = i * WEIGHT_COLUMNS, left = all->l.columns - first;
    all->kernels->layer_norm_weights(
        all->rows, first, left < WEIGHT_COLUMNS ? left : WEIGHT_COLUMNS, &all->l);
  }
}

void ck_layer_norm_backward_f32(
    long rows, long columns, const float *x, const float *gamma, const float *mean,
    const float *rstd, const float *y_gradient, float *x_gradient, float *gamma_gradient,
    float *beta_gradient) {
  layer_norm_backward all = {
      ck_current(), rows,
      {columns, x, gamma, mean, rstd, y_gradient, x_gradient, gamma_gradient, beta_gradient}};
  ck_parallel_for(rows, row_grain(columns), run_layer_norm_backward, &all);
  const long groups = (columns + WEIGHT_COLUMNS - 1) / WEIGHT_COLUMNS;
  ck_parallel_for(groups, 4096 / (WEIGHT_COLUMNS * (rows + 1)) + 1, run_layer_norm_weights, &all);
}
